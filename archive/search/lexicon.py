"""The words of all articles: each spelling met, its exact form, its stem, and whether it is a name to be marked."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from archive.search.analysis import STOP_WORDS, Analyser, analyser_of, bare, split
from archive.search.columnar import Lists, Numbers, Small, bounds, distinct

MARK = "="
"""Behind an exact form: the term of its capitalised occurrences."""
_NAME_TENTHS = 9
"""An exact form is a name when at least so many tenths of its occurrences are capitalised."""

_ANALYSERS = tuple(STOP_WORDS)
_NONE = (np.empty(0, np.int32),) * 4


class Strings(list[str]):
    """Strings, each once, by number."""

    def __init__(self, known: Iterable[str] = ()) -> None:
        super().__init__(known)
        self.numbers = {text: number for number, text in enumerate(self)}

    def number(self, text: str) -> int:
        """The number of *text*; a new one where it is met first."""
        number = self.numbers.setdefault(text, len(self))
        if number == len(self):
            self.append(text)
        return number


class Spellings:
    """Every spelling met: a word as the texts of one analyser write it, with the apostrophe behind it.

    They only become more.
    """

    def __init__(
        self,
        words: Iterable[str] = (),
        forms: Iterable[str] = (),
        stems: Iterable[str] = (),
        rows: Sequence[Small] = _NONE,
    ) -> None:
        self.words = list(words)
        self.forms = Strings(forms)
        """Exact forms."""
        self.stems = Strings(stems)
        self.rows = tuple(array("i") for _ in rows)
        for row, known in zip(self.rows, rows, strict=True):
            row.frombytes(known.tobytes())
        """Of each spelling: the number of its analyser; of its exact form, and of its stem, both -1 when it has no
        term; whether it is capitalised."""

    def add(self, word: str, analyser: Analyser) -> int:
        """The number of a spelling that is met first."""
        exact = analyser.exact(word)
        form = self.forms.number(exact) if exact else -1
        stem = self.stems.number(analyser.term(exact)) if exact else -1
        row = (_ANALYSERS.index(analyser.name), form, stem, word[:1] != word[:1].lower())
        for column, number in zip(self.rows, row, strict=True):
            column.append(number)
        self.words.append(word)
        return len(self.words) - 1


class Reader:
    """Reads texts into numbers; first of their pieces, which white space parts: few are new in a new text."""

    def __init__(self, spellings: Spellings) -> None:
        self._spellings = spellings
        self._pieces: dict[str, _Pieces] = {}
        self._spelled: list[tuple[int, ...]] = []
        """Of each piece the spellings in it."""

    def read(self, text: str, language: str) -> Iterator[int]:
        """The pieces of *text* in order."""
        analyser = analyser_of(language)
        pieces = self._pieces.get(analyser.name)
        if pieces is None:
            pieces = self._pieces[analyser.name] = _Pieces(_Numbers(analyser, self._spellings), self._spelled)
        return map(pieces.__getitem__, text.split())

    def spelled(self, texts: Lists) -> Lists:
        """The spelling of each word of *texts*, which are of pieces."""
        return texts.replaced(Lists.of(self._spelled))


class _Numbers(dict[str, int]):
    """Word → the number of its spelling, given when first met."""

    def __init__(self, analyser: Analyser, spellings: Spellings) -> None:
        own = _ANALYSERS.index(analyser.name)
        super().__init__(
            (word, number)
            for number, (word, analyser) in enumerate(zip(spellings.words, spellings.rows[0], strict=True))
            if analyser == own
        )
        self._analyser = analyser
        self._spellings = spellings

    def __missing__(self, word: str) -> int:
        number = self[word] = self._spellings.add(word, self._analyser)
        return number


class _Pieces(dict[str, int]):
    """What stands between white space → its number. Split into spellings when first met."""

    def __init__(self, numbers: _Numbers, spelled: list[tuple[int, ...]]) -> None:
        super().__init__()
        self._numbers = numbers
        self._spelled = spelled

    def __missing__(self, piece: str) -> int:
        number = self[piece] = len(self._spelled)
        self._spelled.append(tuple(map(self._numbers.__getitem__, split(piece))))
        return number


class Lexicon:
    """What the words of all texts are to the index."""

    def __init__(self, spellings: Spellings, times: Numbers) -> None:
        """*times*: how often each of *spellings* stands in the archive; those that no longer do are nothing to it."""
        self.forms, self.stems = spellings.forms, spellings.stems
        self._words, self._times = spellings.words, times
        _, form_of, self.stem_of, capitals = (np.frombuffer(row, np.int32) for row in spellings.rows)
        is_capitalised = capitals > 0
        used = np.flatnonzero((times > 0) & (form_of >= 0))
        used = used[np.argsort(form_of[used], kind="stable")]
        pairs = distinct(form_of[used].astype(np.int64) << 32 | self.stem_of[used])
        self._paired_forms, self._paired_stems = pairs >> 32, pairs & 0xFFFFFFFF
        many = len(self.forms) + 1  # the last is of spellings without a term
        occurrences = np.bincount(form_of[used], times[used], many)
        capitalised = np.bincount(form_of[used], times[used] * is_capitalised[used], many)
        is_shared = np.bincount(self._paired_stems, minlength=len(self.stems))[self._paired_stems] > 1
        self.is_marked = np.zeros(many, bool)
        """Of each exact form: whether its capitalised occurrences have an exact mark."""
        self.is_marked[self._paired_forms[is_shared]] = True
        self.is_marked &= 10 * capitalised >= _NAME_TENTHS * occurrences
        self.form_of = form_of
        """Of each spelling the number of its exact form; -1 when it has no term. `stem_of` likewise."""
        self.mark_of: Small = np.where(is_capitalised & self.is_marked[form_of], form_of, -1).astype(np.int32)
        """Of each spelling the number of its exact form where that is marked in it; else -1."""
        self._is_capitalised = is_capitalised
        self._used = used
        self._used_bounds = bounds(form_of[used], many)

    @cached_property
    def marked(self) -> Mapping[str, Sequence[str]]:
        """Stem → the marked exact forms that have it, in the order of code points."""
        found: dict[str, list[str]] = {}
        for pair in np.flatnonzero(self.is_marked[self._paired_forms]).tolist():
            exact = self.forms[self._paired_forms[pair]]
            found.setdefault(self.stems[self._paired_stems[pair]], []).append(exact)
        return {stem: sorted(forms) for stem, forms in found.items()}

    def used_forms(self) -> list[str]:
        """Every exact form of a title or text, in no order."""
        return [self.forms[form] for form in distinct(self._paired_forms).tolist()]

    @cached_property
    def marked_forms(self) -> frozenset[str]:
        """Every exact form whose capitalised occurrences have a mark."""
        return frozenset([self.forms[form] for form in np.flatnonzero(self.is_marked).tolist()])

    def sums(self, of_stems: Numbers) -> Numbers:
        """Of each exact form the sum of what its stems have."""
        return np.bincount(self._paired_forms, of_stems[self._paired_stems], len(self.forms)).astype(np.int64)

    def forms_of(self, stems: NDArray[np.bool_]) -> Numbers:
        """The exact forms with one of *stems*, each told by its number."""
        return distinct(self._paired_forms[stems[self._paired_stems]])

    def stems_of(self, form: int) -> list[int]:
        """The stems of an exact form, in the order of code points; one, but for articles of several languages."""
        first, end = self._paired_bounds[form : form + 2]
        stems: list[int] = self._paired_stems[first:end].tolist()
        return sorted(stems, key=self.stems.__getitem__) if len(stems) > 1 else stems

    @cached_property
    def _paired_bounds(self) -> list[int]:
        paired: list[int] = bounds(self._paired_forms, len(self.forms)).tolist()
        return paired

    def word(self, form: int) -> str:
        """The exact form as most often written.

        Where that is open, rather not capitalised, then the first by code points.
        """
        used = self._used[self._used_bounds[form] : self._used_bounds[form + 1]].tolist()
        best = min((-self._times[one], self._is_capitalised[one], self._words[one]) for one in used)
        return bare(best[2])
