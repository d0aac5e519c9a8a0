"""From words to postings: which terms stand where. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from archive.lists import Lists, Numbers, Small, bounds, changes
from archive.search.columnar import Codes, steps, texts_of
from archive.search.lexicon import MARK, Lexicon

_AT_ONCE = 1 << 21
"""Words whose terms are looked at together."""
_MOST_TERMS = 1 << 15
"""Terms that are looked at together: short numbers sort fast."""


@dataclass(frozen=True)
class Rows:
    """Where some terms stand in a field: a row for each of a term's documents, both ascending."""

    asked: Sequence[str]
    """The terms."""
    terms: NDArray[np.uint16]
    """Numbers within *asked*."""
    documents: Small
    frequencies: Numbers
    begins: Numbers
    """Of each row, where its occurrences begin."""
    places: Small
    """Of each occurrence: how many words stand before it in the document."""

    def of(self, term: str) -> tuple[Small, Numbers]:
        """The documents that have *term*, and how often each has it."""
        first, end = self._spans[term]
        return self.documents[first:end], self.frequencies[first:end]

    @cached_property
    def _spans(self) -> Mapping[str, tuple[int, int]]:
        return dict(zip(self.asked, pairwise(bounds(self.terms, len(self.asked)).tolist()), strict=True))


class Field:
    """Titles, or texts, of all documents."""

    def __init__(self, words: Lists, lexicon: Lexicon) -> None:
        self._words = words
        self._lexicon = lexicon
        self._starts = words.starts

    @cached_property
    def lengths(self) -> Numbers:
        """Of each document, in terms."""
        return self._words.sums((self._lexicon.stem_of >= 0).astype(np.int8) + (self._lexicon.mark_of >= 0))

    def rows(self, asked: Sequence[str], stems: Small, marks: Small) -> Rows:
        """Where the *asked* terms stand; of each spelling the number of that which is its stem, and its mark, or -1."""
        asked_for = self._words.places((stems >= 0) | (marks >= 0))
        words, owners = self._words.values[asked_for], self._words.owners_of(asked_for)
        found = [numbers[words] for numbers in (stems, marks)]
        terms = np.concatenate([numbers[numbers >= 0] for numbers in found]).astype(np.uint16)
        order = np.argsort(terms, kind="stable")
        terms = terms[order]
        at, documents = (np.concatenate([of[numbers >= 0] for numbers in found])[order] for of in (asked_for, owners))
        begins = changes(terms, documents)
        places = (at - self._starts[documents]).astype(np.int32)
        return Rows(asked, terms[begins], documents[begins], np.diff(begins, append=len(terms)), begins, places)


class Index:
    """Titles and texts of all documents, turned inside out."""

    def __init__(self, titles: Lists, texts: Lists, lexicon: Lexicon, times: Numbers) -> None:
        """*times*: how often each spelling stands in them."""
        self.lexicon = lexicon
        self.title, self.text = Field(titles, lexicon), Field(texts, lexicon)
        self.size = len(titles.ends)
        """How many documents there are."""
        has_stem, has_mark = lexicon.stem_of >= 0, lexicon.mark_of >= 0
        self._stem_times = np.bincount(lexicon.stem_of[has_stem], times[has_stem], len(lexicon.stems))
        self._mark_times = np.bincount(lexicon.mark_of[has_mark], times[has_mark], len(lexicon.forms))

    def stems(self) -> list[str]:
        """Every stem of a title or text, in no order."""
        return [self.lexicon.stems[stem] for stem in np.flatnonzero(self._stem_times).tolist()]

    def marks(self) -> list[str]:
        """Every exact mark, in no order."""
        return [self.lexicon.forms[form] + MARK for form in np.flatnonzero(self._mark_times).tolist()]

    def postings(self, terms: Sequence[str]) -> Iterator[tuple[str, str, str]]:
        """Of each of *terms*, in their order: itself, its TITLE and its TEXT; both empty when it stands nowhere."""
        for some in self._in_batches(terms):
            title, text = self.rows(some)
            in_titles = _postings(title, len(some), self.size, self.title.lengths)
            yield from zip(some, in_titles, _postings(text, len(some), self.size), strict=True)

    def positions(self, stems: Sequence[str]) -> Iterator[tuple[str, str, str]]:
        """Of each of *stems*, in their order: itself, its TEXT POSITIONS and its TITLE POSITIONS."""
        for some in self._in_batches(stems):
            title, text = (_positions(rows, len(some)) for rows in self.rows(some))
            yield from zip(some, text, title, strict=True)

    def rows(self, terms: Sequence[str]) -> tuple[Rows, Rows]:
        """Where *terms*, no more than in a batch, stand in titles, and in texts."""
        stems = np.full(len(self.lexicon.stems) + 1, -1, np.int32)
        marks = np.full(len(self.lexicon.forms) + 1, -1, np.int32)
        numbers = np.array(self._numbers(terms), np.int64)
        is_mark = np.array([term.endswith(MARK) for term in terms], bool)
        for row, is_of in ((stems, ~is_mark), (marks, is_mark)):
            known = np.flatnonzero(is_of & (numbers >= 0))
            row[numbers[known]] = known
        by_spelling = stems[self.lexicon.stem_of], marks[self.lexicon.mark_of]
        return self.title.rows(terms, *by_spelling), self.text.rows(terms, *by_spelling)

    def _numbers(self, terms: Sequence[str]) -> list[int]:
        """Of each stem its number, of each mark that of the exact form that it is of; -1 of what is not known."""
        stems, forms = self.lexicon.stems.numbers, self.lexicon.forms.numbers
        return [forms.get(term[:-1], -1) if term.endswith(MARK) else stems.get(term, -1) for term in terms]

    def _in_batches(self, terms: Sequence[str]) -> Iterator[list[str]]:
        """Runs of *terms* that are looked at together: as many as keep what is known of them small."""
        batch: list[str] = []
        total = 0
        for term, number in zip(terms, self._numbers(terms), strict=True):
            times = self._mark_times if term.endswith(MARK) else self._stem_times
            many = times[number] if 0 <= number < len(times) else 0
            if batch and (total + many > _AT_ONCE or len(batch) == _MOST_TERMS):
                yield batch
                batch, total = [], 0
            total += many
            batch.append(term)
        if batch:
            yield batch


def _postings(rows: Rows, many: int, size: int, lengths: Numbers | None = None) -> list[str]:
    """Of each of *many* terms its TEXT; or its TITLE, with the *lengths* of the titles."""
    gaps = steps(rows.documents, changes(rows.terms))
    longest = max([0, *(one.max(initial=0) for one in (rows.frequencies, lengths) if one is not None)])
    counts = Codes.count(1 + int(longest))
    columns = [(Codes.base36(1 + size), gaps), (counts, rows.frequencies)]
    if lengths is not None:
        columns.append((counts, lengths[rows.documents]))
    return texts_of(rows.terms, many, *columns)


def _positions(rows: Rows, many: int) -> list[str]:
    """Of each of *many* stems its POSITIONS."""
    between = steps(rows.places, rows.begins) - 1
    codes = Codes.packed(1 + int(rows.places.max(initial=0)))
    return texts_of(np.repeat(rows.terms, rows.frequencies), many, (codes, between))
