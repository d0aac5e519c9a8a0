"""Pages at old addresses: they lead on to where the page went, or say why it is gone."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from archive.collection import Collection
from archive.generated import Generated
from archive.model import Redirect
from archive.pages.keys import digest, joined
from archive.pages.makings import Makings
from archive.rendering import markdown_path


def redirect_pages(makings: Makings) -> Iterator[Generated]:
    """The page at each old address; none of them stands in a list, the search or the sitemap."""
    for redirect in makings.collection.redirects:
        shown = _shown(redirect.new, makings) if redirect.new else b""
        key = digest(redirect.old, redirect.new, redirect.reason, shown)
        yield Generated(markdown_path(redirect.url), key, partial(_page, redirect, makings))


def _shown(address: str, makings: Makings) -> bytes:
    """A digest of what is shown of the page at *address*."""
    folder, _, id = address.partition("/")
    if folder == "articles":
        return joined(makings.keys.rows[makings.collection.register.numbers.get(id, -1)])
    return makings.keys.records.get(id, b"")


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
    if folder == "articles" and id in collection.register.numbers:
        return collection.titles[id].text
    return collection.heading(collection.records[id]) if id in collection.records else ""
