"""From values to the text of a page: front matter by a YAML emitter, content by Jinja, every value escaped."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError
from markupsafe import Markup

from archive.html import escape
from archive.messages import Message
from archive.problems import ArchiveError, Problem
from archive.strict_yaml import dump_yaml
from archive.words import Words


class Renderer:
    """Renders the page templates of *folders* (the first that has one wins) with the *words* of the interface.

    Whatever a template prints is escaped by `archive.html.escape`, so no value can become markup: neither HTML nor
    Markdown.
    """

    def __init__(self, folders: Sequence[Path], words: Words) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(folders),
            autoescape=True,
            finalize=lambda value: "" if value is None else escape(value),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals.update(say=words.say, count=words.count, number=words.number, language=words.language)

    def page(self, template: str, address: str, front_matter: Mapping[str, Any], **values: Any) -> str:
        """The Markdown file of the page at *address* (such as ``places/alep.html``).

        Its content is one HTML block: the template's output without blank lines, which would end the block in
        CommonMark. Keys of *front_matter* without a value are left out. Raises ArchiveError when the template is wrong.
        """
        try:
            content = self._environment.get_template(template).render(root=Markup("../" * address.count("/")), **values)
        except TemplateError as error:
            place, line = getattr(error, "filename", None) or template, getattr(error, "lineno", None) or 0
            found = Message("cannot be rendered: {error}", error=error.message or type(error).__name__)
            problem = Problem(os.path.relpath(place), line, "", found, Message("correct the template"))
            raise ArchiveError([problem]) from None
        block = "\n".join(line for line in content.split("\n") if line.strip(" "))
        given = {key: value for key, value in front_matter.items() if value not in (None, "", [], (), {})}
        return f"---\n{dump_yaml(given)}---\n\n{block}\n"


def markdown_path(address: str) -> str:
    """The file under ``docs/`` that MkDocs publishes at *address*."""
    return address.removesuffix(".html") + ".md"
