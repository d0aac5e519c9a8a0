"""Reading seeds: one file, one article, the body kept to the byte."""

from __future__ import annotations

import hashlib
import os
import stat as modes
from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator

from archive.dates import parse_edtf
from archive.digests import digest_of
from archive.fields import (
    Day,
    Digest,
    EdtfText,
    Language,
    Line,
    Note,
    RecordId,
    Strict,
    WebAddress,
    id_mistake,
    read_model,
    utf8_text,
)
from archive.messages import Message
from archive.model import Article, Attribution, Basis
from archive.plain_yaml import read_plain
from archive.problems import ArchiveError, Problem
from archive.stamps import Stamp, stamp
from archive.strict_yaml import Document, read_yaml
from archive.text import unix_lines

SIZE_LIMIT = 2_000_000
"""Bytes of a seed; more is no press article."""
_FENCE = b"---"
_PUT_HERE = Message("put the text itself here as a .txt file")


def _quotes(value: object) -> object:
    """One quote as a list of one. Quotes are compared with the body, so they are not stripped or folded."""
    return [value] if isinstance(value, str) else value


Quotes = Annotated[tuple[str, ...], BeforeValidator(_quotes, json_schema_input_type=str | tuple[str, ...])]
Ids = tuple[RecordId, ...]


class FrontMatter(Strict):
    """The keys that a seed's front matter may hold; every one is optional."""

    title: Line | None = None
    author: Line | None = None
    outlet: RecordId | None = None
    outlet_basis: Basis | None = None
    outlet_evidence: Quotes = ()
    date: EdtfText | None = None
    date_basis: Basis | None = None
    date_evidence: Quotes = ()
    date_note: Note | None = None
    language: Language | None = None
    url: WebAddress | None = None
    archived_url: WebAddress | None = None
    collected: Day | None = None
    rights: Note | None = None
    note: Note | None = None
    places: Ids = ()
    actors: Ids = ()
    sources: Ids = ()
    reject: Ids = ()
    sha256: Digest | None = None


@dataclass(frozen=True)
class Seed:
    """A seed as read: the article, and what validation needs to point at its lines."""

    article: Article
    front_matter: FrontMatter
    document: Document
    path: str
    """The file as the user would type it."""
    body_line: int
    """The line on which the body begins."""
    stamp: Stamp
    digest: bytes
    """Of the file's bytes, front matter and all."""

    def line_of(self, offset: int) -> int:
        """The line of the file on which that code point of the body stands."""
        return self.body_line + self.article.body.count("\n", 0, offset)


def read_seeds(
    folder: Path, shown: str, published: str, language: str, known: Container[str] = ()
) -> tuple[list[Seed], list[Problem]]:
    """Every seed in *folder*, sorted by id, and every problem that keeps a file from being one: see `each_seed`."""
    seeds: list[Seed] = []
    problems: list[Problem] = []
    for seed, mistakes in each_seed(folder, shown, published, language, known):
        problems += mistakes
        if seed:
            seeds.append(seed)
    return seeds, problems


def each_seed(
    folder: Path, shown: str, published: str, language: str, known: Container[str] = ()
) -> Iterator[tuple[Seed | None, list[Problem]]]:
    """Of each file in *folder*, sorted by id, its seed, and every problem that keeps it or parts of it from being one.

    *shown* is the folder as messages name it, *published* as pages do; *language* is that of seeds that state none.
    Files whose names are *known* are passed over. Each file is read when its seed is asked for.
    """
    if not folder.is_dir():
        remedy = Message("create it, with one .txt file an article")
        yield None, [Problem(shown, 0, "", Message("is no folder"), remedy)]
        return
    with os.scandir(folder) as entries:
        listing = sorted([entry for entry in entries if entry.name not in known], key=lambda entry: entry.name)
    for entry in listing:
        if entry.name.startswith("."):
            continue
        path = f"{shown}/{entry.name}"
        try:
            data = _bytes_of(entry, path)
            touched = stamp(entry.stat(follow_symlinks=False))
            yield read_seed(data, entry.name, path, f"{published}{entry.name}", language, touched)
        except ArchiveError as error:
            yield None, list(error.problems)


def read_seed(
    whole: bytes, name: str, path: str, published: str, language: str, touched: Stamp = (0, 0, 0)
) -> tuple[Seed, list[Problem]]:
    """The seed in the file *name*, and what is wrong with single keys of it; nothing but what is given counts.

    *path* is the file as messages name it, *published* as its page does; *language* is that of seeds that state none,
    *touched* the stamp of the file, where there is one.
    Raises ArchiveError when there is no seed to be had.
    """
    head, first_line, data = split_front_matter(whole, path)
    body_line = head.count("\n") + 3 if first_line else 1
    unusable: tuple[Problem, ...] = ()
    try:
        body = _body(data, path, body_line)
    except ArchiveError as error:
        unusable, body = error.problems, ""
    try:
        document, front_matter, problems = _front_matter(head, path, first_line)
    except ArchiveError as error:
        raise ArchiveError([*unusable, *error.problems]) from None
    if unusable:
        raise ArchiveError([*unusable, *problems])
    stem, sha256 = name.removesuffix(".txt"), hashlib.sha256(data).hexdigest()
    article = _article(stem, published, body, sha256, front_matter, language)
    return Seed(article, front_matter, document, path, body_line, touched, digest_of(whole)), problems


