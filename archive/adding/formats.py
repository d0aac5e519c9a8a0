"""Which format a file is in, told by its content, and the articles in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from archive.adding.encoding import Decoded, decode
from archive.adding.europresse import looks_like_europresse, read_europresse
from archive.adding.iramuteq import looks_like_iramuteq, read_iramuteq
from archive.adding.issue_form import read_issue_form
from archive.adding.opening import Member, Package
from archive.adding.received import Provenance, Received
from archive.adding.scraper import looks_like_scraper, read_scraper
from archive.adding.txm import METADATA, read_txm
from archive.messages import Message
from archive.problems import ArchiveError, Problem
from archive.seeds import SIZE_LIMIT

Arrival = tuple[Received, Provenance]


def read_text(text: str, path: str) -> list[Received]:
    """*text* as one article, kept to the last character."""
    return [Received(text)]


_READERS: Mapping[str, Callable[[str, str], list[Received]]] = {
    "text": read_text,
    "europresse": read_europresse,
    "scraper": read_scraper,
    "iramuteq": read_iramuteq,
    "issue-form": read_issue_form,
}
_SEED = re.compile(r"---[ \t]*\r?\n(?:[a-z_]+[a-z0-9_]*:|#)")
_HTML = re.compile(
    r"\s*(?:<\?xml[^<>]*\?>\s*)?(?:<!--.*?-->\s*)?<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)


def receive(package: Package, form: str | None = None, encoding: str | None = None) -> list[Arrival]:
    """The articles of *package*, each with where it came from.

    *form* and *encoding* are what a person named, instead of what is found out. Raises ArchiveError with the problems
    of all its files.
    """
    arrivals: list[Arrival] = []
    problems: list[Problem] = []
    table = next((member for member in package.members if member.name.casefold() == METADATA), None)
    if form == "txm" and table is None:
        found = Message("has no {table}", table=METADATA)
        remedy = Message("name the {table} of the corpus", table=METADATA)
        raise ArchiveError([Problem(package.members[0].path, 0, "", found, remedy)])
    if table and form in (None, "txm"):
        return list(_corpus(table, package, encoding))
    for member in package.members:
        try:
            arrivals.extend(_member(member, form, encoding))
        except ArchiveError as error:
            problems.extend(error.problems)
    if problems:
        raise ArchiveError(problems)
    return arrivals


def _member(member: Member, form: str | None, encoding: str | None) -> list[Arrival]:
    decoded = _text(member, encoding)
    form = form or _recognised(decoded.text, member.path)
    articles = _READERS[form](decoded.text, member.path)
    problems = [problem for one in articles for problem in _mistakes(one.body, one.line, member.path)]
    if problems:
        raise ArchiveError(problems)
    return [(received, _provenance(member, received.line, form, decoded)) for received in articles]


def _corpus(table: Member, package: Package, encoding: str | None) -> Iterator[Arrival]:
    texts = {member.name: member for member in package.members if member is not table}
    decoded: dict[str, Decoded] = {}
    problems: list[Problem] = []
    for name, member in texts.items():
        try:
            decoded[name] = _text(member, encoding)
            problems.extend(_mistakes(decoded[name].text, 1, member.path))
        except ArchiveError as error:
            problems.extend(error.problems)
    try:
        known = {name: decoded[name].text if name in decoded else "" for name in texts}
        articles = read_txm(_text(table, encoding).text, table.path, known)
    except ArchiveError as error:
        raise ArchiveError([*problems, *error.problems]) from None
    if problems:
        raise ArchiveError(problems)
    for name, received in articles.items():
        yield received, _provenance(texts[name], 1, "txm", decoded[name])


def _text(member: Member, encoding: str | None) -> Decoded:
    if member.data.startswith(b"%PDF-"):
        found = Message("is a PDF, whose text no program reads to the letter")
        remedy = Message("copy its text into a plain text file (.txt)")
        raise ArchiveError([Problem(member.path, 0, "", found, remedy)])
    if not member.data.strip():
        remedy = Message("put the article's text into it")
        raise ArchiveError([Problem(member.path, 0, "", Message("is empty"), remedy)])
    return decode(member.data, member.path, encoding)


def _recognised(text: str, path: str) -> str:
    if _SEED.match(text):
        found = Message("begins with a front matter: it is a seed already")
        remedy = Message(
            "copy it into the folder of articles, or add it with --format text if that is part of its text"
        )
        raise ArchiveError([Problem(path, 1, "", found, remedy)])
    if looks_like_europresse(text):
        return "europresse"
    if _HTML.match(text):
        found = Message("is a web page, but no export of Europresse")
        remedy = Message("copy the article's text into a plain text file (.txt)")
        raise ArchiveError([Problem(path, 0, "", found, remedy)])
    if looks_like_iramuteq(text):
        return "iramuteq"
    return "scraper" if looks_like_scraper(text) else "text"


def _mistakes(body: str, line: int, path: str) -> Iterator[Problem]:
    """Why *body*, which begins about *line*, can be no article's text."""
    if "\0" in body:
        line += body.count("\n", 0, body.index("\0")) if line else 0
        yield Problem(path, line, "", Message("holds a NUL character, which no page can show"), Message("delete it"))
    elif not body.strip():
        yield Problem(path, line, "", Message("has no text"), Message("add the article's text"))
    elif len(body.encode("utf-8")) > SIZE_LIMIT:
        found = Message("an article here is larger than {most} bytes", most=SIZE_LIMIT)
        yield Problem(path, line, "", found, Message("split it into one file an article"))


def _provenance(member: Member, line: int, form: str, decoded: Decoded) -> Provenance:
    return Provenance(member.path, member.file, line, form, decoded.encoding, decoded.known)
