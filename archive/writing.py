"""Writing ``docs/``: compare, write what differs, prune strays, and never touch somebody's work."""

from __future__ import annotations

import errno
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path, PurePosixPath
from typing import NamedTuple, TypeAlias

from archive.generated import GENERATED_FOLDERS, Generated
from archive.messages import Message
from archive.problems import ArchiveError, Problem
from archive.staging import NEW
from archive.stamps import Stamp, present, stamp
from archive.workers import spread

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


class Made(NamedTuple):
    """Files that are made, and not yet in their places."""

    ledger: dict[str, Entry]
    """What will stand in ``docs/`` then."""
    staged: list[tuple[Path, str]]
    """Where a file lies, and its path below ``docs/``: those that differ from what stands there."""
    foreign: list[str]
    """Paths of theirs where something stands that was not generated."""


class Writer:
    """Makes the generated part of a docs *folder* hold exactly the files that are added, once all are there.

    Files that are already so are left untouched; those that *earlier* knows, made from the same and not touched since,
    are not even made. The others are made in *cores* processes and staged in *workspace*. *found* is what stands there
    (see `look_at_docs`), where that is known already.
    """

    def __init__(
        self,
        folder: Path,
        workspace: Path,
        earlier: Ledger | None = None,
        cores: int = 1,
        found: Mapping[str, Stamp] | None = None,
    ) -> None:
        self._folder = folder
        self._workspace = workspace
        self._earlier = earlier or {}
        self._cores = cores
        self._found = look_at_docs(folder) if found is None else found
        self._added = Made({}, [], [])

    def left(self, path: str) -> bytes | None:
        """The key of the file at *path* that an earlier build left, as long as nobody has touched it since."""
        known = self._earlier.get(path)
        return known.key if known and self._found.get(path) == known.stamp else None

    def is_as_left(self, name: str) -> bool:
        """Whether the folder *name* holds what an earlier build left there, and nothing else."""
        there = {path: mark for path, mark in self._found.items() if path.startswith(f"{name}/")}
        left = {path: entry.stamp for path, entry in self._earlier.items() if path.startswith(f"{name}/")}
        return bool(left) and there == left

    def make(
        self,
        files: Iterable[Generated],
        at_once: int = sys.maxsize,
        on_done: Callable[[], object] = lambda: None,
    ) -> Made:
        """Makes those of *files* that are not there, once all or so many *at once* are known.

        Calls *on_done* for each that is there then. Raises ArchiveError when one cannot be made, and ValueError when
        two claim one path, which would lose one. May be called in a process of its own.
        """
        made, staging = Made({}, [], []), Path(tempfile.mkdtemp(prefix=NEW, dir=self._workspace))
        pending: list[_Pending] = []
        for file in files:
            path = file.path
            _claim(path, made.ledger)
            known = self._earlier.get(path)
            there = self._found.get(path) if "/" in path else _stamp_at(self._folder / path)
            if known and known.key == file.key and known.stamp == there:
                made.ledger[path] = known
                on_done()
                continue
            made.ledger[path] = Entry(file.key, there or _NEVER)
            pending.append(_Pending(file, there))
            if len(pending) == at_once:
                self._stage(pending, made, staging, on_done)
                pending = []
        self._stage(pending, made, staging, on_done)
        return made

    def _stage(self, pending: Sequence[_Pending], made: Made, staging: Path, on_done: Callable[[], object]) -> None:
        done = len(made.staged)
        make = partial(_made, pending, self._folder, staging, done)
        for at, (is_ours, new) in enumerate(spread(make, range(len(pending)), self._cores)):
            path, key, _ = pending[at].file
            if not is_ours:
                made.foreign.append(path)
            if new:
                made.ledger[path] = Entry(key, new)
                made.staged.append((_beside(staging, done, at), path))
            on_done()

    def add(self, made: Made) -> None:
        """Takes these files too. Raises ValueError when they claim a path that others have."""
        for path in made.ledger:
            _claim(path, self._added.ledger)
        self._added.ledger.update(made.ledger)
        self._added.staged.extend(made.staged)
        self._added.foreign.extend(made.foreign)

    def finish(self) -> Ledger:
        """Puts all in place, and deletes what was not added; returns what stands there then.

        Raises ArchiveError, with the folder as it was, when a file that was not generated stands in the way: it is
        somebody's work.
        """
        ledger, staged, in_the_way = self._added
        strays = [path for path in self._found if path not in ledger]
        foreign = [path for path in strays if not is_generated(path, (self._folder / path).read_bytes)]
        if foreign := sorted({*in_the_way, *foreign}):
            found, remedy = Message("was not generated but stands where pages are"), Message("move it elsewhere")
            paths = [os.path.relpath(self._folder / path) for path in foreign]
            raise ArchiveError(Problem(path, 0, "", found, remedy) for path in paths)
        _commit(staged, self._folder)
        for stray in strays:
            (self._folder / stray).unlink()
        _prune_empty(self._folder, strays)
        return ledger


def look_at_docs(folder: Path) -> dict[str, Stamp]:
    """The generated files below a docs *folder*, or what stands in their place, but those at its top: path → stamp."""
    return present(folder, GENERATED_FOLDERS)


_NEVER: Stamp = (0, 0, 0)


def _claim(path: str, ledger: Ledger) -> None:
    if path in ledger:
        raise ValueError(f"two pages claim {path}")


class _Pending(NamedTuple):
    file: Generated
    there: Stamp | None
    """Of the file that has its path now."""


def _made(pending: Sequence[_Pending], folder: Path, staging: Path, done: int, at: int) -> tuple[bool, Stamp | None]:
    """Makes a file; returns whether what has its path is ours to change, and the new file's stamp if that differs."""
    file, there = pending[at]
    data, stands = file.data(), folder / file.path
    is_ours = not there or is_generated(file.path, stands.read_bytes)
    if there and there[0] == len(data) and stands.read_bytes() == data:
        return is_ours, None
    with open(_beside(staging, done, at), "wb") as beside:  # noqa: PTH123 - half the time of a Path
        beside.write(data)
        beside.flush()
        return is_ours, stamp(os.fstat(beside.fileno()))


def _beside(staging: Path, done: int, at: int) -> Path:
    return staging / f"{done}-{at}"


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


def is_generated(path: str, read: Callable[[], bytes]) -> bool:
    """Whether the file at *path* below docs/, which *read* gives, is ours to change: data, or a page with our mark."""
    if path.partition("/")[0] in _DATA_FOLDERS:
        return True
    if not path.endswith(".md"):
        return False
    front_matter, end, _ = read().partition(b"\n---\n")
    return front_matter.startswith(b"---\n") and bool(end) and _MARK in front_matter


def _prune_empty(folder: Path, gone: Iterable[str]) -> None:
    """Deletes the folders that hold nothing now that files are *gone* from them."""
    above = {parent for path in gone for parent in PurePosixPath(path).parents} - {PurePosixPath()}
    for path in sorted(above, reverse=True):
        if not any((folder / path).iterdir()):
            (folder / path).rmdir()


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
        elif not is_generated(path.name, path.read_bytes):
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
