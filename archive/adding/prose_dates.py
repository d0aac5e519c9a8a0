"""Dates as French and English prose writes them: what stands in the text, never more.

Months come from Unicode CLDR (Babel). Short forms count only with their full stop in French, where *sept* is a number,
and with a capital in English, where *may* is a verb. Days in figures alone (*03/04/2024*) are not read: which is the
month depends on who wrote them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from babel.dates import get_day_names, get_month_names

from archive.text import fold

_SPACE = "[ \t\u00a0\u202f]"
_BEFORE = 40
"""Characters before a date in which words that belong to it are looked for."""


Role = Literal["", "today", "published"]
_NO_ROLE: Role = ""
_TODAY: Role = "today"
_PUBLISHED: Role = "published"


@dataclass(frozen=True)
class ProseDate:
    """A date in a text, as far as it is written out."""

    quote: str
    """The text's own words, letter by letter."""
    start: int
    year: int | None
    month: int
    day: int | None
    role: Role
    """``today``: the text calls it its own day (*ce 2 décembre*). ``published``: words of publication lead to it."""

    @property
    def edtf(self) -> str:
        """The date in EDTF; empty when its year is not written."""
        if self.year is None:
            return ""
        return f"{self.year:04}-{self.month:02}" + (f"-{self.day:02}" if self.day else "")


def find_dates(text: str) -> list[ProseDate]:
    """Every date in *text* that a calendar has, in the order of the text: days, days of no year, months of a year."""
    taken = bytearray(len(text))
    found: list[ProseDate] = []
    for pattern in _patterns():
        for match in pattern.finditer(text):
            if not any(taken[match.start() : match.end()]):
                taken[match.start() : match.end()] = b"\1" * len(match[0])  # a 31 February, too, hides its month
                found.extend(_read(match, text))
    return sorted(found, key=lambda one: one.start)


def _read(match: re.Match[str], text: str) -> Iterator[ProseDate]:
    parts = match.groupdict()
    name = parts.get("name")
    month = _months()[fold(name).rstrip(".")] if name else int(parts["number"])
    year = int(parts["year"]) if parts.get("year") else None
    day = int(parts["day"]) if parts.get("day") else None
    try:
        date(year or 2000, month, day or 1)  # 2000: a leap year, for a 29 February of no year
    except ValueError:
        return
    before = text[max(0, match.start() - _BEFORE) : match.start()]
    lead, role = "", _NO_ROLE
    if day and (today := _today().search(before)):
        lead, role = today[0], _TODAY
    elif published := _published().search(before):
        lead, role = published[0], _PUBLISHED
    yield ProseDate(lead + match[0], match.start() - len(lead), year, month, day, role)


@cache
def _months() -> dict[str, int]:
    names: dict[str, int] = {}
    for language in ("fr", "en"):
        for width in ("abbreviated", "wide"):
            for number, name in get_month_names(width, locale=language).items():
                names[fold(name).rstrip(".")] = number
    names["sept"] = 9
    return names


@cache
def _patterns() -> list[re.Pattern[str]]:
    """The fullest form first: what one has read, the next leaves alone."""
    wide = [get_month_names("wide", locale=language).values() for language in ("fr", "en")]
    short = [get_month_names("abbreviated", locale=language).values() for language in ("fr", "en")]
    french = [*wide[0], *(re.escape(name) for name in short[0] if name.endswith("."))]
    french += [fold(name) for name in french]
    english = [*wide[1], *(rf"{name}\.?" for name in short[1]), r"Sept\.?"]
    name = rf"(?P<name>(?i:{_any(french)})|{_any(english)})"
    day = r"(?<![\d.,])(?P<day>\d{1,2})(?:er|st|nd|rd|th)?"
    year = r"(?P<year>(?:1[5-9]|20)\d\d)(?!\d)"
    return [
        re.compile(pattern)
        for pattern in (
            rf"{day}{_SPACE}(?:of{_SPACE})?{name},?{_SPACE}{year}",
            rf"\b{name}{_SPACE}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?{_SPACE}{year}",
            rf"(?<![\w-]){year}-(?P<number>\d\d)-(?P<day>\d\d)(?![\w-])",
            rf"(?<![\w-]){year}-(?P<number>\d\d)(?![\w-])",
            rf"{day}{_SPACE}(?:of{_SPACE})?{name}(?!\w)",
            rf"\b{name},?{_SPACE}{year}",
            rf"\b(?P<name>{_any(english)}){_SPACE}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\w)",
        )
    ]


@cache
def _weekday() -> str:
    days = [*get_day_names("wide", locale="fr").values(), *get_day_names("wide", locale="en").values()]
    return rf"(?:(?i:{_any(days)}),?{_SPACE})?"


@cache
def _today() -> re.Pattern[str]:
    return re.compile(rf"\b(?:[Cc]e|[Tt]his|[Tt]oday,?|[Aa]ujourd['’]hui,?){_SPACE}{_weekday()}\Z")


@cache
def _published() -> re.Pattern[str]:
    lead = r"(?i:publiée?|parue?|mise? en ligne|date|published|posted)"
    return re.compile(rf"\b{lead}(?:{_SPACE}?:)?{_SPACE}(?:(?:le|on){_SPACE})?{_weekday()}\Z")


def _any(names: list[str]) -> str:
    return "|".join(sorted(set(names), key=lambda name: (-len(name), name)))
