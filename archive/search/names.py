"""The words of names: what the fields ``names`` and ``outlet`` are made of."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from archive.collection import Collection
from archive.model import LinkedArticle, Record
from archive.search.analysis import Analyser, analyser_of, split


@dataclass(frozen=True)
class Names:
    """The records that some document has or that one of those lies within, and the words of their names."""

    records: Mapping[str, Record]
    """By id, sorted."""
    forms: Mapping[str, tuple[str, ...]]
    """By id: the heading first, then the other forms that mean the record anywhere."""
    words: Mapping[str, Mapping[str, int]]
    """By id: exact form → how often it stands in those forms. Forms of the same words count once."""

    def length(self, id: str) -> int:
        """How many terms the record adds to a document's field."""
        return sum(self.words[id].values())

    def lengths(self, documents: Iterable[LinkedArticle]) -> list[int]:
        """Of each document the number of terms in the field ``names``."""
        length = {id: self.length(id) for id in self.records}
        return [sum([length[id] for id in named_in(linked)]) for linked in documents]

    def postings(self) -> Mapping[str, list[tuple[str, int]]]:
        """Exact form → (record id, how often), by id."""
        postings: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for id, words in self.words.items():
            for exact, count in words.items():
                postings[exact].append((id, count))
        return postings


def named_in(linked: LinkedArticle) -> set[str]:
    """The ids of the records in the document's field ``names``."""
    return {*linked.places, *linked.actors, *linked.sources}


def names_of(collection: Collection, documents: Iterable[LinkedArticle]) -> Names:
    """The names that *documents* are filed under."""
    analyser = analyser_of(collection.settings.language)
    used = {id for linked in documents for id in _filed_under(linked)}
    used |= {broader.id for id in used for broader in collection.facets.tree.broader(id)}
    records = {id: collection.records[id] for id in sorted(used)}
    forms = {id: _forms(record, collection.heading(record)) for id, record in records.items()}
    words = {id: _words(texts, analyser) for id, texts in forms.items()}
    return Names(records, forms, words)


def _filed_under(linked: LinkedArticle) -> Iterable[str]:
    outlet = (linked.article.outlet,) if linked.article.outlet else ()
    return (*outlet, *linked.places, *linked.actors, *linked.sources)


def _forms(record: Record, heading: str) -> tuple[str, ...]:
    anywhere = (form.text for form in record.variants if not form.after and not form.when)
    forms = (heading, record.heading, *anywhere, *(label for _, label in record.labels))
    return tuple(dict.fromkeys(" ".join(form.split()) for form in forms))


def _words(forms: Iterable[str], analyser: Analyser) -> Mapping[str, int]:
    distinct = dict.fromkeys(tuple(filter(None, map(analyser.exact, split(form)))) for form in forms)
    return Counter(exact for form in distinct for exact in form)
