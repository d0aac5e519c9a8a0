"""Every document as numbers: its words, the values that it is filed under, its days. What all files are made from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np

from archive.collection import Collection
from archive.dates import EdtfDate
from archive.lists import Lists, Numbers, Small, changes
from archive.model import LinkedArticle
from archive.register import Posting
from archive.search.spellings import Reader, Spellings, Strings

NEVER = -(2**31)
"""The day of a date that is open, unknown or not stated."""
_MOST = 2**31 - 1
_EPOCH = date(1970, 1, 1).toordinal()


def _outlet(linked: LinkedArticle) -> Sequence[str]:
    return [linked.article.outlet] if linked.article.outlet else []


def _basis(linked: LinkedArticle) -> Sequence[str]:
    known = linked.article.date_attribution if linked.article.date else None
    return [known.basis] if known else []


def months_and_years(value: EdtfDate | None) -> list[str]:
    """The months that an article stands under, and the years of which it names no month."""
    if value is None:
        return []
    months = value.months
    return [*months, *sorted(set(value.years) - {month[:4] for month in months})]


FACETS: Mapping[str, Callable[[LinkedArticle], Sequence[str]]] = {
    "outlet": _outlet,
    "date": lambda linked: months_and_years(linked.article.date),
    "places": lambda linked: linked.places,
    "actors": lambda linked: linked.actors,
    "sources": lambda linked: linked.sources,
    "language": lambda linked: [linked.article.language],
    "basis": _basis,
}
"""Every facet → the values of a document, in the order in which they are shown."""


@dataclass(frozen=True)
class Documents:
    """All documents in the order of their numbers."""

    prints: Sequence[bytes]
    """What tells each, as it is linked, from any other."""
    titles: Lists
    texts: Lists
    """Of each the spellings of its words, in order."""
    filed: Mapping[str, Lists]
    """By facet, of each the numbers of its values."""
    days: Lists
    """Of each the first and the last day of its date, counted from 1970-01-01, or `NEVER`."""
    spellings: Spellings
    values: Strings
    """Of all facets."""
    times: Numbers
    """How often each spelling stands in titles and texts."""
    document_counts: Numbers
    """Of each stem, how many documents have it in title or text."""

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self.prints)


class Since(NamedTuple):
    """What became of the documents that were known before."""

    sources: Numbers
    """Of each document its number among them, or -1 where it is not the same as one."""
    came: Numbers
    """The documents that are the same as none."""
    went: Numbers
    """Those known before that none is the same as."""


def in_order(collection: Collection) -> Posting:
    """All articles in the order of their numbers: the undated by id, then the others, oldest first."""
    register = collection.register
    return Posting(register, np.roll(register.all.numbers, -register.dated))


def read_documents(
    articles: Posting, collection: Collection, known: Documents | None = None
) -> tuple[Documents, Since]:
    """*articles*, which are in order, as numbers; and what became of those *known*, which are not read again."""
    before = known or _none()
    prints = articles.prints
    numbers = {one: number for number, one in enumerate(before.prints)}
    sources = np.array([numbers.get(one, -1) for one in prints], np.int64)
    is_left = np.zeros(before.size, bool)
    is_left[sources[sources >= 0]] = True
    since = Since(sources, np.flatnonzero(sources < 0), np.flatnonzero(~is_left))
    reader, number_of = Reader(before.spellings), before.values.number
    told: list[tuple[str, str, tuple[int, int]]] = []
    values: dict[str, list[list[int]]] = {name: [] for name in FACETS}

    def bodies() -> Iterator[Iterable[int]]:
        """Of each new document the words of its text; what else is asked of it is noted while it is at hand."""
        for number in since.came.tolist():
            one = articles[number]
            told.append((collection.titles[one.id].text, one.article.language, _days(one.article.date)))
            for name, values_of in FACETS.items():
                values[name].append([*map(number_of, values_of(one))])
            yield reader.read(one.article.body, one.article.language)

    texts = Lists.of(bodies())
    titles = Lists.of(reader.read(title, language) for title, language, _ in told)
    titles, texts = reader.spelled(titles), reader.spelled(texts)
    filed = {name: Lists.of(lists) for name, lists in values.items()}
    documents = Documents(
        prints,
        before.titles.merged(titles, sources),
        before.texts.merged(texts, sources),
        {name: lists.merged(filed[name], sources) for name, lists in before.filed.items()},
        before.days.merged(Lists.of(days for *_, days in told), sources),
        before.spellings,
        before.values,
        *_tallied(before, (titles, texts), since.went),
    )
    return documents, since


def _tallied(before: Documents, new: tuple[Lists, Lists], went: Numbers) -> tuple[Numbers, Numbers]:
    """How often each spelling stands in documents, and how many have each stem: as *before*, but for these."""
    old = before.titles.taken(went), before.texts.taken(went)
    stem_of = before.spellings.rows[2]
    times = np.zeros(len(stem_of), np.int64)
    counts = np.zeros(len(before.spellings.stems), np.int64)
    times[: len(before.times)] = before.times
    counts[: len(before.document_counts)] = before.document_counts
    for lists in new:
        times += lists.times(len(times))
    for lists in old:
        times -= lists.times(len(times))
    counts += _document_counts(new, stem_of, len(counts))
    counts -= _document_counts(old, stem_of, len(counts))
    return times, counts


def _document_counts(fields: Sequence[Lists], stem_of: Small, many: int) -> Numbers:
    """Of each of *many* stems, how many documents have it in one of *fields*."""
    found = np.zeros(many, np.int64)
    size = len(fields[0].ends)
    at_once = max(1, min(64, _MOST // max(1, many)))
    for first in range(0, size, at_once):
        some = np.arange(first, min(first + at_once, size))
        pairs = [lists.taken(some) for lists in fields]
        stems = stem_of[np.concatenate([one.values for one in pairs])]
        owners = np.concatenate([one.owners for one in pairs])
        rows = np.sort((owners * np.int32(many) + stems)[stems >= 0])
        found += np.bincount(rows[changes(rows)] % many, minlength=many)
    return found


def _none() -> Documents:
    """Of an archive without articles."""
    none = Lists.of(())
    never = np.empty(0, np.int64)
    return Documents((), none, none, dict.fromkeys(FACETS, none), none, Spellings(), Strings(), never, never)


def _days(value: EdtfDate | None) -> tuple[int, int]:
    days = (value.start, value.end) if value else (None, None)
    first, last = (NEVER if day is None else day.toordinal() - _EPOCH for day in days)
    return first, last
