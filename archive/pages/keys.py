"""What a page depends on, as a digest: while its key stays the same, so does its text.

A key stands for everything but the templates and words, for which there is `archive.rendering.templates_key`, the
settings and the program. An article and a record are digested once, for all pages that show them. Nothing is
rendered for a key, and it holds in any process: it depends on values alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

from archive.collection import Collection
from archive.digests import digest_of
from archive.model import LinkedArticle

NOTHING = bytes(16)
"""Stands for the digest of what is not there."""


def digest(*values: object) -> bytes:
    """A digest of texts, bytes, numbers, None, and tuples and lists of them; of nothing else."""
    return digest_of(repr(values).encode("utf-8"))


def joined(digests: Iterable[bytes]) -> bytes:
    """One digest of many, in their order."""
    return digest_of(b"".join(digests))


class Keys:
    """Digests of the articles and records of a collection, as pages show them."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection

    @cached_property
    def records(self) -> Mapping[str, bytes]:
        """Record id → what a list shows of it."""
        heading = self._collection.heading
        return {
            record.id: digest(record.kind, record.id, heading(record), record.type)
            for record in self._collection.records.values()
        }

    @cached_property
    def rows(self) -> Mapping[str, bytes]:
        """Article id → what a list shows of it; its date too, from which ranges and charts follow."""
        records = self.records
        rows: dict[str, bytes] = {}
        for linked in self._collection.articles:
            article, date = linked.article, linked.article.date
            rows[article.id] = digest(
                article.id,
                article.title or [article.sha256],  # an incipit follows from the text
                article.language,
                article.outlet and records[article.outlet],
                date and date.text,
                article.date_attribution and article.date_attribution.basis,
            )
        return rows

    @cached_property
    def _by_identity(self) -> Mapping[int, bytes]:
        return {id(linked): self.rows[linked.article.id] for linked in self._collection.articles}

    def of_rows(self, articles: Iterable[LinkedArticle]) -> list[bytes]:
        """The digests of the rows of *articles*."""
        try:  # twice as fast as by id: nothing of an article has to be fetched from memory
            return [*map(self._by_identity.__getitem__, map(id, articles))]
        except KeyError:
            return [self.rows[linked.article.id] for linked in articles]

    def of_records(self, ids: Iterable[str]) -> bytes:
        """One digest of what lists show of the records *ids*."""
        return joined([self.records[id] for id in ids])

    def of_counts(self, ids: Iterable[str]) -> bytes:
        """One digest of the records *ids* with their counts."""
        counted = [(self.records[id], self._collection.facets.count(id)) for id in ids]
        return digest(counted)

    @cached_property
    def everything(self) -> bytes:
        """One digest of what lists show of all articles, in time."""
        return joined(self.of_rows(self._collection.articles))

    def of_article(self, linked: LinkedArticle) -> bytes:
        """What its own page shows of an article and of what it names."""
        named = [*linked.places, *linked.actors, *linked.sources, *[id for _, _, id in linked.mentions]]
        return joined([linked.print, self.rows[linked.article.id], *map(self.records.__getitem__, named)])
