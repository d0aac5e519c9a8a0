"""What a build remembers: given back as it was, or not at all, and never run."""

from __future__ import annotations

import os
import pickle
import subprocess
from pathlib import Path

import pytest

from archive.condensing import condensed
from archive.dates import parse_edtf
from archive.memory import Memory, is_versioned
from archive.model import Article, Attribution, Form, LinkedArticle, Mention, Record

ARTICLE = LinkedArticle(
    Article(
        id="a",
        path="seeds/articles/a.txt",
        body="Alep est tombée.\u2028",
        sha256="0" * 64,
        language="fr",
        date=parse_edtf("[2020-02-16..2020-02-17]"),
        date_attribution=Attribution("stated", ("hier",), "note"),
        listed_places=frozenset({"alep"}),
    ),
    (Mention(0, 4, "alep"),),
    ("alep",),
    (),
    (),
)
RECORD = Record(
    "alep", "place", "Alep", "city", (Form("Halab", after=("ville",)),), identifiers=(("wikidata", "Q41183"),)
)
VALUE = {"articles": [condensed(ARTICLE)], "records": {"alep": RECORD}, "when": 2**70, "none": None}


def test_values_of_the_archive_come_back_as_they_were(tmp_path: Path) -> None:
    Memory(tmp_path / "a" / "b", "site").remember("name", VALUE)
    assert Memory(tmp_path / "a" / "b", "site").recall("name") == VALUE
    assert [path.name for path in (tmp_path / "a" / "b").iterdir()] == ["name"]


def test_nothing_is_recalled_where_nothing_was_remembered(tmp_path: Path) -> None:
    assert Memory(tmp_path).recall("name") is None
    (tmp_path / "name").mkdir()
    assert Memory(tmp_path).recall("name") is None


def test_other_circumstances_have_another_memory(tmp_path: Path) -> None:
    Memory(tmp_path, "site", "fr").remember("name", VALUE)
    assert Memory(tmp_path, "site", "en").recall("name") is None
    assert Memory(tmp_path, "sitefr").recall("name") is None


def test_another_version_of_the_program_has_another_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Memory(tmp_path).remember("name", VALUE)
    monkeypatch.setattr("archive.memory.program_key", lambda: "another")
    assert Memory(tmp_path).recall("name") is None


def test_what_was_never_finished_is_tidied_away(tmp_path: Path) -> None:
    memory = Memory(tmp_path / "cache")
    memory.tidy()
    memory.remember("name", VALUE)
    for name in ("name.new", "search.npz.new"):
        (tmp_path / "cache" / name).write_bytes(b"half")
    memory.tidy()
    assert [path.name for path in (tmp_path / "cache").iterdir()] == ["name"]
    assert memory.recall("name") == VALUE


def test_any_damage_is_forgotten(tmp_path: Path) -> None:
    memory = Memory(tmp_path)
    memory.remember("name", VALUE)
    whole = (tmp_path / "name").read_bytes()
    for at in range(0, len(whole), 7):
        (tmp_path / "name").write_bytes(whole[:at])
        assert memory.recall("name") is None
        (tmp_path / "name").write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert memory.recall("name") is None
    (tmp_path / "name").write_bytes(whole)
    assert memory.recall("name") == VALUE


class Bomb:
    """What a stranger would put into a repository, hoping that it is read."""

    def __init__(self, fuse: Path) -> None:
        self.fuse = fuse

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (str(self.fuse),)


def test_nothing_in_memory_can_run(tmp_path: Path) -> None:
    fuse = tmp_path / "fuse"
    Memory(tmp_path).remember("name", [ARTICLE, Bomb(fuse)])
    pickle.loads((tmp_path / "name").read_bytes()[20:])  # noqa: S301 - to see that it would go off
    fuse.rmdir()  # it was one
    assert Memory(tmp_path).recall("name") is None
    assert not fuse.exists()


def test_a_disk_that_refuses_it_does_not_matter(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    Memory(tmp_path / "file").remember("name", VALUE)
    assert Memory(tmp_path / "file").recall("name") is None


def test_what_came_with_a_repository_is_not_taken_for_what_a_build_left(tmp_path: Path) -> None:
    folder = tmp_path / ".cache" / "archive"
    assert not is_versioned(folder)
    Memory(folder).remember("name", VALUE)
    assert not is_versioned(folder)
    git = ["git", "-C", str(tmp_path)]
    subprocess.run([*git, "init", "--quiet"], check=True)
    (tmp_path / ".gitignore").write_text(".cache/\n")
    assert not is_versioned(folder)
    subprocess.run([*git, "add", "--force", str(folder / "name")], check=True)
    assert is_versioned(folder)
    (tmp_path / ".git" / "index").write_bytes(b"damaged")
    assert is_versioned(folder)
