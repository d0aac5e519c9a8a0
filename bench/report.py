"""The table of a run: each figure with its peer's, its goal, and whether it was met; and what the run stood on."""

from __future__ import annotations

import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Literal

from bench import pagefind


class Report:
    """Rows of the table, printed as they come, and written into a file when one is named."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file.open("w", encoding="utf-8") if file else None
        self.say(conditions())
        self.say("\n| | ours | peer | ratio | goal | |\n|---|---|---|---|---|---|")

    def say(self, line: str) -> None:
        """A line as it is."""
        print(line, flush=True)
        if self._file:
            print(line, file=self._file, flush=True)

    def row(self, name: str, ours: float, peer: float, goal: float, *, more_is_better: bool = False) -> None:
        """One figure of each, their ratio, and whether it is as good as the goal."""
        ratio = ours / peer if peer else 0.0
        is_met = ratio >= goal if more_is_better else ratio <= goal
        sign = "≥" if more_is_better else "≤"
        self.say(f"| {name} | {_figure(ours)} | {_figure(peer)} | {ratio:.3f} | {sign} {goal:.3g} | {_said(is_met)} |")

    def limit(self, name: str, found: float, limit: float, sign: Literal["≤", "≥"] = "≤") -> None:
        """A figure that has no peer."""
        is_met = found <= limit if sign == "≤" else found >= limit
        self.say(f"| {name} | {_figure(found)} | | | {sign} {limit:,g} | {_said(is_met)} |")

    def fact(self, name: str, ours: float, peer: float | None = None) -> None:
        """A figure without a goal."""
        self.say(f"| {name} | {_figure(ours)} | {'' if peer is None else _figure(peer)} | | | |")


def conditions() -> str:
    """The day, the machine and the versions, in words."""
    known = Path("/proc/cpuinfo")
    models = [
        line.partition(": ")[2]
        for line in (known.read_text(encoding="utf-8").splitlines() if known.exists() else [])
        if line.startswith("model name")
    ]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    packages = ("mkdocs", "mkdocs-material", "lunr", "numpy")
    versions = [f"{name} {version(name)}" for name in packages]
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores ({models[0] if models else platform.machine()}), "
        f"{memory:.0f} GB, {platform.system()}; at the beginning {os.getloadavg()[0]:.1f} programs wanted to run.\n"
        f"Python {platform.python_version()}, {', '.join(versions)}, Pagefind {pagefind.VERSION}, Hugo {_hugo()}."
    )


def _hugo() -> str:
    try:
        said = subprocess.run(["hugo", "version"], capture_output=True, text=True, check=True).stdout
    except OSError:
        return "not installed"
    return said.split()[1].partition("+")[0].removeprefix("v")


def _figure(value: float) -> str:
    """Four digits that count, and never a power of ten."""
    return f"{value:,.0f}" if value >= 1_000 else f"{value:.4g}"


def _said(is_met: bool) -> str:
    return "met" if is_met else "**missed**"
