"""What of the old site stands in the new one as it is: the pages whose files below ``docs/`` nobody has touched since.

Most of them stand in the spare already; the others get a second name in the new site, where the disk can do that.
"""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from archive.spare import take_spare, weed
from archive.stamps import Stamp, stamp
from archive.writing import Ledger


class Published(NamedTuple):
    """A site as it was left."""

    key: str
    """Of all but the files themselves that made it what it is."""
    files: Mapping[str, tuple[Stamp, Stamp]]
    """Path of a generated file below ``docs/`` → its stamp there, and that of what was made of it in the site."""


def keep(
    site: Path, staging: Path, spare: Mapping[str, Stamp], published: Published | None, ledger: Ledger, key: str
) -> dict[str, Stamp]:
    """Makes the empty folder *staging* hold what can stay of *site* or its *spare*, and nothing else.

    *spare* is what stands there, as `archive.spare.look_at_spare` found it. Returns path below ``docs/`` → stamp in
    *staging* of what was made from it. *ledger* is what stands in ``docs/`` now, *key* what a site is made with
    besides. Only files that are as they were *published* stay.
    """
    known = published.files if published and published.key == key else {}
    kept: dict[str, Stamp] = {}
    sources: dict[str, str] = {}
    for path, (then, made) in known.items():
        now = ledger.get(path)
        if now is not None and now.stamp == then:
            kept[path] = made
            sources[output_of(path)] = path
    there: set[str] = set()
    if take_spare(site, staging):
        there = {output for output, mark in spare.items() if output in sources and kept[sources[output]] == mark}
        weed(staging, spare, there)
    folders = set[str]()
    for output, path in sources.items():
        if output in there:
            continue
        if _stamp_at(site, output) != kept[path]:
            del kept[path]
            continue
        folder, _, _ = output.rpartition("/")
        if folder not in folders:
            (staging / folder).mkdir(parents=True, exist_ok=True)
            folders.add(folder)
        kept[path] = _put(site, staging, output) or kept[path]
    return kept


def _put(site: Path, staging: Path, output: str) -> Stamp | None:
    """Puts a file of *site* into *staging* too, where it is the same or, when it cannot be, has another stamp."""
    old, new = f"{site}/{output}", f"{staging}/{output}"
    try:
        os.link(old, new)
    except OSError:  # another disk, or one without such links
        shutil.copy2(old, new)
        return _stamp_at(staging, output)
    return None


def _stamp_at(folder: Path, path: str) -> Stamp | None:
    try:
        status = os.lstat(f"{folder}/{path}")  # no Path for each of many thousand files
    except OSError:
        return None
    return stamp(status) if stat.S_ISREG(status.st_mode) else None


def record(staging: Path, ledger: Ledger, key: str, kept: Mapping[str, Stamp]) -> Published:
    """What was published into *staging* of the files in *ledger*; *kept* are stamps as `keep` gives them, still true.

    Of those at the top nothing is kept: they are few.
    """
    files: dict[str, tuple[Stamp, Stamp]] = {}
    for path, entry in ledger.items():
        made = kept.get(path) or ("/" in path and _stamp_at(staging, output_of(path)))
        if made:
            files[path] = entry.stamp, made
    return Published(key, files)


def shared(before: Published | None, now: Published) -> frozenset[str]:
    """The files of a site that are those of the one *before*: no copies, but the same under two names."""
    known = before.files if before else {}
    return frozenset(
        output_of(path) for path, (_, made) in now.files.items() if (then := known.get(path)) and then[1] == made
    )


def output_of(path: str) -> str:
    """Where in the site stands what MkDocs makes of the generated file at *path* below ``docs/``."""
    return f"{path.removesuffix('.md')}.html" if path.endswith(".md") else path
