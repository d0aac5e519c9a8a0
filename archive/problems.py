"""What is wrong with an archive, said so that a person can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from archive.messages import ENGLISH, Language, Message

Severity = Literal["error", "warning"]
"""An error keeps the archive from being built; a warning asks a person to look."""
WARNING = Message("warning")


@dataclass(frozen=True)
class Problem:
    """One mistake in one place; its string is one clickable line.

    >>> remedy = Message("write {date}", date="1948-05")
    >>> print(Problem("seeds/articles/x.txt", 4, "date", Message("{date} is not EDTF", date="'5/48'"), remedy))
    seeds/articles/x.txt:4: date: '5/48' is not EDTF; write 1948-05
    """

    path: str
    """The file, as the user would type it."""
    line: int
    """1-based; 0 when the whole file is meant."""
    field: str
    """The front matter key or record field; empty when none is meant."""
    found: Message
    """What stands there, and what is wrong with it."""
    remedy: Message
    """What to do about it."""
    severity: Severity = "error"

    def __str__(self) -> str:
        return self.said_in(ENGLISH)

    def said_in(self, language: Language) -> str:
        """The problem as one line of *language*."""
        place = f"{self.path}:{self.line}" if self.line else self.path
        severity = f"{language.say(WARNING)}: " if self.severity == "warning" else ""
        field = f"{self.field}: " if self.field else ""
        return one_line(f"{place}: {severity}{field}{self.what(language)}")

    def what(self, language: Language) -> str:
        """What was found and the remedy, without the place."""
        return f"{language.say(self.found)}; {language.say(self.remedy)}"


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """*problems* sorted by place, each once."""
    return tuple(sorted(set(problems), key=lambda one: (one.path, one.line, one.field, str(one))))


class ArchiveError(Exception):
    """The archive cannot be built; carries every problem of the run, sorted by place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = in_order(problems)
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type[ArchiveError], tuple[tuple[Problem, ...]]]:
        return ArchiveError, (self.problems,)


def quoted(value: object, limit: int = 60) -> str:
    """*value* in quotes for a message, cut at *limit* characters, control characters made visible."""
    text = str(value)
    return repr(text if len(text) <= limit else text[: limit - 1] + "…")


def one_line(text: str) -> str:
    """*text* with every control and line-breaking character escaped: a message stays one line."""
    return "".join(c if c.isprintable() or c in "\u00a0\u202f" else repr(c)[1:-1] for c in text)
