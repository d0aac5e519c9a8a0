"""Lists of articles: one row an article, so many rows a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from archive.collection import Collection
from archive.model import LinkedArticle, Record
from archive.text import fold
from archive.words import Words

ROWS_A_PAGE = 50


class Row(NamedTuple):
    """An article as every list shows it."""

    address: str
    title: str
    language: str
    outlet: str | None
    date: str
    dated: bool


def row_of(linked: LinkedArticle, collection: Collection) -> Row:
    """The row of one article."""
    article = linked.article
    return Row(
        address=article.page_url,
        title=collection.titles[article.id].text,
        language=article.language,
        outlet=collection.heading(collection.records[article.outlet]) if article.outlet else None,
        date=collection.date_labels[article.id],
        dated=article.date is not None,
    )


@dataclass(frozen=True)
class Slice:
    """One page of a long list."""

    address: str
    articles: Sequence[LinkedArticle]
    number: int
    """1-based."""
    pages: tuple[str, ...]
    """The addresses of all pages of the list."""
    first: int
    """Rank of the first row in the whole list, 1-based."""
    total: int

    def titled(self, title: str, words: Words) -> str:
        """*title*, with the page's number from the second page on: no two pages have one title."""
        if self.number == 1:
            return title
        return words.say("page.number", title=title, number=words.number(self.number))

    @property
    def newer(self) -> str | None:
        """The address of the page before this one."""
        return self.pages[self.number - 2] if self.number > 1 else None

    @property
    def older(self) -> str | None:
        """The address of the page after this one."""
        return self.pages[self.number] if self.number < len(self.pages) else None


def slices(address: str, articles: Sequence[LinkedArticle], size: int = ROWS_A_PAGE) -> Iterator[Slice]:
    """The pages of a list of *articles* (in the order to show): ``x.html``, ``x/2.html``, … At least one."""
    stem = address.removesuffix(".html")
    many = max(1, -(-len(articles) // size))
    pages = (address, *(f"{stem}/{number}.html" for number in range(2, many + 1)))
    for number, page in enumerate(pages, start=1):
        first = (number - 1) * size
        yield Slice(page, articles[first : first + size], number, pages, first + 1, len(articles))


@dataclass(frozen=True, eq=False)
class Value:
    """A facet value as lists show it: a link and its count."""

    id: str
    address: str
    heading: str
    type: str
    count: int
    """Articles under it; of an article's own list, mentions in its text."""
    narrower: tuple[Value, ...] = ()


_fold = cache(fold)


def most_first(entry: Value) -> tuple[int, str]:
    """Sort key: the highest count first, equals by heading."""
    return (-entry.count, _fold(entry.heading))


def value_of(record: Record, count: int, collection: Collection, narrower: tuple[Value, ...] = ()) -> Value:
    """The list entry of *record*."""
    return Value(record.id, record.url, collection.heading(record), record.type, count, narrower)
