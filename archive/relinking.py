"""Linking only what has to be linked anew: when records change, few articles, for linking reads little of a record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from archive.alphabet import Alphabet
from archive.known import Earlier
from archive.linking import all_forms, link_all
from archive.model import Article, LinkedArticle, Record
from archive.reading import Sources
from archive.register import Register
from archive.text import fold

_MOST = 60
"""Forms that are looked for one by one: with more it is quicker to link all."""


@dataclass(frozen=True)
class Touch:
    """What a change of records can reach."""

    forms: frozenset[bytes]
    """The words of each form that came, went or means something else now, in the letters of all of them."""
    alphabet: Alphabet
    records: frozenset[str]
    """The ids of records that came, went or are of another kind or type."""

    def reaches(self, linked: LinkedArticle) -> bool:
        """Whether the links of an article, as they were before, may differ now."""
        if self.records and not self.records.isdisjoint(_named(linked)):
            return True
        if not self.forms:
            return False
        if len(self.forms) > _MOST:
            return True
        text = self.alphabet.words(linked.article.body)
        return any(form in text for form in self.forms)


def touch(before: Mapping[str, Record], after: Mapping[str, Record]) -> Touch:
    """What the change of the records from *before* to *after* (by id) can reach."""
    forms: set[str] = set()
    records: set[str] = set()
    for id in before.keys() | after.keys():
        old, new = before.get(id), after.get(id)
        if old == new:
            continue
        if old is None or new is None or (old.kind, old.type) != (new.kind, new.type):
            records.add(id)
        changed = (frozenset(all_forms(old)) if old else frozenset()) ^ (
            frozenset(all_forms(new)) if new else frozenset()
        )
        forms.update(form.text for form in changed if fold(form.text))
    alphabet = Alphabet(forms)
    return Touch(frozenset(map(alphabet.words, forms)), alphabet, frozenset(records))


def _named(linked: LinkedArticle) -> set[str]:
    article = linked.article
    return {
        *linked.places, *linked.actors, *linked.sources, *(mention.id for mention in linked.mentions),
        *article.listed_places, *article.listed_actors, *article.listed_sources,
    }  # fmt: skip


def link_since(
    earlier: Earlier, sources: Sources, over: Callable[[Iterable[Article], int], Iterable[Article]]
) -> Register:
    """The articles of *sources* with their mentions; those that *earlier* linked alike, as it did.

    The others are taken one by one from *over* them and how many they are, read and let go while they are linked.
    Raises ArchiveError when one of them is wrong.
    """
    kept = sorted(sources.known)
    reached: set[int] = set()
    if sources.records != earlier.records:
        change = touch(earlier.records, sources.records)
        reached = {number for number in kept if change.reaches(earlier.register.articles[number])}
        kept = [number for number in kept if number not in reached]
    anew = chain((earlier.register.articles[number].article for number in sorted(reached)), sources.articles)
    linked = link_all(over(anew, sources.many + len(reached)), sources.records)
    return earlier.register.after(kept, linked)


def known_now(earlier: Earlier, sources: Sources, register: Register) -> Earlier:
    """What the next build is to know of *sources*, whose articles are those of *register*."""
    files = []
    for id in register.ids:
        file = sources.files.get(id)
        if file is None:
            number = earlier.register.numbers[id]
            file = sources.known[number], earlier.digests[number]
        files.append(file)
    return Earlier(sources.records, register, [stamp for stamp, _ in files], [digest for _, digest in files])
