"""All pages, for templates that go through them, such as the sitemap: in MkDocs' order, but without its objects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from operator import itemgetter
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page
from mkdocs.utils import get_build_date

from archive.stamping.generated import read_meta
from archive.stamping.shells import site_begin


class Listing(Sequence[Any]):
    """MkDocs' own *files*, and those *apart* (paths below *docs*), which are read when a template asks for much.

    *page_at* gives MkDocs' own page for one of them, read.
    """

    def __init__(
        self,
        files: Iterable[File],
        apart: Iterable[str],
        docs: Path,
        config: MkDocsConfig,
        page_at: Callable[[str], Page],
    ) -> None:
        self.docs = docs
        self.page_at = page_at
        self.begin = site_begin(config) if config.site_url else None
        self.update_date = get_build_date()
        folders: dict[str, list[tuple[bool, str, File | str]]] = {}
        items: list[File | str] = [*files, *apart]
        for item in items:
            folder, _, name = (item if isinstance(item, str) else item.src_uri).rpartition("/")
            folders.setdefault(folder, []).append((name not in ("index.md", "README.md"), name, item))
        in_order = sorted(folders, key=lambda folder: folder.split("/") if folder else [])
        self._items = [item for folder in in_order for *_, item in sorted(folders[folder], key=itemgetter(0, 1))]

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[Any]:
        return map(self._listed, self._items)

    def __getitem__(self, index: Any) -> Any:
        found = self._items[index]
        return [self._listed(one) for one in found] if isinstance(index, slice) else self._listed(found)

    def _listed(self, item: File | str) -> File | _ListedFile:
        return _ListedFile(item, self) if isinstance(item, str) else item


class _ListedFile:
    """A file of which templates ask little; the rest is asked of MkDocs' own."""

    def __init__(self, path: str, listing: Listing) -> None:
        self.src_uri = path
        self.url = path.removesuffix(".md") + ".html"
        self.page = _ListedPage(self, listing)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self.page.whole.file, name)


class _ListedPage:
    is_link: ClassVar[bool] = False
    is_page: ClassVar[bool] = True

    def __init__(self, file: _ListedFile, listing: Listing) -> None:
        self.url = file.url
        self.update_date = listing.update_date
        self.canonical_url = None if listing.begin is None else listing.begin + file.url
        self._path = file.src_uri
        self._listing = listing

    @property
    def abs_url(self) -> str | None:
        return None if self.canonical_url is None else urlsplit(self.canonical_url).path

    @cached_property
    def meta(self) -> Mapping[str, Any]:
        return read_meta(self._listing.docs, self._path)

    @cached_property
    def whole(self) -> Page:
        """MkDocs' own page."""
        return self._listing.page_at(self._path)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(self.whole, name)
