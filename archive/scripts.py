"""The programs that run in the browser: joined from their files and made small, one request instead of dozens."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from rjsmin import jsmin

SOURCES = Path(__file__).resolve().parent.parent / "templates"


def program(folder: str, files: Iterable[str], borrowed: Iterable[str] = ()) -> str:
    """The program of *files* below ``templates/<folder>`` (named without ``.js``), in the order they need each other.

    *borrowed* libraries stand before it. Raises OSError when a source cannot be read.
    """
    # Only a function can be strict when what is borrowed is not.
    own = f'window.archive = window.archive || {{}};\n(() => {{\n"use strict";\n{_joined(folder, files)}\n}})();\n'
    small: str = jsmin(_joined(folder, borrowed) + own, keep_bang_comments=True)
    return small + "\n"


def _joined(folder: str, files: Iterable[str]) -> str:
    return "".join([(SOURCES / folder / f"{file}.js").read_text(encoding="utf-8") + "\n" for file in files])
