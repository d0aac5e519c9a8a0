"""The files of an index: their names, and which of them an earlier build made already."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple, TypeVar

from archive.search.coding import as_json, utf16_order
from archive.search.memory import Memory
from archive.search.shards import Bounds, Changed, Shard, Standing, between, shards, shards_since

FOLDER = "search"
"""Below ``docs/`` and below the site."""

T = TypeVar("T")
Made = tuple[str, str | None]
"""A file's path below ``docs/``, and its text; None where an earlier build made it."""
Making = Generator[Made, None, T]
"""Makes files, each once it is asked for; at the end gives what the manifest says of them."""


class Keyed(NamedTuple):
    """Lines of which an earlier build made most."""

    changed: Iterable[str]
    """The keys of those that may have come or gone, or may be others than they were."""
    make: Callable[[Sequence[str]], Iterator[Changed]]
    """The lines of keys, in their order."""
    every: Callable[[], Iterable[str]]
    """The keys of all lines."""


class Output:
    """The files made so far, beside those in ``docs/search``."""

    def __init__(self, docs: Path | None, before: Memory | None) -> None:
        """*docs* holds every file that is in *before*."""
        self._docs = docs
        self._standing = before.files if before else frozenset()
        self._shards = before.shards if before else {}
        self.files: set[str] = set()
        """The names of all."""
        self.shards: dict[str, list[Standing]] = {}
        """By kind, those of keyed lines."""

    def file(self, kind: str, value: object) -> Making[str]:
        """Makes the file of *value*; gives its name."""
        text = as_json(value)
        name = f"{kind}-{digest(text)}"
        yield self.script(name, text)
        return name

    def script(self, name: str, text: str) -> Made:
        """The file of a value, as JSON."""
        if name in self._standing:
            return self.standing(name)
        self.files.add(name)
        return _path(name), f"{_before(name)}{text}{_BEHIND}"

    def standing(self, name: str) -> Made:
        """A file that an earlier build made."""
        self.files.add(name)
        return _path(name), None

    def table(self, kind: str, bounds: Bounds, lines: Iterable[str]) -> Making[str]:
        """Makes the files of *lines*; gives their shard table."""
        made = yield from self._made(kind, shards(lines, bounds))
        return _table(kind, made)

    def keyed_table(self, kind: str, bounds: Bounds, lines: Keyed) -> Making[str]:
        """Makes the files of *lines*, those that changed; gives their shard table."""
        changed = lines.make(sorted(lines.changed, key=utf16_order))
        made = shards_since(self._shards.get(kind, ()), changed, lambda shard: self._lines(shard, lines), bounds)
        self.shards[kind] = yield from self._made(kind, made)
        return _table(kind, self.shards[kind])

    def _made(self, kind: str, made: Iterable[Shard | Standing]) -> Making[list[Standing]]:
        found = []
        for shard in made:
            if isinstance(shard, Standing):
                yield self.standing(shard.name)
                found.append(shard)
            else:
                name = yield from self.file(kind, shard.text)
                found.append(Standing(shard.first, shard.last, shard.opening, name))
        return found

    def _lines(self, shard: Standing, lines: Keyed) -> list[str]:
        """The lines of a shard, from its file; made anew where that is not what its name says."""
        text = self._read(shard.name)
        if text is not None:
            return text.split("\n")
        first, last = utf16_order(shard.first), utf16_order(shard.last)
        keys = sorted([key for key in lines.every() if first <= utf16_order(key) <= last], key=utf16_order)
        return [line for _, line in lines.make(keys) if line is not None]

    def _read(self, name: str) -> str | None:
        try:
            text = (self._docs / _path(name)).read_text(encoding="utf-8") if self._docs else ""
        except (OSError, UnicodeDecodeError):
            return None
        value = text.removeprefix(_before(name)).removesuffix(_BEHIND)
        if name.rpartition("-")[2] != digest(value):
            return None
        lines: str = json.loads(value)
        return lines


_BEHIND = ");\n"


def _before(name: str) -> str:
    return f'archive.file("{name}",'


def _path(name: str) -> str:
    return f"{FOLDER}/{name}.js"


def _table(kind: str, shards: Sequence[Standing]) -> str:
    lasts = ["", *(shard.last for shard in shards)]
    rows = zip(lasts, shards, strict=False)
    return "\n".join([f"{between(last, one.first)} {one.name.removeprefix(f'{kind}-')}" for last, one in rows])


def digest(*texts: str) -> str:
    """What tells a file's content from any other: 10 hexadecimal digits."""
    found = sha256()
    for text in texts:
        found.update(text.encode("utf-8"))
    return found.hexdigest()[:10]
