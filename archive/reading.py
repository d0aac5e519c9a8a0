"""An archive's folder, read and checked whole: seeds and authority records, and every problem at once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from archive.authorities import read_authorities, unread_ids
from archive.model import Article, Record
from archive.problems import ArchiveError, Problem
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


@dataclass(frozen=True)
class Reading:
    """What could be read of an archive, right or wrong, and every error in it."""

    seeds: tuple[Seed, ...]
    """Sorted by id."""
    records: Mapping[str, Record]
    """By id, sorted."""
    errors: tuple[Problem, ...]


def read_archive(folder: Path, settings: Settings) -> Reading:
    """The archive in *folder* as far as it can be read."""
    articles = folder / "articles"
    seeds, problems = read_seeds(articles, shown(articles), _published(articles, settings.root), settings.language)
    files, mistakes = read_authorities(folder / "authorities", shown(folder / "authorities"))
    records, contradictions = validate_records(files)
    problems += mistakes + contradictions + validate_seeds(seeds, records, unread_ids(files))
    return Reading(tuple(seeds), records, tuple(problems))


def read_sources(folder: Path, settings: Settings) -> Sources:
    """The articles and records of the archive in *folder*.

    Raises ArchiveError with every problem of every file.
    """
    reading = read_archive(folder, settings)
    if reading.errors:
        raise ArchiveError(reading.errors)
    return Sources(tuple(seed.article for seed in reading.seeds), reading.records)


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
