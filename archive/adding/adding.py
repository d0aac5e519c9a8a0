"""``build_archive.py add``: the one step that writes, and what the person at the terminal is told."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from archive.adding.opening import open_all
from archive.adding.planning import NewSeed, Plan, Present, Wishes, plan
from archive.adding.seed_file import visible
from archive.messages import Message
from archive.problems import ArchiveError, Problem
from archive.progress import Progress
from archive.reading import Sources
from archive.seeds import split_front_matter
from archive.words import Words
from archive.writing import write_new

_FEW = 20
"""Seeds of which all is told; of more, one line each."""
_DETAILS = 8
"""Lines of one proposal on the terminal; the seed holds them all."""


def add(
    files: Sequence[Path],
    wishes: Wishes,
    sources: Sources,
    folder: Path,
    words: Words,
    progress: Progress,
    dry_run: bool = False,
) -> None:
    """Writes a seed into *folder* for each article of *files* (standard input when there are none or one is ``-``).

    With *dry_run* it only says what it would write. Raises ArchiveError, with nothing written, when any file has a
    problem, and OSError when the disk refuses.
    """
    if folder.exists() and not folder.is_dir():
        found, remedy = Message("is no folder"), Message("name another one with --into")
        raise ArchiveError([Problem(os.path.relpath(folder), 0, "", found, remedy)])
    files = files or [Path("-")]
    if Path("-") in files and sys.stdin.isatty():
        progress.say(words.say("adding.paste"))
    packages = open_all(files, sys.stdin.buffer)
    progress.stage("read files", sum(len(package.members) for package in packages))
    planned = plan(packages, wishes, sources, present(sources, folder), words)
    if not dry_run:
        write_new(folder, {seed.name: seed.data for seed in planned.seeds})
    for line in report(planned, folder, words, dry_run):
        progress.say(line)


def present(sources: Sources, folder: Path) -> Present:
    """The ids and texts of the archive and of *folder*, where new seeds are to be put."""
    known = [(article.sha256, article.id) for article in sources.articles]
    ids = {id for _, id in known}
    texts: dict[str, str] = {}
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        ids.add(path.stem.casefold())
        if path.suffix == ".txt" and path.is_file():
            try:
                body = split_front_matter(path.read_bytes(), path.as_posix())[2]
            except ArchiveError:
                continue  # no seed, but its name is taken
            texts[hashlib.sha256(body).hexdigest()] = path.stem
    return Present(frozenset(ids), texts | dict(known))


def report(planned: Plan, folder: Path, words: Words, dry_run: bool) -> Iterator[str]:
    """What was written and proposed, line by line, and what to do next."""
    few = len(planned.seeds) <= _FEW
    for seed in planned.seeds:
        yield _place(seed, folder, words)
        yield from _told(seed, words) if few else ()
        if dry_run:
            yield from (f"    | {line}" for line in seed.head.splitlines())
    for provenance, id in planned.known:
        yield words.say("adding.known", place=f"{visible(provenance.path)}:{provenance.line}", id=id)
    many, skipped = len(planned.seeds), len(planned.known)
    added = words.count("adding.would_add" if dry_run else "adding.added", many)
    yield words.say("list.comma").join([added, *([words.count("adding.skipped", skipped)] if skipped else [])])
    if many and not dry_run:
        yield words.say("adding.next")


def _place(seed: NewSeed, folder: Path, words: Words) -> str:
    source = seed.provenance
    place = f"{source.path}:{source.line}" if source.line > 1 else source.path
    encoding = source.encoding if source.encoding_known else words.say("adding.by_look", encoding=source.encoding)
    how = words.say("list.comma").join([words.choose("adding.format", source.format), encoding])
    return f"{os.path.relpath(folder / seed.name)} ← {visible(place)} ({how})"


def _told(seed: NewSeed, words: Words) -> Iterator[str]:
    def line(how: str, what: str) -> str:
        return f"    {words.choose('adding.told', how):8} {what}"

    stated = ", ".join(f"{key}: {visible(value)}" for key, value in seed.stated.items())
    if stated:
        yield line("stated", stated)
    for proposal in seed.proposals:
        keys = ", ".join(f"{key}: {_value(value)}" for key, value in proposal.keys.items())
        yield line("proposed" if keys else "remark", visible(f"{proposal.sentence} {keys}"))
        yield from (f"             - {visible(detail)}" for detail in proposal.details[:_DETAILS])
        if len(proposal.details) > _DETAILS:
            yield f"             {words.count('adding.more', len(proposal.details) - _DETAILS)}"


def _value(value: str | list[str]) -> str:
    return value if isinstance(value, str) else "; ".join(value)
