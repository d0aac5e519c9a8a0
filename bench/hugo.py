"""The peer for a whole site: Hugo, given the same articles, lists and links; then Pagefind over what it made.

Everything that Hugo would have to work out is handed to it finished: the names are linked in the texts, the records
that an article is filed under (with what they lie within) and its date in words stand in its front matter. What ours
makes besides is not asked of it: related articles, forms of names, citations, exports, relative links, Material.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from shutil import copytree

from archive.collection import Collection
from archive.model import FOLDERS, LinkedArticle
from bench.cost import Cost, cost_of, program, set_aside

SITE = Path(__file__).parent / "hugo"
"""Configuration and layouts."""


def write_sources(collection: Collection, folder: Path) -> None:
    """A Hugo site in *folder*: a Markdown file an article, and one a record for its heading."""
    copytree(SITE, folder)
    for record in collection.records.values():
        path = folder / "content" / FOLDERS[record.kind] / record.id / "_index.md"
        path.parent.mkdir(parents=True)
        path.write_text(_front_matter({"title": collection.heading(record)}), encoding="utf-8")
    (folder / "content" / "articles").mkdir()
    for linked in collection.articles:
        path = folder / "content" / "articles" / f"{linked.id}.md"
        path.write_text(_page(linked, collection), encoding="utf-8")


def build(folder: Path) -> tuple[Cost, Cost]:
    """Makes the site in ``public/`` of *folder* from nothing: what Hugo costs, and what Pagefind then costs."""
    public = folder / "public"
    for left in (public, folder / "resources", folder / "cache"):
        set_aside(left)
    site = cost_of([program("hugo"), "--source", str(folder), "--cacheDir", str(folder / "cache"), "--quiet"])
    return site, cost_of([sys.executable, "-m", "pagefind", "--site", str(public), "--quiet"])


def _page(linked: LinkedArticle, collection: Collection) -> str:
    article = linked.article
    facets: Mapping[str, Sequence[str]] = {
        "outlets": [article.outlet] if article.outlet else [],
        "places": linked.places,
        "actors": linked.actors,
        "sources": linked.sources,
    }
    tree = collection.facets.tree
    within = {
        name: sorted({*ids, *(broader.id for id in ids for broader in tree.broader(id))})
        for name, ids in facets.items()
    }
    given: dict[str, object] = {
        "title": collection.titles[article.id].text,
        "language": article.language,
        "when": collection.date_labels[article.id],
        "outlet": collection.heading(collection.records[article.outlet]) if article.outlet else "",
        "sha256": article.sha256,
        **{name: ids for name, ids in within.items() if ids},
    }
    if article.date and article.date_attribution:
        given |= {"months": article.date.months, "years": article.date.years}
        given |= {"date": article.date.sort_key[0], "basis": article.date_attribution.basis}
    return _front_matter(given) + "".join(_body(linked, collection))


def _front_matter(given: Mapping[str, object]) -> str:
    lines = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in given.items())
    return f"---\n{lines}---\n"


def _body(linked: LinkedArticle, collection: Collection) -> Iterator[str]:
    """The text as one block of HTML, which Goldmark passes through as it is."""
    body, at = linked.article.body, 0
    yield "<div><p>"
    for mention in linked.mentions:
        address = collection.records[mention.id].url
        yield _paragraphs(body[at : mention.start])
        yield f'<a href="/{address}">{escape(body[mention.start : mention.end])}</a>'
        at = mention.end
    yield _paragraphs(body[at:])
    yield "</p></div>\n"


def _paragraphs(text: str) -> str:
    return escape(text).replace("\n\n", "</p><p>")
