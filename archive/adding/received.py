"""An article as it was received: its text, and what its file says of it. Nothing is worked out here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

FORMATS = ("text", "europresse", "scraper", "iramuteq", "txm", "issue-form")
"""As ``--format`` names them; the catalogue has their names (``adding.format``)."""

Doubt = Literal["altered", "ambiguous"]
"""Why a stated value may not stand as it is: the export changed its signs, or the field may hold something else."""


class Doubtful(NamedTuple):
    """A value that the file gives but that a person has to confirm."""

    value: str
    doubt: Doubt


@dataclass(frozen=True)
class Received:
    """One article, as its file has it."""

    body: str
    """The text, line ends as in the file."""
    line: int = 1
    """The line of the file on which the article begins; 0 when no line can be named."""
    stated: Mapping[str, str] = field(default_factory=dict)
    """Front matter key → what the file says, as written there: an outlet's name, a date in words."""
    doubtful: Mapping[str, Doubtful] = field(default_factory=dict)
    """Front matter key → a value to be confirmed first."""
    rest: tuple[tuple[str, str], ...] = ()
    """(name in the file, value) of all else that the file says."""


@dataclass(frozen=True)
class Provenance:
    """Where an article came from and how it was read."""

    path: str
    """The file as the user would type it; an entry of a zip follows after a slash."""
    file: str
    """The file's name as received, without the folders of this machine."""
    line: int
    format: str
    """One of `FORMATS`."""
    encoding: str
    """As people call it: ``Windows-1252``."""
    encoding_known: bool
    """False when the encoding was only recognised by the look of the text."""
    repaired: bool = False
    """Whether letters broken by a wrong encoding were put right, on request."""
