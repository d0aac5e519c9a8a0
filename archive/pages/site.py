"""All pages of a site."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from archive.collection import Collection
from archive.generated import Generated
from archive.pages.article import article_pages
from archive.pages.contribute import contribute_page
from archive.pages.explore import explore_page
from archive.pages.front import about_page, article_index, home_page
from archive.pages.indexes import record_indexes, unstated_pages
from archive.pages.makings import Makings
from archive.pages.period import date_index, period_pages
from archive.pages.record import record_pages
from archive.pages.redirect import redirect_pages
from archive.rendering import Renderer

KINDS = (
    home_page,
    about_page,
    article_index,
    explore_page,
    contribute_page,
    article_pages,
    record_indexes,
    record_pages,
    date_index,
    period_pages,
    unstated_pages,
    redirect_pages,
)


def render_pages(collection: Collection, renderer: Renderer) -> Iterator[Generated]:
    """Every generated page, kind by kind: its path and its key at once, its text when asked for."""
    makings = Makings(collection, renderer)
    return chain.from_iterable(kind(makings) for kind in KINDS)
