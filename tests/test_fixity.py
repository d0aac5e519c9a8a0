"""What an archive must not lose: texts change only with a word on it, and old addresses lead on."""

from __future__ import annotations

import re
import subprocess
from hashlib import sha256
from pathlib import Path
from shutil import copytree

import pytest
from playwright.sync_api import Browser

from tests.building import Archive, Files, build, config, records, seed, write
from tests.test_check import data
from tests.test_command import command

BODY, CHANGED = "Le texte.\n", "Le texte changé.\n"
SUM = sha256(CHANGED.encode()).hexdigest()
BEFORE: Files = {
    "mkdocs.yml": config("en", site_url="https://example.org/press/"),
    "seeds/authorities/outlets.yml": records({"id": "tass", "heading": "TASS", "type": "news_agency"}),
    "seeds/authorities/places.yml": records({"id": "alep", "heading": "Alep", "type": "city"}),
    "seeds/articles/kept.txt": seed("Un texte gardé.\n", date="2020", outlet="tass", title="Gardé"),
    "seeds/articles/one.txt": seed(BODY, date="2020", outlet="tass", note="Sans titre."),
}


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """The archive as it was."""
    write(tmp_path / "base", BEFORE)
    return tmp_path / "base"


@pytest.fixture
def root(base: Path) -> Path:
    """The archive as it is, to be changed."""
    return copytree(base, base.with_name("now"))


def told(root: Path, against: str | Path = "../base") -> list[str]:
    """The errors of a check against *against*, of which the status is 1 when there is one."""
    done = command("check", "--quiet", "--against", against, cwd=root)
    lines = done.stderr.splitlines()[:-1]
    assert done.returncode == bool(lines), done.stderr
    return lines


def test_what_has_not_changed_is_good(root: Path, base: Path) -> None:
    write(root, {"seeds/articles/new.txt": "Un nouveau texte.\n"})
    for against in ("../base", "../base/seeds", base, base / "seeds"):
        assert told(root, against) == []


@pytest.mark.parametrize(
    ("given", "good"),
    [
        ({}, False),
        ({"note": "Coquille corrigée."}, False),
        ({"sha256": SUM}, False),
        ({"note": "Sans titre.", "sha256": SUM}, False),
        ({"note": "Coquille corrigée.", "sha256": SUM}, True),
    ],
    ids=["nothing", "a note", "a sum", "the old note", "a new note and the sum"],
)
def test_a_text_changes_only_with_a_new_note_and_its_sum(root: Path, given: dict[str, str], good: bool) -> None:
    write(root, {"seeds/articles/one.txt": seed(CHANGED, date="2020", outlet="tass", **given)})
    line = 4 + len(given) + 1
    remedy = f"restore it, or say why in note and give sha256: {SUM}"
    assert told(root) == ([] if good else [f"seeds/articles/one.txt:{line}: the text is not what it was; {remedy}"])


def test_front_matter_changes_freely(root: Path) -> None:
    write(root, {"seeds/articles/one.txt": seed(BODY, date="2021")})
    assert told(root) == []


def test_an_article_that_is_gone_asks_for_a_redirect(root: Path) -> None:
    (root / "seeds" / "articles" / "one.txt").unlink()
    remedy = "restore it, or add an entry to seeds/redirects.yml: old, and new or withdrawn"
    assert told(root) == [f"seeds/articles/one.txt: articles/one no longer leads to a page; {remedy}"]
    write(root, {"seeds/redirects.yml": "- old: articles/one\n  withdrawn: À la demande de l’auteur\n"})
    assert told(root) == []


def test_a_renamed_article_is_known_by_its_text(root: Path) -> None:
    articles = root / "seeds" / "articles"
    (articles / "one.txt").rename(articles / "two.txt")
    entry = "- {old: articles/one, new: articles/two}"
    assert told(root) == [
        f"seeds/articles/one.txt: articles/one no longer leads to a page; add to seeds/redirects.yml: {entry}"
    ]
    write(root, {"seeds/redirects.yml": f"{entry}\n"})
    assert told(root) == []


