"""Which of many articles hold which values, as one column of numbers: what is counted and listed by value."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from archive.lists import Lists, Numbers, distinct

Filed: TypeAlias = NDArray[np.int64]
"""``value << 32 | article``, ascending: by value, and of each value by article."""
_ARTICLE = 0xFFFFFFFF


def filed(lists: Lists, number_of: Numbers | None = None) -> Filed:
    """Each value of each article's list, as often as it stands there; *number_of*: the numbers to give the values."""
    values = lists.values if number_of is None else number_of[lists.values]
    return np.sort(values.astype(np.int64) << 32 | lists.owners)


def once(*some: Filed) -> Filed:
    """All of *some*, each once."""
    every: Filed = distinct(np.concatenate(some))
    return every


def values(some: Filed) -> Numbers:
    """The value of each."""
    return some >> 32


def articles(some: Filed) -> Numbers:
    """The article of each."""
    return some & _ARTICLE


def each(some: Filed, many: int) -> Iterator[tuple[int, int]]:
    """Of each of *many* values, from where to where it is filed."""
    return pairwise(np.searchsorted(some, np.arange(many + 1) << 32).tolist())


def by_article(some: Filed, many: int) -> tuple[Numbers, Iterator[tuple[int, int]]]:
    """The values, each once, of each of *many* articles in turn; and from where to where they are those of one."""
    turned = once(articles(some) << 32 | values(some))
    return articles(turned), each(turned, many)
