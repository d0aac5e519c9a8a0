"""The pages of years and months, their index, and the small chart of years that other pages show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from archive.dates import parse_edtf
from archive.facets import Postings
from archive.model import LinkedArticle
from archive.pages.makings import Makings
from archive.pages.rows import slices
from archive.rendering import markdown_path
from archive.words import Words


@dataclass(frozen=True)
class Month:
    """A month as lists show it."""

    value: str
    heading: str
    count: int


@dataclass(frozen=True)
class Year:
    """A year as the timeline shows it."""

    value: str
    count: int
    share: str
    """Of the fullest year, from 0 to 1."""
    months: tuple[Month, ...]


@dataclass(frozen=True)
class YearBar:
    """A year in a facet page's chart."""

    year: str
    count: int
    share: str


@cache
def _places_in_time(date: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The years of an EDTF *date*, and its months where it has some; an article stands in many lists."""
    edtf = parse_edtf(date)
    return edtf.years(), edtf.months() or edtf.years()


def _dates(articles: Iterable[LinkedArticle]) -> Counter[str]:
    """EDTF → how many of *articles* have that date."""
    return Counter(linked.article.date.text for linked in articles if linked.article.date)


def years_of(articles: Iterable[LinkedArticle]) -> tuple[YearBar, ...]:
    """How many of *articles* fall in each year that any of them falls in, in time."""
    counts: dict[str, int] = {}
    for date, many in _dates(articles).items():
        for year in _places_in_time(date)[0]:
            counts[year] = counts.get(year, 0) + many
    most = max(counts.values(), default=1)
    return tuple(YearBar(year, count, _share(count, most)) for year, count in sorted(counts.items()))


def date_range(articles: Iterable[LinkedArticle], words: Words) -> str | None:
    """The first and last month or year of *articles*, or None when none is dated."""
    months = {month for date in _dates(articles) for month in _places_in_time(date)[1]}
    if not months:
        return None
    first, last = (_heading(value, words) for value in (min(months), max(months)))
    return first if first == last else words.say("range", first=first, last=last)


def _heading(value: str, words: Words) -> str:
    """``2020`` as it is, ``2020-02`` as *février 2020*."""
    year, _, month = value.partition("-")
    return words.month(int(year), int(month)) if month else year


def _share(count: int, most: int) -> str:
    return f"{count / most:.3f}"


def _months_in(year: str, months: Postings, words: Words) -> tuple[Month, ...]:
    return tuple(
        Month(value, words.month_name(int(value[5:])), len(articles))
        for value, articles in months.items()
        if value.startswith(f"{year}-")
    )


def period_pages(makings: Makings) -> Iterator[tuple[str, str]]:
    """(path, text) of every year's and month's pages."""
    facets, words = makings.collection.facets, makings.collection.words
    for postings in (facets.years, facets.months):
        values = list(postings)
        for at, period in enumerate(values):
            neighbours = {
                "earlier": _period(values[at - 1], postings, words) if at else None,
                "later": _period(values[at + 1], postings, words) if at + 1 < len(values) else None,
            }
            yield from _pages_of(period, postings, neighbours, makings)


def _period(value: str, postings: Postings, words: Words) -> Month:
    return Month(value, _heading(value, words), len(postings[value]))


def _pages_of(
    period: str,
    postings: Postings,
    neighbours: Mapping[str, Month | None],
    makings: Makings,
) -> Iterator[tuple[str, str]]:
    facets, words = makings.collection.facets, makings.collection.words
    heading = _heading(period, words)
    articles = postings[period]
    is_month = "-" in period
    months = () if is_month else _months_in(period, facets.months, words)
    monthless = 0 if is_month else sum(many for date, many in _dates(articles).items() if not parse_edtf(date).months())
    for part in slices(f"dates/{period}.html", articles):
        text = makings.renderer.page(
            "period.html",
            part.address,
            {"title": part.titled(heading, words), "kind": "month" if is_month else "year", "id": period},
            heading=heading,
            value=period,
            year=period[:4] if is_month else None,
            months=months,
            monthless=monthless,
            slice=part,
            listed=makings.listed(part.articles, part.address),
            **neighbours,
        )
        yield markdown_path(part.address), text


def date_index(makings: Makings) -> Iterator[tuple[str, str]]:
    """(path, text) of the index of dates: a timeline of years and their months."""
    facets, words = makings.collection.facets, makings.collection.words
    most = max(map(len, facets.years.values()), default=1)
    dated = [linked for linked in facets.articles if linked.article.date]
    years = [
        Year(year, len(articles), _share(len(articles), most), _months_in(year, facets.months, words))
        for year, articles in facets.years.items()
    ]
    address = "dates/index.html"
    yield (
        markdown_path(address),
        makings.renderer.page(
            "index_dates.html",
            address,
            {"title": words.say("nav.dates"), "kind": "index"},
            years=years,
            dated=len(dated),
            range=date_range(dated, words),
            unstated=len(facets.unstated["dates"]),
        ),
    )
