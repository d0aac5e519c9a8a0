"""What tells a file that was touched from one that was not."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TypeAlias

Stamp: TypeAlias = tuple[int, int, int]
"""Of a file: its size, time of change (ns) and inode."""


def stamp(status: os.stat_result) -> Stamp:
    """The stamp of a file with this *status*."""
    return status.st_size, status.st_mtime_ns, status.st_ino


def present(folder: Path, below: Iterable[str]) -> dict[str, Stamp]:
    """Path from *folder* → stamp, of every file in those of its folders that are named; hidden ones apart."""
    found: dict[str, Stamp] = {}
    pending = [name for name in below if (folder / name).is_dir()]
    while pending:
        name = pending.pop()
        with os.scandir(folder / name) as entries:
            for entry in entries:
                path = f"{name}/{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    pending.append(path)
                elif not entry.name.startswith("."):
                    found[path] = stamp(entry.stat())
    return found
