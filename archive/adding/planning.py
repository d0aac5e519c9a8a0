"""From articles as received to seeds that the check passes; nothing is written here."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from archive.adding.formats import Arrival, receive
from archive.adding.identifiers import Ids
from archive.adding.opening import STANDARD_INPUT, Package
from archive.adding.proposals import Proposal, propose
from archive.adding.received import Doubtful, Provenance, Received
from archive.adding.seed_file import seed_head, visible
from archive.adding.stated import OutletNames, Stated, state
from archive.linking import Linker
from archive.messages import Message
from archive.model import Article
from archive.mojibake import Repair, repair, repairs
from archive.problems import ArchiveError, Problem
from archive.reading import Sources
from archive.seeds import SIZE_LIMIT
from archive.text import incipit, unix_lines
from archive.words import Words

_HEAD_LIMIT = 60_000
"""Characters of a front matter, below the limit of `archive.strict_yaml`."""
_SHOWN = 60
"""Characters of a broken line that are shown."""


@dataclass(frozen=True)
class Wishes:
    """What a person asks of the reading, instead of what is found out."""

    form: str | None = None
    """One of `archive.adding.received.FORMATS`."""
    encoding: str | None = None
    repair: bool = False
    """Whether letters broken by a wrong encoding are to be put right."""


@dataclass(frozen=True)
class Present:
    """What is there already."""

    ids: frozenset[str]
    texts: Mapping[str, str]
    """SHA-256 of a body → the id of the seed that has it."""


@dataclass(frozen=True)
class NewSeed:
    """A seed that is not written yet."""

    id: str
    head: str
    """The front matter, with the lines ``---``."""
    body: bytes
    stated: Mapping[str, str]
    proposals: tuple[Proposal, ...]
    provenance: Provenance

    @property
    def name(self) -> str:
        """The file's name."""
        return f"{self.id}.txt"

    @property
    def data(self) -> bytes:
        """The file's bytes."""
        return self.head.encode("utf-8") + self.body


@dataclass(frozen=True)
class Plan:
    """What an addition will do."""

    seeds: tuple[NewSeed, ...]
    known: tuple[tuple[Provenance, str], ...]
    """Articles whose text is there already, with the id of the seed that has it."""


def plan(packages: Iterable[Package], wishes: Wishes, sources: Sources, present: Present, words: Words) -> Plan:
    """The seeds that *packages* make for the archive of *sources*.

    Raises ArchiveError with every problem of every file: then nothing is to be written.
    """
    problems: list[Problem] = []
    arrivals: list[Arrival] = []
    for package in packages:
        try:
            arrivals.extend(receive(package, wishes.form, wishes.encoding))
        except ArchiveError as error:
            problems.extend(error.problems)
    maker = _Maker(sources, words, wishes)
    ids, texts = Ids(present.ids), dict(present.texts)
    seeds: list[NewSeed] = []
    known: list[tuple[Provenance, str]] = []
    for received, provenance in arrivals:
        arrival = maker.repaired(received, provenance)
        sha256 = hashlib.sha256(arrival[0].body.encode("utf-8")).hexdigest()
        if sha256 in texts:
            known.append((provenance, texts[sha256]))
            continue
        try:
            seed = maker.seed(*arrival, ids)
        except ArchiveError as error:
            problems.extend(error.problems)
            continue
        texts[sha256] = seed.id
        seeds.append(seed)
    if problems:
        raise ArchiveError(problems)
    return Plan(tuple(seeds), tuple(known))


class _Maker:
    """Makes seeds of articles, with the records of one archive."""

    def __init__(self, sources: Sources, words: Words, wishes: Wishes) -> None:
        self._records = sources.records
        self._words = words
        self._repairs = wishes.repair
        self._outlets = OutletNames(sources.records.values())
        self._linker = Linker(sources.records.values())

    def repaired(self, received: Received, provenance: Provenance) -> Arrival:
        """The article with its broken letters put right, if that was asked for and it has any."""
        if not self._repairs or not repairs(received.body):
            return received, provenance
        mended = replace(
            received,
            body=repair(received.body),
            stated={key: repair(value) for key, value in received.stated.items()},
            doubtful={key: Doubtful(repair(value), doubt) for key, (value, doubt) in received.doubtful.items()},
            rest=tuple((name, repair(value)) for name, value in received.rest),
        )
        return mended, replace(provenance, repaired=True)

    def seed(self, received: Received, provenance: Provenance, ids: Ids) -> NewSeed:
        """The seed. Raises ArchiveError when it would be too large."""
        body, text = received.body.encode("utf-8"), unix_lines(received.body)
        stated = state(received, self._outlets)
        article = Article("", "", text, "", self._words.language, outlet=stated.values.get("outlet"))
        linked = self._linker.link(article)
        proposals = (
            *self._warnings(received, provenance),
            *propose(received, stated, linked, self._records, self._outlets, self._words),
        )
        values = {**stated.values, "note": self._note(stated, provenance)}
        head = seed_head(values, proposals, self._words.say("adding.proposed"), body)
        if len(head) > _HEAD_LIMIT or len(head.encode("utf-8")) + len(body) > SIZE_LIMIT:
            found = Message("this article, with what is said of it, is too large for a seed")
            remedy = Message("shorten what is said of it")
            raise ArchiveError([Problem(provenance.path, provenance.line, "", found, remedy)])
        given = ids.give(stated.values.get("date"), _title(received, stated, provenance, text))
        return NewSeed(given, head, body, stated.values, proposals, provenance)

    def _warnings(self, received: Received, provenance: Provenance) -> list[Proposal]:
        """What a person should know of the letters."""
        warnings: list[Proposal] = []
        if not provenance.encoding_known:
            warnings.append(Proposal(self._words.say("adding.encoding", encoding=provenance.encoding)))
        broken = [] if provenance.repaired else repairs(received.body)
        if broken:
            details = tuple(f"{_shown(before)} → {_shown(after)}" for before, after in map(_differing, broken[:3]))
            warnings.append(Proposal(self._words.say("adding.broken"), details=details))
        return warnings

    def _note(self, stated: Stated, provenance: Provenance) -> str:
        """Where the article came from, and all that its file says for which there is no key."""
        form = self._words.choose("adding.format", provenance.format)
        if provenance.file == STANDARD_INPUT:
            told = [self._words.say("adding.pasted", format=form, encoding=provenance.encoding)]
        else:
            file = visible(provenance.file)
            told = [self._words.say("adding.received", file=file, format=form, encoding=provenance.encoding)]
        if provenance.repaired:
            told.append(self._words.say("adding.repaired"))
        told += [f"{visible(name)} : {visible(value)}" for name, value in stated.rest]
        return " ; ".join(told)


def _title(received: Received, stated: Stated, provenance: Provenance, text: str) -> str:
    """What the id is made of beside the date."""
    unsure = received.doubtful.get("title")
    if title := stated.values.get("title") or (unsure.value if unsure else ""):
        return title
    named = provenance.format in ("text", "txm") and provenance.file != STANDARD_INPUT
    return PurePosixPath(provenance.file).stem if named else incipit(text)


def _differing(broken: Repair) -> tuple[str, str]:
    """The two lines from the word on in which they begin to differ."""
    same = 0
    while same < min(map(len, broken)) and broken.before[same] == broken.after[same]:
        same += 1
    start = broken.before.rfind(" ", 0, same) + 1
    return broken.before[start:], broken.after[start:]


def _shown(text: str) -> str:
    return visible(text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…")
