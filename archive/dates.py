"""Dates in EDTF (ISO 8601-2), the form that says how much of a date is known.

A value is one date, an interval ``a/b``, a choice ``[a,b..c]`` or a set ``{a,b..c}``. Each date in it is a
`Moment`: anything from a day to a century, perhaps uncertain or approximate. Nothing is made more precise
than it is written: a month has days on which it starts and ends, and no day of its own.

Source: https://www.loc.gov/standards/datetime/ (levels 0 to 2).
"""

from __future__ import annotations

import io
import re
from calendar import monthrange
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from typing import Literal

from archive.date_guesses import edtf_candidates
from archive.messages import Message
from archive.problems import quoted

LONGEST = 100
"""The most characters that a date may have."""

Precision = Literal["day", "month", "season", "year", "decade", "century", "period"]
PRECISIONS: tuple[Precision, ...] = ("day", "month", "season", "year", "decade", "century", "period")
"""From fine to coarse; a *period* is any other run of days, such as a quarter or ``156X-12-25``."""


class EdtfError(ValueError):
    """A text that is no date of the archive: what was `found`, and the `remedy`, each one short sentence."""

    def __init__(self, found: Message, remedy: Message) -> None:
        super().__init__(f"{found}; {remedy}")
        self.found = found
        self.remedy = remedy


@dataclass(frozen=True)
class Moment:
    """One date as it is known; being uncertain or approximate does not widen it."""

    precision: Precision
    start: date
    end: date
    """The last day, included. A season is the northern one in whole months, winter December to February."""
    season: int = 0
    """21 spring, 22 summer, 23 autumn, 24 winter; 0 when the date is no season."""
    unknown: Literal["", "day", "month", "month_day"] = ""
    """What the value says is unknown (``2004-XX``: the month)."""
    uncertain: bool = False
    approximate: bool = False

    @property
    def last_year(self) -> int:
        """The last year the value names: a winter belongs to the year that it is named after."""
        return self.start.year if self.season else self.end.year


@dataclass(frozen=True)
class Span:
    """From one moment to another, both included; a single date is the span from itself to itself."""

    first: Moment | None
    last: Moment | None
    gap: Literal["", "open", "unknown"] = ""
    """What the one side that is None stands for: ``..`` is open, nothing is unknown."""

    @property
    def years(self) -> set[int]:
        """Each year from the first to the last when they are at most 100, else these two."""
        ends = [moment for moment in (self.first, self.last) if moment]
        low, high = ends[0].start.year, ends[-1].last_year
        return set(range(low, high + 1)) if high - low < 100 else {low, high}

    @property
    def months(self) -> range:
        """Each month (12 × year + month - 1) from first to last, when both state theirs."""
        if self.first is None or self.last is None:
            return range(0)
        if not {self.first.precision, self.last.precision} <= {"day", "month"}:
            return range(0)
        low, high = (12 * day.year + day.month - 1 for day in (self.first.start, self.last.end))
        return range(low, high + 1)


