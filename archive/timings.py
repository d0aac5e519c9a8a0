"""What each stage of a build cost: seconds by the clock, seconds of work, and memory."""

from __future__ import annotations

import os
import sys
import time
from dataclasses import dataclass, replace

if sys.platform != "win32":
    import resource

_SHOWN = 0.05
"""The share of the whole from which a stage stands in the summary."""


@dataclass(frozen=True)
class Moment:
    """What had been used up when."""

    clock: float
    """Seconds by the clock."""
    work: float
    """CPU seconds of this process, and of those that it started and that have ended."""


@dataclass(frozen=True)
class Stage:
    """A part of the work, from one moment to another."""

    name: str
    many: int
    """The things it had to do; 0 when that was not known."""
    seconds: float
    work: float
    """CPU seconds."""
    memory: float
    """MB (10⁶ bytes) that the largest process had held at most by the stage's end; 0 where the system does not tell."""


class Timings:
    """Notes the stages of one run, one after the other."""

    def __init__(self) -> None:
        self._ended: list[Stage] = []
        self._running = ("start", 0)
        self._begun = self._since = _now()

    def begin(self, name: str, many: int) -> None:
        """A stage begins; the one before ends."""
        self._end()
        self._running = (name, many)

    def count(self, many: int) -> None:
        """The running stage had *many* things to do."""
        self._running = (self._running[0], many)

    def stages(self) -> tuple[Stage, ...]:
        """All stages so far, each name once, in the order of their beginnings; the running one ends."""
        self._end()
        self._running = ("end", 0)
        by_name: dict[str, Stage] = {}
        for stage in self._ended:
            before = by_name.get(stage.name, Stage(stage.name, 0, 0, 0, 0))
            by_name[stage.name] = replace(
                stage,
                many=before.many + stage.many,
                seconds=before.seconds + stage.seconds,
                work=before.work + stage.work,
            )
        return tuple(by_name.values())

    def _end(self) -> None:
        now = _now()
        name, many = self._running
        seconds, work = now.clock - self._since.clock, now.work - self._since.work
        self._ended.append(Stage(name, many, seconds, work, _most_memory()))
        self._since = now


def summary(stages: tuple[Stage, ...]) -> str:
    """The seconds of the whole and of the stages that took most: ``41.2 s: link names 9.1, render pages 20.3``."""
    whole = sum(stage.seconds for stage in stages)
    shown = [f"{stage.name} {stage.seconds:.1f}" for stage in stages if stage.seconds >= _SHOWN * whole]
    return f"{whole:.1f} s: {', '.join(shown)}"


def table(stages: tuple[Stage, ...]) -> str:
    """All of *stages*, one a line, and their sums."""
    whole = Stage(
        "all",
        0,
        sum(stage.seconds for stage in stages),
        sum(stage.work for stage in stages),
        max(stage.memory for stage in stages),
    )
    width = max(len(stage.name) for stage in stages)
    lines = [f"{'stage':{width}}      things        s    CPU s     MB"]
    for stage in (*stages, whole):
        many = f"{stage.many:,}" if stage.many else ""
        memory = f"{stage.memory:,.0f}" if stage.memory else ""
        lines.append(f"{stage.name:{width}}  {many:>10}  {stage.seconds:7.2f}  {stage.work:7.2f}  {memory:>5}".rstrip())
    return "\n".join(lines)


def _now() -> Moment:
    used = os.times()
    return Moment(time.monotonic(), used.user + used.system + used.children_user + used.children_system)


def _most_memory() -> float:
    if sys.platform == "win32":
        return 0.0
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return most / 1e6 if sys.platform == "darwin" else most * 1024 / 1e6
