"""Which articles must be linked anew when authority records change: few, for linking reads little of a record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from archive.linking import all_forms
from archive.matching import words
from archive.model import LinkedArticle, Record
from archive.text import fold

_MOST = 60
"""Forms that are looked for one by one: with more it is quicker to link all."""


@dataclass(frozen=True)
class Touch:
    """What a change of records can reach."""

    forms: frozenset[str]
    """The words of each form that came, went or means something else now."""
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
        text = words(linked.article.body)
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
        forms.update(words(form.text) for form in changed if fold(form.text))
    return Touch(frozenset(forms), frozenset(records))


def _named(linked: LinkedArticle) -> set[str]:
    article = linked.article
    return {
        *linked.places, *linked.actors, *linked.sources, *(mention.id for mention in linked.mentions),
        *article.listed_places, *article.listed_actors, *article.listed_sources,
    }  # fmt: skip
