"""What shapes the output of a page besides the page's own file, in one key."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from archive.digests import program_key
from archive.publishing import THEME
from archive.settings import AnyTagLoader, Settings, navigation_paths


def publishing_key(settings: Settings, docs: Path) -> str:
    """A digest: while it stays, and the file of a page below *docs* does, so does what `publish` makes of that page.

    It takes in mkdocs.yml and what that inherits and reads from the environment, the theme, hooks, the program, and the
    titles of the pages in the navigation.
    """
    digest = sha256()
    for piece in _pieces(settings, docs):
        digest.update(f"{len(piece)}:".encode() + piece)
    return digest.hexdigest()


def _pieces(settings: Settings, docs: Path) -> Iterator[bytes]:
    yield program_key().encode()
    configs = list(_with_inherited(settings.config_file))
    for path in configs:
        text = path.read_text(encoding="utf-8-sig")
        yield text.encode()
        if "!ENV" in text:
            words = set(re.findall(r"\w+", text))
            yield repr(sorted((word, os.environ[word]) for word in words & {*os.environ})).encode()
    theme = settings.custom_dir or THEME
    for path in (*_files(theme), *settings.hooks):
        yield path.name.encode()
        yield path.read_bytes() if path.is_file() else b""
    navigation = next((data["nav"] for path in configs if (data := _read(path)).get("nav")), None)
    for name in navigation_paths(navigation):
        yield _title_of(docs / name)


def _with_inherited(config: Path) -> Iterator[Path]:
    """*config*, what it inherits, and so on."""
    seen: set[Path] = set()
    while config.is_file() and config not in seen:
        seen.add(config)
        yield config
        config = config.parent / str(_read(config).get("INHERIT", ""))


def _read(config: Path) -> dict[str, Any]:
    data = yaml.load(config.read_text(encoding="utf-8-sig"), Loader=AnyTagLoader)  # noqa: S506 - see there
    return data if isinstance(data, dict) else {}


def _files(folder: Path) -> Iterable[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _title_of(page: Path) -> bytes:
    """What holds the page's title: of a generated page its front matter, else all of it."""
    if not page.is_file():
        return b"absent"
    text = page.read_bytes()
    head, fence, _ = text.partition(b"\n---\n")
    return head if fence and b"\nkind: " in head else text
