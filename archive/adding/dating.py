"""The dates that a text lets one propose for itself, each with the quotes that it rests on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Literal, NamedTuple

from archive.adding.prose_dates import ProseDate, find_dates

MOST = 4
"""Dates proposed for one article."""
_YEAR = re.compile(r"(?<![\d.,-])(?:19|20)\d\d(?![\d-])(?![.,]\d)")

Ground = Literal["stated", "year_elsewhere", "named"]
"""``stated``: the text calls it its own date. ``year_elsewhere``: it names its own day, and a year in another place.
``named``: the text names it, perhaps as the date of what it tells."""


class DateProposal(NamedTuple):
    """A date that an article may have."""

    edtf: str
    ground: Ground
    evidence: tuple[str, ...]

    @property
    def basis(self) -> str:
        """The basis of the front matter."""
        return "stated" if self.ground == "stated" else "inferred"


class Dating(NamedTuple):
    """What a text says about its date."""

    proposals: tuple[DateProposal, ...]
    """The most likely first; several when they disagree."""
    days: tuple[str, ...] = ()
    """Quotes of its own day without a year that anything in the text would give."""
    years: tuple[str, ...] = ()
    """The years that the text names, where there are such days."""


def date_text(text: str) -> Dating:
    """What *text* lets one propose as its date. Nothing is guessed: a day without a year stays without."""
    found = find_dates(text)
    own = [one for one in found if one.role and one.edtf]
    if own:
        return Dating(_distinct(DateProposal(one.edtf, "stated", (one.quote,)) for one in own))
    days = [one for one in found if one.role and one.day]
    anchors = sorted((one for one in found if one.edtf), key=lambda one: (one.edtf, -one.start), reverse=True)
    if days and anchors:
        months = {anchor.edtf[:7]: anchor for anchor in anchors}
        return Dating(
            _distinct(_with_year(day, anchor) for day in days[:MOST] for anchor in list(months.values())[:MOST])
        )
    if days:
        quotes = tuple(dict.fromkeys(one.quote for one in days))
        return Dating((), quotes[:MOST], tuple(sorted(set(_YEAR.findall(text)))[:10]))
    named = [one for one in anchors if one.day]
    return Dating(_distinct(DateProposal(f"{one.edtf}?", "named", (one.quote,)) for one in named))


def _with_year(day: ProseDate, anchor: ProseDate) -> DateProposal:
    """*day* in its first year that is not before *anchor*, a month or day that the text tells of."""
    year = anchor.year or 0
    if (day.month, day.day or 1) < (anchor.month, anchor.day or 1):
        year += 1
    month, number = day.month, day.day or 1
    while not _exists(year, month, number):  # a 29 February
        year += 1
    return DateProposal(f"{year:04}-{month:02}-{number:02}?", "year_elsewhere", (day.quote, anchor.quote))


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _distinct(proposals: Iterable[DateProposal]) -> tuple[DateProposal, ...]:
    by_date: dict[str, DateProposal] = {}
    for proposal in proposals:
        if len(by_date) < MOST:
            by_date.setdefault(proposal.edtf, proposal)
    return tuple(by_date.values())
