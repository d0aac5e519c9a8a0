#!/usr/bin/env python3
"""Turns seeds/ into docs/ and publishes it as a static site.

    python build_archive.py            build the site (the same as: build_archive.py build)
    python build_archive.py check      only say what is wrong, and what is worth a look
    python build_archive.py serve      build the site, show it, and follow every change
    python build_archive.py add FILE…  make seeds of articles in files; standard input without FILE

Exit status: 0 good (warnings or not), 1 the archive has errors, 2 wrong usage.
"""

from __future__ import annotations

import gc
import os
import signal
import sys


def on_interrupt(handler: Callable[[int, FrameType | None], object]) -> None:
    """Lets *handler* answer Ctrl-C, and what service managers and CI send in its place; not in the background."""
    for number in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, handler)


def end_before_work(*_: object) -> None:
    """Ends at once: nothing has begun."""
    print("interrupted; the site is as it was", file=sys.stderr, flush=True)
    os._exit(130)


if __name__ == "__main__":  # already here: what follows takes a moment to load
    on_interrupt(end_before_work)

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import NoReturn, TextIO

from archive.checking import Check, check_archive
from archive.collection import Collection
from archive.command_line import parse
from archive.contributing import contributing_files
from archive.earlier import earlier_seeds
from archive.export import ARTICLES, Lines, article_data, earlier_lines, prints_by_line
from archive.facets import build_tree, count_facets
from archive.generated import Generated
from archive.keeping import Published, keep, record, shared
from archive.kinship import recall_kin, remember_kin
from archive.known import NOTHING, recall, remember
from archive.languages import read_language
from archive.memory import FOLDER, Memory, is_versioned
from archive.messages import ENGLISH, Language, Message
from archive.pages.site import render_pages
from archive.problems import ArchiveError, Problem
from archive.progress import Progress
from archive.publishing import publish, ready_mkdocs
from archive.publishing_key import publishing_key
from archive.reading import read_sources
from archive.relinking import known_now, link_since
from archive.rendering import Renderer, templates_key
from archive.reporting import report
from archive.search.files import index_files
from archive.search.output import FOLDER as SEARCH
from archive.settings import Settings, read_settings
from archive.spare import look_at_spare, paths_in
from archive.staging import alone, check_site_target, whole_site
from archive.telling import Format, told
from archive.text import fold
from archive.watching import serve
from archive.words import Words
from archive.workers import available_cores, meanwhile
from archive.writing import Ledger, Writer, copy_pages_by_hand, look_at_docs

TEMPLATES = Path(__file__).resolve().parent / "templates"


def build(settings: Settings, seeds: Path, site: Path, progress: Progress) -> None:
    """The whole way from seeds to site. Raises ArchiveError, with the old site untouched, when anything is wrong."""
    check_site_target(site, keep=(settings.docs_dir, seeds))
    with TemporaryDirectory() as scratch, whole_site(site, progress.say) as staging:
        docs = docs_folder(settings, seeds, Path(scratch) / "docs")
        memory = memory_of(settings, seeds)
        with (
            alone(docs, progress.say) as workspace,
            ready_mkdocs() as mkdocs,
            meanwhile(partial(look_at_spare, site), available_cores()) as spare,
        ):
            ledger, known = make_docs(settings, seeds, docs, workspace, memory, progress)
            progress.stage("keep pages", len(ledger))
            key = publishing_key(settings, docs)
            before: Published | None = memory.recall("published") if memory else None
            kept = keep(site, staging.folder, spare(), before, ledger, key)
            progress.stage("publish with MkDocs", len(ledger) - len(kept))

            def put_away() -> None:
                with suppress(OSError):  # somebody is busy there; then nothing is left for the next build
                    staging.old = paths_in(site)
                if memory:
                    for name, value in known.items():
                        memory.remember(name, value)

            passed_over = publish(settings, docs, staging.folder, mkdocs, kept.keys(), progress.say, put_away)
            now = record(staging.folder, ledger, key, {path: kept[path] for path in passed_over})
            staging.shared = shared(before, now)
            if memory:
                memory.remember("published", now)
    progress.done(site, len(ledger))


