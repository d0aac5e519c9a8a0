"""Letters that a wrong encoding broke: UTF-8 that was once read as something else (*Ã©* for *é*).

Whether letters are broken and what should stand there is ftfy's judgement (https://ftfy.readthedocs.io). It is told and
offered; nothing is put right unasked. More is seen to be broken than can be put right.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_PERHAPS = re.compile("[ÂÃÎÏÐÑØÙâ][\x80-\xbfƒˆ˜–—‘’‚“”„†‡•…‰‹›€™ŒœŠšŽžŸ]")
"""What UTF-8 looks like as Windows-1252 or ISO-8859-1. Few good texts have any, and to look closely takes long."""


class Repair(NamedTuple):
    """A line with broken letters, and what it should be."""

    before: str
    after: str


def broken_at(text: str) -> int | None:
    """Where the first broken letters of *text* stand (code points); None when there are none."""
    for match in _PERHAPS.finditer(text):
        from ftfy.badness import is_bad  # not before it is needed: it takes a moment to load

        start, end = text.rfind("\n", 0, match.start()) + 1, text.find("\n", match.end())
        if is_bad(text[start : end if end >= 0 else None]):
            return match.start()
    return None


def repair(text: str) -> str:
    """*text* with every broken line put right, as far as that can be told."""
    return "".join(map(_mended, text.splitlines(keepends=True)))


def repairs(text: str) -> list[Repair]:
    """The broken lines of *text* that can be put right, each with what it should be."""
    pairs = ((line, _mended(line)) for line in text.splitlines())
    return [Repair(line, mended) for line, mended in pairs if mended != line]


def _mended(line: str) -> str:
    if line.isascii():
        return line
    from ftfy import fix_encoding  # as above

    return fix_encoding(line)
