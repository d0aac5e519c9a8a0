"""Text as people read it: folding for comparison, lines, and the opening words of a body.

Nothing here changes a text that is stored or shown: a fold is only ever compared.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import NamedTuple

_APOSTROPHES = "'’‘‛ʼʻʹ′ʾʿ`´"
_HYPHENS = "-‐‑‒–—−"
_LETTERS_WITHOUT_DECOMPOSITION = {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "œ": "oe", "æ": "ae", "ß": "ss"}


@cache
def fold_character(character: str) -> str:
    """The folded form of one code point: zero, one or several characters.

    Lower case without accents; every apostrophe is ``'``; every hyphen and white space is a space, so that
    *Al-Masdar* and *Al Masdar* are one; marks and invisible characters vanish.
    """
    if character in _APOSTROPHES:
        return "'"
    if character in _HYPHENS or character.isspace():
        return " "
    if character.isascii():
        return character.lower()
    parts = unicodedata.normalize("NFKD", character.lower()).lower()
    if parts != character:
        return "".join(map(fold_character, parts))
    if unicodedata.category(character) in ("Mn", "Cf"):
        return ""
    return _LETTERS_WITHOUT_DECOMPOSITION.get(character, character)


def fold(text: str) -> str:
    """*text* as it is compared: see `fold_character`."""
    return "".join(map(fold_character, text))


class Folded(NamedTuple):
    """A folded text that knows where each of its characters comes from."""

    text: str
    origins: list[int]
    """For each character of `text`, the code point offset in the source; one more entry, its length."""


def fold_with_origins(text: str) -> Folded:
    """*text* folded, with the offset of each folded character's source (code points)."""
    pieces = list(map(fold_character, text))
    folded = "".join(pieces)
    if len(folded) == len(text) and "" not in pieces:
        return Folded(folded, list(range(len(text) + 1)))
    origins = [offset for offset, piece in enumerate(pieces) for _ in piece]
    origins.append(len(text))
    return Folded(folded, origins)


def unix_lines(text: str) -> str:
    """*text* with every line end as LF, as a browser's DOM holds it."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def line_numbers(text: str, pattern: re.Pattern[str]) -> list[int]:
    """The line, from 1, on which each match of *pattern* begins."""
    numbers: list[int] = []
    line, counted = 1, 0
    for match in pattern.finditer(text):
        line += text.count("\n", counted, match.start())
        counted = match.start()
        numbers.append(line)
    return numbers


class Paragraph(NamedTuple):
    """One paragraph's span in the body (code points), without the line ends that part it from the next."""

    start: int
    end: int


def paragraphs(body: str) -> list[Paragraph]:
    """The paragraphs of *body*: parted by blank lines where it has any, else by line ends.

    White space at a paragraph's edges stays in it; only line ends (and blank lines) part them.
    """
    inner = body.strip("\n")
    separator = r"\n(?:[^\S\n]*\n)+" if re.search(r"\n[^\S\n]*\n", inner) else r"\n"
    spans: list[Paragraph] = []
    start = len(body) - len(body.lstrip("\n"))
    stop = start + len(inner)
    for gap in re.finditer(separator, body[:stop]):
        if gap.start() < start:
            continue
        spans.append(Paragraph(start, gap.start()))
        start = gap.end()
    if start < stop:
        spans.append(Paragraph(start, stop))
    return spans


# What stands in a text file but is no prose of the article: left in the body, never shown as its opening words.
_FURNITURE_LINE = re.compile(
    r"""\s*(?: table\ of\ contents | table\ des\ mati[eè]res | sommaire
      | (?:auteur|autrice|author|source|publi[ée]\ le|published|mise\ [àa]\ jour|updated?)\s*:.*
      | \(\s*(?:voir|see|cf\.?)\b.*\)
      )\s*""",
    re.IGNORECASE | re.VERBOSE,
)
_FURNITURE_PREFIX = re.compile(r"\s*date[ :]+\d{4}(?:-\d\d){0,2}\s+", re.IGNORECASE)
_SENTENCE_END = re.compile(
    r"""(?<![.!?…])(?<!\b[A-Z])(?<!\b(?:Mr|Dr|St|MM|Me))(?<!\bMme)
    [.!?…]++ (?:\s*+[»”)\]]|["’])*+ (?=\s++(?![a-zß-öø-ÿœ])|\s*+$)""",
    re.VERBOSE,
)


def is_furniture(line: str) -> bool:
    """Whether *line* is a contents heading, a credit or an update line rather than prose of the article."""
    return bool(_FURNITURE_LINE.fullmatch(line))


def incipit(body: str) -> str:
    """The first sentence of *body*, verbatim but for its outer white space and furniture before it.

    Empty only when the body holds nothing else than furniture and white space.
    """
    for given in body.split("\n"):
        if is_furniture(given):
            continue
        prefix = _FURNITURE_PREFIX.match(f"{given} ")
        line = given[prefix.end() :].strip() if prefix else given.strip()
        if line:
            sentence = _SENTENCE_END.search(line)
            return line[: sentence.end()].rstrip() if sentence else line
    return ""


def cut_at_word(text: str, limit: int) -> str:
    """*text* in at most *limit* characters, cut after a whole word and marked with an ellipsis."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    space = max(head.rfind(" "), head.rfind("\u00a0"), head.rfind("\u202f"))
    return (head[:space] if space > limit // 2 else head).rstrip(" ,;:«(–—-\u00a0\u202f") + "…"
