"""The search page: a box, and what the scripts in ``templates/search`` need to know of the archive."""

from __future__ import annotations

import json
from collections.abc import Iterator

from archive.collection import Collection
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
    "pager.position",
)
"""Messages that the scripts share with other pages; the rest are those that begin with ``explore.``."""


def explore_page(makings: Makings) -> Iterator[tuple[str, str]]:
    """(path, text) of the search page. Without JavaScript it leads to the indexes."""
    collection = makings.collection
    title = collection.words.say("explore.title")
    text = makings.renderer.page(
        "explore.html",
        ADDRESS,
        {"title": title, "kind": "explore"},
        total=len(collection.articles),
        messages=json.dumps(_messages(collection), ensure_ascii=False, separators=(",", ":")),
        site_name=collection.settings.site_name,
        site_url=collection.settings.site_url or "",
    )
    yield markdown_path(ADDRESS), text


def _messages(collection: Collection) -> dict[str, object]:
    """The messages that the scripts say, as the catalogue has them, and the names of the types of actors there are."""
    types = {f"type.{record.type}" for record in collection.facets.of_kind("actor")}
    wanted = {*_SHARED, *types}
    catalogue = collection.words.messages
    return {key: catalogue[key] for key in catalogue if key in wanted or key.startswith("explore.")}
