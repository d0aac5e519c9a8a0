"""What the tests of `add` share: an archive in memory, and files as a person would name them."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from archive.adding.opening import Package, open_all
from archive.adding.planning import NewSeed, Plan, Present, Wishes, plan
from archive.messages import ENGLISH, Language
from archive.problems import ArchiveError
from archive.reading import Sources, read_sources
from archive.settings import read_settings
from archive.words import Words
from tests.building import ROOT

FILES = Path(__file__).parent / "files"
MESSAGES = ROOT / "templates" / "theme" / "messages"
WORDS = Words.load("fr", MESSAGES)
GOLDEN = read_sources(ROOT / "tests" / "golden" / "seeds", read_settings(ROOT / "tests" / "golden" / "mkdocs.yml"))
"""An invented archive, with the outlet *Gazette de l'Ouest*."""
OWN = read_sources(ROOT / "seeds", read_settings(ROOT / "mkdocs.yml"))
NOTHING = Present(frozenset(), {})


def zipped(files: dict[str, bytes | str]) -> bytes:
    """A zip of *files*."""
    data = BytesIO()
    with ZipFile(data, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def opened(*paths: Path) -> list[Package]:
    """The files at *paths*, opened."""
    return open_all(paths, BytesIO())


def planned(
    packages: list[Package],
    wishes: Wishes | None = None,
    sources: Sources = GOLDEN,
    present: Present = NOTHING,
) -> Plan:
    """What adding *packages* would do."""
    return plan(packages, wishes or Wishes(), sources, present, WORDS)


def pasted(data: bytes | str, wishes: Wishes | None = None, sources: Sources = GOLDEN) -> NewSeed:
    """The one seed that standard input makes."""
    content = data if isinstance(data, bytes) else data.encode("utf-8")
    (seed,) = planned(open_all([Path("-")], BytesIO(content)), wishes, sources).seeds
    return seed


def told(*paths: Path, wishes: Wishes | None = None, language: Language = ENGLISH) -> list[str]:
    """The problems of adding the files at *paths*, one line each, without the folder of the first."""
    try:
        planned(opened(*paths), wishes)
    except ArchiveError as error:
        return [problem.said_in(language).replace(f"{paths[0].parent.as_posix()}/", "") for problem in error.problems]
    return []


def alternatives(head: str) -> list[str]:
    """The front matter with all proposals confirmed; where several are for one key, once with each of them."""
    blocks = re.findall(r"(?m)(?:^# .*\n)+", head)
    by_key: dict[str, list[str]] = {}
    for block in blocks:
        by_key.setdefault(block.partition(":")[0], []).append(block)
    heads = []
    for turn in range(max((len(choice) for choice in by_key.values()), default=0)):
        confirmed = head
        for choice in by_key.values():
            block = choice[min(turn, len(choice) - 1)]
            confirmed = confirmed.replace(block, re.sub("(?m)^# ", "", block), 1)
        heads.append(confirmed)
    return heads
