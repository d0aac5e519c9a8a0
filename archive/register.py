"""The register: all articles in time, with what is asked of every one of them in columns.

An article that an earlier build left is a run of bytes until somebody asks for it: to build after one change needs few
of them, and to go through many thousand objects takes as long as to make them.
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

from archive.dates import parse_edtf
from archive.lists import Lists, Numbers, distinct
from archive.memory import packed, unpacked
from archive.model import LinkedArticle

T = TypeVar("T")
Digests: TypeAlias = NDArray[np.uint8]
"""A row of bytes for each."""
_SIZE = 16  # bytes of a digest


def _years(linked: LinkedArticle) -> Sequence[str]:
    return linked.article.date.years if linked.article.date else ()


def _months(linked: LinkedArticle) -> Sequence[str]:
    return linked.article.date.months if linked.article.date else ()


COLUMNS: Mapping[str, Callable[[LinkedArticle], Sequence[Any]]] = {
    "outlet": lambda linked: [linked.article.outlet] if linked.article.outlet else (),
    "places": lambda linked: linked.places,
    "actors": lambda linked: linked.actors,
    "sources": lambda linked: linked.sources,
    "years": _years,
    "months": _months,
    "language": lambda linked: [linked.article.language],
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
        return [self.values[value] for value in self.lists.of_documents(np.array([number])).tolist()]

    def merged(self, new: Iterable[Sequence[Any]], sources: Numbers) -> Column:
        """Of each article its values in this column, at *sources*; or, where that is -1, the next of *new*."""
        given = [*new]
        values = [*dict.fromkeys(chain(self.values, chain.from_iterable(given)))]
        numbers = {value: number for number, value in enumerate(values)}
        lists = self.lists.merged(Lists.of([map(numbers.__getitem__, one) for one in given]), sources)
        used = sorted(distinct(lists.values).tolist(), key=values.__getitem__)
        ranks = np.zeros(len(values), np.int32)
        ranks[used] = np.arange(len(used))
        return Column([values[number] for number in used], Lists(ranks[lists.values], lists.ends))


class Articles(Sequence[LinkedArticle]):
    """Articles; of some there are only the bytes, until they are asked for."""

    def __init__(self, given: Iterable[LinkedArticle | memoryview]) -> None:
        self._given = list(given)

    def __len__(self) -> int:
        return len(self._given)

    @overload
    def __getitem__(self, at: int) -> LinkedArticle: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[LinkedArticle]: ...
    def __getitem__(self, at: int | slice) -> LinkedArticle | Sequence[LinkedArticle]:
        if isinstance(at, slice):
            return [self[number] for number in range(*at.indices(len(self)))]
        one = self._given[at]
        if isinstance(one, memoryview):
            one = self._given[at] = unpacked(one)
        return one

    def __reduce__(self) -> tuple[object, ...]:
        return Articles, ([*self],)

    def merged(self, new: Iterable[LinkedArticle], sources: Numbers) -> Articles:
        """Those at *sources*; or, where that is -1, the next of *new*."""
        return Articles(_merged(self._given, new, sources))

    def bytes_of(self, number: int) -> bytes | memoryview:
        """What is to be kept of one of them."""
        one = self._given[number]
        return one if isinstance(one, memoryview) else packed(one)


@dataclass(frozen=True, eq=False)
class Register:
    """All articles of an archive, in time."""

    articles: Articles
    ids: Sequence[str]
    dates: Sequence[str | None]
    """In EDTF."""
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
    def of_columns(cls, kept: tuple[Any, ...], article: Callable[[str], LinkedArticle | memoryview]) -> Register:
        """The register of `kept_columns`; *article* gives what there is of the one that has an id."""
        ids, dates, prints, row_prints, columns = kept
        return Register(
            Articles(map(article, ids)),
            ids,
            dates,
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
        return self.ids, self.dates, self.prints.tobytes(), self.row_prints.tobytes(), columns

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
        added = sorted(new, key=_place)
        places = [bisect_left(stay, _place(linked), key=self.place) for linked in added]
        sources = np.insert(np.array(stay, np.int64), places, -1)
        return Register(
            self.articles.merged(added, sources),
            _merged(self.ids, [linked.id for linked in added], sources),
            _merged(self.dates, map(_date, added), sources),
            _stacked(self.prints, [linked.print for linked in added], sources),
            _stacked(self.row_prints, [linked.row_print for linked in added], sources),
            {name: self.columns[name].merged(map(values, added), sources) for name, values in COLUMNS.items()},
        )

    def place(self, number: int) -> Place:
        """See `place_in_time`."""
        return place_in_time(self.dates[number], self.ids[number])


Place: TypeAlias = tuple[bool, tuple[str, ...], str]


def place_in_time(date: str | None, id: str) -> Place:
    """What says where an article stands among all: the oldest first, those without a date last, equals by id."""
    return date is None, parse_edtf(date).sort_key if date else (), id


def _place(linked: LinkedArticle) -> Place:
    return place_in_time(_date(linked), linked.id)


def _date(linked: LinkedArticle) -> str | None:
    return linked.article.date.text if linked.article.date else None


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
NOBODY = Register(Articles(()), (), (), table(()), table(()), dict.fromkeys(COLUMNS, Column((), _NO_LISTS)))
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
