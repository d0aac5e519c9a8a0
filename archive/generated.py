"""A generated file before it is there."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

GENERATED_FOLDERS = ("articles", "outlets", "places", "actors", "dates", "data", "search", "contribute")
"""The folders below ``docs/`` that hold nothing but generated files."""


class Generated(NamedTuple):
    """A file below ``docs/`` that can be made when it is needed."""

    path: str
    key: bytes
    """A digest of what the text is made from: as long as it is the same, the text is."""
    render: Callable[[], str | bytes]
    """Makes the text, or its bytes."""

    def data(self) -> bytes:
        """The file's bytes, made: text is UTF-8."""
        made = self.render()
        return made if isinstance(made, bytes) else made.encode("utf-8")
