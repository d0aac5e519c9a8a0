"""The house stands as its plan says: the rooms and their order, the words of the interface, the page templates."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path
from typing import get_args

import pytest

import archive
from archive.authorities import IDENTIFIER_PATTERNS, TYPES
from archive.model import FOLDERS, Basis
from archive.words import Words
from tests.building import ROOT

HOUSE = ROOT / "archive"
MODULES = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in sorted(HOUSE.rglob("*.py"))}
TEMPLATES = ROOT / "templates"
PAGES = sorted((TEMPLATES / "pages").glob("*.html"))
MESSAGES = TEMPLATES / "theme" / "messages"
LANGUAGES = sorted(path.stem for path in MESSAGES.glob("*.html"))
MOST_LINES = 320

# The rooms


def room(module: str) -> str:
    """``pages`` for ``archive.pages.rows``."""
    return module.split(".")[1]


def imports(path: Path) -> Iterator[str]:
    """The archive's modules that the one at *path* imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "archive":
            yield from (f"archive.{name.name}" for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (name for name in [node.module or ""] if name.startswith("archive."))
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name.startswith("archive."))


def rooms_in_order() -> list[str]:
    """The rooms as the docstring of the house lists them, from the ground up."""
    return re.findall(r"``(\w+)``", archive.__doc__ or "")


def test_every_room_is_on_the_plan() -> None:
    rooms = {room(module) for module in MODULES if module != "archive.__init__"}
    listed = rooms_in_order()
    assert (sorted(rooms - set(listed)), sorted(set(listed) - rooms)) == ([], [])
    assert len(listed) == len(set(listed))


def test_a_room_imports_only_from_rooms_below_it() -> None:
    order = rooms_in_order()
    wrong = [
        f"{module} imports {other}"
        for module, path in MODULES.items()
        for other in imports(path)
        if {room(other), room(module)} <= set(order) and order.index(room(other)) > order.index(room(module))
    ]
    assert wrong == []


def test_no_import_runs_in_a_circle() -> None:
    graph = TopologicalSorter({module: list(imports(path)) for module, path in MODULES.items()})
    order = list(graph.static_order())
    assert order.index("archive.problems") < order.index("archive.pages.site")


def test_making_pages_needs_no_mkdocs() -> None:
    outside = [module for module in MODULES if not module.startswith("archive.stamping.")]  # which runs inside MkDocs
    modules = ["build_archive", *(module.removesuffix(".__init__") for module in outside)]
    question = f"import sys, {', '.join(modules)}; print(*sorted({{name.split('.')[0] for name in sys.modules}}))"
    answer = subprocess.run([sys.executable, "-c", question], cwd=ROOT, capture_output=True, text=True, check=True)
    assert {"archive", "jinja2"} <= set(answer.stdout.split())
    assert {"mkdocs", "material", "properdocs"} & set(answer.stdout.split()) == set()


def test_a_room_is_small_and_says_what_it_is_for() -> None:
    lines = {module: path.read_text(encoding="utf-8").count("\n") for module, path in MODULES.items()}
    assert [module for module, many in lines.items() if many > MOST_LINES] == []
    assert [module for module in MODULES if re.search(r"util|helper|common|misc|manager", module)] == []


# The words of the interface

FIELDS = {"text", "title", "author", "outlet", "note", "date", "date_note", "url", "id"}
"""Of the form for contributors, those with a label and a help."""
FAMILIES = {
    "nav.": {"articles", *FOLDERS.values(), "dates"},
    "type.": {type_ for types in TYPES.values() for type_ in types},
    "basis.long.": set(get_args(Basis)),
    "basis.short.": set(get_args(Basis)) - {"source"},
    "identifier.": set(IDENTIFIER_PATTERNS),
    "unstated.title.": {*FOLDERS.values(), "dates"},
    "explore.help.": {"all", "phrase", "without", "prefix", "fuzzy", "field"},
    "explore.example.": {"all", "phrase", "without", "prefix", "fuzzy", "field"},
    "report.articles.": {"added", "altered", "removed"},
    "report.records.": {"added", "altered", "removed"},
    "notice.": {"turning", "invisible", "mixed"},
    "contribute.label.": FIELDS | {f"{field}.help" for field in FIELDS} | {"outlet_basis", "date_basis"},
    "contribute.label.basis.": set(get_args(Basis)),
    "date.form.": {"day", "day_month", "day_only", "month", "month_only", "year"},
}
"""The beginnings that templates and rooms complete themselves, with all that they complete them with."""
KEY = re.compile(r"[a-z_]+(\.[a-z_]+)*")
COUNTED = {f"{folder}.count" for folder in FOLDERS.values()}
"""What ``count(folder ~ ".count", …)`` asks for."""


