"""The data that researchers take away: ``data/articles.jsonl``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from operator import attrgetter

from archive.collection import Collection
from archive.dates import parse_edtf
from archive.model import LinkedArticle

ARTICLES = "data/articles.jsonl"
"""Path below ``docs/`` and below the site."""


_ENCODE = json.JSONEncoder(ensure_ascii=False).encode


def article_data(collection: Collection) -> Iterator[tuple[str, str]]:
    """(path, text) of the data file: one JSON object an article, sorted by id; offsets are code points of the body."""
    by_id = sorted(collection.articles, key=attrgetter("article.id"))
    yield ARTICLES, "".join([_line(linked, collection) for linked in by_id])


def _line(linked: LinkedArticle, collection: Collection) -> str:
    article, title = linked.article, collection.titles[linked.id]
    start, end = _days(article.date.text) if article.date else (None, None)
    known = {
        "id": article.id,
        "url": article.page_url,
        "title": title.text,
        "title_basis": title.basis,
        "outlet": article.outlet,
        "outlet_basis": article.outlet_attribution.basis if article.outlet_attribution else None,
        "date": article.date.text if article.date else None,
        "date_basis": article.date_attribution.basis if article.date_attribution else None,
        "date_start": start,
        "date_end": end,
        "language": article.language,
        "places": linked.places,
        "actors": linked.actors,
        "sources": linked.sources,
        "sha256": article.sha256,
    }
    body = article.body
    # Written by hand, as most of the file is mentions; an id needs no escape.
    mentions = ", ".join(
        [
            f'{{"start": {start}, "end": {end}, "id": "{id}", "text": {_ENCODE(body[start:end])}}}'
            for start, end, id in linked.mentions
        ]
    )
    return f'{_ENCODE(known)[:-1]}, "mentions": [{mentions}]}}\n'


@cache
def _days(date: str) -> tuple[str | None, str | None]:
    """The first and the last day of an EDTF *date*, where they are known."""
    start, end = parse_edtf(date).start, parse_edtf(date).end
    return start.isoformat() if start else None, end.isoformat() if end else None
