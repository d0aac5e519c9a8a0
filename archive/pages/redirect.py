"""Pages at old addresses: they lead on to where the page went, or say why it is gone."""

from __future__ import annotations

from collections.abc import Iterator

from archive.model import FOLDERS, Redirect
from archive.pages.makings import Makings
from archive.rendering import markdown_path


def redirect_pages(makings: Makings) -> Iterator[tuple[str, str]]:
    """(path, text) of the page at each old address; none of them stands in a list, the search or the sitemap."""
    collection = makings.collection
    names = {f"articles/{id}": title.text for id, title in collection.titles.items()}
    names |= {f"{FOLDERS[record.kind]}/{id}": collection.heading(record) for id, record in collection.records.items()}
    for redirect in collection.redirects:
        yield markdown_path(redirect.url), _page(redirect, names, makings)


def _page(redirect: Redirect, names: dict[str, str], makings: Makings) -> str:
    title = makings.collection.words.say("redirect.moved" if redirect.new else "redirect.withdrawn")
    front_matter = {
        "title": title,
        "kind": "redirect",
        "moved_to": f"{redirect.new}.html" if redirect.new else None,
        "reason": redirect.reason,
    }
    name = names.get(redirect.new or "", "")
    return makings.renderer.page(
        "redirect.html", redirect.url, front_matter, heading=title, redirect=redirect, name=name
    )
