"""The peer: Pagefind, given the same articles as HTML pages with the same facets as filters."""

from __future__ import annotations

import sys
from html import escape
from pathlib import Path

from archive.collection import Collection
from archive.model import LinkedArticle
from archive.search.documents import months_and_years
from bench.cost import Cost, cost_of

VERSION = "1.5.2"


def write_pages(collection: Collection, site: Path) -> None:
    """A page for each article, with nothing in it but what is searched and filtered."""
    (site / "articles").mkdir(parents=True, exist_ok=True)
    for linked in collection.articles:
        (site / "articles" / f"{linked.id}.html").write_text(_page(linked, collection), encoding="utf-8")


def build_index(site: Path) -> Cost:
    """Makes ``pagefind/`` in *site*. One language: else a search would find only the articles of the page's own."""
    return cost_of([sys.executable, "-m", "pagefind", "--site", str(site), "--force-language", "fr", "--quiet"])


def _page(linked: LinkedArticle, collection: Collection) -> str:
    article = linked.article
    filters = "".join(
        f'<span data-pagefind-filter="{name}">{escape(value)}</span>'
        for name, values in filters_of(linked, collection).items()
        for value in values or ["non renseigné"]
    )
    date = escape(collection.date_labels[article.id])
    body = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in article.body.split("\n\n"))
    return (
        f'<!doctype html><html lang="{article.language}"><head><meta charset="utf-8"><title>A</title></head><body>'
        f'<div hidden>{filters}<span data-pagefind-meta="date">{date}</span></div>'
        f"<main data-pagefind-body><h1>{escape(collection.titles[article.id].text)}</h1>{body}</main></body></html>"
    )


def filters_of(linked: LinkedArticle, collection: Collection) -> dict[str, list[str]]:
    """Facet → the values that the article counts under: those of ours, with what they lie within."""
    tree = collection.facets.tree

    def headings(ids: tuple[str, ...]) -> list[str]:
        every = {*ids, *(broader.id for id in ids for broader in tree.broader(id))}
        return sorted(collection.heading(collection.records[id]) for id in every)

    article = linked.article
    dates = months_and_years(article.date)
    basis = article.date_attribution.basis if article.date and article.date_attribution else None
    return {
        "outlet": headings((article.outlet,) if article.outlet else ()),
        "date": sorted({*dates, *(value[:4] for value in dates)}),
        "places": headings(linked.places),
        "actors": headings(linked.actors),
        "sources": sorted(collection.heading(collection.records[id]) for id in linked.sources),
        "language": [article.language],
        "basis": [basis] if basis else [],
    }