def make_docs(
    settings: Settings, seeds: Path, docs: Path, workspace: Path, memory: Memory | None, progress: Progress
) -> tuple[Ledger, Mapping[str, object]]:
    """Makes the generated part of *docs* say what *seeds* say.

    Returns what stands there then, and what else *memory* is to keep of it, by name.
    """
    cores = available_cores()
    with meanwhile(partial(look_at_docs, docs), cores) as look:
        collection = collect(settings, seeds, progress, memory)
        found = look()
    shape = templates_key(page_templates(settings), collection.words)
    before: Mapping[str, Ledger] = (memory and memory.recall("docs")) or {}
    writer = Writer(docs, workspace, before.get(shape), cores, found)
    files = index_files(collection, memory.folder if memory else None, docs, writer.is_as_left(SEARCH))
    try:
        with meanwhile(partial(writer.make, files, 64), cores) as index:
            progress.stage("find related articles", len(collection.articles))
            if memory:
                remember_kin(memory, collection.register, collection.akin)
            pages = [*pages_of(collection)]
            progress.stage("render pages", len(pages))
            writer.add(writer.make(pages, on_done=progress.advance))
            writer.add(writer.make(data_of(collection, earlier_lines(memory, docs, writer.left(ARTICLES)))))
            progress.stage("index", len(collection.articles))
            writer.add(index())
    finally:
        if memory:
            memory.tidy()
    ledger = writer.finish()
    return ledger, {"docs": {shape: ledger}, "lines": prints_by_line(collection)}


def pages_of(collection: Collection) -> Iterator[Generated]:
    """Every page below docs/ that is made of *collection*."""
    return render_pages(collection, Renderer(page_templates(collection.settings), collection.words))


def page_templates(settings: Settings) -> tuple[Path, ...]:
    """The folders of page templates: the first that has one wins."""
    return settings.root / "templates" / "pages", TEMPLATES / "pages"


def data_of(collection: Collection, lines: Callable[[], Lines] = dict) -> Iterator[Generated]:
    """Every other file below docs/ that people take away, or that the page for contributors needs.

    *lines* gives those of an earlier data file that are known.
    """
    return chain([article_data(collection, lines)], contributing_files(collection))


def collect(settings: Settings, seeds: Path, progress: Progress, memory: Memory | None = None) -> Collection:
    """The archive, read, linked and counted."""
    words = load_words(settings)
    progress.stage("read records")
    earlier = recall(memory) if memory else NOTHING
    sources = read_sources(seeds, settings, earlier)
    register = link_since(earlier, sources, partial(progress.over, "read and link"))
    progress.stage("count facets", len(register))
    tree = build_tree(sources.records, {id: fold(record.heading) for id, record in sources.records.items()})
    facets = count_facets(register, tree)
    if memory:
        remember(memory, earlier, known_now(earlier, sources, register))
    kin = recall_kin(memory, earlier.register) if memory else None
    return Collection(settings, words, facets, sources.redirects, kin)


def memory_of(settings: Settings, seeds: Path) -> Memory | None:
    """What earlier builds of the archive left; nothing where *seeds* are not its own."""
    folder = settings.root / FOLDER
    if not is_own(settings, seeds) or is_versioned(folder):
        return None
    return Memory(folder, repr(settings).replace(str(settings.root), "."))  # it may be restored elsewhere


def docs_folder(settings: Settings, seeds: Path, scratch: Path) -> Path:
    """Where the pages go: the archive's own docs/ when *seeds* is its own; else *scratch*, with its pages by hand."""
    if is_own(settings, seeds):
        return settings.docs_dir
    copy_pages_by_hand(settings.docs_dir, scratch)
    return scratch


def is_own(settings: Settings, seeds: Path) -> bool:
    """Whether *seeds* are those of the archive itself."""
    return seeds.resolve() == settings.root / "seeds"


def load_words(settings: Settings) -> Words:
    """The interface's words. Raises ArchiveError when there is no catalogue of its language."""
    try:
        return Words.load(settings.language, TEMPLATES / "theme" / "messages")
    except LookupError as error:
        remedy = Message("choose one of them, or translate templates/theme/messages/en.html")
        shown = os.path.relpath(settings.config_file)
        raise ArchiveError([Problem(shown, 0, "theme.language", error.args[0], remedy)]) from None


