"""Which articles are told of the same: the places and actors that they share, at the same time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping

from archive.facets import Facets
from archive.model import LinkedArticle


def akin(facets: Facets, most: int = 5, reach: int = 20) -> Mapping[str, tuple[LinkedArticle, ...]]:
    """Article id → at most *most* other articles, those that share most with it first.

    Two articles are neighbours by a record that both name when, of all that name it in time, the one is among the
    *reach* before the other. Those that are neighbours by most records come first: outlets that tell of one event name
    the same people and places within the same days. Of equals the one nearest in time comes first (days between the
    beginnings of their dates, or the ends of those that have none), then by id. Articles without a date are neighbours
    of each other only, by id.

    Only records that an article itself names count, not what those lie within. An article more or less changes only
    the lists of its neighbours and of those that it stands between: at most twice *reach* for each record it names.
    """
    postings: dict[tuple[str, bool], list[int]] = defaultdict(list)
    places: list[list[tuple[list[int], int]]] = []
    days: list[int] = []
    ids = [linked.id for linked in facets.articles]
    for number, linked in enumerate(facets.articles):
        date = linked.article.date
        day = (date.start or date.end) if date else None
        days.append(day.toordinal() if day else 0)
        named = [postings[id, date is None] for id in (*linked.places, *linked.actors)]
        places.append([(posting, len(posting)) for posting in named])
        for posting in named:
            posting.append(number)
    near: dict[str, tuple[LinkedArticle, ...]] = {}
    for number, linked in enumerate(facets.articles):
        neighbours: list[int] = []
        for posting, here in places[number]:
            neighbours += posting[max(0, here - reach) : here + reach + 1]
        shared = Counter(neighbours)
        del shared[number]
        candidates = list(shared)
        if len(shared) > most:
            least = sorted(shared.values())[-most]
            candidates = [other for other, many in shared.items() if many >= least]
        first = sorted((-shared[other], abs(days[other] - days[number]), ids[other], other) for other in candidates)
        near[linked.id] = tuple(facets.articles[other] for *_, other in first[:most])
    return near
