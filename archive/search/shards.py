"""Which items make a file: boundaries that the items themselves decide, so that a change stays where it happens.

A group ends after an item whose key's checksum says so, once it is large enough. An item more or less moves no boundary
but those beside it; all other groups, and so all other files, stay as they are.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
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


class _Grouping:
    """Says of items that come one after another which of them begin a group."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._many = 0
        """Items of the group that is open, and the sum of their sizes."""
        self._total = 0
        self._ends = False
        """Whether the last of them ends it."""

    def ends_before(self, size: int) -> bool:
        """Whether an item of that size would begin one."""
        is_full = self._total + size > self._bounds.high or self._many == self._bounds.most
        return self._many > 0 and (self._ends or is_full)

    def begins(self, sized: Iterable[tuple[Item, int]], key: Callable[[Item], str]) -> Iterator[int]:
        """Of more items, with their sizes, the places of those that begin one behind another.

        *key* gives what says where groups end: what stays the same when the item's content changes.
        """
        low, high, one_in, most = self._bounds
        many, total, ends = self._many, self._total, self._ends
        for place, (item, size) in enumerate(sized):
            if many and (ends or total + size > high or many == most):
                yield place
                many = total = 0
            many += 1
            total += size
            ends = total >= low and crc32(key(item).encode("utf-8")) % one_in == 0
        self._many, self._total, self._ends = many, total, ends

    def end(self) -> None:
        """Ends the group that is open."""
        self._many, self._total, self._ends = 0, 0, False


def grouped(sized: Iterable[tuple[Item, int]], key: Callable[[Item], str], bounds: Bounds) -> Iterator[list[Item]]:
    """Runs of items, each with its size, in their order; *key* as above. No items make no run."""
    run: list[Item] = []

    def taken() -> Iterator[tuple[Item, int]]:
        for one in sized:
            run.append(one[0])
            yield one

    for _ in _Grouping(bounds).begins(taken(), key):
        *ended, first = run
        yield ended
        run[:] = [first]
    if run:
        yield run


class Shard(NamedTuple):
    """Lines that make a file."""

    first: str
    """The key of its first line."""
    last: str
    opening: int
    """The size of its first line, in characters, with a line feed."""
    text: str
    """Its lines, with a line feed between them."""


class Standing(NamedTuple):
    """A shard that an earlier build made."""

    first: str
    last: str
    opening: int
    name: str
    """Of its file."""


Changed = tuple[str, str | None]
"""A key, and the line that begins with it; None when it has none any more. Keys ascend in UTF-16 order."""


def key_of(line: str) -> str:
    """What a line begins with."""
    return line.partition("\t")[0]


def shards(lines: Iterable[str], bounds: Bounds) -> Iterator[Shard]:
    """The shards of *lines*, whose keys ascend. Sizes are in characters."""
    changed = ((key_of(line), line) for line in lines)
    yield from (shard for shard in shards_since((), changed, lambda _: [], bounds) if isinstance(shard, Shard))


def shards_since(
    before: Sequence[Standing],
    changed: Iterable[Changed],
    read: Callable[[Standing], list[str]],
    bounds: Bounds,
) -> Iterator[Shard | Standing]:
    """The same, where *before* are those that an earlier build made: these, where nothing changed, and new ones.

    *changed* are the lines that came, went or are not what they were; *read* gives the lines of a shard.
    """
    grouping = _Grouping(bounds)
    run: list[str] = []

    def taken(lines: Iterable[str]) -> Iterator[tuple[str, int]]:
        for line in lines:
            run.append(line)
            yield line, len(line) + 1

    for part in _parts(before, changed, read):
        if isinstance(part, Standing) and (not run or grouping.ends_before(part.opening)):
            yield from _shard(run)
            run.clear()
            grouping.end()
            yield part
            continue
        for _ in grouping.begins(taken(read(part) if isinstance(part, Standing) else part), key_of):
            first = run.pop()
            yield from _shard(run)
            run[:] = [first]
    yield from _shard(run)


def _parts(
    before: Sequence[Standing], changed: Iterable[Changed], read: Callable[[Standing], list[str]]
) -> Iterator[Standing | Iterable[str]]:
    """Each shard of *before*, or, where something changed in it or right behind it, the lines in its place.

    Where the line behind a shard changed, it may end elsewhere.
    """
    changes = iter(changed)
    change = next(changes, None)
    for shard, following in zip(before, chain(before[1:], [None]), strict=False):
        until = utf16_order(following.first) if following else None
        if change is None or (until is not None and utf16_order(change[0]) > until):
            yield shard
            continue
        lines = read(shard)
        while change and (until is None or utf16_order(change[0]) < until):
            _put(lines, *change)
            change = next(changes, None)
        yield lines
    if change:  # there was no shard before
        yield (line for _, line in chain([change], changes) if line is not None)


def _put(lines: list[str], key: str, line: str | None) -> None:
    """Changes the line of *key* in *lines*."""
    at = bisect_left(lines, utf16_order(key), key=lambda one: utf16_order(key_of(one)))
    end = at + (at < len(lines) and key_of(lines[at]) == key)
    lines[at:end] = [] if line is None else [line]


def _shard(lines: Sequence[str]) -> Iterator[Shard]:
    """The shard of *lines*, if there are any."""
    if lines:
        yield Shard(key_of(lines[0]), key_of(lines[-1]), len(lines[0]) + 1, "\n".join(lines))


def between(below: str, key: str) -> str:
    """The shortest beginning of *key* that is above *below*, which is below *key*; empty where nothing is below."""
    ends = range(1, len(key) + 1) if below else ()
    return next((key[:end] for end in ends if utf16_order(key[:end]) > utf16_order(below)), "")
