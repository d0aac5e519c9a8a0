"""What is wrong with an archive, said so that a person can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One mistake in one place; its string is one clickable line.

    >>> print(Problem("seeds/articles/x.txt", 4, "date", "'5/48' is not EDTF", "write 1948-05"))
    seeds/articles/x.txt:4: date: '5/48' is not EDTF; write 1948-05
    """

    path: str
    """The file, as the user would type it."""
    line: int
    """1-based; 0 when the whole file is meant."""
    field: str
    """The front matter key or record field; empty when none is meant."""
    found: str
    """What stands there, and what is wrong with it."""
    remedy: str
    """What to do about it."""

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        field = f"{self.field}: " if self.field else ""
        return one_line(f"{place}: {field}{self.found}; {self.remedy}")


class ArchiveError(Exception):
    """The archive cannot be built; carries every problem of the run, sorted by place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


def quoted(value: object, limit: int = 60) -> str:
    """*value* in quotes for a message, cut at *limit* characters, control characters made visible."""
    text = str(value)
    return repr(text if len(text) <= limit else text[: limit - 1] + "…")


def one_line(text: str) -> str:
    """*text* with every control and line-breaking character escaped: a message stays one line."""
    return "".join(c if c.isprintable() or c == "\u00a0" else repr(c)[1:-1] for c in text)