def _bytes_of(entry: os.DirEntry[str], path: str) -> bytes:
    """What the file holds. Raises ArchiveError when it cannot be a seed."""
    stem, dot, suffix = entry.name.rpartition(".")
    status = entry.stat(follow_symlinks=False)
    mode = status.st_mode
    if modes.S_ISDIR(mode):
        raise _refusal(path, Message("is a folder"), Message("put its articles directly beside the others"))
    if modes.S_ISLNK(mode):
        raise _refusal(path, Message("is a link to another file"), _PUT_HERE)
    if not modes.S_ISREG(mode):
        raise _refusal(path, Message("is no regular file"), _PUT_HERE)
    if suffix != "txt" or not dot:
        raise _refusal(path, Message("is no .txt file"), Message("rename it to end in .txt, or move it elsewhere"))
    if mistake := id_mistake(stem):
        raise _refusal(path, *mistake)
    if status.st_size > SIZE_LIMIT:
        found = Message("is larger than {most} bytes", most=SIZE_LIMIT)
        raise _refusal(path, found, Message("split it into one file an article"))
    with open(entry.path, "rb") as file:  # noqa: PTH123 - a Path is slow to make
        return file.read()


def _front_matter(head: str, path: str, first_line: int) -> tuple[Document, FrontMatter, list[Problem]]:
    """The front matter without its faulty keys, and what is wrong with those. Raises ArchiveError when it has none."""
    document = Document({}, {(): 1})
    if head.strip():
        document = read_plain(head, first_line) or read_yaml(head, path, first_line)
    if document.value is None:  # nothing but comments
        document = Document({}, document.lines)
    if not isinstance(document.value, dict):
        found = Message("the front matter is no list of keys")
        raise _refusal(path, found, Message("write 'key: value' lines"), first_line)
    front_matter, problems = read_model(FrontMatter, document.value, document, path)
    if front_matter is None:
        raise ArchiveError(problems)
    return document, front_matter, problems


def split_front_matter(data: bytes, path: str) -> tuple[str, int, bytes]:
    """The front matter's text, the line it begins on (0 when there is none) and the body's bytes.

    A byte order mark is no text. Raises ArchiveError when the front matter never ends or is not UTF-8.
    """
    data = data.removeprefix(b"\xef\xbb\xbf")
    lines = data.split(b"\n", 1)
    if lines[0].rstrip() != _FENCE:
        return "", 0, data
    offset = len(lines[0]) + 1
    for line in _lines_from(data, offset):
        if line.rstrip() == _FENCE:
            break
        offset += len(line)
    else:
        found = Message("opens with --- but the front matter never ends")
        raise _refusal(path, found, Message("close it with a line ---"), 1)
    return utf8_text(data[len(lines[0]) + 1 : offset], path, 2), 2, data[offset + len(line) :]


def _lines_from(data: bytes, offset: int) -> Iterator[bytes]:
    while offset < len(data):
        end = data.find(b"\n", offset) + 1 or len(data)
        yield data[offset:end]
        offset = end


def _body(data: bytes, path: str, first_line: int) -> str:
    """The body's text, line ends as LF. Raises ArchiveError when it cannot be published to the byte."""
    text = utf8_text(data, path, first_line)
    if "\0" in text:
        line = first_line + text.count("\n", 0, text.index("\0"))
        raise _refusal(path, Message("holds a NUL character, which no page can show"), Message("delete it"), line)
    if not text.strip():
        raise _refusal(path, Message("has no text"), Message("paste the article below the front matter"), first_line)
    return unix_lines(text)


def _article(stem: str, path: str, body: str, sha256: str, given: FrontMatter, language: str) -> Article:
    date = parse_edtf(given.date) if given.date else None
    return Article(
        id=stem,
        path=path,
        body=body,
        sha256=sha256,
        language=given.language or language,
        title=given.title,
        author=given.author,
        outlet=given.outlet,
        outlet_attribution=(
            Attribution(given.outlet_basis or "source", given.outlet_evidence) if given.outlet else None
        ),
        date=date,
        date_attribution=(
            Attribution(given.date_basis or "source", given.date_evidence, given.date_note) if date else None
        ),
        url=given.url,
        archived_url=given.archived_url,
        collected=given.collected,
        rights=given.rights,
        note=given.note,
        listed_places=frozenset(given.places),
        listed_actors=frozenset(given.actors),
        listed_sources=frozenset(given.sources),
        rejected=frozenset(given.reject),
    )


def _refusal(path: str, found: Message, remedy: Message, line: int = 0) -> ArchiveError:
    return ArchiveError([Problem(path, line, "", found, remedy)])
