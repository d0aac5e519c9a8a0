"""Columns of numbers turned into their codes, as one text."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from archive.lists import Numbers, bounds


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


def steps(numbers: NDArray[Any], begins: Numbers) -> NDArray[Any]:
    """How much above the number before each is; at the rows *begins*, how much above -1."""
    found: NDArray[Any] = np.diff(numbers, prepend=numbers.dtype.type(-1))
    found[begins] = numbers[begins] + 1
    return found
