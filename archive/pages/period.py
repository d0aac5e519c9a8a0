"""The pages of years and months, their index, and the small chart of years that other pages show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, partial
from itertools import chain
from typing import NamedTuple

from archive.dates import parse_edtf
from archive.facets import Postings
from archive.generated import Generated
from archive.pages.keys import digest, joined
from archive.pages.makings import MOST_YEARS, Makings
from archive.pages.slices import Slice, slices
from archive.register import Posting
from archive.rendering import markdown_path
from archive.words import Words


class Month(NamedTuple):
    """A month, or a year, as lists show it."""

    value: str
    heading: str
    articles: int


class Bar(NamedTuple):
    """A year in a chart, or a decade or century where there are too many years."""

    address: str
    heading: str
    key: str
    """The year, when it is one: what its number counts."""
    articles: int
    share: str
    """Of the fullest one, from 0 to 1."""
    months: tuple[Month, ...] = ()


Dates = Mapping[str, int]
"""EDTF → how many articles of a list have that date."""


def dates_of(articles: Posting) -> Dates:
    """The dates of *articles*."""
    return Counter(articles.dates)


@cache
def _spans(date: str, together: int) -> tuple[str, ...]:
    """The years of an EDTF *date*; or its decades or centuries, as EDTF has them: ``194X``, ``19XX``."""
    years = parse_edtf(date).years
    if together == 1:
        return years
    return tuple(sorted({span_of(year, together) for year in years}))


@cache
def _months_or_years(date: str) -> tuple[str, ...]:
    edtf = parse_edtf(date)
    return edtf.months or edtf.years


def span_of(year: str, together: int) -> str:
    """The decade or century that *year* lies in; with *together* 1, the year."""
    return {1: year, 10: f"{year[:3]}X", 100: f"{year[:2]}XX"}[together]


def date_range(dates: Dates, words: Words) -> str | None:
    """The first and last month or year of *dates*, or None when there are none."""
    months = set(chain.from_iterable(map(_months_or_years, dates)))
    if not months:
        return None
    first, last = (_heading(value, words) for value in (min(months), max(months)))
    return first if first == last else words.say("range", first=first, last=last)


def bars(dates: Dates, makings: Makings) -> tuple[Bar, ...]:
    """How many articles fall in each year that any of *dates* falls in; in decades or centuries where many years."""
    counts = _counted(dates, 1)
    if len(counts) > MOST_YEARS:
        counts = _counted(dates, makings.years_together)
    most = max(counts.values(), default=1)
    return tuple(_bar(value, count, most) for value, count in sorted(counts.items()))


def _counted(dates: Dates, together: int) -> dict[str, int]:
    counts: dict[str, int] = {}
    for date, many in dates.items():
        for value in _spans(date, together):
            counts[value] = counts.get(value, 0) + many
    return counts


def _bar(value: str, count: int, most: int) -> Bar:
    share = f"{count / most:.3f}"
    if "X" not in value:
        return Bar(f"dates/{value}.html", value, value, count, share)
    return Bar(f"dates/index/{value.lower()}.html", _years_of(value), "", count, share)


def _years_of(span: str) -> str:
    """``1940–1949`` for ``194X``."""
    return f"{span.replace('X', '0')}–{span.replace('X', '9')}"


def _heading(value: str, words: Words) -> str:
    """``2020`` as it is, ``2020-02`` as *février 2020*."""
    year, _, month = value.partition("-")
    return words.month(int(year), int(month)) if month else year


def period_pages(makings: Makings) -> Iterator[Generated]:
    """Every year's and month's pages."""
    facets, keys = makings.collection.facets, makings.keys
    months: dict[str, list[str]] = {}
    for month in facets.months:
        months.setdefault(month[:4], []).append(month)
    for postings in (facets.years, facets.months):
        values = [None, *postings, None]
        for earlier, period, later in zip(values, postings, values[2:], strict=False):
            rows = keys.rows[postings[period].numbers]
            within = [(month, len(facets.months[month])) for month in months.get(period, ())]
            for part in slices(f"dates/{period}.html", postings[period].numbers.tolist()):
                facts = (joined(rows), within) if part.number == 1 else ()
                shown = joined(rows[part.first - 1 : part.last])
                key = digest(period, earlier, later, part.number, part.many, shown, facts)
                render = partial(_page, period, earlier, later, tuple(months.get(period, ())), part, makings)
                yield Generated(markdown_path(part.address), key, render)


def _page(
    period: str,
    earlier: str | None,
    later: str | None,
    months: tuple[str, ...],
    part: Slice[int],
    makings: Makings,
) -> str:
    words, facets = makings.collection.words, makings.collection.facets
    heading, is_month = _heading(period, words), "-" in period
    articles = (facets.months if is_month else facets.years)[period]
    dates = dates_of(articles) if months and part.number == 1 else {}
    monthless = sum(many for date, many in dates.items() if "-" not in _months_or_years(date)[0])
    return makings.renderer.page(
        "period.html",
        part.address,
        {"title": part.titled(heading, words), "kind": "month" if is_month else "year", "id": period},
        heading=heading,
        value=period,
        year=period[:4] if is_month else None,
        months=_months(months, facets.months, words),
        monthless=monthless,
        slice=part,
        total=len(articles),
        listed=makings.listed(part.entries, part.address),
        earlier=earlier and Month(earlier, _heading(earlier, words), 0),
        later=later and Month(later, _heading(later, words), 0),
    )


def _months(values: Iterable[str], months: Postings, words: Words) -> tuple[Month, ...]:
    return tuple(Month(value, words.month_name(int(value[5:])), len(months[value])) for value in values)


def date_index(makings: Makings) -> Iterator[Generated]:
    """The index of dates: a timeline of years and their months; of very many years, of decades or centuries."""
    facets, keys = makings.collection.facets, makings.keys
    together = makings.years_together
    unstated = len(facets.unstated["dates"])
    key = digest(keys.everything, unstated)
    yield Generated("dates/index.md", key, partial(_timeline, None, tuple(facets.years), makings))
    if together == 1:
        return
    spans: dict[str, list[str]] = {}
    counts: dict[str, list[object]] = {}
    for year in facets.years:
        spans.setdefault(span_of(year, together), []).append(year)
    for value, articles in (*facets.years.items(), *facets.months.items()):
        counts.setdefault(span_of(value[:4], together), []).append((value, len(articles)))
    for span, years in spans.items():
        address = f"dates/index/{span.lower()}.html"
        render = partial(_timeline, span, tuple(years), makings)
        yield Generated(markdown_path(address), digest(span, together, counts[span]), render)


def _timeline(span: str | None, years: tuple[str, ...], makings: Makings) -> str:
    """The whole index, or its page on one decade or century."""
    collection, words = makings.collection, makings.collection.words
    facets = collection.facets
    together = makings.years_together
    address = f"dates/index/{span.lower()}.html" if span else "dates/index.html"
    title = words.say("nav.dates")
    dates = dates_of(collection.register.all) if span is None else {}
    return makings.renderer.page(
        "index_dates.html",
        address,
        {"title": f"{title} {_years_of(span)}" if span else title, "kind": "index"},
        span=_years_of(span) if span else None,
        years=bars(dates, makings) if span is None and together > 1 else _years(years, together, makings),
        dated=sum(dates.values()),
        range=date_range(dates, words),
        unstated=0 if span else len(facets.unstated["dates"]),
    )


def _years(years: tuple[str, ...], together: int, makings: Makings) -> tuple[Bar, ...]:
    """Each year; with its months, unless a century of them would have to stand on the page."""
    facets, words = makings.collection.facets, makings.collection.words
    months: dict[str, list[str]] = {year: [] for year in years}
    for month in facets.months:
        if together < 100 and month[:4] in months:
            months[month[:4]].append(month)
    most = max((len(facets.years[year]) for year in years), default=1)
    return tuple(
        _bar(year, len(facets.years[year]), most)._replace(months=_months(months[year], facets.months, words))
        for year in years
    )
