"""The files of a search index read back as its reference says, and made-up archives of any size to index."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from hashlib import sha256
from itertools import accumulate
from pathlib import Path
from typing import Any

from archive.collection import Collection
from archive.dates import parse_edtf
from archive.facets import build_tree, count_facets
from archive.model import Article, Attribution, LinkedArticle, Record
from archive.register import Register
from archive.search.files import search_files
from archive.search.scripts import programs
from archive.settings import Settings
from archive.text import fold
from archive.words import Words
from tests.building import ROOT
from tests.search_support import word_list

FIELDS = ("title", "text", "names", "outlet")
_SCRIPT = re.compile(r'archive\.(?:file\("([a-z0-9-]+)",|manifest\()(.*)\);\n', re.DOTALL)


# Numbers


def base36(text: str) -> int:
    return int(text, 36)


def count(code: str) -> int:
    return ord(code) - 64 if len(code) == 1 else int(code[1:-1], 36)


def packed(text: str) -> list[int]:
    numbers, number = [], 0
    for letter in text:
        number = 26 * number + ord(letter.lower()) - ord("a")
        if letter.isupper():
            numbers.append(number)
            number = 0
    assert number == 0
    return numbers


_COUNT = "[A-Y]|Z[0-9a-z]+\\."


@dataclass(frozen=True)
class Posting:
    frequency: int
    length: int = 0
    """Of the title."""


@dataclass(frozen=True)
class Term:
    title: Mapping[int, Posting]
    text: Mapping[int, Posting]
    records: Mapping[str, int]
    marked: Sequence[str] = ()


class Index:
    """An index, read from its files alone."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = dict(files)
        self.values: dict[str, Any] = {}
        for path, text in files.items():
            match = _SCRIPT.fullmatch(text)
            assert match, path
            assert path == f"search/{match[1] or 'manifest'}.js"
            self.values[match[1] or "manifest"] = json.loads(match[2])
            kind, _, hash = (match[1] or "").partition("-")
            if kind not in ("", "chunk"):
                assert hash == sha256(match[2].encode("utf-8")).hexdigest()[:10]
        self.manifest = self.values["manifest"]
        self.columns = self.values[self.manifest["columns"]]
        self.size: int = self.manifest["documents"]

    def shards(self, kind: str, table: str) -> Iterator[tuple[str, list[list[str]]]]:
        """(FIRST, lines as cells) of each shard of a table."""
        for row in table.split("\n") if table else []:
            first, hash = row.split(" ")
            yield first, [line.split("\t") for line in self.values[f"{kind}-{hash}"].split("\n")]

    def lines(self, kind: str) -> Iterator[list[str]]:
        """All lines of a kind of shards."""
        table = self.values[self.manifest["positions"]] if kind == "positions" else self.manifest[kind]
        for _, lines in self.shards(kind, table):
            yield from lines

    @cached_property
    def terms(self) -> dict[str, Term]:
        return {term: _term(*cells) for term, *cells in self.lines("terms")}

    def positions(self, field: str = "text") -> dict[str, dict[int, list[int]]]:
        """Stem → document → the numbers of its words in a text, or a title."""
        found: dict[str, dict[int, list[int]]] = {}
        for stem, *codes in self.lines("positions"):
            code = codes[field == "title"] if len(codes) > (field == "title") else ""
            entry = self.terms.get(stem)
            postings = (entry.title if field == "title" else entry.text) if entry else {}
            gaps = iter(packed(code))
            places = found[stem] = {}
            for document, posting in postings.items():
                place, places[document] = -1, []
                for _ in range(posting.frequency):
                    place += next(gaps) + 1
                    places[document].append(place)
            assert list(gaps) == []
        return found

    @cached_property
    def filed(self) -> dict[str, dict[int, int]]:
        """Record → the documents with it in their field ``names`` → the length of that field."""
        found: dict[str, dict[int, int]] = {}
        for id, code in self.lines("filed"):
            document, found[id] = -1, {}
            for gap, length in re.findall(f"([0-9a-z]+)({_COUNT})", code):
                document += base36(gap)
                found[id][document] = count(length)
        return found

    @cached_property
    def documents(self) -> list[list[str]]:
        """What is shown of each."""
        found: list[list[str]] = []
        for row in self.manifest["chunks"].split("\n") if self.manifest["chunks"] else []:
            hash, counts = row.split(" ")
            for number, many in enumerate(re.findall(_COUNT, counts)):
                chunk = self.values[f"chunk-{hash}-{number}"]
                assert len(chunk) == count(many)
                found.extend(chunk)
        return found

    def rows(self, facet: str) -> list[list[Any]]:
        """A facet's values, with all six cells."""
        defaults = [None, None, "", "", -1, 0]
        return [[*row, *defaults[len(row) :]] for row in self.columns["facets"][facet]["values"]]

    def values_of(self, facet: str) -> list[list[str]]:
        """The ids of each document's values."""
        rows = self.rows(facet)
        code = self.columns["facets"][facet].get("documents")
        if code is None:
            ranges = [row.split(" ") for row in self.manifest["values"].split("\n") if row]
            files = [self.values[f"values-{hash}"][facet] for hash, _ in ranges]
            assert [file.count(".") for file in files] == [count(many) for _, many in ranges]
            code = "".join(files)
            assert code == (self.values[self.manifest["whole"]][facet] if files else "")
        lists = code.split(".")
        assert lists.pop() == ""
        return [[rows[number][0] for number in _rising(code)] for code in lists]

    def days(self) -> list[tuple[int | None, int | None]]:
        """The first and last day of each document's date."""
        found: list[tuple[int | None, int | None]] = []
        day = self.columns["dates"]["origin"]
        for code, end in re.findall(r"([A-Za-z]*)([.+-])", self.columns["dates"]["days"]):
            numbers = packed(code)
            if not numbers:
                found.append((None, None))
                continue
            day += numbers[0]
            found.append((day, day + numbers[1]) if end == "." else (day, None) if end == "+" else (None, day))
        return found

    def frequencies(self, field: str) -> list[dict[str, int]]:
        """For each document the terms of a field, and how often; as the browser works them out."""
        found: list[dict[str, int]] = [{} for _ in range(self.size)]
        if field in ("title", "text"):
            for term, entry in self.terms.items():
                for document, posting in (entry.title if field == "title" else entry.text).items():
                    found[document][term] = posting.frequency
            return found
        words: dict[str, dict[str, int]] = {}
        for term, entry in self.terms.items():
            for id, many in entry.records.items():
                words.setdefault(id, {})[term] = many
        if field == "outlet":
            having = [(number, id) for number, ids in enumerate(self.values_of("outlet")) for id in ids]
        else:
            having = [(number, id) for id, documents in self.filed.items() for number in documents]
        for document, id in having:
            for term, many in words.get(id, {}).items():
                found[document][term] = found[document].get(term, 0) + many
        return found

    def lengths(self, field: str) -> list[int]:
        """The length of a field of each document, as the files have it."""
        if field == "text":
            return packed(self.columns["lengths"])
        found = [0] * self.size
        if field == "title":
            for entry in self.terms.values():
                for document, posting in entry.title.items():
                    assert found[document] in (0, posting.length)
                    found[document] = posting.length
            return found
        if field == "outlet":
            words = {row[0]: row[5] for row in self.rows("outlet")}
            return [sum(words[id] for id in ids) for ids in self.values_of("outlet")]
        for documents in self.filed.values():
            for document, length in documents.items():
                assert found[document] in (0, length)
                found[document] = length
        return found


