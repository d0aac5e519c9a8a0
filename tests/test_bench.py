"""The benchmark's made-up archive is one that the command accepts, always the same; its questions have answers."""

from __future__ import annotations

from pathlib import Path

from bench.corpus import write_archive
from bench.pagefind import filters_of
from bench.queries import Inquirer
from tests.building import run
from tests.search_support import collection_in


def files(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_the_made_up_archive_is_valid_and_always_the_same(tmp_path: Path) -> None:
    write_archive(tmp_path / "one", 60)
    write_archive(tmp_path / "two", 60)
    assert files(tmp_path / "one") == files(tmp_path / "two")
    checked = run(tmp_path / "one", "check")
    assert (checked.returncode, checked.stderr) == (0, "")


def test_what_is_asked_is_found_in_the_archive(tmp_path: Path) -> None:
    write_archive(tmp_path, 60)
    collection = collection_in(tmp_path)
    articles = {linked.id: linked.article for linked in collection.articles}
    for item in Inquirer(collection).known_items(20):
        text = articles[item.id].body.lower()
        assert len(item.by_body.split()) == 3
        assert all(word in text for word in item.by_body.split())
    names = {record.heading for record in collection.records.values()}
    assert set(Inquirer(collection).queries(10)["a name"]) <= names
    assert all(filters_of(linked, collection)["language"] for linked in collection.articles)
