"""Plain front matter is read as the strict reader has it, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.plain_yaml import read_plain
from archive.problems import ArchiveError
from archive.strict_yaml import Document, read_yaml
from bench.corpus import Corpus


def strict(text: str) -> Document | None:
    try:
        return read_yaml(text, "x.txt", 2)
    except ArchiveError:
        return None


PLAIN = """title: "L’accord # est-il : signé ?"
outlet: rt
date: 2020-02-16
url: https://example.org/a:b
places: [alep, "hama", idlib-1]
note: D'après un témoin, a-t-on dit (1).
"""


def test_plain_front_matter_is_read() -> None:
    assert read_plain(PLAIN, 2) == strict(PLAIN) is not None


def test_the_front_matter_of_a_made_up_archive_is_plain() -> None:
    for _, seed in Corpus().seeds(20):
        head = seed.decode().split("---\n")[1]
        assert read_plain(head, 2) == strict(head) is not None


@pytest.mark.parametrize(
    "line",
    [
        "a: 1 # b",
        "a: b: c",
        'a: "b" c',
        "a: [b",
        "a: b:",
        "a: [2020..2021]",
        "a:",
        "a: &b c",
        "a: b\nc",
        "a: 'b'",
        "a: b\ta",
    ],
)
def test_what_is_not_plain_is_left_to_the_strict_reader(line: str) -> None:
    assert read_plain(f"title: x\n{line}\n", 2) is None


VALUES = st.lists(
    st.sampled_from([*"ab09:#\"'-[],?%&*!|>{}~/\\.()é’ \t\r\n\x85\u2028\ufeff\x00😀", ": ", " #", "//", ", ", "---"])
    | st.characters(exclude_categories=["Cs"]),
    max_size=8,
).map("".join)
LINES = st.builds("{}: {}".format, st.sampled_from(["a", "b", "title", "a b", "A"]), VALUES) | st.builds(
    '{}: "{}"'.format, st.sampled_from(["a", "b", "c"]), VALUES
)


@settings(max_examples=3000)
@given(st.lists(LINES, max_size=3), st.sampled_from(["", "\n"]))
def test_what_is_read_is_as_the_strict_reader_has_it(lines: list[str], end: str) -> None:
    text = "\n".join(lines) + end
    plain = read_plain(text, 2)
    assert plain is None or plain == strict(text)
