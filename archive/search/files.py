"""Every file of the search index, as path → text."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256

from archive.collection import Collection
from archive.model import LinkedArticle
from archive.search.analysis import ELISIONS, Analyser, analyser_of
from archive.search.coding import base36, count, utf16_order
from archive.search.columns import WIDE, columns_of
from archive.search.counts import Finds, counts_of
from archive.search.index import Postings, TextIndex, documents_of, index_texts
from archive.search.names import Names, named_in, names_of
from archive.search.scripts import programs
from archive.search.shards import Bounds, Sized, grouped, shards

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


def search_files(collection: Collection) -> list[tuple[str, str]]:
    """(path below ``docs/``, text) of every file of the index, and of the programs that read it.

    The same collection gives the same files.
    """
    with _uncollected():
        return [*_index_files(collection), *((f"{FOLDER}/{name}", text) for name, text in programs())]


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


def _index_files(collection: Collection) -> Iterator[tuple[str, str]]:
    documents = documents_of(collection)
    names = names_of(collection, documents)
    index = index_texts(documents, {id: title.text for id, title in collection.titles.items()})
    columns = columns_of(documents, index.text.lengths, names, collection)
    files = _Files()
    values, whole = files.add_values((one.id, codes) for one, codes in zip(documents, columns.wide, strict=True))
    analysers = _analysers(collection.settings.language, documents)
    # So many documents lie in most of the ranges, if they lie anywhere.
    ranges = len(values.splitlines())
    finds = Finds(documents, index, names, analysers)
    counts = counts_of(finds, columns, least=ranges) if ranges >= _MANY_RANGES else ()
    manifest = {
        "version": VERSION,
        "documents": len(documents),
        "undated": sum(linked.article.date is None for linked in documents),
        "language": collection.settings.language,
        "analysers": [{"name": analyser.name, "stop": " ".join(sorted(analyser.stop_words))} for analyser in analysers],
        "elisions": " ".join(sorted(ELISIONS)),
        "fields": _fields(documents, index, names),
        "columns": files.add("columns", columns.content),
        "values": values,
        "whole": whole,
        "counts": files.add_shards("counts", counts, _COUNTS),
        "filed": files.add_shards("filed", _filed_lines(documents, names), _FILED),
        "terms": files.add_shards("terms", _term_lines(index, names), _TERMS),
        "vocabulary": files.add_shards("vocabulary", _vocabulary_lines(index, names), _VOCABULARY),
        "records": files.add_shards("records", _record_lines(names, collection), _RECORDS),
        "positions": files.add("directory", files.add_shards("positions", _position_lines(index), _POSITIONS)),
        "chunks": files.add_chunks((linked.id, _json(_card(linked, collection))) for linked in documents),
    }
    yield from files.made
    yield f"{FOLDER}/manifest.js", f"archive.manifest({_json(manifest)});\n"


class _Files:
    """The files made so far, but for the manifest."""

    def __init__(self) -> None:
        self.made: list[tuple[str, str]] = []

    def add(self, kind: str, value: object) -> str:
        """Makes the file of *value*; returns its name."""
        text = _json(value)
        name = f"{kind}-{_hash(text)}"
        self._make(name, text)
        return name

    def add_shards(self, kind: str, lines: Iterable[tuple[str, str]], bounds: Bounds) -> str:
        """Makes the files of (key, line) pairs, whose keys ascend; returns their shard table."""
        names = ((shard.first, self.add(kind, shard.text)) for shard in shards(lines, bounds))
        return "\n".join([f"{first} {name.removeprefix(f'{kind}-')}" for first, name in names])

    def add_values(self, documents: Iterable[tuple[str, Mapping[str, str]]]) -> tuple[str, str]:
        """Makes files of the (id, codes by facet) of documents, and one of all; returns table and name."""
        sized = ((Sized(id, sum(map(len, codes.values()))), codes) for id, codes in documents)
        runs = list(grouped(sized, _VALUES))
        names = [self.add("values", _values(run)) for run in runs]
        table = "\n".join(
            [f"{name.removeprefix('values-')} {count(len(run))}" for name, run in zip(names, runs, strict=True)]
        )
        if len(runs) < 2:
            return table, "".join(names)
        return table, self.add("values", _values([codes for run in runs for codes in run]))

    def add_chunks(self, cards: Iterable[tuple[str, str]]) -> str:
        """Makes the chunks of (document's id, its card as JSON) pairs; returns the table of their volumes."""
        chunks = grouped(((Sized(id, len(card)), (id, card)) for id, card in cards), _CHUNK)
        # Another key than the chunks' own: of their last ids none would be left that does not end a volume too.
        volumes = grouped(((Sized(f"{chunk[-1][0]}/", 1), chunk) for chunk in chunks), _VOLUME)
        table = []
        for volume in volumes:
            texts = [f"[{','.join(card for _, card in chunk)}]" for chunk in volume]
            name = _hash(*texts)
            for number, text in enumerate(texts):
                self._make(f"chunk-{name}-{number}", text)
            table.append(f"{name} {''.join([count(len(chunk)) for chunk in volume])}")
        return "\n".join(table)

    def _make(self, name: str, text: str) -> None:
        self.made.append((f"{FOLDER}/{name}.js", f'archive.file("{name}",{text});\n'))


def _values(documents: Sequence[Mapping[str, str]]) -> dict[str, str]:
    return {facet: "".join([codes[facet] for codes in documents]) for facet in WIDE}


def _json(value: object) -> str:
    """*value* as JSON that is JavaScript too, in old browsers as well."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _hash(*texts: str) -> str:
    digest = sha256()
    for text in texts:
        digest.update(text.encode("utf-8"))
    return digest.hexdigest()[:10]


def _line(*cells: str) -> str:
    return "\t".join(cells).rstrip("\t")


def _analysers(language: str, documents: Iterable[LinkedArticle]) -> list[Analyser]:
    """Those that the index was made with, the site's first."""
    own = analyser_of(language)
    others = {analyser_of(linked.article.language) for linked in documents} - {own}
    return [own, *sorted(others, key=lambda analyser: analyser.name)]


def _fields(documents: Sequence[LinkedArticle], index: TextIndex, names: Names) -> list[dict[str, object]]:
    totals = {
        "title": sum(index.title.lengths),
        "text": sum(index.text.lengths),
        "names": sum(names.lengths(documents)),
        "outlet": sum(names.length(linked.article.outlet) for linked in documents if linked.article.outlet),
    }
    return [{"name": name, "boost": boost, "total": totals[name]} for name, boost in BOOSTS.items()]


def _term_lines(index: TextIndex, names: Names) -> Iterator[tuple[str, str]]:
    none = Postings("", "", "", "")
    in_names = names.postings()
    for term in sorted(index.terms.keys() | in_names.keys(), key=utf16_order):
        postings = index.terms.get(term, none)
        records = "".join(id + count(frequency) for id, frequency in in_names.get(term, ()))
        yield term, _line(term, postings.title, postings.text, records, " ".join(index.marked.get(term, ())))


def _position_lines(index: TextIndex) -> Iterator[tuple[str, str]]:
    for term in sorted(index.terms, key=utf16_order):
        postings = index.terms[term]
        if postings.text_positions or postings.title_positions:
            yield term, _line(term, postings.text_positions, postings.title_positions)


def _filed_lines(documents: Sequence[LinkedArticle], names: Names) -> Iterator[tuple[str, str]]:
    codes: dict[str, list[str]] = {}
    last: dict[str, int] = {}
    for number, (linked, length) in enumerate(zip(documents, names.lengths(documents), strict=True)):
        for id in named_in(linked) if length else ():
            codes.setdefault(id, []).append(base36(number - last.get(id, -1)) + count(length))
            last[id] = number
    for id in sorted(codes):
        yield id, _line(id, "".join(codes[id]))


def _vocabulary_lines(index: TextIndex, names: Names) -> Iterator[tuple[str, str]]:
    in_names = names.postings()
    for exact in sorted(index.forms.keys() | in_names.keys(), key=utf16_order):
        form = index.forms.get(exact)
        if form is None:
            yield exact, exact
            continue
        stems = "".join([_difference(exact, stem) for stem in form.stems])
        documents = max([len(index.documents[stem]) for stem in form.stems])
        yield exact, _line(exact, stems, base36(documents), form.word if form.word != exact else "")


def _difference(form: str, stem: str) -> str:
    """How to make *stem* from *form*: how much to leave off its end, and what to put there."""
    kept = len(stem)
    while not form.startswith(stem[:kept]):
        kept -= 1
    return count(len(form) - kept + 1) + stem[kept:]


def _record_lines(names: Names, collection: Collection) -> Iterator[tuple[str, str]]:
    for id, record in names.records.items():
        yield id, _line(id, record.kind[0], record.type, base36(collection.facets.count(id)), *names.forms[id])


def _card(linked: LinkedArticle, collection: Collection) -> list[str]:
    article = linked.article
    return [
        article.id,
        collection.titles[article.id].text,
        "" if article.language == collection.settings.language else article.language,
        article.outlet or "",
        article.date.text if article.date else "",
        collection.date_labels[article.id] if article.date else "",
        article.author or "",
        article.url or "",
        article.body,
    ]
