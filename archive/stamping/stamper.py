"""Writing generated pages, each in the shell of its shape; and the sample that proves them right in every build."""

from __future__ import annotations

import heapq
import os
from collections.abc import Callable, Collection, Sequence
from enum import Enum
from itertools import chain
from pathlib import Path
from zlib import crc32

from archive.stamping.generated import GeneratedPage, read_page
from archive.stamping.shells import Shell, Shells
from archive.workers import spread

_AT_RANDOM, _HOSTILE = 6, 3
"""How many pages of the sample are chosen by a hash of their path; how many each by a title that is odd, or long."""


_LEARNED = 64
"""One page in so many is written before other processes begin, so that they know the shapes of nearly all."""


class _Fate(Enum):
    """Of a page that is not written."""

    WITHOUT = "has no shell"
    UNKNOWN = "is of a shape that is not known yet"


class DiffersError(Exception):
    """A page is not what MkDocs makes of it."""


class Stamper:
    """Writes pages of *docs* into *site*.

    *by_mkdocs* has MkDocs write a page there. *block_elements* are those that Markdown takes for blocks.
    """

    def __init__(
        self,
        docs: Path,
        site: Path,
        shells: Shells,
        by_mkdocs: Callable[[str], object],
        block_elements: Collection[str],
    ) -> None:
        self._docs = str(docs)
        self._site = str(site)
        self._shells = shells
        self._by_mkdocs = by_mkdocs
        self._block_elements = block_elements
        self._folders: set[str] = set()

    def write(self, paths: Sequence[str], cores: int = 1) -> list[str]:
        """Writes the pages at *paths*, in *cores* processes; returns those without a shell, which MkDocs is to write.

        A page of each shape, the most hostile titles and some at random are compared with what MkDocs makes of them.
        Raises DiffersError when one is another, or when MkDocs makes two things of one page: then the theme remembers
        or throws dice, and nothing can be said of it.
        """
        without = []
        sample = set(heapq.nsmallest(_AT_RANDOM, paths, key=lambda path: crc32(path.encode())))
        oddest: list[tuple[int, str]] = []
        longest: list[tuple[int, str]] = []
        # What is learned from some pages of all kinds is known to the processes that begin then.
        early, late = paths[::_LEARNED], [path for at, path in enumerate(paths) if at % _LEARNED]
        fates = chain(map(self._stamped, early), spread(self._stamped, late, cores))
        for path, fate in zip(chain(early, late), fates, strict=True):
            title = fate
            if title is _Fate.UNKNOWN:
                title = self._stamped(path)  # it may be known by now
            if title is _Fate.UNKNOWN:
                title = self._learned(path)
                sample.add(path)
            if isinstance(title, _Fate):
                without.append(path)
                continue
            oddity = len({character for character in title if not character.isalnum()})
            for most, measure in ((oddest, oddity), (longest, len(title))):
                heapq.heappush(most, (measure, path))
                if len(most) > _HOSTILE:
                    heapq.heappop(most)
        sample.update(path for _, path in (*oddest, *longest))
        for path in sorted(sample.difference(without)):
            self._compare(path)
        return without

    def _stamped(self, path: str) -> str | _Fate:
        """Writes the page at *path*; returns its title."""
        page = read_page(self._docs, path, self._block_elements)
        try:
            shell = self._shells.find(page) if page else None
        except LookupError:
            return _Fate.UNKNOWN
        return self._in_shell(page, shell) if page and shell else _Fate.WITHOUT

    def _learned(self, path: str) -> str | _Fate:
        """The same for a page of a shape that is not known yet; from then on it is."""
        page = read_page(self._docs, path, self._block_elements)
        if page and (shell := self._shells.learn(page)):
            return self._in_shell(page, shell)
        self._by_mkdocs(path)
        self._compare(path)
        return _Fate.WITHOUT

    def _in_shell(self, page: GeneratedPage, shell: Shell) -> str:
        self._write(page, shell.around(page))
        title: str = page.meta["title"]
        return title

    def _write(self, page: GeneratedPage, text: str) -> None:
        if not text or text.isspace():  # MkDocs makes no file of nothing
            return
        folder, _, _ = page.url.rpartition("/")
        if folder not in self._folders:
            os.makedirs(f"{self._site}/{folder}", exist_ok=True)  # noqa: PTH103 - as below
            self._folders.add(folder)
        with open(f"{self._site}/{page.url}", "wb") as file:  # noqa: PTH123 - half the time of a Path
            file.write(text.encode("utf-8", errors="xmlcharrefreplace"))

    def _compare(self, path: str) -> None:
        """Has MkDocs write the page anew. Raises DiffersError when that changes it."""
        target = Path(self._site, path).with_suffix(".html")
        stamped = _content(target)
        self._by_mkdocs(path)
        if _content(target) != stamped:
            raise DiffersError(path)


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
