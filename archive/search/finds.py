"""What words find, worked out beforehand, as the browser does: see the units of ``templates/search``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from archive.search.analysis import Analyser, analyser_of, split
from archive.search.changes import Changes
from archive.search.coding import utf16_order
from archive.search.columnar import Numbers, Small, changes, distinct
from archive.search.documents import Documents
from archive.search.index import Index, Rows
from archive.search.lexicon import MARK
from archive.search.names import NAMED, Names

_ALONE = "="
"""Before an exact form, in a key, that finds other documents than all other forms of its stems."""

_AND = "+"
"""Between stems."""
_AT_ONCE = 1 << 20
"""Documents that are looked at together."""

Words = tuple[str, ...]
"""Exact forms that are asked for together."""


class Finds:
    """Which words are frequent, and what they find."""

    def __init__(
        self,
        documents: Documents,
        index: Index,
        document_counts: Numbers,
        names: Names,
        analysers: Sequence[Analyser],
        stemmed: Mapping[str, Mapping[str, str]],
    ) -> None:
        """*document_counts*: by stem. *stemmed*: see `stemmed`; what is known."""
        self._documents = documents
        self._index = index
        self.made_by = " ".join([analyser.name for analyser in analysers])
        """What it depends on besides documents and names."""
        self._counts = document_counts
        self._names = names
        self._analysers = analysers
        self._stemmed = dict(stemmed.get(self.made_by, {}))
        self.stemmed: Mapping[str, dict[str, str]] = {self.made_by: self._stemmed}
        """Names of analysers → exact form → its stems by them."""
        self._in_language: dict[str, NDArray[np.bool_]] = {}
        self._stopped = frozenset(chain.from_iterable(analyser.stop_words for analyser in analysers))

    def frequent(self, least: int) -> dict[str, Words]:
        """Key → words, of each word and each form of a record that may find so many documents."""
        words = dict.fromkeys(chain(self._frequent_words(least), self._frequent_names(least)))
        return {self._key(one): one for one in words}

    def _frequent_words(self, least: int) -> Iterator[Words]:
        lexicon = self._index.lexicon
        # Only where its own stems are so frequent: to stem every word in every language would take too long.
        at_most = lexicon.sums(self._counts)
        for exact in self._names.postings:
            form = lexicon.forms.numbers.get(exact)
            if form is not None and at_most[form]:
                at_most[form] += self._filed_under(exact)
        for form in np.flatnonzero(at_most >= least).tolist():
            if self._is_asked(exact := lexicon.forms[form]):
                yield (exact,)

    def _frequent_names(self, least: int) -> Iterator[Words]:
        for form in chain.from_iterable(self._names.forms.values()):
            words = tuple(sorted({one for one in map(self._analysers[0].exact, split(form)) if self._is_asked(one)}))
            if words and all(self._at_most(exact) >= least for exact in words):
                yield words

    def _is_asked(self, exact: str) -> bool:
        """Whether documents are asked for the word: it is a stop word of no language."""
        return bool(exact) and exact not in self._stopped

    def _at_most(self, exact: str) -> int:
        numbers = self._index.lexicon.stems.numbers
        return self._filed_under(exact) + sum([int(self._counts[numbers[stem]]) for stem in self.stems(exact)])

    def _filed_under(self, exact: str) -> int:
        return sum(len(self._filed[id]) for id, _ in self._names.postings.get(exact, ()) if id in self._filed)

    @cached_property
    def _filed(self) -> Mapping[str, Small]:
        """By record, the documents that are filed under it."""
        lists = [self._documents.filed[name] for name in ("outlet", *NAMED)]
        rows = distinct(np.concatenate([one.values.astype(np.int64) << 32 | one.owners for one in lists]))
        begins = changes(rows >> 32)
        groups = np.split(rows.astype(np.int32), begins[1:])
        values = [self._documents.values[value] for value in (rows[begins] >> 32).tolist()]
        return dict(zip(values, groups if values else (), strict=True))

    def _key(self, words: Words) -> str:
        keys = map(self._key_of_one, words)
        return " ".join(sorted(keys, key=utf16_order) if len(words) > 1 else keys)

    def _key_of_one(self, exact: str) -> str:
        """What tells the documents that a form finds from those of others."""
        is_alone = exact in self._names.postings or exact in self._index.lexicon.marked_forms
        return f"{_ALONE}{exact}" if is_alone else _AND.join(self.stems(exact))

    def stems(self, exact: str) -> list[str]:
        """The form's stems, by the archive's analysers, that titles or texts have."""
        return [stem for stem in self._stems(exact) if stem in self._used]

    def _stems(self, exact: str) -> list[str]:
        joined = self._stemmed.get(exact)
        if joined is None:
            stems = {analyser.term(exact) for analyser in self._analysers}
            joined = self._stemmed[exact] = _AND.join(sorted(stems, key=utf16_order))
        return joined.split(_AND)

    @cached_property
    def _used(self) -> frozenset[str]:
        """Every stem of a title or text."""
        return frozenset([self._index.lexicon.stems[stem] for stem in np.flatnonzero(self._counts).tolist()])

    def may_differ(self, words: Words, changes: Changes) -> bool:
        """Whether *words* may find other documents than before."""
        return any(
            exact in changes.words
            or not changes.words.isdisjoint(self._stems(exact))
            or any(id in changes.records for id, _ in self._names.postings.get(exact, ()))
            for exact in words
        )

    def find(self, asked: Iterable[tuple[str, Words]]) -> Iterator[tuple[str, Numbers]]:
        """The documents that each of the (key, words) pairs *asked* finds, ascending, with its key."""
        for some in self._in_batches(asked):
            stems = {stem for _, words in some for exact in words for stem in self.stems(exact)}
            marks = {rival + MARK for stem in stems for rival in self._index.lexicon.marked.get(stem, ())}
            found = self._index.rows([*stems, *marks])
            for key, words in some:
                yield key, np.flatnonzero(np.logical_and.reduce([self._finds(exact, found) for exact in words]))

    def _in_batches(self, asked: Iterable[tuple[str, Words]]) -> Iterator[list[tuple[str, Words]]]:
        batch: list[tuple[str, Words]] = []
        total = 0
        for key, words in asked:
            batch.append((key, words))
            total += sum(map(self._at_most, words))
            if total > _AT_ONCE:
                yield batch
                batch, total = [], 0
        if batch:
            yield batch

    def _finds(self, exact: str, found: tuple[Rows, Rows]) -> NDArray[np.bool_]:
        """For each document whether the form finds it."""
        finds = np.zeros(self._documents.size, bool)
        for stem in self.stems(exact):
            rivals = [rival for rival in self._index.lexicon.marked.get(stem, ()) if rival != exact]
            for field in found:
                documents, times = field.of(stem)
                if rivals:
                    documents = documents[times > self._explained(field, stem, rivals)[documents]]
                finds[documents] = True
        for id, _ in self._names.postings.get(exact, ()):
            if id in self._filed:
                finds[self._filed[id]] = True
        return finds

    def _explained(self, field: Rows, stem: str, rivals: Sequence[str]) -> Numbers:
        """For each document how many occurrences of a stem other names explain."""
        explained = np.zeros(self._documents.size, np.int64)
        for rival in rivals:
            documents, times = field.of(rival + MARK)
            for analyser in self._analysers:
                if analyser.term(rival) == stem:
                    is_in = self._is_in(analyser)[documents]
                    explained[documents] += times * is_in
        return explained

    def _is_in(self, analyser: Analyser) -> NDArray[np.bool_]:
        """For each document whether it is in a language of the analyser."""
        if analyser.name not in self._in_language:
            is_of = np.array([analyser_of(value) is analyser for value in self._documents.values], bool)
            self._in_language[analyser.name] = is_of[self._documents.filed["language"].values]
        return self._in_language[analyser.name]
