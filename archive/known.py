"""What earlier builds read and linked, for as long as the files are as they were."""

from __future__ import annotations

import os
import stat
import struct
import time
from array import array
from collections.abc import Mapping, Sequence
from itertools import accumulate, chain, pairwise, zip_longest
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from archive.digests import digest_of
from archive.memory import Memory
from archive.model import Record
from archive.register import NOBODY, Register
from archive.stamps import Stamp, stamp

_PARTS = 64
"""In which articles are kept: one more writes one of them anew."""
_LATELY = 2_000_000_000
"""Nanoseconds in which a file may change twice and show one time of change."""
_UNSURE: Stamp = (0, 0, 0)
_STAMP = struct.Struct("3q")
_DIGEST = struct.Struct("16s")
_LOST = memoryview(b"")


class Earlier(NamedTuple):
    """What a build knew."""

    records: Mapping[str, Record]
    """Those that the articles were linked with."""
    register: Register
    stamps: Sequence[Stamp]
    """Of each article's file."""
    digests: Sequence[bytes]
    """Of the bytes of each article's file."""
    parts: Sequence[bytes] = ()
    """Of each part of the articles that is kept, what tells it from any other."""


NOTHING = Earlier({}, NOBODY, (), ())


def unchanged(entry: os.DirEntry[str], before: Stamp, digest: bytes) -> Stamp | None:
    """The file's stamp, as long as it is what it was *before*: nobody touched it, or it has the same bytes."""
    status = entry.stat(follow_symlinks=False)
    now = stamp(status)
    if now == before or (stat.S_ISREG(status.st_mode) and digest_of(Path(entry.path).read_bytes()) == digest):
        return now
    return None


def recall(memory: Memory) -> Earlier:
    """What the last build knew, or as much of it as is left."""
    found = memory.recall("register")
    if found is None:
        return NOTHING
    records, columns, stamps, digests, made_of = found
    kept: dict[str, memoryview] = {}
    parts = []
    for number, one in enumerate(made_of):
        told, ids, sizes, articles = memory.recall(f"seeds-{number}") or (b"", (), (), b"")
        parts.append(told)
        if told == one:
            spans = pairwise(accumulate(sizes, initial=0))
            kept |= {id: memoryview(articles)[first:end] for id, (first, end) in zip(ids, spans, strict=True)}
    register = Register.of_columns(columns, lambda id: kept.get(id, _LOST))
    touched = [*_STAMP.iter_unpack(stamps)]
    read = [one for (one,) in _DIGEST.iter_unpack(digests)]
    if len(kept) == len(register):
        return Earlier(records, register, touched, read, parts)
    left = [number for number, id in enumerate(register.ids) if id in kept]
    touched, read = [touched[number] for number in left], [read[number] for number in left]
    return Earlier(records, register.after(left, ()), touched, read, parts)


def remember(memory: Memory, earlier: Earlier, now: Earlier) -> None:
    """Keeps *now*, of which as much as is in *earlier* is kept already."""
    register = now.register
    members: list[list[int]] = [[] for _ in range(_PARTS)]
    for number, id in enumerate(register.ids):
        members[crc32(id.encode()) % _PARTS].append(number)
    made_of = [digest_of(register.prints[numbers].tobytes()) for numbers in members]
    for part, (told, before) in enumerate(zip_longest(made_of, earlier.parts)):
        if told != before:
            articles = [register.articles.bytes_of(number) for number in members[part]]
            ids = tuple([register.ids[number] for number in members[part]])
            memory.remember(f"seeds-{part}", (told, ids, tuple(map(len, articles)), b"".join(articles)))
    recently = time.time_ns() - _LATELY
    stamps = chain.from_iterable([one if one[1] < recently else _UNSURE for one in now.stamps])
    kept = array("q", stamps).tobytes(), b"".join(now.digests)
    memory.remember("register", (now.records, register.kept_columns, *kept, made_of))
