"""What every kind of page is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache, cached_property

from markupsafe import Markup

from archive.collection import Collection
from archive.html import escape
from archive.pages.branches import Branch
from archive.pages.keys import Keys
from archive.pages.rows import Row, Value, row_of, value_of
from archive.rendering import Renderer
from archive.usage import displayed_form

MOST_YEARS = 60
"""Years, decades or centuries that stand side by side."""


class Makings:
    """The archive, the templates, and what many pages share; each of it is made once, when it is first asked for."""

    def __init__(self, collection: Collection, renderer: Renderer) -> None:
        self.collection = collection
        self.renderer = renderer
        self.keys = Keys(collection)
        self.row: Callable[[int], Row] = cache(self._row)
        """The row of the article that has a number."""
        self.value: Callable[[str, int], Value] = cache(self._value)
        """The list entry of a record, from its id and its count."""
        self.mention: Callable[[str, str], str] = cache(self._mention)
        """How a mention becomes a link, from the record's id and the text."""
        self.language_name: Callable[[str], str] = cache(collection.words.language_name)
        """The name of a language, from its tag."""

    def __reduce__(self) -> tuple[object, ...]:
        return (Makings, (self.collection, self.renderer))

    @cached_property
    def years_together(self) -> int:
        """How many years stand together where all years of the archive are shown: 1, 10 or 100."""
        years = self.collection.facets.years
        if len(years) <= MOST_YEARS:
            return 1
        return 10 if len({year[:3] for year in years}) <= MOST_YEARS else 100

    def listed(self, numbers: Iterable[int], address: str) -> Markup:
        """The rows of the articles of these *numbers* on the page at *address*."""
        return self.renderer.parts("row.html", map(self.row, numbers), address)

    def counted(self, id: str) -> Value:
        """The list entry of a record, with how many articles stand under it."""
        return self.value(id, self.collection.facets.count(id))

    def grown(self, branch: Branch) -> Value:
        """The list entry of a record in a tree, with those of what is shown below it."""
        record, count = self.collection.records[branch.id], self.collection.facets.count(branch.id)
        return value_of(record, count, self.collection, tuple(map(self.grown, branch.below)))

    def _row(self, number: int) -> Row:
        return row_of(number, self.collection)

    def _value(self, id: str, count: int) -> Value:
        return value_of(self.collection.records[id], count, self.collection)

    def _mention(self, id: str, text: str) -> str:
        """Its title says who is meant where the words alone do not."""
        record = self.collection.records[id]
        heading = self.collection.heading(record)
        title = f' title="{escape(heading)}"' if displayed_form(text) != displayed_form(heading) else ""
        return f'<a class="mention {record.kind}" href="../{escape(record.url)}"{title}>{escape(text)}</a>'
