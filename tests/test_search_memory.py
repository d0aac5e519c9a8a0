"""A build that remembers the one before makes the same files as one that does not, and only those that differ."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest

from archive.model import Form, LinkedArticle, Record
from archive.search import files
from archive.search.files import search_files, search_files_since
from archive.search.memory import NAME
from archive.search.output import FOLDER
from archive.search.shards import Bounds
from tests.search_reading import Press, article, collect

SMALL = {
    "_TERMS": Bounds(300, 600, one_in=4),
    "_POSITIONS": Bounds(300, 600, one_in=4),
    "_VOCABULARY": Bounds(300, 600, one_in=4),
    "_COUNTS": Bounds(100, 200, one_in=4),
    "_VALUES": Bounds(60, 120, one_in=4),
    "_MANY_RANGES": 2,
    "_CHUNK": Bounds(600, 1200, one_in=2, most=5),
    "_VOLUME": Bounds(1, 3, one_in=2),
}


@pytest.fixture(autouse=True)
def small_files(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, bounds in SMALL.items():
        monkeypatch.setattr(files, name, bounds)


@dataclass
class Builder:
    """Builds one archive again and again, in one folder."""

    folder: Path
    records: Sequence[Record]
    language: str = "fr"
    made: list[str] = field(default_factory=list)
    """The files that the last build made."""

    @property
    def memory(self) -> Path:
        return self.folder / "memory"

    @property
    def docs(self) -> Path:
        return self.folder / "docs"

    def build(self, articles: Sequence[LinkedArticle]) -> dict[str, str]:
        """Every file as it stands afterwards."""
        collection = collect(articles, self.records, self.language)
        told = list(search_files_since(collection, self.memory, self.docs))
        self.made = [path for path, text in told if text is not None]
        (self.docs / FOLDER).mkdir(parents=True, exist_ok=True)
        for path, text in told:
            if text is not None:
                (self.docs / path).write_text(text, encoding="utf-8", newline="")
        for file in (self.docs / FOLDER).iterdir():
            if f"{FOLDER}/{file.name}" not in dict(told):
                file.unlink()
        return {path: (self.docs / path).read_text(encoding="utf-8") for path, _ in told}

    def cold(self, articles: Sequence[LinkedArticle]) -> dict[str, str]:
        """Every file as a build makes it that remembers nothing."""
        return dict(search_files(collect(articles, self.records, self.language)))


def with_hash(linked: LinkedArticle, **values: object) -> LinkedArticle:
    """The article with other values, and the SHA-256 of its body."""
    changed = replace(linked.article, **values)  # type: ignore[arg-type]
    return replace(linked, article=replace(changed, sha256=sha256(changed.body.encode()).hexdigest()))


class Editor:
    """Edits an archive at random."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - nothing is secret here
        self.press = Press(length=40)
        self.articles = [with_hash(one) for one in self.press.articles(40)]
        self.records = list(self.press.records)

    def edit(self) -> None:
        """One edit of one article or of a record."""
        edits = [self.add, self.add, self.change_text, self.change_title, self.refile, self.remove, self.change_record]
        self.chance.choice(edits)()

    def add(self) -> None:
        day = self.chance.choice(["", "1999-01-01", "2018-05-05", "2025", "2030-12-31"])
        more = self.press.article(f"n{self.chance.randrange(10**6)}", day)
        language = self.chance.choice(["fr", "fr", "en", "de"])
        self.articles.append(with_hash(more, language=language, body=f"{more.article.body} {self.word()}"))

    def word(self) -> str:
        """A name that may be marked, or that may make others so."""
        return self.chance.choice("Hama Hamas hamas hama Alep alep Aleps Zorglub l’Alep ☃ Ÿ\U0001d7d8".split())

    def change_text(self) -> None:
        self._change(lambda one: with_hash(one, body=f"{one.article.body} {self.word()}."))

    def change_title(self) -> None:
        self._change(lambda one: with_hash(one, title=self.chance.choice([None, f"{self.word()} et {self.word()}"])))

    def refile(self) -> None:
        places = [one.id for one in self.records if one.kind == "place"]
        self._change(lambda one: replace(one, places=tuple(sorted(self.chance.sample(places, 3)))))

    def remove(self) -> None:
        if self.articles:
            del self.articles[self.chance.randrange(len(self.articles))]

    def change_record(self) -> None:
        number = self.chance.randrange(len(self.records))
        record = self.records[number]
        broader = [one.id for one in self.records if one.kind == "place" and one.id < record.id]
        changes: list[dict[str, object]] = [
            {"heading": f"{record.heading} {self.word()}"},
            {"variants": (Form(self.word()),)},
            {"within": self.chance.choice(broader) if record.kind == "place" and broader else None},
        ]
        self.records[number] = replace(record, **self.chance.choice(changes))  # type: ignore[arg-type]

    def _change(self, change: Callable[[LinkedArticle], LinkedArticle]) -> None:
        if self.articles:
            number = self.chance.randrange(len(self.articles))
            self.articles[number] = change(self.articles[number])


