"""The ids of new seeds: from date and title, unique for ever."""

from __future__ import annotations

import re
from collections.abc import Iterable

from archive.fields import id_mistake
from archive.text import fold

_LONGEST = 60
"""Of a title; the address stays short enough to be read."""


class Ids:
    """Gives each article an id that none has yet."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = set(taken)

    def give(self, date: str | None, title: str) -> str:
        """An id of the *date*'s year, month and day, as far as it has them, and the *title*."""
        day = re.match(r"\d{4}(?:-\d\d){0,2}(?!\d)", date or "")
        slug = _slug(title)
        if day and not slug.startswith(day[0]):
            slug = f"{day[0]}-{slug}".rstrip("-")
        stem = _cut(slug) or "article"
        given, number = stem, 2
        while given in self._taken or id_mistake(given):
            given, number = f"{stem}-{number}", number + 1
        self._taken.add(given)
        return given


def _slug(text: str) -> str:
    return re.sub("[^a-z0-9_]+", "-", fold(text)).strip("-_")


def _cut(slug: str) -> str:
    """*slug*, cut after a whole word where it is too long."""
    if len(slug) <= _LONGEST:
        return slug
    head = slug[:_LONGEST]
    return (head.rpartition("-")[0] or head).strip("-")
