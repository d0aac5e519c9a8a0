"""What a theme's template asks of a page, and where it prints what.

A template is rendered with a page whose values are traced. What it prints shows as a mark in the output; what it asks
(is there an author? is this a redirect?) is answered from a real page and noted, so that the output holds for every
page that answers alike. Whatever else it does with a value cannot be foreseen: `UntraceableError`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NoReturn, SupportsIndex

from markupsafe import escape
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from archive.stamping.generated import GeneratedPage

_OPEN, _CLOSE = ("\ue000", "\ue002"), ("\ue001", "\ue003")
"""The ends of a mark, in the first render and in the second."""
_PROBE = ("é <b>&\"'  Slot of a Value – " + "long, " * 60, '<i> Ça & "2" \'  Other ' + "words; " * 50)
"""What stands in a mark: long, of both cases, and with all that is ever escaped, shortened or replaced."""


class UntraceableError(Exception):
    """The template does more with a value than to print it or to ask about it."""


Question = tuple[str, str, Any]
"""Slot, what is asked about its value, and with what."""


class Trace:
    """One render: the marks in it (*number* 0 or 1 says which), and the questions that were asked of *page*."""

    def __init__(
        self, page: GeneratedPage, getter: Callable[[str], Callable[[GeneratedPage], Any]], number: int
    ) -> None:
        self.answers: dict[Question, Any] = {}
        self.page = page
        self._getter = getter
        self._slots: list[str] = []
        self._number = number

    def ask(self, slot: str, what: str, operand: Any = None) -> Any:
        """The answer for the traced page, noted."""
        question = (slot, what, operand)
        self.answers[question] = answer = answer_to(question, self._getter(slot)(self.page))
        return answer

    def slot(self, name: str) -> Slot:
        """A value that shows as a mark."""
        slot = Slot(self.mark(name))
        slot.name, slot.trace = name, self
        return slot

    def mark(self, name: str) -> str:
        """What shows where the value is printed."""
        if name not in self._slots:
            self._slots.append(name)
        return f"{_OPEN[self._number]}{self._slots.index(name)}{_PROBE[self._number]}{_CLOSE[self._number]}"

    def plain(self, value: object) -> str:
        """*value* as text. Raises UntraceableError when there is a mark in it."""
        text = str(value)
        if isinstance(text, Joined) or _OPEN[self._number] in text:
            raise UntraceableError("a value is used otherwise")
        return text

    def parts(self, output: str) -> list[str | tuple[str, bool]]:
        """*output* in turns: a literal part, then a slot and whether its value is escaped there."""
        output = "".join((output, ""))  # plain text again
        probe = _PROBE[self._number]
        mark = re.compile(
            f"{_OPEN[self._number]}([0-9]+)(?:({re.escape(str(escape(probe)))})|{re.escape(probe)}){_CLOSE[self._number]}"
        )
        parts: list[str | tuple[str, bool]] = []
        end = 0
        for found in mark.finditer(output):
            parts += [output[end : found.start()], (self._slots[int(found[1])], found[2] is not None)]
            end = found.end()
        return [*parts, output[end:]]


def answer_to(question: Question, value: Any) -> Any:
    """What is to be answered for a page with this *value* in the slot."""
    _, what, operand = question
    match what:
        case "form":
            return "text" if isinstance(value, str) else repr(value)
        case "true":
            return bool(value)
        case "is":
            return value == operand
        case "holds":
            return operand in value
    raise ValueError(what)


def _refuse(name: str) -> Callable[..., NoReturn]:
    def refuse(self: str, *_: object, **__: object) -> NoReturn:
        raise UntraceableError(f"str.{name}")

    return refuse


class Joined(str):
    """Text with marks in it. It can be printed, escaped and joined; nothing else."""

    def __str__(self) -> str:
        return self  # not plain text, which would forget that it varies


_NEEDED = {*vars(object), "__getnewargs__"} - {"__eq__", "__format__", "__ge__", "__gt__", "__le__", "__lt__", "__ne__"}
"""What every object has to have."""
for _name in {*dir(str), "__bool__", "__hash__", "__radd__"} - _NEEDED | {"__hash__"}:
    setattr(Joined, _name, _refuse(_name))


def join(pieces: Iterable[str]) -> str:
    """*pieces* as one text, which does not forget that some of it varies."""
    pieces = list(pieces)
    text = "".join(pieces)
    return Joined(text) if any(isinstance(piece, Joined) for piece in pieces) else text


class Slot(Joined):
    """Text that varies from page to page: it can also be asked about."""

    name: str
    trace: Trace

    def __bool__(self) -> bool:
        return bool(self.trace.ask(self.name, "true"))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, str) and bool(self.trace.ask(self.name, "is", self.trace.plain(other)))

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __contains__(self, part: object) -> bool:
        return bool(self.trace.ask(self.name, "holds", self.trace.plain(part)))

    __hash__ = Joined.__hash__


class TracedMeta:
    """The front matter of the page."""

    def __init__(self, trace: Trace) -> None:
        self._trace = trace

    def __getitem__(self, key: str) -> Any:
        form = self._trace.ask(f"meta.{key}", "form")
        if form == "text":
            return self._trace.slot(f"meta.{key}")
        return self._trace.page.meta[key]

    def get(self, key: str, default: Any = None) -> Any:
        """As of a dict."""
        try:
            return self[key]
        except KeyError:
            return default

    def __contains__(self, key: str) -> bool:
        return bool(self._trace.ask(f"meta.{key}", "form") != repr(ABSENT))

    def __getattr__(self, name: str) -> NoReturn:
        if name in dir(dict) and not name.startswith("__"):
            raise UntraceableError(f"meta.{name}")
        raise AttributeError(name)

    def __iter__(self) -> NoReturn:
        raise UntraceableError("iter(meta)")

    def __len__(self) -> NoReturn:
        raise UntraceableError("len(meta)")

    def __bool__(self) -> bool:
        return True


class _Absent:
    def __repr__(self) -> str:
        return "absent"


ABSENT = _Absent()
"""The value of a key that the front matter lacks."""


class TracedUrl(Slot):
    """The page's URL: of its folders only the first is known, and how many there are."""

    def split(self, separator: str | None = None, most: SupportsIndex = -1) -> list[str]:
        """By slashes, the parts that vary as slots."""
        if separator != "/" or most != -1:
            raise UntraceableError("str.split")
        first, *others = self.trace.page.url.split("/")
        return [first, *(self.trace.slot(f"url.{n}") for n, _ in enumerate(others, 1))]

    def rpartition(self, separator: str) -> tuple[str, str, str]:
        """As MkDocs does it, to know the folder that links begin in."""
        if separator != "/":
            raise UntraceableError("str.rpartition")
        first, *others = self.trace.page.url.split("/")
        return "/".join([first, *("\ue004" for _ in others[1:])]), "/", "page.html"

    def __contains__(self, part: object) -> bool:
        if part != "/":
            raise UntraceableError("url is searched")
        return True


