"""The spare: what is left of the old site beside the new one, for the next build to make its own of.

A folder that may go at any time. It holds only files that the site has too, the same under two names: so it takes
hardly any room, and nothing stays in it that an archive no longer publishes. Nobody but its owner may look into it,
lest a web server show it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Container, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from archive.stamps import Stamp, stamp

_TREE, _TAG = "site", "CACHEDIR.TAG"
_OURS = """Signature: 8a477f597d28d172789f06886806bc55
# The site beside this folder"""
"""How its tag begins in every version."""
_WHAT_IT_IS = f"""{_OURS}, as far as the last build left it as it was. The next build brings it up to date, in place
# of making every file of a site anew. Its files are those of the site itself and take no room; never write on one.
# You may delete the folder at any time. Programs that make backups pass over it: see https://bford.info/cachedir/
"""


def spare_of(site: Path) -> Path:
    """Where the spare of *site* lies."""
    return site.with_name(f".{site.name}.spare")


def take_spare(site: Path, folder: Path) -> bool:
    """Puts the spare of *site* in the place of the empty *folder*, whatever may stand in it; whether there was one."""
    spare, taken = spare_of(site), False
    if _is_ours(spare):
        with suppress(OSError):
            (spare / _TREE).rename(folder)
            taken = True
        shutil.rmtree(spare, ignore_errors=True)
    return taken


def leave_spare(site: Path, old: Path, paths: Iterable[str], shared: Container[str]) -> None:
    """Makes what is *shared* of the *old* site (paths of files that *site* has too) the spare of *site*.

    *paths* are those of all that stands in *old*. Where that cannot be, or nothing is shared, *old* stays where it is,
    or in a folder beside that has its name and more: a spare is there whole or not at all.
    """
    whole = old.with_name(f"{old.name}-spare")
    with suppress(OSError):
        if weed(old, paths, shared):
            whole.mkdir(mode=0o700)
            (whole / _TAG).write_text(_WHAT_IT_IS, encoding="utf-8")
            old.rename(whole / _TREE)
            whole.rename(spare_of(site))


def look_at_spare(site: Path) -> dict[str, Stamp]:
    """What stands in the spare of *site*, if it has one: path there → stamp; folders' paths end with a slash."""
    tree = spare_of(site) / _TREE
    if not _is_ours(tree.parent) or not tree.is_dir():
        return {}
    return {path: stamp(entry.stat(follow_symlinks=False)) for path, entry in _contents(tree)}


def paths_in(tree: Path) -> list[str]:
    """The paths of all that stands in *tree*, if it is there; those of folders end with a slash."""
    return [path for path, _ in _contents(tree)] if tree.is_dir() else []


def _contents(tree: Path, below: str = "") -> Iterator[tuple[str, os.DirEntry[str]]]:
    """All that stands in *tree*, by its path there; that of a folder ends with a slash, and a link counts as a file."""
    with os.scandir(f"{tree}/{below}") as entries:
        for entry in entries:
            path = f"{below}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                yield f"{path}/", entry
                yield from _contents(tree, f"{path}/")
            else:
                yield path, entry


def weed(tree: Path, paths: Iterable[str], stays: Container[str]) -> bool:
    """Deletes, of all *paths* that were found in *tree*, every file but what *stays*, and folders that are empty then.

    Folders' paths end with a slash. Returns whether anything is left.
    """
    folders: list[str] = []
    used: set[str] = set()
    for path in paths:
        if path.endswith("/"):
            folders.append(path)
        elif path in stays:
            used.add(path.rpartition("/")[0])
        else:
            os.unlink(f"{tree}/{path}")  # noqa: PTH108 - no Path for each of many thousand files
    for folder in sorted(folders, reverse=True):
        if folder[:-1] in used:
            used.add(folder[:-1].rpartition("/")[0])
        else:
            (tree / folder).rmdir()
    return bool(used)


def _is_ours(spare: Path) -> bool:
    """Whether what stands at *spare* was left there by a build."""
    try:
        if spare.is_symlink() or not {path.name for path in spare.iterdir()} <= {_TREE, _TAG}:
            return False
        return (spare / _TAG).read_text(encoding="utf-8").startswith(_OURS)
    except (OSError, UnicodeDecodeError):
        return False
