"""Measures the archive against its peers, a row or a few at a time.

    python -m bench [ROW …] [--articles 20000 | --seeds ARCHIVE] [--large] [--quick] [--results FILE]

Without a row, all. What counts is the ratio to a peer that is measured beside it, in turn, since machines differ and
are shared; CPU seconds are those of all processes, figures the medians of the runs.
"""

from __future__ import annotations

import argparse
import gc
import gzip
import os
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Mapping
from pathlib import Path
from shutil import copy, copytree
from statistics import median
from tempfile import TemporaryDirectory

from archive.linking import link_all
from archive.reading import read_sources
from archive.settings import read_settings
from bench import hugo, naive, ours, search
from bench.corpus import write_archive
from bench.cost import middle_cost, set_aside
from bench.edits import EDITS
from bench.report import Report
from tests.search_support import collection_in

RUNS = 3
SMALL, LARGE = 2_000, 100_000
"""Articles of the archive that peers which do not grow can take, and of the largest."""


class Bench:
    """The rows, and the archives that they are measured on, each made once."""

    def __init__(self, given: argparse.Namespace, folder: Path, report: Report) -> None:
        self._folder, self._report = folder, report
        self._own: Path | None = given.seeds
        self._articles = sum(1 for _ in (self._own / "seeds" / "articles").iterdir()) if self._own else given.articles
        self._quick, self._runs = given.quick, 1 if given.quick else RUNS
        self._large = LARGE if given.large else self._articles

    def archive(self, articles: int) -> Path:
        """An archive of so many articles, made up unless it is the one given; a copy, to be built and changed."""
        archive = self._folder / f"{articles}"
        if archive.exists():
            return archive
        if self._own and articles == self._articles:
            _copy(self._own, archive)
        else:
            write_archive(archive, articles)
        return archive

    def whole(self) -> None:
        """From seeds to the finished site with its search, against Hugo and Pagefind."""
        archive, folder = self.archive(self._articles), self._folder / "hugo"
        hugo.write_sources(collection_in(archive), folder)
        runs = [(ours.build_from_nothing(archive), *hugo.build(folder)) for _ in range(self._runs)]
        mine, site, index = map(middle_cost, zip(*runs, strict=True))
        name = f"{self._articles:,} articles, seeds to site with search"
        self._report.row(f"{name}, CPU s, against Hugo + Pagefind", mine.cpu, site.cpu + index.cpu, 0.6)
        self._report.fact("… s by the clock", mine.clock, site.clock + index.clock)
        self._report.fact("… of which Hugo, then Pagefind", site.cpu, index.cpu)
        self._report.fact("… memory, MB", mine.memory, max(site.memory, index.memory))
        self._report.fact("… pages", ours.pages(archive / "site"), ours.pages(folder / "public"))

    def naive(self) -> None:
        """The same, small, against MkDocs and Material as people use them."""
        archive, folder = self.archive(SMALL), self._folder / "naive"
        naive.write_sources(collection_in(archive), folder)
        peer = naive.build(folder)
        mine = middle_cost(ours.build_from_nothing(archive) for _ in range(self._runs))
        name = f"{SMALL:,} articles, seeds to site with search, s, against MkDocs with all in nav, tags, search"
        self._report.row(name, mine.clock, peer.clock, 1 / 50)
        self._report.row("… CPU s", mine.cpu, peer.cpu, 1 / 50)

    def publishing(self) -> None:
        """The step from docs/ to site/ alone, against MkDocs with the same settings and nothing of ours."""
        archive, sites = self.archive(SMALL), (self._folder / "published", self._folder / "plain")
        ours.build_from_nothing(archive)
        runs = []
        for _ in range(self._runs):
            for site in sites:
                set_aside(site)
            runs.append((_publishing_step(archive, sites[0]), _publishing_step(archive, sites[1], "--plain")))
        mine, peer = ([*map(median, zip(*some, strict=True))] for some in zip(*runs, strict=True))
        self._report.row(f"{SMALL:,} articles, docs/ to site/, CPU s, against MkDocs alone", mine[0], peer[0], 1 / 3.5)
        self._report.row("… s by the clock", mine[1], peer[1], 1 / 3.5)
        self._report.limit("… files that differ", len(ours.differing(*sites)), 0)

    def slope(self) -> None:
        """What a page costs as the archive grows, and the memory that it takes."""
        large = self._large
        costs = {many: ours.build_from_nothing(self.archive(many)) for many in (SMALL, large)}
        pages = {many: ours.pages(self.archive(many) / "site") for many in costs}
        ms = {many: 1000 * cost.cpu / pages[many] for many, cost in costs.items()}
        self._report.row(f"CPU ms a page, {large:,} articles against {SMALL:,}", ms[large], ms[SMALL], 1.2)
        self._report.limit(f"{large:,} articles, memory, MB", costs[large].memory, 4_000)

    def warm(self) -> None:
        """One change after another, each built after an earlier build, and from nothing in another folder."""
        archive, other = self.archive(self._articles), self._folder / "from-nothing"
        cold = [ours.build_from_nothing(archive)]
        for name, edit in EDITS.items():
            edit(archive)
            warm = ours.build(archive)
            set_aside(other)
            _copy(archive, other)
            cold.append(ours.build_from_nothing(other))
            nothing = middle_cost(cold)
            self._report.limit(f"{self._articles:,} articles, {name}, CPU s", warm.cpu, 3)
            self._report.row("… against a build from nothing", warm.cpu, nothing.cpu, 1 / 20)
            self._report.limit("… s by the clock", warm.clock, 3)
            self._report.row("… against a build from nothing", warm.clock, nothing.clock, 1 / 20)
            self._report.limit("… files that differ from it", len(ours.differing(archive / "site", other / "site")), 0)
        set_aside(archive)  # it has been changed

    def linking(self) -> None:
        """Articles that are linked in one CPU second, with 1,000 records and 5,000 variants."""
        archive = self.archive(self._articles)
        sources = read_sources(archive / "seeds", read_settings(archive / "mkdocs.yml"))
        articles = [*sources.articles]
        rates = []
        gc.disable()  # as the command does
        for _ in range(self._runs):
            before = sum(os.times()[:4])
            deque(link_all(articles, sources.records), maxlen=0)
            rates.append(len(articles) / (sum(os.times()[:4]) - before))
        gc.enable()
        self._report.limit("articles linked in one CPU s, 5,000 variants", median(rates), 20_000, "≥")

    def largest(self) -> None:
        """The largest pages, as a host sends them."""
        archive = self.archive(self._articles)
        site = archive / "site"
        if not site.exists():
            ours.build_from_nothing(archive)
        sizes = {path: len(gzip.compress(path.read_bytes(), 6)) / 1e3 for path in ours.largest(site, 200)}
        path = max(sizes, key=lambda path: sizes[path])
        self._report.limit(f"largest page, gzipped, KB: {path.relative_to(site).as_posix()}", sizes[path], 60)

    def search(self) -> None:
        """The search, against Pagefind and one whole lunr index."""
        search.measure(self.archive(self._articles), self._folder / "search", self._report, quick=self._quick)


