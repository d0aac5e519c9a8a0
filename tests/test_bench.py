"""The benchmark's made-up archive is one that the command accepts, always the same; its questions have answers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bench.corpus import write_archive
from bench.edits import EDITS
from bench.pagefind import filters_of
from bench.queries import Inquirer
from tests.building import ROOT, run
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


@pytest.mark.parametrize("edit", EDITS)
def test_what_is_changed_is_one_thing_and_the_archive_stays_valid(edit: str, tmp_path: Path) -> None:
    write_archive(tmp_path, 60)
    before = files(tmp_path)
    EDITS[edit](tmp_path)
    after = files(tmp_path)
    changed = [path for path in before.keys() | after.keys() if before.get(path) != after.get(path)]
    assert len(changed) == (edit != "nothing")
    checked = run(tmp_path, "check")
    assert (checked.returncode, checked.stderr) == (0, "")


def test_one_row_is_measured_by_one_command_and_the_table_kept(tmp_path: Path) -> None:
    table = tmp_path / "results.md"
    command = [sys.executable, "-m", "bench", "largest", "--articles", "30", "--quick", "--results", str(table)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == table.read_text(encoding="utf-8")
    *_, head, _, row = done.stdout.splitlines()
    assert head == "| | ours | peer | ratio | goal | |"
    assert row.startswith("| largest page, gzipped, KB: ")
