"""Which articles are told of the same: the places and actors that they share, at the same time."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from archive.facets import Facets, place_in_time
from archive.model import LinkedArticle


class Before(NamedTuple):
    """What was found earlier, and what has changed since."""

    akin: Mapping[str, Sequence[str]]
    """Article id → the ids of those that share most with it."""
    changed: Sequence[LinkedArticle]
    """Every article that came, went, or names other records or another date: as it was and as it is."""


def akin(
    facets: Facets, most: int = 5, reach: int = 20, before: Before | None = None
) -> Mapping[str, tuple[LinkedArticle, ...]]:
    """Article id → at most *most* other articles, those that share most with it first.

    Two articles are neighbours by a record that both name when, of all that name it in time, the one is among the
    *reach* before the other. Those that are neighbours by most records come first: outlets that tell of one event name
    the same people and places within the same days. Of equals the one nearest in time comes first (days between the
    beginnings of their dates, or the ends of those that have none), then by id. Articles without a date are neighbours
    of each other only, by id.

    Only records that an article itself names count, not what those lie within. An article more or less changes only
    the lists of its neighbours and of those that it stands between: at most twice *reach* for each record it names. So
    only those are looked for anew where it is known what was found *before*.
    """
    dated: dict[str, list[int]] = defaultdict(list)
    undated: dict[str, list[int]] = defaultdict(list)
    days: list[int] = []
    ids: list[str] = []
    for number, linked in enumerate(facets.articles):
        date = linked.article.date
        day = (date.start or date.end) if date else None
        days.append(day.toordinal() if day else 0)
        ids.append(linked.article.id)
        postings = dated if date else undated
        for id in (*linked.places, *linked.actors):
            postings[id].append(number)
    near: dict[str, tuple[LinkedArticle, ...]] = {}
    kept = _unreached(facets, dated, undated, reach, before) if before else {}
    for number, linked in enumerate(facets.articles):
        if ids[number] in kept:
            near[ids[number]] = kept[ids[number]]
            continue
        postings = dated if linked.article.date else undated
        neighbours: list[int] = []
        for id in (*linked.places, *linked.actors):
            posting = postings[id]
            here = bisect_left(posting, number)
            neighbours += posting[max(0, here - reach) : here + reach + 1]
        shared = Counter(neighbours)
        del shared[number]
        candidates = list(shared)
        if len(shared) > most:
            least = sorted(shared.values())[-most]
            candidates = [other for other, many in shared.items() if many >= least]
        first = sorted((-shared[other], abs(days[other] - days[number]), ids[other], other) for other in candidates)
        near[ids[number]] = tuple(facets.articles[other] for *_, other in first[:most])
    return near


def _unreached(
    facets: Facets,
    dated: Mapping[str, Sequence[int]],
    undated: Mapping[str, Sequence[int]],
    reach: int,
    before: Before,
) -> dict[str, tuple[LinkedArticle, ...]]:
    """What was found *before* and holds: for all articles but those near a change."""
    by_id = {linked.article.id: linked for linked in facets.articles}
    kept = {id: others for id, others in before.akin.items() if id in by_id}
    width = reach + len(before.changed) + 1
    for changed in before.changed:
        kept.pop(changed.id, None)
        place = bisect_left(facets.articles, place_in_time(changed), key=place_in_time)
        postings = dated if changed.article.date else undated
        for id in (*changed.places, *changed.actors):
            posting = postings.get(id, ())
            here = bisect_left(posting, place)
            for number in posting[max(0, here - width) : here + width]:
                kept.pop(facets.articles[number].id, None)
    return {id: tuple([by_id[other] for other in others]) for id, others in kept.items()}
