"""What Press Corpus Scraper puts into its zips: one file an article, as TXT or as XML.

TXT: outlet, author, date, title, subhead and text, parted by blank lines. XML: ``<text source author title date>``, a
``<ref target>`` with the address, then subhead and text, whose line ends are ``<lb></lb>``. Its escaping is loose: a
bare ``&`` or ``<`` is text here. Subhead and text together are the body: nothing in a TXT file parts the two for sure.

Source: https://github.com/fmoncomble/press-corpus-scraper
"""

from __future__ import annotations

import html
import re

from archive.adding.received import Received
from archive.messages import Message
from archive.problems import ArchiveError, Problem
from archive.text import unix_lines

_TXT = re.compile(
    r"\ufeff?(?P<outlet>[^\n]+)\n\n(?P<author>[^\n]*)\n\n(?P<date>\d{4}(?:-\d\d){0,2}|date-inconnue|null|undefined)\n\n"
    r"(?P<title>(?:[^\n]*\S[^\n]*\n|[^\S\n]*\n(?!\n))*?[^\n]*\S[^\n]*\n)\n(?P<body>.*)",
    re.DOTALL,
)
_XML_BEGINS = re.compile(r"\s*(?:<\?xml[^<>]*\?>\s*)?<text[\s>]")
_XML = re.compile(
    r"\s*(?:<\?xml[^<>]*\?>\s*)?<text(?P<attributes>(?:\s+[\w:.-]+=\"[^\"]*(?:\"(?!\s+[\w:.-]+=\"|\s*>)[^\"]*)*\")*)\s*>"
)
_ATTRIBUTE = re.compile(r"\s+([\w:.-]+)=\"([^\"]*(?:\"(?!\s+[\w:.-]+=\"|\s*$)[^\"]*)*)\"")
_LINK = re.compile(r"\s*<ref\s+target=\"([^<>]*)\"\s*>[^<]*</ref>", re.IGNORECASE)
_LINE_END = re.compile(r"(?<![\r\n])[\r\n]*<lb\s*(?:/>|>(?:</lb>)?)[\r\n]*", re.IGNORECASE)
_END = "</text>"
_KNOWN = {"source": "outlet", "title": "title", "author": "author", "date": "date"}


def looks_like_scraper(text: str) -> bool:
    """Whether *text* is one of its files."""
    return bool(_XML_BEGINS.match(text) or _TXT.match(unix_lines(text[:20_000])))


def read_scraper(text: str, path: str) -> list[Received]:
    """The article in *text*. Raises ArchiveError when it is neither of the two forms, or was cut short."""
    if text.lstrip().startswith("<"):
        return [_read_xml(text, path)]
    match = _TXT.match(unix_lines(text))
    if not match:
        found = Message("does not begin with outlet, author, date and title, parted by blank lines")
        remedy = Message("add it with --format text if it is a plain text")
        raise ArchiveError([Problem(path, 1, "", found, remedy)])
    stated = {key: " ".join(match[key].split()) for key in _KNOWN.values()}
    line = match.string.count("\n", 0, match.start("body")) + 1
    return [Received(match["body"].lstrip("\n"), line, stated)]


def _read_xml(text: str, path: str) -> Received:
    opening, end = _XML.match(text), text.rfind(_END)
    if not opening:
        found, remedy = Message("does not begin with <text …>"), Message("export it again as XML")
        raise ArchiveError([Problem(path, 1, "", found, remedy)])
    if end < opening.end():
        found = Message("has no {end}: it was cut short", end=_END)
        raise ArchiveError([Problem(path, text.count("\n") + 1, "", found, Message("export it again"))])
    cells = [(name, html.unescape(value)) for name, value in _ATTRIBUTE.findall(opening["attributes"])]
    stated = {_KNOWN[name]: value for name, value in cells if name in _KNOWN}
    link = _LINK.match(text, opening.end())
    if link:
        stated["url"] = html.unescape(link[1])
    content = text[link.end() if link else opening.end() : end]
    # Line ends of the file are layout where they stand beside <lb> or an edge; the text's own are <lb>.
    body = html.unescape(_LINE_END.sub("\n", content)).strip("\r\n")
    rest = tuple((name, value) for name, value in cells if name not in _KNOWN and value)
    return Received(body, text.count("\n", 0, opening.end()) + 1, stated, rest=rest)
