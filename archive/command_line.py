"""The command line: its options with their help, and what cannot be asked together."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from archive.adding.received import FORMATS as READ
from archive.telling import FORMATS as TOLD

FORMATS = {"check": TOLD, "add": READ}
"""Command that takes files → what its ``--format`` may name."""


def command_line() -> argparse.ArgumentParser:
    """The options, with their help."""
    parser = argparse.ArgumentParser(
        prog="build_archive.py",
        description="Turns press articles kept verbatim into a static, searchable archive.",
        epilog="Exit status: 0 good, 1 the archive has errors (one line each), 2 wrong usage.",
    )
    parser.add_argument(
        "command",
        nargs="?",
        default="build",
        choices=["build", "check", "serve", "add"],
        help="build the site (default); only check the archive; show the site and follow every change; or add articles",
    )
    parser.add_argument(
        "files",
        nargs="*",
        type=Path,
        metavar="FILE",
        help="check tells only what concerns these files; add reads them: plain text, HTML exported from Europresse, "
        "zips of Press Corpus Scraper, IRaMuTeQ corpora, the metadata.csv of a TXM corpus; without one, standard input",
    )
    parser.add_argument(
        "-f",
        "--config-file",
        type=Path,
        default=Path("mkdocs.yml"),
        metavar="FILE",
        help="the archive's mkdocs.yml (default: mkdocs.yml in this folder)",
    )
    parser.add_argument(
        "--seeds",
        type=Path,
        metavar="DIR",
        help="the folder with articles/ and authorities/ (default: seeds beside mkdocs.yml); with another folder than "
        "that, docs/ is left alone",
    )
    parser.add_argument(
        "--site",
        type=Path,
        metavar="DIR",
        help="where the site goes (default: site_dir of mkdocs.yml); replaced in whole",
    )
    parser.add_argument(
        "--address",
        type=host_and_port,
        default="127.0.0.1:8000",
        metavar="HOST:PORT",
        help="where serve shows the site (default: %(default)s)",
    )
    parser.add_argument(
        "--format",
        metavar="NAME",
        help=f"for check, how problems are told: {', '.join(TOLD)} (default: text); "
        f"for add, what every file is read as: {', '.join(READ)} (default: by content)",
    )
    parser.add_argument(
        "--against",
        metavar="DIR_OR_REV",
        help="an earlier state of the archive, as a folder or a revision of git: check tells which texts have changed "
        "and which addresses are gone without a word on it",
    )
    parser.add_argument(
        "--summary",
        type=Path,
        metavar="FILE",
        help="with --against: write what would be published anew, changed or removed into this file, as Markdown",
    )
    said = parser.add_mutually_exclusive_group()
    said.add_argument("-q", "--quiet", action="store_true", help="say nothing but errors")
    said.add_argument("--timings", action="store_true", help="say at the end what every stage of the build cost")
    adding = parser.add_argument_group("options of add")
    adding.add_argument("--dry-run", action="store_true", help="only show what would be written")
    adding.add_argument(
        "--into", type=Path, metavar="DIR", help="the folder that new seeds go to (default: articles/ of the seeds)"
    )
    adding.add_argument(
        "--encoding", type=encoding, metavar="NAME", help="read every file in this encoding (default: by content)"
    )
    adding.add_argument(
        "--repair", action="store_true", help="put letters right that a wrong encoding broke (é that became Ã©)"
    )
    return parser


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The options of a command line; ends the program with status 2 when they are wrong."""
    parser = command_line()
    options = parser.parse_intermixed_args(arguments)
    known = FORMATS.get(options.command, ())
    if not known and (options.files or options.format is not None):
        parser.error(f"{options.command} takes no FILE and no --format")
    if (options.against or options.summary) and options.command != "check":
        parser.error(f"{options.command} takes no --against and no --summary")
    if options.timings and options.command != "build":
        parser.error(f"{options.command} takes no --timings")
    if options.summary and not options.against:
        parser.error("--summary tells changes: name an earlier state with --against")
    if options.format not in (None, *known):
        parser.error(f"{options.command} knows no --format {options.format!r} (choose from {', '.join(known)})")
    return options


def encoding(name: str) -> str:
    """*name*, when Python knows a text encoding of that name. Raises ArgumentTypeError when it does not."""
    try:
        "a".encode(name)
    except (LookupError, UnicodeError):
        raise argparse.ArgumentTypeError(f"{name!r} is no encoding, such as windows-1252") from None
    return name


def host_and_port(text: str) -> str:
    """*text*, when it is a host and a port. Raises ArgumentTypeError when it is not."""
    host, _, port = text.rpartition(":")
    if not host or not port.isdecimal() or not 0 < int(port) < 65536:
        raise argparse.ArgumentTypeError(f"{text!r} is no HOST:PORT, such as 127.0.0.1:8000")
    return text
