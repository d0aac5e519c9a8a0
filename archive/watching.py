"""Showing the site while people work on it: every change of a seed, record or template is there at once."""

from __future__ import annotations

import socket
import sys
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from archive.languages import read_language
from archive.messages import Language, Message
from archive.problems import ArchiveError, Problem
from archive.publishing import serving
from archive.settings import Settings
from archive.telling import told

_PAUSE = 0.2
"""Seconds without a further change before work begins: editors save in several steps."""


class _Changed(FileSystemEventHandler):
    def __init__(self) -> None:
        self.event = threading.Event()

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type not in ("opened", "closed_no_write"):
            self.event.set()


def serve(
    settings: Settings,
    seeds: Path,
    address: str,
    write: Callable[[Path], object],
    choose_docs: Callable[[Path], Path],
    also: Iterable[Path],
) -> None:
    """Shows the site at *address* until interrupted, and calls *write* with the docs folder after every change.

    *choose_docs* is given a scratch folder and says where pages go; *also* are further folders to watch. A mistake is
    told and leaves the last good pages. Raises ArchiveError when the first pages cannot be made, or not be shown.
    """
    _check_free(address)
    language = read_language(settings.language)
    with TemporaryDirectory() as scratch:
        docs = choose_docs(Path(scratch))
        write(docs)
        changed = _Changed()
        observer = Observer()
        for folder in (seeds, *also):
            observer.schedule(changed, str(folder), recursive=True)
        observer.start()
        try:
            with serving(settings, docs, address) as server:
                while server.poll() is None:
                    if not changed.event.wait(timeout=1):
                        continue
                    while changed.event.is_set():
                        changed.event.clear()
                        changed.event.wait(_PAUSE)
                    _rewrite(write, docs, language)
                found, remedy = Message("its server ended"), Message("correct what it complains of")
                raise ArchiveError([Problem("MkDocs", 0, "", found, remedy)])
        finally:
            observer.stop()
            observer.join()


def _check_free(address: str) -> None:
    """Raises ArchiveError when nothing can be served at *address*: MkDocs would say so with a traceback."""
    host, _, port = address.rpartition(":")
    try:
        socket.create_server((host, int(port))).close()
    except OSError as error:
        found = Message("cannot be served at ({error})", error=str(error.strerror).partition(" (")[0])
        raise ArchiveError([Problem(address, 0, "", found, Message("name another with --address"))]) from None


def _rewrite(write: Callable[[Path], object], docs: Path, language: Language) -> None:
    try:
        write(docs)
    except (ArchiveError, OSError) as error:  # OSError: a file that an editor moves while it is read
        said = told(error.problems, language) if isinstance(error, ArchiveError) else f"{error}\n"
        end = language.say(Message("the pages are as they were"))
        print(f"{said}{end}", file=sys.stderr)
