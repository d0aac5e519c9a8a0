"""The words of names: what the fields ``names`` and ``outlet`` are made of."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np

from archive.collection import Collection
from archive.lists import Numbers, changes, distinct, present
from archive.model import Record
from archive.search.analysis import LINE_END, Analyser, analyser_of, split_lines
from archive.search.columnar import Codes, steps, texts_of
from archive.search.documents import Documents

NAMED = ("places", "actors", "sources")
"""The facets whose records are in a document's field ``names``, each record once."""


@dataclass(frozen=True)
class Names:
    """The records that some document has or that one of those lies within, and the words of their names."""

    records: Mapping[str, Record]
    """By id, sorted."""
    forms: Mapping[str, tuple[str, ...]]
    """By id: the heading first, then the other forms that mean the record anywhere."""
    words: Mapping[str, Mapping[str, int]]
    """By id: exact form → how often it stands in those forms. Forms of the same words count once."""
    spoken: Mapping[str, tuple[str, ...]]
    """Each of those forms → the exact forms of its words, in order."""

    def length(self, id: str) -> int:
        """How many terms the record adds to a document's field."""
        return sum(self.words[id].values())

    @cached_property
    def postings(self) -> Mapping[str, list[tuple[str, int]]]:
        """Exact form → (record id, how often), by id."""
        postings: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for id, words in self.words.items():
            for exact, count in words.items():
                postings[exact].append((id, count))
        return dict(postings)


def names_of(collection: Collection, documents: Documents) -> Names:
    """The names that *documents* are filed under; their exact forms have numbers then."""
    analyser = analyser_of(collection.settings.language)
    values = [documents.filed[name].values for name in ("outlet", *NAMED)]
    used = {documents.values[number] for number in present(np.concatenate(values)).tolist()}
    used |= {broader.id for id in used for broader in collection.facets.tree.broader(id)}
    records = {id: collection.records[id] for id in sorted(used)}
    forms = {id: _forms(record, collection.heading(record)) for id, record in records.items()}
    spoken = _spoken([*dict.fromkeys(chain.from_iterable(forms.values()))], analyser)
    words = {id: Counter(chain.from_iterable({spoken[text] for text in texts})) for id, texts in forms.items()}
    documents.spellings.forms.add(dict.fromkeys(chain.from_iterable(words.values())))
    return Names(records, forms, words, spoken)


def _forms(record: Record, heading: str) -> tuple[str, ...]:
    anywhere = (form.text for form in record.variants if not form.after and not form.when)
    forms = (heading, record.heading, *anywhere, *(label for _, label in record.labels))
    return tuple(dict.fromkeys(" ".join(form.split()) for form in forms))


def _spoken(forms: Sequence[str], analyser: Analyser) -> Mapping[str, tuple[str, ...]]:
    words = split_lines(forms)
    exacts = iter(analyser.exacts([word for word in words if word != LINE_END]))
    spoken: list[list[str]] = [[] for _ in forms]
    form = 0
    for word in words:
        if word == LINE_END:
            form += 1
        elif exact := next(exacts):
            spoken[form].append(exact)
    return dict(zip(forms, map(tuple, spoken), strict=True))


class Filed:
    """Which documents have which records in the field ``names``."""

    def __init__(self, documents: Documents, names: Names) -> None:
        self._ids = list(names.records)
        self.ranks = {id: rank for rank, id in enumerate(self._ids)}
        """Of each record its place among those of the names."""
        self._rank_of = np.array([self.ranks.get(value, 0) for value in documents.values], np.int64)
        self._lists = documents.filed
        self.rows = self.rows_of(*NAMED)
        """Pairs ``rank << 32 | document``, ascending."""
        length = np.array([names.length(id) for id in self._ids], np.int64)
        records, self._documents = self.rows >> 32, self.rows.astype(np.int32)
        self.lengths: Numbers = np.bincount(self._documents, length[records], documents.size).astype(np.int64)
        """Of each document, in terms."""
        self._records = records

    def rows_of(self, *facets: str) -> Numbers:
        """The same of some *facets*."""
        lists = [self._lists[name] for name in facets]
        return distinct(np.concatenate([self._rank_of[one.values] << 32 | one.owners for one in lists]))

    def lines(self) -> Iterator[str]:
        """The line of each record, by id."""
        has_terms = self.lengths[self._documents] > 0
        records, found = self._records[has_terms], self._documents[has_terms]
        gaps, lengths = steps(found, changes(records)), self.lengths[found]
        columns = (Codes.base36(1 + len(self.lengths)), gaps), (Codes.count(1 + int(lengths.max(initial=0))), lengths)
        for id, code in zip(self._ids, texts_of(records, len(self._ids), *columns), strict=True):
            if code:
                yield f"{id}\t{code}"
