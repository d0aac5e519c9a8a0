#!/usr/bin/env python3
"""Turns seeds/ into docs/ and publishes it as a static site.

    python build_archive.py            build the site (the same as: build_archive.py build)
    python build_archive.py check      only say what is wrong
    python build_archive.py serve      show the site, and follow every change of seeds and templates

Exit status: 0 good, 1 the archive has errors, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from archive.collection import Collection
from archive.contributing import contributing_files
from archive.export import article_data
from archive.facets import build_tree, count_facets
from archive.kinship import akin
from archive.linking import link_all
from archive.pages.site import render_pages
from archive.problems import ArchiveError, Problem
from archive.progress import Progress
from archive.publishing import publish
from archive.reading import read_sources
from archive.rendering import Renderer
from archive.search.files import search_files
from archive.settings import Settings, read_settings
from archive.text import fold
from archive.usage import observed_forms
from archive.watching import serve
from archive.words import Words
from archive.writing import check_site_target, copy_pages_by_hand, paths_to_write, whole_site, write_docs

TEMPLATES = Path(__file__).resolve().parent / "templates"


def build(settings: Settings, seeds: Path, site: Path, progress: Progress) -> None:
    """The whole way from seeds to site. Raises ArchiveError, with the old site untouched, when anything is wrong."""
    check_site_target(site, keep=(settings.docs_dir, seeds))
    files = generate(settings, seeds, progress)
    with TemporaryDirectory() as scratch:
        docs = docs_folder(settings, seeds, Path(scratch))
        progress.stage("write docs", len(files))
        write_docs(docs, files)
        progress.stage("publish with MkDocs", len(files))
        with whole_site(site) as staging:
            publish(settings, docs, staging)
    progress.done(site, len(files))


def generate(settings: Settings, seeds: Path, progress: Progress) -> dict[str, str]:
    """Every generated file, as path below docs/ → text. Touches no disk but to read."""
    collection = collect(settings, seeds, progress)
    progress.stage("render pages", len(collection.articles))
    renderer = Renderer([settings.root / "templates" / "pages", TEMPLATES / "pages"], collection.words)
    pages = render_pages(collection, renderer)
    return paths_to_write(
        [*pages, *article_data(collection), *contributing_files(collection), *search_files(collection)]
    )


def collect(settings: Settings, seeds: Path, progress: Progress) -> Collection:
    """The archive, read, linked and counted."""
    words = load_words(settings)
    progress.stage("read seeds")
    sources = read_sources(seeds, settings)
    progress.stage("link names", len(sources.articles))
    linked = link_all(sources.articles, sources.records)
    tree = build_tree(sources.records, {id: fold(record.heading) for id, record in sources.records.items()})
    facets = count_facets(linked, tree)
    return Collection(settings, words, facets, observed_forms(facets.articles), akin(facets))


def rewrite(settings: Settings, seeds: Path, docs: Path, progress: Progress) -> None:
    """New pages in *docs*, while MkDocs shows them: what it says must not find half a line on the terminal."""
    try:
        files = generate(settings, seeds, progress)
    finally:
        progress.clear()
    write_docs(docs, files)


def docs_folder(settings: Settings, seeds: Path, scratch: Path) -> Path:
    """Where the pages go: the archive's own docs/ when *seeds* is its own; else *scratch*, with its pages by hand."""
    if seeds.resolve() == settings.root / "seeds":
        return settings.docs_dir
    copy_pages_by_hand(settings.docs_dir, scratch)
    return scratch


def load_words(settings: Settings) -> Words:
    """The interface's words. Raises ArchiveError when there is no catalogue of its language."""
    try:
        return Words.load(settings.language, TEMPLATES / "theme" / "messages")
    except LookupError as error:
        remedy = "choose one of them, or translate templates/theme/messages/en.html"
        shown = os.path.relpath(settings.config_file)
        raise ArchiveError([Problem(shown, 0, "theme.language", str(error), remedy)]) from None


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line; returns the exit status."""
    options = command_line().parse_args(arguments)
    progress = Progress(sys.stderr, quiet=options.quiet)
    try:
        settings = read_settings(options.config_file)
        seeds = options.seeds or settings.root / "seeds"
        match options.command:
            case "check":
                load_words(settings)
                sources = read_sources(seeds, settings)
                progress.say(f"no problems (articles: {len(sources.articles):,}, records: {len(sources.records):,})")
            case "serve":
                serve(
                    settings,
                    seeds,
                    options.address,
                    lambda docs: rewrite(settings, seeds, docs, progress),
                    lambda scratch: docs_folder(settings, seeds, scratch),
                    [folder for folder in {settings.root / "templates", TEMPLATES} if folder.is_dir()],
                )
            case _:
                build(settings, seeds, options.site or settings.site_dir, progress)
    except ArchiveError as error:
        progress.clear()
        for problem in error.problems:
            print(problem, file=sys.stderr)
        many = len(error.problems)
        print(f"{many} problem{'s' if many != 1 else ''}; the site is as it was", file=sys.stderr)
        return 1
    except OSError as error:
        progress.clear()
        print(f"{error}; the site is as it was", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        progress.clear()
        print("interrupted; the site is as it was", file=sys.stderr)
        return 130
    return 0


def command_line() -> argparse.ArgumentParser:
    """The options, with their help."""
    parser = argparse.ArgumentParser(
        prog="build_archive.py",
        description="Turns press articles kept verbatim into a static, searchable archive.",
        epilog="Exit status: 0 good, 1 the archive has errors (one line each), 2 wrong usage.",
    )
    parser.add_argument(
        "command",
        nargs="?",
        default="build",
        choices=["build", "check", "serve"],
        help="build the site (default); only check the archive; or show the site and follow every change",
    )
    parser.add_argument(
        "-f",
        "--config-file",
        type=Path,
        default=Path("mkdocs.yml"),
        metavar="FILE",
        help="the archive's mkdocs.yml (default: mkdocs.yml in this folder)",
    )
    parser.add_argument(
        "--seeds",
        type=Path,
        metavar="DIR",
        help="the folder with articles/ and authorities/ (default: seeds beside mkdocs.yml); with another folder than "
        "that, docs/ is left alone",
    )
    parser.add_argument(
        "--site",
        type=Path,
        metavar="DIR",
        help="where the site goes (default: site_dir of mkdocs.yml); replaced in whole",
    )
    parser.add_argument(
        "--address",
        type=host_and_port,
        default="127.0.0.1:8000",
        metavar="HOST:PORT",
        help="where serve shows the site (default: %(default)s)",
    )
    parser.add_argument("-q", "--quiet", action="store_true", help="say nothing but errors")
    return parser


def host_and_port(text: str) -> str:
    """*text*, when it is a host and a port. Raises ArgumentTypeError when it is not."""
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise argparse.ArgumentTypeError(f"{text!r} is no HOST:PORT, such as 127.0.0.1:8000")
    return text


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # end as tidily as with Ctrl-C
    sys.exit(main())