@dataclass(frozen=True)
class EdtfDate:
    """A date as the archive knows it; made by `parse_edtf`."""

    text: str
    """The EDTF as given."""
    shape: Literal["one", "interval", "one_of", "all_of"]
    parts: tuple[Span, ...]
    """One span, or the members of a choice or set in the order given."""

    def __reduce__(self) -> tuple[Callable[[str], EdtfDate], tuple[str]]:
        return parse_edtf, (self.text,)

    @cached_property
    def start(self) -> date | None:
        """The first day on which the value may fall; None when open or unknown."""
        firsts = [span.first.start for span in self.parts if span.first]
        return min(firsts) if len(firsts) == len(self.parts) else None

    @cached_property
    def end(self) -> date | None:
        """The last day, included, on which the value may fall; None when open or unknown."""
        lasts = [span.last.end for span in self.parts if span.last]
        return max(lasts) if len(lasts) == len(self.parts) else None

    @property
    def moments(self) -> tuple[Moment, ...]:
        """Every date that the value names."""
        return tuple(side for span in self.parts for side in (span.first, span.last) if side)

    @property
    def precision(self) -> Precision:
        """The coarsest precision among the dates it names."""
        return max((moment.precision for moment in self.moments), key=PRECISIONS.index)

    @property
    def uncertain(self) -> bool:
        """Whether a date it names is marked ``?`` or ``%``."""
        return any(moment.uncertain for moment in self.moments)

    @property
    def approximate(self) -> bool:
        """Whether a date it names is marked ``~`` or ``%``."""
        return any(moment.approximate for moment in self.moments)

    @cached_property
    def sort_key(self) -> tuple[str, str, str]:
        """By start, end, text; an open start sorts at the end, an open end after those that are closed."""
        last = self.end.isoformat() if self.end else "9999-12-31"
        return (self.start.isoformat() if self.start else last, last, self.text)

    @cached_property
    def years(self) -> tuple[str, ...]:
        """The ``yyyy`` under which an article of this date is listed."""
        return tuple([f"{year:04}" for year in sorted(set[int]().union(*[span.years for span in self.parts]))])

    @cached_property
    def months(self) -> tuple[str, ...]:
        """The ``yyyy-mm`` under which it is listed: months that it states, none when open or over twelve."""
        spans = [span.months for span in self.parts]
        if self.start is None or self.end is None or any(len(months) > 12 for months in spans):
            return ()
        numbers = sorted(set[int]().union(*spans))
        return tuple([f"{n // 12:04}-{n % 12 + 1:02}" for n in numbers]) if len(numbers) <= 12 else ()


def whole_year(year: int) -> Moment:
    """The year, from 1 to 9999, as a moment."""
    return Moment("year", date(year, 1, 1), date(year, 12, 31))


def whole_month(year: int, month: int) -> Moment:
    """The month, from 1 to 12, as a moment."""
    return Moment("month", date(year, month, 1), date(year, month, monthrange(year, month)[1]))


@cache
def parse_edtf(text: str) -> EdtfDate:
    """The date that *text* writes.

    Raises:
        EdtfError: when it writes none, with what to write instead as far as that can be told.
    """
    if len(text) > LONGEST:
        found = Message("{date} is longer than the {most} characters of a date", date=quoted(text), most=LONGEST)
        raise EdtfError(found, _EXAMPLES)
    try:
        return _parse(text)
    except EdtfError:
        raise
    except ValueError:
        raise EdtfError(Message("{date} is not EDTF", date=quoted(text)), _remedy(text)) from None


# Reading: EdtfError for a mistake that has a remedy of its own, ValueError for any other.


def _parse(text: str) -> EdtfDate:
    if "/" in text:
        return EdtfDate(text, "interval", (_span(text, "/", text),))
    if text[:1] + text[-1:] not in ("[]", "{}"):
        return EdtfDate(text, "one", (_single(text),))
    members = text[1:-1].split(",")
    if any(member.startswith("..") for member in members[1:]) or any(m.endswith("..") for m in members[:-1]):
        raise ValueError(text)  # only the first member may open backwards, only the last one forwards
    spans = tuple(_span(member, "..", text) if ".." in member else _single(member) for member in members)
    return EdtfDate(text, "one_of" if text[0] == "[" else "all_of", spans)


def _single(text: str) -> Span:
    moment = _moment(text)
    return Span(moment, moment)


def _span(text: str, separator: Literal["/", ".."], whole: str) -> Span:
    """The span that *text* writes, which is *whole* or a member of it."""
    gaps: dict[str, Literal["open", "unknown"]] = {"..": "open", "": "unknown"}
    if separator == "..":
        gaps = {"": "open"}
    first, last = text.split(separator)
    if first in gaps and last in gaps:
        found = Message("{date} names no date", date=quoted(text))
        raise EdtfError(found, Message("name one of its ends, or leave the date out"))
    if first in gaps:
        return Span(None, _moment(last), gaps[first])
    if last in gaps:
        return Span(_moment(first), None, gaps[last])
    start, end = _moment(first), _moment(last)
    if end.end < start.start:
        turned = whole.replace(text, f"{last}{separator}{first}", 1)
        raise EdtfError(
            Message("{date} ends before it starts", date=quoted(text)), Message("write {date}", date=turned)
        )
    return Span(start, end)


