"""Strict YAML: every scalar is text, every refusal has its line and its remedy, and no input does harm."""

from __future__ import annotations

import random
import time
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from mkdocs.utils import meta

from archive import strict_yaml
from archive.problems import ArchiveError
from archive.strict_yaml import dump_yaml, read_yaml

LIBYAML = strict_yaml._LIBYAML
both_parsers = pytest.mark.skipif(LIBYAML is None, reason="this PyYAML was built without libyaml")


@pytest.fixture(params=["libyaml", "python"], autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test runs twice: as on a machine that has libyaml, and as on one that has not."""
    if request.param == "python":
        monkeypatch.setattr(strict_yaml, "_LIBYAML", None)
    elif LIBYAML is None:
        pytest.skip("this PyYAML was built without libyaml")


def problems(text: str, **options: Any) -> list[str]:
    """The problems of *text* in a file x, as a user sees them."""
    try:
        read_yaml(text, "x", **options)
    except ArchiveError as error:
        return [str(problem) for problem in error.problems]
    return []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("# only a comment\n", None),
        ("a: no\nb: 0123\nc: 12:30\nd: 1e5\n", {"a": "no", "b": "0123", "c": "12:30", "d": "1e5"}),
        (
            "a: 2020-02\nb: 2020-02-03\nc: 2024-12-02?\n",
            {"a": "2020-02", "b": "2020-02-03", "c": "2024-12-02?"},
        ),
        ("[~, null, =, .inf, 0x1F]", ["~", "null", "=", ".inf", "0x1F"]),
        ("a:\nb: ''\nc: \"\"\nd: # nothing\n", {"a": None, "b": "", "c": "", "d": None}),
        ("a: 'L''armée'\nb: \"x\\ty \\u00e9\"\n", {"a": "L'armée", "b": "x\ty é"}),
        ("a: |\n  one\n  two: 3\nb: >-\n  one\n  two\n", {"a": "one\ntwo: 3\n", "b": "one two"}),
        ("a: |\n  no line end", {"a": "no line end\n"}),
        ("a: one\n  two\n", {"a": "one two"}),
        ("a: x # a comment\nb: 'x' #y\n#c: x\n", {"a": "x", "b": "x"}),
        (
            "- id: alep\n  variants: [x, y]\n-\n  - x\n-\n",
            [{"id": "alep", "variants": ["x", "y"]}, ["x"], None],
        ),
        ("---\na: b\n...\n", {"a": "b"}),
        ("a: b\r\nc: |\r\n  d\r\n", {"a": "b", "c": "d\n"}),
        ("\ufeffa: b\n", {"a": "b"}),
        ("a: 😀 «\u00a0Alep\u00a0»\n", {"a": "😀 «\u00a0Alep\u00a0»"}),
        ('a: ["x?", y]\n', {"a": ["x?", "y"]}),
        ('a: "tab\there" # and\there\nb: |\n  x\ty\n', {"a": "tab\there", "b": "x\ty\n"}),
        ("a: https://x.org/?a=b#c\n", {"a": "https://x.org/?a=b#c"}),
        ("[[[[[x]]]]]", [[[[["x"]]]]]),
    ],
)
def test_scalars_are_text_as_written(text: str, value: object) -> None:
    assert read_yaml(text, "x").value == value


QUOTE = "put the whole value between double quotes"
ESCAPED = f'{QUOTE}, with \\" for each one inside it'
SPACE = f"{QUOTE}, or put a space after the '#' of a comment"
NO_COLON = "write `key: value`, or indent the line if it goes on with a value above"
COLUMN = "begin all keys of one record, and all '- ' of one list, in the same column"
BRACKET = f"close it and put ',' between its items; if it belongs to a text, {QUOTE}"
CLOSE = "add the same quote at the end of the value"
ENTER = "break the line there with the Enter key"
BACKSLASH = r"a '\' between double quotes begins no escape; write '\\' for each '\' of the text"
UNESCAPE = r"remove its escape, which begins with '\'"
SIGN = "indent it if it belongs to a text, or remove it"
OWN_LINE = "begin it in the column of the other keys, or end that value on its own line"
NO_WORD = f"write a word before the ':'; if brackets belong to a text, {QUOTE}"
LEVELS = f"use fewer levels; if brackets belong to a text, {QUOTE}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a ':' or '#' within a value
        ("title: Alep: la chute\n", f"x:1: title: the value holds ': '; {QUOTE}"),
        ("title: Alep : la chute\n", f"x:1: title: the value holds ': '; {QUOTE}"),
        ('title: Le "front": x\n', f"x:1: title: the value holds ': '; {ESCAPED}"),
        ("- a: b\n- id: b: c\n", f"x:2: id: the value holds ': '; {QUOTE}"),
        ("title: Alep :\n", f"x:1: title: the value ends with ':'; {QUOTE}"),
        ("a: Ici #Alep\n", f"x:1: a: '#Alep' and what follows would be dropped as a comment; {SPACE}"),
        ("a: #Alep\n", f"x:1: a: '#Alep' and what follows would be dropped as a comment; {SPACE}"),
        # a key without its ':' or its space
        ("title:Alep\na: b\n", "x:1: title: there is no space after 'title:'; write 'title: value'"),
        ("a: b\ntitle:Alep\n", "x:2: title: there is no space after 'title:'; write 'title: value'"),
        ("a: b\ntitle Alep\nc: d\n", f"x:2: the line has no ':' after a key; {NO_COLON}"),
        ("a: b\nhttps://x.org\n", f"x:2: the line has no ':' after a key; {NO_COLON}"),
        ("a: 'b'\ntitle Alep\n", f"x:2: the line has no ':' after a key; {NO_COLON}"),
        (": x\n", f"x:1: there is no key before the ':'; write `key: value`, or {QUOTE}"),
        ("? x\n? \n", f"x:2: there is no key before the ':'; write `key: value`, or {QUOTE}"),
        # quotes
        ('a: "Alep\nb: c\n', f"x:1: a: a quote opened here is not closed; {CLOSE}"),
        ('a: "Alep\n---\nb: c\n', f"x:1: a: a quote opened here is not closed; {CLOSE}"),
        ('a: "Alep\nb: "c"\n', f"x:1: a: a quote opened here is closed only on line 2; {CLOSE}"),
        ("a: 'L'armée'\n", f"x:1: a: text follows a closing quote or bracket; {QUOTE}"),
        ('a: "Alep" tombe\n', f"x:1: a: text follows a closing quote or bracket; {ESCAPED}"),
        ('a: "C:\\dir"\n', f"x:1: a: {BACKSLASH}"),
        ('a: "\\U00110000"', f"x:1: a: {BACKSLASH}"),
        ('a: "\\UFFFFFFFF"', f"x:1: a: {BACKSLASH}"),
        # tabs
        ("a:\n\t- b\n", "x:2: a tab indents the line; replace it by spaces"),
        ("a: b\n\tc: d\n", "x:2: a tab indents the line; replace it by spaces"),
        ("a:\tb\n", f"x:1: a: a tab stands outside quotes; replace it by a space, or {QUOTE}"),
        ("a: b\t\n", f"x:1: a: a tab stands outside quotes; replace it by a space, or {QUOTE}"),
        # columns
        ("a: b\n  c: d\n", f"x:2: c: the line is indented as if the value of line 1 went on; {OWN_LINE}"),
        ("a:\n    b: c\n  d: e\n", f"x:3: d: the line is not indented like its neighbours; {COLUMN}"),
        (" a: b\nc: d\n", f"x:2: c: the line is not indented like its neighbours; {COLUMN}"),
        ("-\n0:", f"x:2: 0: the line is not indented like its neighbours; {COLUMN}"),
        ("a: b\n- c\n", f"x:2: the line is not indented like its neighbours; {COLUMN}"),
        (
            "a: - b\n",
            f"x:1: a: a list item begins on the line of its key; begin it on the next line, or {QUOTE}",
        ),
        # brackets
        ("a: [b, c\nd: e\n", f"x:1: a: a bracket opened here is not closed properly; {BRACKET}"),
        ("a: {b: c\n", f"x:1: a: a bracket opened here is not closed properly; {BRACKET}"),
        ("a: [b,, c]\n", f"x:1: a: a bracket opened here is not closed properly; {BRACKET}"),
        (
            "a: [b,\n c?, d]\n",
            "x:2: a '?' stands within brackets; put the item that holds it between double quotes",
        ),
        ("a: [Alep] tombe\n", f"x:1: a: text follows a closing quote or bracket; {QUOTE}"),
        ("a: {{ b }}\n", f"x:1: a: a list or a group of keys stands where one key should; {NO_WORD}"),
        ("? - a\n: b\n", f"x:1: a list or a group of keys stands where one key should; {NO_WORD}"),
        # what this YAML has not
        ("a: b\n---\nc: d\n", "x:2: a second document begins here; remove the line '---'"),
        ("%YAML 1.1\n---\na: b\n", f"x:1: the line begins with '%'; {SIGN}"),
        ("a: {<<: b}\n", "x:1: a: '<<' takes keys from elsewhere; write those keys and values here"),
        ("a: [[[[[b]]]]]\n", f"x:1: a: lists and keys stand more than 5 deep within each other; {LEVELS}"),
        # characters that cannot be seen
        ("a: b\x00\n", "x:1: column 5 holds the invisible character U+0000; remove it"),
        ("a: \ufeffb\n", "x:1: column 4 holds the invisible character U+FEFF; remove it"),
        ("a: \ud800b\n", "x:1: column 4 holds the invisible character U+D800; remove it"),
        ("a: b\u2028c: d\n", f"x:1: column 5 holds the invisible character U+2028; {ENTER}"),
        ("a: b\rc: d", f"x:1: column 5 holds the invisible character U+000D; {ENTER}"),
        ('a: "\\0"\n', f"x:1: a: the value holds the invisible character U+0000; {UNESCAPE}"),
        ('a: "\\ud800"\n', f"x:1: a: the value holds the invisible character U+D800; {UNESCAPE}"),
    ],
)
def test_each_mistake_has_its_line_and_its_remedy(text: str, expected: str) -> None:
    assert problems(text) == [expected]


@pytest.mark.parametrize(
    "value",
    [
        *["*Alep", "*Alep* tombe", "&a b", "! b", "!b c", "!!python/object/apply:os.system [x]", "!e!x a"],
        *["!<x", "!%zz b", "@b", "%b", "`b`", "> b", "| b", "|b", ">0", "? b", "]", "}", ", b"],
    ],
)
def test_a_value_cannot_begin_with_a_sign_of_yaml(value: str) -> None:
    expected = f"the value begins with '{value[0]}', a sign of YAML's own; {QUOTE}"
    assert problems(f"a: b\nc: {value}\n") == [f"x:2: c: {expected}"]


def test_all_problems_are_told_at_once_up_to_a_syntax_error() -> None:
    text = "a: *b\nc: &d e\na: 1\nf:\n  a: 1\n  a: 2\na: 3\ng: 'h\n"
    assert problems(text, first_line=2) == [
        f"x:2: a: the value begins with '*', a sign of YAML's own; {QUOTE}",
        f"x:3: c: the value begins with '&', a sign of YAML's own; {QUOTE}",
        "x:4: a: the key is already given on line 2; keep one of the two",
        "x:7: f.a: the key is already given on line 6; keep one of the two",
        "x:8: a: the key is already given on line 2; keep one of the two",
        f"x:9: g: a quote opened here is not closed; {CLOSE}",
    ]
    assert problems("a\x00b\x7f\nc\x85d\n") == [
        "x:1: column 2 holds the invisible character U+0000; remove it",
        "x:1: column 4 holds the invisible character U+007F; remove it",
        f"x:2: column 2 holds the invisible character U+0085; {ENTER}",
    ]
    assert len(problems("- *a\n" * 1_000)) == strict_yaml._MOST


def test_a_byte_order_mark_may_only_begin_the_file() -> None:
    assert problems("\ufeffa: b\n", first_line=2) == ["x:2: column 1 holds the invisible character U+FEFF; remove it"]


def test_the_size_is_limited() -> None:
    assert problems("a: b\n", limit=5) == []
    assert problems("a: bc\n", limit=5, first_line=3) == ["x:3: the YAML holds 6 characters, more than 5; shorten it"]


def test_every_key_and_item_knows_its_line() -> None:
    text = """# places
- id: alep
  variants:
    - Alep
    -

    - >
      Haleb
- {id: hama,
   type: city}
"""
    document = read_yaml(text, "x", first_line=10)
    assert document.lines == {
        (): 11,
        (0,): 11,
        (0, "id"): 11,
        (0, "variants"): 12,
        (0, "variants", 0): 13,
        (0, "variants", 1): 14,
        (0, "variants", 2): 16,
        (1,): 18,
        (1, "id"): 18,
        (1, "type"): 19,
    }
    assert document.line(1, "type") == 19
    assert document.line(1, "identifiers", "wikidata") == 18, "the nearest ancestor"
    assert document.line("title") == 11
    assert read_yaml("", "x", first_line=2).line("title") == 2


RANDOM = random.Random(1)  # noqa: S311 - garbage needs no secrecy
HOSTILE = {
    "20,000 brackets": "[" * 20_000,
    "20,000 braces": "{" * 20_000,
    "mixed brackets": "[{" * 10_000,
    "an alias bomb": "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*a, *b{n - 1}]\n" for n in range(2_000)),
    "3,000 levels": "".join(f"{' ' * level}a:\n" for level in range(3_000)),
    "garbage in ASCII": "".join(RANDOM.choices("ab:-[]{},'\"#&*!|>%@? \n", k=65_000)),
    "garbage in Unicode": "".join(chr(RANDOM.randrange(0x110000)) for _ in range(65_000)),
    "NUL": "\x00" * 65_000,
    "question marks": "? " * 32_000,
    "dashes": "- " * 32_000,
    "colons": ": " * 32_000,
    "quotes": "'" * 65_001,
    "anchors": "&a " * 21_000,
    "anchored items": "- &a b\n" * 9_000,
    "one key": "a: b\n" * 13_000,
    "a long directive": "%YAML 1." + "1" * 60_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_are_refused_at_once(name: str) -> None:
    start = time.process_time()
    assert problems(HOSTILE[name], limit=10_000_000)
    assert time.process_time() - start < 1, "a fifth of a second, and some for a slow machine"


FRAGMENTS = [
    *"a b key: : - ? ' \" [ ] { } , & * &a *a ! !!str !a!b !< | |- |1 > >+2 @ ` # % --- ... <<:".split(),
    *r"\ \n \x07 \u00e9 \ud800 \U00110000 é 😀 http://x 12:30 a:b '' = ~ null a?b ?a -a :a a- a,b".split(),
    *["\n"] * 6,
    *" |  |    |\t|\r\n|a: |- |? |: | #| # x|  - a\n|  b: c\n|a: b\n".split("|"),
]
YAML_LIKE = st.lists(st.sampled_from(FRAGMENTS), max_size=30).map("".join)


@settings(max_examples=1_000)
@given(st.text(st.characters(exclude_categories=())) | YAML_LIKE)
def test_any_text_is_read_or_refused(text: str) -> None:
    for problem in problems(text):
        assert "\n" not in problem
        assert "the line cannot be read" not in problem or "..." in text, "no mistake is left without a remedy"


@both_parsers
@settings(max_examples=3_000)
@given(YAML_LIKE)
@example("a: |#b\n")
@example("[a?]\n")
@example("a\tb: c\n")
@example("---")
def test_both_parsers_give_the_same_values_lines_and_problems(text: str) -> None:
    outcomes = []
    for parser in (LIBYAML, None):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(strict_yaml, "_LIBYAML", parser)
            outcomes.append(problems(text) or read_yaml(text, "x"))
    assert outcomes[0] == outcomes[1]


@both_parsers
def test_the_two_parsers_say_different_things_of_one_mistake() -> None:
    said = []
    for loader in (LIBYAML, yaml.SafeLoader):
        with pytest.raises(yaml.MarkedYAMLError) as caught:
            list(yaml.parse("a: 'b' c", Loader=loader))
        said.append(caught.value.problem)
    assert said == ["did not find expected key", "expected <block end>, but found '<scalar>'"]


NAUGHTY = [
    *["", " ", "\n", " \n", "\n ", " a", "a ", "\ta", "a\nb", "a\n\n  b\n c\n", "title: x\ntemplate: y"],
    *["---", "---\n", "\n---\n", "a\n---\nb", "...\n", "a\n...\n", "a" * 500 + " " + "b" * 500],
    *["no", "Yes", "on", "null", "~", "true", "2020", "2020-02", "2020-02-03", "12:30", "0123", "1e5", "0o17"],
    *["a: b", "a :", ": a", "a #b", "# a", "- a", "? a", "*a", "&a", "!a", "%a", "@a", "`a`", "|", ">", "<<"],
    *["'", '"', "''", "L'armée", 'le "front"', "\\", "\\n", "[a]", "{a}", "{{ a }}", "a, b", "]", "}", ",", "="],
    *["é", "\u00a0", "«\u00a0Alep\u00a0»", "😀", "حلب", "\u202eabc", "\u200b", "\ud7ff", "\U0010ffff", "\x85"],
]


@settings(max_examples=1_000)
@given(st.sampled_from(NAUGHTY) | st.text() | YAML_LIKE)
def test_written_text_is_read_back_the_same(text: str) -> None:
    data = {"title": text, "places": [text, "x"], "labels": {"ar": text}, "end": "x"}
    written = dump_yaml(data)
    assert len(written.splitlines()) == 7, "one scalar a line: title, places, two items, labels, ar, end"
    assert yaml.safe_load(written) == data
    assert meta.get_data(f"---\n{written}---\nbody\n") == ("body\n", data), "as MkDocs takes it from a page"
    if not strict_yaml._FORBIDDEN.search(text):
        assert read_yaml(written, "x").value == data


@pytest.mark.parametrize("text", NAUGHTY)
def test_naughty_text_is_read_back_the_same(text: str) -> None:
    written = dump_yaml({text or "empty": text})
    assert yaml.safe_load(written) == {text or "empty": text}


def test_what_is_written_is_plain_to_read() -> None:
    ids = ["alep"]
    data = {
        "title": "L’armée à Alep 😀",
        "date": "2020-02",
        "places": ids,
        "actors": ids,
        "note": None,
        "lat": 36.2,
    }
    written = dump_yaml(data)
    assert written == (
        'title: L’armée à Alep 😀\ndate: "2020-02"\nplaces:\n- alep\nactors:\n- alep\nnote:\nlat: 36.2\n'
    )
    assert read_yaml(written, "x").value == data | {"lat": "36.2"}
    assert dump_yaml({}) == "{}\n"
    with pytest.raises(yaml.YAMLError):
        dump_yaml({"title": object()})
