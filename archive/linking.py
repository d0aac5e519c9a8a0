"""Finding the names: every mention of a record in a body, and nothing else.

A form that stands in a body whole (`archive.matching`) must satisfy its rule. Of overlapping hits the longest wins.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise, repeat

import numpy as np
from numpy.typing import NDArray

from archive.alphabet import Numbers
from archive.batch import Batch
from archive.matching import Matcher
from archive.model import SOURCE_TYPES, Article, Form, LinkedArticle, Mention, Record
from archive.overlaps import first_of_each, longest
from archive.text import fold

_PARTICLES = frozenset("al el ad ar as ash at az an de du van von bin ben".split())
_CONNECTORS = frozenset(
    "de d des du la le les l et ou ni à au aux en dans celle celles celui ceux the of and in or".split()
)
_AFTER_ADJECTIVES = frozenset(["d", "de", "des", "du", "of", ","])
_ADJECTIVES_AFTER_OPENER = 2
_INTRODUCED, _PLAIN = 0, 1
_BATCH = 100_000
"""Characters that are linked at once, or a little more. With arrays of many more, memory is fetched anew each time."""
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


Rows = NDArray[np.bool_]


class Linker:
    """Finds the mentions of *records* in articles."""

    def __init__(self, records: Iterable[Record]) -> None:
        records = sorted(records, key=lambda record: record.id)
        self._ids = [record.id for record in records]
        self._numbers = {id: number for number, id in enumerate(self._ids)}
        forms = [(form, number) for number, record in enumerate(records) for form in all_forms(record)]
        forms.sort(key=lambda one: _strength(one[0]), reverse=True)  # of the same words, the first form wins
        self._forms = [form for form, _ in forms]
        self._matcher = Matcher(form.text for form in self._forms)
        self._record = np.array([number for _, number in forms], np.int64)
        self._strength = np.array([*map(_strength, self._forms)], np.int64)
        self._is_place = np.array([record.kind == "place" for record in records], np.bool_)
        self._is_actor = np.array([record.kind == "actor" for record in records], np.bool_)
        self._is_source = np.array([record.type in SOURCE_TYPES for record in records], np.bool_)

    def link(self, article: Article) -> LinkedArticle:
        """*article* with its mentions and the records that it is filed under.

        The seed's own lists add to what is found, its ``reject`` takes away. What they name by mistake counts for
        nothing here: `archive.validation` tells of it.
        """
        (linked,) = self._linked([article])
        return linked

    def link_all(self, articles: Iterable[Article]) -> Iterator[LinkedArticle]:
        """Each of *articles* as `link` has it, in the order given: many at a time, which is quicker."""
        batch: list[Article] = []
        size = 0
        for article in articles:
            batch.append(article)
            size += len(article.body)
            if size > _BATCH:
                yield from self._linked(batch)
                batch, size = [], 0
        yield from self._linked(batch)

    def _linked(self, articles: Sequence[Article]) -> Iterator[LinkedArticle]:
        if not articles:
            return iter(())
        many = len(articles)
        places = self._pairs(articles, lambda article: article.listed_places)
        actors = self._pairs(articles, lambda article: article.listed_actors)
        sources = self._pairs(articles, lambda article: article.listed_sources)
        batch = self._matcher.batch([article.body for article in articles])
        start, end, record = self._mentions(batch, articles, np.concatenate([places, actors, sources]))
        article = batch.numbers(start)
        begin = batch.begins[article]
        ids = [self._ids[number] for number in record.tolist()]
        spans = zip((start - begin).tolist(), (end - begin).tolist(), ids, strict=True)
        mentions = list(map(tuple.__new__, repeat(Mention), spans))
        bounds = np.searchsorted(article, np.arange(many + 1)).tolist()
        named = _union(article * len(self._ids) + record)
        actors = _union(actors, self._those(_union(named, sources), self._is_actor))
        outlets = self._pairs(articles, lambda article: (article.outlet,) if article.outlet else ())
        cited = self._those(named, self._is_source)
        cited = cited[~np.isin(cited, outlets)]
        return map(
            LinkedArticle,
            articles,
            [tuple(mentions[first:last]) for first, last in pairwise(bounds)],
            self._filed(_union(places, self._those(named, self._is_place)), many),
            self._filed(actors, many),
            self._filed(_union(cited, sources), many),
        )

    def _pairs(self, articles: Sequence[Article], ids_of: Callable[[Article], Iterable[str]]) -> Numbers:
        """Each article with each record that *ids_of* it names: one number for both, rising by article, then id."""
        numbers, many = self._numbers, len(self._ids)
        pairs = [
            at * many + numbers[id] for at, article in enumerate(articles) for id in ids_of(article) if id in numbers
        ]
        return _union(np.array(pairs, np.int64))

    def _those(self, pairs: Numbers, wanted: Rows) -> Numbers:
        return pairs[wanted[pairs % len(self._ids)]] if len(pairs) else pairs

    def _filed(self, pairs: Numbers, many: int) -> list[tuple[str, ...]]:
        """The ids of each of so *many* articles."""
        records = len(self._ids)
        ids = [self._ids[number] for number in (pairs % max(records, 1)).tolist()]
        bounds = np.searchsorted(pairs, np.arange(many + 1) * records).tolist()
        return [tuple(ids[first:last]) for first, last in pairwise(bounds)]

    def _mentions(self, batch: Batch, articles: Sequence[Article], listed: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        """Start, end and record of the spans whose rule holds, the longest of any that overlap, in order."""
        start, end, form = self._matcher.hits(batch)
        article, record = batch.numbers(start), self._record[form]
        pair, strength = article * len(self._ids) + record, self._strength[form]
        holds = strength == _PLAIN
        is_listed = np.isin(pair, listed)
        for row in np.flatnonzero(strength > _PLAIN).tolist():
            asked, at = self._forms[form[row]], int(article[row])
            holds[row] = (asked.when != "listed" or is_listed[row]) and (
                not asked.after or opened_by(asked, batch.texts[at], int(start[row] - batch.begins[at]))
            )
        short = strength == _INTRODUCED
        if any(one.rejected for one in articles):
            stays = ~np.isin(pair, self._pairs(articles, lambda article: article.rejected))
            holds, short = holds & stays, short & stays
        full = np.flatnonzero(holds)
        settled = full[longest(start[full], end[full])]
        since = np.full(len(start), len(batch.text))
        rows = np.flatnonzero(short)
        if len(rows):
            since[rows], holds[rows] = _introduced(
                batch, article[rows], record[rows], start[rows], is_listed[rows],
                (record[settled], start[settled]),
            )  # fmt: skip
            full = np.flatnonzero(holds)
            full = full[_latest(start[full], end[full], since[full])]
            settled = full[longest(start[full], end[full])]
        return start[settled], end[settled], record[settled]


def _union(*pairs: Numbers) -> Numbers:
    """All of them, each once, rising."""
    rising: Numbers = np.sort(np.concatenate(pairs))
    once: Numbers = rising[np.append(True, rising[1:] != rising[:-1])[: len(rising)]]
    return once


def _strength(form: Form) -> int:
    """The more its rule asks of the text, the stronger is what a form means."""
    if form.when == "introduced":
        return _INTRODUCED
    return 3 if form.after else 2 if form.when == "listed" else _PLAIN


def _introduced(
    batch: Batch, article: Numbers, record: Numbers, start: Numbers, listed: Rows, settled: tuple[Numbers, Numbers]
) -> tuple[Numbers, Rows]:
    """Where the record of each short form was last introduced before it, and whether the form counts.

    It does where one of the *settled* (record, start) introduces it, or the seed lists it and nothing names it.
    """
    size = len(batch.text)
    most = int(max(record.max(), settled[0].max(initial=0))) + 1
    introductions = np.sort(np.concatenate([settled[0] * size + settled[1], [-1, most * size]]))
    at = np.searchsorted(introductions, record * size + start)
    before, after = introductions[at - 1] - record * size, introductions[at] - record * size
    ends = np.append(batch.begins[1:], size)
    is_introduced = before >= batch.begins[article]
    is_named = is_introduced | (after < ends[article])
    return np.where(is_introduced, before, -1), is_introduced | (~is_named & listed)


def _latest(start: Numbers, end: Numbers, since: Numbers) -> Rows:
    """Of each span, the rows whose record was introduced last: who was named last is meant."""
    firsts = np.flatnonzero(first_of_each(start, end))
    if not len(firsts):
        return np.zeros(0, np.bool_)
    latest: Rows = since == np.repeat(np.maximum.reduceat(since, firsts), np.diff(np.append(firsts, len(since))))
    return latest


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


def link_all(articles: Iterable[Article], records: Mapping[str, Record]) -> Iterator[LinkedArticle]:
    """Each article with its mentions, in the order given, as they are asked for."""
    return Linker(records.values()).link_all(articles)
