"""The search against its peers, on one archive, in one run: Pagefind, and one whole lunr index."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from shutil import copy
from statistics import median
from typing import NamedTuple

from playwright.sync_api import Browser

from archive.collection import Collection
from archive.facets import count_facets
from archive.register import Register
from archive.search.files import search_files
from bench import pagefind, whole
from bench.browsing import Cold, chromium, cold, heap, middle, opened, ranks, times
from bench.cost import Cost, set_aside
from bench.hosting import Host, hosted
from bench.queries import Inquirer
from bench.report import Report
from tests.search_support import Searchable, collection_in

PAGES = Path(__file__).parent / "pages"
TESTS = Path(__file__).parent.parent / "tests"
BUILDS = 3
"""Of each index; the medians count."""
_COUNTING = """async () => {
    const size = bench.index.size;
    const columns = bench.index.postings.columns;
    await columns.bring(Array.from({ length: size }, (_, at) => at));
    const lists = Object.fromEntries(Object.entries(columns.facets).map(([name, { list }]) => [name, list]));
    const documents = Array.from({ length: Math.min(10000, size) }, (_, at) => at);
    const runs = Array.from({ length: 15 }, () => {
        const start = performance.now();
        archive.facets.count(documents, lists, { places: { any: [1, 2, 3], not: [7] }, actors: { not: [9] } });
        return performance.now() - start;
    });
    return runs.sort((a, b) => a - b)[7];
}"""


class Loaded(NamedTuple):
    """One whole lunr index in a page."""

    bytes: int
    """On the wire."""
    heap: float
    """MB, after all queries."""


def index_step(archive: Path, target: Path) -> Cost:
    """Makes our index in a process of its own."""
    command = [sys.executable, "-m", "bench.index_step", str(archive), str(target)]
    said = subprocess.run(command, check=True, capture_output=True, text=True)
    return Cost(**json.loads(said.stdout))


def add_page(site: Path, name: str, scripts: Sequence[str]) -> None:
    """A page in *site* with nothing but *scripts*."""
    tags = "".join(f'<script src="{script}"></script>' for script in scripts)
    head = '<!doctype html><html lang="fr"><meta charset="utf-8"><title>Essai</title><link rel="icon" href="data:,">'
    (site / name).write_text(f"{head}{tags}</html>", encoding="utf-8")


def changed_files(collection: Collection) -> tuple[int, int]:
    """How many files of the index change, and how many there are, when one article is added as the newest."""
    newest = [one for one in collection.articles if one.article.date][-1]
    more = replace(newest, article=replace(newest.article, id="zz-one-more"))
    facets = count_facets(Register.of([*collection.articles, more]), collection.facets.tree)
    before = dict(search_files(collection))
    after = dict(search_files(replace(collection, facets=facets)))
    return sum(after.get(path) != text for path, text in before.items()), len(before)


def build(archive: Path, folder: Path, report: Report) -> tuple[Collection, Path, Path]:
    """Both indexes, with what they cost; the collection and the two sites."""
    ours, theirs = folder / "ours", folder / "pagefind"
    collection = collection_in(archive)
    pagefind.write_pages(collection, theirs)
    costs: list[tuple[Cost, Cost]] = []
    for _ in range(BUILDS):  # in turn, since other work on the machine comes and goes; each from nothing
        for made in (ours, theirs / "pagefind"):
            set_aside(made)
        costs.append((index_step(archive, ours), pagefind.build_index(theirs)))
    cost, peer = (Cost(*map(median, zip(*some, strict=True))) for some in zip(*costs, strict=True))
    files = [sum(one.is_file() for one in site.rglob("*")) for site in (ours, theirs / "pagefind")]
    report.row("build of the index, CPU s", cost.cpu, peer.cpu, 0.4)
    report.row("build of the index, MB at peak", cost.memory, peer.memory, 0.25)
    report.row("files", files[0], files[1], 0.2)
    copy(PAGES / "ours.js", ours)
    copy(PAGES / "pagefind.js", theirs)
    copy(TESTS / "search_oracle.js", ours / "oracle.js")
    add_page(ours, "page.html", ["search/engine.js", "search/manifest.js", "ours.js"])
    add_page(ours, "oracle.html", ["search/engine.js", "oracle.js"])
    add_page(theirs, "page.html", ["pagefind.js"])
    return collection, ours, theirs


def first_queries(browser: Browser, ours: Host, peer: Host, groups: dict[str, list[str]], report: Report) -> int:
    """Rows for a first query on a slow line: of all queries, then of each kind. Returns the bytes of ours."""
    found: dict[str, tuple[list[Cold], list[Cold]]] = {}
    for kind, queries in groups.items():
        pairs = [(cold(browser, ours, query), cold(browser, peer, query)) for query in queries]
        found[kind] = ([one for one, _ in pairs], [other for _, other in pairs])
    every = tuple(middle([one for pair in found.values() for one in pair[side]]) for side in (0, 1))
    report.row("first query, KB", every[0].bytes / 1e3, every[1].bytes / 1e3, 0.22)
    report.row("first query, s at 1.6 Mbps and 150 ms", every[0].seconds, every[1].seconds, 0.25)
    for kind, pair in found.items():
        mine, other = middle(pair[0]), middle(pair[1])
        report.row(f"… {kind}, KB", mine.bytes / 1e3, other.bytes / 1e3, 0.22)
        report.row(f"… {kind}, s", mine.seconds, other.seconds, 0.25)
    return every[0].bytes


def many_queries(browser: Browser, ours: Host, peer: Host, queries: list[str], report: Report) -> float:
    """Rows for all queries on one page, first pass; returns the heap of ours in MB."""
    page, other = opened(browser, ours), opened(browser, peer)
    mine, theirs = times(page, queries), times(other, queries)
    for share, name in ((0.5, "p50"), (0.95, "p95")):
        at = int(share * len(queries))
        report.row(f"{len(queries)} queries, first pass, {name}, ms", sorted(mine)[at], sorted(theirs)[at], 0.4)
    report.limit("counts of every facet over 10,000 results, ms", page.evaluate(_COUNTING), 16)
    used = heap(page)
    page.context.close()
    other.context.close()
    return used


def against_lunr(
    browser: Browser, site: Path, folder: Path, collection: Collection, queries: list[str], report: Report
) -> Loaded:
    """Makes one whole lunr index and says how results agree; returns what it costs to use it."""
    target = folder / "lunr"
    target.mkdir()
    agreement = whole.build(browser, site, Searchable(site, collection).as_data(), target, 200)
    report.limit(f"results of {agreement.asked} queries that differ from its", len(agreement.differing), 0)
    copy(PAGES / "lunr.js", target)
    copy(site / "search" / "engine.js", target)
    add_page(target, "page.html", ["engine.js", "lunr.js"])
    with hosted(target) as host:
        page = opened(browser, host)
        times(page, queries)
        return Loaded(host.bytes, heap(page))


def measure(archive: Path, folder: Path, report: Report, *, quick: bool) -> None:
    """All rows of the search in *archive*; *folder* is filled. *quick*: fewer first queries, no whole lunr index."""
    folder.mkdir()
    with chromium() as browser:
        collection, ours, theirs = build(archive, folder, report)
        inquirer = Inquirer(collection)
        kinds = inquirer.queries(50)
        queries = [query for some in zip(*kinds.values(), strict=False) for query in some]
        first = {kind: some[: 3 if quick else 7] for kind, some in kinds.items()}
        with hosted(ours) as mine, hosted(theirs) as peer:
            bytes = first_queries(browser, mine, peer, first, report)
            used = many_queries(browser, mine, peer, queries, report)
            items = inquirer.known_items(300)
            for name, asked in (
                ("words of its title", [(one.id, one.by_title) for one in items]),
                ("words of its text", [(one.id, one.by_body) for one in items]),
            ):
                mine_rank, peer_rank = (ranks(opened(browser, host), asked) for host in (mine, peer))
                report.row(f"MRR@10, three {name}", mine_rank, peer_rank, 1.0, more_is_better=True)
        if not quick:
            loaded = against_lunr(browser, ours, folder, collection, queries, report)
            report.row("first query against the whole lunr index, KB", bytes / 1e3, loaded.bytes / 1e3, 1 / 90)
            report.row("heap after all queries against it, MB", used, loaded.heap, 0.1)
        changed, many = changed_files(collection)
        report.limit(f"files of {many:,} that change when one article is added", changed, many / 3)
