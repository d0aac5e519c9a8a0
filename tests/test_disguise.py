"""What deceives the eye is found, and what a script needs is left in peace."""

from __future__ import annotations

import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.disguise import Disguise, disguises, without_turns
from archive.seeds import split_front_matter

SEEDS = Path(__file__).resolve().parent.parent / "seeds" / "articles"


def codes(text: str, name: bool = False) -> list[str]:
    return [code for disguise in disguises(text, name) for code in disguise.characters]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a\u202eb\u202cc\u202e", [Disguise("turning", 3, 1, "", ("U+202C", "U+202E"))]),
        ("\u2066a\u2069 \u200fb\u200e \u061cc", [
            Disguise("turning", 5, 0, "", ("U+061C", "U+200E", "U+200F", "U+2066", "U+2069"))
        ]),
        ("un\u200bdeux\ufeff tr\u00adois", [Disguise("invisible", 3, 2, "", ("U+00AD", "U+200B", "U+FEFF"))]),
        ("d'\u0410lep", [Disguise("mixed", 1, 2, "\u0410lep", ("U+0410",))]),
        ("Le f\u0435vrier et la Mосква", [Disguise("mixed", 2, 3, "f\u0435vrier", ("U+004D", "U+0435"))]),
        ("a\u202e\u200b \u0391lep", [
            Disguise("turning", 1, 1, "", ("U+202E",)),
            Disguise("invisible", 1, 2, "", ("U+200B",)),
            Disguise("mixed", 1, 4, "\u0391lep", ("U+0391",)),
        ]),
    ],
)  # fmt: skip
def test_each_kind_is_told_with_its_number_and_its_first_place(text: str, found: list[Disguise]) -> None:
    assert disguises(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Alep\u00a0: «\u202fl’été\u202f» e\u0301\t\n",
        "حلب مدينة سورية، 1 234.",
        "Il dit : «\u202fحلب\u200f!\u202f» et «\u202f\u200eАлеппо, حلب\u202f».",  # marks beside Arabic
        "می\u200cخواهم نامه\u200cای",  # Persian needs its non-joiner
        "क्\u200dष क्\u200cष",  # and Hindi both
        "ශ්\u200dරී ලංකා",
        "👩\u200d👩\u200d👧\u200d👦 ✊🏿 ❤\ufe0f ☀\ufe0e 1\ufe0f\u20e3 🏳\ufe0f\u200d🌈",
        "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
        "葛\U000e0100城",  # a variant of an ideograph
        "ภาษา\u200bไทย",  # Thai parts its words so
        "Москва и Aleppo, ИГИЛ-state, VIPовский, iPhoneы",
        "Μόσχα, 5 µm, πr², Δx, β-bloquant, ΔE, kΩm",
        "Ελλάδα and Россия and Հայաստան",
        "IL-2, Il, Iе",
    ],
)
def test_what_a_script_needs_is_no_disguise(text: str) -> None:
    assert disguises(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a\u200db a\u200cb", ["U+200C", "U+200D"]),  # joiners between Latin letters
        ("می\u200c\u200c\u200cخواهم", ["U+200C"]),  # one is needed, three are not
        ("👩\u200da", ["U+200D"]),
        ("a\U000e0067\U000e007f", ["U+E0067", "U+E007F"]),  # tags without a flag
        ("a\ufe0fb \ufe0f", ["U+FE0F"]),
        ("❤\ufe0f\ufe01\U000e0105", ["U+FE01", "U+E0105"]),  # a run of selectors may hide a message
        ("a\u200bb\u2060c\u034fd\u3164e\u115f", ["U+034F", "U+115F", "U+200B", "U+2060", "U+3164"]),
        ("حلب\n\u200fAlep", ["U+200F"]),  # the Arabic is on another line
        ("Мoсква", ["U+006F"]),  # a Latin letter in a Cyrillic word
        ("\u03bfui n\u03bfn", ["U+03BF"]),
        ("na\u0457ve", ["U+0457"]),  # with its marks
    ],
)  # fmt: skip
def test_what_no_script_needs_is_found(text: str, found: list[str]) -> None:
    assert codes(text) == found


def test_a_name_turns_nothing_even_beside_arabic() -> None:
    assert codes("حلب\u200f") == []
    assert codes("حلب\u200f", name=True) == ["U+200F"]
    assert codes("می\u200cخواهم", name=True) == []


def test_every_direction_control_of_unicode_is_found() -> None:
    controls = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    found = [chr(code) for code in range(0x3000) if unicodedata.bidirectional(chr(code)) in controls]
    assert len(found) == 9
    assert [disguises(character)[0].kind for character in found] == ["turning"] * 9
    assert without_turns("".join(found)) == ""


def test_every_tag_and_every_zero_width_character_of_unicode_is_found() -> None:
    """All characters of the category format, but for those that show, or belong to one script's own signs."""
    found = [chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) == "Cf"]
    missed = [unicodedata.name(character) for character in found if not disguises(character)]
    own = ("ARABIC", "SYRIAC", "KAITHI", "EGYPTIAN", "SHORTHAND")
    assert [name for name in missed if not name.startswith(own)] == []


def test_the_five_texts_deceive_nobody() -> None:
    seeds = sorted(SEEDS.glob("*.txt"))
    assert len(seeds) >= 5
    for seed in seeds:
        head, _, body = split_front_matter(seed.read_bytes(), seed.name)
        assert disguises(head + body.decode("utf-8")) == [], seed.name


ODD = "aА\u0391\u0301\u200b\u200d\u202e\u200fح👩\ufe0f\U000e0067\n "


@given(st.text(st.sampled_from(ODD) | st.characters(), max_size=40))
def test_what_is_told_stands_there(text: str) -> None:
    characters = {f"U+{ord(character):04X}" for character in text}
    for disguise in disguises(text):
        assert disguise.many > 0
        first = disguise.word or text[disguise.start]
        assert text.startswith(first, disguise.start)
        assert {f"U+{ord(character):04X}" for character in first} & set(disguise.characters)
        assert all(code in characters for code in disguise.characters)


@pytest.mark.parametrize(
    "text",
    [
        "\u200b" * 200_000,
        "e" + "\u0301" * 200_000 + "\u200d",
        "a\u0301\u200d" * 70_000,
        "aА" * 100_000,
        "\u200f" * 50_000,
    ],
    ids=lambda text: ascii(text[:4]),
)
def test_no_text_takes_long(text: str) -> None:
    begun = time.process_time()
    assert disguises(text)
    assert time.process_time() - begun < 5, "these take milliseconds, and minutes where the time is quadratic"
