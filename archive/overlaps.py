"""Of spans that overlap, the longest; of the equally long, the first."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from archive.alphabet import Numbers


def first_of_each(start: Numbers, end: Numbers) -> NDArray[np.bool_]:
    """Which rows are the first of their span, where equal spans stand together."""
    first = np.ones(len(start), np.bool_)
    first[1:] = (start[1:] != start[:-1]) | (end[1:] != end[:-1])
    return first


def longest(start: Numbers, end: Numbers) -> NDArray[np.intp]:
    """The rows of the longest of any spans that overlap, in the order of the text.

    Given are the spans by their starts, those of the same start by length, the longest first; of equal ones the first
    counts. A span that no other one reaches out of or into wins over all within it; only the rest is looked at one by
    one.
    """
    rows = np.flatnonzero(first_of_each(start, end))
    if not len(rows):
        return rows
    start, end = start[rows], end[rows]
    is_outer = np.ones(len(rows), np.bool_)
    is_outer[1:] = end[1:] > np.maximum.accumulate(end)[:-1]
    outer = np.flatnonzero(is_outer)
    overlap = start[outer[1:]] < end[outer[:-1]]
    if not overlap.any():
        return rows[outer]
    is_tangled = np.append(overlap, False)
    is_tangled[1:] |= overlap
    among = np.flatnonzero(is_tangled[np.cumsum(is_outer) - 1])
    settled: NDArray[np.intp] = rows[np.sort(np.append(outer[~is_tangled], among[_settled(start[among], end[among])]))]
    return settled


def _settled(start: Numbers, end: Numbers) -> list[int]:
    """The rows of the longest, one by one."""
    base = int(start[0])
    taken = bytearray(int(end.max()) - base)
    spans = sorted(zip((start - end).tolist(), start.tolist(), range(len(start)), strict=True))
    settled: list[int] = []
    for minus_length, first, row in spans:
        at, stop = first - base, first - base - minus_length
        if taken.find(1, at, stop) < 0:
            taken[at:stop] = b"\1" * -minus_length
            settled.append(row)
    return settled
