"""Reading authority records: outlets.yml, places.yml and actors.yml."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError
from pydantic_core import InitErrorDetails

from archive.fields import Language, Line, Note, RecordId, Strict, one_of, read_model, utf8_text, wrong
from archive.messages import Message
from archive.model import FOLDERS, Form, Kind, Record
from archive.problems import ArchiveError, Problem, quoted
from archive.strict_yaml import Document, read_yaml

TYPES: Mapping[Kind, tuple[str, ...]] = {
    "outlet": ("newspaper", "magazine", "news_agency", "tv_channel", "radio", "news_site", "news_outlet", "other"),
    "place": (
        "continent", "country", "region", "admin1", "admin2", "city", "village", "district", "street", "road",
        "border", "river", "sea", "mountain", "facility", "airspace", "other",
    ),
    "actor": (
        "person", "office_holder", "delegation", "state", "state_body", "coalition", "international_organisation",
        "party", "union", "company", "ngo", "armed_group", "armed_group_unnamed", "people", "news_agency",
        "tv_channel", "radio", "newspaper", "news_site", "media_unnamed", "anonymous_source", "event", "other",
    ),
}  # fmt: skip
"""The types of record, in the order in which indexes list them."""

KIND_NAMES: Mapping[Kind, Message] = {
    "outlet": Message("outlet"),
    "place": Message("place"),
    "actor": Message("actor"),
}

IDENTIFIER_PATTERNS: Mapping[str, str] = {
    "geonames": r"\d{1,10}",
    "wikidata": r"Q\d{1,12}",
    "iso_3166_1": r"[A-Z]{2}",
    "iso_3166_2": r"[A-Z]{2}-[A-Z0-9]{1,3}",
    "viaf": r"\d{1,22}",
    "isni": r"\d{15}[\dX]",
    "issn": r"\d{4}-\d{3}[\dX]",
    "bnf": r"\d{8}[\dbcdfghjkmnpqrstvwxz]",
}
"""What an identifier of each scheme looks like."""


_LIMIT = 50_000_000
"""Characters of a file that is a list."""


def _text_or_rule(value: object) -> object:
    return {"form": value} if isinstance(value, str) else value


class FormRule(Strict):
    """A variant with the rule under which it means the record."""

    form: Line
    after: tuple[Line, ...] = ()
    when: Literal["introduced", "listed"] | None = None


Variant = Annotated[FormRule, BeforeValidator(_text_or_rule, json_schema_input_type=Line | FormRule)]


def _identifiers(value: dict[str, str]) -> dict[str, str]:
    mistakes: list[InitErrorDetails] = []
    for scheme, identifier in value.items():
        if scheme not in IDENTIFIER_PATTERNS:
            found = Message("{scheme} is no known scheme", scheme=quoted(scheme))
            remedy = one_of(scheme, IDENTIFIER_PATTERNS)
        elif not re.fullmatch(IDENTIFIER_PATTERNS[scheme], identifier, re.ASCII):
            found = Message("{value} is no {scheme} identifier", value=quoted(identifier), scheme=scheme)
            remedy = Message("copy it from the source, or delete it")
        else:
            continue
        mistakes.append({"type": wrong(found, remedy), "loc": (scheme,), "input": identifier})
    if mistakes:
        raise ValidationError.from_exception_data("identifiers", mistakes)
    return value


class RecordEntry(Strict):
    """The keys of one authority record, as the file gives them."""

    id: RecordId
    heading: Line
    type: Line
    variants: tuple[
        Annotated[FormRule, BeforeValidator(_text_or_rule, json_schema_input_type=Line | FormRule)], ...
    ] = ()
    within: RecordId | None = None
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    identifiers: Annotated[dict[str, Line], AfterValidator(_identifiers)] = Field(default_factory=dict)
    labels: dict[Language, Line] = Field(default_factory=dict)
    note: Note | None = None


@dataclass(frozen=True)
class AuthorityFile:
    """The records of one file, and what validation needs to point at their lines."""

    path: str
    """The file as the user would type it."""
    records: tuple[tuple[int, Record], ...]
    """(position in the file's list, record)."""
    document: Document
    unread: frozenset[str] | None = frozenset()
    """The ids of records too faulty to be read, for whose lack nobody else is to blame; None when that is any id."""


def unread_ids(files: Iterable[AuthorityFile]) -> frozenset[str] | None:
    """The ids of records that could not be read; None when a whole file could not, and any id may be one of its."""
    unread: frozenset[str] = frozenset()
    for file in files:
        if file.unread is None:
            return None
        unread |= file.unread
    return unread


def read_authorities(folder: Path, shown: str) -> tuple[list[AuthorityFile], list[Problem]]:
    """The three authority files of *folder* (one that is missing holds no record), and every problem in them."""
    files: list[AuthorityFile] = []
    problems = list(_misnamed(folder, shown))
    for kind, name in FOLDERS.items():
        path = f"{shown}/{name}.yml"
        file = folder / f"{name}.yml"
        if not os.path.lexists(file):
            continue
        try:
            document = read_list(
                file, path, Message("is no list of records"), Message("begin each record with '- id: …'")
            )
        except ArchiveError as error:
            problems.extend(error.problems)
            files.append(AuthorityFile(path, (), Document(None, {(): 1}), unread=None))
            continue
        records: list[tuple[int, Record]] = []
        unread: set[str] = set()
        for position, value in enumerate(document.value or []):
            entry, mistakes = read_model(RecordEntry, value, document, path, (position,))
            problems.extend(mistakes)
            if entry:
                records.append((position, _record(kind, entry)))
                problems.extend(_doubtful_values(entry, kind, document, path, position))
            elif isinstance(value, Mapping):
                unread.add(str(value.get("id")))
        files.append(AuthorityFile(path, tuple(records), document, frozenset(unread)))
    return files, problems


def _misnamed(folder: Path, shown: str) -> Iterator[Problem]:
    """YAML files that would be passed over in silence."""
    names = [f"{name}.yml" for name in FOLDERS.values()]
    for path in sorted(folder.glob("*.y*ml")):
        if path.name not in names and not path.name.startswith("."):
            remedy = one_of(path.name, names)
            yield Problem(f"{shown}/{path.name}", 0, "", Message("is no authority file"), remedy)


def _doubtful_values(entry: RecordEntry, kind: Kind, document: Document, path: str, position: int) -> Iterator[Problem]:
    """Values that are good in themselves but not in this record."""
    if entry.type not in TYPES[kind]:
        line = document.line(position, "type")
        found = Message("{type} is no type of {kind}", type=quoted(entry.type), kind=KIND_NAMES[kind])
        yield Problem(path, line, "type", found, one_of(entry.type, TYPES[kind]))
    written = document.value[position] if isinstance(document.value, list) else None
    for one, other in (("lat", "lon"), ("lon", "lat")):
        if isinstance(written, Mapping) and written.get(one) and not written.get(other):
            found, remedy = Message("stands without {key}", key=other), Message("add {key}, or delete it", key=other)
            yield Problem(path, document.line(position, one), one, found, remedy)


def read_list(file: Path, path: str, found: Message, remedy: Message) -> Document:
    """The YAML list in *file*, called *path* in messages; nothing in it is a list too.

    Raises ArchiveError when it is no regular file, not UTF-8 or not the YAML of an archive; when it is no list, with
    *found* and *remedy*.
    """
    if file.is_symlink() or not file.is_file():
        raise ArchiveError([Problem(path, 0, "", Message("is no regular file"), Message("put the file itself here"))])
    document = read_yaml(utf8_text(file.read_bytes().removeprefix(b"\xef\xbb\xbf"), path), path, limit=_LIMIT)
    if document.value is not None and not isinstance(document.value, list):
        raise ArchiveError([Problem(path, 1, "", found, remedy)])
    return document


def _record(kind: Kind, entry: RecordEntry) -> Record:
    return Record(
        id=entry.id,
        kind=kind,
        heading=entry.heading,
        type=entry.type,
        variants=tuple(Form(rule.form, rule.after, rule.when or "") for rule in entry.variants),
        within=entry.within,
        lat=entry.lat,
        lon=entry.lon,
        identifiers=tuple(sorted(entry.identifiers.items())),
        labels=tuple(sorted(entry.labels.items())),
        note=entry.note,
    )