def test_a_record_that_is_gone_asks_for_a_redirect(root: Path) -> None:
    write(root, {"seeds/authorities/places.yml": records({"id": "halab", "heading": "Halab", "type": "city"})})
    (line,) = told(root)
    assert line.startswith("seeds/authorities/places.yml: places/alep no longer leads to a page; restore it, or add")
    write(root, {"seeds/redirects.yml": "- {old: places/alep, new: places/halab}\n"})
    assert told(root) == []


def test_a_redirect_is_kept(root: Path, base: Path) -> None:
    write(base, {"seeds/redirects.yml": "- {old: articles/zero, new: articles/one}\n"})
    (line,) = told(root)
    assert line.startswith("seeds/redirects.yml: articles/zero no longer leads to a page; ")


def test_a_wrong_file_is_not_called_lost(root: Path) -> None:
    write(root, {"seeds/articles/one.txt": b"\xff"})
    (line,) = told(root)
    assert "is not UTF-8" in line


def test_a_pull_request_is_checked_against_a_revision_of_git(base: Path) -> None:
    def git(*arguments: str) -> None:
        identity = ["-c", "user.name=x", "-c", "user.email=x@example.org"]
        subprocess.run(["git", *identity, *arguments], cwd=base, check=True, capture_output=True)

    git("init", "--quiet", "--initial-branch=main")
    git("add", "--all")
    git("commit", "--quiet", "--message=x")
    git("switch", "--quiet", "--create=mine")
    write(base, {"seeds/articles/one.txt": seed(CHANGED)})
    git("commit", "--quiet", "--all", "--message=y")
    assert told(base, "mine") == []
    assert [line.partition("; ")[0] for line in told(base, "main")] == [
        "seeds/articles/one.txt:3: the text is not what it was"
    ]
    codes = {one["code"] for one in data(base, "--against=HEAD~1", "seeds/articles/one.txt")}
    assert "the text is not what it was" in codes


@pytest.mark.parametrize("named", ["nope", "--output=x", "nope:seeds", "HEAD"])
def test_what_is_no_earlier_state_is_said_in_one_line(root: Path, named: str) -> None:
    done = command("check", f"--against={named}", cwd=root)
    first, last = done.stderr.splitlines()
    assert done.returncode == 1
    assert re.fullmatch(rf"{named}: is no folder, and no revision of git \(.+\); name with --against .*", first)
    assert last == "1 problem; the site is as it was"
    assert not (root / "x").exists()


# The redirects themselves


def redirected(root: Path, text: str) -> list[str]:
    write(root, {"seeds/redirects.yml": text})
    return [line.removeprefix("seeds/redirects.yml:") for line in command("check", "-q", cwd=root).stderr.splitlines()][
        :-1
    ]


