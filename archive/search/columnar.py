"""Many numbers at once: columns of them turned into their codes, row by row, as one text."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Numbers: TypeAlias = NDArray[np.int64]


class Codes:
    """The codes of 0, 1, 2 …: all that a column may hold."""

    def __init__(self, codes: Iterable[str]) -> None:
        texts = np.array([code.encode("ascii") for code in codes], dtype=np.bytes_)
        self.widths: Numbers = np.char.str_len(texts)
        self.letters: NDArray[np.uint8] = texts.view(np.uint8).reshape(len(texts), -1)


def texts_of(groups: Numbers, many: int, *columns: tuple[Codes, Numbers]) -> list[str]:
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


def bounds(groups: Numbers, many: int) -> Numbers:
    """Where each of *many* groups begins among rows that ascend by group; and at last, how many rows there are."""
    return np.searchsorted(groups, np.arange(many + 1))
