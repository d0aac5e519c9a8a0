"""The facets: which articles stand under which outlet, place, actor, year and month.

Pure counting. A value of a tree holds the articles of everything within it: a governorate those of its cities.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from archive.model import Kind, LinkedArticle, Record

Postings = Mapping[str, tuple[LinkedArticle, ...]]
"""The articles under each value, oldest first, undated last. A value without articles is not in it."""


def chronological(articles: Iterable[LinkedArticle]) -> tuple[LinkedArticle, ...]:
    """*articles*, oldest first; those without a date last; equals by id."""
    return tuple(sorted(articles, key=place_in_time))


def place_in_time(linked: LinkedArticle) -> tuple[Any, ...]:
    """The sort key of `chronological`."""
    date = linked.article.date
    return (0, date.sort_key, linked.id) if date else (1, linked.id)


def newest_first(articles: Iterable[LinkedArticle]) -> tuple[LinkedArticle, ...]:
    """*articles* (which are in time), the newest first; those without a date last all the same."""
    given = tuple(articles)
    return (
        *(linked for linked in reversed(given) if linked.article.date),
        *(linked for linked in given if not linked.article.date),
    )


@dataclass(frozen=True)
class Tree:
    """The records and how they lie within each other."""

    records: Mapping[str, Record]
    narrower: Mapping[str, tuple[str, ...]]
    """Record id → the ids directly within it, sorted by heading."""

    def broader(self, id: str) -> tuple[Record, ...]:
        """The records that *id* lies within, the nearest first."""
        return tuple([self.records[broader] for broader in self.upwards[id][1:]])

    @cached_property
    def upwards(self) -> Mapping[str, tuple[str, ...]]:
        """Record id → itself and the ids of those that it lies within, the nearest first."""
        paths: dict[str, tuple[str, ...]] = {}
        for id in self.records:
            path = [id]
            while within := self.records[path[-1]].within:
                path.append(within)
            paths[id] = tuple(path)
        return paths


@dataclass(frozen=True)
class Facets:
    """Every facet of an archive, counted."""

    tree: Tree
    articles: tuple[LinkedArticle, ...]
    """All articles in time."""
    records: Postings
    """By record id: outlets, places and actors, with all that lies within them."""
    years: Postings
    """By ``yyyy``."""
    months: Postings
    """By ``yyyy-mm``; an article whose date names no month is in none."""
    sources: Postings
    """By record id: the articles that cite it as a source."""
    unstated: Mapping[str, tuple[LinkedArticle, ...]]
    """By folder (``outlets``, ``places``, ``actors``, ``dates``): the articles without any value."""

    def of_kind(self, kind: Kind) -> tuple[Record, ...]:
        """The records of *kind*, sorted by id."""
        return tuple(record for record in self.tree.records.values() if record.kind == kind)

    def count(self, id: str) -> int:
        """How many articles stand under the record *id*."""
        return len(self.records.get(id, ()))


def build_tree(records: Mapping[str, Record], sort_key: Mapping[str, str]) -> Tree:
    """The tree of *records*; siblings are ordered by *sort_key* (record id → text)."""
    narrower: dict[str, list[str]] = defaultdict(list)
    for record in records.values():
        if record.within:
            narrower[record.within].append(record.id)
    order = {broad: tuple(sorted(narrow, key=lambda one: (sort_key[one], one))) for broad, narrow in narrower.items()}
    return Tree(records, order)


def count_facets(articles: Iterable[LinkedArticle], tree: Tree) -> Facets:
    """The articles under every value of every facet."""
    ordered, upwards = chronological(articles), tree.upwards
    records: dict[str, list[LinkedArticle]] = defaultdict(list)
    years: dict[str, list[LinkedArticle]] = defaultdict(list)
    months: dict[str, list[LinkedArticle]] = defaultdict(list)
    sources: dict[str, list[LinkedArticle]] = defaultdict(list)
    unstated: dict[str, list[LinkedArticle]] = {"outlets": [], "places": [], "actors": [], "dates": []}
    for linked in ordered:
        article = linked.article
        named = (*linked.places, *linked.actors, article.outlet) if article.outlet else (*linked.places, *linked.actors)
        for value in {id for one in named for id in upwards[one]}:
            records[value].append(linked)
        for id in linked.sources:
            sources[id].append(linked)
        if article.date:
            for year in article.date.years:
                years[year].append(linked)
            for month in article.date.months:
                months[month].append(linked)
        if not (article.outlet and linked.places and linked.actors and article.date):
            stated = {
                "outlets": article.outlet,
                "places": linked.places,
                "actors": linked.actors,
                "dates": article.date,
            }
            for folder, given in stated.items():
                if not given:
                    unstated[folder].append(linked)
    return Facets(
        tree=tree,
        articles=ordered,
        records=_frozen(records),
        years=_frozen(years),
        months=_frozen(months),
        sources=_frozen(sources),
        unstated=_frozen(unstated),
    )


def _frozen(postings: Mapping[str, list[LinkedArticle]]) -> dict[str, tuple[LinkedArticle, ...]]:
    return {value: tuple(postings[value]) for value in sorted(postings)}
