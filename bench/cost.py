"""What a program costs: CPU seconds and peak memory, of it and all that it starts."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple


class Cost(NamedTuple):
    """Of one run."""

    cpu: float
    """Seconds, user and system."""
    memory: float
    """MB (10⁶ bytes) at its peak."""


def cost_of(command: Sequence[str], cwd: Path | None = None) -> Cost:
    """Runs *command* to its end. Raises RuntimeError, with what it said, when it fails."""
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    said = process.stdout.read() if process.stdout else b""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command[0]} ended with {process.returncode}: {said.decode(errors='replace')[-2000:]}")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024 / 1e6)
