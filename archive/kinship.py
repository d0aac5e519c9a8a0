"""Which articles share most with which: the places and actors that they have in common, the rare ones first."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence

from archive.facets import Facets
from archive.model import LinkedArticle

_LOOKED_AT = 200
"""Articles that are compared with each: enough to find the nearest, few enough for a hundred thousand."""


def akin(facets: Facets, most: int = 5) -> Mapping[str, tuple[LinkedArticle, ...]]:
    """Article id → at most *most* other articles, those that share most first.

    Each record shared weighs the logarithm of how rare it is (inverse document frequency). Only records that an
    article itself names count, not what those lie within. Candidates come from its rarest records; of a record that
    very many articles name, those next in time.
    """
    named = [frozenset((*linked.places, *linked.actors)) for linked in facets.articles]
    postings: dict[str, list[int]] = defaultdict(list)
    for number, ids in enumerate(named):
        for id in ids:
            postings[id].append(number)
    weight = {id: math.log1p(len(named) / len(numbers)) for id, numbers in postings.items()}

    def likeness(one: int, other: int) -> tuple[float, int]:
        # fsum, since a plain sum of floats depends on their order, and that of a set on the process.
        return (-math.fsum(weight[id] for id in named[one] & named[other]), other)

    return {
        linked.id: tuple(
            facets.articles[other]
            for _, other in sorted(likeness(number, other) for other in _candidates(number, named[number], postings))[
                :most
            ]
        )
        for number, linked in enumerate(facets.articles)
    }


def _candidates(number: int, ids: frozenset[str], postings: Mapping[str, Sequence[int]]) -> set[int]:
    """Articles that share a record with the one of this *number*, from the rarest record on."""
    found: set[int] = set()
    for id in sorted(ids, key=lambda id: (len(postings[id]), id)):
        others = postings[id]
        here = bisect_left(others, number)
        found.update(others[max(0, here - _LOOKED_AT // 2) : here + _LOOKED_AT // 2])
        if len(found) > _LOOKED_AT:
            break
    return found - {number}