def asked_by_templates() -> tuple[set[str], set[str]]:
    """(keys, beginnings of keys) that the templates of pages and theme ask the catalogue for."""
    keys: set[str] = set()
    beginnings: set[str] = set()
    for path in sorted(TEMPLATES.rglob("*.html")):
        if path.parent == MESSAGES:
            continue
        text = path.read_text(encoding="utf-8")
        words = "say" if path.name == "parts.html" else "say|count"  # there, `count` is a part of its own
        for key, completed in re.findall(rf'(?:(?<![\w.])(?:{words})\(|words\[)\s*"([^"]+)"\s*(~)?', text):
            (beginnings if completed else keys).add(key)
    return keys, beginnings


def asked_by_rooms() -> tuple[set[str], set[str]]:
    """(keys, beginnings of keys) that the rooms ask the catalogue for."""
    keys: set[str] = set()
    beginnings: set[str] = set()
    for path in MODULES.values():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if path.stem == "date_labels":  # hands the keys on before it asks
                keys |= {text for text in strings(node) if re.fullmatch(r"date\.\w+", text)}
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or not node.args:
                continue
            if node.func.attr not in ("say", "choose", "count"):
                continue
            if isinstance(node.args[0], ast.JoinedStr):
                beginnings |= {text for text in strings(node.args[0].values[0]) if text.endswith(".")}
            else:
                keys |= {text for part in ast.walk(node.args[0]) for text in strings(part) if KEY.fullmatch(text)}
    return keys, beginnings


def asked_by_scripts() -> tuple[set[str], set[str]]:
    """(keys, beginnings of keys) that the browser's scripts ask for; what completes these is theirs to know."""
    scripts = "".join(path.read_text(encoding="utf-8") for path in sorted(TEMPLATES.rglob("*.js")))
    keys = re.findall(r'"((?:explore|contribute)\.[\w.]*\w)"', scripts)
    return set(keys), set(re.findall(r"`((?:explore|contribute)\.[\w.]*\.)\$\{", scripts))


def strings(node: ast.AST) -> list[str]:
    """The text that *node* is, if it is one."""
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def test_every_word_asked_for_is_in_the_catalogue_and_every_word_there_is_asked_for() -> None:
    keys, beginnings = (one | other for one, other in zip(asked_by_templates(), asked_by_rooms(), strict=True))
    assert beginnings <= set(FAMILIES)
    keys_of_scripts, beginnings_of_scripts = asked_by_scripts()
    asked = keys | COUNTED | keys_of_scripts | {begin + end for begin in beginnings for end in FAMILIES[begin]}
    for language in LANGUAGES:
        there = set(Words.load(language, MESSAGES).messages)
        unasked = [key for key in sorted(there - asked) if not key.startswith((*beginnings_of_scripts,))]
        assert (sorted(asked - there), unasked) == ([], []), language


def test_every_form_of_a_date_is_written_somewhere() -> None:
    rooms = "".join(path.read_text(encoding="utf-8") for path in MODULES.values())
    calls = " ".join(re.findall(r"written\((.+), ", rooms))
    assert set(re.findall(r'"(\w+)"', calls)) == FAMILIES["date.form."]


# The page templates


def test_every_page_template_is_rendered_or_part_of_one() -> None:
    rooms = "".join(path.read_text(encoding="utf-8") for path in (HOUSE / "pages").glob("*.py"))
    pages = "".join(path.read_text(encoding="utf-8") for path in PAGES)
    rendered = set(re.findall(r'"(\w+\.html)"', rooms)) | {f"about.{language}.html" for language in LANGUAGES}
    parts = set(re.findall(r'(?:import|include|extends) "(\w+\.html)"', pages))
    assert {path.name for path in PAGES} <= rendered | parts
    assert 'f"about.{' in rooms


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_about_page_names_every_facet(language: str) -> None:
    about = (TEMPLATES / "pages" / f"about.{language}.html").read_text(encoding="utf-8")
    links = dict(re.findall(r'<a href="\{\{ root \}\}(\w+)/index\.html">([^<]+)</a>', about))
    words = Words.load(language, MESSAGES)
    facets = [*FOLDERS.values(), "dates"]
    assert {facet: links.get(facet) for facet in facets} == {
        facet: words.say(f"nav.{facet}").lower() for facet in facets
    }
