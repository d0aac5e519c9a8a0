"""Text as HTML that Markdown leaves alone.

Generated pages are Markdown files whose content is one HTML block. Every character that Markdown, its extensions,
Jinja or HTML could read as markup is written as a numeric character reference, so that a page says the same
whichever tool publishes it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from markupsafe import Markup

from archive.model import Mention
from archive.text import is_furniture, paragraphs

_ACTIVE = "&<>\"'\\`*_{}[]#|~^=+!$@%\t\x0b\x0c\x7f"
_REFERENCES = {
    character: f"&#{ord(character)};" for character in (*_ACTIVE, *(chr(code) for code in range(1, 32) if code != 10))
}
_REFERENCES |= {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_TO_WRITE = re.compile(f"[{re.escape(''.join(_REFERENCES))}]")  # ten times faster than str.translate


def _reference_of(match: re.Match[str]) -> str:
    return _REFERENCES[match[0]]


def escape(value: object) -> str:
    """What a page prints of *value*: HTML that reads the same in any Markdown publisher; nothing for None.

    Markup is safe already and left alone. Line feeds stay; C1 controls stay too, since as references they would mean
    other characters.
    """
    if isinstance(value, Markup):
        return value
    return "" if value is None else _TO_WRITE.sub(_reference_of, str(value))


def article_text(body: str, mentions: Iterable[Mention], link: Callable[[str, str], str]) -> Markup:
    """The inside of ``.article-text``: *body* in paragraphs, mentions as *link* writes them (record id, text → HTML).

    Its text content is *body*, code point for code point; the line ends between two paragraphs stand between their
    elements. No line of the result is blank, so the HTML block never ends early.
    """
    pending = sorted(mentions, reverse=True)
    pieces: list[str] = []
    position = 0
    for start, end in paragraphs(body):
        pieces += (_gap(body[position:start]), "<p", _paragraph_class(body[start:end]), ">")
        at = start
        while pending and pending[-1].start < end:
            first, last, id = pending.pop()
            pieces += (escape(body[at:first]), link(id, body[first:last]))
            at = last
        pieces += (escape(body[at:end]), "</p>")
        position = end
    pieces.append(_gap(body[position:]))
    return Markup("".join(pieces))


_LONGEST_HEADING = 90
_SENTENCE_ENDS = '.!?…:;,»”")'


def _paragraph_class(paragraph: str) -> str:
    """How a paragraph is set; only its looks: the words and their order stay.

    A short line that ends like no sentence is set as a section heading of the source, a line of furniture as such.
    """
    line = paragraph.strip()
    if is_furniture(line):
        return ' class="furniture"'
    if len(line) <= _LONGEST_HEADING and "\n" not in line and not line.endswith(tuple(_SENTENCE_ENDS)):
        return ' class="section-line"'
    return ""


def _gap(white: str) -> str:
    """White space between paragraphs, as references but for one line feed that keeps the file's lines short."""
    if not white:
        return ""
    last = white[-1]
    return "".join(map(_reference, white[:-1])) + (last if last == "\n" else _reference(last))


def _reference(character: str) -> str:
    return character if "\x80" <= character <= "\x9f" else f"&#{ord(character)};"
