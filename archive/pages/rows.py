"""What lists show: an article as a row, a record as a value with its count."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from archive.collection import Collection
from archive.model import Record, page_url
from archive.text import cut_at_word, fold

LONGEST_TITLE = 300
"""Characters of a title in a list; its own page has all of it."""
LONGEST_NAME = 150
"""Characters of a name in a list."""


class Row(NamedTuple):
    """An article as every list shows it."""

    address: str
    title: str
    language: str
    outlet: str | None
    date: str
    dated: bool


def row_of(number: int, collection: Collection) -> Row:
    """The row of the article of that *number*, from the register alone."""
    register = collection.register
    id = register.ids[number]
    outlets = [collection.heading(collection.records[outlet]) for outlet in register.columns["outlet"].of(number)]
    (language,) = register.columns["language"].of(number)
    return Row(
        address=page_url(id),
        title=cut_at_word(register.titles[number], LONGEST_TITLE),
        language=language,
        outlet=cut_at_word(outlets[0], LONGEST_NAME) if outlets else None,
        date=collection.date_labels[id],
        dated=register.dates[number] is not None,
    )


@dataclass(frozen=True, eq=False)
class Value:
    """A facet value as lists show it: a link and its count."""

    id: str
    address: str
    heading: str
    type: str
    count: int
    """Articles under it; of an article's own list, mentions in its text."""
    narrower: tuple[Value, ...] = ()


_fold = cache(fold)


def most_first(entry: Value) -> tuple[int, str, str]:
    """Sort key: the highest count first, equals by heading."""
    return (-entry.count, _fold(entry.heading), entry.id)


def by_heading(entry: Value) -> tuple[str, str]:
    """Sort key: as a dictionary has it."""
    return (_fold(entry.heading), entry.id)


def initial(entry: Value) -> str:
    """The letter, from a to z, under which the entry stands in an index; ``other`` for none of them."""
    letter = _fold(entry.heading).strip()[:1]
    return letter if "a" <= letter <= "z" else "other"


def value_of(record: Record, count: int, collection: Collection, narrower: tuple[Value, ...] = ()) -> Value:
    """The list entry of *record*."""
    heading = cut_at_word(collection.heading(record), LONGEST_NAME)
    return Value(record.id, record.url, heading, record.type, count, narrower)
