"""Who calls whom what: the forms of each name as the texts have them."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count

import numpy as np

from archive.filing import articles, each, filed
from archive.lists import Numbers, changes
from archive.model import Name
from archive.register import Register


@dataclass(frozen=True, eq=False)
class Usage:
    """One form of a record's name as it stands in the texts."""

    form: str
    """As it stands, but with one kind of apostrophe and space."""
    count: int
    """Mentions in all articles."""
    articles: Numbers
    """The numbers of those that use the form; rising."""
    times: Numbers
    """How often each of them does."""


def observed_forms(register: Register) -> Mapping[str, tuple[Usage, ...]]:
    """Record id → the forms observed in the articles of *register*, the most frequent first."""
    names = register.columns["names"]
    forms: defaultdict[Name, int] = defaultdict(count().__next__)
    form_of = np.array([forms[id, displayed_form(words)] for id, words in names.values], np.int64)
    mentions = filed(names.lists, form_of)
    begins = changes(mentions)
    used, times = articles(mentions[begins]), np.diff(begins, append=len(mentions))
    usages: dict[str, list[Usage]] = defaultdict(list)
    for (id, form), (first, end) in zip(forms, each(mentions[begins], len(forms)), strict=True):
        usages[id].append(Usage(form, int(times[first:end].sum()), used[first:end], times[first:end]))
    return {id: tuple(sorted(some, key=lambda usage: (-usage.count, usage.form))) for id, some in usages.items()}


def displayed_form(span: str) -> str:
    """*span* as a form: what looks the same is one, be it in its apostrophes, spaces, accents or unseen characters."""
    seen = (character for character in unicodedata.normalize("NFC", span) if unicodedata.category(character) != "Cf")
    return " ".join("".join(seen).replace("'", "’").split())
