"""The summary of a change: what reviewers are told, and that nothing in it is markup of a stranger's."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from shutil import copytree

import cmarkgfm
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.changes import Changes, compare
from archive.languages import read_language
from archive.messages import Message
from archive.problems import Problem, one_line
from archive.reading import read_archive
from archive.reporting import SIZE_LIMIT, code, report
from archive.settings import read_settings
from archive.words import Words
from tests.building import Files, config, records, seed, write
from tests.hostile import BODIES, LINES, NAUGHTY
from tests.test_check import REMEDY
from tests.test_command import command
from tests.test_house import MESSAGES

ALEP = {"id": "alep", "heading": "Alep", "type": "city", "labels": {"en": "Aleppo"}}
TASS = {"id": "tass", "heading": "TASS", "type": "news_agency"}
KEPT = seed("Une dépêche d'Alep.\n", title="Gardé", outlet="tass", date="2020")
BEFORE: Files = {
    "mkdocs.yml": config("en"),
    "seeds/authorities/places.yml": records(ALEP),
    "seeds/authorities/outlets.yml": records(TASS),
    "seeds/articles/gone.txt": seed("Un texte.\n", title="Gone", outlet="tass", date="2020"),
    "seeds/articles/kept.txt": KEPT,
    "seeds/articles/changed.txt": seed("Un autre texte.\n", title="Changed", outlet="tass", date="2020"),
}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """An archive, with its state of before in ``before``."""
    write(tmp_path, BEFORE)
    copytree(tmp_path / "seeds", tmp_path / "before")
    return tmp_path


def summary(archive: Path, status: int, *arguments: str) -> str:
    done = command("check", "--against", "before", "--summary", "summary.md", *arguments, cwd=archive)
    assert done.returncode == status, done.stderr
    return (archive / "summary.md").read_text(encoding="utf-8")


def test_a_new_article_is_told_with_what_its_page_will_say(archive: Path) -> None:
    body = "À Alep, ce 2 décembre 2024, Alep selon TASS.\n"
    new = seed(body, title="Neuf", date="2024-12-02?", date_basis="stated", date_evidence="ce 2 décembre 2024")
    write(archive, {"seeds/articles/new.txt": new})
    assert summary(archive, 0).splitlines() == [
        "## What would be published",
        "",
        "1 new article.",
        "",
        "1 warning, worth a look: it stops nothing.",
        "",
        "### New: `Neuf`",
        "",
        "- file: `seeds/articles/new.txt`",
        "- outlet: not stated",
        "- date: 2 December 2024 (uncertain date). Said outright in the text: `ce 2 décembre 2024`",
        "- Places: `Aleppo` (2)",
        "- Actors: none",
        "- Cited sources: `TASS` (1)",
        "- text: 45 characters",
        f"- `seeds/articles/new.txt:2: warning: outlet: no outlet is known; {REMEDY}`",
    ]


def test_what_is_changed_and_removed_is_told_apart_from_what_is_new(archive: Path) -> None:
    (archive / "seeds" / "articles" / "gone.txt").unlink()
    changed = seed("Un autre texte !\n", title="Changed", outlet="tass", date="2021")
    redirects = "- {old: articles/gone, withdrawn: at the author's request}\n"
    write(archive, {"seeds/articles/changed.txt": changed, "seeds/redirects.yml": redirects})
    write(
        archive,
        {"seeds/authorities/places.yml": records({**ALEP, "heading": "Halab"}, {**ALEP, "id": "x", "heading": "X"})},
    )
    told = summary(archive, 1)
    assert "1 article changed, 1 article removed, 1 new record, 1 record changed.\n" in told
    assert "**1 error: nothing is published until it is corrected.**\n" in told
    assert "### Changed: `Changed`\n\n- What changes: text, `date`\n" in told
    assert "### Removed: `Gone` `gone`\n" in told
    assert "`Gardé`" not in told
    assert "- `seeds/articles/changed.txt:6: the text is not what it was; " in told


def test_what_cannot_be_read_is_neither_new_nor_removed(archive: Path) -> None:
    write(archive, {"seeds/articles/kept.txt": b"\xff", "seeds/articles/bad.txt": "---\n"})
    told = summary(archive, 1)
    assert "No article changes." in told
    assert "### To correct or to look at elsewhere\n\n- `seeds/articles/bad.txt:1: opens with --- but" in told


def test_errors_of_an_article_do_not_keep_it_from_being_told(archive: Path) -> None:
    wrong = seed("Alep.\n", outlet="nobody", date="2020", places=["nowhere"], sources=["nobody"])
    write(archive, {"seeds/articles/new.txt": wrong})
    told = summary(archive, 1)
    assert "- Places: `Aleppo` (1)\n" in told
    assert told.count("no record") == 3


def test_warnings_are_of_what_is_new_or_changed(archive: Path) -> None:
    write(archive, dict.fromkeys(("before/articles/old.txt", "seeds/articles/old.txt"), "Une dépêche.\n"))
    write(archive, {"seeds/articles/new.txt": "Une autre, sans rien de commun.\n"})
    said = command("check", "--against", "before", cwd=archive).stderr
    assert {line.partition(":")[0] for line in said.splitlines()[:-1]} == {"seeds/articles/new.txt"}


def test_nothing_new_is_said_in_the_language_of_the_archive(archive: Path) -> None:
    write(archive, {"mkdocs.yml": config("fr")})
    assert summary(archive, 0) == "## Ce qui serait publié\n\nAucun article ne change.\n"


def test_a_summary_needs_an_earlier_state(archive: Path) -> None:
    assert command("check", "--summary", "summary.md", cwd=archive).returncode == 2
    assert command("build", "--summary", "summary.md", cwd=archive).returncode == 2


# Strangers' text


class Rendered(HTMLParser):
    """What GitHub's Markdown makes of a text: elements, what stands in code, and what else is said."""

    def __init__(self, markdown: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: list[str] = []
        self.codes: list[str] = []
        self.said = ""
        self._in_code = False
        options = cmarkgfm.cmark.Options.CMARK_OPT_UNSAFE | cmarkgfm.cmark.Options.CMARK_OPT_FOOTNOTES
        extensions = ["table", "autolink", "strikethrough", "tasklist"]
        self.feed(cmarkgfm.markdown_to_html_with_extensions(markdown, options, extensions))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes += [name for name, _ in attrs]
        if tag == "code":
            self._in_code = True
            self.codes.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "code":
            self._in_code = False

    def handle_data(self, data: str) -> None:
        if self._in_code:
            self.codes[-1] += data
        else:
            self.said += data

    def handle_comment(self, data: str) -> None:
        self.elements.add("!--")


GITHUB = [
    "@github @org/team",
    "#1 GH-1 owner/name#1 owner/name@de0fac2e4500dabe0009e67214ff5f5447ce83dd",
    "de0fac2e4500dabe0009e67214ff5f5447ce83dd",
    "https://ailleurs.example www.ailleurs.example a@ailleurs.example mailto:a@ailleurs.example",
    "`", "``", "a`", "`a", " ` ", "```\n# x\n```", "a`b``c```d", "\\`x`", "`@github`", "\\", "x\\",
    "$x$ $`x`$ $$x$$", ":smile:", "[^1]\n\n[^1]: x", "> [!WARNING]\n> x", "- [ ] x", "<!-- x", "<details open>",
    "|a|b|\n|-|-|", "x\n\n# y", "x\r\n\r\n<b>", "::error::x", "\u202egnp.exe", "\u2028# x", "<!--`-->", "~~x~~",
]  # fmt: skip


TEXTS = [*GITHUB, *LINES, *NAUGHTY, *(body for body in BODIES.values() if isinstance(body, str))]


@pytest.mark.parametrize("text", list(filter(None, TEXTS)))
def test_a_code_span_holds_any_text_and_makes_nothing_of_it(text: str) -> None:
    rendered = Rendered(f"- a {code(text)} b {code('c')}\n- d\n")
    assert rendered.elements == {"ul", "li", "code"}
    assert rendered.attributes == []
    shown = one_line(text if len(text) <= 300 else text[:299] + "…")
    assert rendered.codes == [shown, "c"]
    assert rendered.said.split() == ["a", "b", "d"]


@given(st.text("` \\<>@#|*_[]()!&;\n\r\tx$~-", min_size=1, max_size=30))
def test_a_code_span_holds_any_mixture_of_signs(text: str) -> None:
    rendered = Rendered(f"- a {code(text)} b\n")
    assert (rendered.elements, rendered.codes) == ({"ul", "li", "code"}, [one_line(text)])


def test_strangers_texts_change_nothing_of_the_summary_but_what_stands_in_code(archive: Path) -> None:
    lines = [*GITHUB, *LINES]
    harmless = reported(archive, ["x"] * len(lines))
    hostile = reported(archive, [one_line(line).strip() for line in lines])
    assert hostile.elements == harmless.elements == {"h2", "h3", "p", "strong", "ul", "li", "code"}
    assert hostile.attributes == []
    assert re.sub(r"\d+", "", hostile.said) == re.sub(r"\d+", "", harmless.said)
    assert len(hostile.codes) == len(harmless.codes)


def reported(archive: Path, lines: list[str]) -> Rendered:
    """The summary of articles and records, each of which has a line for its title, its note and its quotes."""
    new = {
        f"seeds/articles/s{n}.txt": seed(
            f"Alep. {line} {n}\n",
            title=line,
            note=line,
            date="2020",
            date_basis="inferred",
            date_evidence=["Alep", line],
            date_note=line,
            outlet="tass",
            outlet_basis="stated",
            outlet_evidence="TASS!",
        )
        for n, line in enumerate(lines)
    }
    places = [{**ALEP, "id": f"p{n}", "heading": f"{line} {n}", "labels": {}} for n, line in enumerate(lines)]
    write(archive, {**new, "seeds/authorities/places.yml": records(ALEP, *places)})
    return Rendered(summary(archive, 1))


# Length


def test_a_summary_ends_before_github_refuses_it_and_says_so(archive: Path) -> None:
    reading = read_archive(archive / "seeds", read_settings(archive / "mkdocs.yml"))
    changes = compare(reading, reading)
    assert (changes.seeds, changes.removed) == ((), ())
    many = Changes(tuple(reading.seeds.values()) * 3_000, (), (), (), (), ())
    text = report(many, (), reading.records, Words.load("en", MESSAGES), read_language("en"))
    assert SIZE_LIMIT * 0.9 < len(text.encode("utf-8")) <= SIZE_LIMIT < 1024 * 1024
    assert text.endswith("\n\nThis summary ends here for want of room.\n")
    assert text.count("### New: ") == text.count("- text: ")


def test_of_very_many_problems_the_first_are_told_and_the_others_counted(archive: Path) -> None:
    reading = read_archive(archive / "seeds", read_settings(archive / "mkdocs.yml"))
    problems = [Problem("x", line, "", Message("is wrong"), Message("mend it")) for line in range(1, 62)]
    nothing = compare(reading, reading)
    text = report(nothing, problems, reading.records, Words.load("en", MESSAGES), read_language("en"))
    assert text.endswith("- `x:30: is wrong; mend it`\n- and 31 more\n")