def _rising(code: str) -> list[int]:
    """Ascending numbers from how many lie between each and the one before."""
    found: list[int] = []
    for between in packed(code):
        found.append((found[-1] if found else -1) + 1 + between)
    return found


def _term(title: str = "", text: str = "", records: str = "", marked: str = "") -> Term:
    in_title, in_text, document = {}, {}, -1
    for gap, frequency, length in re.findall(f"([0-9a-z]+)({_COUNT})({_COUNT})", title):
        document += base36(gap)
        in_title[document] = Posting(count(frequency), count(length))
    document = -1
    for gap, frequency in re.findall(f"([0-9a-z]+)({_COUNT})", text):
        document += base36(gap)
        in_text[document] = Posting(count(frequency))
    counts = {id: count(many) for id, many in re.findall(f"([0-9a-z_-]+)({_COUNT})", records)}
    return Term(in_title, in_text, counts, marked.split())


def read_index(collection: Collection) -> Index:
    """The index of an archive; no file is made twice."""
    own = {f"search/{name}" for name, _ in programs()}
    files = [(path, text) for path, text in search_files(collection) if path not in own]
    assert len(dict(files)) == len(files)
    return Index(dict(files))


# Archives


def article(
    id: str,
    body: str,
    day: str = "",
    *,
    title: str = "",
    language: str = "fr",
    outlet: str = "",
    places: Sequence[str] = (),
    actors: Sequence[str] = (),
    sources: Sequence[str] = (),
) -> LinkedArticle:
    """An article of which nothing is known but what is given."""
    seed = Article(
        id,
        f"{id}.txt",
        body,
        "",
        language,
        title=title or None,
        outlet=outlet or None,
        date=parse_edtf(day) if day else None,
        date_attribution=Attribution("source") if day else None,
    )
    return LinkedArticle(seed, (), tuple(sorted(places)), tuple(sorted(actors)), tuple(sorted(sources)))


