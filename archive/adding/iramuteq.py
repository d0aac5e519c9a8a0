"""IRaMuTeQ corpora: each article opens with ``**** *variable_value …``; its text follows to the next such line.

A value can hold no space: the programs that write them put ``_`` there and drop most signs, so that titles and names
are no longer as published, and are for a person to confirm.
"""

from __future__ import annotations

import re

from archive.adding.columns import sort_columns
from archive.adding.received import Doubtful, Received
from archive.messages import Message
from archive.problems import ArchiveError, Problem, quoted
from archive.text import line_numbers

_OPENING = re.compile(r"^\*{4}(?=\s).*$", re.MULTILINE)
_ALTERED = ("title", "author")


def looks_like_iramuteq(text: str) -> bool:
    """Whether the first line of *text* that is not blank opens an article."""
    return bool(re.match(r"\s*\*{4}\s+\*\w", text))


def read_iramuteq(text: str, path: str) -> list[Received]:
    """Every article of the corpus *text*. Raises ArchiveError when text stands before the first one, or in none."""
    openings = list(_OPENING.finditer(text))
    first = openings[0].start() if openings else len(text)
    if text[:first].strip():
        line = text.count("\n", 0, len(text) - len(text.lstrip())) + 1
        words = quoted(text.lstrip().splitlines()[0])
        found = Message("{words} stands before the first line '**** *variable_value'", words=words)
        raise ArchiveError([Problem(path, line, "", found, Message("add such a line above it, or remove it"))])
    articles: list[Received] = []
    problems: list[Problem] = []
    for at, (opening, line) in enumerate(zip(openings, line_numbers(text, _OPENING), strict=True)):
        end = openings[at + 1].start() if at + 1 < len(openings) else len(text)
        body = text[opening.end() : end].strip("\r\n")
        if not body.strip():
            found, remedy = Message("this article has no text"), Message("add its text, or remove the line")
            problems.append(Problem(path, line, "", found, remedy))
            continue
        stated, rest = sort_columns(_variables(opening[0]))
        altered = [(key, stated.pop(key)) for key in _ALTERED if key in stated]
        doubtful = {key: Doubtful(_spaced(value), "altered") for key, value in altered}
        if "outlet" in stated:
            stated["outlet"] = _spaced(stated["outlet"])
        articles.append(Received(body, line, stated, doubtful, (*altered, *rest)))
    if problems or not articles:
        found, remedy = Message("holds no article"), Message("export the corpus again")
        raise ArchiveError(problems or [Problem(path, 0, "", found, remedy)])
    return articles


def _variables(opening: str) -> list[tuple[str, str]]:
    parts = (part.removeprefix("*").partition("_") for part in opening.split()[1:])
    return [(name, value) for name, _, value in parts if name]


def _spaced(value: str) -> str:
    return value.replace("_", " ").strip()
