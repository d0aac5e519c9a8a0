"""From text to terms: what a reader takes for the same word is the same term, and nothing depends on accents."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from snowballstemmer.french_stemmer import FrenchStemmer

from archive.search.analysis import (
    ELISIONS,
    LINE_END,
    LONGEST,
    STOP_WORDS,
    accented,
    analyse,
    analyser_of,
    bare,
    fold,
    folds,
    split,
    split_lines,
)
from tests.search_support import word_list


def exacts(text: str, language: str = "fr") -> list[str]:
    return [token.exact for token in analyse(text, language)]


def terms(text: str, language: str = "fr") -> list[str]:
    return [token.term for token in analyse(text, language)]


def without_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")


# Words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Alep, Idlib… Hama !", "alep idlib hama"),
        ("«\u202fL’armée arabe syrienne\u202f»", "armee arabe syrienne"),
        ("nord-ouest, al-Assad; États‑Unis", "nord ouest al assad etats unis"),
        ("Al\u00a0Mayadeen\tet_SANA\nHTC", "al mayadeen sana htc"),
        ("21h13, M4, S-400, 1 234,5 km²", "21h13 m4 400 1 234 5 km2"),
        ("L’Œuvre de Łódź, Straße, Ærø, Đà Nẵng, Iğdır", "oeuvre lodz strasse aero da nang igdir"),
        ("Ḥamāh ʿAlī Qurʾān Hawaiʻi", "hamah ali quran hawaii"),
        ("ﬁnancement ﬀ ℌama ＡＬＥＰ Ⅳ", "financement ff hama alep iv"),
        ("orga\u00adni\u00adsation نیم\u200cفاصله", "organisation نیمفاصله"),
        ("Σίσυφος ΣΙΣΥΦΟΣ", "σισυφοσ σισυφοσ"),
        ("İstanbul ISTANBUL", "istanbul istanbul"),
        ("Владимир Путин", "владимир путин"),
        ("حلب هيئة تحرير الشام", "حلب هيية تحرير الشام"),
        ("a\U0001f600b 𝐇ama 𞤀𞤁", "b hama 𞤢𞤣"),
        ("\u0301 \u00ad ’’ _ --", ""),
        ("", ""),
    ],
)
def test_words_are_runs_of_letters_and_digits_in_their_simplest_form(text: str, words: str) -> None:
    assert exacts(text) == words.split()


def test_an_exact_form_is_whole_in_its_text() -> None:
    text = "« L’armée d’Al\u00a0Assad », jusqu’à Sanaʼa"
    found = [(text[one.start : one.end], one.exact) for one in analyse(text, "fr")]
    assert found == [("armée", "armee"), ("Al", "al"), ("Assad", "assad"), ("Sana", "sana")]


@pytest.mark.parametrize("apostrophe", "'’‘‛ʼ′`´")
def test_an_elided_word_is_none_before_any_apostrophe(apostrophe: str) -> None:
    assert exacts(f"l{apostrophe}attaque d{apostrophe}Idlib, jusqu{apostrophe}ici".upper()) == [
        "attaque",
        "idlib",
        "ici",
    ]
    assert exacts(f"quelqu{apostrophe}un") == []
    assert exacts(f"Sana{apostrophe}a") == ["sana"]
    assert exacts("L. d'") == []


def test_an_elided_word_is_one_where_no_apostrophe_follows() -> None:
    assert exacts("Jusqu où", "xx") == ["jusqu", "ou"]
    assert exacts("C D", "xx") == ["c", "d"]
    assert exacts("c’d’", "xx") == []


def test_a_long_word_counts_by_its_beginning() -> None:
    assert exacts("x" * 1000 + " y") == ["x" * LONGEST]
    assert exacts("𞤢" * 70) == ["𞤢" * LONGEST]
    assert bare("é" * 70 + "’") == "é" * LONGEST


@given(st.text())
def test_words_are_found_alike_one_by_one_and_with_their_places(text: str) -> None:
    analyser = analyser_of("fr")
    found = analyse(text, "fr")
    assert [one.exact for one in found] == [exact for exact in map(analyser.exact, split(text)) if exact]
    assert [fold(text[one.start : one.end]) for one in found] == [one.exact for one in found]
    pieces = [word for piece in text.split() for word in split(piece)]
    assert pieces == split(text)


@given(st.lists(st.text(st.characters(exclude_characters="\n"))))
def test_of_many_lines_the_words_and_their_forms_are_those_of_each_alone(lines: list[str]) -> None:
    each = [split(line) for line in lines]
    assert split_lines(lines) == [word for words in each for word in (*words, LINE_END)]
    words = [word for words in each for word in words]
    assert analyser_of("fr").exacts(words) == [analyser_of("fr").exact(word) for word in words]
    assert folds(words) == [fold(word) for word in words]


@given(st.text())
def test_a_fold_is_its_own_fold_and_nothing_but_letters_and_digits(text: str) -> None:
    for word in map(bare, split(text)):
        assert fold(fold(word)) == fold(word)[:LONGEST]
        assert re.fullmatch(r"[^\W_]*", fold(word))


def test_letters_digits_and_marks_are_those_of_unicode() -> None:
    codes = (*range(0x34000), *range(0xE0000, 0xE0200))  # beyond, nothing is assigned
    characters = [chr(code) for code in codes if chr(code) != "\u02bc"]
    expected = {one for one in characters if unicodedata.category(one)[0] in "LNM" or one in "\u00ad\u200c\u200d\u2060"}
    assert set(split(" ".join(characters))) == expected


# Stems


def test_accents_never_matter() -> None:
    analyser = analyser_of("fr")
    for word in word_list("fr")[::29]:
        assert analyser.term(fold(word)) == analyser.term(fold(without_accents(word)))
        assert terms(word) == terms(without_accents(word).upper())
        assert terms(word) == terms(unicodedata.normalize("NFD", word))


@pytest.mark.parametrize(
    "family",
    [
        "attaque attaques attaqué attaquée attaquées attaquer attaquèrent",
        "allié alliés alliée alliées",
        "déployé déployés déployée déployer déploiement",
        "libéré libérés libérée libérer libération",
        "dernier dernière derniers dernières",
        "vérifié vérifiés vérifiée vérifiées",
        "différent différents différente différence",
        "armée armées armé",
        "terroriste terroristes terrorisme",
        "général générale généraux",
    ],
)
def test_forms_of_a_french_word_share_their_stem(family: str) -> None:
    assert len({term for word in family.split() for term in terms(word)}) == 1


def test_forms_of_an_english_word_share_their_stem() -> None:
    assert terms("Attack attacks attacked attacking", "en") == ["attack"] * 4
    assert terms("cry cries crying", "en-GB") == ["cri"] * 3
    assert terms("abbey abbeys", "EN") == ["abbei"] * 2


def test_names_that_share_a_stem_differ_in_their_exact_form() -> None:
    assert terms("Hama Hamas") == ["ham", "ham"]
    assert exacts("Hama Hamas") == ["hama", "hamas"]


def test_other_languages_keep_their_words_as_they_are() -> None:
    assert terms("Die Wörter der Sprache", "de") == ["die", "worter", "der", "sprache"]
    assert analyser_of("de") is analyser_of("ar-SY")
    assert analyser_of("fr-CA") is analyser_of("fr")


def test_only_plain_letters_are_stemmed() -> None:
    assert terms("21h13 m4s חדשות новости") == ["21h13", "m4s", "חדשות", "новости"]


def test_both_libraries_find_the_same_french_stems() -> None:
    compiled = pytest.importorskip("Stemmer")
    one, other = FrenchStemmer(), compiled.Stemmer("french", 0)
    for word in word_list("fr")[::61]:
        form = accented(fold(word))
        assert one.stemWord(form) == other.stemWord(form)


# Stop words


def test_stop_words_and_elisions_are_exact_forms() -> None:
    for words in (*STOP_WORDS.values(), ELISIONS):
        assert {word for word in words if fold(word) != word} == set()


def test_stop_words_have_no_term_in_their_own_language() -> None:
    assert exacts("Où est-il ? À la une") == ["est"]
    assert exacts("the army is in the east", "en") == ["army", "east"]
    assert exacts("the army", "fr") == ["the", "army"]


def test_no_stop_word_means_something_to_the_reader_of_a_press_archive() -> None:
    everything = frozenset[str]().union(*STOP_WORDS.values())
    assert everything.isdisjoint("est ouest nord sud us who may onu etat guerre ete car".split())
