"""The pages that lead in: home, the index of articles, and about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from archive.collection import Collection
from archive.facets import newest_first
from archive.model import FOLDERS
from archive.pages.makings import Makings
from archive.pages.period import date_range
from archive.pages.rows import most_first, slices, value_of
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


def home_page(makings: Makings) -> Iterator[tuple[str, str]]:
    """(path, text) of the home page."""
    collection = makings.collection
    dated = [linked for linked in collection.articles if linked.article.date]
    latest = newest_first(collection.articles)[:ENDS_SHOWN]
    oldest = [linked for linked in dated[:ENDS_SHOWN] if linked not in latest]
    ways = [Way(folder, _most_used(collection, folder)) for folder in FOLDERS.values()]
    years = tuple(
        WayEntry(f"dates/{year}.html", year, f"dates/{year}", len(articles))
        for year, articles in sorted(collection.facets.years.items(), reverse=True)
    )
    ways.append(Way("dates", years[:VALUES_SHOWN]))
    text = makings.renderer.page(
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
        range=date_range(dated, collection.words),
        ways=ways,
        latest=makings.listed(latest, "index.html"),
        oldest=makings.listed(oldest, "index.html") if oldest else None,
    )
    yield "index.md", text


def _most_used(collection: Collection, folder: str) -> tuple[WayEntry, ...]:
    """The values with most articles, and how many articles state none."""
    kind = next(kind for kind, name in FOLDERS.items() if name == folder)
    used = [
        value_of(record, collection.facets.count(record.id), collection)
        for record in collection.facets.of_kind(kind)
        if collection.facets.count(record.id)
    ]

    entries = [
        WayEntry(entry.address, entry.heading, f"{folder}/{entry.id}", entry.count)
        for entry in sorted(used, key=most_first)[:VALUES_SHOWN]
    ]
    if unstated := collection.facets.unstated[folder]:
        none = WayEntry(f"{folder}/index/none.html", collection.words.say("unstated"), f"{folder}/", len(unstated))
        entries.append(none)
    return tuple(entries)


def article_index(makings: Makings) -> Iterator[tuple[str, str]]:
    """(path, text) of the index of all articles, newest first, those without a date last."""
    collection = makings.collection
    title = collection.words.say("nav.articles")
    for part in slices("articles/index.html", newest_first(collection.articles)):
        yield (
            markdown_path(part.address),
            makings.renderer.page(
                "index_articles.html",
                part.address,
                {"title": part.titled(title, collection.words), "kind": "index"},
                slice=part,
                listed=makings.listed(part.articles, part.address),
            ),
        )


def about_page(makings: Makings) -> Iterator[tuple[str, str]]:
    """(path, text) of the page on the archive's method, from the template of the interface's language."""
    collection = makings.collection
    text = makings.renderer.page(
        f"about.{collection.words.language}.html",
        "about.html",
        {"title": collection.words.say("nav.about"), "kind": "about"},
        site_name=collection.settings.site_name,
        total=len(collection.articles),
        repo_url=collection.settings.repo_url,
    )
    yield markdown_path("about.html"), text
