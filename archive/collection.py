"""Everything known of an archive once it is read, linked and counted: what the pages and exports are made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import cache, cached_property
from typing import TypeVar

from archive.dates import parse_edtf
from archive.facets import Facets
from archive.kinship import Before, Kin
from archive.kinship import akin as closest
from archive.model import Basis, LinkedArticle, Record, Redirect
from archive.register import Articles, Register
from archive.settings import Settings
from archive.titles import Title
from archive.usage import Usage, observed_forms
from archive.words import Words

T = TypeVar("T")


@dataclass(frozen=True)
class Collection:
    """One archive, ready to be rendered."""

    settings: Settings
    words: Words
    facets: Facets
    redirects: tuple[Redirect, ...] = ()
    known_kin: Before | None = None
    """What an earlier build found."""

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

    @cached_property
    def forms(self) -> Mapping[str, tuple[Usage, ...]]:
        """Record id → the forms of its name in the texts."""
        return observed_forms(self.register)

    @cached_property
    def akin(self) -> Kin:
        """Which articles share most with each."""
        return closest(self.facets, before=self.known_kin)

    def akin_of(self, number: int) -> list[int]:
        """The numbers of the articles that share most with the one of this *number*."""
        kin = self.akin[number]
        found: list[int] = kin[kin >= 0].tolist()
        return found

    def by_id(self, id: str) -> LinkedArticle:
        """The article of that *id*. Raises KeyError when there is none."""
        return self.articles[self.register.numbers[id]]

    def heading(self, record: Record) -> str:
        """The record's name in the language of the interface."""
        return record.heading_in(self.words.language)

    @cached_property
    def titles(self) -> Mapping[str, Title]:
        """Article id → what it is listed under."""
        return _Made(self._title)

    @cached_property
    def date_labels(self) -> Mapping[str, str]:
        """Article id → its date in words, with how it is known; or that it is not stated."""
        numbers, dates, bases = self.register.numbers, self.register.dates, self.register.columns["date_basis"]
        label = cache(self._date_label)  # there are fewer dates than articles
        return _Made(lambda id: label(dates[numbers[id]], *bases.of(numbers[id])))

    def __getstate__(self) -> dict[str, object]:
        costly = [name for name in ("forms", "akin") if name in vars(self)]
        return {name: getattr(self, name) for name in (*(field.name for field in fields(self)), *costly)}

    def _title(self, id: str) -> Title:
        number = self.register.numbers[id]
        return Title(self.register.titles[number], *self.register.columns["title_basis"].of(number))

    def _date_label(self, date: str | None, basis: Basis | None = None) -> str:
        return self.words.date_label(parse_edtf(date), basis) if date and basis else self.words.say("date.unstated")


class _Made(dict[str, T]):
    """Each value is made once, when it is first asked for: an article stands in many lists, or in none that is made."""

    def __init__(self, make: Callable[[str], T]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, id: str) -> T:
        value = self[id] = self._make(id)
        return value