def tell(check: Check, form: Format, language: Language, progress: Progress) -> int:
    """Says what a check found; returns the exit status, for which warnings do not count."""
    progress.clear()
    problems = [one for one in check.problems if one.severity == "error" or not progress.quiet]
    print(told(problems, language, form), end="", file=stream_of(form), flush=True)
    found = Message("errors: {errors}, warnings: {warnings}", errors=check.errors, warnings=check.warnings)
    end = Message(
        "{found} (articles: {articles}, records: {records})",
        found=found if check.problems else Message("no problems"),
        articles=len(check.reading.seeds),
        records=len(check.reading.records),
    )
    elsewhere = Message("errors in other files: {n}", n=check.elsewhere)
    if check.errors or not progress.quiet:
        for line in (end, elsewhere) if check.elsewhere else (end,):
            print(language.say(line), file=sys.stderr)
    return 1 if check.errors else 0


def stream_of(form: Format) -> TextIO:
    """Where problems go: what a program is to read, to the standard output."""
    return sys.stderr if form == "text" else sys.stdout


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line; returns the exit status."""
    options = parse(arguments)
    gc.disable()  # of the millions of values hardly any form circles: to look for those took half of the time
    form: Format = (options.format or "text") if options.command == "check" else "text"
    progress = Progress(sys.stderr, quiet=options.quiet, timings=options.timings)
    language = ENGLISH
    try:
        settings = read_settings(options.config_file)
        language = read_language(settings.language)
        seeds = options.seeds or settings.root / "seeds"
        match options.command:
            case "check":
                words = load_words(settings)
                progress.stage("check")
                with earlier_seeds(options.against, seeds) as before:
                    # To check all is to read all; for a few articles it is enough to read what no build has read.
                    memory = memory_of(settings, seeds) if options.files or before else None
                    known = recall(memory) if memory else NOTHING
                    check = check_archive(seeds, settings, options.files, before, known)
                if options.summary and check.changes:
                    summary = report(check.changes, check.problems, check.reading.records, words, language)
                    options.summary.write_text(summary, encoding="utf-8", newline="\n")
                return tell(check, form, language, progress)
            case "add":
                from archive.adding.adding import add
                from archive.adding.planning import Wishes

                sources = read_sources(seeds, settings)
                wishes = Wishes(options.format, options.encoding, options.repair)
                into = options.into or seeds / "articles"
                add(options.files, wishes, sources, into, load_words(settings), progress, options.dry_run)
            case "serve":
                site = options.site or settings.site_dir

                def build_again() -> None:
                    shown = Progress(sys.stderr, quiet=options.quiet)
                    try:
                        build(read_settings(options.config_file), seeds, site, shown)
                    finally:
                        gc.collect()
                        shown.clear()  # what comes next must not find half a line on the terminal

                serve(settings, seeds, site, options.address, build_again)
            case _:
                build(settings, seeds, options.site or settings.site_dir, progress)
    except ArchiveError as error:
        progress.clear()
        print(told(error.problems, language, form), end="", file=stream_of(form), flush=True)
        many = len(error.problems)
        how = Message("{n} problem", n=many) if many == 1 else Message("{n} problems", n=many)
        print(language.say(ended(options.command, how)), file=sys.stderr)
        return 1
    except OSError as error:
        progress.clear()
        print(language.say(ended(options.command, str(error))), file=sys.stderr)
        return 1
    except KeyboardInterrupt as stop:
        progress.clear()
        how = stop.args[0] if stop.args else ended(options.command, Message("interrupted"))
        print(language.say(how), file=sys.stderr)
        return 130
    return 0


def ended(command: str, how: Message | str) -> Message:
    """What a person is told last of a *command* that did not end well: all is as it was before."""
    if command == "add":
        return Message("{how}; nothing was added", how=how)
    return Message("{how}; the site is as it was", how=how)


def end(status: int) -> NoReturn:
    """Ends the program at once: to give back each of millions of values would take it half a second."""
    with suppress(OSError):  # nobody may be reading any more
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    on_interrupt(signal.default_int_handler)
    end(main())
