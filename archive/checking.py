"""The check of an archive: its errors, and what else a person should look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import compress
from pathlib import Path

from archive.changes import Changes, compare
from archive.fixity import changes_without_record
from archive.known import NOTHING, Earlier
from archive.linking import link_all
from archive.messages import Message
from archive.mojibake import broken_at
from archive.problems import Problem, in_order, quoted
from archive.reading import Reading, read_archive, shown
from archive.reuse import Reuse, Span, find_reuse
from archive.seeds import Seed
from archive.settings import Settings
from archive.unlinked import unknown_names


@dataclass(frozen=True)
class Check:
    """What a check found."""

    problems: tuple[Problem, ...]
    """Errors and warnings, by place: all, or those of the files asked about."""
    elsewhere: int
    """How many errors there are in other files than those asked about."""
    reading: Reading
    """What was checked."""
    changes: Changes | None
    """What became of it since the earlier state that it was compared with."""

    @property
    def errors(self) -> int:
        """How many of the problems are errors."""
        return sum(one.severity == "error" for one in self.problems)

    @property
    def warnings(self) -> int:
        """How many of the problems are warnings."""
        return len(self.problems) - self.errors


def check_archive(
    folder: Path,
    settings: Settings,
    files: Iterable[Path] = (),
    before: Path | None = None,
    known: Earlier = NOTHING,
) -> Check:
    """The check of the archive in *folder*; when *files* of it are given, only what concerns them is told.

    *before* is an earlier state of *folder*, of which nothing may have been lost; then warnings are of articles that
    are new or changed. What is *known* from a build, and nobody touched since, is not read again but for what is told.
    """
    asked = {_absolute(file) for file in files}
    reading = read_archive(folder, settings, known)
    earlier = read_archive(before, settings, known) if before else None
    lost = changes_without_record(earlier, reading) if earlier else ()
    changes = compare(earlier, reading) if earlier else None
    looked_at = [seed.article.id for seed in changes.seeds] if changes else [*reading.seeds]
    articles = _absolute(folder / "articles" / "x").parent
    seeds = [reading.seeds[id] for id in looked_at if not asked or articles / f"{id}.txt" in asked]
    # Of a whole archive there would be too many: they are for who has just added these articles.
    unlinked = _unlinked(reading, seeds) if asked or changes else ()
    found = in_order([*reading.errors, *lost, *_strangers(files, folder), *warnings(reading, seeds), *unlinked])
    is_told = [not asked or _absolute(Path(one.path)) in asked for one in found]
    elsewhere = sum(one.severity == "error" for one, here in zip(found, is_told, strict=True) if not here)
    return Check(tuple(compress(found, is_told)), elsewhere, reading, changes)


def warnings(reading: Reading, asked: Iterable[Seed]) -> Iterator[Problem]:
    """What is right in form, and yet worth a look, in the *asked* seeds of an archive."""
    asked = tuple(asked)
    for seed in asked:
        yield from _unstated(seed)
        yield from _broken_letters(seed)
    seeds = reading.seeds
    for reuse in find_reuse([*map(seeds.article, seeds)], {seed.article.id for seed in asked}):
        yield _reused(reuse, seeds[reuse.article], seeds[reuse.other])


def _unstated(seed: Seed) -> Iterator[Problem]:
    written = seed.document.value if isinstance(seed.document.value, dict) else {}
    remedy = Message("add it if the publication or the text gives it")
    if "date" not in written:
        yield Problem(seed.path, seed.document.line(), "date", Message("no date is known"), remedy, "warning")
    if "outlet" not in written:
        yield Problem(seed.path, seed.document.line(), "outlet", Message("no outlet is known"), remedy, "warning")


_AROUND = 15
"""Characters shown on either side of broken letters."""


def _broken_letters(seed: Seed) -> Iterator[Problem]:
    """The first letters of a body that a wrong encoding broke."""
    body = seed.article.body
    at = broken_at(body)
    if at is not None:
        before, after = body[:at].rpartition("\n")[2], body[at:].partition("\n")[0]
        quote = quoted(before[-_AROUND:] + after[: 2 + _AROUND])
        found = Message("letters look broken by a wrong encoding: {quote}", quote=quote)
        remedy = Message("copy the text anew, or keep it if it was published so")
        yield Problem(seed.path, seed.line_of(at), "", found, remedy, "warning")


_NAMED = 12
"""Names told of one article."""


def _unlinked(reading: Reading, asked: Iterable[Seed]) -> Iterator[Problem]:
    """The names in the *asked* seeds that no record has, a warning for each seed."""
    seeds = {seed.article.id: seed for seed in asked}
    for linked in link_all([seed.article for seed in seeds.values()], reading.records):
        names = unknown_names(linked.article.body, linked.mentions)
        if names:
            told = ", ".join(f"{name.form} × {name.times}" for name in names[:_NAMED])
            seed = seeds[linked.id]
            found = Message("names that no record has: {names}", names=told)
            remedy = Message("add records for those that matter, or variants to the records there are")
            yield Problem(seed.path, seed.body_line, "", found, remedy, "warning")


_QUOTED = 160
"""Characters of a passage shown in a message."""


def _reused(reuse: Reuse, here: Seed, there: Seed) -> Problem:
    remedy = Message("keep one of them, or say in note why both are kept")
    if reuse.kind == "passage":
        remedy = Message("name their common source in sources or note, if it is known")
    found = _in_common(reuse, here, there)
    return Problem(here.path, here.line_of(reuse.here.start), "", found, remedy, "warning")


def _in_common(reuse: Reuse, here: Seed, there: Seed) -> Message:
    place: Message | str = f"{there.path}:{there.line_of(reuse.there.start)}"
    if reuse.more:
        place = Message("{place} and others", place=place)
    match reuse.kind:
        case "bytes":
            return Message("is the same text as {place}", place=place)
        case "words":
            return Message("has the same words as {place}, in the same order", place=place)
        case "near":
            return Message(
                "is nearly the same text as {place} ({percent}% alike); they first part at character {start} with"
                " {here}, there at {there_start} with {there}",
                place=place,
                percent=int(100 * reuse.resemblance),
                start=reuse.here.start,
                here=_quote(here, reuse.here),
                there_start=reuse.there.start,
                there=_quote(there, reuse.there),
            )
        case "passage":
            return Message(
                "{words} words stand in {place} too: {quote} (characters {start} to {end}, there {there_start} to"
                " {there_end})",
                words=reuse.words,
                place=place,
                quote=_quote(here, reuse.here),
                start=reuse.here.start,
                end=reuse.here.end,
                there_start=reuse.there.start,
                there_end=reuse.there.end,
            )


def _quote(seed: Seed, span: Span) -> str:
    return quoted(" ".join(seed.article.body[span.start : span.end].split()), _QUOTED)


def _strangers(files: Iterable[Path], folder: Path) -> Iterator[Problem]:
    """Files asked about that are none of the archive in *folder*."""
    for file in files:
        if not file.exists():
            yield Problem(shown(file), 0, "", Message("no such file"), Message("correct its name"))
        elif folder.resolve() not in _absolute(file).parents:
            remedy = Message("name files below {folder}", folder=shown(folder))
            yield Problem(shown(file), 0, "", Message("is no file of this archive"), remedy)


def _absolute(file: Path) -> Path:
    """*file* in one form, however it was typed; a link stays one, as none is followed here."""
    return file.parent.resolve() / file.name
