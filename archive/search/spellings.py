"""The words of all texts as numbers: each spelling met, its exact form and its stem."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain, compress, count, islice

import numpy as np

from archive.lists import Lists, Small, distinct
from archive.search.analysis import LINE_END, STOP_WORDS, Analyser, analyser_of, split_lines

ANALYSERS = tuple(STOP_WORDS)
"""Their names, by number."""
_NONE = np.empty(0, np.int32)
_AT_ONCE = 1 << 16
"""Pieces that are split together."""
_END = -1
"""Behind the spellings of a piece."""


class Strings(list[str]):
    """Strings, each once, by number."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        super().__init__(known)
        self.numbers = dict(zip(self, range(len(self)), strict=True))

    def number(self, text: str) -> int:
        """The number of *text*; a new one where it is met first."""
        number = self.numbers.setdefault(text, len(self))
        if number == len(self):
            self.append(text)
        return number

    def find(self, texts: Iterable[str]) -> list[int]:
        """The numbers of those of *texts* that have one."""
        return [self.numbers[text] for text in texts if text in self.numbers]

    def add(self, texts: Iterable[str]) -> list[int]:
        """The number of each of *texts*."""
        asked = [*texts]
        new = [text for text in dict.fromkeys(asked) if text not in self.numbers]
        self.numbers.update(zip(new, range(len(self), len(self) + len(new)), strict=True))
        self.extend(new)
        return [*map(self.numbers.__getitem__, asked)]


class Spellings:
    """Every spelling met: a word as the texts of one analyser write it, with the apostrophe behind it.

    They only become more.
    """

    def __init__(
        self,
        words: Iterable[str] = (),
        forms: Iterable[str] = (),
        stems: Iterable[str] = (),
        rows: Sequence[Small] = (_NONE,) * 4,
        stemmed: Sequence[Small] = (_NONE,) * len(ANALYSERS),
    ) -> None:
        self.words = list(words)
        self.forms = Strings(forms)
        """Exact forms."""
        self.stems = Strings(stems)
        self.rows = list(rows)
        """Of each spelling: the number of its analyser; of its exact form, and of its stem, both -1 when it has no
        term; whether it is capitalised."""
        self.stemmed = list(stemmed)
        """By analyser: of each exact form its stem, -1 where that is not known."""

    def add(self, words: Sequence[str], analyser: Analyser) -> range:
        """The numbers of spellings that are met first."""
        exacts = analyser.exacts(words)
        has_term = np.array([bool(exact) for exact in exacts], bool)
        forms = np.full(len(words), -1, np.int32)
        forms[has_term] = self.forms.add(compress(exacts, exacts))
        stems = np.full(len(words), -1, np.int32)
        stems[has_term] = self.stems_by(analyser, forms[has_term])
        own = np.full(len(words), ANALYSERS.index(analyser.name), np.int32)
        capitals = np.array([word[:1] != word[:1].lower() for word in words], np.int32)
        rows = zip(self.rows, (own, forms, stems, capitals), strict=True)
        self.rows = [np.concatenate(pair) for pair in rows]
        first = len(self.words)
        self.words.extend(words)
        return range(first, len(self.words))

    def stems_by(self, analyser: Analyser, forms: Small) -> Small:
        """The number of the stem that *analyser* makes of each of *forms*."""
        number = ANALYSERS.index(analyser.name)
        known = self.stemmed[number]
        if len(known) < len(self.forms):
            known = self.stemmed[number] = np.append(known, np.full(len(self.forms) - len(known), -1, np.int32))
        new = distinct(forms[known[forms] < 0])
        terms = analyser.terms([self.forms[form] for form in new.tolist()])
        known[new] = self.stems.add(terms)
        return known[forms]

    def stem_by(self, analyser: Analyser, form: int) -> int:
        """The same of one form."""
        known = self.stemmed[ANALYSERS.index(analyser.name)]
        stem = int(known[form]) if form < len(known) else -1
        return stem if stem >= 0 else int(self.stems_by(analyser, np.array([form], np.int32))[0])


class Reader:
    """Reads texts into numbers; first of their pieces, which white space parts: few are new in a new text."""

    def __init__(self, spellings: Spellings) -> None:
        self._spellings = spellings
        self._many = len(spellings.words)
        number = count().__next__
        self._pieces: defaultdict[str, dict[str, int]] = defaultdict(lambda: defaultdict(number))
        """By analyser: piece → its number, given when first met."""

    def read(self, text: str, language: str) -> Iterator[int]:
        """The pieces of *text* in order."""
        return map(self._pieces[analyser_of(language).name].__getitem__, text.split())

    def spelled(self, texts: Lists) -> Lists:
        """The spelling of each word of *texts*, which are of pieces; once all are read."""
        return texts.replaced(self._spelled)

    @cached_property
    def _spelled(self) -> Lists:
        """Of each piece the spellings in it."""
        values, ends = [_NONE], [np.empty(0, np.int64)]
        many = 0
        for name, pieces in self._pieces.items():
            for some in self._in_parts(pieces, analyser_of(name)):
                is_end = some == _END
                found = some[~is_end]
                values.append(found)
                ends.append(many + np.cumsum(~is_end)[is_end])
                many += len(found)
        # Analysers' pieces may have been met in turn.
        numbers = np.fromiter(chain.from_iterable(one.values() for one in self._pieces.values()), np.int64)
        return Lists(np.concatenate(values), np.concatenate(ends)).taken(np.argsort(numbers))

    def _in_parts(self, pieces: Iterable[str], analyser: Analyser) -> Iterator[Small]:
        """The spellings in *pieces*, and at the end of each `_END`; some at a time."""
        numbers = {LINE_END: _END}
        left = iter(pieces)
        while some := [*islice(left, _AT_ONCE)]:
            words = split_lines(some)
            met = [word for word in dict.fromkeys(words) if word not in numbers]
            numbers.update(self._known(met, analyser))
            new = [word for word in met if word not in numbers]
            numbers.update(zip(new, self._spellings.add(new, analyser), strict=True))
            yield np.fromiter(map(numbers.__getitem__, words), np.int32, len(words))

    def _known(self, words: Iterable[str], analyser: Analyser) -> dict[str, int]:
        """The numbers of those of *words* that were known before anything was read."""
        asked = frozenset(words)
        words_known = islice(self._spellings.words, self._many)
        own = ANALYSERS.index(analyser.name)
        numbers = [number for number, word in enumerate(words_known) if word in asked]
        is_own = self._spellings.rows[0][numbers] == own
        return {self._spellings.words[number]: number for number in compress(numbers, is_own.tolist())}
