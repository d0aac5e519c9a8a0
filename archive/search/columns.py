"""What is known of each document besides its words: lengths, dates and the values of every facet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import chain
from typing import NamedTuple

from archive.collection import Collection
from archive.dates import EdtfDate
from archive.model import LinkedArticle
from archive.search.coding import packed, packed_lists
from archive.search.names import Names

Described = tuple[str, str, int]
"""Of a facet's value: heading, type, and how many terms it adds to the field that goes with the facet."""

_EPOCH = date(1970, 1, 1).toordinal()
_NOTHING_KNOWN = ("", "", "", -1, 0)


class Facet(NamedTuple):
    """How a facet's values are found and shown."""

    values_of: Callable[[LinkedArticle], Iterable[str]]
    describe: Callable[[str], Described]
    within: Callable[[str], str | None]
    """The value that one lies within."""


def columns(
    documents: Sequence[LinkedArticle], text_lengths: Iterable[int], names: Names, collection: Collection
) -> dict[str, object]:
    """The value of ``columns``; every list in the order of *documents*."""
    return {
        "lengths": packed(*text_lengths),
        "dates": days(linked.article.date for linked in documents),
        "facets": {name: lists(documents, facet) for name, facet in facets_of(names, collection).items()},
    }


def facets_of(names: Names, collection: Collection) -> dict[str, Facet]:
    """Every facet by name, in the order in which they are shown."""

    def record(id: str) -> Described:
        return collection.heading(names.records[id]), names.records[id].type, names.length(id)

    def source(id: str) -> Described:
        heading, type, length = record(id)
        # An actor that is a source is in the facet of actors too, where its words count.
        return heading, type, length if names.records[id].kind == "outlet" else 0

    def plain(_: str) -> Described:
        return "", "", 0

    def broader(id: str) -> str | None:
        return names.records[id].within

    def year(value: str) -> str | None:
        return value[:4] if len(value) > 4 else None

    def nothing(_: str) -> None:
        return None

    return {
        "outlet": Facet(lambda linked: filter(None, [linked.article.outlet]), record, broader),
        "date": Facet(lambda linked: months_and_years(linked.article.date), plain, year),
        "places": Facet(lambda linked: linked.places, record, broader),
        "actors": Facet(lambda linked: linked.actors, record, broader),
        "sources": Facet(lambda linked: linked.sources, source, nothing),
        "language": Facet(lambda linked: [linked.article.language], plain, nothing),
        "basis": Facet(_basis, plain, nothing),
    }


def _basis(linked: LinkedArticle) -> Iterable[str]:
    known = linked.article.date_attribution if linked.article.date else None
    return [known.basis] if known else []


def months_and_years(value: EdtfDate | None) -> list[str]:
    """The months that an article stands under, and the years of which it names no month."""
    if value is None:
        return []
    months = value.months()
    return [*months, *sorted(set(value.years()) - {month[:4] for month in months})]


def lists(documents: Iterable[LinkedArticle], facet: Facet) -> dict[str, object]:
    """The facet's values, and those of each document, by number."""
    values = [list(facet.values_of(linked)) for linked in documents]
    frequency = Counter(chain.from_iterable(values))
    known = set(frequency)
    for value in frequency:
        broader = facet.within(value)
        while broader and broader not in known:
            known.add(broader)
            broader = facet.within(broader)
    numbers = {value: number for number, value in enumerate(sorted(known, key=lambda one: (-frequency[one], one)))}
    rows = []
    for value in numbers:
        heading, type, length = facet.describe(value)
        row = [value, heading, type, numbers.get(facet.within(value) or "", -1), length]
        while row[-1] == _NOTHING_KNOWN[len(row) - 1]:
            row.pop()
        rows.append(row)
    return {"values": rows, "documents": packed_lists(sorted(map(numbers.__getitem__, one)) for one in values)}


def days(dates: Iterable[EdtfDate | None]) -> dict[str, object]:
    """The first and last day of each of *dates*, which ascend as documents do."""
    codes: list[str] = []
    origin: int | None = None
    last = 0
    for value in dates:
        start, end = (_day(value.start), _day(value.end)) if value else (None, None)
        sorted_by = end if start is None else start
        if sorted_by is None:
            codes.append(".")
            continue
        if origin is None:
            origin = last = sorted_by
        step, last = packed(sorted_by - last), sorted_by
        if start is None:
            codes.append(f"{step}-")
        elif end is None:
            codes.append(f"{step}+")
        else:
            codes.append(f"{step}{packed(end - start)}.")
    return {"origin": origin or 0, "days": "".join(codes)}


def _day(day: date | None) -> int | None:
    """Days since 1970-01-01."""
    return None if day is None else day.toordinal() - _EPOCH
