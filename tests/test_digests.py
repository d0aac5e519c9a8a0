"""Digests tell apart what is not the same, and the program of today from that of yesterday."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from shutil import copytree

from archive.digests import digest
from tests.building import ROOT


def test_texts_are_told_apart_wherever_they_are_cut() -> None:
    assert len({digest("ab", "c"), digest("a", "bc"), digest("abc"), digest("abc", "")}) == 4


def key_of(program: Path, packages: Path | None = None) -> str:
    """The key of the program in that folder, with *packages* beside those of Python."""
    code = "from archive.digests import program_key; print(program_key())"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, filter(None, (program, packages))))}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=program, env=environment, check=True, capture_output=True, text=True
    ).stdout


def test_the_program_is_another_when_its_code_or_a_package_is(tmp_path: Path) -> None:
    program, packages = tmp_path / "program", tmp_path / "packages"
    copytree(ROOT / "archive", program / "archive")
    (program / "build_archive.py").write_text("")
    (packages / "library-1.0.dist-info").mkdir(parents=True)
    keys = [key_of(program), key_of(program, packages)]
    assert key_of(program) == keys[0]
    (packages / "library-1.0.dist-info").rename(packages / "library-1.1.dist-info")
    keys.append(key_of(program, packages))
    (program / "build_archive.py").write_text("x = 1\n")
    keys.append(key_of(program))
    with (program / "archive" / "search" / "names.py").open("a") as file:
        file.write("\n")
    keys.append(key_of(program))
    assert len(set(keys)) == 5
