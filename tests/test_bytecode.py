"""Compiled templates: used while they are whole and of their source, and never anything else than a gain of time."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from shutil import copytree, rmtree
from typing import Any

import pytest
from jinja2 import DictLoader, Environment, FileSystemLoader

from archive.bytecode import FOLDER, Bytecode
from archive.rendering import Renderer
from archive.words import Words
from tests.building import ROOT, config, seed, write

TEMPLATE = "{% for n in range(3) %}{{ n }} {{ name }}, {% endfor %}"
SAID = "0 Alep, 1 Alep, 2 Alep, "


class Compiling(Environment):
    """An environment that tells what it compiles."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.compiled: list[str] = []

    def compile(self, source: Any, name: str | None = None, *arguments: Any, **options: Any) -> Any:
        """Jinja's own, noted."""
        self.compiled.append(str(name))
        return super().compile(source, name, *arguments, **options)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where bytecode lies; Python may write it, whatever the tests were started with."""
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr("archive.bytecode.FOLDER", tmp_path / "new" / "code")
    return tmp_path / "new" / "code"


def rendered(source: str = TEMPLATE, *circumstances: str) -> tuple[str, list[str]]:
    """What the template says, and which templates had to be compiled for it."""
    bytecode = Bytecode("kind", *circumstances)
    environment = Compiling(loader=DictLoader({"a/page.html": source}), bytecode_cache=bytecode)
    return environment.get_template("a/page.html").render(name="Alep"), environment.compiled


def entries(folder: Path) -> dict[str, bytes]:
    """All files in *folder*."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_template_is_compiled_once(folder: Path) -> None:
    assert rendered() == (SAID, ["a/page.html"])
    assert rendered() == (SAID, [])
    assert [*entries(folder)] == ["kind/a/page.html.code"]


def test_another_source_takes_the_place_of_the_old_one(folder: Path) -> None:
    for n in range(5):
        assert rendered(f"{n} {TEMPLATE}") == (f"{n} {SAID}", ["a/page.html"])
        assert [*entries(folder)] == ["kind/a/page.html.code"]


@pytest.mark.usefixtures("folder")
def test_other_circumstances_and_another_program_compile_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    rendered(TEMPLATE, "fr")
    assert rendered(TEMPLATE, "en")[1] == ["a/page.html"]
    assert rendered(TEMPLATE, "en")[1] == []
    monkeypatch.setattr("archive.bytecode.program_key", lambda: "another Python, Jinja or archive")
    assert rendered(TEMPLATE, "en")[1] == ["a/page.html"]


@pytest.mark.usefixtures("folder")
def test_a_template_of_the_same_name_elsewhere_is_another(tmp_path: Path) -> None:
    for name in ("one", "other"):
        write(tmp_path, {f"{name}/page.html": "{{ 1 / 0 }}"})
        loader = FileSystemLoader(tmp_path / name)
        environment = Environment(loader=loader, autoescape=True, bytecode_cache=Bytecode("kind"))
        with pytest.raises(ZeroDivisionError) as mistake:
            environment.get_template("page.html").render()
        assert mistake.traceback[-1].path == tmp_path / name / "page.html"


@pytest.mark.usefixtures("folder")
def test_messages_in_compiled_templates_are_those_of_the_catalogue(tmp_path: Path) -> None:
    words = Words.load("fr", ROOT / "templates" / "theme" / "messages")
    write(tmp_path, {"page.html": '<p>{{ say("home.all") }}</p>'})
    for said in (words.messages["home.all"], "Tout, autrement"):
        told = Words("fr", words.locale, {**words.messages, "home.all": said})
        page = Renderer([tmp_path], told).page("page.html", "a/b.html", {"title": "x"})
        assert page.endswith(f"<p>{said}</p>\n")


def damaged(whole: bytes) -> Iterator[bytes]:
    """Everything that half a write, or a bad disk, could leave."""
    yield from (whole[:length] for length in range(0, len(whole), 7))
    yield from (whole[:at] + bytes([whole[at] ^ 1 << at % 8]) + whole[at + 1 :] for at in range(0, len(whole), 3))
    yield from (whole + b"\0", bytes(len(whole)), b"no code at all", whole + whole)


def test_a_damaged_entry_is_never_run_and_mended(folder: Path) -> None:
    rendered()
    (name, whole) = next(iter(entries(folder).items()))
    for data in damaged(whole):
        (folder / name).write_bytes(data)
        assert rendered() == (SAID, ["a/page.html"])
        assert entries(folder) == {name: whole}


def test_where_nothing_can_be_written_all_is_as_without(folder: Path) -> None:
    (folder / "kind" / "a" / "page.html.code").mkdir(parents=True)
    assert rendered() == (SAID, ["a/page.html"])
    assert entries(folder) == {}
    rmtree(folder)
    folder.write_bytes(b"a file in the place of the folder")
    assert rendered() == (SAID, ["a/page.html"])


def test_python_that_is_to_write_no_bytecode_writes_none(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    rendered()
    assert not folder.exists()
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    rendered()
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert rendered() == (SAID, [])  # but it reads what is there, as with modules
    before = entries(folder)
    rendered("another")
    assert entries(folder) == before


def test_it_lies_in_the_programs_own_pycache() -> None:
    assert FOLDER.parent == ROOT / "__pycache__"
    ignored = subprocess.run(["git", "check-ignore", "--quiet", str(FOLDER)], cwd=ROOT, check=False)
    assert ignored.returncode in (0, 128)  # 128: this is no checkout


ARCHIVE: Mapping[str, str | bytes] = {
    "mkdocs.yml": config(),
    "seeds/articles/one.txt": seed("Alep est tombée.\n", title="Chute", date="2020-02"),
    "seeds/authorities/places.yml": "- {id: alep, heading: Alep, type: city}\n",
}


def test_a_site_is_the_same_with_compiled_templates_damaged_ones_and_none(tmp_path: Path) -> None:
    program, root = tmp_path / "program", tmp_path / "archive"
    for name in ("archive", "templates"):
        copytree(ROOT / name, program / name)
    write(program, {"build_archive.py": (ROOT / "build_archive.py").read_bytes()})
    write(root, ARCHIVE)
    code = program / FOLDER.relative_to(ROOT)

    def site(**environment: str) -> dict[str, bytes]:
        rmtree(root / ".cache", ignore_errors=True)
        command = [sys.executable, str(program / "build_archive.py"), "--quiet", "-f", str(root / "mkdocs.yml")]
        plain = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        subprocess.run([*command, "--site", str(tmp_path / "site")], env={**plain, **environment}, check=True)
        return entries(tmp_path / "site")

    without = site(PYTHONDONTWRITEBYTECODE="1")
    assert not code.exists()
    assert site() == without
    made = entries(code)
    assert {"words/fr.html.code", "pages-fr/article.html.code", "theme/main.html.code"} <= {*made}
    write(code, {name: data[: len(data) // 2] for name, data in made.items()})
    assert site() == without
    assert entries(code) == made
