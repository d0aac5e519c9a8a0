"""Showing the site while people work on it: every change of a seed, record, page or template is there at once."""

from __future__ import annotations

import logging
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn
from urllib.parse import urlsplit

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from archive.generated import GENERATED_FOLDERS
from archive.languages import read_language
from archive.messages import Language, Message
from archive.problems import ArchiveError, Problem
from archive.publishing import THEME, showing
from archive.settings import Settings
from archive.telling import told
from archive.writing import is_generated

_PAUSE = 0.2
"""Seconds without a further change before work begins: editors save in several steps."""


class _Changed(FileSystemEventHandler):
    """Notes that one of the files was changed that *concerns* is true of."""

    def __init__(self, note: threading.Event, concerns: Callable[[Path], bool] = lambda _: True) -> None:
        self._note = note
        self._concerns = concerns

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type in ("opened", "closed_no_write") or (event.is_directory and event.event_type == "modified"):
            return
        paths = [Path(os.fsdecode(path)) for path in (event.src_path, event.dest_path) if path]
        if any(map(self._concerns, paths)):
            self._note.set()


def serve(settings: Settings, seeds: Path, site: Path, address: str, build: Callable[[], object]) -> None:
    """Has *site* built and shows it at *address* until interrupted; it is built anew after every change of its sources.

    A mistake is told and leaves the last good pages. Raises ArchiveError when the first site cannot be made, or not be
    shown, and KeyboardInterrupt with what to tell once it has been shown.
    """
    _check_free(address)
    settings.docs_dir.mkdir(parents=True, exist_ok=True)
    changed = threading.Event()
    observer = Observer()
    observer.start()
    try:
        # Before the first build, which may take a while: whoever works on meanwhile is to see it.
        for folder, concerns, recursive in _watched(settings, seeds):
            observer.schedule(_Changed(changed, concerns), str(folder), recursive=recursive)
        build()
        with TemporaryDirectory() as scratch:
            sign = Path(scratch) / "sign"
            sign.touch()
            with showing(site, address, urlsplit(settings.site_url).path, sign) as server:
                _follow(changed, server, build, sign, read_language(settings.language))
    finally:
        logging.getLogger("watchdog").setLevel(logging.CRITICAL)  # it complains of being stopped
        observer.stop()
        observer.join()


def _follow(
    changed: threading.Event,
    server: subprocess.Popen[bytes],
    build: Callable[[], object],
    sign: Path,
    language: Language,
) -> NoReturn:
    """Builds and touches *sign* whenever something has *changed*, as long as the *server* runs."""
    try:
        while server.poll() is None:
            if not changed.wait(timeout=1):
                continue
            while changed.is_set():
                changed.clear()
                changed.wait(_PAUSE)
            if _built(build, language):
                sign.write_bytes(os.urandom(8))
    except KeyboardInterrupt:
        raise KeyboardInterrupt(Message("interrupted; the site is as it was shown last")) from None
    found, remedy = Message("its server ended"), Message("correct what it complains of")
    raise ArchiveError([Problem("MkDocs", 0, "", found, remedy)])


def _watched(settings: Settings, seeds: Path) -> list[tuple[Path, Callable[[Path], bool], bool]]:
    """Folders, with what in them concerns the site, and whether what lies deeper counts too."""

    def by_hand(path: Path) -> bool:
        """Whether somebody may have written it, and no build."""
        below = path.relative_to(settings.docs_dir)
        if len(below.parts) > 1:
            return below.parts[0] not in GENERATED_FOLDERS
        try:
            return below.name not in GENERATED_FOLDERS and not is_generated(below.name, path.read_bytes)
        except OSError:  # a folder, or a file that is gone
            return True

    own = [settings.root / "templates", THEME.parent, settings.custom_dir]
    whole = {seeds, *(folder for folder in own if folder and folder.is_dir())}
    return [
        (settings.root, lambda path: path == settings.config_file, False),
        (settings.docs_dir, by_hand, True),
        *((folder, lambda _: True, True) for folder in sorted(whole)),
    ]


def _check_free(address: str) -> None:
    """Raises ArchiveError when nothing can be served at *address*: MkDocs would say so with a traceback."""
    host, _, port = address.rpartition(":")
    try:
        socket.create_server((host, int(port))).close()
    except OSError as error:
        found = Message("cannot be served at ({error})", error=str(error.strerror).partition(" (")[0])
        raise ArchiveError([Problem(address, 0, "", found, Message("name another with --address"))]) from None


def _built(build: Callable[[], object], language: Language) -> bool:
    """Whether the site is another one now; if not, people are told why."""
    try:
        build()
    except (ArchiveError, OSError) as error:  # OSError: a file that an editor moves while it is read
        said = told(error.problems, language) if isinstance(error, ArchiveError) else f"{error}\n"
        end = language.say(Message("the pages are as they were"))
        print(f"{said}{end}", file=sys.stderr)
        return False
    return True
