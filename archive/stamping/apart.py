"""The files of ``docs/`` that MkDocs is kept from, there to be linked to all the same."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path, PurePath

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page


class FilesApart(Files):
    """The *files* that MkDocs publishes itself; those *apart* (paths below *docs*) get an object when asked for."""

    def __init__(self, files: Iterable[File], apart: Collection[str], docs: Path, config: MkDocsConfig) -> None:
        super().__init__(files)
        self._apart = apart
        self._docs = docs
        self._config = config
        self._made: dict[str, File] = {}

    def get_file_from_path(self, path: str) -> File | None:
        """The file at *path* below ``docs/``, if there is one."""
        name = PurePath(path).as_posix()
        if name in self._apart and name not in self._made:
            self._made[name] = self._file(name)
        return self._made.get(name) or super().get_file_from_path(name)

    def page_at(self, path: str) -> Page:
        """A page object of its own for the page at *path*, one of those apart."""
        page = self._file(path).page
        if page is None:
            raise LookupError(path)
        return page

    def _file(self, path: str) -> File:
        file = File(path, str(self._docs), self._config.site_dir, use_directory_urls=False)
        file.inclusion = InclusionLevel.INCLUDED
        if file.is_documentation_page():
            _PageApart(file, self._config, self)
        return file


class _PageApart(Page):
    """MkDocs' own page, but that it is read when one asks what anchors it has."""

    def __init__(self, file: File, config: MkDocsConfig, files: Files) -> None:
        self._anchors: set[str] | None = None
        super().__init__(None, file, config)
        self._read_with = config, files

    @property
    def present_anchor_ids(self) -> set[str] | None:
        if self._anchors is None:
            config, files = self._read_with
            self.read_source(config)
            self.render(config, files)
        return self._anchors

    @present_anchor_ids.setter
    def present_anchor_ids(self, ids: set[str] | None) -> None:
        self._anchors = ids
