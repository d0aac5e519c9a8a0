"""A tree of records as a page has room for it: its top levels, as far as they are not too many."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from archive.facets import Facets

_DEEPEST = 8
"""Levels that are drawn within each other at most."""


class Branch(NamedTuple):
    """A record of a tree, with those shown of what lies within it."""

    id: str
    below: tuple[Branch, ...] = ()


class Branches(NamedTuple):
    """What is shown of a tree, and whether that is all."""

    tops: tuple[Branch, ...]
    more: int
    """Records of the top level that are not shown."""
    deeper: bool
    """Whether a level below those shown is left out."""


def branches(ids: Iterable[str], facets: Facets, most: int) -> Branches:
    """The records *ids* and as many whole levels of what lies within them as come to at most *most* records.

    Records without articles are left out. Of too many *ids*, those with most articles are shown, in the order given.
    """
    tops = _used(ids, facets)
    if len(tops) > most:
        chosen = frozenset(sorted(tops, key=lambda id: -facets.count(id))[:most])
        return Branches(tuple(Branch(id) for id in tops if id in chosen), len(tops) - most, True)
    within: dict[str, list[str]] = {}
    level, shown = tops, len(tops)
    for _ in range(_DEEPEST):
        narrower = {id: _used(facets.tree.narrower.get(id, ()), facets) for id in level}
        level = [below for ids in narrower.values() for below in ids]
        shown += len(level)
        if not level or shown > most:
            break
        within |= narrower
        narrower = {}

    def grown(id: str) -> Branch:
        return Branch(id, tuple(map(grown, within.get(id, ()))))

    return Branches(tuple(map(grown, tops)), 0, bool(level))


def ids_of(tops: Iterable[Branch]) -> list[str]:
    """Every record in it."""
    return [id for branch in tops for id in (branch.id, *ids_of(branch.below))]


def _used(ids: Iterable[str], facets: Facets) -> list[str]:
    return [id for id in ids if facets.count(id)]
