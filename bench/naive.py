"""The peer for a small archive: MkDocs with Material as people use it, every page in the nav, with tags and search.

An article is a Markdown page in the folder of its year; its tags are its outlet, places, actors and months. Each of
these has a page too, with links to its articles. No name is linked in the texts, and no list is cut into pages.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable
from html import escape
from pathlib import Path

import yaml

from archive.collection import Collection
from archive.model import FOLDERS, LinkedArticle
from bench.cost import Cost, cost_of, set_aside


def write_sources(collection: Collection, folder: Path) -> None:
    """``mkdocs.yml`` and ``docs/`` in *folder*."""
    pages = {"index.md": "# Archive d’essai\n", "tags.md": "# Facettes\n\n<!-- material/tags -->\n"}
    for linked in collection.articles:
        pages[_address(linked)] = _page(linked, collection)
    for id, record in collection.records.items():
        articles = collection.facets.records.get(id, ())
        pages[f"{FOLDERS[record.kind]}/{id}.md"] = _list(collection.heading(record), articles, collection)
    for month, articles in sorted(collection.facets.months.items()):
        pages[f"dates/{month}.md"] = _list(month, articles, collection)
    sections: dict[str, list[str]] = defaultdict(list)
    for address, text in pages.items():
        path = folder / "docs" / address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        if "/" in address:
            sections[address.partition("/")[0]].append(address)
    settings = {
        "site_name": "Archive d’essai",
        "theme": {"name": "material", "language": "fr", "font": False},
        "plugins": [{"search": {"lang": "fr"}}, "tags"],
        "nav": ["index.md", "tags.md", *({name: addresses} for name, addresses in sections.items())],
    }
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(settings, allow_unicode=True, sort_keys=False), encoding="utf-8")


def build(folder: Path) -> Cost:
    """Makes ``site/`` in *folder* from nothing."""
    set_aside(folder / "site")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(folder / "mkdocs.yml")]
    return cost_of(command, variables={"NO_MKDOCS_2_WARNING": "1"})


def _address(linked: LinkedArticle) -> str:
    date = linked.article.date
    return f"{date.years[0] if date else 'sans-date'}/{linked.id}.md"


def _page(linked: LinkedArticle, collection: Collection) -> str:
    article = linked.article
    ids = [*([article.outlet] if article.outlet else []), *linked.places, *linked.actors]
    headings = sorted({collection.heading(collection.records[id]) for id in ids})
    months = article.date.months if article.date else ()
    given = {"title": collection.titles[linked.id].text, "tags": [*headings, *months]}
    head = yaml.safe_dump(given, allow_unicode=True, sort_keys=False)
    return f"---\n{head}---\n\n{collection.date_labels[linked.id]}\n\n{escape(article.body)}"


def _list(heading: str, articles: Iterable[LinkedArticle], collection: Collection) -> str:
    rows = (
        f"- {collection.date_labels[linked.id]}, [{collection.titles[linked.id].text}](../{_address(linked)})\n"
        for linked in articles
    )
    return f"# {heading}\n\n{''.join(rows)}"
