"""A check of a few articles says the same whether it reads all files or only what no build has read."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from archive.checking import Check, check_archive
from archive.known import NOTHING, Earlier, recall
from archive.problems import Problem
from archive.seeds import Seed, read_seed
from archive.settings import read_settings
from build_archive import memory_of
from tests.building import Files, config, records, seed, write
from tests.test_command import command
from tests.test_incremental import Editor, built, made

__all__ = ["made"]  # the fixture


def known_of(root: Path) -> Earlier:
    memory = memory_of(read_settings(root / "mkdocs.yml"), root / "seeds")
    return recall(memory) if memory else NOTHING


def checked(root: Path, known: Earlier, files: Iterable[Path] = (), before: Path | None = None) -> Check:
    return check_archive(root / "seeds", read_settings(root / "mkdocs.yml"), files, before, known)


def told(check: Check) -> object:
    """All that a check says."""
    changes = check.changes
    what = changes and (
        [one.article for one in changes.added],
        [(old.article.sha256, new.article, new.front_matter) for old, new in changes.altered],
        [one.article.id for one in changes.removed],
        changes.records_added,
        changes.records_altered,
        changes.records_removed,
    )
    return check.problems, check.elsewhere, what, len(check.reading.seeds)


def spoil(editor: Editor, turn: int) -> None:
    """Makes a mistake, or mends the last one."""
    mistakes: Files = {
        "bad.txt": "---\nfoo: 1\n---\nUn texte.\n",
        "made-0.txt": "",
        "lost.txt": seed("Un texte.", places=["nowhere"]),
        "Twice.txt": "Un texte.\n",
    }
    name = list(mistakes)[turn % len(mistakes)]
    path = editor.root / "seeds" / "articles" / name
    if path.exists() and turn % 3 == 0:
        path.unlink()
    else:
        write(path.parent, {name: mistakes[name]})


@pytest.mark.parametrize("chance", range(3))
def test_after_any_change_it_says_the_same(made: Path, tmp_path: Path, chance: int) -> None:
    root, before = tmp_path / "here", tmp_path / "before"
    shutil.copytree(made, root)
    built(root)
    shutil.copytree(root / "seeds", before)
    editor, known = Editor(root, chance), known_of(root)
    assert len(known.register) > 60
    told_before: list[object] = []
    for turn in range(12):
        for _ in range(3):
            getattr(editor, editor._chance.choice(["add", "add_newest", "delete", "lengthen", "retitle", "touch"]))()
        if turn > 2:
            spoil(editor, turn)
            getattr(editor, editor._chance.choice(["add_record", "rename_record", "lose_variants", "rest"]))()
        files = editor._chance.sample(editor.articles(), 3)
        ways: list[tuple[list[Path], Path | None]] = [(files, None), ([], before), (files, before)]
        cold = [told(checked(root, NOTHING, *way)) for way in ways]
        assert [told(checked(root, known, *way)) for way in ways] == cold
        assert cold != told_before
        told_before = cold


def test_only_what_no_build_has_read_and_what_is_told_is_read(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, before = tmp_path / "here", tmp_path / "before"
    shutil.copytree(made, root)
    built(root)
    shutil.copytree(root / "seeds", before)
    articles = root / "seeds" / "articles"
    first, second, third = sorted(articles.glob("made*.txt"))[:3]
    first.write_bytes(first.read_bytes() + b"Encore.\n")
    second.write_bytes(second.read_bytes())
    os.utime(third)
    known, read = known_of(root), list[str]()

    def noted(whole: bytes, name: str, *given: Any) -> tuple[Seed, list[Problem]]:
        read.append(name)
        return read_seed(whole, name, *given)

    for room in ("seeds", "reading"):
        monkeypatch.setattr(f"archive.{room}.read_seed", noted)
    checked(root, known, before=before)
    assert read == [first.name, first.name], "as it is, and as it was"
    read.clear()
    checked(root, known, [third])
    assert sorted(read) == sorted([first.name, third.name])


def test_a_record_that_is_gone_is_missed_where_it_is_named(tmp_path: Path) -> None:
    alep, hama = ({"id": id, "heading": id.title(), "type": "city"} for id in ("alep", "hama"))
    write(tmp_path, {"mkdocs.yml": config("en"), "seeds/authorities/places.yml": records(alep, hama)})
    write(tmp_path, {"seeds/articles/a.txt": seed("Un.", places=["alep"]), "seeds/articles/b.txt": seed("Deux.")})
    built(tmp_path)
    write(tmp_path, {"seeds/authorities/places.yml": records(hama)})
    warm = command("check", "seeds/articles/b.txt", cwd=tmp_path)
    assert warm.stderr.endswith("errors in other files: 1\n")
    shutil.rmtree(tmp_path / ".cache")
    assert command("check", "seeds/articles/b.txt", cwd=tmp_path).stderr == warm.stderr
