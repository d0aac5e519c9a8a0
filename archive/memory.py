"""What a build leaves for the next one, so that it makes only what has changed.

A folder that may go at any time: whatever is missing in it, damaged, or left by another version, is made anew. It is
read as something that a stranger may have put there: nothing in it can run.
"""

from __future__ import annotations

import pickle
import subprocess
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any
from zlib import crc32

from archive.digests import digest, program_key

FOLDER = ".cache/archive"
"""Below the folder of mkdocs.yml."""
UNFINISHED = ".new"
"""How the names of files end there that are still being written."""
_DIGEST = 16  # bytes
_HEAD = _DIGEST + 4
_VALUES = frozenset(
    {
        ("archive.model", "Form"),
        ("archive.model", "Record"),
        ("archive.keeping", "Published"),
        ("archive.writing", "Entry"),
        ("builtins", "frozenset"),
    }
)
"""What makes the values in memory, besides numbers, texts, bytes, and tuples, lists and dictionaries of them."""


class Memory:
    """The memory in *folder* of builds by this program whose *circumstances* (settings and such) were the same."""

    def __init__(self, folder: Path, *circumstances: str) -> None:
        self.folder = folder
        self._version = digest(program_key(), *circumstances)

    def recall(self, name: str) -> Any:
        """What was remembered as *name*, or None."""
        try:
            data = (self.folder / name).read_bytes()
        except OSError:
            return None
        version, proof = data[:_DIGEST], data[_DIGEST:_HEAD]
        if version != self._version or proof != _proof(memoryview(data)[_HEAD:]):
            return None
        try:
            return unpacked(data, _HEAD)
        except Exception:  # noqa: BLE001 - whatever is wrong with it, it can be made anew
            return None

    def remember(self, name: str, value: object) -> None:
        """Keeps *value* as *name*. A disk that refuses it costs the next build time, and nothing else."""
        content = packed(value)
        beside = self.folder / f"{name}{UNFINISHED}"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(b"".join((self._version, _proof(content), content)))
            beside.replace(self.folder / name)
        except OSError:
            self.tidy()

    def tidy(self) -> None:
        """Deletes what was begun and could not be finished, as the disk was full or the process ended."""
        with suppress(OSError):
            for path in self.folder.glob(f"*{UNFINISHED}"):
                path.unlink()


def _proof(content: bytes | memoryview) -> bytes:
    """What tells damage: ten times as fast as a digest."""
    return crc32(content).to_bytes(4, "big")


def packed(value: object) -> bytes:
    """*value* as bytes."""
    return pickle.dumps(value, protocol=5)


def unpacked(data: bytes | memoryview, at: int = 0) -> Any:
    """The value that was `packed`, from *at* on; what else the bytes may say, nothing of it is run."""
    file = BytesIO(data)
    file.seek(at)
    return _Unpickler(file).load()


def is_versioned(folder: Path) -> bool:
    """Whether something in *folder* came with a repository, and not from a build; also when git cannot tell.

    It could say of a file that another text stands in it.
    """
    if not folder.exists() or not any((above / ".git").exists() for above in folder.resolve().parents):
        return False
    try:
        told = subprocess.run(["git", "ls-files", "--", "."], cwd=folder, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return True
    return bool(told.stdout)


class _Unpickler(pickle.Unpickler):
    """Makes values of the archive and nothing else: whoever can write the file must not be able to run anything."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _VALUES:
            raise pickle.UnpicklingError(f"{module}.{name} is no value of the archive")
        return super().find_class(module, name)
