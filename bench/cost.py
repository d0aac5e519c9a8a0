"""What a program costs, with all that it starts: CPU seconds, peak memory, and how long one waits for it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from shutil import which
from statistics import median
from tempfile import mkdtemp
from threading import Event, Thread
from time import monotonic
from typing import NamedTuple

_OFTEN = 0.1
"""Seconds between two looks at the memory of a tree of processes."""


class Cost(NamedTuple):
    """Of one run."""

    cpu: float
    """Seconds, user and system."""
    memory: float
    """MB (10⁶ bytes) at its peak; what processes share counts once."""
    clock: float = 0.0
    """Seconds by the clock."""


def cost_of(command: Sequence[str], cwd: Path | None = None, variables: Mapping[str, str] | None = None) -> Cost:
    """Runs *command* to its end. Raises RuntimeError, with what it said, when it fails."""
    begun = monotonic()
    process = subprocess.Popen(
        command, cwd=cwd, env={**os.environ, **(variables or {})}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    peak = _Peak(process.pid)
    said = process.stdout.read() if process.stdout else b""
    together = peak.end()
    _, status, usage = os.wait4(process.pid, 0)
    clock = monotonic() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command[0]} ended with {process.returncode}: {said.decode(errors='replace')[-2000:]}")
    return Cost(usage.ru_utime + usage.ru_stime, max(together, usage.ru_maxrss * 1024) / 1e6, clock)


def middle_cost(costs: Iterable[Cost]) -> Cost:
    """The medians."""
    return Cost(*map(median, zip(*costs, strict=True)))


def set_aside(path: Path) -> None:
    """Moves what an earlier run left at *path* out of the way.

    A file system without a journal passes over the places of files that were deleted minutes ago: to delete them first
    would double what the next run costs the system.
    """
    if path.exists():
        path.rename(Path(mkdtemp(dir=path.parent, prefix=".earlier-")) / path.name)


def program(name: str) -> str:
    """The path of a peer's program. Raises RuntimeError where it is not installed."""
    if found := which(name):
        return found
    raise RuntimeError(f"{name} is not installed; on Debian: apt-get install {name}")


class _Peak:
    """The most that a process and those below it held together, looked at while they run; in bytes."""

    def __init__(self, root: int) -> None:
        self._root = root
        self._most = 0
        self._ended = Event()
        self._thread = Thread(target=self._watch, daemon=True)
        self._thread.start()

    def end(self) -> int:
        """No more looks; what was most."""
        self._ended.set()
        self._thread.join()
        return self._most

    def _watch(self) -> None:
        while not self._ended.wait(_OFTEN):
            tree = list(_tree(self._root))
            if len(tree) > 1:  # of one alone the system itself keeps the peak
                self._most = max(self._most, sum(map(_held, tree)))


def _tree(process: int) -> Iterator[int]:
    """*process* and all below it; nothing where the system does not tell."""
    yield process
    with suppress(OSError):
        for path in Path(f"/proc/{process}/task").glob("*/children"):
            for child in path.read_text(encoding="ascii").split():
                yield from _tree(int(child))


def _held(process: int) -> int:
    """Bytes in memory, its share of what it shares with others."""
    with suppress(OSError):  # it may have ended
        for line in Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    return 0
