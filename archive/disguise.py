"""What makes a text read as something else than it is: letters and signs that deceive the eye.

After Unicode's reports on source code (UTS #55) and on confusable identifiers (UTS #39), as far as they fit the press:
what a script needs is no disguise. Joiners belong to Arabic and Indic words and to emoji, direction marks to lines with
Arabic or Hebrew in them; and a Cyrillic word beside French ones is a quote.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple

Kind = Literal["turning", "invisible", "mixed"]

_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_MARKS = "\u061c\u200e\u200f"
_INVISIBLE = (
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u206a-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_SIGN = re.compile(
    f"(?P<turning>{_TURNING.pattern})"
    "|\U0001f3f4[\U000e0030-\U000e007a]+\U000e007f"  # the flag of a region; it must not match below
    f"|(?P<invisible>{_INVISIBLE})"
)
_JOINERS, _SPACE = "\u200c\u200d", "\u200b"
_SCRIPTS_WITH_JOINERS = frozenset(
    """ARABIC SYRIAC MANDAIC NKO MONGOLIAN DEVANAGARI BENGALI GURMUKHI GUJARATI ORIYA TAMIL TELUGU KANNADA MALAYALAM
    SINHALA TIBETAN MYANMAR KHMER""".split()
)
_SCRIPTS_WITHOUT_SPACES = frozenset("THAI LAO KHMER MYANMAR TIBETAN".split())
_MOST_MARKS = 8
"""Marks on one letter that are looked over to find it."""

_WORD = re.compile(r"[^\W\d_]{3,}")
_OTHER_ALPHABETS = re.compile("[\u0370-\u03ff\u0400-\u052f\u1f00-\u1fff]")
_SUSPECT = re.compile(f"{_TURNING.pattern}|{_INVISIBLE}|{_OTHER_ALPHABETS.pattern}")
"""One set, which is searched ten times faster than the groups of `_SIGN`: most texts hold none of it."""
_ALIKE = {
    "CYRILLIC": ("авсԁегһіјӏорԛѕуѵԝхАВСЕԌНІЈКМОРԚЅТѴԜХУҮӀ", "aceiopxyABCEHKMOPTXY"),
    "GREEK": ("ανοργικυσϲϳΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹͿ", "ouvABEZHIKMNOPTYX"),
}
"""Letters of each alphabet that look like Latin ones, and the Latin ones that pass for its everyday letters.

From https://www.unicode.org/Public/security/latest/confusables.txt
"""


class Disguise(NamedTuple):
    """All that deceives in one way in a text."""

    kind: Kind
    """Turns the direction of reading; cannot be seen; or mixes letters that look alike in one word."""
    many: int
    start: int
    """Where the first one stands (code points)."""
    word: str
    """The first word that mixes letters; else empty."""
    characters: tuple[str, ...]
    """``U+202E`` and the like: every one, or in words those that are not what they look like; sorted, each once."""


def disguises(text: str, name: bool = False) -> list[Disguise]:
    """What deceives in *text*, each kind at most once. A *name* stands among other words: it may not turn at all."""
    if not _SUSPECT.search(text):
        return []
    found: dict[Kind, list[tuple[int, str, str]]] = {"turning": [], "invisible": [], "mixed": []}
    for start, character in _signs(text, name):
        found["turning" if _TURNING.match(character) else "invisible"].append((start, "", character))
    if _OTHER_ALPHABETS.search(text):
        found["mixed"] = [
            (word.start(), word[0], letters) for word in _WORD.finditer(text) if (letters := _false_letters(word[0]))
        ]
    return [
        Disguise(kind, len(places), places[0][0], places[0][1], _codes("".join(place[2] for place in places)))
        for kind, places in found.items()
        if places
    ]


def _codes(characters: str) -> tuple[str, ...]:
    return tuple(f"U+{ord(character):04X}" for character in sorted(set(characters)))


def without_turns(text: str) -> str:
    """*text* without the characters that turn the direction of what follows."""
    return _TURNING.sub("", text)


def _signs(text: str, name: bool) -> Iterator[tuple[int, str]]:
    """Where a sign stands that nobody sees, and that its neighbours do not need."""
    for match in _SIGN.finditer(text):
        at = match.start()
        if match["turning"]:
            needed = not name and match[0] in _MARKS and _is_beside_arabic(text, at)
        else:
            needed = not match["invisible"] or _is_needed(text, at)
        if not needed:
            yield at, match[0]


def _is_beside_arabic(text: str, at: int) -> bool:
    """Whether the line around *at* holds a letter of a script that is written from the right."""
    start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    around = text[max(start, at - 200) : min(end if end >= 0 else len(text), at + 200)]
    return any(unicodedata.bidirectional(character) in ("R", "AL") and character not in _MARKS for character in around)


def _is_needed(text: str, at: int) -> bool:
    """Whether the sign at *at* does what it is for: it joins, parts or varies the letter or picture before it."""
    sign, before, after = text[at], at - 1, text[at + 1 : at + 2]
    if "\ufe00" <= sign <= "\ufe0f" or sign >= "\U000e0100":
        return before >= 0 and _varies(text[before])
    while before >= 0 and at - before <= _MOST_MARKS and unicodedata.category(text[before])[0] == "M":
        before -= 1
    if before < 0:
        return False
    script = _script(text[before])
    if sign in _JOINERS and script in _SCRIPTS_WITH_JOINERS:
        return True
    if sign == _SPACE:
        return script in _SCRIPTS_WITHOUT_SPACES
    if sign == "\u200d":
        return _is_picture(text[before]) and _is_picture(after)
    return script == "MONGOLIAN" and "\u180b" <= sign <= "\u180f"


def _varies(character: str) -> bool:
    """Whether a picture, a sign or an ideograph, which have variants."""
    return unicodedata.category(character)[0] in "SPN" or _script(character) in ("CJK", "MONGOLIAN")


def _is_picture(character: str) -> bool:
    return bool(character) and unicodedata.category(character) in ("So", "Sk")


@cache
def _script(character: str) -> str:
    """The first word of the character's name, such as ``LATIN``: it tells the script."""
    return unicodedata.name(character, "").partition(" ")[0].partition("-")[0]


def _false_letters(word: str) -> str:
    """The letters of *word* that only look like letters of its alphabet: empty in a word of one alphabet.

    ``πr``, ``iPhoneы`` and ``VIPовский`` mix alphabets too, but in letters that nobody takes for others.
    """
    letters = [(unicodedata.normalize("NFD", letter)[0], letter) for letter in word]
    latin = [(base, letter) for base, letter in letters if _script(base) == "LATIN"]
    for script, (alike, like_them) in _ALIKE.items():
        other = [(base, letter) for base, letter in letters if _script(base) == script]
        if latin and other:
            if all(base in alike for base, _ in other):
                return "".join(letter for _, letter in other)
            if len(latin) < len(other) and all(base in like_them for base, _ in latin):
                return "".join(letter for _, letter in latin)
    return ""
