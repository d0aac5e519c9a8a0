"""Reading authority records: outlets.yml, places.yml and actors.yml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from archive.fields import Line, Note, RecordId, Strict, did_you_mean, read_model, wrong
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


def _text_or_rule(value: object) -> object:
    return {"form": value} if isinstance(value, str) else value


class FormRule(Strict):
    """A variant with the rule under which it means the record."""

    form: Line
    after: tuple[Line, ...] = ()
    when: Literal["introduced", "listed"] | None = None


def _identifiers(value: Mapping[str, str]) -> Mapping[str, str]:
    for scheme, identifier in value.items():
        if scheme not in IDENTIFIER_PATTERNS:
            raise wrong(f"{quoted(scheme)} is no known scheme", did_you_mean(scheme, IDENTIFIER_PATTERNS))
        if not re.fullmatch(IDENTIFIER_PATTERNS[scheme], identifier, re.ASCII):
            raise wrong(f"{quoted(identifier)} is no {scheme} identifier", "copy it from the source, or delete it")
    return value


class RecordEntry(Strict):
    """The keys of one authority record, as the file gives them."""

    id: RecordId
    heading: Line
    type: Line
    variants: tuple[Annotated[FormRule, BeforeValidator(_text_or_rule)], ...] = ()
    within: RecordId | None = None
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    identifiers: dict[str, Line] = Field(default_factory=dict)
    labels: dict[str, Line] = Field(default_factory=dict)
    note: Note | None = None


@dataclass(frozen=True)
class AuthorityFile:
    """The records of one file, and what validation needs to point at their lines."""

    path: str
    """The file as the user would type it."""
    records: tuple[tuple[int, Record], ...]
    """(position in the file's list, record)."""
    document: Document


def read_authorities(folder: Path, shown: str) -> tuple[list[AuthorityFile], list[Problem]]:
    """The three authority files of *folder* (one that is missing holds no record), and every problem in them."""
    files: list[AuthorityFile] = []
    problems: list[Problem] = []
    for kind, name in FOLDERS.items():
        path = f"{shown}/{name}.yml"
        file = folder / f"{name}.yml"
        if not file.exists():
            continue
        try:
            document = read_yaml(_text_of(file, path), path, limit=50_000_000)
            if document.value is not None and not isinstance(document.value, list):
                raise ArchiveError([Problem(path, 1, "", "is no list of records", "begin each record with '- id: …'")])
        except ArchiveError as error:
            problems.extend(error.problems)
            continue
        records: list[tuple[int, Record]] = []
        for position, value in enumerate(document.value or []):
            entry, mistakes = read_model(RecordEntry, value, document, path, (position,))
            if entry and entry.type not in TYPES[kind]:
                remedy = did_you_mean(entry.type, TYPES[kind])
                line = document.line(position, "type")
                mistakes = [Problem(path, line, "type", f"{quoted(entry.type)} is no type of {kind}", remedy)]
                entry = None
            problems.extend(mistakes)
            if entry:
                records.append((position, _record(kind, entry)))
        files.append(AuthorityFile(path, tuple(records), document))
    return files, problems


def _text_of(file: Path, path: str) -> str:
    if file.is_symlink() or not file.is_file():
        raise ArchiveError([Problem(path, 0, "", "is no regular file", "put the file itself here")])
    data = file.read_bytes()
    try:
        return data.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ArchiveError([Problem(path, line, "", "is not UTF-8", "save it as UTF-8")]) from None


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
