"""From articles to postings: which terms stand where. Pure."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from archive.collection import Collection
from archive.model import LinkedArticle
from archive.search.coding import base36, count, packed
from archive.search.columnar import Codes, Numbers, bounds, texts_of
from archive.search.lexicon import Form, Lexicon, Reader, make_lexicon


class Postings(NamedTuple):
    """Where a term stands, in the codes of `archive.search`."""

    title: str
    text: str
    text_positions: str
    title_positions: str


@dataclass(frozen=True)
class TextIndex:
    """Titles and texts of all documents, turned inside out."""

    terms: Mapping[str, Postings]
    documents: Mapping[str, Numbers]
    """Term → the documents that have it in title or text, ascending."""
    forms: Mapping[str, Form]
    """By exact form."""
    marked: Mapping[str, Sequence[str]]
    """Stem → the marked exact forms that have it."""
    title: Field
    text: Field


def documents_of(collection: Collection) -> tuple[LinkedArticle, ...]:
    """All articles in the order of their numbers: the undated by id, then the others, oldest first."""
    undated = [linked for linked in collection.articles if not linked.article.date]
    return (*undated, *(linked for linked in collection.articles if linked.article.date))


def index_texts(documents: Sequence[LinkedArticle], titles: Mapping[str, str]) -> TextIndex:
    """The index of *documents*, whose *titles* are given by id."""
    reader = Reader()
    in_titles = [reader.read(titles[one.id], one.article.language) for one in documents]
    in_texts = [reader.read(one.article.body, one.article.language) for one in documents]
    lexicon = make_lexicon(reader.spellings, [*in_titles, *in_texts])
    title, text = Field(in_titles, lexicon), Field(in_texts, lexicon)
    columns = (title.postings(with_lengths=True), text.postings(), text.positions(), title.positions())
    found = _found(title, text, len(lexicon.terms))
    return TextIndex(
        dict(zip(lexicon.terms, map(Postings, *columns), strict=True)),
        dict(zip(lexicon.terms, found, strict=True)),
        lexicon.forms,
        lexicon.marked,
        title,
        text,
    )


def _found(title: Field, text: Field, many: int) -> list[Numbers]:
    """Of each term the documents that have it in either."""
    pairs = np.sort(np.concatenate([field.terms << 32 | field.documents for field in (title, text)]))
    pairs = pairs[_changes(pairs)]
    documents = pairs & 0xFFFFFFFF
    return [documents[begin:end] for begin, end in pairwise(bounds(pairs >> 32, many).tolist())]


class Field:
    """A field of all documents, turned inside out: rows of a term, a document, and how often that has it."""

    def __init__(self, texts: Sequence[array[int]], lexicon: Lexicon) -> None:
        sizes = np.fromiter(map(len, texts), np.int64, len(texts))
        words = np.fromiter(chain.from_iterable(texts), np.int32, int(sizes.sum()))
        documents = np.repeat(np.arange(len(texts), dtype=np.int32), sizes)
        places = (np.arange(len(words)) - np.repeat(np.cumsum(sizes) - sizes, sizes)).astype(np.int32)
        terms, marks = np.array(lexicon.term_of, np.int32)[words], np.array(lexicon.mark_of, np.int32)[words]
        has_term, has_mark = terms >= 0, marks >= 0
        self._numbers = lexicon.terms
        self._many = len(lexicon.terms)
        self._is_mark = np.zeros(self._many, bool)
        self._is_mark[marks[has_mark]] = True
        terms = np.concatenate([terms[has_term], marks[has_mark]])
        # By term, and within each as they come: by document and place. Numbers sort faster alone than by a stable sort.
        order = np.sort(terms.astype(np.int64) << 32 | np.arange(len(terms))) & 0xFFFFFFFF
        terms = terms[order]
        documents = np.concatenate([documents[has_term], documents[has_mark]])[order]
        self._places = np.concatenate([places[has_term], places[has_mark]])[order]
        self._begins = _changes(terms, documents)
        self.terms = terms[self._begins].astype(np.int64)
        self.documents = documents[self._begins].astype(np.int64)
        self.frequencies = np.diff(self._begins, append=len(terms))
        self._rows = bounds(self.terms, self._many).tolist()
        self.lengths: Sequence[int] = np.bincount(documents, minlength=len(texts)).tolist()
        """Of each document, in terms."""

    def of(self, term: str) -> tuple[Numbers, Numbers]:
        """The documents that have *term*, ascending, and how often each has it."""
        number = self._numbers[term]
        rows = slice(*self._rows[number : number + 2])
        return self.documents[rows], self.frequencies[rows]

    def postings(self, with_lengths: bool = False) -> list[str]:
        """Of each term its TITLE or TEXT."""
        gaps = _steps(self.documents, _changes(self.terms))
        counts = Codes(["", *map(count, range(1, 1 + max(self.lengths, default=0)))])
        columns = [(Codes(map(base36, range(1 + len(self.lengths)))), gaps), (counts, self.frequencies)]
        if with_lengths:
            columns.append((counts, np.array(self.lengths, np.int64)[self.documents]))
        return texts_of(self.terms, self._many, *columns)

    def positions(self) -> list[str]:
        """Of each term its POSITIONS; a mark has none."""
        between = _steps(self._places, self._begins) - 1
        terms = np.repeat(self.terms, self.frequencies)
        is_stem = ~self._is_mark[terms]
        codes = Codes(map(packed, range(1 + max(self._places, default=0))))
        return texts_of(terms[is_stem], self._many, (codes, between[is_stem]))


def _changes(*columns: NDArray[Any]) -> Numbers:
    """The rows that differ from the one before; the first does."""
    differs = np.ones(len(columns[0]), bool)
    if len(differs):
        differs[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in columns])
    return np.flatnonzero(differs)


def _steps(numbers: NDArray[Any], begins: Numbers) -> Numbers:
    """How much above the number before each is; at the rows *begins*, how much above -1."""
    steps: Numbers = np.diff(numbers, prepend=-1).astype(np.int64)
    steps[begins] = numbers[begins] + 1
    return steps
