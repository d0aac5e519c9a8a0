"""The words of all articles: each spelling met, its exact form, its term, and whether it is a name to be marked."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from archive.search.analysis import Analyser, analyser_of, bare, split

MARK = "="
"""Behind an exact form: the term of its capitalised occurrences."""
_NAME_TENTHS = 9
"""An exact form is a name when at least so many tenths of its occurrences are capitalised."""


class Spelling(NamedTuple):
    """A word as the texts of one analyser write it."""

    word: str
    """With the apostrophe behind it."""
    exact: str
    """Empty when the word has no term."""
    term: str
    is_capitalised: bool


class _Numbers(dict[str, int]):
    """Word → the number of its spelling, given when first met."""

    def __init__(self, analyser: Analyser, spellings: list[Spelling]) -> None:
        super().__init__()
        self._analyser = analyser
        self._spellings = spellings

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self._spellings)
        exact = self._analyser.exact(word)
        term = self._analyser.term(exact) if exact else ""
        self._spellings.append(Spelling(word, exact, term, word[:1] != word[:1].lower()))
        return number


class _Pieces(dict[str, tuple[int, ...]]):
    """What stands between white space → the spellings in it. Split when first met: few are new in a new text."""

    def __init__(self, numbers: _Numbers) -> None:
        super().__init__()
        self._numbers = numbers

    def __missing__(self, piece: str) -> tuple[int, ...]:
        spellings = self[piece] = tuple(map(self._numbers.__getitem__, split(piece)))
        return spellings


class Reader:
    """Reads texts into numbers of spellings."""

    def __init__(self) -> None:
        self.spellings: list[Spelling] = []
        self._pieces: dict[str, _Pieces] = {}

    def read(self, text: str, language: str) -> array[int]:
        """The spelling of each word of *text* in order."""
        analyser = analyser_of(language)
        pieces = self._pieces.get(analyser.name)
        if pieces is None:
            pieces = self._pieces[analyser.name] = _Pieces(_Numbers(analyser, self.spellings))
        return array("i", chain.from_iterable(map(pieces.__getitem__, text.split())))


@dataclass(slots=True)
class Form:
    """An exact form."""

    stems: tuple[str, ...] = ()
    """In the order of code points; more than one only where articles of several languages have it."""
    occurrences: int = 0
    capitalised: int = 0
    """So many of the occurrences are."""
    word: str = ""
    """As most often written; where that is open, rather not capitalised, then the first by code points."""
    times: int = 0
    """It is so written."""

    def add(self, spelling: Spelling, times: int) -> None:
        """Takes in that the form is so written so many times."""
        self.occurrences += times
        if spelling.is_capitalised:
            self.capitalised += times
        known = (-self.times, self.word[:1] != self.word[:1].lower(), self.word)
        if (-times, spelling.is_capitalised, spelling.word) < known:
            self.word, self.times = spelling.word, times
        if spelling.term not in self.stems:
            self.stems = (*self.stems, spelling.term) if self.stems else (spelling.term,)

    @property
    def is_name(self) -> bool:
        """Whether nearly all of its occurrences are capitalised."""
        return 10 * self.capitalised >= _NAME_TENTHS * self.occurrences


class Lexicon(NamedTuple):
    """What the words of all texts are to the index."""

    terms: Mapping[str, int]
    """Every term of a title or text, exact marks included → its number, from 0 on and in their order."""
    term_of: list[int]
    """For each spelling the number of its stem; -1 when it has no term."""
    mark_of: list[int]
    """For each spelling the number of its exact mark; -1 when it has none."""
    forms: Mapping[str, Form]
    """By exact form."""
    marked: Mapping[str, Sequence[str]]
    """Stem → the marked exact forms that have it, in the order of code points."""


def make_lexicon(spellings: Sequence[Spelling], texts: Iterable[array[int]]) -> Lexicon:
    """The lexicon of *texts*, rows of numbers of *spellings*."""
    times = Counter(chain.from_iterable(texts))
    forms: dict[str, Form] = {}
    for number, spelling in enumerate(spellings):
        if spelling.exact:
            form = forms.get(spelling.exact)
            if form is None:
                form = forms[spelling.exact] = Form()
            form.add(spelling, times[number])
    forms_of = Counter(stem for form in forms.values() for stem in form.stems)
    marked = {exact for exact, form in forms.items() if form.is_name and any(forms_of[stem] > 1 for stem in form.stems)}
    numbers: dict[str, int] = {}
    term_of = [numbers.setdefault(one.term, len(numbers)) if one.exact else -1 for one in spellings]
    mark_of = [
        numbers.setdefault(one.exact + MARK, len(numbers)) if one.is_capitalised and one.exact in marked else -1
        for one in spellings
    ]
    marked_of: dict[str, list[str]] = {}
    for exact in sorted(marked):
        for stem in forms[exact].stems:
            marked_of.setdefault(stem, []).append(exact)
    for form in forms.values():
        form.stems = tuple(sorted(form.stems)) if len(form.stems) > 1 else form.stems
        form.word = bare(form.word)
    return Lexicon(numbers, term_of, mark_of, forms, marked_of)
