"""What is shown of documents: their cards, in chunks, which make volumes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archive.collection import Collection
from archive.model import LinkedArticle
from archive.search.shards import Bounds, Sized, grouped


def card(linked: LinkedArticle, collection: Collection) -> list[str]:
    """What is shown of a document."""
    article = linked.article
    return [
        article.id,
        collection.titles[article.id].text,
        "" if article.language == collection.settings.language else article.language,
        article.outlet or "",
        article.date.text if article.date else "",
        collection.date_labels[article.id] if article.date else "",
        article.author or "",
        article.url or "",
        article.body,
    ]


def volumes(cards: Iterable[tuple[str, str]], chunk: Bounds, volume: Bounds) -> Iterator[list[list[str]]]:
    """The cards of each chunk of each volume; *cards* are pairs of an id and its card as JSON."""
    chunks = grouped(((Sized(id, len(told)), (id, told)) for id, told in cards), chunk)
    # Another key than the chunks' own: of their last ids none would be left that does not end a volume too.
    keyed = ((Sized(f"{run[-1][0]}/", 1), [told for _, told in run]) for run in chunks)
    yield from grouped(keyed, volume)
