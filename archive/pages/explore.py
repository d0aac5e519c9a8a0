"""The search page: a box, and what the scripts in ``templates/search`` need to know of the archive."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial

from archive.collection import Collection
from archive.generated import Generated
from archive.pages.keys import digest
from archive.pages.makings import Makings
from archive.rendering import markdown_path

ADDRESS = "explore.html"
"""The page's address, relative to the site's root."""

_SHARED = (
    "unstated",
    "range",
    "footer.print",
    "list.empty.remedy",
    "pager.label",
    "pager.previous",
    "pager.next",
)
"""Messages that the scripts share with other pages; the rest are those that begin with ``explore.``."""


def explore_page(makings: Makings) -> Iterator[Generated]:
    """The search page. Without JavaScript it leads to the indexes."""
    key = digest(len(makings.collection.articles), sorted(_types(makings.collection)))
    yield Generated(markdown_path(ADDRESS), key, partial(_page, makings))


def _page(makings: Makings) -> str:
    collection = makings.collection
    title = collection.words.say("explore.title")
    return makings.renderer.page(
        "explore.html",
        ADDRESS,
        {"title": title, "kind": "explore"},
        total=len(collection.articles),
        messages=json.dumps(_messages(collection), ensure_ascii=False, separators=(",", ":")),
        site_name=collection.settings.site_name,
        site_url=collection.settings.site_url or "",
    )


def _messages(collection: Collection) -> dict[str, object]:
    """The messages that the scripts say, as the catalogue has them, and the names of the types of actors there are."""
    wanted = {*_SHARED, *_types(collection)}
    catalogue = collection.words.messages
    return {key: catalogue[key] for key in catalogue if key in wanted or key.startswith("explore.")}


def _types(collection: Collection) -> set[str]:
    return {f"type.{record.type}" for record in collection.facets.of_kind("actor")}
