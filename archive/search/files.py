"""Every file of the search index, as path → text."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from errno import ENOENT
from functools import partial
from pathlib import Path

import numpy as np

from archive.collection import Collection
from archive.digests import digest, program_key
from archive.generated import Generated
from archive.lists import present
from archive.register import Posting
from archive.search.analysis import ELISIONS, Analyser, analyser_of
from archive.search.changes import all_of, changes_since
from archive.search.chunks import Volumes
from archive.search.coding import as_json, count
from archive.search.columns import WIDE, Columns, columns_of
from archive.search.counts import Counts
from archive.search.documents import Documents, in_order, read_documents
from archive.search.finds import Finds
from archive.search.index import Index
from archive.search.lexicon import Lexicon
from archive.search.lines import cells_of_terms, position_lines, record_lines, term_lines, vocabulary_lines
from archive.search.memory import NAME, Memory, load_memory
from archive.search.names import Filed, Names, names_of
from archive.search.output import FOLDER, Keyed, Made, Making, Output
from archive.search.scripts import programs
from archive.search.shards import Bounds, grouped

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


def search_files(collection: Collection) -> Iterator[tuple[str, str]]:
    """(path below ``docs/``, text) of every file of the index, and of the programs that read it.

    Each is made when it is asked for. The same collection gives the same files.
    """
    yield from ((path, text) for path, text in _index_files(collection, None, None) if text is not None)
    yield from _programs()


def search_files_since(collection: Collection, memory: Path, docs: Path) -> Iterator[Made]:
    """The same files; in place of its text one has None that an earlier build made and whose name is in *docs*.

    The folder *memory* keeps what makes this quick, and is written when the last file has been asked for. It is never
    needed, and does no harm when it is not whole. A file in *docs* is trusted to hold what its name says.
    """
    yield from _index_files(collection, memory, docs)
    yield from _programs()


def index_files(
    collection: Collection, memory: Path | None = None, docs: Path | None = None, is_as_left: bool = False
) -> Iterator[Generated]:
    """The same files, to be written; those that *memory* knows are only named, as long as *docs* still *is as left*."""
    if memory and not is_as_left:
        (memory / NAME).unlink(missing_ok=True)
    files = search_files_since(collection, memory, docs) if memory and docs else search_files(collection)
    for path, text in files:
        named_by_content = "-" in path
        key = path.encode() if text is None or named_by_content else digest(text)
        yield Generated(path, key, partial(_text_of, path, text))


def _text_of(path: str, text: str | None) -> str:
    if text is None:  # it was there when the index was made
        raise FileNotFoundError(ENOENT, "changed while the index was made", path)
    return text


def _programs() -> Iterator[tuple[str, str]]:
    return ((f"{FOLDER}/{name}", text) for name, text in programs())


def _index_files(collection: Collection, memory: Path | None, docs: Path | None) -> Iterator[Made]:
    bounds = (_TERMS, _POSITIONS, _VOCABULARY, _COUNTS, _CHUNK, _VOLUME)
    made_by = " ".join([program_key(), collection.settings.language, *map(str, bounds)])
    before = _earlier(memory, docs, made_by) if memory and docs else None
    articles = in_order(collection)
    documents, since = read_documents(articles, collection, before.documents if before else None)
    names = names_of(collection, documents)
    filed = Filed(documents, names)
    lexicon = Lexicon(documents.spellings, documents.times)
    index = Index(documents.titles, documents.texts, lexicon, documents.times)
    cells = cells_of_terms(index, names)
    changes = changes_since(before, documents, since, index, cells) if before else all_of(index, names)
    columns = columns_of(documents, index.text.lengths, names, collection)
    ranges = _ranges(articles, columns)
    analysers = _analysers(collection.settings.language, documents)
    finds = Finds(documents, index, names, filed, analysers)
    counts = Counts(finds, columns.slots, len(ranges) if len(ranges) >= _MANY_RANGES else None, changes, before)
    volumes = Volumes(articles, collection, since.sources, before)
    output = Output(docs, before)

    terms = Keyed(changes.terms, lambda keys: term_lines(keys, index, cells), lambda: all_of(index, names).terms)
    forms = Keyed(
        changes.forms,
        lambda keys: vocabulary_lines(keys, lexicon, documents.document_counts, names),
        lambda: all_of(index, names).forms,
    )
    positions = Keyed(changes.stems, lambda keys: position_lines(keys, index), index.stems)
    values, whole = yield from _values_files(ranges, columns, output)
    manifest = {
        "version": VERSION,
        "documents": documents.size,
        "undated": documents.size - collection.register.dated,
        "language": collection.settings.language,
        "analysers": [{"name": analyser.name, "stop": " ".join(sorted(analyser.stop_words))} for analyser in analysers],
        "elisions": " ".join(sorted(ELISIONS)),
        "fields": _fields(documents, index, names, filed),
        "columns": (yield from output.file("columns", columns.content)),
        "values": values,
        "whole": whole,
        "counts": (yield from output.keyed_table("counts", _COUNTS, Keyed(counts.changed, counts.lines, counts.every))),
        "filed": (yield from output.table("filed", _FILED, filed.lines())),
        "terms": (yield from output.keyed_table("terms", _TERMS, terms)),
        "vocabulary": (yield from output.keyed_table("vocabulary", _VOCABULARY, forms)),
        "records": (yield from output.table("records", _RECORDS, record_lines(names, collection))),
        "positions": (
            yield from output.file("directory", (yield from output.keyed_table("positions", _POSITIONS, positions)))
        ),
        "chunks": (yield from volumes.files(_CHUNK, _VOLUME, output)),
    }
    yield f"{FOLDER}/manifest.js", f"archive.manifest({as_json(manifest)});\n"
    if memory:
        Memory(
            documents,
            lexicon.is_marked,
            index.title.lengths,
            np.array(volumes.sizes, np.int64),
            cells,
            output.shards,
            volumes.made,
            counts.least,
            counts.made_by,
            counts.found,
            frozenset(output.files),
        ).save(memory, made_by)


def _earlier(memory: Path, docs: Path, made_by: str) -> Memory | None:
    """What an earlier build left: only if all of its files are there, and most of the words that it knew still used."""
    before = load_memory(memory, made_by)
    if before is None:
        return None
    there = (
        {entry.name.removesuffix(".js") for entry in os.scandir(docs / FOLDER)} if (docs / FOLDER).is_dir() else set()
    )
    is_worn = 2 * np.count_nonzero(before.documents.times) < len(before.documents.times)
    return before if before.files <= there and not is_worn else None


def _ranges(articles: Posting, columns: Columns) -> list[range]:
    """The documents whose values make a file."""
    sizes = sum([codes.sizes for codes in columns.wide.values()], np.zeros(len(articles), np.int64))
    runs = grouped(enumerate(sizes.tolist()), articles.id_of, _VALUES)
    return [range(run[0], run[-1] + 1) for run in runs]


def _values_files(ranges: Sequence[range], columns: Columns, output: Output) -> Making[tuple[str, str]]:
    """Makes the files of the values of the documents of *ranges*, and one of all; gives their table, and its name."""
    table, name = [], ""
    for some in ranges:
        name = yield from output.file("values", _values(some, columns))
        table.append(f"{name.removeprefix('values-')} {count(len(some))}")
    if len(ranges) > 1:
        name = yield from output.file("values", _values(range(ranges[-1].stop), columns))
    return "\n".join(table), name


def _values(documents: range, columns: Columns) -> dict[str, str]:
    return {name: columns.wide[name].of(documents) for name in WIDE}


def _analysers(language: str, documents: Documents) -> list[Analyser]:
    """Those that the index was made with, the site's first."""
    own = analyser_of(language)
    languages = present(documents.filed["language"].values).tolist()
    others = {analyser_of(documents.values[value]) for value in languages} - {own}
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