class TracedPage:
    """The page as a template sees it: in a folder, in no navigation, with no headings that Markdown knows of."""

    parent = children = previous_page = next_page = None
    active = is_page = is_top_level = True
    is_homepage = is_index = is_section = is_link = False
    ancestors: tuple[()] = ()

    def __init__(self, trace: Trace, like: Page) -> None:
        self.trace = trace
        self.meta = TracedMeta(trace)
        self.url = TracedUrl(trace.mark("url"))
        self.url.name, self.url.trace = "url", trace
        self.title = trace.slot("title")
        self.content = trace.slot("content")
        self.update_date = like.update_date
        self.toc = get_toc([])
        for name in ("canonical_url", "abs_url", "edit_url"):
            setattr(self, name, None if getattr(like, name) is None else trace.slot(name))

    def __getattr__(self, name: str) -> NoReturn:
        if hasattr(Page, name) or name in ("file", "markdown", "links_to_anchors"):
            raise UntraceableError(f"page.{name}")
        raise AttributeError(name)


class Untouchable:
    """What no shell can depend on: the list of all pages."""

    def __getattr__(self, name: str) -> NoReturn:
        raise UntraceableError(f"pages.{name}")

    def __iter__(self) -> Iterator[NoReturn]:
        raise UntraceableError("iter(pages)")

    def __len__(self) -> NoReturn:
        raise UntraceableError("len(pages)")

    def __bool__(self) -> NoReturn:
        raise UntraceableError("bool(pages)")
