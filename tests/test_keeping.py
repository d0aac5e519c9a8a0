"""What stays of the old site: what was published of files that nobody has touched since, and nothing else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from archive.keeping import Published, keep, output_of, record
from archive.stamps import stamp
from archive.writing import Entry, Ledger
from tests.building import write

PAGES = {"index.md": "i", "places/alep.md": "a", "places/alep/2.md": "b", "data/articles.jsonl": "{}"}


def ledger_of(docs: Path) -> Ledger:
    files = (path for path in docs.rglob("*") if path.is_file())
    return {path.relative_to(docs).as_posix(): Entry(b"", stamp(path.stat())) for path in files}


@pytest.fixture
def published(tmp_path: Path) -> Published:
    """The site ``old`` of the pages in ``docs``."""
    write(tmp_path / "docs", PAGES)
    write(tmp_path / "old", {output_of(path): f"site {text}" for path, text in PAGES.items()})
    (tmp_path / "new").mkdir()
    return record(tmp_path / "old", ledger_of(tmp_path / "docs"), "key")


def texts(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


BELOW = {"places/alep.html": "site a", "places/alep/2.html": "site b", "data/articles.jsonl": "site {}"}
"""Those at the top are published each time: they are few."""


def test_what_nobody_touched_stays(tmp_path: Path, published: Published) -> None:
    kept = keep(tmp_path / "old", tmp_path / "new", published, ledger_of(tmp_path / "docs"), "key")
    assert texts(tmp_path / "new") == BELOW
    assert kept == PAGES.keys() - {"index.md"}
    again = record(tmp_path / "new", ledger_of(tmp_path / "docs"), "key")
    assert again == published


def test_nothing_stays_of_a_site_that_was_made_with_something_else(tmp_path: Path, published: Published) -> None:
    assert keep(tmp_path / "old", tmp_path / "new", published, ledger_of(tmp_path / "docs"), "other") == frozenset()
    assert keep(tmp_path / "old", tmp_path / "new", None, ledger_of(tmp_path / "docs"), "key") == frozenset()
    assert texts(tmp_path / "new") == {}


@pytest.mark.parametrize("changed", ["docs/places/alep.md", "old/places/alep.html"])
def test_a_page_does_not_stay_when_it_or_its_file_was_changed(
    tmp_path: Path, published: Published, changed: str
) -> None:
    path = tmp_path / changed
    size = path.stat().st_size
    path.write_text("x" * size)
    kept = keep(tmp_path / "old", tmp_path / "new", published, ledger_of(tmp_path / "docs"), "key")
    assert kept == {"places/alep/2.md", "data/articles.jsonl"}


@pytest.mark.parametrize("gone", ["docs/places/alep.md", "old/places/alep.html"])
def test_a_page_does_not_stay_when_it_or_its_file_is_gone(tmp_path: Path, published: Published, gone: str) -> None:
    (tmp_path / gone).unlink()
    kept = keep(tmp_path / "old", tmp_path / "new", published, ledger_of(tmp_path / "docs"), "key")
    assert kept == {"places/alep/2.md", "data/articles.jsonl"}


def test_a_disk_without_links_gets_copies(
    tmp_path: Path, published: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(os, "link", refuse)
    keep(tmp_path / "old", tmp_path / "new", published, ledger_of(tmp_path / "docs"), "key")
    assert texts(tmp_path / "new") == BELOW
    again = record(tmp_path / "new", ledger_of(tmp_path / "docs"), "key")
    monkeypatch.undo()
    (tmp_path / "newer").mkdir()
    keep(tmp_path / "new", tmp_path / "newer", again, ledger_of(tmp_path / "docs"), "key")
    assert texts(tmp_path / "newer") == BELOW
