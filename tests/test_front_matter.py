"""The front matter of generated pages: every YAML reader, and JSON line by line, reads what was written."""

from __future__ import annotations

import json

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from mkdocs.utils import meta

from archive.front_matter import Value, front_matter
from tests.hostile import LINES, NAUGHTY
from tests.test_strict_yaml import NAUGHTY as NAUGHTY_YAML

SEPARATORS = (
    "\x00\x01\t\n\x0b\x0c\r\x1c\x1e\x7f\x80\x85\x9f\xa0\xad\u200b\u2028\u2029\ufeff\ufffd\ufffe\uffff\U0001f600"
)
TEXTS = st.text() | st.text(alphabet=SEPARATORS + '"\\:#-{}[],a é')


def assert_read_back(text: str) -> None:
    values: dict[str, Value | None] = {
        "title": text,
        "kind": "article",
        "places": [text, "x"],
        "identifiers": {"viaf": text, "isni": "1"},
    }
    written = front_matter(values)
    expected = {key: value for key, value in values.items() if value}
    assert len(written.splitlines()) == len(written.split("\n")) - 1 == len(expected), "one key a line"
    for loader in (yaml.SafeLoader, yaml.CSafeLoader):
        assert yaml.load(written, loader) == expected  # noqa: S506
    assert {key: json.loads(value) for key, _, value in (line.partition(": ") for line in written.splitlines())} == (
        expected
    )
    assert meta.get_data(f"---\n{written}---\n\nbody\n") == ("body\n", expected), "as MkDocs takes it from a page"
    assert written.encode("utf-8").decode("utf-8") == written


@settings(max_examples=500)
@given(TEXTS)
def test_any_text_is_read_back_the_same(text: str) -> None:
    assert_read_back(text)


@pytest.mark.parametrize("text", [*NAUGHTY_YAML, *LINES])
def test_naughty_text_is_read_back_the_same(text: str) -> None:
    assert_read_back(text)


def test_every_naughty_string_is_read_back_the_same() -> None:
    for text in NAUGHTY:
        assert_read_back(text)


def test_what_is_not_known_is_left_out_and_people_can_read_the_rest() -> None:
    written = front_matter({"title": "L’armée à Alep 😀", "author": None, "date": "2020-02", "places": [], "kind": "x"})
    assert written == 'title: "L’armée à Alep 😀"\ndate: "2020-02"\nkind: "x"\n'
