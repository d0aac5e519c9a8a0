"""An archive's folder, read and checked whole: seeds and authority records, and every problem at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from archive.authorities import AuthorityFile, read_authorities, unread_ids
from archive.known import NOTHING, Earlier, unchanged
from archive.messages import Message
from archive.model import Article, Record, Redirect
from archive.problems import ArchiveError, Problem
from archive.redirects import NAME, read_redirects, validate_redirects
from archive.seeds import Seed, each_seed, read_seed
from archive.settings import Settings
from archive.stamps import Stamp
from archive.validation import names_only, validate_records, validate_seeds


@dataclass(frozen=True)
class Sources:
    """What an archive is made from, checked."""

    articles: Iterator[Article]
    """Those that are read, sorted by id: each when it is asked for, so that few are in memory at a time.

    After the last it raises ArchiveError with every problem of every file, if there is one.
    """
    many: int
    """How many they are."""
    records: Mapping[str, Record]
    """By id, sorted."""
    redirects: tuple[Redirect, ...]
    files: Mapping[str, tuple[Stamp, bytes]]
    """Article id → its file's stamp, and a digest of its bytes; of those that have been read."""
    known: Mapping[int, Stamp]
    """Of the articles that an earlier build knew, and that are not read again: their numbers then → their stamps."""


class Seeds(Mapping[str, Seed]):
    """Article id → its seed, in the order of their files' names.

    What an earlier build knew, and nobody touched since, is right: such a seed is read when somebody asks for it.
    """

    def __init__(
        self, read: dict[str, Seed], known: Mapping[str, int], earlier: Earlier, load: Callable[[str], Seed]
    ) -> None:
        """*known* are ids of seeds that are not *read*, with their articles' numbers in *earlier*; *load* reads one."""
        self._read = read
        self._known = known
        self._earlier = earlier
        self._load = load
        self._ids = sorted([*read, *known], key=lambda id: f"{id}.txt")

    def __getitem__(self, id: str) -> Seed:
        seed = self._read.get(id)
        if seed is None:
            if id not in self._known:
                raise KeyError(id)
            seed = self._read[id] = self._load(id)
        return seed

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, id: object) -> bool:
        return id in self._read or id in self._known

    def article(self, id: str) -> Article:
        """The article of a seed."""
        number = self._known.get(id)
        return self[id].article if number is None else self._earlier.register.articles[number].article

    def digest(self, id: str) -> bytes:
        """What tells the bytes of a seed's file from any other."""
        number = self._known.get(id)
        return self[id].digest if number is None else self._earlier.digests[number]


@dataclass(frozen=True)
class Reading:
    """What could be read of an archive, right or wrong, and every error in it."""

    seeds: Seeds
    records: Mapping[str, Record]
    """By id, sorted."""
    redirects: tuple[Redirect, ...]
    folder: str
    """The seeds' folder as the user would type it."""
    names: tuple[str, ...]
    """Of all files among the articles."""
    authorities: tuple[AuthorityFile, ...]
    errors: tuple[Problem, ...]

    @cached_property
    def addresses(self) -> Mapping[str, str]:
        """``articles/<id>`` and the like of every page that there is, or would be but for an error → its file below."""
        return _addresses(self.names, self.authorities)


def _addresses(names: Iterable[str], authorities: Iterable[AuthorityFile]) -> Mapping[str, str]:
    seeds = [name for name in names if name.endswith(".txt")]
    addresses = {f"articles/{name.removesuffix('.txt')}": f"articles/{name}" for name in seeds}
    for file in authorities:
        path = Path(file.path)
        ids = {record.id for _, record in file.records} | (file.unread or set())
        addresses |= {f"{path.stem}/{id}": f"authorities/{path.name}" for id in ids}
    return addresses


class _Opened(NamedTuple):
    """An archive of which everything has been read but the seeds."""

    seeds: Iterator[tuple[Seed | None, list[Problem]]]
    """Each when it is asked for, with what is wrong with it."""
    records: Mapping[str, Record]
    redirects: tuple[Redirect, ...]
    names: tuple[str, ...]
    authorities: tuple[AuthorityFile, ...]
    errors: tuple[Problem, ...]
    known: Mapping[str, tuple[int, Stamp]]


def _opened(folder: Path, settings: Settings, earlier: Earlier) -> _Opened:
    links = tuple(_links(folder, settings.root))
    if links:
        return _Opened(iter(()), {}, (), (), (), links, {})
    articles = folder / "articles"
    files, mistakes = read_authorities(folder / "authorities", shown(folder / "authorities"))
    records, contradictions = validate_records(files)
    unread = unread_ids(files)
    known = dict(_still_known(articles, records, earlier)) if earlier.register else {}
    names = tuple([entry.name for entry in os.scandir(articles)]) if articles.is_dir() else ()
    redirects, slips = read_redirects(folder / NAME, shown(folder / NAME))
    if unread is not None and redirects.entries:
        slips = [*slips, *validate_redirects(redirects, _addresses(names, files).keys())]

    def seeds() -> Iterator[tuple[Seed | None, list[Problem]]]:
        published = _published(articles, settings.root)
        for seed, slips in each_seed(articles, shown(articles), published, settings.language, known):
            yield seed, [*slips, *validate_seeds([seed] if seed else [], records, unread)]

    leading = tuple(redirect for _, redirect in redirects.entries)
    errors = (*mistakes, *contradictions, *slips)
    return _Opened(seeds(), records, leading, names, tuple(files), errors, known)


def read_archive(folder: Path, settings: Settings, earlier: Earlier = NOTHING) -> Reading:
    """The archive in *folder* as far as it can be read. What *earlier* knew, and still holds, is not read again."""
    opened = _opened(folder, settings, earlier)
    read: dict[str, Seed] = {}
    errors = [*opened.errors]
    for seed, mistakes in opened.seeds:
        errors += mistakes
        if seed:
            read[seed.article.id] = seed

    def load(id: str) -> Seed:
        name, articles = f"{id}.txt", folder / "articles"
        path, published = f"{shown(articles)}/{name}", f"{_published(articles, settings.root)}{name}"
        return read_seed((articles / name).read_bytes(), name, path, published, settings.language)[0]

    known = {name.removesuffix(".txt"): number for name, (number, _) in opened.known.items()}
    return Reading(
        Seeds(read, known, earlier, load),
        opened.records,
        opened.redirects,
        shown(folder),
        opened.names,
        opened.authorities,
        tuple(errors),
    )


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

    Raises ArchiveError with every problem of every file; if it is of seeds alone, where the `articles` end.
    """
    opened = _opened(folder, settings, earlier)
    if opened.errors:
        raise ArchiveError([*opened.errors, *chain.from_iterable([mistakes for _, mistakes in opened.seeds])])
    files: dict[str, tuple[Stamp, bytes]] = {}
    many = sum(not name.startswith(".") for name in opened.names) - len(opened.known)
    known = dict(opened.known.values())
    return Sources(_articles(opened, files), many, opened.records, opened.redirects, files, known)


def _articles(opened: _Opened, files: dict[str, tuple[Stamp, bytes]]) -> Iterator[Article]:
    """The articles, until one of them is wrong: whatever comes after is only looked at."""
    errors: list[Problem] = []
    for seed, mistakes in opened.seeds:
        errors += mistakes
        if seed and not errors:
            files[seed.article.id] = seed.stamp, seed.digest
            yield seed.article
    if errors:
        raise ArchiveError(errors)


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
