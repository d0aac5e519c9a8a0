"""What people are told of their archive, in their language: all of it, in the form of that language."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Message as Entry
from babel.messages.pofile import read_po

from archive.languages import CATALOGUES, read_language
from archive.messages import ENGLISH, Message
from archive.problems import Problem
from tests.building import ROOT

CODES = sorted(path.stem for path in CATALOGUES.glob("*.po"))
SOURCES = [*sorted((ROOT / "archive").rglob("*.py")), ROOT / "build_archive.py"]
FRENCH = read_language("fr")
MADE_FROM_OTHERS = {"Message(remedy.text, **values)"}
"""The one place that changes a value of a message written elsewhere."""


def calls() -> Iterator[ast.Call]:
    """Every ``Message(…)`` in the code."""
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Message":
                yield node


def entries(code: str) -> dict[str, Entry]:
    with (CATALOGUES / f"{code}.po").open("rb") as file:
        return {str(entry.id): entry for entry in read_po(file, locale=code) if entry.id}


def places(text: str) -> set[str]:
    return set(re.findall(r"\{([a-z_]+)\}", text))


def test_every_message_is_written_out_where_it_is_said_with_all_its_values() -> None:
    for call in calls():
        if ast.unparse(call) in MADE_FROM_OTHERS:
            continue
        (text,) = call.args
        assert isinstance(text, ast.Constant), ast.unparse(call)
        assert isinstance(text.value, str), ast.unparse(call)
        assert places(text.value) == {keyword.arg for keyword in call.keywords}, ast.unparse(call)


@pytest.mark.parametrize("code", CODES)
def test_every_message_has_its_translation_and_every_translation_its_message(code: str) -> None:
    said = {ast.literal_eval(call.args[0]) for call in calls() if isinstance(call.args[0], ast.Constant)}
    there = entries(code)
    assert (sorted(said - set(there)), sorted(set(there) - said)) == ([], [])
    untranslated = [id for id, entry in there.items() if not entry.string or entry.fuzzy]
    assert untranslated == []
    assert {id for id, entry in there.items() if places(id) != places(str(entry.string))} == set()


def test_the_french_is_set_as_french_is() -> None:
    """No-break spaces before high punctuation, and curved apostrophes, but in what is to be typed into a file."""
    typed = r"'[^']*'|`[^`]*`|https://|2024-12-02\?|\{key\}: "
    for entry in entries("fr").values():
        assert not re.search(r"[^\u00a0][:;?!]|\w'\w", re.sub(typed, "", str(entry.string))), entry.string


@pytest.mark.parametrize(
    ("tag", "code"),
    [("fr", "fr"), ("fr-CA", "fr"), ("en", "en_GB"), ("xx", "en_GB"), ("../fr", "en_GB"), ("", "en_GB")],
)
def test_a_language_without_a_catalogue_is_english(tag: str, code: str) -> None:
    assert read_language(tag).code == code


def test_values_are_written_as_the_language_writes_them() -> None:
    found = Message("is larger than {most} bytes", most=2_000_000)
    remedy = Message("name one of kind {kinds}", kinds=(Message("outlet"), Message("place"), Message("actor")))
    problem = Problem("x.txt", 0, "", found, remedy)
    assert problem.said_in(ENGLISH) == "x.txt: is larger than 2,000,000 bytes; name one of kind outlet, place or actor"
    french = "x.txt: dépasse 2\u202f000\u202f000 octets; en désigner une du genre média, lieu ou acteur"
    assert problem.said_in(FRENCH) == french


def test_a_value_is_never_read_as_a_place() -> None:
    assert str(Message("no record {id}", id="'{id} {nope}'")) == "no record '{id} {nope}'"


def test_a_warning_says_that_it_is_one() -> None:
    problem = Problem("x.txt", 2, "date", Message("is missing"), Message("add it"), "warning")
    assert str(problem) == "x.txt:2: warning: date: is missing; add it"
    assert problem.said_in(FRENCH) == "x.txt:2: attention: date: manque; l’ajouter"
