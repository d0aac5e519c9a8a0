"""What every kind of page is made of."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from markupsafe import Markup

from archive.collection import Collection
from archive.model import LinkedArticle
from archive.pages.rows import Row, Value, row_of, value_of
from archive.rendering import Renderer


class Makings:
    """The archive, the templates, and what many pages share; each of it is made once, when it is first asked for."""

    def __init__(self, collection: Collection, renderer: Renderer) -> None:
        self.collection = collection
        self.renderer = renderer
        self._rows: dict[str, Row] = {}
        self.value = cache(self._value)
        """The list entry of a record, from its id and its count."""
        self.language_name = cache(collection.words.language_name)
        """The name of a language, from its tag."""

    def row(self, linked: LinkedArticle) -> Row:
        """The row of one article."""
        id = linked.article.id
        found = self._rows.get(id)
        if found is None:
            found = self._rows[id] = row_of(linked, self.collection)
        return found

    def listed(self, articles: Iterable[LinkedArticle], address: str) -> Markup:
        """The rows of *articles* on the page at *address*."""
        return self.renderer.parts("row.html", [self.row(linked) for linked in articles], address)

    def _value(self, id: str, count: int) -> Value:
        return value_of(self.collection.records[id], count, self.collection)
