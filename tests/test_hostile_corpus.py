"""Attacks on readers, published by the archive and by a naive pipeline, and looked at by one and the same eye.

Each text of the corpus calls ``alert``, asks another host, or is an element with the attribute ``data-mal``; each is
the body, title, author, url and note of an article, and heading, variant and note of a record. The eye must see nothing
of it in the archive, and must see it in the naive pipeline: else it would see nothing anywhere.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page

from tests.building import build, config, records, seed, write
from tests.exploring import explore, search_box, settle, show_all
from tests.serving import serve_folder
from tests.sites import Serve, Site
from tests.watching import PageWatch, WatchPage

CORPUS = [
    "<script data-mal>alert(1)</script>",
    "<img data-mal src=x onerror=alert(1)>",
    "<svg data-mal onload=alert(1)>",
    "<svg data-mal><script>alert(1)</script></svg>",
    '"><svg data-mal onload=alert(1)>',
    "'><img data-mal src=x onerror=alert(1)>",
    "</title><script data-mal>alert(1)</script>",
    "</textarea></style></script><img data-mal src=x onerror=alert(1)>",
    "</mark></a></li></ul></div></article><img data-mal src=x onerror=alert(1)>",
    "<details data-mal open ontoggle=alert(1)>",
    "<input data-mal autofocus onfocus=alert(1)>",
    "<video data-mal><source onerror=alert(1)></video>",
    '<iframe data-mal srcdoc="<script>parent.alert(1)</script>"></iframe>',
    "<iframe data-mal src=javascript:parent.alert(1)></iframe>",
    "<math data-mal><mtext><img src=x onerror=alert(1)></mtext></math>",
    '<noscript><p title="</noscript><img data-mal src=x onerror=alert(1)>">',
    "<object data-mal data=https://ailleurs.example/x></object>",
    "<link data-mal rel=stylesheet href=https://ailleurs.example/x.css>",
    "<style data-mal>@import 'https://ailleurs.example/x.css';</style>",
    "<form data-mal action=https://ailleurs.example/><button>Alep</button></form>",
    "<a data-mal href=javascript:alert(1)>Alep</a>",
    "[Alep](javascript:alert(1)) ![Alep](https://ailleurs.example/x.png)",
    "<!--><img data-mal src=x onerror=alert(1)>-->",
    "<![CDATA[><img data-mal src=x onerror=alert(1)>]]>",
    "<?x ><img data-mal src=x onerror=alert(1)>?>",
    "&lt;img data-mal src=x onerror=alert(1)&gt; &#60;script data-mal&#62;alert(1)&#60;/script&#62;",
    "\\u003cimg data-mal src=x onerror=alert(1)\\u003e \\x3cscript\\x3ealert(1)\\x3c/script\\x3e",
    "%3Cimg%20data-mal%20src=x%20onerror=alert(1)%3E",
    "＜img data-mal src=x onerror=alert(2)＞",
    "{{ config }}{% raw %}<img data-mal src=x onerror=alert(1)>{% endraw %}",
    "`<img data-mal src=x onerror=alert(1)>` **<img data-mal src=x onerror=alert(1)>**",
    "Alep { onclick=alert(1) data-mal } {: onclick=alert(1) data-mal }",
    "javascript:alert(1)//<b data-mal>Alep</b>",
]

BODIES = {
    f"m{n:02}": f"Lu dans O{n:02} {text}, à P{n:02} {text}, dit A{n:02} {text} :\n\n{text}\n\n{text} {text}\n"
    for n, text in enumerate(CORPUS)
}
"""The articles: id → text."""


@dataclass
class Findings:
    """What the eye saw of the corpus; nothing on a good site."""

    ran: list[str] = field(default_factory=list)
    """What the watch heard: dialogs, popups, console, requests elsewhere."""
    led_away: list[str] = field(default_factory=list)
    """Pages that did not stay where they were opened."""
    made: list[str] = field(default_factory=list)
    """Elements, handlers and links made from a text."""
    altered: list[str] = field(default_factory=list)
    """Articles whose title or body is nowhere on their page to the character."""


MADE = """() => [...document.querySelectorAll("*")].filter((element) =>
  element.hasAttribute("data-mal")
  || element.getAttributeNames().some((name) => name.startsWith("on"))
  || /^\\s*javascript:/i.test(element.getAttribute("href") ?? element.getAttribute("src") ?? "")
).map((element) => element.outerHTML.slice(0, 80))"""
HOLDS = """(text) => [...document.querySelectorAll("main *")].some((element) => element.textContent === text)"""


def look(
    watch: PageWatch, articles: list[str], others: list[str], searches: Callable[[PageWatch], Iterator[Page]]
) -> Findings:
    """Opens *articles* (addresses, in the order of the corpus) and *others*, and searches; says what was seen."""
    found = Findings()

    def note(page: Page, address: str) -> None:
        page.wait_for_timeout(20)  # for what runs soon after a page has loaded
        if not page.url.split("?")[0].endswith(address):
            found.led_away.append(f"{address}: {page.url}")
            return
        found.made.extend(f"{address}: {made}" for made in page.evaluate(MADE))

    for address, text, body in zip(articles, CORPUS, BODIES.values(), strict=True):
        page = watch.open(address)
        note(page, address)
        if not (page.evaluate(HOLDS, text) and page.evaluate(HOLDS, body)):
            found.altered.append(address)
    for address in others:
        note(watch.open(address), address)
    for page in searches(watch):
        note(page, page.url.split("?")[0].rpartition("/")[2])
    found.ran = [str(complaint) for complaint in watch.complaints()]
    return found


# The archive


TURNS = ["outlets", "places", "actors"]


@pytest.fixture(scope="module")
def corpus_site(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The corpus, published by the archive."""
    files: dict[str, str | bytes] = {"mkdocs.yml": config(site_name=CORPUS[1], site_description=CORPUS[0])}
    for folder, type_ in zip(TURNS, ["newspaper", "city", "person"], strict=True):
        letter = folder[0]
        files[f"seeds/authorities/{folder}.yml"] = records(
            *(
                {
                    "id": f"{letter}{n:02}",
                    "heading": f"{letter.upper()}{n:02} {text}",
                    "variants": [f"{letter.upper()}{letter}{n:02} {text}"],
                    "type": type_,
                    "note": text,
                }
                for n, text in enumerate(CORPUS)
            )
        )
    for n, (id, text) in enumerate(zip(BODIES, CORPUS, strict=True)):
        files[f"seeds/articles/{id}.txt"] = seed(
            BODIES[id],
            title=text,
            author=text,
            outlet=f"o{n:02}",
            url=f"https://ailleurs.example/?q={quote(text)}&javascript:alert(1)",
            archived_url="https://ailleurs.example/javascript:alert(1)",
            date=f"2024-{n % 12 + 1:02}",
            date_basis="background",
            date_note=text,
            note=text,
            rights=text,
            places=[f"p{n:02}"],
            actors=[f"a{n:02}"],
        )
    return serve(build(tmp_path_factory.mktemp("corpus"), files))


