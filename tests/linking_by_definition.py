"""Linking by its plain definition: slow, and what `archive.linking` must agree with in every mention."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from archive.linking import all_forms, opened_by
from archive.model import SOURCE_TYPES, Article, Form, LinkedArticle, Mention, Record
from archive.text import Folded, fold_with_origins, paragraphs

_ELISIONS = frozenset("l d j m n s t c qu jusqu lorsqu puisqu quoiqu presqu quelqu entr".split())


class Hit(NamedTuple):
    """A form found in a body, before rules and overlaps decide."""

    start: int
    end: int
    record: Record
    form: Form


class _Pattern(NamedTuple):
    capitals: tuple[int, ...]
    """Positions in the folded form that must be capitals in the text."""
    record: Record
    form: Form


class Linker:
    """Finds the mentions of *records* in articles. Immutable once made."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._records = {record.id: record for record in records}
        self._patterns: dict[str, list[_Pattern]] = {}
        for record in self._records.values():
            for form in all_forms(record):
                folded, origins = fold_with_origins(form.text)
                if not any(map(str.isalnum, folded)):
                    continue  # `archive.validation` refuses it
                capitals = tuple(
                    at for at in range(len(folded)) if form.text[origins[at]].isupper() and _begins(origins, at)
                )
                self._patterns.setdefault(folded, []).append(_Pattern(capitals, record, form))

    def link(self, article: Article) -> LinkedArticle:
        """*article* with its mentions and the records that it is filed under.

        The seed's own lists add to what is found, its ``reject`` takes away. What they name by mistake counts for
        nothing here: `archive.validation` tells of it.
        """
        places, actors, sources = (
            ids & self._records.keys() for ids in (article.listed_places, article.listed_actors, article.listed_sources)
        )
        listed = places | actors | sources
        hits = [hit for hit in self._hits(article.body) if hit.record.id not in article.rejected]
        mentions = tuple(Mention(hit.start, hit.end, hit.record.id) for hit in _settle(hits, article.body, listed))
        named = {mention.id for mention in mentions}
        cited = {id for id in named if self._records[id].type in SOURCE_TYPES and id != article.outlet}
        return LinkedArticle(
            article,
            mentions,
            places=tuple(sorted(self._of("place", named) | places)),
            actors=tuple(sorted(self._of("actor", named | sources) | actors)),
            sources=tuple(sorted(cited | sources)),
        )

    def _of(self, kind: str, ids: Iterable[str]) -> set[str]:
        return {id for id in ids if self._records[id].kind == kind}

    def _hits(self, body: str) -> Iterator[Hit]:
        """Every form that stands in *body* at word boundaries with the capitals it asks for."""
        folded = fold_with_origins(body)
        spans = paragraphs(body)
        for form, first in self._places_of_forms(folded.text):
            last = first + len(form) - 1
            if not _is_whole(folded.text, first, last + 1):
                continue
            if not _begins(folded.origins, first) or not _begins(folded.origins, last + 1):
                continue
            start, end = folded.origins[first], _end_of(folded, last, body)
            if "\n" in body[start:end] and not any(span.start <= start and end <= span.end for span in spans):
                continue
            for capitals, record, claimed in self._patterns[form]:
                if all(body[folded.origins[first + at]].isupper() for at in capitals):
                    yield Hit(start, end, record, claimed)

    def _places_of_forms(self, text: str) -> Iterator[tuple[str, int]]:
        for form in self._patterns:
            at = text.find(form) if form else -1
            while at >= 0:
                yield form, at
                at = text.find(form, at + 1)


def _settle(hits: list[Hit], body: str, listed: frozenset[str]) -> list[Hit]:
    """The hits whose rule holds, the longest of any that overlap, in the order of the text."""
    full: list[_Claim] = []
    for hit in hits:
        if hit.form.when == "introduced" or (hit.form.when == "listed" and hit.record.id not in listed):
            continue
        if not hit.form.after or opened_by(hit.form, body, hit.start):
            full.append(_Claim(hit, 3 if hit.form.after else 2 if hit.form.when == "listed" else 1))
    introductions: dict[str, list[int]] = defaultdict(list)
    for hit in _longest(full, body):
        introductions[hit.record.id].append(hit.start)
    short: list[_Claim] = []
    for hit in hits:
        if hit.form.when == "introduced":
            starts = introductions.get(hit.record.id, [])
            before = bisect_left(starts, hit.start)
            if before or (not starts and hit.record.id in listed):
                short.append(_Claim(hit, 0, starts[before - 1] if before else -1))
    return _longest([*full, *short], body)


class _Claim(NamedTuple):
    """A hit whose rule holds, and what counts where another claims the same words."""

    hit: Hit
    rule: int
    """The more is asked of the text, the stronger: 3 ``after``, 2 ``listed``, 1 no rule, 0 ``introduced``."""
    introduced: int = -1
    """Where the record was last introduced before the hit: who was named last is meant."""


def _longest(claims: list[_Claim], body: str) -> list[Hit]:
    """The longest of any claims that overlap, in the order of the text."""

    def precedence(claim: _Claim) -> tuple[int, int, int, int, str]:
        hit = claim.hit
        return (hit.start - hit.end, hit.start, -claim.rule, -claim.introduced, hit.record.id)

    taken = bytearray(len(body))
    settled: list[Hit] = []
    for hit, *_ in sorted(claims, key=precedence):
        if not any(taken[hit.start : hit.end]):
            taken[hit.start : hit.end] = b"\x01" * (hit.end - hit.start)
            settled.append(hit)
    return sorted(settled, key=lambda hit: hit.start)


def _begins(origins: list[int], at: int) -> bool:
    """Whether a character of the source begins at this place of its fold: not inside *œ*, folded to *oe*."""
    return at == 0 or origins[at] != origins[at - 1]


def _is_whole(folded: str, start: int, end: int) -> bool:
    """Whether [start, end) begins and ends at word boundaries: *Hama* in *d'Hama*, not in *Hamas* or *O'Hama*."""
    if start and folded[start - 1].isalnum():
        return False
    if end < len(folded) and folded[end].isalnum():
        return False
    if start and folded[start - 1] == "'":
        word = re.search(r"\w*$", folded[max(0, start - 9) : start - 1])
        if word and word.group() and word.group() not in _ELISIONS:
            return False
    after = folded[end : end + 3]
    return not (after.startswith("'") and after[1:2].isalnum() and not re.fullmatch(r"'s\W?", after))


def _end_of(folded: Folded, last: int, body: str) -> int:
    """The end in the body of the folded character at *last*, with the accents that the fold dropped after it."""
    end = folded.origins[last] + 1
    while end < folded.origins[last + 1] and unicodedata.category(body[end]) == "Mn":
        end += 1
    return end


def link_all(articles: Iterable[Article], records: Mapping[str, Record]) -> tuple[LinkedArticle, ...]:
    """Each article with its mentions, in the order given."""
    linker = Linker(records.values())
    return tuple(linker.link(article) for article in articles)
