"""HTML exported from Europresse: one ``<article>`` an item, many in one file."""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from archive.adding.html_text import line_of, text_of
from archive.adding.received import Doubtful, Received
from archive.messages import Message
from archive.problems import ArchiveError, Problem
from archive.text import line_numbers

_ARTICLE = re.compile(r"<article\b", re.IGNORECASE)
_NEED_NO_END = "area|base|br|col|dd|dt|embed|hr|img|input|li|link|meta|option|p|param|source|td|th|tr|track|wbr"
_NESTING = re.compile(rf"<(/?)(?!(?:{_NEED_NO_END})\b)([a-z]+)", re.IGNORECASE)
_DEEPEST = 1_000
_AGAIN = Message("export the articles again")
_TEXTS = ("div.docOcurrContainer", "div.DocText.clearfix")
"""Where the text stands, the first that is there. The spelling is Europresse's own."""
_REST = {
    "DocHeader": "span.DocHeader",
    "DocTitreSousSection": "span.DocTitreSousSection",
    "subtitle": ".rdp__subtitle",
    "document": ".publiC-lblNodoc",
}


def looks_like_europresse(text: str) -> bool:
    """Whether *text* is HTML with the marks of such an export."""
    return bool(_ARTICLE.search(text)) and any(mark in text for mark in ("docOcurrContainer", "DocPublicationName"))


def read_europresse(text: str, path: str) -> list[Received]:
    """Every article of the export *text*. Raises ArchiveError naming each ``<article>`` that holds no text."""
    if _is_too_deep(text):
        found = Message("nests more than {most} elements within each other", most=_DEEPEST)
        raise ArchiveError([Problem(path, 0, "", found, _AGAIN)])
    tree = LexborHTMLParser(text)
    if tree.css_first("article article"):
        raise ArchiveError([Problem(path, 0, "", Message("an article begins within another"), _AGAIN)])
    elements, lines = tree.css("article"), line_numbers(text, _ARTICLE)
    if len(lines) != len(elements):  # a comment or script holds the word too
        lines = [0] * len(elements)
    articles: list[Received] = []
    problems: list[Problem] = []
    for line, element in zip(lines, elements, strict=True):
        container = next((node for query in _TEXTS if (node := element.css_first(query))), None)
        body = text_of(container) if container else ""
        if body:
            articles.append(_article(element, body, line))
        else:
            found = Message("this article has no text (no div.docOcurrContainer)")
            remedy = Message("export it again with its text, or remove it")
            problems.append(Problem(path, line, "", found, remedy))
    if problems or not articles:
        found, remedy = Message("holds no article of Europresse"), Message("export the articles again as HTML")
        raise ArchiveError(problems or [Problem(path, 0, "", found, remedy)])
    return articles


def _is_too_deep(text: str) -> bool:
    """Whether elements that must be closed nest so deep that only a hostile file does: parsing takes minutes then."""
    depth = 0
    outside: list[int] = []
    for tag in _NESTING.finditer(text):
        if tag[2].lower() == "article" and tag[1]:
            depth = outside.pop() if outside else depth  # its end ends what is open within it
            continue
        if tag[2].lower() == "article":
            outside.append(depth)
        depth = max(0, depth - 1 if tag[1] else depth + 1)
        if depth > _DEEPEST:
            return True
    return False


def _article(element: LexborNode, body: str, line: int) -> Received:
    stated = {
        "title": line_of(element.css_first(".titreArticle") or element.css_first(".titreArticleVisu")),
        "author": line_of(element.css_first(".docAuthors")),
        "outlet": _first_line(element.css_first(".DocPublicationName")),
        "date": line_of(element.css_first("span.DocHeader")),
        "language": element.attributes.get("lang") or "",
        "rights": line_of(element.css_first("footer small")),
        "url": _address(element),
    }
    rest = [(name, line_of(element.css_first(query))) for name, query in _REST.items()]
    doubtful: dict[str, Doubtful] = {}
    for unclear in map(line_of, element.css("p.sm-margin-bottomNews")):
        if unclear and not stated["author"] and not doubtful:
            doubtful["author"] = Doubtful(unclear, "ambiguous")
        rest.append(("sm-margin-bottomNews", unclear))
    return Received(
        body,
        line,
        {key: value for key, value in stated.items() if value},
        doubtful,
        tuple((name, value) for name, value in rest if value),
    )


def _first_line(element: LexborNode | None) -> str:
    """The outlet's name: below it Europresse puts what kind of source it is."""
    return " ".join(text_of(element).partition("\n")[0].split()) if element else ""


def _address(element: LexborNode) -> str:
    """Where the article was published, if the export links there."""
    links = (link for link in element.css("a") if "Cet article est paru dans" in line_of(link))
    return next((link.attributes.get("href") or "" for link in links), "")
