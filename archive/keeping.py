"""What of the old site stands in the new one as it is: the pages whose files below ``docs/`` nobody has touched since.

Their files get a second name in the new site, where the disk can do that: 30,000 of them take half a second.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from archive.stamps import Stamp, present
from archive.writing import GENERATED_FOLDERS, Ledger


class Published(NamedTuple):
    """A site as it was left."""

    key: str
    """Of all but the files themselves that made it what it is."""
    files: Mapping[str, tuple[Stamp, Stamp]]
    """Path of a generated file below ``docs/`` → its stamp there, and that of what was made of it in the site."""


def keep(site: Path, staging: Path, published: Published | None, ledger: Ledger, key: str) -> frozenset[str]:
    """Puts what can stay of *site* into *staging*; returns the paths below ``docs/`` that it was made from.

    *ledger* is what stands in ``docs/`` now, *key* what a site is made with besides. Only files that are as they were
    *published* stay.
    """
    if published is None or published.key != key:
        return frozenset()
    there = present(site, GENERATED_FOLDERS)
    kept: list[str] = []
    folders: set[str] = set()
    for path, (then, made) in published.files.items():
        now, output = ledger.get(path), output_of(path)
        if now is None or now.stamp != then or there.get(output) != made:
            continue
        folder, _, _ = output.rpartition("/")
        if folder not in folders:
            (staging / folder).mkdir(parents=True, exist_ok=True)
            folders.add(folder)
        _put(f"{site}/{output}", f"{staging}/{output}")
        kept.append(path)
    return frozenset(kept)


def _put(old: str, new: str) -> None:
    try:
        os.link(old, new)
    except OSError:  # another disk, or one without such links
        shutil.copy2(old, new)


def record(staging: Path, ledger: Ledger, key: str) -> Published:
    """What was published into *staging* of the files in *ledger*."""
    there = present(staging, GENERATED_FOLDERS)
    outputs = ((entry.stamp, path, there.get(output_of(path))) for path, entry in ledger.items())
    return Published(key, {path: (then, made) for then, path, made in outputs if made})


def output_of(path: str) -> str:
    """Where in the site stands what MkDocs makes of the generated file at *path* below ``docs/``."""
    return f"{path.removesuffix('.md')}.html" if path.endswith(".md") else path
