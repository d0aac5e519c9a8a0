"""What is known of each document besides its words: lengths, dates and the values of every facet."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from archive.collection import Collection
from archive.dates import EdtfDate
from archive.model import LinkedArticle
from archive.search.coding import packed
from archive.search.names import Names

Described = tuple[str, str]
"""Of a facet's value: heading and type."""

WIDE = ("places", "actors", "sources")
"""The facets of which a document has many values. What documents have of them takes most of the room; it is fetched for
those that are found only."""

_EPOCH = date(1970, 1, 1).toordinal()
_LEFT_OUT = ("", "", "", -1, 0)
"""By column of a row, from HEADING on; the first two are never left out."""


class Facet(NamedTuple):
    """How a facet's values are found and shown."""

    values_of: Callable[[LinkedArticle], Iterable[str]]
    describe: Callable[[str], Described]
    within: Callable[[str], str | None]
    """The value that one lies within."""
    words: Callable[[str], int]
    """How many terms a value adds to the field ``outlet``."""


class Columns(NamedTuple):
    """Of all documents, in their order."""

    content: Mapping[str, object]
    """The value of ``columns``."""
    wide: Sequence[Mapping[str, str]]
    """Of each document the codes of its values, by wide facet."""
    slots: Mapping[str, int]
    """What counts of the wide facets are made of: for each "not stated", then its rows; one facet after the other."""
    counted: Sequence[tuple[int, ...]]
    """Of each document the numbers of the slots that it counts in: of its values, and all that they lie within."""


def columns_of(
    documents: Sequence[LinkedArticle], text_lengths: Iterable[int], names: Names, collection: Collection
) -> Columns:
    """The columns of *documents*."""
    facets: dict[str, dict[str, object]] = {}
    wide: list[dict[str, str]] = [{} for _ in documents]
    slots: dict[str, int] = {}
    counted: list[tuple[int, ...]] = [() for _ in documents]
    for name, facet in facets_of(names, collection).items():
        rows, parents, values = _filed(documents, facet)
        facets[name] = {"values": rows, "unstated": sum(not numbers for numbers in values)}
        if name not in WIDE:
            facets[name]["documents"] = "".join(map(_rising, values))
            continue
        in_slots = _slots(parents, sum(slots.values()))
        slots[name] = len(in_slots)
        for number, numbers in enumerate(values):
            wide[number][name] = _rising(numbers)
            counted[number] += tuple({slot for value in numbers for slot in in_slots[value]} or in_slots[-1])
    content = {
        "lengths": packed(*text_lengths),
        "dates": days(linked.article.date for linked in documents),
        "facets": facets,
    }
    return Columns(content, wide, slots, counted)


def facets_of(names: Names, collection: Collection) -> dict[str, Facet]:
    """Every facet by name, in the order in which they are shown."""

    def record(id: str) -> Described:
        return collection.heading(names.records[id]), names.records[id].type

    def plain(_: str) -> Described:
        return "", ""

    def broader(id: str) -> str | None:
        return names.records[id].within

    def year(value: str) -> str | None:
        return value[:4] if len(value) > 4 else None

    def nothing(_: str) -> None:
        return None

    def no_words(_: str) -> int:
        return 0

    def outlet(linked: LinkedArticle) -> Iterable[str]:
        return [linked.article.outlet] if linked.article.outlet else []

    return {
        "outlet": Facet(outlet, record, broader, names.length),
        "date": Facet(lambda linked: months_and_years(linked.article.date), plain, year, no_words),
        "places": Facet(lambda linked: linked.places, record, broader, no_words),
        "actors": Facet(lambda linked: linked.actors, record, broader, no_words),
        "sources": Facet(lambda linked: linked.sources, record, nothing, no_words),
        "language": Facet(lambda linked: [linked.article.language], plain, nothing, no_words),
        "basis": Facet(_basis, plain, nothing, no_words),
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


class _Filed(NamedTuple):
    """How documents stand in a facet."""

    rows: list[list[object]]
    parents: list[int]
    """Of each row the number of that which it lies within, or -1."""
    values: list[list[int]]
    """Of each document the numbers of its values, ascending."""


def _filed(documents: Iterable[LinkedArticle], facet: Facet) -> _Filed:
    stated = [list(facet.values_of(linked)) for linked in documents]
    chains = {value: _chain(value, facet) for values in stated for value in values}
    counts = Counter(one for values in stated for one in {broad for value in values for broad in chains[value]})
    order = _in_tree_order(counts, facet)
    numbers = {value: number for number, value in enumerate(order)}
    parents = [numbers.get(facet.within(value) or "", -1) for value in order]
    rows = []
    for value, parent in zip(order, parents, strict=True):
        heading, type = facet.describe(value)
        row: list[object] = [value, counts[value], heading, type, parent, facet.words(value)]
        while row[-1] == _LEFT_OUT[len(row) - 2]:
            row.pop()
        rows.append(row)
    return _Filed(rows, parents, [sorted([numbers[value] for value in values]) for values in stated])


def _slots(parents: Sequence[int], first: int) -> list[tuple[int, ...]]:
    """Of each row the slots that it counts in, from *first* on; and at last that of no row."""
    slots: list[tuple[int, ...]] = []
    for row, parent in enumerate(parents):  # what a row lies within comes before it
        slots.append((first + 1 + row, *(slots[parent] if parent >= 0 else ())))
    return [*slots, (first,)]


def _chain(value: str, facet: Facet) -> tuple[str, ...]:
    """The value, and all that it lies within."""
    chain = []
    broader: str | None = value
    while broader:
        chain.append(broader)
        broader = facet.within(broader)
    return tuple(chain)


def _in_tree_order(values: Iterable[str], facet: Facet) -> list[str]:
    """Each value and then those within it, by id: what is told together stands together, whatever is added."""
    within: dict[str | None, list[str]] = defaultdict(list)
    for value in sorted(values, reverse=True):
        within[facet.within(value)].append(value)
    order: list[str] = []
    left = within.pop(None, [])
    while left:
        order.append(value := left.pop())
        left.extend(within.pop(value, []))
    return order


def _rising(numbers: Sequence[int]) -> str:
    """Ascending numbers as how many lie between each and the one before, packed, and a full stop."""
    return packed(*[number - before - 1 for before, number in zip([-1, *numbers], numbers, strict=False)]) + "."


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
