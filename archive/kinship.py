"""Which articles are told of the same: the places and actors that they share, at the same time."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from itertools import repeat
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from archive.dates import parse_edtf
from archive.digests import digest_of
from archive.facets import Facets
from archive.filing import articles, by_article, each
from archive.memory import Memory
from archive.register import Register, place_in_time

Kin = NDArray[np.int32]
"""Of each article a row of numbers: of those that share most with it, the closest first; -1 behind the last."""
Rows = NDArray[np.bool_]
"""Of each article, whether it is meant."""
_FEW = 10
"""What was found before is of use when no more than one of so many articles has changed."""


class Before(NamedTuple):
    """What was found earlier."""

    register: Register
    """Of the articles that there were."""
    kin: Kin


def akin(facets: Facets, most: int = 5, reach: int = 20, before: Before | None = None) -> Kin:
    """At most *most* other articles for each, those that share most with it first.

    Two articles are neighbours by a record that both name when, of all that name it in time, the one is among the
    *reach* before the other. Those that are neighbours by most records come first: outlets that tell of one event name
    the same people and places within the same days. Of equals the one nearest in time comes first (days between the
    beginnings of their dates, or the ends of those that have none), then by id. Articles without a date are neighbours
    of each other only, by id.

    Only records that an article itself names count, not what those lie within. An article more or less changes only
    the lists of its neighbours and of those that it stands between: at most twice *reach* for each record it names. So
    only those are looked for anew where it is known what was found *before*.
    """
    register, ids = facets.register, sorted(facets.tree.records)
    naming = cache(_naming(facets, ids))
    named, spans = by_article(facets.named, len(register))
    records = [named[first:end].tolist() for first, end in spans]

    @cache
    def day(number: int) -> int:
        date = register.dates[number]
        known = parse_edtf(date) if date else None
        first = (known.start or known.end) if known else None
        return first.toordinal() if first else 0

    kin = np.full((len(register), most), -1, np.int32)
    left = _reached(register, naming, reach, before, kin) if before else np.ones(len(register), bool)
    for number in np.flatnonzero(left).tolist():
        neighbours: list[int] = []
        for record in records[number]:
            posting = naming(ids[record], number < register.dated)
            here = bisect_left(posting, number)
            neighbours += posting[max(0, here - reach) : here + reach + 1]
        shared = Counter(neighbours)
        del shared[number]
        candidates = list(shared)
        if len(shared) > most:
            least = sorted(shared.values())[-most]
            candidates = [other for other, many in shared.items() if many >= least]
        ids_of = register.ids
        first = sorted((-shared[other], abs(day(other) - day(number)), ids_of[other], other) for other in candidates)
        closest = [other for *_, other in first[:most]]
        kin[number, : len(closest)] = closest
    return kin


def _naming(facets: Facets, ids: Sequence[str]) -> Callable[[str, bool], list[int]]:
    """Gives the numbers of the articles that name a record, with a date or without; rising."""
    spans = dict(zip(ids, each(facets.named, len(ids)), strict=True))

    def naming(id: str, is_dated: bool) -> list[int]:
        first, end = spans.get(id, (0, 0))
        numbers = articles(facets.named[first:end])
        found: list[int] = numbers[(numbers < facets.register.dated) == is_dated].tolist()
        return found

    return naming


def _reached(
    register: Register, naming: Callable[[str, bool], list[int]], reach: int, before: Before, kin: Kin
) -> Rows:
    """Whose kin have to be looked for anew; the rows of all others in *kin* become what was found *before*."""
    old = before.register
    moved = np.array([*map(register.numbers.get, old.ids, repeat(-1)), -1], np.int32)  # the last for -1
    stays = moved[:-1] >= 0
    stays[stays] = (old.prints[stays] == register.prints[moved[:-1][stays]]).all(axis=1)
    left = np.ones(len(register), bool)
    left[moved[:-1][stays]] = False
    changed = [(old, number) for number in np.flatnonzero(~stays).tolist()]
    changed += [(register, number) for number in np.flatnonzero(left).tolist()]
    if len(changed) * _FEW > len(register):
        return np.ones(len(register), bool)
    kin[moved[:-1][stays]] = moved[before.kin[stays]]
    width = reach + len(changed) + 1
    everyone = range(len(register))
    for its, number in changed:
        date = its.dates[number]
        place = bisect_left(everyone, place_in_time(date, its.ids[number]), key=register.place)
        for name in ("places", "actors"):
            for id in its.columns[name].of(number):
                posting = naming(id, date is not None)
                here = bisect_left(posting, place)
                left[posting[max(0, here - width) : here + width]] = True
    kin[left] = -1
    return left


def recall_kin(memory: Memory, register: Register) -> Before | None:
    """What was found of the articles of an earlier *register*; None when that was of others."""
    made_of, kin, shape = memory.recall("akin") or (b"", b"", ())
    return Before(register, np.frombuffer(kin, np.int32).reshape(shape)) if made_of == _made_of(register) else None


def remember_kin(memory: Memory, register: Register, kin: Kin) -> None:
    """Keeps what was found of the articles of *register*."""
    memory.remember("akin", (_made_of(register), kin.tobytes(), kin.shape))


def _made_of(register: Register) -> bytes:
    return digest_of(register.prints.tobytes())
