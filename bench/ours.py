"""Our own command, as anyone runs it: from nothing, or after an earlier build."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.cost import Cost, cost_of, set_aside

COMMAND = Path(__file__).parent.parent / "build_archive.py"
_LEFT = ("site", "docs", ".cache")
"""What a build leaves in an archive's folder."""


def build(archive: Path, *options: str) -> Cost:
    """Builds what has changed since the last time."""
    command = [sys.executable, str(COMMAND), "--quiet", "-f", str(archive / "mkdocs.yml"), *options]
    return cost_of(command, variables={"PYTHONDONTWRITEBYTECODE": ""})  # as anyone has it


def build_from_nothing(archive: Path) -> Cost:
    """Builds as on the first day."""
    for name in _LEFT:
        set_aside(archive / name)
    return build(archive)


def pages(site: Path) -> int:
    """How many HTML pages there are."""
    return sum(1 for _ in site.rglob("*.html"))


def differing(one: Path, other: Path) -> list[str]:
    """The files that only one of two folders has, or that hold other bytes."""
    names = [{path.relative_to(folder).as_posix() for path in _files(folder)} for folder in (one, other)]
    both = (name for name in names[0] & names[1] if (one / name).read_bytes() != (other / name).read_bytes())
    return sorted({*(names[0] ^ names[1]), *both})


def largest(site: Path, many: int) -> Sequence[Path]:
    """The largest pages of *site*."""
    return sorted(site.rglob("*.html"), key=lambda path: (-path.stat().st_size, path))[:many]


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file())