_PLAIN = re.compile(r"([0-9]{4}|[0-9]{3}X|[0-9]{2}XX)(?:-([0-9]{2}|XX)(?:-([0-9]{2}|XX))?)?([?~%]?)")
_YEAR_OF_MANY_DIGITS = re.compile(r"Y-?[0-9]+(?:E[0-9]+)?(?:S[0-9]+)?")
_RARE = re.compile(r"[0-9X?~%:TZ+-]{4,36}(?:S[0-9]{1,2})?")


def _moment(text: str) -> Moment:
    match = _PLAIN.fullmatch(text)
    moment = _plain(text, match[1], match[2] or "", match[3] or "") if match else None
    if match is None or moment is None:
        return _rare(text)
    mark = match[4]
    return replace(moment, uncertain=mark in ("?", "%"), approximate=mark in ("~", "%")) if mark else moment


def _plain(text: str, year: str, month: str, day: str) -> Moment | None:
    """The moment that these digits write; None when it takes the library to read them."""
    y = int(year.replace("X", "0"))
    if y == 0:
        raise _out_of_range(text)
    if "X" in year:
        precision: Precision = "century" if year.endswith("XX") else "decade"
        return None if month else Moment(precision, date(y, 1, 1), date(int(year.replace("X", "9")), 12, 31))
    if not month:
        return whole_year(y)
    if month == "XX":
        return replace(whole_year(y), unknown="month_day" if day else "month") if day in ("", "XX") else None
    m = int(month)
    if 1 <= m <= 12:
        if day in ("", "XX"):
            return replace(whole_month(y, m), unknown="day" if day else "")
        days = monthrange(y, m)[1]
        if not 1 <= int(day) <= days:
            found = Message("{date}: there is no such day", date=quoted(text))
            raise EdtfError(found, Message("write a day from 01 to {last}", last=days))
        return Moment("day", date(y, m, int(day)), date(y, m, int(day)))
    if 21 <= m <= 24 and not day:
        start = date(y, (m - 20) * 3, 1)
        closing = (y, m * 3 - 58) if m < 24 else (y + 1, 2) if y < 9999 else (y, 12)
        end = whole_month(*closing).end
        return Moment("season", start, end, season=m)
    if 25 <= m <= 41 and not day:
        return None
    remedy = Message("write a month from 01 to 12, or a season from 21 (spring) to 24 (winter)")
    raise EdtfError(Message("{date}: there is no such month", date=quoted(text)), remedy)


def _rare(text: str) -> Moment:
    """A date in one of the forms that hardly an article needs, as the edtf library reads it (2 to 25 ms)."""
    if _YEAR_OF_MANY_DIGITS.fullmatch(text):  # the library would work out each digit of Y1E999999999
        raise _out_of_range(text)
    if not _RARE.fullmatch(text):
        raise ValueError(text)
    import edtf

    try:
        with redirect_stdout(io.StringIO()):  # it prints what it cannot read
            value = edtf.parse_edtf(text)
            first, last = (tuple(bound[:3]) for bound in (value.lower_strict(), value.upper_strict()))
    except Exception as error:  # TypeError, AttributeError and more escape from it
        raise ValueError(text) from error
    if not 1 <= first[0] <= last[0] <= 9999:
        raise _out_of_range(text)
    match = _PLAIN.fullmatch(re.sub("[?~%]", "", text))
    moment = _plain(text, match[1], match[2] or "", match[3] or "") if match else None
    return replace(
        moment or Moment("day" if first == last else "period", date(*first), date(*last)),
        uncertain="?" in text or "%" in text,
        approximate="~" in text or "%" in text or "S" in text,
    )


def _out_of_range(text: str) -> EdtfError:
    remedy = Message("write a year from 0001 to 9999, or leave the date out")
    return EdtfError(Message("{date} lies outside the years 0001 to 9999", date=quoted(text)), remedy)


_EXAMPLES = Message("write 2024-12-02, 2024-12, 2024, 2024-12-02? or [2024-12-01..2024-12-02]")


def _remedy(text: str) -> Message:
    for candidates in edtf_candidates(text):
        good = [candidate for candidate in dict.fromkeys(candidates) if _reads(candidate)]
        if len(good) == 2:
            return Message("write {one} if the day comes first, {other} if the month does", one=good[0], other=good[1])
        if good:
            return Message("write {date}", date=good[0])
    return _EXAMPLES


def _reads(text: str) -> bool:
    try:
        return bool(_parse(text))
    except ValueError:
        return False
