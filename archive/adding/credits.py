"""Lines that credit somebody: *Auteur: RT France*, *Source : Le Monde*, *© La Croix*."""

from __future__ import annotations

import re
from typing import NamedTuple

from archive.adding.stated import OutletNames

_CREDIT = re.compile(
    r"[^\S\n]*(?:(?:auteure?|autrice|author|source|publié par|published by|crédits?|copyright)[^\S\n]*:|©|\(c\))"
    r"[^\S\n]*(?P<name>[^\n]{1,80}?)[^\S\n]*",
    re.IGNORECASE,
)
MOST = 5
"""Lines told of one article."""


class Credit(NamedTuple):
    """A line of the text that credits somebody."""

    line: str
    """The line, without white space at its edges."""
    name: str
    outlet: str | None
    """The outlet of this name, when a record has it."""


def credits_in(text: str, outlets: OutletNames) -> list[Credit]:
    """The lines of *text* that are nothing but a credit, each once."""
    found: dict[str, Credit] = {}
    for line in text.split("\n"):
        match = _CREDIT.fullmatch(line) if len(line) < 200 else None
        if match and len(found) < MOST:
            found.setdefault(line.strip(), Credit(line.strip(), match["name"], outlets.id_of(match["name"])))
    return list(found.values())
