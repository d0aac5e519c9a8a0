"""Every file of the search index, as path → text."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Sequence
from hashlib import sha256

import numpy as np

from archive.collection import Collection
from archive.model import LinkedArticle
from archive.search.analysis import ELISIONS, Analyser, analyser_of
from archive.search.chunks import card, volumes
from archive.search.coding import count, utf16_order
from archive.search.columns import WIDE, Columns, columns_of
from archive.search.counts import count_lines
from archive.search.documents import Documents, in_order, read_documents
from archive.search.finds import Finds
from archive.search.index import Index
from archive.search.lexicon import MARK, Lexicon
from archive.search.lines import cells_of_terms, position_lines, record_lines, term_lines, vocabulary_lines
from archive.search.names import Filed, Names, names_of
from archive.search.scripts import programs
from archive.search.shards import Bounds, Line, Sized, between, grouped, shards

FOLDER = "search"
"""Below ``docs/`` and below the site."""
VERSION = 2
"""Of the format: a browser that knows another cannot read the index."""
BOOSTS = {"title": 6, "text": 1, "names": 1, "outlet": 1}
"""Field → the factor of its scores, in the order of the fields."""

# Some 8 KB a file once gzipped, which a query costs a few times; positions are larger, since only phrases need them.
_TERMS = Bounds(10_000, 20_000, one_in=32)
_POSITIONS = Bounds(84_000, 168_000, one_in=32)
_VOCABULARY = Bounds(54_000, 108_000, one_in=32)
_RECORDS = Bounds(12_000, 24_000, one_in=8)
_MANY_RANGES = 16
"""Of the wide facets' values. All of fewer take hardly more bytes than one file of counts."""
_VALUES = Bounds(3_000, 6_000, one_in=32)
_FILED = Bounds(8_000, 16_000, one_in=8)
_COUNTS = Bounds(60_000, 120_000, one_in=8)
_CHUNK = Bounds(12_000, 22_000, one_in=2, most=25)
_VOLUME = Bounds(4, 16, one_in=6)  # in chunks

File = tuple[str, str]
"""Its path below ``docs/``, and its text."""
Making = Generator[File, None, str]
"""Makes files, each once it is asked for; at the end returns how the manifest names them."""


def search_files(collection: Collection) -> Iterator[File]:
    """Every file of the index, and of the programs that read it, each made when it is asked for.

    The same collection gives the same files.
    """
    yield from _index_files(collection)
    yield from ((f"{FOLDER}/{name}", text) for name, text in programs())


def _index_files(collection: Collection) -> Iterator[File]:
    articles = in_order(collection)
    documents, _ = read_documents(articles, collection)
    times = documents.times
    lexicon = Lexicon(documents.spellings, times)
    index = Index(documents.titles, documents.texts, lexicon, times)
    names = names_of(collection, documents)
    filed = Filed(documents, names)
    columns = columns_of(documents, index.text.lengths, names, collection)
    analysers = _analysers(collection.settings.language, articles)
    document_counts = np.zeros(len(lexicon.stems), np.int64)
    stems = [term for term in index.terms() if not term.endswith(MARK)]
    for stem, many in index.document_counts(stems):
        document_counts[lexicon.stems.numbers[stem]] = many
    ranges = _values_ranges(articles, columns)
    finds = Finds(documents, index, document_counts, names, analysers, {})
    cells = cells_of_terms(index, names)
    terms = sorted({*index.terms(), *names.postings}, key=utf16_order)
    values, whole = yield from _ranges(ranges, columns)
    manifest = {
        "version": VERSION,
        "documents": documents.size,
        "undated": sum(linked.article.date is None for linked in articles),
        "language": collection.settings.language,
        "analysers": [{"name": analyser.name, "stop": " ".join(sorted(analyser.stop_words))} for analyser in analysers],
        "elisions": " ".join(sorted(ELISIONS)),
        "fields": _fields(documents, index, names, filed),
        "columns": (yield from _file("columns", columns.content)),
        "values": values,
        "whole": whole,
        "counts": (yield from _shards("counts", _count_lines(finds, columns, len(ranges)), _COUNTS)),
        "filed": (yield from _shards("filed", filed.lines(), _FILED)),
        "terms": (yield from _shards("terms", term_lines(terms, index, cells), _TERMS)),
        "vocabulary": (
            yield from _shards(
                "vocabulary",
                vocabulary_lines(
                    sorted({*lexicon.used_forms(), *names.postings}, key=utf16_order), lexicon, document_counts
                ),
                _VOCABULARY,
            )
        ),
        "records": (yield from _shards("records", record_lines(names, collection), _RECORDS)),
        "positions": "",
    }
    positions = position_lines(sorted(stems, key=utf16_order), index)
    manifest["positions"] = yield from _file("directory", (yield from _shards("positions", positions, _POSITIONS)))
    manifest["chunks"] = yield from _chunks(articles, collection)
    yield f"{FOLDER}/manifest.js", f"archive.manifest({_json(manifest)});\n"


