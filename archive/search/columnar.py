"""Columns of numbers turned into their codes, as one text."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from archive.lists import Numbers, bounds


@dataclass(frozen=True)
class Codes:
    """The codes of 0, 1, 2 …: all that a column may hold."""

    letters: NDArray[np.uint8]
    """ASCII: a row for each number, a column for each place."""
    widths: Numbers

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
    widths = [codes.widths[numbers] for codes, numbers in columns]
    ends = np.cumsum(sum(widths))
    starts = np.concatenate([[0], ends])
    letters = np.empty(starts[-1], np.uint8)
    at = starts[:-1]
    for (codes, numbers), width in zip(columns, widths, strict=True):
        for place in range(codes.letters.shape[1]):
            reaches = width > place
            letters[at[reaches] + place] = codes.letters[numbers[reaches], place]
        at = at + width
    text = letters.tobytes().decode("ascii")
    return [text[start:end] for start, end in pairwise(starts[bounds(groups, many)].tolist())]


def steps(numbers: NDArray[Any], begins: Numbers) -> NDArray[Any]:
    """How much above the number before each is; at the rows *begins*, how much above -1."""
    found: NDArray[Any] = np.diff(numbers, prepend=numbers.dtype.type(-1))
    found[begins] = numbers[begins] + 1
    return found
