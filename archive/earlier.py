"""An earlier state of the seeds, from a folder or from git."""

from __future__ import annotations

import re
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from archive.messages import Message
from archive.problems import ArchiveError, Problem

_KEPT = re.compile(r"(?:(?:articles|authorities)/)?[^/]+")
"""What an archive is read from: the files of these folders, and those beside them."""


@contextmanager
def earlier_seeds(named: str | None, seeds: Path) -> Iterator[Path | None]:
    """The folder with an earlier state of *seeds* that *named* names; None when nothing is named.

    *named* is a folder (a checkout, or its seeds), else a revision of the git repository that *seeds* is in, whose
    files are put into a folder for as long as the block runs. Raises ArchiveError when it is neither.
    """
    if named is None:
        yield None
    elif (folder := Path(named)).is_dir():
        inner = folder / seeds.name
        yield inner if (inner / "articles").is_dir() else folder
    else:
        with TemporaryDirectory() as scratch:
            _extract(named, seeds, Path(scratch))
            yield Path(scratch)


def _extract(revision: str, seeds: Path, target: Path) -> None:
    """Writes the files of *seeds* as they were at *revision* into *target*: regular files only, and no deeper."""
    commit = _git(seeds, revision, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    data = _git(seeds, revision, "archive", "--format=tar", commit.decode().strip(), ".")
    with tarfile.open(fileobj=BytesIO(data)) as tar:
        for member in tar:
            name = member.name.removeprefix("./")
            content = tar.extractfile(member) if member.isfile() and _KEPT.fullmatch(name) else None
            if content:
                path = target / name
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(content.read())


def _git(folder: Path, revision: str, *arguments: str) -> bytes:
    try:
        return subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        why = (getattr(error, "stderr", b"") or b"").decode(errors="replace").strip() or type(error).__name__
        found = Message("is no folder, and no revision of git ({error})", error=why)
        remedy = Message("name with --against a folder with seeds, or a branch or commit that is fetched")
        raise ArchiveError([Problem(revision, 0, "", found, remedy)]) from None
