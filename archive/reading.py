"""An archive's folder, read and checked whole: seeds and authority records, or every problem at once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from archive.authorities import read_authorities, unread_ids
from archive.model import Article, Record
from archive.problems import ArchiveError
from archive.seeds import read_seeds
from archive.settings import Settings
from archive.validation import validate_records, validate_seeds


@dataclass(frozen=True)
class Sources:
    """What an archive is made from, checked."""

    articles: tuple[Article, ...]
    """Sorted by id."""
    records: Mapping[str, Record]
    """By id, sorted."""


def read_sources(folder: Path, settings: Settings) -> Sources:
    """The articles and records of the archive in *folder*.

    Raises ArchiveError with every problem of every file.
    """
    articles_folder = folder / "articles"
    seeds, problems = read_seeds(
        articles_folder, _shown(articles_folder), _published(articles_folder, settings.root), settings.language
    )
    files, mistakes = read_authorities(folder / "authorities", _shown(folder / "authorities"))
    records, contradictions = validate_records(files)
    problems += mistakes + contradictions + validate_seeds(seeds, records, unread_ids(files))
    if problems:
        raise ArchiveError(problems)
    return Sources(tuple(seed.article for seed in seeds), records)


def _shown(folder: Path) -> str:
    """*folder* as the user would type it."""
    shown = os.path.relpath(folder)
    return Path(folder if shown.startswith("..") else shown).as_posix()


def _published(folder: Path, root: Path) -> str:
    """What stands before a seed's name on its page: its folder below *root*, else nothing."""
    try:
        return f"{folder.resolve().relative_to(root).as_posix()}/"
    except ValueError:
        return ""
