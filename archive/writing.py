"""Writing ``docs/``: compare, write what differs, prune strays, and never touch somebody's work."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from archive.messages import Message
from archive.problems import ArchiveError, Problem

GENERATED_FOLDERS = ("articles", "outlets", "places", "actors", "dates", "data", "search", "contribute")
"""The folders below ``docs/`` that hold nothing but generated files."""
_DATA_FOLDERS = ("data", "search", "contribute")
"""Those of them that hold other files than pages."""
_UNFINISHED = ".new"
_MARK = b"\nkind: "
"""What the front matter of every generated page holds, and no page by hand."""


def write_docs(folder: Path, files: Mapping[str, str]) -> int:
    """Makes the generated part of *folder* hold exactly *files* (path → text); returns how many files changed.

    Files that are already so are left untouched. Raises ArchiveError, before anything is written, when a file that
    was not generated stands in the way: it is somebody's work.
    """
    strays = [path for path in _present(folder) if path.relative_to(folder).as_posix() not in files]
    in_the_way = [folder / path for path in files if (folder / path).is_file()]
    foreign = [path for path in (*strays, *in_the_way) if not _is_generated(path, folder)]
    if foreign:
        found, remedy = Message("was not generated but stands where pages are"), Message("move it elsewhere")
        raise ArchiveError(Problem(os.path.relpath(path), 0, "", found, remedy) for path in foreign)
    for left in _unfinished(folder, files):
        left.unlink()
    changed = 0
    for path, text in sorted(files.items()):
        target, data = folder / path, text.encode("utf-8")
        if target.is_file() and target.read_bytes() == data:
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        _replace(target, data)
        changed += 1
    for stray in strays:
        stray.unlink()
        changed += 1
    _prune_empty(folder)
    return changed


def _present(folder: Path) -> Iterator[Path]:
    for name in GENERATED_FOLDERS:
        for path in (folder / name).rglob("*"):
            if path.is_file() and not path.name.startswith("."):
                yield path


def _unfinished(folder: Path, files: Iterable[str]) -> list[Path]:
    """What a killed build was writing: see `_replace`."""
    beside_pages = [path for name in GENERATED_FOLDERS for path in (folder / name).rglob(f".*{_UNFINISHED}")]
    at_the_top = [_beside(folder / path) for path in files if "/" not in path]
    return [path for path in (*beside_pages, *at_the_top) if path.is_file()]


def _is_generated(path: Path, folder: Path) -> bool:
    """Whether the file at *path* in the docs *folder* is ours to change: data, or a page with our mark."""
    if path.relative_to(folder).parts[0] in _DATA_FOLDERS:
        return True
    if path.suffix != ".md":
        return False
    front_matter, end, _ = path.read_bytes().partition(b"\n---\n")
    return front_matter.startswith(b"---\n") and bool(end) and _MARK in front_matter


def _replace(target: Path, data: bytes) -> None:
    """Writes *data* beside *target* and renames: a reader sees the old file or the new one."""
    beside = _beside(target)
    try:
        beside.write_bytes(data)
        beside.replace(target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _beside(target: Path) -> Path:
    return target.with_name(f".{target.name}{_UNFINISHED}")


def _prune_empty(folder: Path) -> None:
    for name in GENERATED_FOLDERS:
        below = sorted((path for path in (folder / name).rglob("*") if path.is_dir()), reverse=True)
        for path in [*below, folder / name]:
            if path.is_dir() and not any(path.iterdir()):
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
        elif not _is_generated(path, docs):
            shutil.copy2(path, target / path.name)


def paths_to_write(files: Iterable[tuple[str, str]]) -> dict[str, str]:
    """*files* by path. Raises ValueError when two pages claim one path, which would lose one of them."""
    paths: dict[str, str] = {}
    for path, text in files:
        if path in paths:
            raise ValueError(f"two pages claim {path}")
        paths[path] = text
    return paths


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
