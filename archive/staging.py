"""Never half a site: the new one is made beside the old one and takes its place in one step.

A build works in a folder of its own beside its target, ``.site.building``. It holds the new site, and the lock that
keeps a second build waiting. A build that is killed leaves it behind; the next one puts right what it finds there. What
the next build can use of the old site stays as its spare, where the two change places in one step.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from archive.export import ARTICLES
from archive.messages import Message
from archive.problems import ArchiveError, Problem
from archive.spare import leave_spare

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

NEW = "new-"
"""How the names of folders begin in which a build prepares what is to take its place."""
_LOCK, _OLD = "lock", "old"
"""What else stands in a workspace: the lock, and the old site in the middle of a swap."""
_ELSEWHERE = Message("name another folder with --site")
_PAUSE = 0.1
"""Seconds before a lock is tried again."""
_LIBC: Any = None if sys.platform == "win32" else ctypes.CDLL(None, use_errno=True)
_HERE, _EXCHANGE = -100, 2  # AT_FDCWD; RENAME_EXCHANGE of Linux and RENAME_SWAP of macOS


def check_site_target(site: Path, keep: Iterable[Path]) -> None:
    """Raises ArchiveError unless *site* is absent, empty, or a site made here, and holds nothing of *keep*.

    It will be replaced.
    """
    shown = os.path.relpath(site)
    for folder in keep:
        if site.resolve() in (folder.resolve(), *folder.resolve().parents):
            found = Message("would replace {folder}", folder=os.path.relpath(folder))
            raise ArchiveError([Problem(shown, 0, "", found, _ELSEWHERE)])
    if site.is_symlink() or (site.exists() and not site.is_dir()):
        raise ArchiveError([Problem(shown, 0, "", Message("is no folder"), _ELSEWHERE)])
    if site.is_mount():
        found = Message("is where a disk is mounted, and cannot be replaced in whole")
        raise ArchiveError([Problem(shown, 0, "", found, Message("name a folder inside it with --site"))])
    made_here = (site / "index.html").is_file() and (site / ARTICLES).is_file() and not (site / ".git").exists()
    if site.is_dir() and any(site.iterdir()) and not made_here:
        found = Message("holds files, and no site of this archive")
        raise ArchiveError([Problem(shown, 0, "", found, Message("empty it, or name another folder with --site"))])


@dataclass
class Staging:
    """A site in the making."""

    folder: Path
    shared: frozenset[str] = frozenset()
    """Paths of files in it that are those of the old site, and no copies: they are left as its spare."""
    old: Sequence[str] = ()
    """The paths of all that stands in the old site: see `archive.spare.paths_in`."""


@contextmanager
def whole_site(site: Path, say: Callable[[str], None]) -> Iterator[Staging]:
    """A staging folder; when the block ends well it takes the place of *site* in whole.

    When the block raises, *site* stays as it was. What a killed build left behind is put right before the block
    begins. *say* and the rest are those of `alone`.
    """
    with alone(site, say) as workspace:
        retired = workspace / _OLD
        if retired.is_dir() and not site.exists():  # killed between the two steps of a swap
            retired.rename(site)
        _clear(workspace)
        staging = Staging(Path(tempfile.mkdtemp(prefix=NEW, dir=workspace)))
        yield staging
        staging.folder.chmod(0o755)
        _flush(staging.folder)
        in_one_step = _swap(site, staging.folder, retired)
        try:
            if in_one_step and staging.shared:
                leave_spare(site, staging.folder, staging.old, staging.shared)
            _clear(workspace)
        except KeyboardInterrupt:
            raise KeyboardInterrupt(Message("interrupted; the new site is in place")) from None


@contextmanager
def alone(folder: Path, say: Callable[[str], None]) -> Iterator[Path]:
    """The workspace beside *folder*, which no other build has before the block ends. It goes with the block.

    Waits for a build that has it, once *say* was told so. Raises ArchiveError when something else has its name, and
    OSError when the disk refuses it.
    """
    missing = [parent for parent in folder.parents if not parent.exists()]
    folder.parent.mkdir(parents=True, exist_ok=True)
    try:
        workspace = folder.with_name(f".{folder.name}.building")
        lock = _lock(workspace, lambda: say(f"{os.path.relpath(folder)}: waiting for another build to end"))
        try:
            yield workspace
        finally:
            with suppress(OSError):
                _clear(workspace)
            if sys.platform == "win32":  # where no open file can be deleted
                lock.close()
            with suppress(OSError):
                (workspace / _LOCK).unlink()
                workspace.rmdir()
            lock.close()  # not before: whoever waits for it must find it gone, and begin anew
    finally:
        with suppress(OSError):  # they are no longer empty when all went well
            for parent in missing:
                parent.rmdir()


def _lock(workspace: Path, on_wait: Callable[[], None]) -> IO[bytes]:
    """The open lock file of *workspace*, once nobody else has it; the system frees it when its last holder ends."""
    waiting = False
    while True:
        _check_ours(workspace)
        workspace.mkdir(exist_ok=True)
        try:
            lock = (workspace / _LOCK).open("ab")
        except FileNotFoundError:  # whoever had it has just tidied up
            continue
        taken = _take(lock)
        with suppress(FileNotFoundError):
            if taken and os.path.samestat(os.fstat(lock.fileno()), (workspace / _LOCK).stat()):
                return lock
        lock.close()
        if not taken:
            if not waiting:
                on_wait()
            waiting = True
            time.sleep(_PAUSE)


def _take(lock: IO[bytes]) -> bool:
    """Locks the file, unless another build holds it."""
    if sys.platform == "win32":
        try:
            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
    else:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:  # a file system without locks: one build at a time is then the user's to see to
            pass
        # MkDocs is to hold it too: when this program is killed, MkDocs goes on for a while and writes.
        os.set_inheritable(lock.fileno(), True)
    return True


def _check_ours(workspace: Path) -> None:
    """Raises ArchiveError when what stands at *workspace* was not left there by a build."""
    try:
        names = sorted(path.name for path in workspace.iterdir())
        ours = not workspace.is_symlink()
    except FileNotFoundError:
        names, ours = [], not workspace.is_symlink()
    except NotADirectoryError:
        names, ours = [], False
    known = all(name in (_LOCK, _OLD) or name.startswith(NEW) for name in names)
    if not ours or not known or (names and _LOCK not in names):
        found = Message("stands where a build works, and was not left there by one")
        raise ArchiveError([Problem(os.path.relpath(workspace), 0, "", found, Message("move it elsewhere"))])


def _clear(workspace: Path) -> None:
    """Deletes all but the lock, which goes last: what stands without it is not known as ours."""
    for path in workspace.iterdir():
        if path.name != _LOCK:
            shutil.rmtree(path, ignore_errors=True)


def _flush(folder: Path) -> None:
    """Waits until all of *folder* is on the disk: a power cut after the swap must not find it empty."""
    if hasattr(_LIBC, "syncfs"):  # once for all: a file at a time takes minutes where there are many
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            if _LIBC.syncfs(descriptor):
                raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(folder))
        finally:
            os.close(descriptor)
        return
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb+") as file:
                os.fsync(file.fileno())


def _swap(site: Path, staging: Path, retired: Path) -> bool:
    """Puts *staging* in the place of *site*: in one step where the system can, else in two with a way back.

    Whether they changed places.
    """
    if not site.exists():
        staging.rename(site)
        return False
    if _exchange(site, staging):
        return True
    try:
        site.rename(retired)
        staging.rename(site)
    finally:
        if not site.exists():
            retired.rename(site)
    return False


def _exchange(one: Path, other: Path) -> bool:
    """Gives each folder the name of the other, at once. Whether the system could do so."""
    names = os.fsencode(one), os.fsencode(other)
    if hasattr(_LIBC, "renameat2"):  # Linux
        return bool(_LIBC.renameat2(_HERE, names[0], _HERE, names[1], _EXCHANGE) == 0)
    if hasattr(_LIBC, "renamex_np"):  # macOS
        return bool(_LIBC.renamex_np(*names, _EXCHANGE) == 0)
    return False
