"""What words find, worked out beforehand, as the browser does: see the units of ``templates/search``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from archive.lists import Numbers, Small, bounds, changes
from archive.search.analysis import Analyser, analyser_of
from archive.search.changes import Changes
from archive.search.coding import utf16_order
from archive.search.documents import Documents
from archive.search.index import Index, Rows
from archive.search.lexicon import MARK
from archive.search.names import Filed, Names

_ALONE = "="
"""Before an exact form, in a key, that finds other documents than all other forms of its stems."""

_AND = "+"
"""Between stems."""
_MASK = 0xFFFFFFFF
_AT_ONCE = 1 << 20
"""Documents that are looked at together."""

Words = tuple[str, ...]
"""Exact forms that are asked for together."""


class Finds:
    """Which words are frequent, and what they find."""

    def __init__(
        self, documents: Documents, index: Index, names: Names, filed: Filed, analysers: Sequence[Analyser]
    ) -> None:
        """Every exact form of *names* has a number."""
        self._documents = documents
        self._index = index
        self.made_by = " ".join([analyser.name for analyser in analysers])
        """What it depends on besides documents and names."""
        self._names = names
        self._filed = filed
        self._analysers = analysers
        self._in_language: dict[str, NDArray[np.bool_]] = {}
        self._stopped = frozenset(chain.from_iterable(analyser.stop_words for analyser in analysers))
        self._forms, self._stems = documents.spellings.forms, documents.spellings.stems
        self._told: dict[str, list[str]] = {}

    def frequent(self, least: int) -> dict[str, Words]:
        """Key → words, of each word and each form of a record that may find so many documents."""
        return {**self._frequent_words(least), **dict(self._frequent_names(least))}

    def _frequent_words(self, least: int) -> dict[str, Words]:
        lexicon, forms = self._index.lexicon, self._forms
        # Only where its own stems are so frequent: to stem every word in every language would take too long.
        at_most = lexicon.sums(self._documents.document_counts)
        is_frequent = np.where(at_most > 0, at_most + self._filed_under, 0) >= least
        is_frequent[forms.find(self._stopped)] = False
        frequent = np.flatnonzero(is_frequent).astype(np.int32)
        stems = self._stems_of(frequent)
        stems[self._counts_of(stems) == 0] = -1
        is_alone = (self._is_named | lexicon.is_marked[:-1])[frequent]
        # Of forms with the same stems, which find the same, one is enough.
        others = zip(zip(*stems[:, ~is_alone].tolist(), strict=True), frequent[~is_alone].tolist(), strict=True)
        found: dict[str, Words] = {self._joined(numbers): (forms[form],) for numbers, form in dict(others).items()}
        for form in frequent[is_alone].tolist():
            found[f"{_ALONE}{forms[form]}"] = (forms[form],)
        return found

    def _joined(self, stems: Iterable[int]) -> str:
        """The key of a form that finds what all forms of its *stems* find; -1 is none."""
        told = {self._stems[stem] for stem in stems if stem >= 0}
        return _AND.join(sorted(told, key=utf16_order) if len(told) > 1 else told)

    def _frequent_names(self, least: int) -> Iterator[tuple[str, Words]]:
        named = np.flatnonzero(self._is_named).astype(np.int32)
        stems = self._stems_of(named)
        at_most = self._filed_under[named]
        for row, own in enumerate(stems):
            is_first = ~(stems[:row] == own).any(axis=0)
            at_most += self._counts_of(own) * is_first
        enough = {self._forms[form] for form in named[at_most >= least].tolist()} - self._stopped
        for exacts in self._names.spoken.values():
            words = {*exacts} - self._stopped
            if words and words <= enough:
                told = sorted(words, key=utf16_order)
                yield " ".join([f"{_ALONE}{exact}" for exact in told]), tuple(told)

    def _stems_of(self, forms: Small) -> Small:
        """By analyser, the stem that it makes of each of *forms*."""
        return np.array([self._documents.spellings.stems_by(analyser, forms) for analyser in self._analysers])

    def _counts_of(self, stems: Small) -> Numbers:
        """How many documents have each of *stems* in title or text; -1 is none."""
        counts = self._documents.document_counts  # of stems of words in other languages there are none
        return np.append(counts, 0)[np.minimum(stems, len(counts))]

    @cached_property
    def _named(self) -> tuple[Numbers, Numbers]:
        """Each exact form of a record's names, with the record's rank."""
        ranks = self._filed.ranks
        postings = self._names.postings
        numbers = np.array(self._forms.find(postings), np.int64)
        told = [ranks[id] for some in postings.values() for id, _ in some]
        return np.repeat(numbers, [len(some) for some in postings.values()]), np.array(told, np.int64)

    @cached_property
    def _is_named(self) -> NDArray[np.bool_]:
        """Of each exact form whether it stands in names."""
        forms, _ = self._named
        return np.bincount(forms, minlength=len(self._forms)) > 0

    @cached_property
    def _filed_under(self) -> Numbers:
        """Of each exact form: how many documents are filed under the records with it in their names."""
        forms, ranks = self._named
        many = np.diff(self._bounds)
        return np.bincount(forms, many[ranks], len(self._forms)).astype(np.int64)

    @cached_property
    def _rows(self) -> Numbers:
        """Pairs of a record's rank and a document that is filed under it, as outlet or otherwise; ascending."""
        rows = np.sort(np.concatenate([self._filed.rows, self._filed.rows_of("outlet")]), kind="stable")
        return rows[changes(rows)]

    @cached_property
    def _bounds(self) -> Numbers:
        """Where each record's begin among them; and at last, how many there are."""
        return bounds(self._rows >> 32, len(self._filed.ranks))

    def stems(self, exact: str) -> list[str]:
        """The form's stems, by the archive's analysers, that titles or texts have."""
        told = self._told.get(exact)
        if told is None:
            (form,) = self._forms.find([exact])
            spellings, counts = self._documents.spellings, self._documents.document_counts
            stems = {spellings.stem_by(analyser, form) for analyser in self._analysers}
            used = [self._stems[stem] for stem in stems if stem < len(counts) and counts[stem]]
            told = self._told[exact] = sorted(used, key=utf16_order)
        return told

    def differing(self, since: Changes) -> frozenset[str]:
        """The exact forms, as far as they are frequent, that may find other documents than before."""
        is_other = np.zeros(len(self._forms), bool)
        is_other[self._forms.find(since.words)] = True
        is_changed = np.zeros(len(self._stems) + 1, bool)  # the last is of forms whose stem is not known
        is_changed[self._stems.find(since.words)] = True
        for known in self._documents.spellings.stemmed:
            is_other[: len(known)] |= is_changed[known]
        ranks = self._filed.ranks
        of_records = np.isin(self._named[1], [ranks[id] for id in since.records if id in ranks])
        is_other[self._named[0][of_records]] = True
        return frozenset([self._forms[form] for form in np.flatnonzero(is_other).tolist()])

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

    def _at_most(self, exact: str) -> int:
        numbers, counts = self._stems.find(self.stems(exact)), self._documents.document_counts
        return int(self._filed_under[self._forms.find([exact])].sum() + counts[numbers].sum())

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
            rank = self._filed.ranks[id]
            finds[self._rows[self._bounds[rank] : self._bounds[rank + 1]] & _MASK] = True
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