def searches_of_the_archive(watch: PageWatch) -> Iterator[Page]:
    """Suggestions in the box, results, every facet open, and every record as a chip."""
    for n, text in enumerate(CORPUS):
        page = explore(watch, f"?q={quote(text)}" if n % 2 else f"?f.places=p{n:02}&not.actors=a{n - 1:02}&q=Alep")
        yield page
        search_box(page).fill(f"P{n:02}")
        page.get_by_role("option", name=f"P{n:02} {text}").first.wait_for()
        yield page
    page = explore(watch, "?" + "&".join(f"f.outlet=o{n:02}" for n in range(len(CORPUS))))
    show_all(page)
    yield page
    page = explore(watch, "?sort=oldest&q=mal")
    search_box(page).fill(CORPUS[1])
    page.keyboard.press("Enter")
    settle(page)
    yield page


def test_no_reader_of_the_archive_meets_an_attack(corpus_site: Site, watch_page: WatchPage) -> None:
    articles = [f"articles/{id}.html" for id in BODIES]
    # Of each text the page of one record, by turns: they are made alike.
    turns = {f"{folder}/{folder[0]}{n:02}.html": n for folder in TURNS for n in range(len(CORPUS))}
    passed_over = {address for address, n in turns.items() if TURNS[n % 3] != address.partition("/")[0]}
    others = [address for address in corpus_site.archive.addresses if address not in {*articles, *passed_over}]
    assert len(others) > len(CORPUS) + 20
    assert look(watch_page(corpus_site.home), articles, others, searches_of_the_archive) == Findings()


# The naive pipeline


@pytest.fixture
def naive_home(tmp_path: Path) -> Iterator[str]:
    """The corpus, published as many do it: texts in Markdown files, MkDocs and Material as they come."""
    files: dict[str, str | bytes] = {
        "mkdocs.yml": "site_name: Naive\nuse_directory_urls: false\ntheme: {name: material, font: false}\n"
        "plugins: [search]\nmarkdown_extensions: [attr_list, md_in_html]\n",
        "docs/index.md": "# Articles\n\n"
        + "".join(f"* [{text}]({id}.md)\n" for id, text in zip(BODIES, CORPUS, strict=True)),
    }
    for id, text in zip(BODIES, CORPUS, strict=True):
        front_matter = f"title: {json.dumps(text)}\nauthor: {json.dumps(text)}"
        files[f"docs/{id}.md"] = f"---\n{front_matter}\n---\n\n# {text}\n\n{text}\n\n{BODIES[id]}"
    write(tmp_path, files)
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    subprocess.run(command, cwd=tmp_path, capture_output=True, check=True)
    with serve_folder(tmp_path / "site") as home:
        yield home


def test_the_same_eye_sees_the_attacks_on_readers_of_a_naive_pipeline(naive_home: str, watch_page: WatchPage) -> None:
    found = look(watch_page(naive_home), [f"{id}.html" for id in BODIES], ["index.html"], lambda watch: iter(()))
    assert len([heard for heard in found.ran if heard.startswith("dialog: alert")]) > 10
    assert [heard for heard in found.ran if heard.startswith("stray request")]
    assert len(found.made) > 20
    assert len(found.altered) > 20
