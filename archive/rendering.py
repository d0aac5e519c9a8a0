"""From values to the text of a page: front matter in JSON, content by Jinja, every value escaped."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, TemplateError, nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup

from archive.bytecode import Bytecode
from archive.digests import digest
from archive.front_matter import Value, front_matter
from archive.html import escape
from archive.messages import Message
from archive.problems import ArchiveError, Problem
from archive.words import Words

_BLANK_LINES = re.compile(r"\n(?: *\n)+")
_ROOT = "\0"
"""Stands in parts of pages for the way to the site's root; no text holds it."""


class Renderer:
    """Renders the page templates of *folders* (the first that has one wins) with the *words* of the interface.

    Whatever a template prints is escaped by `archive.html.escape`, so no value can become markup: neither HTML nor
    Markdown.
    """

    def __init__(self, folders: Sequence[Path], words: Words) -> None:
        self._made_of = (tuple(folders), words)
        self._environment = _Environment(
            loader=FileSystemLoader(folders),
            bytecode_cache=Bytecode(f"pages-{words.language}", repr(sorted(words.messages.items()))),
            autoescape=True,
            finalize=escape,
            undefined=StrictUndefined,
            auto_reload=False,  # each build makes its own
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals.update(
            say=words.say, count=cache(words.count), number=cache(words.number), language=words.language
        )
        self._template = cache(self._loaded)
        self._part = cache(self._made_part)

    def __reduce__(self) -> tuple[object, ...]:
        return (Renderer, self._made_of)

    def page(self, template: str, address: str, front: Mapping[str, Value | None], **values: Any) -> str:
        """The Markdown file of the page at *address* (such as ``places/alep.html``), with *front* as its front matter.

        Its content is one HTML block: the template's output without blank lines, which would end the block in
        CommonMark. Raises ArchiveError when the template is wrong.
        """
        block = self._rendered(template, {"root": Markup("../" * address.count("/")), **values})
        return f"---\n{front_matter(front)}---\n\n{block}\n"

    def parts(self, template: str, entries: Iterable[Hashable], address: str) -> Markup:
        """Each of *entries* as *template* shows an ``entry``, one after another, for the page at *address*.

        A part stands on many pages and is made once. Raises ArchiveError as `page` does.
        """
        parts = "\n".join([self._part(template, entry) for entry in entries])
        return Markup(parts.replace(_ROOT, "../" * address.count("/")))

    def _made_part(self, template: str, entry: Hashable) -> str:
        return self._rendered(template, {"root": Markup(_ROOT), "entry": entry})

    def _loaded(self, name: str) -> Template:
        template = self._environment.get_template(name)
        # Jinja's chain of mappings is gone through key by key whenever the template is rendered.
        template.globals = dict(template.globals)
        return template

    def _rendered(self, template: str, values: Mapping[str, Any]) -> str:
        try:
            content = self._template(template).render(values)
        except TemplateError as error:
            place, line = getattr(error, "filename", None) or template, getattr(error, "lineno", None) or 0
            found = Message("cannot be rendered: {error}", error=error.message or type(error).__name__)
            problem = Problem(os.path.relpath(place), line, "", found, Message("correct the template"))
            raise ArchiveError([problem]) from None
        return _BLANK_LINES.sub("\n", f"\n{content}\n")[1:-1]


class _CodeGenerator(CodeGenerator):
    """Compiles templates so that printing a value is one call, and a message without values none."""

    def _output_child_to_const(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> str:
        match node:
            case nodes.Call(node=nodes.Name(name="say"), args=[nodes.Const(value=str(key))], kwargs=[]):
                return escape(cast("Callable[[str], str]", self.environment.globals["say"])(key))
        return super()._output_child_to_const(node, frame, finalize)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        self.write("environment.finalize(")

    def _output_child_post(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        self.write(")")


class _Environment(Environment):
    code_generator_class = _CodeGenerator


def markdown_path(address: str) -> str:
    """The file under ``docs/`` that MkDocs publishes at *address*."""
    return address.removesuffix(".html") + ".md"


def templates_key(folders: Sequence[Path], words: Words) -> str:
    """A digest of what shapes all pages beside the archive, its settings and the program: templates and words."""
    files = [path for folder in folders for path in sorted(folder.rglob("*.html"))]
    told = (text for path in files for text in (path.name, path.read_text(encoding="utf-8")))
    return digest(words.language, repr(sorted(words.messages.items())), *told).hex()
