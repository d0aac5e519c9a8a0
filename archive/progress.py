"""What the person at the terminal sees while it works; in CI, one line at the end."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TextIO


class Progress:
    """Shows the running stage on a terminal, on one line that the next replaces."""

    def __init__(self, stream: TextIO, quiet: bool = False) -> None:
        self._stream = stream
        self.quiet = quiet
        """Whether nothing but errors is to be said."""
        self._live = stream.isatty() and not quiet and "CI" not in os.environ
        self._begun = time.monotonic()

    def stage(self, name: str, many: int = 0) -> None:
        """A stage begins, with *many* things to do when known."""
        if self._live:
            self._stream.write(f"\r\x1b[K{name}{f' ({many:,})' if many else ''} …")
            self._stream.flush()

    def clear(self) -> None:
        """Wipes the running line, so that a message can stand there."""
        if self._live:
            self._stream.write("\r\x1b[K")
            self._stream.flush()

    def say(self, message: str) -> None:
        """One line that stays."""
        self.clear()
        if not self.quiet:
            print(message, file=self._stream)

    def done(self, site: Path, pages: int) -> None:
        """The site is there."""
        seconds = time.monotonic() - self._begun
        self.say(f"{os.path.relpath(site)}/index.html ({pages:,} files, {seconds:.1f} s)")
