"""The facets: which articles stand under which outlet, place, actor, year and month.

Pure counting. A value of a tree holds the articles of everything within it: a governorate those of its cities.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from archive.filing import Filed, articles, each, filed, once, values
from archive.model import Kind, Record
from archive.register import Articles, Column, Posting, Register

Postings = Mapping[str, Posting]
"""The articles under each value, oldest first, undated last. A value without articles is not in it."""


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
    register: Register
    named: Filed
    """Which articles name which of the `tree`'s records, places and actors, themselves."""
    records: Postings
    """By record id: outlets, places and actors, with all that lies within them."""
    years: Postings
    """By ``yyyy``."""
    months: Postings
    """By ``yyyy-mm``; an article whose date names no month is in none."""
    sources: Postings
    """By record id: the articles that cite it as a source."""
    unstated: Postings
    """By folder (``outlets``, ``places``, ``actors``, ``dates``): the articles without any value."""

    @property
    def articles(self) -> Articles:
        """All articles in time."""
        return self.register.articles

    def of_kind(self, kind: Kind) -> tuple[Record, ...]:
        """The records of *kind*, sorted by id."""
        return tuple(record for record in self.tree.records.values() if record.kind == kind)

    def under(self, id: str) -> Posting:
        """The articles under the record *id*."""
        return self.records.get(id) or Posting(self.register, np.empty(0, np.int64))

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


def count_facets(register: Register, tree: Tree) -> Facets:
    """The articles under every value of every facet."""
    columns = register.columns
    ids = sorted(tree.records)
    numbers = {id: number for number, id in enumerate(ids)}

    def of_records(column: Column) -> Filed:
        return filed(column.lists, np.array([numbers[id] for id in column.values], np.int64))

    outlets, places, actors, sources = (of_records(columns[name]) for name in ("outlet", "places", "actors", "sources"))
    named = once(places, actors)
    unstated = {folder: columns[name].lists.sizes == 0 for folder, name in _FOLDERS.items()}
    unstated["dates"] = np.arange(len(register)) >= register.dated
    return Facets(
        tree=tree,
        register=register,
        named=named,
        records=_postings(register, ids, _with_broader(once(named, outlets), ids, numbers, tree)),
        years=_by_value(register, "years"),
        months=_by_value(register, "months"),
        sources=_postings(register, ids, sources),
        unstated={folder: Posting(register, np.flatnonzero(is_without)) for folder, is_without in unstated.items()},
    )


_FOLDERS = {"outlets": "outlet", "places": "places", "actors": "actors"}


def _with_broader(named: Filed, ids: Sequence[str], numbers: Mapping[str, int], tree: Tree) -> Filed:
    """*named* and all that those records lie within."""
    within = [tree.records[id].within for id in ids]
    broader = np.array([numbers[id] if id else -1 for id in within], np.int64)
    every, level = [named], named
    while len(level):
        above = broader[values(level)]
        level = (above << 32 | articles(level))[above >= 0]
        every.append(level)
    return once(*every)


def _by_value(register: Register, name: str) -> Postings:
    column = register.columns[name]
    return _postings(register, column.values, filed(column.lists))


def _postings(register: Register, names: Sequence[str], some: Filed) -> Postings:
    numbers = articles(some)
    spans = zip(names, each(some, len(names)), strict=True)
    return {name: Posting(register, numbers[first:end]) for name, (first, end) in spans if end > first}