ROWS: Mapping[str, Callable[[Bench], None]] = {
    "linking": Bench.linking,
    "publishing": Bench.publishing,
    "naive": Bench.naive,
    "whole": Bench.whole,
    "largest": Bench.largest,
    "slope": Bench.slope,
    "search": Bench.search,
    "warm": Bench.warm,
}


def _copy(archive: Path, to: Path) -> None:
    """What a person wrote of *archive*, and nothing that was built."""
    copytree(archive / "seeds", to / "seeds")
    copy(archive / "mkdocs.yml", to)


def _publishing_step(archive: Path, site: Path, *options: str) -> tuple[float, ...]:
    command = [sys.executable, "-m", "bench.publishing_step", str(archive), str(site), *options]
    return tuple(map(float, subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()))


def main() -> None:
    """Reads the command line, measures, prints."""
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description="Measures the archive against its peers.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="rows:\n" + "\n".join(f"  {name:12}{row.__doc__}" for name, row in ROWS.items()),
    )
    parser.add_argument("rows", nargs="*", metavar="ROW", help="what to measure (default: all)")
    parser.add_argument("--articles", type=int, default=20_000, help="of the archive (default: %(default)s)")
    parser.add_argument("--seeds", type=Path, metavar="ARCHIVE", help="your own: a folder with mkdocs.yml and seeds/")
    parser.add_argument("--large", action="store_true", help=f"the slope up to {LARGE:,} articles")
    parser.add_argument("--quick", action="store_true", help="one run instead of three, fewer queries")
    parser.add_argument("--results", type=Path, metavar="FILE", help="write the table there too")
    given = parser.parse_args()
    if unknown := [row for row in given.rows if row not in ROWS]:
        parser.error(f"no such row: {', '.join(unknown)} (choose from {', '.join(ROWS)})")
    with TemporaryDirectory() as scratch:
        bench = Bench(given, Path(scratch), Report(given.results))
        for row in given.rows or ROWS:
            ROWS[row](bench)


if __name__ == "__main__":
    main()
