"""Which items make a file: boundaries that the items themselves decide, so that a change stays where it happens.

A group ends after an item whose key's checksum says so, once it is large enough. An item more or less moves no boundary
but those beside it; all other groups, and so all other files, stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeVar
from zlib import crc32

from archive.search.coding import utf16_order

Item = TypeVar("Item")


class Bounds(NamedTuple):
    """How large groups are. Sizes are of any kind, such as characters."""

    low: int
    """From this size on a group may end."""
    high: int
    """An item that would make its group larger begins the next one; only one that is so large alone makes a larger."""
    one_in: int
    """Of so many keys one ends a group, on average."""
    most: int | None = None
    """The most items in a group."""


class Sized(NamedTuple):
    """What deciding needs to know of an item."""

    key: str
    """Says where groups end: what stays the same when the item's content changes."""
    size: int


def grouped(items: Iterable[tuple[Sized, Item]], bounds: Bounds) -> Iterator[list[Item]]:
    """Runs of *items* in their order. No items make no run."""
    run: list[Item] = []
    total = 0
    ends = False
    for (key, size), item in items:
        if run and (ends or total + size > bounds.high or len(run) == bounds.most):
            yield run
            run, total = [], 0
        run.append(item)
        total += size
        ends = total >= bounds.low and crc32(key.encode("utf-8")) % bounds.one_in == 0
    if run:
        yield run


class Shard(NamedTuple):
    """Lines that make a file."""

    first: str
    """The key of its first line."""
    last: str
    opening: int
    """The size of its first line."""
    text: str
    """Its lines, with a line feed between them."""


Line = tuple[str, str]
"""A key, and the line that begins with it. Keys ascend in UTF-16 order."""


def shards(lines: Iterable[Line], bounds: Bounds) -> Iterator[Shard]:
    """The shards of *lines*. Sizes are in characters."""
    for run in grouped(((Sized(key, len(line) + 1), (key, line)) for key, line in lines), bounds):
        yield Shard(run[0][0], run[-1][0], len(run[0][1]) + 1, "\n".join([line for _, line in run]))


def between(below: str, key: str) -> str:
    """The shortest beginning of *key* that is above *below*, which is below *key*; empty where nothing is below."""
    ends = range(1, len(key) + 1) if below else ()
    return next((key[:end] for end in ends if utf16_order(key[:end]) > utf16_order(below)), "")
