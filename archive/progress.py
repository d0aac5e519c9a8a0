"""What the person at the terminal sees while it works; in CI, one line at the end."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Sized
from pathlib import Path
from typing import TextIO, TypeVar

from archive.timings import Timings, summary, table

_PAUSE = 0.1
"""Seconds between two states of the running line."""
_BAR = 24
"""Characters of the bar, where the terminal is wide enough."""
T = TypeVar("T")


class Progress:
    """Shows the running stage on a terminal, on one line that the next replaces, and notes what each stage costs."""

    def __init__(self, stream: TextIO, quiet: bool = False, timings: bool = False) -> None:
        self._stream = stream
        self.quiet = quiet
        """Whether nothing but errors is to be said."""
        self._in_full = timings
        self._live = stream.isatty() and not quiet and "CI" not in os.environ and os.environ.get("TERM") != "dumb"
        self._timings = Timings()
        self._name, self._many, self._done = "", 0, 0
        self._begun = self._shown = time.monotonic()

    def stage(self, name: str, many: int = 0) -> None:
        """A stage begins, with *many* things to do when known."""
        self._timings.begin(name, many)
        if self._live:
            self._name, self._many, self._done = name, many, 0
            self._begun = self._shown = time.monotonic()
            self._show(f"{name}{f' ({many:,})' if many else ''} …")

    def over(self, name: str, things: Iterable[T], many: int = 0) -> Iterator[T]:
        """*things*, as the work of a stage that begins now; how many is known of what has a length, or given."""
        self.stage(name, many or (len(things) if isinstance(things, Sized) else 0))
        return self._counted(things)

    def advance(self, many: int = 1) -> None:
        """So many things of the running stage are done."""
        if self._live:
            self._done += many
            if (now := time.monotonic()) - self._shown >= _PAUSE:
                self._shown = now
                self._show(self._state(now - self._begun))

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
        """The site is there: where, and what it took."""
        stages = self._timings.stages()
        if self._in_full:
            self.say(table(stages))
        self.say(f"{os.path.relpath(site)}/index.html ({pages:,} files, {summary(stages)})")

    def _counted(self, things: Iterable[T]) -> Iterator[T]:
        count = 0
        for count, thing in enumerate(things, start=1):  # noqa: B007 - used once all are there
            yield thing
            self.advance()
        self._timings.count(count)

    def _state(self, seconds: float) -> str:
        """How far the stage is, how fast, and how long it will yet take."""
        rate = self._done / seconds if seconds else 0.0
        if not self._many:
            return f"{self._name}  {self._done:,}  {rate:,.0f}/s"
        done = min(1.0, self._done / self._many)
        left = round(seconds / done - seconds) if done else 0
        bar = "█" * round(_BAR * done)
        return (
            f"{self._name}  {bar:░<{_BAR}}  {self._done:,} of {self._many:,}  {rate:,.0f}/s  "
            f"{left // 60}:{left % 60:02} left"
        )

    def _show(self, line: str) -> None:
        """*line* in place of that which runs; never more than fits, as a second line could not be wiped."""
        try:
            width = os.get_terminal_size(self._stream.fileno()).columns or 80
        except OSError:
            width = 80
        self._stream.write(f"\r\x1b[K{line[: width - 1]}")
        self._stream.flush()
