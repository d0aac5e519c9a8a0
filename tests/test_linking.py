"""Linking: every name is found where it stands, whole, as the record that it means, and nothing else is."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from itertools import pairwise
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.linking import Linker, all_forms, link_all, short_forms
from archive.model import FOLDERS, Article, Form, Kind, LinkedArticle, Mention, Record
from archive.register import Register
from archive.text import fold, paragraphs
from archive.usage import displayed_form, observed_forms
from bench.corpus import Corpus
from tests import linking_by_definition

NBSP, NARROW = "\u00a0", "\u202f"


def record(id: str, heading: str, *variants: Form | str, kind: Kind = "actor", type: str = "other") -> Record:
    """A record; a variant without a rule may be given as its text."""
    forms = tuple(Form(variant) if isinstance(variant, str) else variant for variant in variants)
    return Record(id, kind, heading, type, forms)


def place(id: str, heading: str, *variants: Form | str, type: str = "city") -> Record:
    return record(id, heading, *variants, kind="place", type=type)


def person(id: str, heading: str, *variants: Form | str) -> Record:
    return record(id, heading, *variants, type="person")


PROVINCE = ("province", "provinces", "gouvernorat", "gouvernorats")
ALEP = place("alep", "Alep", "Aleppo", "Halab")
ALEP_PROVINCE = place(
    "alep-gouvernorat", "Gouvernorat d'Alep", "gouvernorat d'Alep", "province d'Alep", Form("Alep", after=PROVINCE)
)
IDLIB = place("idlib", "Idlib", "Idleb")
IDLIB_PROVINCE = place(
    "idlib-gouvernorat", "Gouvernorat d'Idlib", *(Form(f, after=PROVINCE) for f in ("Idlib", "Idleb"))
)
HAMA = place("hama", "Hama")
HAMA_PROVINCE = place("hama-gouvernorat", "Gouvernorat de Hama", "province de Hama", Form("Hama", after=PROVINCE))
PLACES = (ALEP, ALEP_PROVINCE, IDLIB, IDLIB_PROVINCE, HAMA, HAMA_PROVINCE)
DAMAS = place("damas", "Damas", Form("Damas", after=("ville", "capitale")))
GOVERNMENT = record("gouv", "Gouvernement syrien", Form("Damas", when="listed"), Form("régime", when="listed"))
ASSAD = person("bachar", "Bachar al-Assad", "Bachar el-Assad", "Bashar al-Assad")
MAHER = person("maher", "Maher al-Assad")
LAVROV = person("lavrov", "Sergueï Lavrov")
ANNA = record("anna", "ANNA", type="news_agency")
TASS = record("tass", "TASS", "Tass", type="news_agency")
HTC = record("htc", "Hayat Tahrir al-Cham", "HTC", "Tahrir al-Cham")
ARMY = record("armee", "Armée syrienne", "armée syrienne", Form("armée", when="listed"))
MASDAR = record("masdar", "Al-Masdar News", "al-Masdar news", type="news_site")
OSDH = record("osdh", "Observatoire syrien des droits de l'homme", "OSDH")


def article(body: str, **given: object) -> Article:
    return Article("a", "a.txt", body, "0" * 64, "fr", **given)  # type: ignore[arg-type]


def link(records: Iterable[Record], body: str, **given: object) -> LinkedArticle:
    return Linker(records).link(article(body, **given))


def found(records: Iterable[Record], body: str, **given: object) -> list[tuple[str, str]]:
    """(text, id) of each mention, in the order of the text."""
    linked = link(records, body, **given)
    return [(body[start:end], id) for start, end, id in linked.mentions]


@pytest.mark.parametrize(
    ("records", "body", "expected"),
    [
        # the longest wins, wherever it begins
        ([HTC], "Le Hayat Tahrir al-Cham avance.", [("Hayat Tahrir al-Cham", "htc")]),
        (
            [ALEP, place("aeroport", "Aéroport d'Alep", "aéroport d'Alep")],
            "L’aéroport d’Alep, près d’Alep.",
            [("aéroport d’Alep", "aeroport"), ("Alep", "alep")],
        ),
        (
            [place("m4", "autoroute Alep-Lattaquié"), ALEP, place("lattaquie", "Lattaquié")],
            "L’autoroute Alep-Lattaquié, Alep-Lattaquié.",
            [("autoroute Alep-Lattaquié", "m4"), ("Alep", "alep"), ("Lattaquié", "lattaquie")],
        ),
        ([place("ab", "Aa Bb"), place("bcd", "Bb Cc Dd")], "Aa Bb Cc Dd.", [("Bb Cc Dd", "bcd")]),
        ([place("ab", "Aa Bb"), place("bc", "Bb Cc")], "Aa Bb Cc.", [("Aa Bb", "ab")]),
        ([ALEP], "Alep, Alep; Alep", [("Alep", "alep")] * 3),
        # elisions, with every apostrophe
        *(
            ([HAMA], f"Le nord {word}{apostrophe}Hama.", [("Hama", "hama")])
            for word in "d D l L qu Qu jusqu Jusqu lorsqu puisqu quoiqu presqu s n c m j t".split()
            for apostrophe in "'’"
        ),
        ([HAMA], "d‘Hama dʼHama", [("Hama", "hama")] * 2),
        ([HAMA], "« ‘Hama’ », 'Hama' et \"Hama\"", [("Hama", "hama")] * 3),
        ([HTC], "HTC's men, HTC’s.", [("HTC", "htc")] * 2),
        # no name inside a longer word
        ([HAMA], "O'Hama, O’Hama, Mc'Hama et aujourd’Hama", []),
        ([HAMA], "Le Hamas, Hamadi, Yokohama, HAMAs et Hama2", []),
        ([HAMA], "Hama'Hama, Hama’x", []),
        ([IDLIB], "Idlibi et Idlib.", [("Idlib", "idlib")]),
        ([HAMA], "#Hama @Hama (Hama) [Hama] «Hama» Hama/Hama Hama_", [("Hama", "hama")] * 8),
        ([HAMA], "Hama", [("Hama", "hama")]),
        # hyphens and no-break spaces, around names and inside
        ([HAMA, ALEP], "l’axe Hama-Alep, Hama–Alep, Hama‑Alep", [("Hama", "hama"), ("Alep", "alep")] * 3),
        ([ALEP], f"«{NBSP}Alep{NBSP}», {NARROW}Alep{NARROW}!", [("Alep", "alep")] * 2),
        (
            [MASDAR],
            f"Al Masdar news, al-Masdar news, Al{NBSP}Masdar{NARROW}News, Al‑Masdar News",
            [
                ("Al Masdar news", "masdar"),
                ("al-Masdar news", "masdar"),
                (f"Al{NBSP}Masdar{NARROW}News", "masdar"),
                ("Al‑Masdar News", "masdar"),
            ],
        ),
        ([OSDH], "Observatoire syrien des droits de l’homme", [("Observatoire syrien des droits de l’homme", "osdh")]),
        # nor inside a character that stands for several
        ([record("un", "1"), record("a", "a")], "½ ㏂ 1 a", [("1", "un"), ("a", "a")]),
        # accents and case
        (
            [person("cavusoglu", "Mevlüt Çavuşoğlu")],
            "Mevlut Cavusoglu et MEVLÜT ÇAVUŞOĞLU",
            [("Mevlut Cavusoglu", "cavusoglu"), ("MEVLÜT ÇAVUŞOĞLU", "cavusoglu")],
        ),
        ([person("lukasz", "Łukasz Øst")], "Lukasz Ost", [("Lukasz Ost", "lukasz")]),
        ([ARMY], "L’armée syrienne, l’Armee Syrienne, L’ARMÉE SYRIENNE", [
            ("armée syrienne", "armee"), ("Armee Syrienne", "armee"), ("ARMÉE SYRIENNE", "armee"),
        ]),
        ([place("coeur", "Sacré-Cœur"), place("oeuf", "Œuf")], "Sacre-Coeur, l’Oeuf, l’Œuf", [
            ("Sacre-Coeur", "coeur"), ("Oeuf", "oeuf"), ("Œuf", "oeuf"),
        ]),
        # a capital asks for a capital
        ([ANNA], "Anna dit à ANNA qu’anna", [("ANNA", "anna")]),
        ([TASS], "TASS, Tass et une tass", [("TASS", "tass"), ("Tass", "tass")]),
        ([record("tass", "TASS")], "TASS, Tass", [("TASS", "tass")]),
        ([HTC], "HTC htc Htc", [("HTC", "htc")]),
        ([ALEP], "alep, ALEP", [("ALEP", "alep")]),
        ([record("axe", "Axe de la Résistance")], "l’axe de la résistance", []),
        ([record("axe", "axe de la résistance")], "l’Axe de la Résistance", [("Axe de la Résistance", "axe")]),
        # "province" is no name
        ([ALEP_PROVINCE, place("provence", "Provence")], "La province, le gouvernorat et la provence.", []),
        # a record without mentions, a text without names, nothing at all
        ([ALEP], "", []),
        ([ALEP], "Rien.", []),
        ([], "Alep", []),
    ],
)  # fmt: skip
def test_a_name_is_found_whole(records: list[Record], body: str, expected: list[tuple[str, str]]) -> None:
    assert found(records, body) == expected


CITY, WHOLE = "city", "governorate"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # the city is meant unless a word opens the noun group
        ("la ville d’Alep", {"Alep": CITY}),
        ("Alep et sa province", {"Alep": CITY}),
        ("la province d’Alep", {"province d’Alep": WHOLE}),
        ("la province d'Alep", {"province d'Alep": WHOLE}),
        ("dans la Province d’Idleb", {"Idleb": WHOLE}),
        ("le gouvernorat d’Alep", {"gouvernorat d’Alep": WHOLE}),
        ("la province de Hama", {"province de Hama": WHOLE}),
        ("la province Hama", {"Hama": WHOLE}),
        # plural and coordination
        ("les provinces d’Alep et d’Idleb", {"Alep": WHOLE, "Idleb": WHOLE}),
        ("les provinces d’Alep, Idlib et Hama", {"Alep": WHOLE, "Idlib": WHOLE, "Hama": WHOLE}),
        ("les provinces d’Alep, d’Idleb ou de Hama", {"Alep": WHOLE, "Idleb": WHOLE, "Hama": WHOLE}),
        ("la province d’Alep et celle d’Idleb", {"province d’Alep": WHOLE, "Idleb": WHOLE}),
        ("la province d’Alep et la ville d’Idlib", {"province d’Alep": WHOLE, "Idlib": CITY}),
        ("la ville d’Alep et la province d’Idlib", {"Alep": CITY, "Idlib": WHOLE}),
        ("à Alep et dans les provinces d’Idlib et de Hama", {"Alep": CITY, "Idlib": WHOLE, "Hama": WHOLE}),
        # adjectives
        ("les provinces syriennes d’Alep et Hama", {"Alep": WHOLE, "Hama": WHOLE}),
        ("la province nord-ouest d’Alep", {"Alep": WHOLE}),
        ("les deux provinces syriennes voisines d’Idleb et d’Alep", {"Idleb": WHOLE, "Alep": WHOLE}),
        ("les provinces syriennes, Alep et Hama", {"Alep": WHOLE, "Hama": WHOLE}),
        # asides
        ("les provinces (du nord) d’Alep", {"Alep": WHOLE}),
        ("les provinces d’Alep (voir la carte) et d’Idleb", {"Alep": WHOLE, "Idleb": WHOLE}),
        ("les provinces d’Alep (25 morts. Un bilan) et de Hama", {"Alep": WHOLE, "Hama": WHOLE}),
        # where the noun group ends
        ("la province. Alep tombe", {"Alep": CITY}),
        ("la province\u00a0; Alep tombe", {"Alep": CITY}),
        ("la province\u00a0! Alep tombe", {"Alep": CITY}),
        ("la province… Alep tombe", {"Alep": CITY}),
        ("la province\nAlep tombe", {"Alep": CITY}),
        ("la province d’Idleb, où Alep se ravitaille", {"Idleb": WHOLE, "Alep": CITY}),
        ("les habitants de la province ont quitté Alep", {"Alep": CITY}),
        ("la province attaque Alep", {"Alep": CITY}),
        ("de la province vers Alep", {"Alep": CITY}),
        ("la province située au nord d’Alep", {"Alep": CITY}),
        ("la province que tient encore l’armée d’Alep", {"Alep": CITY}),
        ("la province un peu trop grande d’Alep", {"Alep": CITY}),
    ],
)
def test_city_and_governorate_are_told_apart(body: str, expected: dict[str, str]) -> None:
    linked = link(PLACES, body)
    kinds = {body[start:end]: WHOLE if id.endswith("gouvernorat") else CITY for start, end, id in linked.mentions}
    assert kinds == expected


@pytest.mark.parametrize(
    ("records", "body", "expected"),
    [
        # only once introduced, and not before
        ([LAVROV], "Lavrov, Sergueï Lavrov, Lavrov", [("Sergueï Lavrov", "lavrov"), ("Lavrov", "lavrov")]),
        ([LAVROV], "Lavrov parle.", []),
        ([LAVROV], "Sergueï Lavrov. LAVROV, lavrov", [("Sergueï Lavrov", "lavrov"), ("LAVROV", "lavrov")]),
        ([LAVROV], "Sergueï Lavrov et Lavrova", [("Sergueï Lavrov", "lavrov")]),
        # with its particle or without
        (
            [ASSAD],
            "Bachar el-Assad. Assad, al-Assad, el-Assad, Al-Assad et le clan al Assad",
            [("Bachar el-Assad", "bachar")]
            + [(text, "bachar") for text in ("Assad", "al-Assad", "el-Assad", "Al-Assad", "al Assad")],
        ),
        (
            [person("x", "Bachar Al-Assad")],
            "Bachar Al-Assad, al-Assad",
            [("Bachar Al-Assad", "x"), ("al-Assad", "x")],
        ),
        (
            [person("oussama", "Oussama ben Laden")],
            "Oussama ben Laden. Ben Laden, ben Laden et Laden",
            [(text, "oussama") for text in ("Oussama ben Laden", "Ben Laden", "ben Laden", "Laden")],
        ),
        # two of one name: who was named last is meant
        (
            [ASSAD, MAHER],
            "Bachar al-Assad. Assad. Maher al-Assad. Assad. Bachar al-Assad. Assad.",
            [
                ("Bachar al-Assad", "bachar"),
                ("Assad", "bachar"),
                ("Maher al-Assad", "maher"),
                ("Assad", "maher"),
                ("Bachar al-Assad", "bachar"),
                ("Assad", "bachar"),
            ],
        ),
        ([MAHER, ASSAD], "Maher al-Assad. Assad.", [("Maher al-Assad", "maher"), ("Assad", "maher")]),
        # a street is no introduction of whom it is named after
        (
            [LAVROV, place("rue", "rue Sergueï Lavrov")],
            "La rue Sergueï Lavrov. Lavrov parle.",
            [("rue Sergueï Lavrov", "rue")],
        ),
        # only persons have a surname, and only of more than two letters
        ([record("x", "Front Nosra")], "Front Nosra, Nosra", [("Front Nosra", "x")]),
        ([person("x", "Général iranien", "général iranien")], "général iranien, iranien", [("général iranien", "x")]),
        ([person("x", "Jinping Xi")], "Jinping Xi, Xi", [("Jinping Xi", "x")]),
        ([person("x", "Madonna")], "Madonna", [("Madonna", "x")]),
    ],
)  # fmt: skip
def test_a_surname_counts_once_the_person_is_introduced(
    records: list[Record], body: str, expected: list[tuple[str, str]]
) -> None:
    assert found(records, body) == expected


def test_a_person_whom_only_the_seed_lists_needs_no_introduction() -> None:
    assert found([LAVROV], "Lavrov parle.", listed_actors=frozenset(["lavrov"])) == [("Lavrov", "lavrov")]
    before = found([LAVROV], "Lavrov, puis Sergueï Lavrov", listed_actors=frozenset(["lavrov"]))
    assert before == [("Sergueï Lavrov", "lavrov")], "the text introduces him itself, and only then"


def test_forms_that_a_record_states_itself_are_no_short_forms() -> None:
    assert short_forms(person("x", "Bachar al-Assad", "Assad", Form("al-Assad", when="listed"))) == ()
    assert [form.text for form in short_forms(ASSAD)] == ["al-Assad", "Assad", "el-Assad"]
    assert {form.when for form in short_forms(ASSAD)} == {"introduced"}


COALITION = record(
    "coalition", "Coalition internationale", "coalition internationale", Form("coalition", when="introduced")
)


@pytest.mark.parametrize(
    ("records", "body", "listed", "expected"),
    [
        ([COALITION], "La coalition.", [], []),
        ([COALITION], "La coalition.", ["coalition"], [("coalition", "coalition")]),
        (
            [COALITION],
            "La coalition, la coalition internationale et la coalition.",
            [],
            [("coalition internationale", "coalition"), ("coalition", "coalition")],
        ),
        ([ARMY], "L’armée avance.", [], []),
        ([ARMY], "L’armée avance, l’armée syrienne.", [], [("armée syrienne", "armee")]),
        ([ARMY], "L’armée avance.", ["armee"], [("armée", "armee")]),
        ([DAMAS, GOVERNMENT], "Damas accuse.", [], [("Damas", "damas")]),
        ([DAMAS, GOVERNMENT], "Damas, le régime", ["gouv"], [("Damas", "gouv"), ("régime", "gouv")]),
        ([DAMAS, GOVERNMENT], "la ville de Damas; Damas", ["gouv"], [("Damas", "damas"), ("Damas", "gouv")]),
        ([GOVERNMENT, DAMAS], "la capitale Damas", ["gouv"], [("Damas", "damas")]),
    ],
)  # fmt: skip
def test_a_general_word_means_the_record_only_under_its_rule(
    records: list[Record], body: str, listed: list[str], expected: list[tuple[str, str]]
) -> None:
    assert found(records, body, listed_actors=frozenset(listed)) == expected
    assert found(records, body, listed_sources=frozenset(listed)) == expected


RT = record("rt", "RT France", kind="outlet", type="news_site")


def filed(linked: LinkedArticle) -> dict[str, tuple[str, ...]]:
    return {"places": linked.places, "actors": linked.actors, "sources": linked.sources}


@pytest.mark.parametrize(
    ("body", "given", "expected"),
    [
        ("Alep, TASS.", {}, {"places": ("alep",), "actors": ("tass",), "sources": ("tass",)}),
        ("HTC.", {}, {"places": (), "actors": ("htc",), "sources": ()}),
        ("RT France.", {}, {"places": (), "actors": (), "sources": ("rt",)}),
        ("RT France.", {"outlet": "rt"}, {"places": (), "actors": (), "sources": ()}),
        # what the seed lists is added …
        ("Alep.", {"listed_places": ["hama"]}, {"places": ("alep", "hama"), "actors": (), "sources": ()}),
        ("Alep.", {"listed_actors": ["tass"]}, {"places": ("alep",), "actors": ("tass",), "sources": ()}),
        ("HTC.", {"listed_sources": ["htc"]}, {"places": (), "actors": ("htc",), "sources": ("htc",)}),
        ("Rien.", {"listed_sources": ["rt"]}, {"places": (), "actors": (), "sources": ("rt",)}),
        # … and what it rejects is taken away
        ("Alep, TASS.", {"rejected": ["alep"]}, {"places": (), "actors": ("tass",), "sources": ("tass",)}),
        ("Alep, TASS.", {"rejected": ["tass"]}, {"places": ("alep",), "actors": (), "sources": ()}),
        ("Rien.", {}, {"places": (), "actors": (), "sources": ()}),
    ],
)
def test_an_article_is_filed_under_what_it_names_and_what_its_seed_lists(
    body: str, given: dict[str, object], expected: dict[str, tuple[str, ...]]
) -> None:
    sets = {key: frozenset(value) if isinstance(value, list) else value for key, value in given.items()}
    assert filed(link([ALEP, HAMA, TASS, HTC, RT], body, **sets)) == expected


@pytest.mark.parametrize(
    ("type", "is_source"),
    [
        *(
            (type, True)
            for type in ("news_agency", "tv_channel", "radio", "newspaper", "news_site", "anonymous_source")
        ),
        *((type, False) for type in ("person", "ngo", "state", "media_unnamed", "other")),
    ],
)
def test_media_and_unnamed_sources_are_cited_wherever_they_are_named(type: str, is_source: bool) -> None:
    assert link([record("x", "Xyz", type=type)], "Selon Xyz.").sources == (("x",) if is_source else ())


def test_what_is_rejected_makes_room_for_another_meaning() -> None:
    records = [place("rue", "rue d’Alep"), ALEP]
    assert found(records, "La rue d’Alep.") == [("rue d’Alep", "rue")]
    assert found(records, "La rue d’Alep.", rejected=frozenset(["rue"])) == [("Alep", "alep")]


@pytest.mark.parametrize(
    ("body", "start", "text"),
    [
        ("😀 Alep", 2, "Alep"),
        ("👩‍👩‍👧‍👦🇸🇾 Alep", 10, "Alep"),
        ("e\u0301te\u0301 à Alep", 8, "Alep"),
        ("œuvre à Alep", 8, "Alep"),
        ("ﬁn d’Alep", 5, "Alep"),
        ("İİ Alep", 3, "Alep"),
        ("حلب Alep", 4, "Alep"),
        ("\ufeff\u200bAlep", 2, "Alep"),
        ("\u202eAlep\u202c", 1, "Alep"),
        ("Alep\u200b.", 0, "Alep"),
        ("Al\u00adep.", 0, "Al\u00adep"),
        ("Ale\u0301p\u0323.", 0, "Ale\u0301p\u0323"),
        ("\r\nAlep", 2, "Alep"),
    ],
)
def test_offsets_count_code_points(body: str, start: int, text: str) -> None:
    (mention,) = link([ALEP], body).mentions
    assert (mention.start, body[mention.start : mention.end]) == (start, text)


Normalisation = Literal["NFC", "NFD", "NFKC", "NFKD"]
NORMALISATIONS: tuple[Normalisation, ...] = ("NFC", "NFD", "NFKC", "NFKD")


@pytest.mark.parametrize("form", NORMALISATIONS)
def test_decomposed_text_is_linked_with_its_accents(form: Normalisation) -> None:
    body = unicodedata.normalize(form, "Lattaquié, Sergueï Lavrov à Lattaquié.")
    name, who = (unicodedata.normalize(form, text) for text in ("Lattaquié", "Sergueï Lavrov"))
    records = [place("lattaquie", "Lattaquié"), LAVROV]
    assert found(records, body) == [(name, "lattaquie"), (who, "lavrov"), (name, "lattaquie")]
    records = [place("lattaquie", unicodedata.normalize("NFD", "Lattaquié")), LAVROV]
    assert found(records, body) == [(name, "lattaquie"), (who, "lavrov"), (name, "lattaquie")]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Bachar\nal-Assad", []),
        ("Un titre\nBachar\nal-Assad", []),
        ("Bachar\n\nal-Assad", []),
        (
            "Bachar\nal-Assad\n\nFin",
            ["Bachar\nal-Assad"],
        ),  # lines of one paragraph, which blank lines part from the next
        ("Un\n\nBachar al-Assad\nparle", ["Bachar al-Assad"]),
        ("Bachar\n \nal-Assad", []),
        ("\n\nBachar\nal-Assad\n\n", []),
    ],
)
def test_a_mention_stays_in_its_paragraph(body: str, expected: list[str]) -> None:
    assert [text for text, _ in found([ASSAD], body)] == expected


def test_the_same_in_any_order_of_records() -> None:
    body = "Bachar al-Assad, Maher al-Assad, Assad: la province d’Alep, Alep, Damas, TASS."
    records = [*PLACES, ASSAD, MAHER, DAMAS, GOVERNMENT, TASS]
    listed = frozenset(["gouv"])
    assert found(records, body, listed_actors=listed) == found(records[::-1], body, listed_actors=listed)


def test_all_articles_are_linked_in_the_order_given() -> None:
    articles = [article("Alep"), article("Hama")]
    linked = link_all(articles, {"alep": ALEP, "hama": HAMA})
    assert [one.places for one in linked] == [("alep",), ("hama",)]
    assert next(link_all(articles, {})).mentions == ()


RECORDS = (*PLACES, DAMAS, GOVERNMENT, ASSAD, MAHER, LAVROV, ANNA, TASS, HTC, ARMY, MASDAR, OSDH, COALITION)
FORMS = {one.id: {fold(form.text) for form in (Form(one.heading), *one.variants, *short_forms(one))} for one in RECORDS}
KINDS = {one.id: one.kind for one in RECORDS}
PIECES = sorted({form.text for one in RECORDS for form in (Form(one.heading), *one.variants)})
LINKER, BY_DEFINITION = Linker(RECORDS), linking_by_definition.Linker(RECORDS)
TEXTS = st.lists(
    st.sampled_from([*PIECES, "province d’", "provinces de ", "d’", "'", "’", "-", " ", NBSP, "\n", "\n\n", ". ", ", "])
    | st.sampled_from(
        ["Assad", "al-Assad", "(", ")", "e\u0301", "\u0301", "œ", "ﬁ", "…", "½", "😀", "\u200b", "\u202e"]
    )
    | st.text(max_size=3),
    max_size=12,
).map("".join)
LISTED = st.frozensets(st.sampled_from([one.id for one in RECORDS]), max_size=3)


@settings(max_examples=500)
@given(TEXTS, LISTED, LISTED)
def test_mentions_are_ordered_apart_in_range_and_name_their_record(
    body: str, listed: frozenset[str], rejected: frozenset[str]
) -> None:
    linked = link(RECORDS, body, listed_actors=listed, rejected=rejected)
    assert all(one.end <= other.start for one, other in pairwise(linked.mentions))
    spans = paragraphs(body)
    for start, end, id in linked.mentions:
        assert 0 <= start < end <= len(body)
        assert fold(body[start:end]) in FORMS[id]
        assert any(first <= start and end <= last for first, last in spans)
        assert id not in rejected
    assert set(linked.places) == {id for _, _, id in linked.mentions if KINDS[id] == "place"}
    assert set(linked.actors) == {id for _, _, id in linked.mentions if KINDS[id] == "actor"} | listed


@settings(max_examples=1000)
@given(TEXTS, LISTED, LISTED)
def test_mentions_are_those_of_the_plain_definition(
    body: str, listed: frozenset[str], rejected: frozenset[str]
) -> None:
    given_body = article(body, listed_actors=listed, rejected=rejected)
    assert LINKER.link(given_body) == BY_DEFINITION.link(given_body)


SEVERAL = st.lists(st.builds(lambda *given: given, TEXTS, LISTED, LISTED), max_size=5).map(
    lambda given: [
        article(body, listed_places=listed, listed_sources=listed, rejected=rejected, outlet="tass")
        for body, listed, rejected in given
    ]
)


@settings(max_examples=500)
@given(SEVERAL)
def test_articles_that_are_linked_together_are_linked_as_if_alone(articles: list[Article]) -> None:
    assert [*LINKER.link_all(articles)] == [BY_DEFINITION.link(one) for one in articles]


def test_no_name_reaches_from_one_article_into_the_next() -> None:
    odd = record("odd", "Bachar - al-Assad", "Bachar\x01al-Assad", "Bachar \n al-Assad", "Bachar", "al-Assad")
    articles = [article(body) for body in ("œ Bachar", "al-Assad", "", "Bachar", "al-Assad", "Sergueï", "Lavrov", "O'")]
    articles += [article("Hama"), article("province ("), article(") Alep"), article("L’Alep")]
    linked = link_all(articles, {one.id: one for one in (odd, LAVROV, HAMA, *PLACES[:2])})
    assert [one.mentions for one in linked] == [
        *[(Mention(2, 8, "odd"),), (Mention(0, 8, "odd"),), (), (Mention(0, 6, "odd"),), (Mention(0, 8, "odd"),)],
        *[(), (), (), (Mention(0, 4, "hama"),), (), (Mention(2, 6, "alep"),), (Mention(2, 6, "alep"),)],
    ]


def test_names_are_told_apart_in_an_archive_of_many_scripts() -> None:
    letters = [*map(chr, [*range(0x4E00, 0x9FFF), *range(0x20000, 0x26000)])]
    names = {"".join(letters[at : at + 7]): f"r{at}" for at in range(0, len(letters), 7)}
    records = [record(id, name) for name, id in names.items()]
    numbered = [*enumerate(names)][::99]
    alike = [
        letters[(7 * at + step) % len(letters)] + name[1:]
        for at, name in numbered
        for step in (1 << 7, -(1 << 7), 1 << 8, -(1 << 8), 1 << 15, -(1 << 15))
    ]
    body = "、".join([*(name for _, name in numbered), *alike])
    for many in (20, 2_000, len(records)):
        expected = [(name, id) for name, id in [*names.items()][::99] if id in {one.id for one in records[:many]}]
        assert found(records[:many], body) == expected


ABC = record("abc", "abcdefghijklmnopqrstuvwxyz")
MANY_LETTERS = record("letters", "".join(map(chr, range(0x4E00, 0x4F00))))
"""With it an alphabet has more letters than a byte can number."""


@pytest.mark.parametrize("others", [[], [ABC], [ABC, MANY_LETTERS]])
@pytest.mark.parametrize(
    ("body", "is_found"),
    [("d’Hama", True), ("jusqu’Hama", True), (" ’Hama’ ", True), ("(’Hama", True), ("’’Hama", True), ("O’’Hama", True),
     ("d ’Hama", True), ("(d’Hama", True), ("jusqo’Hama", False), ("jusq’Hama", False), ("_d’Hama", False),
     ("d_’Hama", False), ("aujourdd’Hama", False), ("d’d_’Hama", False)],
)  # fmt: skip
def test_an_elision_is_known_in_any_alphabet(others: list[Record], body: str, is_found: bool) -> None:
    assert found([HAMA, *others], f"Et {body}") == [("Hama", "hama")] * is_found


def test_names_that_begin_and_end_alike_are_told_apart_by_their_length() -> None:
    records = [record("a", "Ab ab ab ab"), record("b", "Ab ab ab ab ab")]
    assert found(records, "Ab ab ab ab ab") == [("Ab ab ab ab ab", "b")]
    assert found(records[:1], "Ab ab ab ab ab") == [("Ab ab ab ab", "a")]


def test_a_name_may_be_as_long_as_an_article() -> None:
    name = "Comité " + "de liaison et " * 300 + "de paix"
    body = f"Le {name} et le Comité {name.removeprefix('Comité ').upper()}, pas le {name[:-1]} ni le {name}x."
    assert found([record("comite", name), ALEP], body) == [(name, "comite"), (name[:7] + name[7:].upper(), "comite")]


def test_what_has_no_letter_or_digit_is_no_name() -> None:
    assert found([record("signs", "…", "— —", "…!", "#1")], "Un… — — …! #1") == [("#1", "signs")]


def test_a_long_chain_of_names_that_overlap_is_settled_from_its_first() -> None:
    chain = [place("ab", "Aa Bb"), place("bc", "Bb Cc"), place("ca", "Cc Aa")]
    linked = link(chain, "Aa Bb Cc " * 30_000)
    assert [one.id for one in linked.mentions[:3]] == ["ab", "ca", "bc"]
    assert len(linked.mentions) == 45_000


SYLLABLES = ["a", "A", "Œ", "œ", "é", "e\u0301", "ŉ", "ﬁ", "…", "½", "’", "'", "s", "'s", "l'", "-", " ", ".", "\n"]
SYLLABLES += [*"\n\u0301\u200b\u00adÅß№", "Al", "de", "\u0301'", "＇", "٢", "ب", "_"]
SCRAPS = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=5).map("".join)
RULES = st.sampled_from([(), ("a",), ("de", "al")])
WHEN: tuple[Literal["", "introduced", "listed"], ...] = ("", "introduced", "listed")
MADE_UP = st.lists(
    st.tuples(SCRAPS, st.lists(st.builds(Form, SCRAPS, RULES, st.sampled_from(WHEN)), max_size=3)),
    min_size=1,
    max_size=5,
).map(lambda given: [person(f"r{number}", heading, *forms) for number, (heading, forms) in enumerate(given)])


@settings(max_examples=2000)
@given(MADE_UP, st.sampled_from([[], [MANY_LETTERS]]), st.lists(SCRAPS, max_size=8), st.data())
def test_any_forms_in_any_text_are_found_as_the_plain_definition_has_it(
    records: list[Record], more: list[Record], scraps: list[str], data: st.DataObject
) -> None:
    records = [*records, *more]
    forms = [form.text for one in records for form in all_forms(one)]
    bodies = st.lists(st.sampled_from([*forms, *scraps, " ", "a "]), max_size=10).map("".join)
    listed = st.frozensets(st.sampled_from([one.id for one in records]))
    given_articles = [
        article(data.draw(bodies), listed_actors=data.draw(listed)) for _ in range(data.draw(st.integers(1, 3)))
    ]
    by_id = {one.id: one for one in records}
    assert tuple(link_all(given_articles, by_id)) == linking_by_definition.link_all(given_articles, by_id)


def test_a_made_up_archive_is_linked_as_the_plain_definition_has_it() -> None:
    corpus = Corpus()
    records = {
        str(one["id"]): made_up_record(kind, one) for kind, folder in FOLDERS.items() for one in corpus.records[folder]
    }
    articles = [article(seed.decode().split("\n---\n")[1]) for _, seed in corpus.seeds(40)]
    linked = tuple(link_all(articles, records))
    assert linked == linking_by_definition.link_all(articles, records)
    assert sum(len(one.mentions) for one in linked) > 400


def made_up_record(kind: Kind, entry: dict[str, Any]) -> Record:
    return record(entry["id"], entry["heading"], *entry["variants"], kind=kind, type=entry["type"])


@pytest.mark.parametrize("normalisation", NORMALISATIONS)
@pytest.mark.parametrize("form", PIECES)
def test_a_form_is_found_in_every_normalisation(form: str, normalisation: Normalisation) -> None:
    text = unicodedata.normalize(normalisation, form)
    everything = frozenset(one.id for one in RECORDS)
    body = f"Bachar al-Assad, une province d’{text}."
    assert any(text in name for name, _ in found(RECORDS, body, listed_actors=everything))


@pytest.mark.parametrize(
    ("span", "form"),
    [
        ("armée de l'air", "armée de l’air"),
        ("armée de l’air", "armée de l’air"),
        (f"Al{NBSP}Masdar{NARROW}News", "Al Masdar News"),
        ("Bachar\nal-Assad", "Bachar al-Assad"),
        ("Lattaquie\u0301", "Lattaquié"),
        ("Al\u00adep\u200b", "Alep"),
        ("ALEP", "ALEP"),
    ],
)
def test_forms_that_look_the_same_are_one(span: str, form: str) -> None:
    assert displayed_form(span) == form


def test_forms_are_counted_as_the_texts_have_them() -> None:
    one = Article("one", "one.txt", "Idleb, Idlib et Idleb.", "", "fr")
    two = Article("two", "two.txt", "Idlib. Bachar al-Assad, Bachar el-Assad.", "", "fr")
    linked = link_all([two, one], {"idlib": IDLIB, "bachar": ASSAD})
    usages = observed_forms(Register.of(linked))
    assert {id: [(usage.form, usage.count) for usage in forms] for id, forms in usages.items()} == {
        "idlib": [("Idleb", 2), ("Idlib", 2)],
        "bachar": [("Bachar al-Assad", 1), ("Bachar el-Assad", 1)],
    }
    assert [(usage.articles.tolist(), usage.times.tolist()) for usage in usages["idlib"]] == [
        ([0], [2]),
        ([0, 1], [1, 1]),
    ]
