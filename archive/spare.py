"""The spare: what is left of the old site beside the new one, for the next build to make its own of.

A folder that may go at any time. It holds only files that the site has too, the same under two names: so it takes
hardly any room, and nothing stays in it that an archive no longer publishes. Nobody but its owner may look into it,
lest a web server show it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Container
from contextlib import suppress
from pathlib import Path

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


def take_spare(site: Path, folder: Path) -> None:
    """Puts the spare of *site*, if it has one, in the place of the empty *folder*.

    Whatever may stand in it then: somebody may have changed it.
    """
    spare = spare_of(site)
    if _is_ours(spare):
        with suppress(OSError):
            (spare / _TREE).rename(folder)
        shutil.rmtree(spare, ignore_errors=True)


def leave_spare(site: Path, old: Path, shared: Container[str]) -> None:
    """Makes what is *shared* of the *old* site (paths of files that *site* has too) the spare of *site*.

    Where that cannot be, or nothing is shared, *old* stays where it is, or in a folder beside that has its name and
    more: a spare is there whole or not at all.
    """
    whole = old.with_name(f"{old.name}-spare")
    with suppress(OSError):
        if weed(old, lambda path, _: path in shared):
            whole.mkdir(mode=0o700)
            (whole / _TAG).write_text(_WHAT_IT_IS, encoding="utf-8")
            old.rename(whole / _TREE)
            whole.rename(spare_of(site))


def weed(tree: Path, stays: Callable[[str, os.DirEntry[str]], bool], below: str = "") -> bool:
    """Deletes every file of *tree* but those of which *stays* is true, and folders that are empty then.

    *stays* is given the path from *tree* and the file; a link counts as a file. Returns whether anything is left.
    *below* is the folder to begin in: empty, or with a slash at its end.
    """
    left = False
    with os.scandir(f"{tree}/{below}") as listed:
        entries = list(listed)
    for entry in entries:
        path = f"{below}{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            if weed(tree, stays, f"{path}/"):
                left = True
            else:
                os.rmdir(entry.path)  # noqa: PTH106 - as below
        elif stays(path, entry):
            left = True
        else:
            os.unlink(entry.path)  # noqa: PTH108 - no Path for each of many thousand files
    return left


def _is_ours(spare: Path) -> bool:
    """Whether what stands at *spare* was left there by a build."""
    try:
        if spare.is_symlink() or not {path.name for path in spare.iterdir()} <= {_TREE, _TAG}:
            return False
        return (spare / _TAG).read_text(encoding="utf-8").startswith(_OURS)
    except (OSError, UnicodeDecodeError):
        return False
