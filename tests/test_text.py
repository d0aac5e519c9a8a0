"""Text for comparison and for titles: what is folded, where paragraphs part, which words open an article."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.seeds import split_front_matter
from archive.text import (
    cut_at_word,
    fold,
    fold_with_origins,
    incipit,
    is_furniture,
    paragraphs,
    unix_lines,
)

SEEDS = Path(__file__).resolve().parent.parent / "seeds" / "articles"
ODD = "'’‘-–\u00a0\u202f\u0301éÉœŒßıİŁøﬁ½…™𝐀Ⅳ⁻－＇\u200b\ufeff\u00ad\u202e한😀\n\r\t .!?"
ODD_TEXT = st.text(st.sampled_from(ODD) | st.characters(), max_size=30)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Alep", "alep"),
        ("ÉTÉ à Noël", "ete a noel"),
        ("e\u0301te\u0301", "ete"),
        ("Sergueï Çavuşoğlu", "serguei cavusoglu"),
        ("Łódź Øresund đ ı İ", "lodz oresund d i i"),
        ("Cœur Œuf æ Straße ẞ", "coeur oeuf ae strasse ss"),
        ("l’armée l'armée l‘armée lʼarmée l`armée l´armée l＇armée", " ".join(["l'armee"] * 7)),
        ("Hayʾat Hayʿat Hayʻat Hay‛at", " ".join(["hay'at"] * 4)),
        ("Al-Masdar Al‑Masdar Al–Masdar Al−Masdar Al－Masdar", " ".join(["al masdar"] * 5)),
        ("a\u00a0b\u202fc\u3000d\te\nf\u2028g", "a b c d e f g"),
        ("a  b", "a  b"),
        ("Al\u00adep\u200b\ufeff\u202e", "alep"),
        ("ﬁn ½ …", "fin 1⁄2 ..."),
        ("𝐀𝐥𝐞𝐩 Ⅳ ™ №", "alep iv tm no"),
        ("حَلَب", "حلب"),
        ("Алеппо Ё", "алеппо е"),
        ("😀", "😀"),
        ("", ""),
    ],
)
def test_what_means_the_same_folds_the_same(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_folding_is_done_once() -> None:
    """Of every code point that has case, accents or compatibility forms."""
    codes = [*range(0x3400), *range(0xA640, 0xABC0), *range(0xF900, 0x11000), *range(0x1D400, 0x1F300)]
    folds = {chr(code): fold(chr(code)) for code in codes if not 0xD800 <= code < 0xE000}
    again = {character: folded for character, folded in folds.items() if fold(folded) != folded}
    assert again == {}
    assert {character for character, folded in folds.items() if folded != folded.lower()} == set()


@given(ODD_TEXT)
def test_every_folded_character_knows_its_source(text: str) -> None:
    folded, origins = fold_with_origins(text)
    assert folded == fold(text)
    assert len(origins) == len(folded) + 1
    assert origins[-1] == len(text)
    assert origins == sorted(origins)
    assert all(folded[at] in fold(text[origins[at]]) for at in range(len(folded)))
    silent = set(range(len(text))) - set(origins)
    assert all(fold(text[offset]) == "" for offset in silent)


@pytest.mark.parametrize(
    ("text", "folded", "origins"),
    [
        ("Été", "ete", [0, 1, 2, 3]),
        ("cœur", "coeur", [0, 1, 1, 2, 3, 4]),
        ("e\u0301té", "ete", [0, 2, 3, 4]),
        ("a\u200b", "a", [0, 2]),
        ("😀a", "😀a", [0, 1, 2]),
        ("œ\u0301", "oe", [0, 0, 2]),
        ("", "", [0]),
    ],
)
def test_origins_are_code_points_of_the_source(text: str, folded: str, origins: list[int]) -> None:
    assert fold_with_origins(text) == (folded, origins)


@pytest.mark.parametrize(
    ("text", "lines"),
    [("a\r\nb\rc\nd", "a\nb\nc\nd"), ("\r\r\n\n", "\n\n\n"), ("a\u2028b\x0bc\x85d", "a\u2028b\x0bc\x85d"), ("", "")],
)
def test_line_ends_become_line_feeds_and_nothing_else_does(text: str, lines: str) -> None:
    assert unix_lines(text) == lines


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("", []),
        ("\n\n", []),
        ("Un.", ["Un."]),
        ("Un.\n", ["Un."]),
        ("\n\nUn.\n\n", ["Un."]),
        # parted by line ends where no line is blank
        ("Un.\nDeux.\nTrois.", ["Un.", "Deux.", "Trois."]),
        # else by blank lines
        ("Un.\nEncore.\n\nDeux.", ["Un.\nEncore.", "Deux."]),
        ("Un.\n\n\n\nDeux.", ["Un.", "Deux."]),
        ("Un.\n \t\u00a0\nDeux.\nEncore.", ["Un.", "Deux.\nEncore."]),
        ("\nUn.\n\nDeux.\n\n\n", ["Un.", "Deux."]),
        # white space stays where it is
        ("  Un. \n\n\tDeux. ", ["  Un. ", "\tDeux. "]),
        (" \nUn.", [" ", "Un."]),
    ],
)
def test_paragraphs_are_parted_by_blank_lines_else_by_line_ends(body: str, expected: list[str]) -> None:
    assert [body[start:end] for start, end in paragraphs(body)] == expected


@given(st.text(st.sampled_from("ab \t\u00a0\n"), max_size=20))
def test_paragraphs_hold_all_of_the_text_but_white_space(body: str) -> None:
    spans = paragraphs(body)
    position = 0
    for start, end in spans:
        assert position <= start < end <= len(body)
        assert not body[position:start].strip()
        assert not body[start:end].startswith("\n")
        assert not body[start:end].endswith("\n")
        position = end
    assert not body[position:].strip()


@pytest.mark.parametrize(
    ("id", "first", "last"),
    [
        ("000_08556021234c2483", "Les provinces syriennes d’Alep, Idlib", "soutenue par les forces russes."),
        ("001_d20318cd63597525", "L'armée syrienne vient de reprendre", "aux mains des terroristes autour d'Alep."),
        ("002_602eecd0bf1127c7", "Environ 2 000 terroristes", "rapporté des sources d'information syriennes."),
        ("003_d11c206d2957891f", "En riposte aux deux hélicoptères", "les groupes terroristes auteurs des attaques."),
        ("004_aee5ed9c4d934e62", "Une offensive fulgurante", "renverser le régime de Bachar al-Assad."),
    ],
)
def test_the_five_seeds_open_with_their_first_sentence_without_furniture(id: str, first: str, last: str) -> None:
    body = split_front_matter((SEEDS / f"{id}.txt").read_bytes(), id)[2].decode("utf-8")
    assert incipit(body) == body[body.index(first) : body.index(last) + len(last)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Un. Deux.", "Un."),
        ("Un\nDeux.", "Un"),
        ("\n\n  Un. Deux.", "Un."),
        ("Que faire\u00a0? Rien.", "Que faire\u00a0?"),
        ("Il arrive… Il part.", "Il arrive…"),
        ("Quoi ?! Rien.", "Quoi ?!"),
        ("«\u00a0Oui\u00a0!\u00a0» Puis rien.", "«\u00a0Oui\u00a0!\u00a0»"),
        ('Il dit : "Non." Puis rien.', 'Il dit : "Non."'),
        ("Il part (enfin.) Puis rien.", "Il part (enfin.)"),
        # what ends no sentence
        ("«\u00a0Oui\u00a0!\u00a0» dit-il. Puis rien.", "«\u00a0Oui\u00a0!\u00a0» dit-il."),
        ("M. Peskov et Mme. Un vont. Puis rien.", "M. Peskov et Mme. Un vont."),
        ("A. B. Dupont et St. Luc vont. Puis rien.", "A. B. Dupont et St. Luc vont."),
        ("Le 1.12.2024 à 12.30 h. Puis rien.", "Le 1.12.2024 à 12.30 h."),
        ("Sans point", "Sans point"),
        # furniture
        ("Table of Contents\nUn. Deux.", "Un."),
        ("SOMMAIRE\n\nUn.", "Un."),
        ("Auteur: RT France\nPublié le : 3 mars\n\nUn.", "Un."),
        ("Mise à jour : A 21h13, avec.\nUn.", "Un."),
        ("(Voir les vidéos publiées)\nUn.", "Un."),
        (" date 2020-02 Un. Deux.", "Un."),
        ("Date : 2020-02-17\nUn.", "Un."),
        ("Date 2020 Table des matières. Un.", "Table des matières."),
        # no furniture
        ("L’auteur : un inconnu. Deux.", "L’auteur : un inconnu."),
        ("Sources proches du dossier. Deux.", "Sources proches du dossier."),
        ("(Alep) Un. Deux.", "(Alep) Un."),
        ("date limite. Deux.", "date limite."),
        # nothing else
        ("Table of Contents\n", ""),
        ("date 2020-02", ""),
        (" \n\n ", ""),
        ("", ""),
    ],
)
def test_an_incipit_is_the_first_sentence(body: str, expected: str) -> None:
    assert incipit(body) == expected


@given(ODD_TEXT)
def test_an_incipit_is_verbatim(body: str) -> None:
    opening = incipit(body)
    assert opening in body
    assert opening == opening.strip()
    assert "\n" not in opening


@pytest.mark.parametrize(
    "body",
    [
        "." * 200_000 + "x",
        ".»" * 100_000 + "x",
        "." + "»" * 200_000 + "x",
        ". " * 100_000 + "x",
        " " * 200_000 + "x",
        "\n " * 100_000 + "x",
        "(voir " * 40_000,
        "auteur" + " " * 200_000,
        "date" + " " * 200_000 + "x",
        "mr. " * 50_000,
    ],
    ids=lambda body: f"{body[:6]!r}",
)
def test_no_text_takes_long(body: str) -> None:
    begun = time.process_time()
    for line in (body, body.strip()):
        incipit(line)
        is_furniture(line)
        paragraphs(line)
        fold_with_origins(line)
    assert time.process_time() - begun < 5, "these take milliseconds, and minutes where the time is quadratic"


@pytest.mark.parametrize(
    ("text", "limit", "cut"),
    [
        ("Alep tombe", 10, "Alep tombe"),
        ("Alep tombe enfin", 12, "Alep tombe…"),
        ("Alep tombe, enfin", 13, "Alep tombe…"),
        ("Alep «\u00a0tombe\u00a0» enfin", 13, "Alep «\u00a0tombe…"),
        ("Alep\u202f: la chute", 9, "Alep…"),
        ("Anticonstitutionnellement", 10, "Anticonst…"),
        ("A nticonstitutionnellement", 10, "A nticons…"),
        ("", 5, ""),
    ],
)
def test_a_title_is_cut_after_a_whole_word(text: str, limit: int, cut: str) -> None:
    assert cut_at_word(text, limit) == cut


@given(st.text(max_size=60), st.integers(1, 60))
def test_a_cut_title_is_a_beginning_within_the_limit(text: str, limit: int) -> None:
    cut = cut_at_word(text, limit)
    assert len(cut) <= limit
    assert cut == text or (cut.endswith("…") and text.startswith(cut[:-1]) and len(text) > limit)
