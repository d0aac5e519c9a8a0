"""The theme's shells: one for each shape of page, learned when the first page of that shape is met."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

import jinja2
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Concat
from jinja2.runtime import Context
from markupsafe import escape
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import url_filter

from archive.bytecode import Bytecode
from archive.stamping.generated import GeneratedPage
from archive.stamping.tracing import ABSENT, Question, Trace, TracedPage, Untouchable, UntraceableError, answer_to, join

MOST_SHELLS = 200
"""Of further shapes every page is rendered by the theme itself: learning a shell costs as much as a few pages."""

Getter = Callable[[GeneratedPage], Any]


@dataclass(frozen=True, slots=True)
class Shell:
    """What the theme prints around the values of every page of one shape."""

    literals: tuple[str, ...]
    """One more than there are values."""
    values: tuple[tuple[Getter, bool], ...]
    """What stands between them, and whether it is escaped there."""

    def around(self, page: GeneratedPage) -> str:
        """The whole page."""
        pieces = [self.literals[0]]
        for (value, escaped), literal in zip(self.values, self.literals[1:], strict=True):
            pieces += [escape(value(page)) if escaped else value(page), literal]
        return "".join(pieces)


@dataclass(frozen=True, slots=True)
class _Fork:
    """A question that the theme asks, and where each answer leads."""

    question: Question
    value: Getter
    ways: dict[Any, _Fork | Shell | None] = field(default_factory=dict)
    """To its next question, to a shell, or to None: such pages can have no shell."""


class Shells:
    """The shells of the theme of *env*, found by what it asks of a page.

    *page_at* gives MkDocs' own object for the page at a path.
    """

    def __init__(
        self, env: jinja2.Environment, nav: Navigation, config: MkDocsConfig, page_at: Callable[[str], Page]
    ) -> None:
        self._env = env
        self._nav = nav
        self._config = config
        self._page_at = page_at
        self._roots: dict[tuple[str, int], dict[None, _Fork | Shell | None]] = {}
        self._folders: set[str] = set()
        """That links of the theme lead to."""
        self._known = 0
        for path in (*config.extra_javascript, *config.extra_css):
            self._note_target(str(path))
        env.filters["url"] = self._url_filter()
        env.concat = join  # type: ignore[method-assign]
        env.code_generator_class = _Generator
        env.bytecode_cache = Bytecode("theme")

    def find(self, page: GeneratedPage) -> Shell | None:
        """The shell for *page*; None when it can have none. Raises LookupError when that is not known yet."""
        folder, _, _ = page.url.rpartition("/")
        if "/" in folder and folder in self._folders:  # links from there are shorter than from its neighbours
            return None
        way = self._roots[_place(page)][None]
        while isinstance(way, _Fork):
            way = way.ways[answer_to(way.question, way.value(page))]
        return way

    def learn(self, page: GeneratedPage) -> Shell | None:
        """The shell for pages of the shape of *page*, from the theme's template; None when it can have none."""
        if self._known == MOST_SHELLS:
            return None
        self._known += 1
        one, other = (Trace(page, self._getter, number) for number in (0, 1))
        shell = None
        try:
            parts, others = self._traced(one), self._traced(other)
            if parts == others:
                values = tuple((self._getter(slot), escaped) for slot, escaped in parts[1::2])
                shell = Shell(tuple(parts[::2]), values)
        except UntraceableError:
            pass
        if shell and one.answers != other.answers:
            return None
        ways = self._roots.setdefault(_place(page), {})
        at: Any = None
        for question, answer in one.answers.items():
            fork = ways.setdefault(at, _Fork(question, self._getter(question[0])))
            if not isinstance(fork, _Fork) or fork.question != question:  # the theme knows more than the page
                return None
            ways, at = fork.ways, answer
        ways[at] = shell
        return shell

    def _traced(self, trace: Trace) -> list[Any]:
        """The theme's output for the traced page, in parts. Raises UntraceableError."""
        page = TracedPage(trace, self._page_at(trace.page.path))
        context: Any = get_context(self._nav, [], self._config, page)  # type: ignore[arg-type]
        context["pages"] = Untouchable()
        try:
            return trace.parts(self._env.get_template("main.html").render(context))
        except UntraceableError:
            raise
        except Exception as error:  # whatever it is, the page itself will show it to the user
            raise UntraceableError(str(error)) from error

    def _url_filter(self) -> Callable[..., str]:
        @jinja2.pass_context
        def url(context: Context, value: Any) -> str:
            page = context["page"]
            if isinstance(page, TracedPage):
                self._note_target(page.trace.plain(value))
            return url_filter(context, value)  # type: ignore[arg-type]

        return url

    def _note_target(self, path: str) -> None:
        parts = path.split("/")
        self._folders.update("/".join(parts[:end]) for end in range(2, len(parts)))

    def _getter(self, slot: str) -> Getter:
        """What gives the value of *slot* for a page."""
        begin = site_begin(self._config)
        match slot.split("."):
            case ["content"]:
                return lambda page: page.content
            case ["title"]:
                return lambda page: page.meta["title"]
            case ["meta", key]:
                return lambda page: page.meta.get(key, ABSENT)
            case ["url"]:
                return lambda page: page.url
            case ["url", part]:
                return lambda page: page.url.split("/")[int(part)]
            case ["canonical_url"]:
                return lambda page: begin + page.url
            case ["abs_url"]:
                return lambda page: urlsplit(begin + page.url).path
            case _:
                return lambda page: getattr(self._page_at(page.path), slot)


class _Generator(CodeGenerator):
    """Compiles ``~`` so that what it joins is known to vary, as in every other place where templates join text."""

    def visit_Concat(self, node: Concat, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        self.write("environment.concat(map(str, (")
        for one in node.nodes:
            self.visit(one, frame)
            self.write(", ")
        self.write(")))")


def site_begin(config: MkDocsConfig) -> str:
    """What stands before a page's URL in its canonical URL, when the archive has ``site_url``."""
    base, page = config.site_url or "", "folder/page.html"
    return urljoin(base if base.endswith("/") else f"{base}/", page).removesuffix(page)


def _place(page: GeneratedPage) -> tuple[str, int]:
    """Where links of the theme begin: the first folder, and how deep it is."""
    return page.url.partition("/")[0], page.url.count("/")
