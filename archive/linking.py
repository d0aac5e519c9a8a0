"""Finding the names: every mention of a record in a body, and nothing else.

A form that stands in a body whole (`archive.matching`) must satisfy its rule. Of overlapping hits the longest wins.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from archive.matching import Matcher
from archive.model import SOURCE_TYPES, Article, Form, Kind, LinkedArticle, Mention, Record
from archive.text import fold

_PARTICLES = frozenset("al el ad ar as ash at az an de du van von bin ben".split())
_CONNECTORS = frozenset(
    "de d des du la le les l et ou ni à au aux en dans celle celles celui ceux the of and in or".split()
)
_AFTER_ADJECTIVES = frozenset(["d", "de", "des", "du", "of", ","])
_ADJECTIVES_AFTER_OPENER = 2
_CONTEXT = 200
"""Characters before a hit in which a word that opens its noun group is looked for."""


def all_forms(record: Record) -> tuple[Form, ...]:
    """Every form under which texts may name the *record*."""
    return (Form(record.heading), *record.variants, *short_forms(record))


def short_forms(record: Record) -> tuple[Form, ...]:
    """The surnames of a person, with and without particle: *al-Assad*, *Assad*. They count once introduced.

    Only a capitalised last word is a surname: *Général iranien* has none.
    """
    if record.type != "person":
        return ()
    known = {record.heading, *(form.text for form in record.variants)}
    found: dict[str, None] = {}
    for text in (record.heading, *(form.text for form in record.variants if not form.after and not form.when)):
        words = re.split(r"[\s\u00a0]+", text)
        if len(words) < 2:
            continue
        particle, hyphen, name = words[-1].partition("-")
        if hyphen and fold(particle) in _PARTICLES:
            found[f"{particle.lower()}-{name}"] = None
            found[name] = None
        elif words[-1][:1].isupper():
            if words[2:] and fold(words[-2]) in _PARTICLES:
                found[f"{words[-2].lower()} {words[-1]}"] = None
            found[words[-1]] = None
    return tuple(Form(text, when="introduced") for text in found if text not in known and len(text) > 2)


class _Meaning(NamedTuple):
    """What a form means where it stands."""

    id: str
    rank: int
    """The more its rule asks of the text, the stronger it is: 3 ``after``, 2 ``listed``, 1 none, 0 ``introduced``."""
    form: Form


def _meaning(record: Record, form: Form) -> _Meaning:
    if form.when == "introduced":
        return _Meaning(record.id, 0, form)
    return _Meaning(record.id, 3 if form.after else 2 if form.when == "listed" else 1, form)


Claim = tuple[int, int, int, int, str]
"""A span that means a record by its rule: minus its length, its start, minus the meaning's rank, minus where the record
was last introduced before it (who was named last is meant), its id. Of claims to the same words the first wins."""


class Linker:
    """Finds the mentions of *records* in articles."""

    def __init__(self, records: Iterable[Record]) -> None:
        records = tuple(records)
        self._matcher = Matcher((form.text, _meaning(record, form)) for record in records for form in all_forms(record))
        self._ids = frozenset(record.id for record in records)
        of_kind: dict[Kind, set[str]] = {"outlet": set(), "place": set(), "actor": set()}
        for record in records:
            of_kind[record.kind].add(record.id)
        self._places, self._actors = of_kind["place"], of_kind["actor"]
        self._sources = frozenset(record.id for record in records if record.type in SOURCE_TYPES)

    def link(self, article: Article) -> LinkedArticle:
        """*article* with its mentions and the records that it is filed under.

        The seed's own lists add to what is found, its ``reject`` takes away. What they name by mistake counts for
        nothing here: `archive.validation` tells of it.
        """
        places, actors, sources = (
            ids & self._ids for ids in (article.listed_places, article.listed_actors, article.listed_sources)
        )
        mentions = self._mentions(article.body, places | actors | sources, article.rejected)
        named = {mention.id for mention in mentions}
        cited = named & self._sources - {article.outlet}
        return LinkedArticle(
            article,
            mentions,
            places=tuple(sorted(named & self._places | places)),
            actors=tuple(sorted((named | sources) & self._actors | actors)),
            sources=tuple(sorted(cited | sources)),
        )

    def _mentions(self, body: str, listed: frozenset[str], rejected: frozenset[str]) -> tuple[Mention, ...]:
        """The spans whose rule holds, the longest of any that overlap, in the order of the text."""
        full: list[Claim] = []
        short: list[Mention] = []
        for start, end, meanings in self._matcher.hits(body):
            for id, rank, form in meanings:
                if id in rejected:
                    continue
                if rank == 0:
                    short.append(Mention(start, end, id))
                elif rank == 1 or (
                    (form.when != "listed" or id in listed) and (not form.after or opened_by(form, body, start))
                ):
                    full.append((start - end, start, -rank, 1, id))
        settled = _longest(full)
        if short and (introduced := _introduced(short, settled, listed)):
            settled = _with(introduced, settled, full)
        return tuple(settled)


def _introduced(short: Iterable[Mention], settled: Iterable[Mention], listed: frozenset[str]) -> list[Claim]:
    """The claims of *short* forms whose record *settled* introduces, or the seed lists where nothing names it."""
    introductions: dict[str, list[int]] = {}
    for start, _, id in settled:
        introductions.setdefault(id, []).append(start)
    claims: list[Claim] = []
    for start, end, id in short:
        starts = introductions.get(id, ())
        before = bisect_left(starts, start)
        if before or (not starts and id in listed):
            claims.append((start - end, start, 0, -starts[before - 1] if before else 1, id))
    return claims


def _with(introduced: list[Claim], settled: list[Mention], full: list[Claim]) -> list[Mention]:
    """The longest of the claims in *full*, of which some are *settled*, and those *introduced*.

    Claims within a settled one give way, those apart from all leave these as they are; only one that overlaps otherwise
    can change what was settled.
    """
    ends = [mention.end for mention in settled]
    apart: list[Claim] = []
    for claim in introduced:
        start, end = claim[1], claim[1] - claim[0]
        at = bisect_right(ends, start)
        if at == len(ends) or settled[at].start >= end:
            apart.append(claim)
        elif start < settled[at].start or end > settled[at].end:
            return _longest(sorted([*full, *introduced], key=lambda claim: claim[1] - claim[0]))
    return sorted([*settled, *_longest(apart)]) if apart else settled


def _longest(claims: Iterable[Claim]) -> list[Mention]:
    """The longest of any *claims* that overlap, in the order of the text. Given are the claims by their ends."""
    alone: list[Claim] = []
    tangled: list[Claim] = []
    reach = 0
    for claim in claims:
        start = claim[1]
        if start >= reach:
            alone.append(claim)
        else:
            while alone and alone[-1][1] - alone[-1][0] > start:
                tangled.append(alone.pop())
            tangled.append(claim)
        reach = start - claim[0]
    settled = [Mention(start, start - minus_length, id) for minus_length, start, _, _, id in alone]
    taken = bytearray(reach if tangled else 0)
    for minus_length, start, _, _, id in sorted(tangled):
        end = start - minus_length
        if taken.find(1, start, end) < 0:
            taken[start:end] = b"\1" * (end - start)
            settled.append(Mention(start, end, id))
    return sorted(settled) if tangled else settled


_TOKEN = re.compile(r"\w+(?:-\w+)*|[^\w\s]")
_GROUP_END = re.compile(r"[.!?…;:\n]")
_ASIDE = re.compile(r"\([^()]*\)")


def opened_by(form: Form, body: str, start: int) -> bool:
    """Whether one of the form's ``after`` words opens the noun group that a hit at *start* belongs to.

    *les provinces syriennes d'Alep, Idlib et Hama*: the word, at most two adjectives, then only names, commas,
    prepositions and conjunctions. An aside in brackets is passed over. What stands between the word and the name
    without a preposition or comma is no adjective: *la province attaque Alep*.
    """
    context = body[max(0, start - _CONTEXT) : start]
    group = _GROUP_END.split(_ASIDE.sub(" ", context))[-1]
    words = _TOKEN.findall(group)
    openers = {fold(word) for word in form.after}
    position = next((at for at in reversed(range(len(words))) if fold(words[at]) in openers), None)
    if position is None:
        return False
    rest = words[position + 1 :]
    adjectives = 0
    while adjectives < len(rest) and adjectives < _ADJECTIVES_AFTER_OPENER and _is_adjective(rest[adjectives]):
        adjectives += 1
    if adjectives and (adjectives == len(rest) or fold(rest[adjectives]) not in _AFTER_ADJECTIVES):
        return False
    return all(not _is_adjective(word) for word in rest[adjectives:])


def _is_adjective(word: str) -> bool:
    """Whether *word* is a lower-case word that neither joins names nor leads to one."""
    return word[:1].isalpha() and word[:1].islower() and (fold(word) not in _CONNECTORS or word == "où")


def link_all(articles: Iterable[Article], records: Mapping[str, Record]) -> tuple[LinkedArticle, ...]:
    """Each article with its mentions, in the order given."""
    linker = Linker(records.values())
    return tuple(linker.link(article) for article in articles)
