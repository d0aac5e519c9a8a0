"""What words find, worked out beforehand, as the browser does: see the units of ``templates/search``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from archive.lists import Numbers, Small, changes, distinct
from archive.search.analysis import Analyser, analyser_of
from archive.search.changes import Changes
from archive.search.coding import utf16_order
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

    def __init__(self, documents: Documents, index: Index, names: Names, analysers: Sequence[Analyser]) -> None:
        self._documents = documents
        self._index = index
        self.made_by = " ".join([analyser.name for analyser in analysers])
        """What it depends on besides documents and names."""
        self._names = names
        self._analysers = analysers
        self._in_language: dict[str, NDArray[np.bool_]] = {}
        self._stopped = frozenset(chain.from_iterable(analyser.stop_words for analyser in analysers))
        self._stemmed: dict[str, list[str]] = {}

    def frequent(self, least: int) -> dict[str, Words]:
        """Key → words, of each word and each form of a record that may find so many documents."""
        return {**self._frequent_words(least), **dict(self._frequent_names(least))}

    def _frequent_words(self, least: int) -> dict[str, Words]:
        lexicon = self._index.lexicon
        # Only where its own stems are so frequent: to stem every word in every language would take too long.
        at_most = lexicon.sums(self._documents.document_counts)
        for exact in self._names.postings:
            form = lexicon.forms.numbers.get(exact)
            if form is not None and at_most[form]:
                at_most[form] += self._filed_under(exact)
        is_frequent = at_most >= least
        is_frequent[self._numbered(self._stopped)] = False
        is_named = np.zeros(len(is_frequent), bool)
        is_named[self._numbered(self._names.postings)] = True
        asked = np.flatnonzero(is_frequent | is_named).astype(np.int32)
        stems = [self._documents.spellings.stems_by(analyser, asked) for analyser in self._analysers]
        is_alone = is_named | lexicon.is_marked[:-1]
        alone, others = np.flatnonzero(is_frequent & is_alone), (is_frequent & ~is_alone)[asked]
        # Of forms with the same stems, which find the same, one is enough.
        apart = dict(
            zip(zip(*(row[others].tolist() for row in stems), strict=True), asked[others].tolist(), strict=True)
        )
        words = [(lexicon.forms[form],) for form in (*alone.tolist(), *apart.values())]
        return {self._key(one): one for one in words}

    def _numbered(self, exacts: Iterable[str]) -> list[int]:
        """The numbers of those of some exact forms that texts have."""
        numbers = self._index.lexicon.forms.numbers
        return [numbers[exact] for exact in exacts if exact in numbers]

    def _frequent_names(self, least: int) -> Iterator[tuple[str, Words]]:
        for exacts in self._names.spoken.values():
            words = tuple(sorted(set(exacts) - self._stopped))
            if words and all(self._at_most(exact) >= least for exact in words):
                yield self._key(words), words

    def _at_most(self, exact: str) -> int:
        numbers, counts = self._index.lexicon.stems.numbers, self._documents.document_counts
        return self._filed_under(exact) + sum([int(counts[numbers[stem]]) for stem in self.stems(exact)])

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
        stems = self._stemmed.get(exact)
        if stems is None:
            stems = self._stemmed[exact] = sorted(self._made_stems(exact), key=utf16_order)
        return stems

    def _made_stems(self, exact: str) -> set[str]:
        spellings = self._documents.spellings
        form = spellings.forms.numbers.get(exact)
        if form is None:
            return {analyser.term(exact) for analyser in self._analysers}
        return {spellings.stems[spellings.stem_by(analyser, form)] for analyser in self._analysers}

    @cached_property
    def _used(self) -> frozenset[str]:
        """Every stem of a title or text."""
        stems = self._documents.spellings.stems
        return frozenset([stems[stem] for stem in np.flatnonzero(self._documents.document_counts).tolist()])

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
