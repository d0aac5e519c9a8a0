"""Writing generated pages, each in the shell of its shape; and the sample that proves them right in every build."""

from __future__ import annotations

import heapq
import os
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from zlib import crc32

from archive.stamping.generated import GeneratedPage, read_page
from archive.stamping.shells import Shells

_AT_RANDOM, _HOSTILE = 6, 3
"""How many pages of the sample are chosen by a hash of their path; how many each by a title that is odd, or long."""


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

    def write(self, paths: Iterable[str]) -> list[str]:
        """Writes the pages at *paths*; returns those that have no shell, which MkDocs is to write.

        A page of each shape, the most hostile titles and some at random are compared with what MkDocs makes of them.
        Raises DiffersError when one is another, or when MkDocs makes two things of one page: then the theme remembers
        or throws dice, and nothing can be said of it.
        """
        paths = list(paths)
        without = []
        sample = set(heapq.nsmallest(_AT_RANDOM, paths, key=lambda path: crc32(path.encode())))
        oddest: list[tuple[int, str]] = []
        longest: list[tuple[int, str]] = []
        for path in paths:
            page = read_page(self._docs, path, self._block_elements)
            if page is None:
                without.append(path)
                continue
            try:
                shell = self._shells.find(page)
            except LookupError:
                shell = self._shells.learn(page)
                sample.add(path)
                if shell is None:
                    self._by_mkdocs(path)
                    self._compare(path)
            if shell is None:
                without.append(path)
                continue
            self._write(page, shell.around(page))
            title = page.meta["title"]
            oddity = len({character for character in title if not character.isalnum()})
            for most, measure in ((oddest, oddity), (longest, len(title))):
                heapq.heappush(most, (measure, path))
                if len(most) > _HOSTILE:
                    heapq.heappop(most)
        sample.update(path for _, path in (*oddest, *longest))
        for path in sorted(sample.difference(without)):
            self._compare(path)
        return without

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
