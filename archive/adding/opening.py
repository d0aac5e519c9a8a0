"""Opening what a person names: files, zips, TXM corpora and standard input, as bytes and within limits."""

from __future__ import annotations

import re
import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import BinaryIO, NamedTuple

from archive.adding.txm import METADATA
from archive.messages import Message
from archive.problems import ArchiveError, Problem, quoted

LIMIT = 50_000_000
"""Bytes of one file, and of all that one zip unpacks to."""
TOTAL_LIMIT = 200_000_000
"""Bytes of all files of one run, unpacked."""
MOST_ENTRIES = 20_000
STANDARD_INPUT = "standard input"
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_SPLIT = Message("split it into smaller zips")
_MAC_FURNITURE = ("__MACOSX/",)


class Member(NamedTuple):
    """One file, in memory."""

    path: str
    """As messages show it."""
    file: str
    """Its name without folders; in a zip, that of the zip and of the entry."""
    data: bytes

    @property
    def name(self) -> str:
        """The last part of its name."""
        return PurePosixPath(self.file).name


@dataclass(frozen=True)
class Package:
    """What one name on the command line stands for: a file, or the files that belong together in a corpus."""

    members: tuple[Member, ...]


def open_all(paths: Iterable[Path], standard_input: BinaryIO) -> list[Package]:
    """Every file of *paths*, ``-`` being *standard_input*. Raises ArchiveError with the problems of all of them."""
    packages: list[Package] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            if str(path) == "-":
                packages.append(_package(STANDARD_INPUT, STANDARD_INPUT, _bounded(standard_input, STANDARD_INPUT)))
            else:
                packages.append(_open(path))
        except ArchiveError as error:
            problems.extend(error.problems)
        if sum(len(member.data) for package in packages for member in package.members) > TOTAL_LIMIT:
            found = Message("makes it more than {most} bytes in all", most=TOTAL_LIMIT)
            raise _refusal(path.as_posix(), found, Message("add fewer files at once"))
    if problems:
        raise ArchiveError(problems)
    return packages


def _open(path: Path) -> Package:
    data = _read(path)
    if path.name.casefold() != METADATA:
        return _package(path.as_posix(), path.name, data)
    texts = sorted(file for file in path.parent.glob("*.txt") if file.is_file() and not file.is_symlink())
    members = [_member(path, data), *(_member(file, _read(file)) for file in texts)]
    if sum(len(member.data) for member in members) > LIMIT:
        found = Message("comes with texts of more than {most} bytes", most=LIMIT)
        raise _refusal(path.as_posix(), found, Message("split the corpus"))
    return Package(tuple(members))


def _read(path: Path) -> bytes:
    shown = path.as_posix()
    try:
        if path.is_dir():
            raise _refusal(shown, Message("is a folder"), Message("name its files, or its {table}", table=METADATA))
        with path.open("rb") as file:
            return _bounded(file, shown)
    except FileNotFoundError:
        raise _refusal(shown, Message("no such file"), Message("check its name and folder")) from None
    except OSError as error:
        found = Message("cannot be read ({error})", error=error.strerror or str(error))
        raise _refusal(shown, found, Message("check that you may read it")) from None


def _bounded(file: BinaryIO, shown: str) -> bytes:
    data = file.read(LIMIT + 1)
    if len(data) > LIMIT:
        found = Message("is larger than {most} bytes", most=LIMIT)
        raise _refusal(shown, found, Message("split it into smaller files"))
    return data


def _member(path: Path, data: bytes) -> Member:
    return Member(path.as_posix(), path.name, data)


def _package(shown: str, name: str, data: bytes) -> Package:
    if not data.startswith((_ZIP, _EMPTY_ZIP)):
        return Package((Member(shown, name, data),))
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return Package(tuple(_unpacked(archive, shown, name)))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
        found = Message("is a damaged zip ({error})", error=str(error))
        raise _refusal(shown, found, Message("download or pack it again")) from None


def _unpacked(archive: zipfile.ZipFile, shown: str, name: str) -> list[Member]:
    """The files in a zip. Raises ArchiveError when one could do harm, or is no article of its own."""
    entries = [entry for entry in archive.infolist() if not entry.is_dir() and not _is_furniture(entry.filename)]
    names = {entry.filename for entry in entries}
    if "[Content_Types].xml" in names or "mimetype" in names:
        raise _refusal(shown, Message("is an office document"), Message("save its text as plain text (.txt)"))
    if not entries:
        raise _refusal(shown, Message("is an empty zip"), Message("pack the articles into it"))
    if len(entries) > MOST_ENTRIES:
        raise _refusal(shown, Message("holds more than {most} files", most=MOST_ENTRIES), _SPLIT)
    if sum(entry.file_size for entry in entries) > LIMIT:
        raise _refusal(shown, Message("unpacks to more than {most} bytes", most=LIMIT), _SPLIT)
    problems = [problem for entry in entries for problem in _harm(entry, shown)]
    if problems:
        raise ArchiveError(problems)
    members = [
        Member(f"{shown}/{entry.filename}", f"{name}/{entry.filename}", archive.read(entry)) for entry in entries
    ]
    nested = [member for member in members if member.data.startswith(_ZIP)]
    if nested:
        found, remedy = Message("is a zip within a zip"), Message("unpack it and add its files")
        raise ArchiveError(Problem(member.path, 0, "", found, remedy) for member in nested)
    return members


def _is_furniture(name: str) -> bool:
    """What systems put into zips beside what people do."""
    return name.startswith(_MAC_FURNITURE) or PurePosixPath(name).name.startswith(".")


def _harm(entry: zipfile.ZipInfo, shown: str) -> Iterator[Problem]:
    """What makes an entry no file to be trusted; nothing is ever unpacked to disk all the same."""
    parts = re.split(r"[/\\]", entry.filename)
    name, pack = quoted(entry.filename), Message("pack the zip again without it")
    if ".." in parts or not parts[0] or ":" in parts[0]:
        yield Problem(shown, 0, "", Message("the entry {name} points out of the zip", name=name), pack)
    elif stat.S_ISLNK(entry.external_attr >> 16):
        yield Problem(shown, 0, "", Message("the entry {name} is a link to another file", name=name), pack)
    elif entry.flag_bits & 1:
        found = Message("the entry {name} is locked by a password", name=name)
        yield Problem(shown, 0, "", found, Message("pack the zip again without a password"))


def _refusal(path: str, found: Message, remedy: Message) -> ArchiveError:
    return ArchiveError([Problem(path, 0, "", found, remedy)])
