"""The text of an HTML element as a browser shows it.

The rule: runs of white space (space, tab, line end; not the no-break spaces) count as one space and none stands at an
edge of a line, as browsers have it; ``<br>`` ends a line; a block element (``p``, ``div``, a heading, a list item …)
is parted from its neighbours by a blank line; ``pre`` keeps its white space; what is not shown (scripts, styles,
comments, ``hidden``) is left out. Nothing else is changed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode

_BLOCKS = frozenset(
    """address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody td tfoot th thead tr
    ul""".split()
)
_UNSEEN = frozenset(
    "script style template head title noscript iframe object svg math audio video canvas select textarea".split()
)
_SPACE = re.compile(r"[ \t\n\r\f]+")
_BREAK = "\0"
"""Stands for ``<br>``; no text holds it, since HTML has no NUL."""


@dataclass
class _Block:
    """The text between two edges of block elements."""

    preformatted: bool
    pieces: list[str] = field(default_factory=list)


def text_of(element: LexborNode) -> str:
    """The text that *element* shows, by the rule above."""
    blocks = [_Block(preformatted=False)]
    waiting: list[tuple[LexborNode, bool, bool]] = [(element, False, False)]
    while waiting:  # no recursion: a hostile page nests thousands of elements
        node, is_end, preformatted = waiting.pop()
        if is_end:
            blocks.append(_Block(preformatted))
        elif node.is_text_node:
            blocks[-1].pieces.append(node.text_content or "")
        elif node.tag == "br":
            blocks[-1].pieces.append(_BREAK)
        elif node.is_element_node and node.tag not in _UNSEEN and "hidden" not in node.attributes:
            within = preformatted or node.tag == "pre"
            if node.tag in _BLOCKS:
                blocks.append(_Block(within))
                waiting.append((node, True, preformatted))
            waiting.extend((child, False, within) for child in _children_reversed(node))
    return "\n\n".join(text for text in map(_shown, blocks) if text)


def line_of(element: LexborNode | None) -> str:
    """The text of *element* on one line; empty when there is no element."""
    return " ".join(text_of(element).split()) if element else ""


def _children_reversed(node: LexborNode) -> list[LexborNode]:
    children = []
    child = node.last_child
    while child is not None:
        children.append(child)
        child = child.prev
    return children


def _shown(block: _Block) -> str:
    text = "".join(block.pieces)
    if block.preformatted:
        return text.replace(_BREAK, "\n").strip("\n")
    return re.sub(f" *{_BREAK} *", "\n", _SPACE.sub(" ", text)).strip(" \n")
