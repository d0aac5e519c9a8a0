"""The register: all articles in time, with what is asked of every one of them in columns.

An article is a run of bytes until somebody asks for it, and soon after again: to build after one change needs few of
them, to go through many thousand objects takes as long as to make them, and as objects they take several times the
memory, in every process that looks at them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple, TypeAlias, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from archive.condensing import condensed, restored
from archive.dates import parse_edtf
from archive.lists import Lists, Numbers, distinct
from archive.model import LinkedArticle
from archive.titles import title_of

T = TypeVar("T")
Digests: TypeAlias = NDArray[np.uint8]
"""A row of bytes for each."""
_SIZE = 16  # bytes of a digest
_LATELY = 64
"""Articles that stay made: who asks for one asks soon again, for its title or its date."""


def _years(linked: LinkedArticle) -> Sequence[str]:
    return linked.article.date.years if linked.article.date else ()


def _months(linked: LinkedArticle) -> Sequence[str]:
    return linked.article.date.months if linked.article.date else ()


def _date_basis(linked: LinkedArticle) -> Sequence[str]:
    known = linked.article.date_attribution if linked.article.date else None
    return [known.basis] if known else ()


COLUMNS: Mapping[str, Callable[[LinkedArticle], Sequence[Any]]] = {
    "outlet": lambda linked: [linked.article.outlet] if linked.article.outlet else (),
    "places": lambda linked: linked.places,
    "actors": lambda linked: linked.actors,
    "sources": lambda linked: linked.sources,
    "years": _years,
    "months": _months,
    "language": lambda linked: [linked.article.language],
    "title_basis": lambda linked: [title_of(linked.article).basis],
    "date_basis": _date_basis,
    "names": lambda linked: linked.names,
}
"""By name, the values that an article has; of ``names`` one for each mention, in their order."""


class Column(NamedTuple):
    """The values of all articles in one respect."""

    values: Sequence[Any]
    """Each that some article has; rising."""
    lists: Lists
    """Of each article the numbers of its values."""

    def of(self, number: int) -> list[Any]:
        """The values of one article."""
        first, end = (self.lists.ends[number - 1] if number else 0), self.lists.ends[number]
        return [self.values[value] for value in self.lists.values[first:end].tolist()]

    def merged(self, new: Sequence[Sequence[Any]], sources: Numbers) -> Column:
        """Of each article its values in this column, at *sources*; or, where that is -1, the next of *new*."""
        values = [*dict.fromkeys(chain(self.values, chain.from_iterable(new)))]
        numbers = {value: number for number, value in enumerate(values)}
        lists = self.lists.merged(Lists.of([map(numbers.__getitem__, one) for one in new]), sources)
        used = sorted(distinct(lists.values).tolist(), key=values.__getitem__)
        ranks = np.zeros(len(values), np.int32)
        ranks[used] = np.arange(len(used))
        return Column([values[number] for number in used], Lists(ranks[lists.values], lists.ends))


class Articles(Sequence[LinkedArticle]):
    """Articles as bytes, each made when it is asked for."""

    def __init__(self, kept: Iterable[bytes | memoryview]) -> None:
        self._kept = list(kept)
        self._lately: dict[int, LinkedArticle] = {}

    def __len__(self) -> int:
        return len(self._kept)

    @overload
    def __getitem__(self, at: int) -> LinkedArticle: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[LinkedArticle]: ...
    def __getitem__(self, at: int | slice) -> LinkedArticle | Sequence[LinkedArticle]:
        if isinstance(at, slice):
            return [self[number] for number in range(*at.indices(len(self)))]
        one = self._lately.get(at)
        if one is None:
            if len(self._lately) == _LATELY:
                self._lately.clear()
            one = self._lately[at] = restored(self._kept[at])
        return one

    def __reduce__(self) -> tuple[object, ...]:
        return Articles, ([*map(bytes, self._kept)],)

    def merged(self, new: Iterable[bytes], sources: Numbers) -> Articles:
        """Those at *sources*; or, where that is -1, the next of *new*."""
        return Articles(_merged(self._kept, new, sources))

    def bytes_of(self, number: int) -> bytes | memoryview:
        """One of them as it is kept."""
        return self._kept[number]


@dataclass(frozen=True, eq=False)
class Register:
    """All articles of an archive, in time."""

    articles: Articles
    ids: Sequence[str]
    dates: Sequence[str | None]
    """In EDTF."""
    titles: Sequence[str]
    """See `archive.titles.title_of`."""
    prints: Digests
    """See `LinkedArticle.print`."""
    row_prints: Digests
    columns: Mapping[str, Column]
    """See `COLUMNS`."""

    @classmethod
    def of(cls, articles: Iterable[LinkedArticle]) -> Register:
        """The register of *articles*, given in any order."""
        return NOBODY.after((), articles)

    @classmethod
    def of_columns(cls, kept: tuple[Any, ...], article: Callable[[str], bytes | memoryview]) -> Register:
        """The register of `kept_columns`; *article* gives the bytes of the one that has an id."""
        ids, dates, titles, prints, row_prints, columns = kept
        return Register(
            Articles(map(article, ids)),
            ids,
            dates,
            titles,
            np.frombuffer(prints, np.uint8).reshape(-1, _SIZE),
            np.frombuffer(row_prints, np.uint8).reshape(-1, _SIZE),
            {
                name: Column(values, Lists(np.frombuffer(numbers, np.int32), np.frombuffer(ends, np.int64)))
                for name, (values, numbers, ends) in columns.items()
            },
        )

    @property
    def kept_columns(self) -> tuple[Any, ...]:
        """All but the articles, as texts, bytes and lists of them."""
        columns = {
            name: (column.values, column.lists.values.tobytes(), column.lists.ends.tobytes())
            for name, column in self.columns.items()
        }
        return self.ids, self.dates, self.titles, self.prints.tobytes(), self.row_prints.tobytes(), columns

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def dated(self) -> int:
        """How many of them have a date: the first."""
        return sum(date is not None for date in self.dates)

    @cached_property
    def all(self) -> Posting:
        """All of them."""
        return Posting(self, np.arange(len(self)))

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """By id, which number it has."""
        return {id: number for number, id in enumerate(self.ids)}

    def after(self, kept: Iterable[int], new: Iterable[LinkedArticle]) -> Register:
        """The register once only those of the numbers *kept*, which rise, are left of it, and *new* ones are added."""
        stay = list(kept)
        added = sorted(map(_Entry.of, new))
        places = [bisect_left(stay, entry.place, key=self.place) for entry in added]
        sources = np.insert(np.array(stay, np.int64), places, -1)
        return Register(
            self.articles.merged([entry.kept for entry in added], sources),
            _merged(self.ids, [entry.id for entry in added], sources),
            _merged(self.dates, [entry.date for entry in added], sources),
            _merged(self.titles, [entry.title for entry in added], sources),
            _stacked(self.prints, [entry.print for entry in added], sources),
            _stacked(self.row_prints, [entry.row_print for entry in added], sources),
            {
                name: self.columns[name].merged([entry.values[at] for entry in added], sources)
                for at, name in enumerate(COLUMNS)
            },
        )

    def place(self, number: int) -> Place:
        """See `place_in_time`."""
        return place_in_time(self.dates[number], self.ids[number])


Place: TypeAlias = tuple[bool, tuple[str, ...], str]


def place_in_time(date: str | None, id: str) -> Place:
    """What says where an article stands among all: the oldest first, those without a date last, equals by id."""
    return date is None, parse_edtf(date).sort_key if date else (), id


class _Entry(NamedTuple):
    """What the register says of one article: made while it is at hand, for it is then let go."""

    place: Place
    id: str
    date: str | None
    title: str
    kept: bytes
    print: bytes
    row_print: bytes
    values: tuple[Sequence[Any], ...]
    """In the order of `COLUMNS`."""

    @classmethod
    def of(cls, linked: LinkedArticle) -> _Entry:
        date = linked.article.date.text if linked.article.date else None
        values = tuple([values_of(linked) for values_of in COLUMNS.values()])
        place = place_in_time(date, linked.id)
        title = title_of(linked.article).text
        return cls(place, linked.id, date, title, condensed(linked), linked.print, linked.row_print, values)


def _merged(old: Sequence[T], new: Iterable[T], sources: Numbers) -> list[T]:
    """Those of *old* at *sources*; or, where that is -1, the next of *new*."""
    left = iter(new)
    return [old[source] if source >= 0 else next(left) for source in sources.tolist()]


def _stacked(old: Digests, new: Iterable[bytes], sources: Numbers) -> Digests:
    """The same of digests."""
    found = old[sources] if len(old) else np.empty((len(sources), _SIZE), np.uint8)
    found[sources < 0] = table(new)
    return found


def table(digests: Iterable[bytes]) -> Digests:
    """*digests* in rows."""
    return np.frombuffer(b"".join(digests), np.uint8).reshape(-1, _SIZE)


_NO_LISTS = Lists.of(())
NOBODY = Register(Articles(()), (), (), (), table(()), table(()), dict.fromkeys(COLUMNS, Column((), _NO_LISTS)))
"""The register of no article."""


class Posting(Sequence[LinkedArticle]):
    """Some articles of a register, told by their numbers."""

    def __init__(self, register: Register, numbers: NDArray[Any]) -> None:
        self._register = register
        self.numbers = numbers

    def __len__(self) -> int:
        return len(self.numbers)

    def __iter__(self) -> Iterator[LinkedArticle]:
        return map(self._register.articles.__getitem__, self.numbers.tolist())

    @overload
    def __getitem__(self, at: int) -> LinkedArticle: ...
    @overload
    def __getitem__(self, at: slice) -> Posting: ...
    def __getitem__(self, at: int | slice) -> LinkedArticle | Posting:
        if isinstance(at, slice):
            return Posting(self._register, self.numbers[at])
        return self._register.articles[int(self.numbers[at])]

    def id_of(self, at: int) -> str:
        """The id of one of them."""
        return self._register.ids[int(self.numbers[at])]

    @property
    def prints(self) -> list[bytes]:
        """The print of each."""
        whole = self._register.prints[self.numbers].tobytes()
        return [whole[at : at + _SIZE] for at in range(0, len(whole), _SIZE)]

    @property
    def dates(self) -> list[str]:
        """The dates of those that have one, in EDTF."""
        given = map(self._register.dates.__getitem__, self.numbers.tolist())
        return [date for date in given if date]


def newest_first(register: Register) -> Posting:
    """All articles, the newest first; those without a date last all the same."""
    numbers = np.arange(len(register))
    return Posting(register, np.concatenate([numbers[: register.dated][::-1], numbers[register.dated :]]))
