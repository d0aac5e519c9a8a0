"""From articles to postings: which terms stand where. Pure."""

from __future__ import annotations

import gc
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

from archive.collection import Collection
from archive.model import LinkedArticle
from archive.search.coding import base36, count, packed
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
    documents: Mapping[str, int]
    """Term → how many documents have it in title or text."""
    forms: Mapping[str, Form]
    """By exact form."""
    title_lengths: Sequence[int]
    """Of each document, in terms."""
    text_lengths: Sequence[int]


def documents_of(collection: Collection) -> tuple[LinkedArticle, ...]:
    """All articles in the order of their numbers: the undated by id, then the others, oldest first."""
    undated = [linked for linked in collection.articles if not linked.article.date]
    return (*undated, *(linked for linked in collection.articles if linked.article.date))


def index_texts(documents: Sequence[LinkedArticle], titles: Mapping[str, str]) -> TextIndex:
    """The index of *documents*, whose *titles* are given by id."""
    with _uncollected():
        return _index_texts(documents, titles)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keeps Python from looking for circles of objects: there are millions of objects here, and no circle."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _index_texts(documents: Sequence[LinkedArticle], titles: Mapping[str, str]) -> TextIndex:
    reader = Reader()
    read = [
        (reader.read(titles[one.id], one.article.language), reader.read(one.article.body, one.article.language))
        for one in documents
    ]
    lexicon = make_lexicon(reader.spellings, (text for pair in read for text in pair))
    writer = _Writer(lexicon, len(read), max((len(text) for pair in read for text in pair), default=0))
    for number, (title, text) in enumerate(read):
        writer.add(number, title, text)
    return writer.index()


class _Writer:
    """Writes postings document by document, straight into their codes."""

    def __init__(self, lexicon: Lexicon, documents: int, longest: int) -> None:
        """*longest* is how many words the longest title or text has."""
        many = len(lexicon.terms)
        self._lexicon = lexicon
        self._marked = frozenset(number for number, mark in enumerate(lexicon.mark_of) if mark >= 0)
        # For each document a term is in two strings, its posting and its positions: most of them few and shared, so
        # that gathering them takes little memory; and to touch one list only takes less time.
        self._titles: list[list[str]] = [[] for _ in range(many)]
        self._texts: list[list[str]] = [[] for _ in range(many)]
        self._last_title = [-1] * many
        self._last_text = [-1] * many
        self._in_title_only = [0] * many
        self._title_lengths: list[int] = []
        self._text_lengths: list[int] = []
        self._gaps = [base36(number) for number in range(documents + 1)]
        self._counts = ["", *(count(number) for number in range(1, longest + 1))]
        self._places = [packed(number) for number in range(longest)]
        self._once = [f"{gap}{count(1)}" for gap in self._gaps]

    def add(self, number: int, title: array[int], text: array[int]) -> None:
        """The postings of the document of this *number*, higher than all before."""
        in_title, in_text = self._frequencies(title), self._frequencies(text)
        self._title_lengths.append(length := sum(in_title.values()))
        self._text_lengths.append(sum(in_text.values()))
        gaps, counts = self._gaps, self._counts
        positions = self._positions(title, in_title)
        for term, frequency in in_title.items():
            gap = number - self._last_title[term]
            self._titles[term] += (gaps[gap] + counts[frequency] + counts[length], positions.get(term, ""))
            self._last_title[term] = number
            if term not in in_text:
                self._in_title_only[term] += 1
        texts, last, once = self._texts, self._last_text, self._once
        positions = self._positions(text, in_text)
        for term, frequency in in_text.items():
            strings = texts[term]
            gap = number - last[term]
            strings.append(once[gap] if frequency == 1 else gaps[gap] + counts[frequency])
            strings.append(positions.get(term, ""))
            last[term] = number

    def _frequencies(self, text: array[int]) -> Counter[int]:
        frequencies = Counter(map(self._lexicon.term_of.__getitem__, text))
        del frequencies[-1]
        frequencies.update(map(self._lexicon.mark_of.__getitem__, filter(self._marked.__contains__, text)))
        return frequencies

    def _positions(self, text: array[int], frequencies: Counter[int]) -> dict[int, str]:
        """The code of the positions of each stem of *text*."""
        stems = list(map(self._lexicon.term_of.__getitem__, text))
        positions = dict(zip(reversed(stems), reversed(self._places[: len(stems)]), strict=True))
        after = {term: 0 for term, frequency in frequencies.items() if frequency > 1}
        codes = dict.fromkeys(after, "")
        for place, stem in enumerate(stems):
            if stem in after:
                codes[stem] += self._places[place - after[stem]]
                after[stem] = place + 1
        positions.update(codes)
        return positions

    def index(self) -> TextIndex:
        """All that was written."""
        terms: dict[str, Postings] = {}
        documents: dict[str, int] = {}
        for number, term in enumerate(self._lexicon.terms):
            titles, texts = self._titles[number], self._texts[number]
            terms[term] = Postings(*("".join(some) for some in (titles[::2], texts[::2], texts[1::2], titles[1::2])))
            documents[term] = len(texts) // 2 + self._in_title_only[number]
            self._texts[number] = []
        return TextIndex(terms, documents, self._lexicon.forms, self._title_lengths, self._text_lengths)
