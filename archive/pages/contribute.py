"""The page for contributors: a form, and what the scripts in ``templates/contribute`` need to know of the archive."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial

from archive.generated import Generated
from archive.pages.keys import digest
from archive.pages.makings import Makings
from archive.rendering import markdown_path
from archive.repository import ways_to_add
from archive.words import Words

ADDRESS = "contribute.html"
"""The page's address, relative to the site's root."""

_SHARED = ("explore.date.day", "explore.date.first", "date.or", "date.about_span", "date.uncertain", "range")
"""Messages that the scripts share with other pages; the rest are those that begin with ``contribute.``."""
_LANGUAGES = "ar de en es fa fr he it ku nl pl pt ru tr uk zh".split()
"""Those that the form offers beside the site's own."""


def contribute_page(makings: Makings) -> Iterator[Generated]:
    """The page. Without JavaScript it says how to do without."""
    yield Generated(markdown_path(ADDRESS), digest(), partial(_page, makings))


def _page(makings: Makings) -> str:
    words, settings = makings.collection.words, makings.collection.settings
    ways = ways_to_add(settings)
    return makings.renderer.page(
        "contribute.html",
        ADDRESS,
        {"title": words.say("contribute.title"), "kind": "contribute"},
        messages=_json({key: words.messages[key] for key in words.messages if _is_said(key)}),
        ways=ways,
        addresses=_json({"new": ways.new, "upload": ways.upload, "home": ways.home, "host": ways.host} if ways else {}),
        languages=_languages(words),
    )


def _is_said(key: str) -> bool:
    """Whether the scripts say the message; the template says the labels itself."""
    return key in _SHARED or (key.startswith("contribute.") and not key.startswith("contribute.label."))


def _languages(words: Words) -> list[tuple[str, str]]:
    """(tag, name) of each language that the form offers, the site's own first."""
    others = sorted((words.language_name(tag), tag) for tag in _LANGUAGES if tag != words.language)
    return [("", words.language_name(words.language)), *((tag, name) for name, tag in others)]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
