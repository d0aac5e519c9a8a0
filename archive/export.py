"""The data that researchers take away: ``data/articles.jsonl``."""

from __future__ import annotations

import json
from collections.abc import Iterator

from archive.collection import Collection
from archive.model import LinkedArticle

ARTICLES = "data/articles.jsonl"
"""Path below ``docs/`` and below the site."""


def article_data(collection: Collection) -> Iterator[tuple[str, str]]:
    """(path, text) of the data file: one JSON object an article, sorted by id; offsets are code points of the body."""
    lines = (
        json.dumps(_record(linked, collection), ensure_ascii=False)
        for linked in sorted(collection.articles, key=_by_id)
    )
    yield ARTICLES, "".join(f"{line}\n" for line in lines)


def _by_id(linked: LinkedArticle) -> str:
    return linked.id


def _record(linked: LinkedArticle, collection: Collection) -> dict[str, object]:
    article, title = linked.article, collection.titles[linked.id]
    date = article.date
    return {
        "id": article.id,
        "url": article.page_url,
        "title": title.text,
        "title_basis": title.basis,
        "outlet": article.outlet,
        "outlet_basis": article.outlet_attribution.basis if article.outlet_attribution else None,
        "date": date.text if date else None,
        "date_basis": article.date_attribution.basis if article.date_attribution else None,
        "date_start": date.start.isoformat() if date and date.start else None,
        "date_end": date.end.isoformat() if date and date.end else None,
        "language": article.language,
        "places": list(linked.places),
        "actors": list(linked.actors),
        "sources": list(linked.sources),
        "sha256": article.sha256,
        "mentions": [
            {"start": start, "end": end, "id": id, "text": article.body[start:end]}
            for start, end, id in linked.mentions
        ],
    }
