"""Many numbers at once: lists of them laid end to end, and columns of them turned into their codes as one text."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
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

    def times(self, many: int) -> Numbers:
        """How often each number below *many* stands in them."""
        found = np.zeros(many, np.int64)
        for _, some in self._parts(_AT_ONCE):
            found += np.bincount(some, minlength=many)
        return found

    def sums(self, of: NDArray[np.int8]) -> Numbers:
        """Of each document the sum of what its numbers have."""
        found = np.zeros(len(self.ends), np.int64)
        told = np.empty(len(self.values), np.int8)
        for at, some in self._parts():
            told[at : at + len(some)] = of.take(some)
        has_any = self.sizes > 0
        if has_any.any():
            found[has_any] = np.add.reduceat(told, self.starts[has_any], dtype=np.int64)
        return found

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


class Texts(NamedTuple):
    """A text for each document, laid end to end."""

    text: str
    ends: Numbers
    """Of each document, where its text ends."""

    def of(self, documents: range) -> str:
        """The texts of *documents*, which stand one after another."""
        first, end = (self.ends[number - 1] if number else 0 for number in (documents.start, documents.stop))
        return self.text[first:end]

    @property
    def sizes(self) -> Numbers:
        """Of each document, how long its text is."""
        return np.diff(self.ends, prepend=0)


@dataclass(frozen=True)
class Codes:
    """The codes of 0, 1, 2 …: all that a column may hold."""

    letters: NDArray[np.uint8]
    """ASCII: a row for each number, a column for each place."""
    widths: Numbers

    @cached_property
    def padded(self) -> NDArray[np.void]:
        """Each code as one item, with zeros behind it."""
        many, width = self.letters.shape
        size = 1 << (width - 1).bit_length()  # such items are copied as numbers are
        padded = np.zeros((many, size), np.uint8)
        padded[:, :width] = self.letters
        padded[np.arange(size) >= self.widths[:, None]] = 0
        return padded.view(f"V{size}").ravel()

    @classmethod
    def base36(cls, many: int) -> Codes:
        """Of the numbers below *many*: see `coding.base36`."""
        digits, widths = _digits(36, many)
        return cls(_DIGITS[digits], widths)

    @classmethod
    def packed(cls, many: int) -> Codes:
        """Of the numbers below *many*: see `coding.packed`."""
        digits, widths = _digits(26, many)
        letters = digits + ord("a")
        letters[np.arange(many), widths - 1] -= ord("a") - ord("A")
        return cls(letters, widths)

    def and_one(self, text: str) -> Codes:
        """The same, and of the next number, which has no other, *text*."""
        many, width = self.letters.shape
        letters = np.zeros((many + 1, max(width, len(text))), np.uint8)
        letters[:many, :width] = self.letters
        letters[many, : len(text)] = np.frombuffer(text.encode("ascii"), np.uint8)
        return Codes(letters, np.append(self.widths, len(text)))

    @classmethod
    def count(cls, many: int) -> Codes:
        """Of the numbers below *many*: see `coding.count`; 0 has none."""
        plain, digits = cls.base36(many), np.arange(min(many, 26))
        letters = np.zeros((many, plain.letters.shape[1] + 2), np.uint8)
        letters[:, 0] = ord("Z")
        letters[:, 1:-1] = plain.letters
        letters[np.arange(many), plain.widths + 1] = ord(".")
        letters[: len(digits), 0] = digits + ord("A") - 1
        return cls(letters, np.where(np.arange(many) < 26, np.minimum(np.arange(many), 1), plain.widths + 2))


_DIGITS = np.frombuffer(b"0123456789abcdefghijklmnopqrstuvwxyz", np.uint8)


def _digits(base: int, many: int) -> tuple[NDArray[np.uint8], Numbers]:
    """Of each number below *many* its digits, the first of them first, and how many it has."""
    width, first = 1, 0
    while base**width < many:
        width += 1
    digits, widths = np.zeros((many, width), np.uint8), np.ones(many, np.int64)
    for places in range(1, width + 1):
        numbers = np.arange(first, min(base**places, many))
        for place in range(places):
            digits[numbers, place] = numbers // base ** (places - 1 - place) % base
        widths[numbers] = places
        first = base**places
    return digits, widths


def texts_of(groups: NDArray[Any], many: int, *columns: tuple[Codes, NDArray[Any]]) -> list[str]:
    """For each of *many* groups its rows as text: of each row the code of each column's number, with nothing between.

    *groups* says which group a row is of, ascending.
    """
    text, starts = laid(*columns)
    return [text[start:end] for start, end in pairwise(starts[bounds(groups, many)].tolist())]


def laid(*columns: tuple[Codes, NDArray[Any]]) -> tuple[str, Numbers]:
    """The rows as one text: of each the code of each column's number; and where each row begins, and the last ends."""
    rows = np.empty(len(columns[0][1]), [(f"{place}", codes.padded.dtype) for place, (codes, _) in enumerate(columns)])
    starts = np.zeros(len(rows) + 1, np.int64)
    for place, (codes, numbers) in enumerate(columns):
        rows[f"{place}"] = codes.padded.take(numbers)
        starts[1:] += codes.widths.take(numbers)
    return rows.tobytes().translate(None, b"\0").decode("ascii"), np.cumsum(starts)


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


def steps(numbers: NDArray[Any], begins: Numbers) -> NDArray[Any]:
    """How much above the number before each is; at the rows *begins*, how much above -1."""
    found: NDArray[Any] = np.diff(numbers, prepend=numbers.dtype.type(-1))
    found[begins] = numbers[begins] + 1
    return found
