"""Pages at old addresses: they lead on to where the page went, or say why it is gone."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from archive.collection import Collection
from archive.generated import Generated
from archive.model import FOLDERS, Redirect
from archive.pages.keys import digest
from archive.pages.makings import Makings
from archive.rendering import markdown_path


def redirect_pages(makings: Makings) -> Iterator[Generated]:
    """The page at each old address; none of them stands in a list, the search or the sitemap."""
    collection, keys = makings.collection, makings.keys
    shown = {f"articles/{linked.id}": keys.rows[linked.id] for linked in collection.articles}
    shown |= {f"{FOLDERS[record.kind]}/{id}": keys.records[id] for id, record in collection.records.items()}
    for redirect in collection.redirects:
        key = digest(redirect.old, redirect.new, redirect.reason, shown.get(redirect.new or ""))
        yield Generated(markdown_path(redirect.url), key, partial(_page, redirect, makings))


def _page(redirect: Redirect, makings: Makings) -> str:
    title = makings.collection.words.say("redirect.moved" if redirect.new else "redirect.withdrawn")
    front_matter = {
        "title": title,
        "kind": "redirect",
        "moved_to": f"{redirect.new}.html" if redirect.new else None,
        "reason": redirect.reason,
    }
    name = _name(redirect.new, makings.collection) if redirect.new else ""
    return makings.renderer.page(
        "redirect.html", redirect.url, front_matter, heading=title, redirect=redirect, name=name
    )


def _name(address: str, collection: Collection) -> str:
    """The name of the page at *address*."""
    folder, _, id = address.partition("/")
    if folder == "articles" and id in collection.by_id:
        return collection.titles[id].text
    return collection.heading(collection.records[id]) if id in collection.records else ""
