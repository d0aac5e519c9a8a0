"""Counts that are made beforehand: of the wide facets, over what a frequent word or a name finds.

To make them, a browser would have to know those facets of most documents, which is more than all else that it takes to
show the first results.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from archive.model import LinkedArticle
from archive.search.analysis import Analyser, analyser_of, split
from archive.search.coding import packed, utf16_order
from archive.search.columnar import Numbers
from archive.search.columns import Columns
from archive.search.index import Field, TextIndex
from archive.search.lexicon import MARK
from archive.search.names import Names, named_in

_ALONE = "="
"""Before an exact form, in a key, that finds other documents than all other forms of its stems."""


def counts_of(finds: Finds, columns: Columns, least: int) -> Iterator[tuple[str, str]]:
    """(key, line) of every word and name that finds at least *least* documents, by key."""
    ends = np.cumsum([len(slots) for slots in columns.counted])
    starts = np.concatenate([[0], ends])
    slots = np.fromiter(chain.from_iterable(columns.counted), np.int64, starts[-1])
    firsts = np.cumsum([0, *columns.slots.values()])
    codes = np.array([packed(number) for number in range(len(columns.counted) + 1)], dtype=object)
    for key, documents in sorted(finds.at_least(least), key=lambda found: utf16_order(found[0])):
        many = starts[documents + 1] - starts[documents]
        places = np.arange(many.sum()) + np.repeat(starts[documents] - np.cumsum(many) + many, many)
        counts = np.split(np.bincount(slots[places], minlength=firsts[-1]), firsts[1:-1])
        cells = ("".join(codes[np.trim_zeros(numbers, "b")]) for numbers in counts)
        yield key, "\t".join([key, *cells])


class Finds:
    """What words find, as they do in the browser: see the units of ``templates/search``."""

    def __init__(
        self, documents: Sequence[LinkedArticle], index: TextIndex, names: Names, analysers: Sequence[Analyser]
    ) -> None:
        self._many = len(documents)
        self._index = index
        self._names = names
        self._analysers = analysers
        self._in_language = {
            analyser: np.array([analyser_of(one.article.language) is analyser for one in documents], bool)
            for analyser in analysers
        }
        self._marked = frozenset(chain.from_iterable(index.marked.values()))
        self._records = {exact: [id for id, _ in postings] for exact, postings in names.postings().items()}
        self._filed: dict[str, list[int]] = defaultdict(list)
        for number, linked in enumerate(documents):
            for id in {*named_in(linked), *filter(None, [linked.article.outlet])}:
                self._filed[id].append(number)

    def at_least(self, least: int) -> Iterator[tuple[str, Numbers]]:
        """(key, documents) of each word that finds so many, and of each form of a record that does; each key once."""
        seen = set()
        for words in chain(self._frequent_words(least), self._frequent_names(least)):
            key = " ".join(sorted(map(self._key, words), key=utf16_order))
            if key not in seen:
                seen.add(key)
                found = np.flatnonzero(np.logical_and.reduce(list(map(self._find, words))))
                if len(found) >= least:
                    yield key, found

    def _frequent_words(self, least: int) -> Iterator[list[str]]:
        for exact, form in self._index.forms.items():
            # Only where its own stems are so frequent: to stem every word in every language would take too long.
            if self._at_most(exact, form.stems) >= least and self._is_asked(exact):
                yield [exact]

    def _frequent_names(self, least: int) -> Iterator[list[str]]:
        for form in chain.from_iterable(self._names.forms.values()):
            words = sorted({exact for exact in map(self._analysers[0].exact, split(form)) if self._is_asked(exact)})
            if words and all(self._at_most(exact, self._stems(exact)) >= least for exact in words):
                yield words

    def _is_asked(self, exact: str) -> bool:
        """Whether documents are asked for the word: it is a stop word of no language."""
        return bool(exact) and not any(exact in analyser.stop_words for analyser in self._analysers)

    def _at_most(self, exact: str, stems: Sequence[str]) -> int:
        filed = sum(len(self._filed[id]) for id in self._records.get(exact, ()))
        return filed + sum(len(self._index.documents.get(stem, ())) for stem in stems)

    def _key(self, exact: str) -> str:
        """What tells the documents that a form finds from those of others."""
        is_alone = exact in self._records or exact in self._marked
        return f"{_ALONE}{exact}" if is_alone else "+".join(self._stems(exact))

    def _stems(self, exact: str) -> list[str]:
        stems = {analyser.term(exact) for analyser in self._analysers}
        return sorted(filter(self._index.documents.__contains__, stems), key=utf16_order)

    def _find(self, exact: str) -> NDArray[np.bool_]:
        """For each document whether the form finds it."""
        found = np.zeros(self._many, bool)
        for stem in self._stems(exact):
            rivals = [rival for rival in self._index.marked.get(stem, ()) if rival != exact]
            if rivals:
                for field in (self._index.title, self._index.text):
                    found[self._unexplained(field, stem, rivals)] = True
            else:
                found[self._index.documents[stem]] = True
        for id in self._records.get(exact, ()):
            found[self._filed[id]] = True
        return found

    def _unexplained(self, field: Field, stem: str, rivals: Sequence[str]) -> Numbers:
        """The documents that have a stem more often than other names explain."""
        explained = np.zeros(self._many, np.int64)
        for rival in rivals:
            documents, times = field.of(rival + MARK)
            for analyser, is_in in self._in_language.items():
                if analyser.term(rival) == stem:
                    explained[documents] += times * is_in[documents]
        documents, times = field.of(stem)
        return documents[times > explained[documents]]
