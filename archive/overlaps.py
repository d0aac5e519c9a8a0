"""Of spans that overlap, the longest; of the equally long, the first."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from archive.batch import Numbers


def first_of_each(start: Numbers, end: Numbers) -> NDArray[np.bool_]:
    """Which rows are the first of their span, where equal spans stand together."""
    first = np.ones(len(start), np.bool_)
    first[1:] = (start[1:] != start[:-1]) | (end[1:] != end[:-1])
    return first


def longest(start: Numbers, end: Numbers) -> NDArray[np.intp]:
    """The rows of the longest of any spans that overlap, in the order of the text.

    Given are the spans by their ends, those of the same end by length, the longest first; of equal ones the first
    counts. A span that no other one reaches out of or into wins over all within it; only the rest is looked at one by
    one.
    """
    rows = np.flatnonzero(first_of_each(start, end))
    if not len(rows):
        return rows
    start, end = start[rows], end[rows]
    outer = np.ones(len(rows), np.bool_)
    outer[:-1] = start[:-1] < np.minimum.accumulate(start[::-1])[-2::-1]
    outer[1:] &= end[1:] != end[:-1]
    first, last = start[outer], end[outer]
    tangled = np.zeros(len(first), np.bool_)
    overlap = first[1:] < last[:-1]
    if not overlap.any():
        return rows[outer]
    tangled[1:] |= overlap
    tangled[:-1] |= overlap
    among = np.flatnonzero(tangled[np.searchsorted(last, start, "right")])
    free = np.flatnonzero(outer)[~tangled]
    settled: NDArray[np.intp] = rows[np.sort(np.append(free, among[_settled(start[among], end[among])]))]
    return settled


def _settled(start: Numbers, end: Numbers) -> list[int]:
    """The rows of the longest, one by one."""
    base = int(start.min())
    taken = bytearray(int(end[-1]) - base)
    spans = sorted(zip((start - end).tolist(), start.tolist(), range(len(start)), strict=True))
    settled: list[int] = []
    for minus_length, first, row in spans:
        at, stop = first - base, first - base - minus_length
        if taken.find(1, at, stop) < 0:
            taken[at:stop] = b"\1" * -minus_length
            settled.append(row)
    return settled
