"""What is known of each document besides its words: lengths, dates and the values of every facet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256
from itertools import accumulate
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from archive.collection import Collection
from archive.lists import Lists, Numbers, bounds, changes, present
from archive.search.coding import packed
from archive.search.columnar import Codes, Texts, laid, steps
from archive.search.documents import NEVER, Documents
from archive.search.names import Names

Described = tuple[str, str]
"""Of a facet's value: heading and type."""

WIDE = ("places", "actors", "sources")
"""The facets of which a document has many values. What documents have of them takes most of the room; it is fetched for
those that are found only."""

_MASK = 0xFFFFFFFF
_LEFT_OUT = ("", "", "", -1, 0)
"""By column of a row, from HEADING on; the first two are never left out."""


class Facet(NamedTuple):
    """How a facet's values are shown."""

    describe: Callable[[str], Described]
    within: Callable[[str], str | None]
    """The value that one lies within."""
    words: Callable[[str], int]
    """How many terms a value adds to the field ``outlet``."""


class Columns(NamedTuple):
    """Of all documents, in their order."""

    content: Mapping[str, object]
    """The value of ``columns``."""
    wide: Mapping[str, Texts]
    """By wide facet, of each document the codes of its values."""
    slots: Slots


class Slots(NamedTuple):
    """What counts of the wide facets are made of: for each facet "not stated", then its rows; one after the other."""

    ids: Sequence[Sequence[str]]
    """By facet, of each row its ID."""
    counted: Lists
    """Of each document the slots that it counts in: of its values, and all that they lie within."""

    digest: str
    """Of all that says which slots a document counts in, besides its values."""

    @property
    def firsts(self) -> list[int]:
        """Where the slots of each facet begin; and at last, how many there are."""
        return list(accumulate([1 + len(ids) for ids in self.ids], initial=0))


def columns_of(documents: Documents, text_lengths: Numbers, names: Names, collection: Collection) -> Columns:
    """The columns of *documents*."""
    facets: dict[str, dict[str, object]] = {}
    wide: dict[str, Texts] = {}
    ids: list[list[str]] = []
    chains: list[list[tuple[str, ...]]] = []
    counted: list[Numbers] = []
    first = 0
    for name, facet in facets_of(names, collection).items():
        filed = _filed(documents.filed[name], documents.values, facet)
        facets[name] = {"values": filed.rows, "unstated": len(filed.unstated)}
        if name not in WIDE:
            facets[name]["documents"] = filed.codes.text
            continue
        wide[name] = filed.codes
        counted += [*(one + first + 1 for one in filed.broad), filed.unstated << 32 | first]
        ids.append(filed.ids)
        chains.append([_chain(value, facet) for value in filed.ids])
        first += 1 + len(filed.ids)
    rows = np.sort(np.concatenate(counted), kind="stable")  # of a dozen runs that ascend
    slots = Lists((rows & _MASK).astype(np.int32), bounds(rows >> 32, documents.size)[1:])
    content = {
        "lengths": laid((Codes.packed(1 + int(text_lengths.max(initial=0))), text_lengths))[0],
        "dates": days(documents.days.values.reshape(-1, 2)),
        "facets": facets,
    }
    return Columns(content, wide, Slots(ids, slots, sha256(repr(chains).encode()).hexdigest()))


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

    return {
        "outlet": Facet(record, broader, names.length),
        "date": Facet(plain, year, no_words),
        "places": Facet(record, broader, no_words),
        "actors": Facet(record, broader, no_words),
        "sources": Facet(record, nothing, no_words),
        "language": Facet(plain, nothing, no_words),
        "basis": Facet(plain, nothing, no_words),
    }


class _Filed(NamedTuple):
    """How documents stand in a facet."""

    rows: list[list[object]]
    ids: list[str]
    """Of each row its ID."""
    codes: Texts
    """Of each document its values: as how many lie between each and the one before, and a full stop."""
    broad: list[Numbers]
    """Pairs ``document << 32 | row``, also of what the rows lie within; each once, and ascending in each array."""
    unstated: Numbers
    """The documents without any value."""


def _filed(lists: Lists, known: Sequence[str], facet: Facet) -> _Filed:
    used = [known[number] for number in present(lists.values).tolist()]
    ids = _in_tree_order({one for value in used for one in _chain(value, facet)}, facet)
    numbers = {value: number for number, value in enumerate(ids)}
    parents = np.array([numbers.get(facet.within(value) or "", -1) for value in ids], np.int64)
    row_of = np.array([numbers.get(value, -1) for value in known], np.int64)
    values = lists.owners.astype(np.int64) << 32 | row_of[lists.values]
    if (values[1:] < values[:-1]).any():
        values = np.sort(values)
    documents, rows = values >> 32, values & _MASK
    broad = _broad(documents, rows, parents)
    counts = np.bincount(np.concatenate(broad) & _MASK, minlength=len(ids)).tolist()
    told = []
    for value, parent, count in zip(ids, parents.tolist(), counts, strict=True):
        heading, type = facet.describe(value)
        row: list[object] = [value, count, heading, type, parent, facet.words(value)]
        while row[-1] == _LEFT_OUT[len(row) - 2]:
            row.pop()
        told.append(row)
    codes = _codes(documents, rows, lists.ends, len(ids))
    return _Filed(told, ids, codes, broad, np.flatnonzero(lists.sizes == 0))


def _broad(documents: Numbers, rows: Numbers, parents: Numbers) -> list[Numbers]:
    """See `_Filed.broad`; *parents*: what each row lies within."""
    before = np.where(np.diff(documents, prepend=-1) == 0, np.roll(rows, 1), -1)
    found = []
    while len(rows):
        # Rows are in tree order: what a row lies within and is not above the row before it, that one lies within too.
        is_first = rows > before
        documents, rows, before = documents[is_first], rows[is_first], before[is_first]
        found.append(documents << 32 | rows)
        rows = parents[rows]
    return found or [rows]


def _codes(documents: Numbers, rows: Numbers, ends: Numbers, many: int) -> Texts:
    """See `_Filed.codes`; of *many* rows."""
    stops = ends + np.arange(len(ends))
    numbers = np.full(len(rows) + len(ends), many)
    numbers[np.arange(len(rows)) + documents] = steps(rows, changes(documents)) - 1
    text, starts = laid((Codes.packed(many).and_one("."), numbers))
    return Texts(text, starts[stops + 1])


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


def days(dates: NDArray[np.int32]) -> dict[str, object]:
    """The first and the last day of each document, which ascend as documents do: see `Documents.days`."""
    starts, ends = dates.astype(np.int64).reshape(-1, 2).T
    sorted_by = np.where(starts == NEVER, ends, starts)
    is_stated = sorted_by != NEVER
    has_both = (starts != NEVER) & (ends != NEVER)
    stated = np.flatnonzero(is_stated)
    origin = int(sorted_by[stated[0]]) if len(stated) else 0
    gaps, lengths = np.zeros(len(dates), np.int64), ends - starts
    gaps[stated] = np.diff(sorted_by[stated], prepend=origin)
    lengths[~has_both] = 0
    code = {number: packed(number) for number in {*gaps.tolist(), *lengths.tolist()}}
    parts = (
        np.where(is_stated, gaps, -1).tolist(),
        np.where(has_both, lengths, -1).tolist(),
        np.where(has_both | ~is_stated, ".", np.where(starts == NEVER, "-", "+")).tolist(),
    )
    code[-1] = ""
    return {
        "origin": origin,
        "days": "".join([code[gap] + code[length] + mark for gap, length, mark in zip(*parts, strict=True)]),
    }
