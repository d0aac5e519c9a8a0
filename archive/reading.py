"""An archive's folder, read and checked whole: seeds and authority records, and every problem at once."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from archive.authorities import AuthorityFile, read_authorities, unread_ids
from archive.known import NOTHING, Earlier, unchanged
from archive.messages import Message
from archive.model import Article, Record, Redirect
from archive.problems import ArchiveError, Problem
from archive.redirects import NAME, read_redirects, validate_redirects
from archive.seeds import Seed, read_seeds
from archive.settings import Settings
from archive.stamps import Stamp
from archive.validation import names_only, validate_records, validate_seeds


@dataclass(frozen=True)
class Sources:
    """What an archive is made from, checked."""

    articles: tuple[Article, ...]
    """Those that were read, sorted by id."""
    records: Mapping[str, Record]
    """By id, sorted."""
    redirects: tuple[Redirect, ...]
    files: Mapping[str, tuple[Stamp, bytes]]
    """Article id → its file's stamp, and a digest of its bytes."""
    known: Mapping[int, Stamp]
    """Of the articles that an earlier build knew, and that were not read again: their numbers then → their stamps."""


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
    names: tuple[str, ...]
    """Of all files among the articles."""
    authorities: tuple[AuthorityFile, ...]
    errors: tuple[Problem, ...]
    known: Mapping[str, tuple[int, Stamp]]
    """File name → its article's number in an earlier build, and its stamp, where that still holds; it has no seed."""

    @cached_property
    def addresses(self) -> Mapping[str, str]:
        """``articles/<id>`` and the like of every page that there is, or would be but for an error → its file below."""
        seeds = [name for name in self.names if name.endswith(".txt")]
        addresses = {f"articles/{name.removesuffix('.txt')}": f"articles/{name}" for name in seeds}
        for file in self.authorities:
            path = Path(file.path)
            ids = {record.id for _, record in file.records} | (file.unread or set())
            addresses |= {f"{path.stem}/{id}": f"authorities/{path.name}" for id in ids}
        return addresses


def read_archive(folder: Path, settings: Settings, earlier: Earlier = NOTHING) -> Reading:
    """The archive in *folder* as far as it can be read. What *earlier* knew, and still holds, is not read again."""
    links = tuple(_links(folder, settings.root))
    if links:
        return Reading((), {}, (), shown(folder), (), (), links, {})
    articles = folder / "articles"
    files, mistakes = read_authorities(folder / "authorities", shown(folder / "authorities"))
    records, contradictions = validate_records(files)
    unread = unread_ids(files)
    known = dict(_still_known(articles, records, earlier)) if earlier.register else {}
    published = _published(articles, settings.root)
    seeds, problems = read_seeds(articles, shown(articles), published, settings.language, known)
    problems += mistakes + contradictions + validate_seeds(seeds, records, unread)
    names = tuple([entry.name for entry in os.scandir(articles)]) if articles.is_dir() else ()
    redirects, slips = read_redirects(folder / NAME, shown(folder / NAME))
    reading = Reading(
        tuple(seeds),
        records,
        tuple(redirect for _, redirect in redirects.entries),
        shown(folder),
        names,
        tuple(files),
        tuple(problems + slips),
        known,
    )
    if unread is None or not redirects.entries:
        return reading
    astray = validate_redirects(redirects, reading.addresses.keys())
    return replace(reading, errors=(*reading.errors, *astray))


def _still_known(
    folder: Path, records: Mapping[str, Record], earlier: Earlier
) -> Iterator[tuple[str, tuple[int, Stamp]]]:
    """The files that are as *earlier* knew them, and name only *records* that there still are."""
    kinds = {id: record.kind for id, record in records.items()}
    same = kinds == {id: record.kind for id, record in earlier.records.items()}
    numbers = {f"{id}.txt": number for number, id in enumerate(earlier.register.ids)}
    with os.scandir(folder) as entries:
        for entry in entries:
            number = numbers.get(entry.name)
            if number is None:
                continue
            now = unchanged(entry, earlier.stamps[number], earlier.digests[number])
            if now and (same or names_only(earlier.register.articles[number].article, kinds)):
                yield entry.name, (number, now)


def _links(folder: Path, root: Path) -> Iterator[Problem]:
    """Where the archive's own folders are links: one that a contributor makes would publish whatever it leads to."""
    own = [folder] if folder.absolute() == (root / "seeds").absolute() else []  # whoever names another knows what it is
    for path in (*own, folder / "articles", folder / "authorities"):
        if path.is_symlink():
            remedy = Message("put the folder itself here, or name the one that it leads to with --seeds")
            yield Problem(shown(path), 0, "", Message("is a link to another folder"), remedy)


def read_sources(folder: Path, settings: Settings, earlier: Earlier = NOTHING) -> Sources:
    """The articles and records of the archive in *folder*. What *earlier* knew, and still holds, is not read again.

    Raises ArchiveError with every problem of every file.
    """
    reading = read_archive(folder, settings, earlier)
    if reading.errors:
        raise ArchiveError(reading.errors)
    articles = tuple([seed.article for seed in reading.seeds])
    files = {seed.article.id: (seed.stamp, seed.digest) for seed in reading.seeds}
    return Sources(articles, reading.records, reading.redirects, files, dict(reading.known.values()))


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
