"""Text as HTML that Markdown leaves alone.

Generated pages are Markdown files whose content is one HTML block. Every character that Markdown, its extensions,
Jinja or HTML could read as markup is written as a numeric character reference, so that a page says the same
whichever tool publishes it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable

from markupsafe import Markup

from archive.model import Mention
from archive.text import is_furniture, paragraphs

_ACTIVE = "&<>\"'\\`*_{}[]#|~^=+!$@%\t\x0b\x0c\x7f"
_REFERENCES = {
    ord(character): f"&#{ord(character)};"
    for character in (*_ACTIVE, *(chr(code) for code in range(1, 32) if code != 10))
}
_REFERENCES |= {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;"}


def escape(text: object) -> Markup:
    """*text* as HTML that reads the same in any Markdown publisher; markup that is already safe is left alone.

    Line feeds stay; C1 controls stay too, since as references they would mean other characters.
    """
    if isinstance(text, Markup):
        return text
    return Markup(str(text).translate(_REFERENCES))


def article_text(body: str, mentions: Iterable[Mention], link: Callable[[Mention, Markup], Markup]) -> Markup:
    """The inside of ``.article-text``: *body* in paragraphs, mentions wrapped by *link*.

    Its text content is *body*, code point for code point; the line ends between two paragraphs stand between their
    elements. No line of the result is blank, so the HTML block never ends early.
    """
    pending = deque(sorted(mentions))
    pieces: list[str] = []
    position = 0
    for start, end in paragraphs(body):
        pieces.append(_gap(body[position:start]))
        inner: list[str] = []
        at = start
        while pending and pending[0].start < end:
            mention = pending.popleft()
            inner.append(escape(body[at : mention.start]))
            inner.append(link(mention, escape(body[mention.start : mention.end])))
            at = mention.end
        inner.append(escape(body[at:end]))
        pieces.append(f"<p{_paragraph_class(body[start:end])}>{''.join(inner)}</p>")
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
