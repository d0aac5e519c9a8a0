"""Linking only what has to be linked anew: when records change, few articles, for linking reads little of a record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from archive.alphabet import Alphabet
from archive.known import Earlier, Known
from archive.linking import all_forms, link_all
from archive.model import Article, LinkedArticle, Record
from archive.reading import Sources
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
    earlier: Earlier, sources: Sources, over: Callable[[list[Article]], Iterable[Article]]
) -> tuple[LinkedArticle, ...]:
    """Each article of *sources* with its mentions, in their order; those that *earlier* linked alike, as it did.

    The others are taken one by one from *over* them.
    """
    before = [known.linked for known in sources.known.values()]
    if sources.records != earlier.records:
        change = touch(earlier.records, sources.records)
        before = [linked for linked in before if not change.reaches(linked)]
    linked = {one.id: one for one in before}
    anew = [article for article in sources.articles if article.id not in linked]
    linked |= {one.id: one for one in link_all(over(anew), sources.records)}
    return tuple(linked[article.id] for article in sources.articles)


def known_now(sources: Sources, linked: tuple[LinkedArticle, ...]) -> Earlier:
    """What the next build is to know of *sources* as *linked*."""
    seeds: dict[str, Known] = {}
    for one in linked:
        name = f"{one.id}.txt"
        known = sources.known.get(name)
        if known is None:
            known = Known(*sources.files[one.id], one)
        seeds[name] = known if known.linked is one else known._replace(linked=one)
    return Earlier(sources.records, seeds)