WHY = "name a page of the archive, or say withdrawn: and why"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (
            "- {old: articles/a, new: articles/one}\n- {old: outlets/a, new: actors/a}\n",
            ["2: new: actors/a leads to no page"],
        ),
        ("a: b\n", ["1: is no list of redirects; begin each entry with '- old: …'"]),
        ("- new: articles/one\n", ["1: old: is missing; add it"]),
        ("- {old: articles/a, nwe: articles/one}\n", ["1: nwe: is no key of the format; did you mean new?"]),
        ("- old: articles/a\n", ["1: old: the entry must have either new or withdrawn"]),
        ("- old: articles/a\n  new: articles/one\n  withdrawn: x\n", ["1: old: the entry must have either"]),
        ("- old: a\n  new: articles/one\n", ["1: old: 'a' is no address of a page"]),
        (
            "- old: article/a\n  new: articles/one\n",
            ["1: old: 'article' is no folder of pages; did you"],
        ),
        ("- old: articles/One\n  new: articles/one\n", ["1: old: 'One' is no id; write one"]),
        ("- old: articles/../x\n  new: articles/one\n", ["1: old: '../x' is no id; write x"]),
        ("- old: articles/index\n  new: articles/one\n", ["1: old: the id 'index' is reserved"]),
        ("- old: articles/one\n  new: articles/kept\n", ["1: old: articles/one still leads to a page"]),
        (
            "- {old: articles/a, new: articles/one}\n- {old: articles/a, new: articles/kept}\n",
            ["2: old: articles/a is given before; keep one of the two"],
        ),
        (
            "- old: articles/a\n  new: articles/noe\n",
            ["2: new: articles/noe leads to no page; did you mean art"],
        ),
        ("- old: articles/a\n  new: dates/2020\n", ["2: new: 'dates' is no folder of pages"]),
        (
            "- {old: articles/a, new: articles/b}\n- {old: articles/b, new: articles/one}\n",
            ["1: new: articles/b is itself a redirect; write articles/one"],
        ),
        (
            "- {old: articles/a, new: articles/b}\n- {old: articles/b, withdrawn: x}\n",
            ["1: new: articles/b is itself a redirect; say withdrawn: and why, as there"],
        ),
        (
            "- {old: articles/a, new: articles/b}\n- {old: articles/b, new: articles/a}\n",
            [
                "1: new: articles/b is itself a redirect; they run in a circle",
                "2: new: articles/a is itself a redirect",
            ],
        ),
        ("- {old: articles/a, new: articles/a}\n", ["1: new: articles/a is itself a redirect; they run in a circle"]),
    ],
)
def test_a_bad_redirect_is_told_with_its_line_and_its_remedy(root: Path, text: str, expected: list[str]) -> None:
    lines = redirected(root, text)
    assert len(lines) == len(expected), lines
    assert [line[: len(start)] for line, start in zip(lines, expected, strict=True)] == expected


# The pages at old addresses


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    entries = [
        {"old": "articles/old", "new": "articles/kept"},
        {"old": "places/halab", "new": "places/alep"},
        {"old": "articles/gone", "withdrawn": 'À la demande de l’auteur <b>"*x*"</b>'},
    ]
    return build(tmp_path_factory.mktemp("moved"), {**BEFORE, "seeds/redirects.yml": records(*entries)})


@pytest.mark.parametrize(
    ("old", "new", "name"), [("articles/old", "articles/kept", "Gardé"), ("places/halab", "places/alep", "Alep")]
)
def test_an_old_address_leads_on(moved: Archive, old: str, new: str, name: str) -> None:
    page = (moved.site / f"{old}.html").read_text(encoding="utf-8")
    assert f'<meta http-equiv="refresh" content="0; url={new.partition("/")[2]}.html">' in page
    assert f'<link rel="canonical" href="https://example.org/press/{new}.html">' in page
    assert '<meta name="robots" content="noindex">' in page
    assert f'<a href="../{new}.html">{name}</a>' in page
    assert "This page has moved" in page


def test_a_withdrawn_article_says_why(moved: Archive) -> None:
    page = (moved.site / "articles" / "gone.html").read_text(encoding="utf-8")
    assert "This page was withdrawn from the archive" in page
    assert "À la demande de l’auteur &lt;b&gt;" in page
    assert "<b>" not in page
    assert '<meta name="robots" content="noindex">' in page
    assert 'http-equiv="refresh"' not in page
    assert 'rel="canonical"' not in page


def test_old_addresses_stand_in_no_list_no_search_and_no_sitemap(moved: Archive) -> None:
    old = re.compile(r"(?:articles/|[\"'/])(?:old|gone|halab)(?:\.html)?[\"'<]")
    own = {moved.site / f"{address}.html" for address in ("articles/old", "articles/gone", "places/halab")}
    texts = [path for path in moved.site.rglob("*") if path.suffix in (".html", ".xml", ".json", ".jsonl", ".txt")]
    assert [path for path in texts if path not in own and old.search(path.read_text(encoding="utf-8"))] == []
    assert "articles/kept.html" in (moved.site / "sitemap.xml").read_text(encoding="utf-8")
    assert [article["id"] for article in moved.data] == ["kept", "one"]


@pytest.mark.browser
def test_the_browser_follows_from_a_disk_without_javascript(moved: Archive, browser: Browser) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto((moved.site / "articles" / "old.html").as_uri())
    page.wait_for_url("**/articles/kept.html")
    assert page.locator(".article-text").text_content() == "Un texte gardé.\n"