def collect(articles: Sequence[LinkedArticle], records: Sequence[Record] = (), language: str = "fr") -> Collection:
    """An archive of *articles* and *records*."""
    by_id = {one.id: one for one in sorted(records, key=lambda one: one.id)}
    tree = build_tree(by_id, {id: fold(one.heading) for id, one in by_id.items()})
    settings = Settings(Path("mkdocs.yml"), "Essai", "", "", language, "", "main", Path(), Path(), None, "material")
    facets = count_facets(Register.of(articles), tree)
    return Collection(settings, _words(language), facets)


@cache
def _words(language: str) -> Words:
    return Words.load(language, ROOT / "templates" / "theme" / "messages")


class Press:
    """Makes up articles, each word as often as in nature; the same ones each time."""

    def __init__(self, length: int = 300) -> None:
        """*length*: how many words an article has, more or less."""
        self._length = length
        chance = random.Random(3)  # noqa: S311 - nothing is secret here
        words = [word for word in word_list("fr") if len(word) > 2]
        chance.shuffle(words)
        words.sort(key=lambda word: len(word) + chance.gauss(0, 2.5))  # frequent words are short
        self._vocabulary = [*"de la le les des et en du un une que dans pour qui par sur l’est d’une".split(), *words]
        self._weights = list(accumulate(1 / (rank + 2.7) ** 1.12 for rank in range(len(self._vocabulary))))
        self._chance = chance
        names = [word.capitalize() for word in chance.sample(words, 300)]
        self.records = [
            *(Record(f"o{n}", "outlet", f"Le Journal de {name}", "newspaper") for n, name in enumerate(names[:20])),
            *(Record(f"p{n}", "place", name, "city") for n, name in enumerate(names[20:180])),
            *(Record(f"a{n}", "actor", f"Jean {name}", "person") for n, name in enumerate(names[180:])),
        ]

    def text(self, words: int) -> str:
        """Sentences of so many words."""
        found = self._chance.choices(self._vocabulary, cum_weights=self._weights, k=words)
        for start in range(0, words, 14):
            found[start] = found[start].capitalize() + ("" if start + 13 < words else ".")
        return " ".join(found)

    def _some(self, kind: str, most: int) -> list[str]:
        ids = [one.id for one in self.records if one.kind == kind]
        weights = [1 / (rank + 2) for rank in range(len(ids))]
        return sorted(set(self._chance.choices(ids, weights, k=self._chance.randint(0, most))))

    def article(self, id: str, day: str) -> LinkedArticle:
        """One article."""
        return article(
            id,
            self.text(max(20, round(self._chance.gauss(self._length, self._length / 4)))),
            day,
            title=self.text(self._chance.randint(6, 12)),
            outlet="".join(self._some("outlet", 1)),
            places=self._some("place", 4),
            actors=self._some("actor", 4),
        )

    def articles(self, many: int) -> list[LinkedArticle]:
        """So many, of 2011 to 2024; one in thirty without a date."""
        first = date(2011, 3, 1)
        days = [first + timedelta(days=self._chance.randrange(5000)) for _ in range(many)]
        return [
            self.article(f"a{self._chance.randrange(10**6):06}-{n}", day.isoformat() if n % 30 else "")
            for n, day in enumerate(days)
        ]
