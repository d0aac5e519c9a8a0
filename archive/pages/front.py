"""The pages that lead in: home, the index of articles, and about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from archive.generated import Generated
from archive.model import FOLDERS
from archive.pages.keys import digest, joined
from archive.pages.makings import Makings
from archive.pages.period import bars, date_range, dates_of
from archive.pages.rows import most_first
from archive.pages.slices import Slice, slices
from archive.register import newest_first
from archive.rendering import markdown_path

ENDS_SHOWN = 3
"""Articles that home shows of the latest and of the oldest."""
VALUES_SHOWN = 6
"""Values of each facet that home shows."""


@dataclass(frozen=True)
class WayEntry:
    """A facet value on the home page."""

    address: str
    heading: str
    key: str
    """The value that its count counts, as ``places/alep``."""
    count: int


@dataclass(frozen=True)
class Way:
    """A way into the archive: an index, and the values with most articles."""

    folder: str
    entries: tuple[WayEntry, ...]


def home_page(makings: Makings) -> Iterator[Generated]:
    """The home page."""
    keys, facets = makings.keys, makings.collection.facets
    unstated = {folder: len(articles) for folder, articles in facets.unstated.items()}
    key = digest(keys.everything, keys.of_counts(makings.collection.records), sorted(unstated.items()))
    yield Generated("index.md", key, partial(_home, makings))


def _home(makings: Makings) -> str:
    collection = makings.collection
    register = collection.register
    latest = newest_first(register).numbers[:ENDS_SHOWN].tolist()
    oldest = [number for number in range(min(ENDS_SHOWN, register.dated)) if number not in latest]
    years = sorted(collection.facets.years.items(), reverse=True)[:VALUES_SHOWN]
    ways = [Way(folder, _most_used(makings, folder)) for folder in FOLDERS.values()]
    ways.append(
        Way("dates", tuple(WayEntry(f"dates/{year}.html", year, f"dates/{year}", len(among)) for year, among in years))
    )
    return makings.renderer.page(
        "home.html",
        "index.html",
        {
            "title": collection.words.say("nav.home"),
            "kind": "home",
            "description": collection.settings.site_description,
        },
        site_name=collection.settings.site_name,
        description=collection.settings.site_description,
        total=len(collection.articles),
        range=date_range(dates_of(register.all), collection.words),
        ways=ways,
        latest=makings.listed(latest, "index.html"),
        oldest=makings.listed(oldest, "index.html"),
    )


def _most_used(makings: Makings, folder: str) -> tuple[WayEntry, ...]:
    """The values with most articles, and how many articles state none."""
    facets = makings.collection.facets
    kind = next(kind for kind, name in FOLDERS.items() if name == folder)
    used = [makings.counted(record.id) for record in facets.of_kind(kind) if facets.count(record.id)]
    entries = [
        WayEntry(entry.address, entry.heading, f"{folder}/{entry.id}", entry.count)
        for entry in sorted(used, key=most_first)[:VALUES_SHOWN]
    ]
    if unstated := facets.unstated[folder]:
        say = makings.collection.words.say
        entries.append(WayEntry(f"{folder}/index/none.html", say("unstated"), f"{folder}/", len(unstated)))
    return tuple(entries)


def article_index(makings: Makings) -> Iterator[Generated]:
    """The index of all articles, oldest first, those without a date last: so that a full page stays as it is."""
    keys = makings.keys
    for part in slices("articles/index.html", range(len(makings.collection.register))):
        shown = keys.everything if part.number == 1 else joined(keys.rows[part.first - 1 : part.last])
        key = digest(part.number, part.many, shown, makings.years_together)
        yield Generated(markdown_path(part.address), key, partial(_articles, part, makings))


def _articles(part: Slice[int], makings: Makings) -> str:
    words, articles = makings.collection.words, makings.collection.register.all
    return makings.renderer.page(
        "index_articles.html",
        part.address,
        {"title": part.titled(words.say("nav.articles"), words), "kind": "index"},
        slice=part,
        listed=makings.listed(part.entries, part.address),
        total=len(articles),
        years=makings.renderer.parts(
            "year.html", bars(dates_of(articles), makings) if part.many > part.number == 1 else (), part.address
        ),
    )


def about_page(makings: Makings) -> Iterator[Generated]:
    """The page on the archive's method, from the template of the interface's language."""
    yield Generated(markdown_path("about.html"), digest(len(makings.collection.articles)), partial(_about, makings))


def _about(makings: Makings) -> str:
    collection = makings.collection
    return makings.renderer.page(
        f"about.{collection.words.language}.html",
        "about.html",
        {"title": collection.words.say("nav.about"), "kind": "about"},
        site_name=collection.settings.site_name,
        total=len(collection.articles),
        repo_url=collection.settings.repo_url,
    )
