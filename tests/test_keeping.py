"""What stays of the old site: what was published of files that nobody has touched since, and nothing else."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from shutil import rmtree

import pytest

from archive.keeping import Published, keep, output_of, record, shared
from archive.spare import leave_spare, look_at_spare, paths_in, spare_of
from archive.stamps import stamp
from archive.writing import Entry, Ledger
from tests.building import write

PAGES = {"index.md": "i", "places/alep.md": "a", "places/alep/2.md": "b", "data/articles.jsonl": "{}"}
BELOW = {"places/alep.html": "site a", "places/alep/2.html": "site b", "data/articles.jsonl": "site {}"}
"""Those at the top are published each time: they are few."""


def ledger_of(docs: Path) -> Ledger:
    files = (path for path in docs.rglob("*") if path.is_file())
    return {path.relative_to(docs).as_posix(): Entry(b"", stamp(path.stat())) for path in files}


def texts(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


class Site:
    """The site ``old`` of the pages in ``docs``, and the folder ``new`` for the next one."""

    def __init__(self, root: Path) -> None:
        self.docs, self.old, self.new = (root / name for name in ("docs", "old", "new"))
        write(self.docs, PAGES)
        write(self.old, {output_of(path): f"site {text}" for path, text in PAGES.items()})
        self.new.mkdir()
        self.published = self.recorded(self.old)

    def recorded(self, site: Path) -> Published:
        return record(site, ledger_of(self.docs), "key", {})

    def keep(self, key: str = "key") -> set[str]:
        """Paths of what was kept, in ``new`` now with the stamps that were told."""
        kept = keep(self.old, self.new, look_at_spare(self.old), self.published, ledger_of(self.docs), key)
        there = self.recorded(self.new).files
        assert kept == {path: made for path, (_, made) in there.items()}
        return set(kept)

    def leave_spare(self) -> Path:
        """Makes all of ``old`` that is ever kept a spare of it; returns where its files stand."""
        other = self.old.with_name("other")
        write(other, {"index.html": "another"})
        for path in BELOW:
            (other / path).parent.mkdir(parents=True, exist_ok=True)
            os.link(self.old / path, other / path)
        leave_spare(self.old, other, paths_in(other), shared(self.published, self.recorded(other)))
        return spare_of(self.old) / "site"


@pytest.fixture(params=["without a spare", "with a spare"])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Site:
    site = Site(tmp_path)
    if request.param == "with a spare":
        assert texts(site.leave_spare()) == BELOW
    return site


def test_what_nobody_touched_stays(site: Site) -> None:
    assert site.keep() == PAGES.keys() - {"index.md"}
    assert texts(site.new) == BELOW
    assert all((site.new / path).samefile(site.old / path) for path in BELOW)
    assert site.recorded(site.new).files == site.published.files
    assert not spare_of(site.old).exists()


def test_nothing_stays_of_a_site_that_was_made_with_something_else(site: Site) -> None:
    assert site.keep("other") == set()
    assert [*site.new.iterdir()] == []


def test_nothing_stays_of_a_site_of_which_nothing_is_known(site: Site) -> None:
    assert keep(site.old, site.new, look_at_spare(site.old), None, ledger_of(site.docs), "key") == {}
    assert [*site.new.iterdir()] == []


@pytest.mark.parametrize("changed", ["docs/places/alep.md", "old/places/alep.html"])
def test_a_page_does_not_stay_when_it_or_its_file_was_changed(tmp_path: Path, site: Site, changed: str) -> None:
    path = tmp_path / changed
    size = path.stat().st_size
    path.write_text("x" * size)
    assert site.keep() == {"places/alep/2.md", "data/articles.jsonl"}


def test_a_page_does_not_stay_when_its_source_is_gone(site: Site) -> None:
    (site.docs / "places" / "alep" / "2.md").unlink()
    assert site.keep() == {"places/alep.md", "data/articles.jsonl"}
    assert not (site.new / "places" / "alep").exists()


def test_a_page_does_not_stay_when_its_file_is_gone_and_there_is_no_spare(tmp_path: Path) -> None:
    site = Site(tmp_path)
    (site.old / "places" / "alep.html").unlink()
    assert site.keep() == {"places/alep/2.md", "data/articles.jsonl"}


def _replace(spare: Path) -> None:
    write(spare, {"places/new.html": "site x"})
    (spare / "places" / "new.html").replace(spare / "places" / "alep.html")


def _link(spare: Path) -> None:
    (spare / "places" / "alep.html").unlink()
    (spare / "places" / "alep.html").symlink_to(spare.parent.parent / "old" / "places" / "alep.html")


def _lose(spare: Path) -> None:
    (spare / "places" / "alep" / "2.html").unlink()
    (spare / "places" / "alep").rmdir()


def _stray(spare: Path) -> None:
    write(spare, dict.fromkeys(("index.html", "new/.hidden/x", "places/.x", "places/alep/3.html"), "stray"))
    (spare / "places" / "up").symlink_to("..")
    (spare / "places" / "empty" / "er").mkdir(parents=True)


@pytest.mark.parametrize("disturb", [_replace, _link, _lose, _stray])
def test_what_somebody_did_to_a_spare_is_undone(tmp_path: Path, disturb: Callable[[Path], None]) -> None:
    site = Site(tmp_path)
    disturb(site.leave_spare())
    assert site.keep() == PAGES.keys() - {"index.md"}
    assert texts(site.new) == BELOW
    there = sorted(path.relative_to(site.new).as_posix() for path in site.new.rglob("*"))
    assert there == sorted([*BELOW, "data", "places", "places/alep"])
    assert not any(path.is_symlink() for path in site.new.rglob("*"))


def test_a_spare_that_is_gone_when_it_is_to_be_taken_is_none(tmp_path: Path) -> None:
    site = Site(tmp_path)
    tree = site.leave_spare()
    found = look_at_spare(site.old)
    assert found.keys() == {*BELOW, "data/", "places/", "places/alep/"}
    rmtree(tree.parent)
    kept = keep(site.old, site.new, found, site.published, ledger_of(site.docs), "key")
    assert kept.keys() == PAGES.keys() - {"index.md"}
    assert texts(site.new) == BELOW


def test_a_spare_serves_where_the_site_was_disturbed(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.leave_spare()
    (site.old / "places" / "alep.html").unlink()
    write(site.old, {"places/alep.html": "somebody was here"})
    assert site.keep() == PAGES.keys() - {"index.md"}
    assert texts(site.new) == BELOW


def test_a_disk_without_links_gets_copies_and_has_no_spare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError

    site = Site(tmp_path)
    monkeypatch.setattr(os, "link", refuse)
    assert site.keep() == PAGES.keys() - {"index.md"}
    assert texts(site.new) == BELOW
    again = site.recorded(site.new)
    assert shared(site.published, again) == frozenset()
    monkeypatch.undo()
    (tmp_path / "newer").mkdir()
    keep(site.new, tmp_path / "newer", look_at_spare(site.new), again, ledger_of(site.docs), "key")
    assert texts(tmp_path / "newer") == BELOW


def test_what_was_made_anew_is_not_shared(site: Site) -> None:
    site.keep()
    (site.new / "places" / "alep.html").unlink()
    write(site.new, {"places/alep.html": "site a"})
    now = site.recorded(site.new)
    assert shared(site.published, now) == BELOW.keys() - {"places/alep.html"}
    assert shared(None, now) == frozenset()