def _count_lines(finds: Finds, columns: Columns, ranges: int) -> Iterator[Line]:
    """Where ranges of values are many: of all that finds no fewer documents than there are ranges."""
    if ranges < _MANY_RANGES:
        return
    frequent = finds.frequent(ranges)
    keys = sorted(frequent, key=utf16_order)
    found = finds.find([(key, frequent[key]) for key in keys])
    yield from count_lines(((key, documents) for key, documents in found if len(documents) >= ranges), columns.slots)


def _file(kind: str, value: object) -> Making:
    """Makes the file of *value*; returns its name."""
    text = _json(value)
    name = f"{kind}-{_hash(text)}"
    yield _script(name, text)
    return name


def _shards(kind: str, lines: Iterable[Line], bounds: Bounds) -> Making:
    """Makes the files of *lines*; returns their shard table."""
    table, last = [], ""
    for shard in shards(lines, bounds):
        name = yield from _file(kind, shard.text)
        table.append(f"{between(last, shard.first)} {name.removeprefix(f'{kind}-')}")
        last = shard.last
    return "\n".join(table)


def _values_ranges(articles: Sequence[LinkedArticle], columns: Columns) -> list[range]:
    """The documents whose values make a file."""
    codes = zip(*columns.wide.values(), strict=True)
    sized = (
        (Sized(one.id, sum(map(len, some))), number)
        for number, (one, some) in enumerate(zip(articles, codes, strict=True))
    )
    return [range(run[0], run[-1] + 1) for run in grouped(sized, _VALUES)]


def _ranges(ranges: Sequence[range], columns: Columns) -> Generator[File, None, tuple[str, str]]:
    """Makes the files of the values of the documents of *ranges*, and one of all; returns their table, and its name."""
    table, name = [], ""
    for some in ranges:
        name = yield from _file("values", _values(some, columns))
        table.append(f"{name.removeprefix('values-')} {count(len(some))}")
    if len(ranges) > 1:
        name = yield from _file("values", _values(range(ranges[-1].stop), columns))
    return "\n".join(table), name


def _values(documents: range, columns: Columns) -> dict[str, str]:
    return {name: "".join(columns.wide[name][documents.start : documents.stop]) for name in WIDE}


def _chunks(articles: Sequence[LinkedArticle], collection: Collection) -> Making:
    """Makes the chunks of the cards of *articles*; returns the table of their volumes."""
    cards = ((linked.id, _json(card(linked, collection))) for linked in articles)
    table = []
    for volume in volumes(cards, _CHUNK, _VOLUME):
        texts = [f"[{','.join(chunk)}]" for chunk in volume]
        name = _hash(*texts)
        for number, text in enumerate(texts):
            yield _script(f"chunk-{name}-{number}", text)
        table.append(f"{name} {''.join([count(len(chunk)) for chunk in volume])}")
    return "\n".join(table)


def _script(name: str, text: str) -> File:
    return f"{FOLDER}/{name}.js", f'archive.file("{name}",{text});\n'


def _json(value: object) -> str:
    """*value* as JSON that is JavaScript too, in old browsers as well."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _hash(*texts: str) -> str:
    digest = sha256()
    for text in texts:
        digest.update(text.encode("utf-8"))
    return digest.hexdigest()[:10]


def _analysers(language: str, articles: Iterable[LinkedArticle]) -> list[Analyser]:
    """Those that the index was made with, the site's first."""
    own = analyser_of(language)
    others = {analyser_of(linked.article.language) for linked in articles} - {own}
    return [own, *sorted(others, key=lambda analyser: analyser.name)]


def _fields(documents: Documents, index: Index, names: Names, filed: Filed) -> list[dict[str, object]]:
    outlets = documents.filed["outlet"].values.tolist()
    totals = {
        "title": index.title.lengths.sum(),
        "text": index.text.lengths.sum(),
        "names": filed.lengths.sum(),
        "outlet": sum(many * names.length(documents.values[outlet]) for outlet, many in Counter(outlets).items()),
    }
    return [{"name": name, "boost": boost, "total": int(totals[name])} for name, boost in BOOSTS.items()]
