"""What MkDocs calls while it publishes: see https://www.mkdocs.org/user-guide/configuration/#hooks."""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path, PurePath
from shutil import copy2, copyfile, copytree

import jinja2
from markdown import Markdown
from markdown.extensions.fenced_code import FencedBlockPreprocessor
from markdown.postprocessors import AndSubstitutePostprocessor, RawHtmlPostprocessor
from markdown.preprocessors import HtmlBlockPreprocessor, NormalizeWhitespace
from mkdocs.commands.build import _build_page, _populate_page
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from archive.generated import GENERATED_FOLDERS
from archive.settings import navigation_paths
from archive.stamping.apart import FilesApart
from archive.stamping.listing import Listing
from archive.stamping.orders import DIFFERS, ORDERS, PLAINLY
from archive.stamping.shells import Shells
from archive.stamping.stamper import DiffersError, Stamper
from archive.workers import available_cores, forks, spread

_HARMLESS = {
    NormalizeWhitespace,
    HtmlBlockPreprocessor,
    FencedBlockPreprocessor,
    RawHtmlPostprocessor,
    AndSubstitutePostprocessor,
}
"""What of Python-Markdown works on the text of a page and leaves a block of HTML as it is."""


class Stamping:
    """One run of MkDocs. It sees a folder without the generated pages, but for those of its navigation."""

    def on_config(self, config: MkDocsConfig) -> None:
        """Keeps the generated files from MkDocs, if this archive's pages can be stamped at all."""
        beside = Path(config.config_file_path).parent
        orders = json.loads((beside / ORDERS).read_text(encoding="utf-8"))
        self.config = config
        self.docs = Path(orders["docs"])
        self.kept = frozenset(orders["kept"])
        self.by_mkdocs: list[Page] = []
        markdown = Markdown(extensions=config.markdown_extensions, extension_configs=config.mdx_configs or {})
        self.block_elements = frozenset(markdown.block_level_elements)
        self.off = (
            len(config.plugins) > 1  # a plugin or hook may do anything with any page
            or not config.nav  # then every page is in it
            or bool(config.exclude_docs or config.draft_docs)
            or config.validation.nav.omitted_files >= logging.WARNING
            or not {type(one) for one in (*markdown.preprocessors, *markdown.postprocessors)} <= _HARMLESS
        )
        if self.off and self.kept:
            sys.exit(PLAINLY)
        if not self.off:
            self.in_nav = set(navigation_paths(config.nav))
            config.docs_dir = str(self._view(beside / "docs"))

    def _view(self, folder: Path) -> Path:
        """*folder*, with what MkDocs is to publish itself."""
        folder.mkdir()
        entries = [entry.name for entry in os.scandir(self.docs) if entry.name not in GENERATED_FOLDERS]
        generated = [path for path in self.in_nav if path.partition("/")[0] in GENERATED_FOLDERS]
        for path in (*entries, *(path for path in generated if (self.docs / path).is_file())):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            try:
                (folder / path).symlink_to(self.docs / path)
            except OSError:  # where that is a privilege
                (copytree if (self.docs / path).is_dir() else copy2)(self.docs / path, folder / path)
        return folder

    def on_files(self, files: Files, config: MkDocsConfig) -> Files | None:
        """The files, with those apart there to be linked to."""
        if self.off:
            return None
        config.docs_dir = str(self.docs)
        self.apart = set(self._generated())
        for path in self.apart.union(self.kept).intersection(files.src_uris):
            file = files.src_uris[path]
            if not file.is_documentation_page():
                files.remove(file)
                self.apart.add(path)
        self.files = FilesApart(files, self.apart, self.docs, config)
        return self.files

    def _generated(self) -> Iterator[str]:
        """The generated files that are in no navigation, as MkDocs would find them."""
        for name in GENERATED_FOLDERS:
            for folder, folders, names in os.walk(self.docs / name, followlinks=True):
                folders[:] = [one for one in folders if not one.startswith(".")]
                below = PurePath(folder).relative_to(self.docs).as_posix()
                paths = (f"{below}/{name}" for name in names if not name.startswith("."))
                yield from (path for path in paths if path not in self.in_nav)

    def on_nav(self, nav: Navigation, config: MkDocsConfig, files: Files) -> None:
        """Keeps it for later."""
        self.nav = nav

    def on_env(self, env: jinja2.Environment, config: MkDocsConfig, files: Files) -> None:
        """Publishes the generated files."""
        if self.off:
            return
        self.env = env
        pages = {path for path in self.apart if path.endswith(".md")}
        own = files.documentation_pages()
        self.listing = Listing(own, pages, self.docs, config, lambda path: self._read(self.files.page_at(path)))
        shells = Shells(env, self.nav, config, self.files.page_at)
        site = Path(config.site_dir)
        stamper = Stamper(self.docs, site, shells, self._publish, self.block_elements)
        cores = available_cores() if forks() else 1  # shells cannot be pickled
        try:
            without = stamper.write(sorted(pages - self.kept), cores)
        except DiffersError as differs:
            print(f"{DIFFERS}{differs}", file=sys.stderr)
            sys.exit(PLAINLY)
        self.by_mkdocs = [self._publish(path) for path in without]
        for _ in spread(partial(_copy, self.docs, site), sorted(self.apart - pages - self.kept), cores):
            pass

    def _publish(self, path: str) -> Page:
        """MkDocs' own way for the page at *path*."""
        page = self._read(self.files.page_at(path))
        _build_page(page, self.config, [], self.nav, self.env)
        return page

    def _read(self, page: Page) -> Page:
        _populate_page(page, self.config, self.files)
        return page

    def on_template_context(self, context: TemplateContext, template_name: str, config: MkDocsConfig) -> None:
        """Lists all pages, for the sitemap and its like."""
        if not self.off:
            context["pages"] = self.listing

    def on_page_context(self, context: TemplateContext, page: Page, config: MkDocsConfig, nav: Navigation) -> None:
        """The same for a page."""
        if not self.off:
            context["pages"] = self.listing

    def on_post_build(self, config: MkDocsConfig) -> None:
        """Checks the links of pages that MkDocs published apart from the others."""
        for page in self.by_mkdocs:
            page.validate_anchor_links(files=self.files, log_level=config.validation.links.anchors)


def _copy(docs: Path, site: Path, path: str) -> None:
    (site / path).parent.mkdir(parents=True, exist_ok=True)
    copyfile(docs / path, site / path)


_STAMPING = Stamping()
on_config = _STAMPING.on_config
on_files = _STAMPING.on_files
on_nav = _STAMPING.on_nav
on_env = _STAMPING.on_env
on_template_context = _STAMPING.on_template_context
on_page_context = _STAMPING.on_page_context
on_post_build = _STAMPING.on_post_build
