"""An archive's folder, read and checked whole: seeds and authority records, and every problem at once."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from archive.authorities import read_authorities, unread_ids
from archive.messages import Message
from archive.model import Article, Record, Redirect
from archive.problems import ArchiveError, Problem
from archive.redirects import NAME, read_redirects, validate_redirects
from archive.seeds import Seed, read_seeds
from archive.settings import Settings
from archive.validation import validate_records, validate_seeds


@dataclass(frozen=True)
class Sources:
    """What an archive is made from, checked."""

    articles: tuple[Article, ...]
    """Sorted by id."""
    records: Mapping[str, Record]
    """By id, sorted."""
    redirects: tuple[Redirect, ...]


@dataclass(frozen=True)
class Reading:
    """What could be read of an archive, right or wrong, and every error in it."""

    seeds: tuple[Seed, ...]
    """Sorted by id."""
    records: Mapping[str, Record]
    """By id, sorted."""
    redirects: tuple[Redirect, ...]
    folder: str
    """The seeds' folder as the user would type it."""
    addresses: Mapping[str, str]
    """``articles/<id>`` and the like of every page that there is, or would be but for an error → its file below it."""
    errors: tuple[Problem, ...]


def read_archive(folder: Path, settings: Settings) -> Reading:
    """The archive in *folder* as far as it can be read."""
    links = tuple(_links(folder, settings.root))
    if links:
        return Reading((), {}, (), shown(folder), {}, links)
    articles = folder / "articles"
    seeds, problems = read_seeds(articles, shown(articles), _published(articles, settings.root), settings.language)
    files, mistakes = read_authorities(folder / "authorities", shown(folder / "authorities"))
    records, contradictions = validate_records(files)
    unread = unread_ids(files)
    problems += mistakes + contradictions + validate_seeds(seeds, records, unread)
    addresses = {f"articles/{path.stem}": f"articles/{path.name}" for path in articles.glob("*.txt")}
    for file in files:
        ids = {record.id for _, record in file.records} | (file.unread or set())
        path = Path(file.path)
        addresses |= {f"{path.stem}/{id}": f"authorities/{path.name}" for id in ids}
    redirects, slips = read_redirects(folder / NAME, shown(folder / NAME))
    problems += slips
    if unread is not None:
        problems += validate_redirects(redirects, addresses.keys())
    return Reading(
        tuple(seeds),
        records,
        tuple(redirect for _, redirect in redirects.entries),
        shown(folder),
        addresses,
        tuple(problems),
    )


def _links(folder: Path, root: Path) -> Iterator[Problem]:
    """Where the archive's own folders are links: one that a contributor makes would publish whatever it leads to."""
    own = [folder] if folder.absolute() == (root / "seeds").absolute() else []  # whoever names another knows what it is
    for path in (*own, folder / "articles", folder / "authorities"):
        if path.is_symlink():
            remedy = Message("put the folder itself here, or name the one that it leads to with --seeds")
            yield Problem(shown(path), 0, "", Message("is a link to another folder"), remedy)


def read_sources(folder: Path, settings: Settings) -> Sources:
    """The articles and records of the archive in *folder*.

    Raises ArchiveError with every problem of every file.
    """
    reading = read_archive(folder, settings)
    if reading.errors:
        raise ArchiveError(reading.errors)
    return Sources(tuple(seed.article for seed in reading.seeds), reading.records, reading.redirects)


def shown(path: Path) -> str:
    """*path* as the user would type it."""
    relative = os.path.relpath(path)
    return Path(path if relative.startswith("..") else relative).as_posix()


def _published(folder: Path, root: Path) -> str:
    """What stands before a seed's name on its page: its folder below *root*, else nothing."""
    try:
        return f"{folder.resolve().relative_to(root).as_posix()}/"
    except ValueError:
        return ""
