"""The page of one article: its text, what it names, where it comes from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from archive.citation import cite, common_date
from archive.collection import Collection
from archive.disguise import disguises
from archive.front_matter import Value as FrontMatterValue
from archive.generated import Generated
from archive.html import article_text
from archive.model import LinkedArticle
from archive.pages.makings import Makings
from archive.pages.rows import Value, most_first
from archive.register import Register
from archive.repository import seed_links
from archive.text import paragraphs
from archive.words import Words


def article_pages(makings: Makings) -> Iterator[Generated]:
    """Every article's page."""
    register = makings.collection.register
    beside = _beside(register)
    keys = makings.keys.of_articles(np.hstack([beside, makings.collection.akin]))
    for number, (id, ends, key) in enumerate(zip(register.ids, beside.tolist(), keys, strict=True)):
        yield Generated(f"articles/{id}.md", key, partial(_page, number, ends, makings))


def _beside(register: Register) -> NDArray[np.int64]:
    """Of each article the numbers of the older and the newer one, -1 for none; those without a date have neither."""
    numbers = np.arange(register.dated)
    beside = np.full((len(register), 2), -1)
    beside[: register.dated] = np.column_stack([numbers - 1, np.where(numbers + 1 < register.dated, numbers + 1, -1)])
    return beside


def _page(number: int, beside: Sequence[int], makings: Makings) -> str:
    collection = makings.collection
    linked = collection.articles[number]
    address = linked.article.page_url
    older, newer = (makings.row(other) if other >= 0 else None for other in beside)
    return makings.renderer.page(
        "article.html",
        address,
        front_matter(linked, collection),
        **_values(linked, makings),
        text=article_text(linked.article.body, linked.mentions, makings.mention),
        named=[
            (label, makings.renderer.parts("named.html", values, address))
            for label, values in _named(linked, makings).items()
        ],
        akin=makings.renderer.parts("akin.html", map(makings.row, collection.akin_of(number)), address),
        older=older,
        newer=newer,
    )


def front_matter(linked: LinkedArticle, collection: Collection) -> dict[str, FrontMatterValue | None]:
    """The front matter of an article's page: all that is known of it, so that the page is complete in itself."""
    article, title = linked.article, collection.titles[linked.id]
    outlet = collection.records[article.outlet] if article.outlet else None
    return {
        "title": title.text,
        "title_basis": title.basis,
        "kind": "article",
        "id": article.id,
        "author": article.author,
        "outlet": article.outlet,
        "outlet_heading": collection.heading(outlet) if outlet else None,
        "outlet_basis": article.outlet_attribution.basis if article.outlet_attribution else None,
        "outlet_evidence": list(article.outlet_attribution.evidence) if article.outlet_attribution else None,
        "date": article.date.text if article.date else None,
        "date_basis": article.date_attribution.basis if article.date_attribution else None,
        "date_evidence": list(article.date_attribution.evidence) if article.date_attribution else None,
        "date_note": article.date_attribution.note if article.date_attribution else None,
        "date_iso": common_date(article.date) if article.date else None,
        "date_label": collection.date_labels[article.id] if article.date else None,
        "language": article.language,
        "places": list(linked.places),
        "actors": list(linked.actors),
        "sources": list(linked.sources),
        "url": article.url,
        "archived_url": article.archived_url,
        "collected": article.collected,
        "rights": article.rights,
        "note": article.note,
        "seed": article.path,
        "sha256": article.sha256,
    }


def _values(linked: LinkedArticle, makings: Makings) -> dict[str, Any]:
    article, collection = linked.article, makings.collection
    return {
        "article": article,
        "title": collection.titles[article.id],
        "outlet": collection.records[article.outlet] if article.outlet else None,
        "outlet_heading": collection.heading(collection.records[article.outlet]) if article.outlet else None,
        "date": collection.date_labels[article.id],
        "collected": collection.words.day(date.fromisoformat(article.collected)) if article.collected else None,
        "language_name": makings.language_name(article.language),
        "notices": list(_notices(article.body, collection.words)),
        "seed": seed_links(article.path, collection.settings),
        "citation": cite(article, collection),
    }


def _named(linked: LinkedArticle, makings: Makings) -> dict[str, list[Value]]:
    """What the article names, under the word for it: the most often named first."""
    counts = Counter([mention.id for mention in linked.mentions])

    def values(ids: Iterable[str]) -> list[Value]:
        return sorted([makings.value(id, counts[id]) for id in ids], key=most_first)

    return {
        "nav.places": values(linked.places),
        "nav.actors": values(id for id in linked.actors if id not in linked.sources),
        "sources": values(linked.sources),
    }


def _notices(body: str, words: Words) -> Iterator[str]:
    """What in *body* reads as something else than it is: how much of it, and where the first stands."""
    for kind, many, start, word, characters in disguises(body):
        paragraph = 1 + sum(end <= start for _, end in paragraphs(body))
        codes = words.say("list.comma").join(characters)
        what = f"{words.say('cite.title', title=word)} {codes}" if word else codes
        yield words.count(f"notice.{kind}", many, what=what, paragraph=words.number(paragraph))
