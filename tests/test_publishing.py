"""Publishing: the same site everywhere, by MkDocs or its successor, or else the old site and the reason."""

from __future__ import annotations

import gzip
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path
from shutil import copy2, copytree

import pytest

from tests.building import ROOT, Archive, build, run, write
from tests.test_golden import GOLDEN

NO_NETWORK = """
import os, sys

def refuse(event, arguments):
    if event.startswith(("socket.connect", "socket.get", "socket.sendto")):
        os.write(2, f"asks the network: {event} {arguments}\\n".encode())
        os._exit(97)

sys.addaudithook(refuse)
"""
ONE_CORE = """
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
"""


def snapshot(folder: Path) -> dict[str, bytes]:
    """Path below *folder* → content, of every file there is."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def differing(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> list[str]:
    return sorted(path for path in {*one, *other} if one.get(path) != other.get(path))


class ArticleText(HTMLParser):
    """Reads the text content of ``.article-text``."""

    def __init__(self) -> None:
        super().__init__()
        self.text: str | None = None
        self._open = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._open:
            self._open += 1
        elif dict(attrs).get("class") == "article-text":
            assert self.text is None, "two article texts on one page"
            self._open, self.text = 1, ""

    def handle_endtag(self, tag: str) -> None:
        self._open -= bool(self._open)

    def handle_data(self, data: str) -> None:
        if self._open and self.text is not None:
            self.text += data


def article_texts(site: Path) -> dict[str, str | None]:
    """Article id → the text content of its ``.article-text``."""
    texts = {}
    for page in sorted((site / "articles").glob("*.html")):
        if page.stem != "index":
            parser = ArticleText()
            parser.feed(page.read_text(encoding="utf-8"))
            parser.close()
            texts[page.stem] = parser.text
    return texts


def bodies(archive: Archive) -> dict[str, str]:
    """Article id → its body."""
    ids = sorted(path.stem for path in (archive.root / "seeds" / "articles").iterdir())
    return {id: archive.body(id) for id in ids}


# The repository as it stands


def clone(target: Path) -> Path:
    """The repository as a clone would be once everything is committed."""
    if not (ROOT / ".git").exists():
        pytest.skip("no repository, so no knowing what a clone would hold")
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=ROOT, capture_output=True, check=True).stdout.decode("utf-8").split("\0")
    for name in filter(None, names):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            copy2(ROOT / name, target / name)
    return target


@pytest.fixture(scope="module")
def clones(tmp_path_factory: pytest.TempPathFactory) -> tuple[Archive, Archive]:
    """Two clones, built on machines as unlike as one machine can be; the second has no network and one core."""
    one = clone(tmp_path_factory.mktemp("one"))
    two = tmp_path_factory.mktemp("two") / "d’un autre côté" / "archive"
    copytree(one, two)
    write(one.parent / "no-network", {"sitecustomize.py": NO_NETWORK + ONE_CORE})
    unlike = [
        (one, one, 0o022, {"TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8", "CI": "true"}),
        (
            two,
            Path("/"),
            0o077,
            {
                "TZ": "America/Los_Angeles",
                "PYTHONHASHSEED": "4711",
                "LC_ALL": "C",
                "LANGUAGE": "de",
                "SOURCE_DATE_EPOCH": "1000000000",
                "PYTHONPATH": str(one.parent / "no-network"),
            },
        ),
    ]
    builds = [
        subprocess.Popen(
            [sys.executable, str(root / "build_archive.py"), "-f", str(root / "mkdocs.yml")],
            cwd=folder,
            umask=umask,
            env={**os.environ, **environment},
            stderr=subprocess.PIPE,
        )
        for root, folder, umask, environment in unlike
    ]
    said = [build.communicate()[1].decode("utf-8") for build in builds]
    assert [build.returncode for build in builds] == [0, 0], "\n".join(said)
    return Archive(one), Archive(two)


def test_two_clones_make_the_same_site_to_the_byte(clones: tuple[Archive, Archive]) -> None:
    one, two = (snapshot(archive.site) for archive in clones)
    assert differing(one, two) == []
    assert {"index.html", "404.html", "data/articles.jsonl", "sitemap.xml.gz"} <= set(one)


def test_two_clones_make_the_same_pages_to_the_byte(clones: tuple[Archive, Archive]) -> None:
    one, two = (snapshot(archive.root / "docs") for archive in clones)
    assert differing(one, two) == []


def test_the_site_knows_no_clock_and_no_machine(clones: tuple[Archive, Archive]) -> None:
    days = [date.today() + timedelta(days=shift) for shift in (-1, 0, 1)]  # noqa: DTZ011 - any zone's today
    forms = ("%Y-%m-%d", "%Y%m%d", "%d %B %Y", "%d %b %Y", "%B %d, %Y")
    traces = [*(day.strftime(form) for day in days for form in forms), *(str(archive.root) for archive in clones)]
    found = []
    for path, content in snapshot(clones[0].site).items():
        plain = gzip.decompress(content) if path.endswith(".gz") else content
        found += [(path, trace) for trace in traces if trace.encode() in plain]
    assert found == []


@pytest.mark.parametrize("publisher", ["mkdocs", "properdocs"])
def test_the_pages_need_none_of_us_to_be_published(
    clones: tuple[Archive, Archive], publisher: str, tmp_path: Path
) -> None:
    own, _ = clones
    command = [sys.executable, "-m", publisher, "build", "--strict", "--site-dir", str(tmp_path)]
    done = subprocess.run(command, cwd=own.root, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert article_texts(tmp_path) == article_texts(own.site) == bodies(own)
    assert set(snapshot(tmp_path)) == set(snapshot(own.site))


# A mini archive


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """The golden archive with a page by hand, built."""
    root = tmp_path_factory.mktemp("built")
    copytree(GOLDEN / "seeds", root / "seeds")
    pages = {"essay.md": "# Essay\n\nOn [the dockers](articles/dockers.md).\n", "photo.svg": "<svg/>"}
    own = {"mkdocs.yml": (GOLDEN / "mkdocs.yml").read_bytes()}
    return build(root, {**own, **{f"docs/{name}": text for name, text in pages.items()}})


@pytest.fixture
def archive(built: Archive, tmp_path: Path) -> Archive:
    """The built archive, to be changed."""
    copytree(built.root, tmp_path, dirs_exist_ok=True)
    return Archive(tmp_path)


def test_texts_that_look_like_markup_are_published_to_the_character(built: Archive) -> None:
    texts = article_texts(built.site)
    assert texts == bodies(built)
    assert "{{ config }}, &amp; <script>" in str(texts["telegram"])


def test_pages_by_hand_are_published_beside_the_others(built: Archive) -> None:
    essay = (built.site / "essay.html").read_text(encoding="utf-8")
    assert '<a href="articles/dockers.html">the dockers</a>' in essay
    assert (built.site / "photo.svg").is_file()


def faults() -> Iterator[tuple[str, dict[str, str], str]]:
    own = (GOLDEN / "mkdocs.yml").read_text(encoding="utf-8")
    yield "plugin", {"mkdocs.yml": f"{own}plugins: [nope]\n"}, 'The "nope" plugin is not installed'
    yield "key", {"mkdocs.yml": f"{own}sitename: x\n"}, "Unrecognised configuration name: sitename"
    yield "nav", {"mkdocs.yml": f"{own}nav: [index.md, nope.md]\n"}, "'nope.md' is included in the 'nav'"
    yield "link", {"docs/essay.md": "[x](nope.md)\n"}, "'essay.md' contains a link 'nope.md', but the target is not"
    theme = {"theme/main.html": "{% nope %}", "mkdocs.yml": own.replace("{name", "{custom_dir: theme, name")}
    yield "theme", theme, "unknown tag 'nope'"


@pytest.mark.parametrize(("files", "reason"), [pytest.param(*rest, id=name) for name, *rest in faults()])
def test_what_mkdocs_refuses_leaves_the_old_site_and_says_why(
    archive: Archive, files: dict[str, str], reason: str
) -> None:
    before = snapshot(archive.site)
    write(archive.root, files)
    done = run(archive.root)
    said, last = done.stderr.rstrip("\n").rsplit("\n", 1)
    assert done.returncode == 1
    assert re.fullmatch(r"\S+/mkdocs\.yml: MkDocs: .+; correct mkdocs\.yml or the page it names", said)
    assert reason in said
    assert last == "1 problem; the site is as it was"
    assert differing(snapshot(archive.site), before) == []
    assert {path.name for path in archive.root.iterdir() if path.name.startswith(".")} <= {".cache"}


def test_a_plain_mkdocs_yml_is_enough(tmp_path: Path) -> None:
    archive = build(tmp_path, {"mkdocs.yml": "site_name: Mini\n", "seeds/articles/one.txt": "Un mot.\n"})
    page = (archive.site / "articles" / "one.html").read_text(encoding="utf-8")
    assert article_texts(archive.site) == {"one": "Un mot.\n"}
    assert re.findall(r'(?:src|href)="(?:https?:)?//[^"]*', page) == []


def test_an_archive_brings_its_own_theme_and_page_templates(tmp_path: Path) -> None:
    files = {
        "mkdocs.yml": "site_name: Mini\ntheme: {name: material, custom_dir: mine, language: fr}\n",
        "mine/main.html": "<title>À moi</title>{{ page.content }}",
        "templates/pages/unstated.html": "<p>{{ heading }}, dit autrement</p>",
        "seeds/articles/one.txt": "Un mot.\n",
    }
    site = build(tmp_path, files).site
    assert (site / "dates" / "index" / "none.html").read_text(encoding="utf-8") == (
        "<title>À moi</title><p>Date non renseignée, dit autrement</p>"
    )
