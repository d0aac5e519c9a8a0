"""The lines of shards: of terms, of positions, of the vocabulary, of records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from archive.collection import Collection
from archive.lists import Numbers
from archive.search.coding import base36, count
from archive.search.index import Index
from archive.search.lexicon import Lexicon
from archive.search.names import Names
from archive.search.shards import Changed


def cells_of_terms(index: Index, names: Names) -> dict[str, tuple[str, str]]:
    """Term → RECORDS and MARKED, of those that have either."""
    records = {
        exact: "".join([id + count(frequency) for id, frequency in postings])
        for exact, postings in names.postings.items()
    }
    marked = {stem: " ".join(forms) for stem, forms in index.lexicon.marked.items()}
    return {term: (records.get(term, ""), marked.get(term, "")) for term in sorted(records.keys() | marked.keys())}


def term_lines(terms: Sequence[str], index: Index, cells: Mapping[str, tuple[str, str]]) -> Iterator[Changed]:
    """The line of each of *terms*."""
    for term, title, text in index.postings(terms):
        line = _line(term, title, text, *cells.get(term, ()))
        yield term, line if line != term else None


def position_lines(stems: Sequence[str], index: Index) -> Iterator[Changed]:
    """The line of each of *stems*."""
    for stem, text, title in index.positions(stems):
        yield stem, _line(stem, text, title) if text or title else None


def vocabulary_lines(
    forms: Sequence[str], lexicon: Lexicon, document_counts: Numbers, names: Names
) -> Iterator[Changed]:
    """The line of each of *forms*; *document_counts* are of stems."""
    told = dict(_lines_of_words(forms, lexicon, document_counts))
    for exact in forms:
        yield exact, told.get(exact, exact if exact in names.postings else None)


def _lines_of_words(forms: Sequence[str], lexicon: Lexicon, document_counts: Numbers) -> Iterator[tuple[str, str]]:
    """Of each of *forms* that a title or text has: itself, and its line."""
    numbers = np.array([lexicon.forms.numbers.get(exact, -1) for exact in forms], np.int64)
    numbers = numbers[numbers >= 0]
    numbers = numbers[lexicon.stems_of(numbers).sizes > 0]
    stems = lexicon.stems_of(numbers)
    counts = document_counts[stems.values].tolist()
    code = {many: base36(many) for many in set(counts)}
    spelled, ends = stems.values.tolist(), stems.ends.tolist()
    first = 0
    for form, end, word in zip(numbers.tolist(), ends, lexicon.written(numbers), strict=True):
        exact = lexicon.forms[form]
        own = sorted([lexicon.stems[stem] for stem in spelled[first:end]])
        differences = "".join([_difference(exact, stem) for stem in own])
        most = code[max(counts[first:end])]
        yield exact, f"{exact}\t{differences}\t{most}" if word == exact else f"{exact}\t{differences}\t{most}\t{word}"
        first = end


def _difference(form: str, stem: str) -> str:
    """How to make *stem* from *form*: how much to leave off its end, and what to put there."""
    kept = len(stem)
    while not form.startswith(stem[:kept]):
        kept -= 1
    return count(len(form) - kept + 1) + stem[kept:]


def record_lines(names: Names, collection: Collection) -> Iterator[str]:
    """The line of every record of *names*."""
    for id, record in names.records.items():
        yield _line(id, record.kind[0], record.type, base36(collection.facets.count(id)), *names.forms[id])


def _line(*cells: str) -> str:
    return "\t".join(cells).rstrip("\t")
