"""What earlier builds read and linked, for as long as the files are as they were."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from archive.digests import digest, digest_of
from archive.memory import Memory
from archive.model import LinkedArticle, Record
from archive.stamps import Stamp, stamp

_PARTS = 64
"""In which it is kept: one article more writes one of them anew."""
_LATELY = 2_000_000_000
"""Nanoseconds in which a file may change twice and show one time of change."""
_UNSURE: Stamp = (0, 0, 0)


class Known(NamedTuple):
    """A seed that was read and linked."""

    stamp: Stamp
    digest: bytes
    """Of the file's bytes."""
    linked: LinkedArticle


class Earlier(NamedTuple):
    """What a build knew."""

    records: Mapping[str, Record]
    """Those that the articles were linked with."""
    seeds: Mapping[str, Known]
    """By file name."""


NOTHING = Earlier({}, {})


def unchanged(entry: os.DirEntry[str], earlier: Earlier) -> Known | None:
    """What is known of the file, as long as that still holds: it was not touched, or has the same bytes."""
    known = earlier.seeds.get(entry.name)
    if known is None:
        return None
    status = entry.stat(follow_symlinks=False)
    now = stamp(status)
    if now == known.stamp:
        return known
    if not stat.S_ISREG(status.st_mode) or digest_of(Path(entry.path).read_bytes()) != known.digest:
        return None
    return known._replace(stamp=now)


def recall(memory: Memory) -> Earlier:
    """What the last build knew, or as much of it as is left."""
    records: Mapping[str, Record] | None = memory.recall("records")
    if records is None:
        return NOTHING
    linked_with = _key(records)
    seeds: dict[str, Known] = {}
    for number in range(_PARTS):
        key, part = memory.recall(f"seeds-{number}") or (b"", {})
        if key == linked_with:
            seeds.update(part)
    return Earlier(records, seeds)


def remember(memory: Memory, earlier: Earlier, now: Earlier) -> None:
    """Keeps *now*, of which as much as is in *earlier* is kept already."""
    parts: list[dict[str, Known]] = [{} for _ in range(_PARTS)]
    changed = {_part(name) for name in earlier.seeds.keys() - now.seeds.keys()}
    recently = time.time_ns() - _LATELY
    for name, known in now.seeds.items():
        part = _part(name)
        if earlier.seeds.get(name) is not known:
            changed.add(part)
        parts[part][name] = known if known.stamp[1] < recently else known._replace(stamp=_UNSURE)
    if now.records != earlier.records:
        memory.remember("records", now.records)
        changed = set(range(_PARTS))
    linked_with = _key(now.records)
    for part in changed:
        memory.remember(f"seeds-{part}", (linked_with, parts[part]))


def _part(name: str) -> int:
    return crc32(name.encode()) % _PARTS


def _key(records: Mapping[str, Record]) -> bytes:
    return digest(repr(sorted(records.items())))


def version_of(earlier: Earlier) -> bytes:
    """A digest of all that is known: what was made of it can be told by it."""
    seeds = sorted(earlier.seeds.items())
    return digest_of(b"".join([_key(earlier.records), *(name.encode() + known.digest for name, known in seeds)]))


def changes_between(earlier: Earlier, now: Earlier) -> list[LinkedArticle]:
    """Every article that one of them has and the other has not, or has otherwise."""
    changed = [known.linked for name, known in earlier.seeds.items() if not _same(known, now.seeds.get(name))]
    return changed + [known.linked for name, known in now.seeds.items() if not _same(known, earlier.seeds.get(name))]


def _same(one: Known, other: Known | None) -> bool:
    return other is not None and one.linked is other.linked
