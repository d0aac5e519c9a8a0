"""Which articles share most with which: the places and actors that they have in common, the rare ones first."""

from __future__ import annotations

import heapq
import math
from collections import defaultdict
from collections.abc import Mapping

from archive.facets import Facets
from archive.model import LinkedArticle

_COMMON = 2_000
"""A record of more articles than this tells them apart too little to be worth the time."""


def akin(facets: Facets, most: int = 5) -> Mapping[str, tuple[LinkedArticle, ...]]:
    """Article id → at most *most* other articles, those that share most first.

    Each record shared weighs the logarithm of how rare it is (inverse document frequency). Only records that an
    article itself names count, not what those lie within.
    """
    direct: dict[str, list[int]] = defaultdict(list)
    for number, linked in enumerate(facets.articles):
        for id in (*linked.places, *linked.actors):
            direct[id].append(number)
    total = len(facets.articles)
    nearest: dict[str, tuple[LinkedArticle, ...]] = {}
    for number, linked in enumerate(facets.articles):
        scores: dict[int, float] = defaultdict(float)
        for id in (*linked.places, *linked.actors):
            others = direct[id]
            if len(others) > _COMMON:
                continue
            weight = math.log1p(total / len(others))
            for other in others:
                scores[other] += weight
        scores.pop(number, None)
        best = heapq.nsmallest(most, scores.items(), key=lambda item: (-round(item[1], 9), item[0]))
        nearest[linked.id] = tuple(facets.articles[other] for other, _ in best)
    return nearest
