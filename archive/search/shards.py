"""Which items make a file: boundaries that the items themselves decide, so that a change stays where it happens.

A group ends after an item whose key's checksum says so, once it is large enough. An item more or less moves no boundary
but those beside it; all other groups, and so all other files, stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Generic, NamedTuple, TypeVar
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


class _Run(Generic[Item]):
    """The items since the last boundary."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self.items: list[Item] = []
        self._total = 0
        self._ends = False

    def ends_before(self, size: int) -> bool:
        """Whether an item of that size begins the next one."""
        is_full = self._total + size > self._bounds.high or len(self.items) == self._bounds.most
        return bool(self.items) and (self._ends or is_full)

    def add(self, key: str, size: int, item: Item) -> None:
        """Takes an item in."""
        self.items.append(item)
        self._total += size
        is_large = self._total >= self._bounds.low
        self._ends = is_large and crc32(key.encode("utf-8")) % self._bounds.one_in == 0

    def take(self) -> list[Item]:
        """Ends it; gives its items."""
        items, self.items, self._total, self._ends = self.items, [], 0, False
        return items


def grouped(items: Iterable[tuple[Sized, Item]], bounds: Bounds) -> Iterator[list[Item]]:
    """Runs of *items* in their order. No items make no run."""
    run: _Run[Item] = _Run(bounds)
    for (key, size), item in items:
        if run.ends_before(size):
            yield run.take()
        run.add(key, size, item)
    if run.items:
        yield run.take()


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


Line = tuple[str, str]
"""A key, and the line that begins with it. Keys ascend in UTF-16 order."""
Changed = tuple[str, str | None]
"""A key, and its line; None when it has none any more."""


def shards(lines: Iterable[Line], bounds: Bounds) -> Iterator[Shard]:
    """The shards of *lines*. Sizes are in characters."""
    yield from (shard for shard in shards_since((), lines, lambda _: (), bounds) if isinstance(shard, Shard))


def shards_since(
    before: Sequence[Standing],
    changed: Iterable[Changed],
    read: Callable[[Standing], Iterable[Line]],
    bounds: Bounds,
) -> Iterator[Shard | Standing]:
    """The same, where *before* are those that an earlier build made: these, where nothing changed, and new ones.

    *changed* are the lines that came, went or are not what they were; *read* gives the lines of a shard.
    """
    run: _Run[Line] = _Run(bounds)
    for part in _parts(before, changed, read):
        if isinstance(part, Standing) and (not run.items or run.ends_before(part.opening)):
            yield from _taken(run)
            yield part
            continue
        for key, line in read(part) if isinstance(part, Standing) else part:
            size = len(line) + 1
            if run.ends_before(size):
                yield from _taken(run)
            run.add(key, size, (key, line))
    yield from _taken(run)


def _parts(
    before: Sequence[Standing], changed: Iterable[Changed], read: Callable[[Standing], Iterable[Line]]
) -> Iterator[Standing | Iterable[Line]]:
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
        lines: dict[str, str | None] = dict(read(shard))
        many = len(lines)
        while change and (until is None or utf16_order(change[0]) < until):
            lines[change[0]] = change[1]
            change = next(changes, None)
        keys = lines if len(lines) == many else sorted(lines, key=utf16_order)
        yield [(key, line) for key in keys if (line := lines[key]) is not None]
    if change:  # there was no shard before
        yield ((key, line) for key, line in chain([change], changes) if line is not None)


def _taken(run: _Run[Line]) -> Iterator[Shard]:
    """Ends a run: its shard, if it has lines."""
    if lines := run.take():
        yield Shard(lines[0][0], lines[-1][0], len(lines[0][1]) + 1, "\n".join([line for _, line in lines]))


def between(below: str, key: str) -> str:
    """The shortest beginning of *key* that is above *below*, which is below *key*; empty where nothing is below."""
    ends = range(1, len(key) + 1) if below else ()
    return next((key[:end] for end in ends if utf16_order(key[:end]) > utf16_order(below)), "")
