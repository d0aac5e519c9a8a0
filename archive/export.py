"""The data that researchers take away: ``data/articles.jsonl``."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TypeAlias

import numpy as np

from archive.collection import Collection
from archive.dates import parse_edtf
from archive.digests import digest_of
from archive.generated import Generated
from archive.memory import Memory
from archive.model import LinkedArticle
from archive.register import Posting

ARTICLES = "data/articles.jsonl"
"""Path below ``docs/`` and below the site."""


Lines: TypeAlias = Mapping[bytes, memoryview]
"""The `print` of an article → its line, with the end."""
_ENCODE = json.JSONEncoder(ensure_ascii=False).encode


def article_data(collection: Collection, known: Callable[[], Lines] = dict) -> Generated:
    """The data file: one JSON object an article, sorted by id; offsets are code points of the body.

    *known* gives lines of an earlier one by the `print` of their article, and is called if the file has to be made.
    """
    return Generated(ARTICLES, key_of(prints_by_line(collection)), partial(_text, collection, known))


def prints_by_line(collection: Collection) -> list[bytes]:
    """The `print` of the article of each line."""
    return _by_id(collection).prints


def key_of(prints: Sequence[bytes]) -> bytes:
    """The key of the data file whose articles have these *prints*."""
    return digest_of(b"".join(prints))


def lines_of(file: Path, prints: Sequence[bytes]) -> Lines:
    """The lines of a data *file*, in which those of articles with these *prints* stand in this order."""
    data = file.read_bytes()
    all = memoryview(data)
    lines: dict[bytes, memoryview] = {}
    start = 0
    for one in prints:
        end = data.find(b"\n", start) + 1
        if not end:
            break
        lines[one] = all[start:end]
        start = end
    return lines


def earlier_lines(memory: Memory | None, docs: Path, key: bytes | None) -> Callable[[], Lines]:
    """Gives the lines of the data file in *docs*, as far as *memory* knows what they were made of.

    *key* is that of the file as an earlier build left it, if it still stands so.
    """
    prints = memory.recall("lines") if memory and key else None
    return partial(lines_of, docs / ARTICLES, prints) if prints is not None and key_of(prints) == key else dict


def _by_id(collection: Collection) -> Posting:
    """All articles, sorted by id."""
    register = collection.register
    return Posting(register, np.array(sorted(range(len(register)), key=register.ids.__getitem__), np.int64))


def _text(collection: Collection, known: Callable[[], Lines]) -> bytes:
    lines = known()
    articles = _by_id(collection)
    return b"".join([lines.get(one) or _line(articles[at], collection) for at, one in enumerate(articles.prints)])


def _line(linked: LinkedArticle, collection: Collection) -> bytes:
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
    return f'{_ENCODE(known)[:-1]}, "mentions": [{mentions}]}}\n'.encode()


@cache
def _days(date: str) -> tuple[str | None, str | None]:
    """The first and the last day of an EDTF *date*, where they are known."""
    start, end = parse_edtf(date).start, parse_edtf(date).end
    return start.isoformat() if start else None, end.isoformat() if end else None
