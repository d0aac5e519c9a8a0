"""Many numbers at once: a list of them for each document, laid end to end."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Numbers: TypeAlias = NDArray[np.int64]
Small: TypeAlias = NDArray[np.int32]
"""Numbers of which there are as many as words in all texts."""


_AT_ONCE = 1 << 20
"""Numbers that are looked at together."""
_FEW = 1 << 16
"""Of which what is made stays near the core."""
_NOWHERE = np.empty(0, np.int64)


class Lists(NamedTuple):
    """A list of numbers for each document, laid end to end."""

    values: Small
    ends: Numbers
    """Of each document, where its numbers end."""

    @classmethod
    def of(cls, lists: Iterable[Iterable[int]]) -> Lists:
        """*lists*, one after another."""
        values, ends = array("i"), array("q")
        for one in lists:
            values.extend(one)
            ends.append(len(values))
        return cls(np.frombuffer(values, np.int32), np.frombuffer(ends, np.int64))

    @property
    def starts(self) -> Numbers:
        """Of each document, where its numbers begin."""
        return np.concatenate([[0], self.ends])[:-1]

    @property
    def sizes(self) -> Numbers:
        """Of each document, how many numbers it has."""
        return np.diff(self.ends, prepend=0)

    @property
    def owners(self) -> Small:
        """Of each number its document."""
        return np.repeat(np.arange(len(self.ends), dtype=np.int32), self.sizes)

    def owners_of(self, places: Numbers) -> Small:
        """Of each of *places*, which are where numbers stand and rise, the document of that number."""
        until = np.searchsorted(places, self.ends)
        return np.repeat(np.arange(len(self.ends), dtype=np.int32), np.diff(until, prepend=0))

    def times(self, many: int) -> Numbers:
        """How often each number below *many* stands in them."""
        found = np.zeros(many, np.int64)
        for _, some in self._parts(_AT_ONCE):
            found += np.bincount(some, minlength=many)
        return found

    def sums(self, of: NDArray[np.int8]) -> Numbers:
        """Of each document the sum of what its numbers have."""
        until = np.zeros(len(self.ends) + 1, np.int64)  # the sum of all up to each end
        before = 0
        for at, some in self._parts():
            run = np.cumsum(of.take(some), dtype=np.int64)
            first, behind = np.searchsorted(self.ends, [at + 1, at + len(some) + 1])
            until[1 + first : 1 + behind] = before + run[self.ends[first:behind] - at - 1]
            before += int(run[-1])
        return np.diff(until)

    def places(self, asked: NDArray[np.bool_]) -> Numbers:
        """Where those numbers stand that are *asked* for, ascending."""
        return np.concatenate([_NOWHERE, *(at + asked.take(some).nonzero()[0] for at, some in self._parts())])

    def _parts(self, many: int = _FEW) -> Iterator[tuple[int, Small]]:
        """All numbers, so *many* at a time, each time with where they begin."""
        for at in range(0, len(self.values), many):
            yield at, self.values[at : at + many]

    def taken(self, documents: Numbers) -> Lists:
        """The lists of *documents* alone."""
        return Lists(self.of_documents(documents), np.cumsum(self.sizes[documents]))

    def of_documents(self, documents: NDArray[Any]) -> Small:
        """The numbers of *documents*, one after another."""
        sizes = self.sizes[documents]
        ends = np.cumsum(sizes)
        found: Small = self.values[np.arange(sizes.sum()) + np.repeat(self.starts[documents] - ends + sizes, sizes)]
        return found

    def replaced(self, lists: Lists) -> Lists:
        """The same with each number replaced by all of that one of *lists*."""
        sizes = lists.sizes[self.values]
        ends = np.concatenate([[0], np.cumsum(sizes)])[self.ends]
        values = np.empty(int(sizes.sum()), np.int32)
        at = 0
        for start in range(0, len(self.values), _AT_ONCE):
            some = lists.of_documents(self.values[start : start + _AT_ONCE])
            values[at : at + len(some)] = some
            at += len(some)
        return Lists(values, ends)

    def merged(self, new: Lists, sources: Numbers) -> Lists:
        """Of each document its list in this, at *sources*; or, where that is -1, the next of *new*."""
        if (sources < 0).all():
            return new
        old, fresh = (np.concatenate([[0], one.ends]) for one in (self, new))
        is_new = sources < 0
        # Documents that stand one after another in the same lists are taken at once.
        taken = np.where(is_new, np.cumsum(is_new) - 1, sources)
        cuts = np.flatnonzero((np.diff(taken) != 1) | (np.diff(is_new) != 0)) + 1
        pieces = [np.empty(0, np.int32)]
        for first, end in pairwise([0, *cuts.tolist(), len(taken)]) if len(taken) else ():
            lists, bounds = (new, fresh) if is_new[first] else (self, old)
            pieces.append(lists.values[bounds[taken[first]] : bounds[taken[end - 1] + 1]])
        sizes = np.empty(len(taken), np.int64)
        sizes[is_new], sizes[~is_new] = new.sizes, self.sizes[sources[~is_new]]
        return Lists(np.concatenate(pieces), np.cumsum(sizes))


def bounds(groups: NDArray[Any], many: int) -> Numbers:
    """Where each of *many* groups begins among rows that ascend by group; and at last, how many rows there are."""
    return np.searchsorted(groups, np.arange(many + 1))


def changes(*columns: NDArray[Any]) -> Numbers:
    """The rows that differ from the one before; the first does."""
    differs = np.ones(len(columns[0]), bool)
    if len(differs):
        differs[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in columns])
    return np.flatnonzero(differs)


def distinct(numbers: NDArray[Any]) -> NDArray[Any]:
    """Each of *numbers* once, ascending. Several times as fast as numpy's own `unique`."""
    ordered = np.sort(numbers)
    return ordered[changes(ordered)]


def present(numbers: NDArray[Any]) -> Numbers:
    """The same of numbers that are small, none of them below 0."""
    return np.flatnonzero(np.bincount(numbers))
