"""What an article is listed under."""

from __future__ import annotations

from typing import Literal, NamedTuple

from archive.disguise import without_turns
from archive.model import Article
from archive.text import cut_at_word, incipit

TITLE_LENGTH = 120
"""Characters of an incipit shown as a title; beyond, it is cut at a word."""


class Title(NamedTuple):
    """What an article is listed under."""

    text: str
    basis: Literal["source", "incipit"]
    """``incipit``: the seed states no title; these are the first words of the text."""


def title_of(article: Article) -> Title:
    """The title that the seed states, else the first words of its text."""
    if article.title:
        return Title(article.title, "source")
    opening = without_turns(incipit(article.body) or article.body.strip())
    return Title(cut_at_word(opening.partition("\n")[0], TITLE_LENGTH), "incipit")
