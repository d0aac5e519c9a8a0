"""Writing ``docs/``: compare, write what differs, prune strays, and never touch somebody's work."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple, TypeAlias

from archive.generated import Generated
from archive.messages import Message
from archive.problems import ArchiveError, Problem
from archive.staging import NEW
from archive.stamps import Stamp, present, stamp

GENERATED_FOLDERS = ("articles", "outlets", "places", "actors", "dates", "data", "search", "contribute")
"""The folders below ``docs/`` that hold nothing but generated files."""
_DATA_FOLDERS = ("data", "search", "contribute")
"""Those of them that hold other files than pages."""
_MARK = b"\nkind: "
"""What the front matter of every generated page holds, and no page by hand."""


class Entry(NamedTuple):
    """A file as it was left."""

    key: bytes
    """Of what it was made from: see `archive.generated.Generated`."""
    stamp: Stamp


Ledger: TypeAlias = Mapping[str, Entry]
"""Path below ``docs/`` → the generated file there."""


def write_docs(folder: Path, files: Iterable[Generated], workspace: Path, earlier: Ledger | None = None) -> Ledger:
    """Makes the generated part of *folder* hold exactly *files*; returns what stands there then.

    Files that are already so are left untouched; those that *earlier* knows, made from the same and not touched since,
    are not even made. New ones are staged in *workspace*, and take their places once all are there. Raises
    ArchiveError, with *folder* as it was, when a file that was not generated stands in the way: it is somebody's work.
    Raises ValueError when two pages claim one path, which would lose one of them.
    """
    earlier = earlier or {}
    found = present(folder, GENERATED_FOLDERS)
    staging = Path(tempfile.mkdtemp(prefix=NEW, dir=workspace))
    ledger: dict[str, Entry] = {}
    staged: list[tuple[Path, str]] = []
    foreign: list[str] = []
    for path, key, render in files:
        if path in ledger:
            raise ValueError(f"two pages claim {path}")
        known = earlier.get(path)
        there = found.get(path) if "/" in path else _stamp_at(folder / path)
        if known and known.key == key and known.stamp == there:
            ledger[path] = known
            continue
        data = render().encode("utf-8")
        if there:
            old = (folder / path).read_bytes()
            if not _is_generated(path, old):
                foreign.append(path)
            if old == data:
                ledger[path] = Entry(key, there)
                continue
        beside = staging / str(len(staged))
        beside.write_bytes(data)
        ledger[path] = Entry(key, stamp(beside.stat()))
        staged.append((beside, path))
    strays = [path for path in found if path not in ledger]
    foreign += [path for path in strays if not _is_generated(path, (folder / path).read_bytes())]
    if foreign:
        what, remedy = Message("was not generated but stands where pages are"), Message("move it elsewhere")
        raise ArchiveError(Problem(os.path.relpath(folder / path), 0, "", what, remedy) for path in sorted(foreign))
    _commit(staged, folder)
    for stray in strays:
        (folder / stray).unlink()
    if strays:
        _prune_empty(folder)
    return ledger


def _commit(staged: Iterable[tuple[Path, str]], folder: Path) -> None:
    made: set[str] = set()
    for beside, path in staged:
        above, _, _ = path.rpartition("/")
        if above not in made:
            (folder / above).mkdir(parents=True, exist_ok=True)
            made.add(above)
        try:
            beside.replace(folder / path)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            shutil.copyfile(beside, folder / path)  # where docs/ is a disk of its own


def _stamp_at(path: Path) -> Stamp | None:
    return stamp(path.stat()) if path.is_file() else None


def _is_generated(path: str, data: bytes) -> bool:
    """Whether the file at *path* below docs/ is ours to change: data, or a page with our mark."""
    if path.partition("/")[0] in _DATA_FOLDERS:
        return True
    if not path.endswith(".md"):
        return False
    front_matter, end, _ = data.partition(b"\n---\n")
    return front_matter.startswith(b"---\n") and bool(end) and _MARK in front_matter


def _prune_empty(folder: Path) -> None:
    for name in GENERATED_FOLDERS:
        for path in sorted((Path(path) for path, _, _ in os.walk(folder / name)), reverse=True):
            if not any(path.iterdir()):
                path.rmdir()


def copy_pages_by_hand(docs: Path, target: Path) -> None:
    """Copies into *target* what people put into *docs*: everything but generated files."""
    target.mkdir(exist_ok=True)
    if not docs.is_dir():
        return
    for path in sorted(docs.iterdir()):
        if path.name in GENERATED_FOLDERS or path.name.startswith("."):
            continue
        if path.is_dir():
            shutil.copytree(path, target / path.name)
        elif not _is_generated(path.name, path.read_bytes()):
            shutil.copy2(path, target / path.name)


def write_new(folder: Path, files: Mapping[str, bytes]) -> None:
    """Writes *files* (name → bytes) into *folder*, made if need be: all of them or, when one cannot be, none.

    Raises FileExistsError rather than replace a file.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    try:
        for name, data in files.items():
            with (folder / name).open("xb") as file:
                written.append(folder / name)
                file.write(data)
    except BaseException:
        for path in written:
            path.unlink()
        raise
