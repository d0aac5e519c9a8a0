"""A build after any change ends with the same bytes as one that knows of nothing before."""

from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from archive.memory import FOLDER
from archive.writing import copy_pages_by_hand
from tests.building import config, records, run, seed, write
from tests.search_support import made_files

MANY = 60
"""Made-up articles: enough that lists have more than one page."""


class Editor:
    """A person who changes an archive, in ways that a seed of chance decides."""

    def __init__(self, root: Path, chance: int) -> None:
        self.root = root
        self._chance = random.Random(chance)  # noqa: S311 - nothing is secret here
        self._spare = {
            path: text for path, text in made_files(MANY + 40).items() if not (root / path).exists() and "made" in path
        }

    def edit(self) -> str:
        """Makes one change; returns its name."""
        name = self._chance.choice(list(EDITS))
        EDITS[name](self)
        return name

    def articles(self) -> list[Path]:
        return sorted((self.root / "seeds" / "articles").glob("*.txt"))

    def one(self) -> Path:
        """Any that states no sum."""
        return self._chance.choice([path for path in self.articles() if path.name.startswith("made")])

    def add(self) -> None:
        path = self._chance.choice(sorted(self._spare))
        write(self.root, {path: self._spare.pop(path)})

    def add_newest(self) -> None:
        write(self.root, {"seeds/articles/newest.txt": seed("Alep et Hama, encore.", title="Fin", date="2031-01-01")})

    def delete(self) -> None:
        self.one().unlink()

    def lengthen(self) -> None:
        with self.one().open("ab") as file:
            file.write("\nAinsi parlait le Hamas, près d’Alep, à Idlib.\n".encode())

    def alter_to_the_same_size(self) -> None:
        path = self.one()
        data = path.read_bytes()
        path.write_bytes(data[:-2] + (b"x" if data[-2:-1] != b"x" else b"y") + data[-1:])

    def retitle(self) -> None:
        path = self.one()
        body = path.read_bytes().partition(b"\n---\n")[2]
        path.write_bytes(seed(body, title=f"Titre {self._chance.random()}", date="2011-11"))

    def touch(self) -> None:
        os.utime(self.one())

    def change_records(self, kind: str, change: Callable[[list[dict[str, Any]]], None]) -> None:
        path = self.root / "seeds" / "authorities" / f"{kind}.yml"
        known = yaml.safe_load(path.read_text(encoding="utf-8"))
        change(known)
        path.write_text(json.dumps(known, ensure_ascii=False, indent=1), encoding="utf-8")

    def add_variant(self) -> None:
        word = self.one().read_text(encoding="utf-8").split()[-1].strip(".,")
        form = f"{word} {self._chance.random()}" if len(word) < 4 else word

        def change(known: list[dict[str, Any]]) -> None:
            at = self._chance.randrange(len(known))
            rule = {"form": form, "when": "listed"} if self._chance.random() < 0.5 else {"form": form, "after": ["la"]}
            known[at] = {**known[at], "variants": [*known[at].get("variants", []), rule]}

        self.change_records("actors", change)

    def lose_variants(self) -> None:
        def change(known: list[dict[str, Any]]) -> None:
            at = self._chance.choice([at for at, record in enumerate(known) if record.get("variants")] or [0])
            known[at] = {key: value for key, value in known[at].items() if key != "variants"}

        self.change_records("places", change)

    def rename_record(self) -> None:
        def change(known: list[dict[str, Any]]) -> None:
            at = self._chance.randrange(len(known))
            known[at] = {**known[at], "heading": f"{known[at]['heading']} X{self._chance.randrange(1000)}"}

        self.change_records(self._chance.choice(["outlets", "places", "actors"]), change)

    def add_record(self) -> None:
        number = self._chance.randrange(10_000)
        more = {"id": f"new-{number}", "heading": f"Nouveau {number}", "type": "person", "note": "Un tel."}
        self.change_records("actors", lambda known: known.append(more))

    def lose_a_page(self) -> None:
        for path in sorted((self.root / self._chance.choice(["docs", "site"])).rglob("*.*"))[::17]:
            path.unlink()

    def write_on_a_page(self) -> None:
        path = self._chance.choice(sorted((self.root / "site").rglob("*.html")))
        path.write_text("somebody was here")

    def leave_a_page(self) -> None:
        write(self.root, {"site/articles/stray.html": "somebody was here", "docs/search/terms-0.js": "and here"})

    def disturb_the_spare(self) -> None:
        spare = self.root / ".site.spare" / "site"
        for path in sorted(spare.rglob("*.*"))[::7]:
            if self._chance.random() < 0.5:
                path.unlink()
            elif path.is_file():
                path.write_text("somebody was here")
        write(self.root, {".site.spare/site/articles/stray.html": "and here"} if spare.is_dir() else {})

    def write_by_hand(self) -> None:
        write(self.root, {"docs/essay.md": f"# Essai\n\n[Alep](places/alep.md) {self._chance.random()}\n"})

    def change_settings(self) -> None:
        settings = yaml.safe_load((self.root / "mkdocs.yml").read_text(encoding="utf-8"))
        change = self._chance.choice([{"site_name": f"N{self._chance.random()}"}, {"site_url": "https://a.example/b/"}])
        write(self.root, {"mkdocs.yml": yaml.safe_dump({**settings, **change}, allow_unicode=True)})

    def lose_memory(self) -> None:
        memory = sorted(path for path in (self.root / FOLDER).rglob("*") if path.is_file())
        self._chance.choice(memory).unlink()

    def damage_memory(self) -> None:
        for path in (self.root / FOLDER).rglob("*"):
            if path.is_file() and self._chance.random() < 0.5:
                data = bytearray(path.read_bytes())
                data[self._chance.randrange(len(data))] ^= 1 << self._chance.randrange(8)
                path.write_bytes(data[: self._chance.choice([len(data), len(data) // 2])])

    def rest(self) -> None:
        """Changes nothing."""


EDITS: Mapping[str, Callable[[Editor], None]] = {
    name: method for name, method in vars(Editor).items() if not name.startswith("_") and name not in (
        "edit", "articles", "one", "change_records"
    )
}  # fmt: skip


def tree(folder: Path) -> dict[str, bytes]:
    """Path below *folder* → bytes, of every file."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def cold(root: Path, elsewhere: Path) -> Path:
    """The same archive built in a folder that has seen none of it."""
    shutil.rmtree(elsewhere, ignore_errors=True)
    elsewhere.mkdir()
    shutil.copytree(root / "seeds", elsewhere / "seeds")
    shutil.copy(root / "mkdocs.yml", elsewhere)
    copy_pages_by_hand(root / "docs", elsewhere / "docs")
    built(elsewhere)
    return elsewhere


def built(root: Path) -> None:
    done = run(root)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""


def differences(one: Path, other: Path) -> list[str]:
    """The files below docs/ and site/ that *one* and *other* do not have in common."""
    here, there = (
        {f"{name}/{path}": data for name in ("docs", "site") for path, data in tree(root / name).items()}
        for root in (one, other)
    )
    return sorted(path for path in here.keys() | there.keys() if here.get(path) != there.get(path))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive that was built once."""
    root = tmp_path_factory.mktemp("made")
    write(root, {path: text for path, text in made_files(MANY).items() if not path.startswith("templates")})
    settings = yaml.safe_load((root / "mkdocs.yml").read_text(encoding="utf-8"))
    del settings["theme"]["custom_dir"]
    write(root, {"mkdocs.yml": yaml.safe_dump(settings, allow_unicode=True)})
    built(root)
    return root


@pytest.mark.parametrize("name", EDITS)
def test_after_a_change_all_is_as_if_built_anew(made: Path, tmp_path: Path, name: str) -> None:
    root = tmp_path / "here"
    shutil.copytree(made, root)
    os.utime(root)
    built(root)  # its files are new here
    EDITS[name](Editor(root, 1))
    built(root)
    assert differences(root, cold(root, tmp_path / "there")) == []


@pytest.mark.parametrize("chance", range(4))
def test_after_many_changes_all_is_as_if_built_anew(made: Path, tmp_path: Path, chance: int) -> None:
    root = tmp_path / "here"
    shutil.copytree(made, root)
    editor, done = Editor(root, chance), list[str]()
    for _ in range(8):
        done += [editor.edit() for _ in range(editor._chance.choice([1, 1, 1, 2, 4]))]
        built(root)
        assert differences(root, cold(root, tmp_path / "there")) == [], done


@pytest.mark.parametrize("change", ["gone", "another kind"])
def test_what_a_record_that_is_missed_breaks_is_told_as_if_all_were_read_anew(tmp_path: Path, change: str) -> None:
    alep, hama = ({"id": id, "heading": id.title(), "type": "city"} for id in ("alep", "hama"))
    write(tmp_path, {"mkdocs.yml": config("en"), "seeds/authorities/places.yml": records(alep, hama)})
    write(tmp_path, {"seeds/articles/a.txt": seed("Un.", places=["alep"]), "seeds/articles/b.txt": seed("Deux.")})
    built(tmp_path)
    moved = {"seeds/authorities/outlets.yml": records({**alep, "type": "newspaper"})} if change != "gone" else {}
    write(tmp_path, {"seeds/authorities/places.yml": records(hama), **moved})
    warm = run(tmp_path)
    shutil.rmtree(tmp_path / ".cache")
    cold = run(tmp_path)
    assert (warm.returncode, warm.stderr) == (cold.returncode, cold.stderr)
    assert warm.returncode == 1
    assert "seeds/articles/a.txt:2: places: " in warm.stderr
