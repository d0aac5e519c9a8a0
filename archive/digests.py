"""Digests: sixteen bytes that tell one thing from any other, for as long as nobody wants to be deceived."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from pathlib import Path

_CODE = Path(__file__).resolve().parent.parent


def digest_of(data: bytes) -> bytes:
    """The digest of *data*."""
    return blake2b(data, digest_size=16).digest()


def digest(*texts: str) -> bytes:
    """The digest of *texts*, one after the other; where they are cut counts."""
    return digest_of(b"".join(b"%d:%b" % (len(data), data) for data in map(str.encode, texts)))


@cache
def program_key() -> str:
    """A digest of this program: its sources, Python, and every package that is installed, with its version.

    Of the machine the order in which it keeps bytes.
    """
    sources = [*sorted((_CODE / "archive").rglob("*.py")), _CODE / "build_archive.py"]
    texts = [path.read_text(encoding="utf-8") for path in sources]
    return digest(sys.version, sys.byteorder, *sorted(_packages()), *texts).hex()


def _packages() -> Iterator[str]:
    """The names of the folders that say which package is installed."""
    for folder in filter(os.path.isdir, sys.path):
        yield from (path.name for path in Path(folder).glob("*.dist-info"))
