"""Everything known of an archive once it is read, linked and counted: what the pages and exports are made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Literal, NamedTuple, TypeVar

from archive.disguise import without_turns
from archive.facets import Facets
from archive.kinship import Kin
from archive.model import Article, LinkedArticle, Record, Redirect
from archive.register import Articles, Posting, Register
from archive.settings import Settings
from archive.text import cut_at_word, incipit
from archive.usage import Usage
from archive.words import Words

T = TypeVar("T")
TITLE_LENGTH = 120
"""Characters of an incipit shown as a title; beyond, it is cut at a word."""


class Title(NamedTuple):
    """What an article is listed under."""

    text: str
    basis: Literal["source", "incipit"]
    """``incipit``: the seed states no title; these are the first words of the text."""


@dataclass(frozen=True)
class Collection:
    """One archive, ready to be rendered."""

    settings: Settings
    words: Words
    facets: Facets
    forms: Mapping[str, tuple[Usage, ...]]
    """Record id → the forms of its name in the texts."""
    akin: Kin
    """Which articles share most with each."""
    redirects: tuple[Redirect, ...] = ()

    @property
    def records(self) -> Mapping[str, Record]:
        """Every authority record by id."""
        return self.facets.tree.records

    @property
    def register(self) -> Register:
        """All articles in time, those without a date last; and what is asked of all of them."""
        return self.facets.register

    @property
    def articles(self) -> Articles:
        """All articles in time, those without a date last."""
        return self.facets.articles

    def akin_of(self, number: int) -> Posting:
        """The articles that share most with the one of this *number*."""
        kin = self.akin[number]
        return Posting(self.register, kin[kin >= 0])

    def by_id(self, id: str) -> LinkedArticle:
        """The article of that *id*. Raises KeyError when there is none."""
        return self.articles[self.register.numbers[id]]

    def heading(self, record: Record) -> str:
        """The record's name in the language of the interface."""
        return record.heading_in(self.words.language)

    @cached_property
    def titles(self) -> Mapping[str, Title]:
        """Article id → what it is listed under."""
        return _Made(lambda id: title_of(self.by_id(id).article))

    @cached_property
    def date_labels(self) -> Mapping[str, str]:
        """Article id → its date in words, with how it is known; or that it is not stated."""
        return _Made(lambda id: self._date_label(self.by_id(id).article))

    def __getstate__(self) -> dict[str, object]:
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def _date_label(self, article: Article) -> str:
        if article.date is None or article.date_attribution is None:
            return self.words.say("date.unstated")
        return self.words.date_label(article.date, article.date_attribution.basis)


class _Made(dict[str, T]):
    """Each value is made once, when it is first asked for: an article stands in many lists, or in none that is made."""

    def __init__(self, make: Callable[[str], T]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, id: str) -> T:
        value = self[id] = self._make(id)
        return value


def title_of(article: Article) -> Title:
    """The title that the seed states, else the first words of its text."""
    if article.title:
        return Title(article.title, "source")
    opening = without_turns(incipit(article.body) or article.body.strip())
    return Title(cut_at_word(opening.partition("\n")[0], TITLE_LENGTH), "incipit")
