"""The lines of shards: of terms, of positions, of the vocabulary, of records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from archive.collection import Collection
from archive.search.coding import base36, count
from archive.search.columnar import Numbers
from archive.search.index import Index
from archive.search.lexicon import Lexicon
from archive.search.names import Names
from archive.search.shards import Changed, Line


def cells_of_terms(index: Index, names: Names) -> dict[str, tuple[str, str]]:
    """Term → RECORDS and MARKED, of those that have either."""
    records = {
        exact: "".join([id + count(frequency) for id, frequency in postings])
        for exact, postings in names.postings.items()
    }
    marked = {stem: " ".join(forms) for stem, forms in index.lexicon.marked.items()}
    return {term: (records.get(term, ""), marked.get(term, "")) for term in sorted(records.keys() | marked.keys())}


def term_lines(terms: Iterable[str], index: Index, cells: Mapping[str, tuple[str, str]]) -> Iterator[Changed]:
    """The line of each of *terms*."""
    for term, title, text in index.postings(terms):
        line = _line(term, title, text, *cells.get(term, ()))
        yield term, line if line != term else None


def position_lines(stems: Iterable[str], index: Index) -> Iterator[Changed]:
    """The line of each of *stems*."""
    for stem, text, title in index.positions(stems):
        yield stem, _line(stem, text, title) if text or title else None


def vocabulary_lines(
    forms: Iterable[str], lexicon: Lexicon, document_counts: Numbers, names: Names
) -> Iterator[Changed]:
    """The line of each of *forms*; *document_counts* are of stems."""
    for exact in forms:
        form = lexicon.forms.numbers.get(exact)
        stems = [] if form is None else lexicon.stems_of(form)
        if form is None or not stems:
            yield exact, exact if exact in names.postings else None
            continue
        word = lexicon.word(form)
        differences = "".join([_difference(exact, lexicon.stems[stem]) for stem in stems])
        most = max([int(document_counts[stem]) for stem in stems])
        yield exact, _line(exact, differences, base36(most), word if word != exact else "")


def _difference(form: str, stem: str) -> str:
    """How to make *stem* from *form*: how much to leave off its end, and what to put there."""
    kept = len(stem)
    while not form.startswith(stem[:kept]):
        kept -= 1
    return count(len(form) - kept + 1) + stem[kept:]


def record_lines(names: Names, collection: Collection) -> Iterator[Line]:
    """The line of every record of *names*."""
    for id, record in names.records.items():
        yield id, _line(id, record.kind[0], record.type, base36(collection.facets.count(id)), *names.forms[id])


def _line(*cells: str) -> str:
    return "\t".join(cells).rstrip("\t")