@pytest.mark.parametrize("seed", range(6))
def test_after_any_edits_the_files_are_those_of_a_build_that_remembers_nothing(seed: int, tmp_path: Path) -> None:
    editor = Editor(seed)
    builder = Builder(tmp_path, editor.records)
    assert builder.build(editor.articles) == builder.cold(editor.articles)
    for _ in range(14):
        for _ in range(editor.chance.choice([1, 1, 1, 2, 5])):
            editor.edit()
        builder.records = editor.records
        assert builder.build(editor.articles) == builder.cold(editor.articles)


def test_a_name_of_the_newest_article_is_marked_as_it_was_before(tmp_path: Path) -> None:
    builder = Builder(tmp_path, ())
    articles = [with_hash(article(f"a{n}", f"Hama, le Hamas {n}.", "2020")) for n in range(3)]
    builder.build(articles)
    more = [with_hash(article("b", "Les Hama.", "2021")), with_hash(article("c", "Le Hamas.", "2022", title="Hama"))]
    for count in (1, 2, 1, 0):
        assert builder.build([*articles, *more[:count]]) == builder.cold([*articles, *more[:count]])


def test_a_name_that_another_record_takes_on_finds_the_documents_of_both(tmp_path: Path) -> None:
    editor = Editor(7)
    builder = Builder(tmp_path, editor.records)
    builder.build(editor.articles)
    places = [number for number, record in enumerate(editor.records) if record.kind == "place"]
    for number, other in pairwise(places[:8]):
        also = (Form(editor.records[other].heading),)
        builder.records = list(editor.records)
        builder.records[number] = replace(editor.records[number], variants=also)
        assert builder.build(editor.articles) == builder.cold(editor.articles)


def test_an_archive_may_become_empty_and_full_again(tmp_path: Path) -> None:
    editor = Editor(0)
    builder = Builder(tmp_path, editor.records)
    for articles in (editor.articles, [], editor.articles[:1], editor.articles):
        assert builder.build(articles) == builder.cold(articles)


def test_another_language_of_the_site_makes_all_anew(tmp_path: Path) -> None:
    editor = Editor(0)
    builder = Builder(tmp_path, editor.records)
    builder.build(editor.articles)
    builder.language = "en"
    after = builder.build(editor.articles)
    assert after == builder.cold(editor.articles)
    assert len(builder.made) == len(after)


def test_only_files_that_differ_are_made(tmp_path: Path) -> None:
    editor = Editor(1)
    builder = Builder(tmp_path, editor.records)
    before = builder.build(editor.articles)
    more = with_hash(article("new", "Rien que des mots.", "2031-01-01"))
    after = builder.build([*editor.articles, more])
    named = {path for path in builder.made if "-" in path}
    assert named == after.keys() - before.keys()
    assert len(named) < len(after) / 2
    builder.build([*editor.articles, more])
    assert [path for path in builder.made if "-" in path] == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: b"",
        lambda kept: kept[: len(kept) // 2],
        lambda kept: kept[:5000] + bytes([kept[5000] ^ 1]) + kept[5001:],
        lambda kept: kept[:-3000] + bytes([kept[-3000] ^ 255]) + kept[-2999:],
        lambda _: b"PK\x03\x04 no archive",
    ],
)
def test_a_memory_that_is_not_whole_is_none(spoil: Callable[[bytes], bytes], tmp_path: Path) -> None:
    editor = Editor(2)
    builder = Builder(tmp_path, editor.records)
    builder.build(editor.articles)
    kept = builder.memory / NAME
    kept.write_bytes(spoil(kept.read_bytes()))
    editor.edit()
    after = builder.build(editor.articles)
    assert after == builder.cold(editor.articles)
    assert len(builder.made) == len(after)


def test_a_memory_of_other_code_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    editor = Editor(2)
    builder = Builder(tmp_path, editor.records)
    builder.build(editor.articles)
    monkeypatch.setattr(files, "program_key", lambda: "another")
    assert len(builder.build(editor.articles)) == len(builder.made)


def test_without_the_files_that_it_knows_it_is_none(tmp_path: Path) -> None:
    editor = Editor(3)
    builder = Builder(tmp_path, editor.records)
    before = builder.build(editor.articles)
    lost = next(path for path in before if path.startswith(f"{FOLDER}/terms-"))
    (builder.docs / lost).unlink()
    assert builder.build(editor.articles) == builder.cold(editor.articles)
    assert lost in builder.made


def test_no_line_is_taken_from_a_file_that_somebody_changed(tmp_path: Path) -> None:
    editor = Editor(4)
    builder = Builder(tmp_path, editor.records)
    before = builder.build(editor.articles)
    for kind in ("terms", "vocabulary", "positions", "counts"):
        for path in (path for path in before if path.startswith(f"{FOLDER}/{kind}-")):
            (builder.docs / path).write_text(before[path].replace("a", "b", 3), encoding="utf-8", newline="")
    editor.articles = [with_hash(one, body=f"{one.article.body} Et encore.") for one in editor.articles]
    expected = builder.cold(editor.articles)
    after = builder.build(editor.articles)
    assert {path: after[path] for path in builder.made} == {path: expected[path] for path in builder.made}
    assert after.keys() == expected.keys()
