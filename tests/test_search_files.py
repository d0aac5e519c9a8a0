"""The files of the search index: whole, the same for the same archive, and mostly the same after one article more."""

from __future__ import annotations

import json
import random
import re
from dataclasses import replace

import pytest

from archive.dates import parse_edtf
from archive.model import Record
from archive.search import files
from archive.search.files import search_files
from archive.search.output import FOLDER
from archive.search.shards import Bounds
from tests.hostile import BODIES, LINES, NAUGHTY
from tests.search_reading import Index, Press, article, collect, read_index


def kinds(index: Index) -> set[str]:
    return {path.removeprefix(f"{FOLDER}/").partition("-")[0].removesuffix(".js") for path in index.files}


def test_every_file_is_reached_from_the_manifest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_VALUES", Bounds(60, 120, one_in=4))
    press = Press()
    index = read_index(collect(press.articles(200), press.records))
    manifest = index.manifest
    reached = {"manifest", manifest["columns"], manifest["positions"]}
    for kind in ("terms", "vocabulary", "records", "filed", "counts"):
        reached |= {f"{kind}-{row.split(' ')[1]}" for row in manifest[kind].split("\n")}
    reached |= {f"positions-{row.split(' ')[1]}" for row in index.values[manifest["positions"]].split("\n")}
    for row in manifest["chunks"].split("\n"):
        hash, counts = row.split(" ")
        reached |= {f"chunk-{hash}-{number}" for number in range(len(counts))}
    reached |= {manifest["whole"], *(f"values-{row.split(' ')[0]}" for row in manifest["values"].split("\n"))}
    assert reached == set(index.values)
    assert kinds(index) == set(
        "manifest columns values counts filed directory terms vocabulary records positions chunk".split()
    )


def test_shards_part_the_keys_among_them() -> None:
    press = Press()
    index = read_index(collect(press.articles(200), press.records))
    for kind in ("terms", "vocabulary", "records", "filed", "positions"):
        table = index.values[index.manifest["positions"]] if kind == "positions" else index.manifest[kind]
        found = list(index.shards(kind, table))
        firsts = [first for first, _ in found]
        assert firsts[0] == ""
        keys = [line[0] for _, lines in found for line in lines]
        assert keys == sorted(set(keys), key=lambda key: key.encode("utf-16-be"))
        for (first, lines), following in zip(found, [*firsts[1:], "\uffff"], strict=True):
            assert all(first <= line[0] < following for line in lines)
    assert len(list(index.shards("terms", index.manifest["terms"]))) > 5


def test_what_is_shown_of_a_document_is_what_the_archive_has() -> None:
    documents = [
        article("a", "Un.\n\nDeux\tmots.", "2020-02", title="Titre « x »", outlet="rt", language="en"),
        article("b", "Rien que le texte. Et encore."),
    ]
    index = read_index(collect(documents, [Record("rt", "outlet", "RT", "newspaper")]))
    assert index.documents == [
        ["b", "Rien que le texte.", "", "", "", "", "", "", "Rien que le texte. Et encore."],
        ["a", "Titre « x »", "en", "rt", "2020-02", "février 2020", "", "", "Un.\n\nDeux\tmots."],
    ]
    assert index.manifest["undated"] == 1
    assert [one["name"] for one in index.manifest["analysers"]] == ["fr", "en"]


def test_any_text_is_shown_to_the_character_and_harms_no_script() -> None:
    texts = [body for body in [*BODIES.values(), *LINES, *NAUGHTY] if isinstance(body, str)]
    texts = [text.replace("\r\n", "\n").replace("\r", "\n") for text in texts if text.strip()]
    documents = [article(f"x{n:03}", text) for n, text in enumerate([*texts, "\u2028\u2029</script><!--", "=", "a\tb"])]
    collection = collect(documents)
    index = read_index(collection)
    assert {document[0]: document[8] for document in index.documents} == {one.id: one.article.body for one in documents}
    for text in index.files.values():
        assert not set("\u2028\u2029\r\0") & set(text)
        assert text.count("\n") == 1


def test_an_archive_without_articles_has_an_index_without_documents() -> None:
    index = read_index(collect([]))
    assert index.manifest["documents"] == 0
    assert [index.manifest[name] for name in ("terms", "vocabulary", "records", "filed", "values", "chunks")] == [
        ""
    ] * 6
    assert index.days() == []
    assert index.values_of("places") == []
    assert index.documents == []
    assert kinds(index) == {"manifest", "columns", "directory"}


def test_an_article_without_words_is_a_document_all_the_same() -> None:
    index = read_index(collect([article("a", "…")]))
    assert [document[0] for document in index.documents] == ["a"]
    assert index.lengths("text") == [0]
    assert index.terms == {}


def test_the_same_archive_gives_the_same_files() -> None:
    press = Press()
    articles = press.articles(100)
    collection = collect(articles, press.records)
    shuffled = random.Random(1).sample(articles, len(articles))  # noqa: S311 - nothing is secret here
    first = list(search_files(collection))
    assert first == list(search_files(collection))
    assert first == list(search_files(collect(shuffled, press.records[::-1])))


def test_file_names_are_good_on_every_disk() -> None:
    press = Press()
    for path, _ in search_files(collect(press.articles(20), press.records)):
        assert re.fullmatch(r"search/[a-z]+(-[0-9a-f]{10}(-\d+)?)?\.js", path)


def test_one_article_more_leaves_two_thirds_of_the_files_as_they_are() -> None:
    press = Press(length=100)
    articles = press.articles(20_000)
    before = dict(search_files(collect(articles, press.records)))
    more = press.article("new", "2025-12-31")
    for day in ("2025-12-31", "2018-05-05"):  # the newest; and one between, which moves the numbers of half of them
        dated = replace(more.article, date=parse_edtf(day))
        after = dict(search_files(collect([*articles, replace(more, article=dated)], press.records)))
        changed = [path for path, text in before.items() if after.get(path) != text]
        assert changed
        assert len(changed) <= len(before) / 3, f"{len(changed)} of {len(before)} files changed"


def test_the_text_of_a_file_is_json_within_a_script() -> None:
    files = dict(search_files(collect([article("a", "Alep.", "2020")])))
    manifest = files["search/manifest.js"]
    assert manifest.startswith('archive.manifest({"version":2,"documents":1,"undated":0,"language":"fr",')
    name = json.loads(manifest.removeprefix("archive.manifest(").removesuffix(");\n"))["columns"]
    assert files[f"search/{name}.js"].startswith(f'archive.file("{name}",{{"lengths":"B",')
