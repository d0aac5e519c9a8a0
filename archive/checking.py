"""The check of an archive: its errors, and what else a person should look at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.messages import Message
from archive.problems import Problem, in_order
from archive.reading import Reading, read_archive, shown
from archive.seeds import Seed
from archive.settings import Settings


@dataclass(frozen=True)
class Check:
    """What a check found."""

    problems: tuple[Problem, ...]
    """Errors and warnings, by place: all, or those of the files asked about."""
    errors: int
    """How many of them are errors."""
    warnings: int
    """How many of them are warnings."""
    elsewhere: int
    """How many errors there are in other files than those asked about."""
    articles: int
    records: int


def check_archive(folder: Path, settings: Settings, files: Iterable[Path] = ()) -> Check:
    """The check of the archive in *folder*; when *files* of it are given, only what concerns them is told."""
    reading = read_archive(folder, settings)
    asked = {_absolute(file) for file in files}
    seeds = [seed for seed in reading.seeds if not asked or _absolute(Path(seed.path)) in asked]
    found = in_order([*reading.errors, *_strangers(files, folder), *warnings(reading, seeds)])
    told = tuple(one for one in found if not asked or _absolute(Path(one.path)) in asked)
    errors = sum(one.severity == "error" for one in told)
    return Check(
        told,
        errors,
        len(told) - errors,
        sum(one.severity == "error" for one in found) - errors,
        len(reading.seeds),
        len(reading.records),
    )


def warnings(reading: Reading, asked: Iterable[Seed]) -> Iterator[Problem]:
    """What is right in form, and yet worth a look, in the *asked* seeds of an archive."""
    for seed in asked:
        yield from _unstated(seed)


def _unstated(seed: Seed) -> Iterator[Problem]:
    written = seed.document.value if isinstance(seed.document.value, dict) else {}
    remedy = Message("add it if the publication or the text gives it")
    if "date" not in written:
        yield Problem(seed.path, seed.document.line(), "date", Message("no date is known"), remedy, "warning")
    if "outlet" not in written:
        yield Problem(seed.path, seed.document.line(), "outlet", Message("no outlet is known"), remedy, "warning")


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
