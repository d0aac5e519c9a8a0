"""Problems as lines for a person, as annotations of a pull request, or as data."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Literal, get_args

from archive.messages import Language
from archive.problems import Problem, one_line

Format = Literal["text", "github", "json"]
FORMATS: tuple[Format, ...] = get_args(Format)


def told(problems: Iterable[Problem], language: Language, form: Format = "text") -> str:
    """*problems* in *language*, each line ended.

    ``text``: one clickable line each. ``github``: one workflow command each, which GitHub shows beside the line of the
    pull request (https://docs.github.com/actions/reference/workflow-commands-for-github-actions). ``json``: one list of
    objects with the keys of `_data`.
    """
    match form:
        case "text":
            return "".join(f"{problem.said_in(language)}\n" for problem in problems)
        case "github":
            return "".join(f"{_workflow_command(problem, language)}\n" for problem in problems)
        case "json":
            return json.dumps([_data(problem, language) for problem in problems], indent=1) + "\n"


def _workflow_command(problem: Problem, language: Language) -> str:
    """GitHub reads a command from any line that begins with ``::``; what strangers wrote must not begin one."""
    field = f"{problem.field}: " if problem.field else ""
    properties = {
        "file": problem.path,
        "line": str(problem.line) if problem.line else "",
        "title": problem.field or problem.path.rpartition("/")[2],
    }
    given = ",".join(f"{name}={_property(value)}" for name, value in properties.items() if value)
    return f"::{problem.severity} {given}::{_escaped(field + problem.what(language))}"


def _escaped(text: str) -> str:
    return one_line(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(text: str) -> str:
    return _escaped(text).replace(":", "%3A").replace(",", "%2C")


def _data(problem: Problem, language: Language) -> dict[str, str | int]:
    """The problem as an object of JSON."""
    return {
        "severity": problem.severity,
        "code": problem.found.text,  # the English without its values: the same in every language
        "file": problem.path,
        "line": problem.line,  # 0: the whole file
        "field": problem.field,
        "found": language.say(problem.found),
        "remedy": language.say(problem.remedy),
    }
