"""The one place that writes: compare, write what differs, prune strays, and never half a site."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from archive.export import ARTICLES
from archive.problems import ArchiveError, Problem

GENERATED_FOLDERS = ("articles", "outlets", "places", "actors", "dates", "data", "search", "contribute")
"""The folders below ``docs/`` that hold nothing but generated files."""
_DATA_FOLDERS = ("data", "search", "contribute")
"""Those of them that hold other files than pages."""
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
        raise ArchiveError(
            Problem(os.path.relpath(path), 0, "", "was not generated but stands where pages are", "move it elsewhere")
            for path in foreign
        )
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
    beside = target.with_name(f".{target.name}.new")
    beside.write_bytes(data)
    beside.replace(target)


def _prune_empty(folder: Path) -> None:
    for name in GENERATED_FOLDERS:
        below = sorted((path for path in (folder / name).rglob("*") if path.is_dir()), reverse=True)
        for path in [*below, folder / name]:
            if path.is_dir() and not any(path.iterdir()):
                path.rmdir()


def copy_pages_by_hand(docs: Path, target: Path) -> None:
    """Copies into *target* what people put into *docs*: everything but generated files."""
    if not docs.is_dir():
        return
    for path in sorted(docs.iterdir()):
        if path.name in GENERATED_FOLDERS or path.name.startswith("."):
            continue
        if path.is_dir():
            shutil.copytree(path, target / path.name)
        elif not _is_generated(path, docs):
            shutil.copy2(path, target / path.name)


def check_site_target(site: Path, keep: Iterable[Path]) -> None:
    """Raises ArchiveError unless *site* is absent, empty, or a site made here, and holds nothing of *keep*.

    It will be replaced.
    """
    shown = os.path.relpath(site)
    for folder in keep:
        if site.resolve() in (folder.resolve(), *folder.resolve().parents):
            found = f"would replace {os.path.relpath(folder)}"
            raise ArchiveError([Problem(shown, 0, "", found, "name another folder with --site")])
    if site.is_symlink() or (site.exists() and not site.is_dir()):
        raise ArchiveError([Problem(shown, 0, "", "is no folder", "name another folder with --site")])
    made_here = (site / "index.html").is_file() and (site / ARTICLES).is_file() and not (site / ".git").exists()
    if site.is_dir() and any(site.iterdir()) and not made_here:
        found = "holds files, and no site of this archive"
        raise ArchiveError([Problem(shown, 0, "", found, "empty it, or name another folder with --site")])


@contextmanager
def whole_site(site: Path) -> Iterator[Path]:
    """A staging folder beside *site*; when the block ends well it takes the place of *site* in whole.

    When the block raises, *site* stays as it was.
    """
    site.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f".{site.name}.new-", dir=site.parent))
    retired = staging.with_name(staging.name.replace(".new-", ".old-"))
    try:
        yield staging
        staging.chmod(0o755)
        if site.exists():
            site.rename(retired)
        staging.rename(site)
    finally:
        if retired.exists() and not site.exists():  # stopped between the two
            retired.rename(site)
        for folder in (staging, retired):
            shutil.rmtree(folder, ignore_errors=True)


def paths_to_write(files: Iterable[tuple[str, str]]) -> dict[str, str]:
    """*files* by path. Raises ValueError when two pages claim one path, which would lose one of them."""
    paths: dict[str, str] = {}
    for path, text in files:
        if path in paths:
            raise ValueError(f"two pages claim {path}")
        paths[path] = text
    return paths
