"""Who calls whom what: the forms of each name as the texts have them."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from archive.model import LinkedArticle


@dataclass(frozen=True)
class Usage:
    """One form of a record's name as it stands in the texts."""

    form: str
    """As it stands, but with one kind of apostrophe and space."""
    count: int
    """Mentions in all articles."""
    times: Mapping[int, int]
    """Number of an article that uses the form, among those given, → how often it does; rising."""


def observed_forms(articles: Iterable[LinkedArticle]) -> Mapping[str, tuple[Usage, ...]]:
    """Record id → the forms observed in *articles*, the most frequent first."""
    spans: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, linked in enumerate(articles):
        body = linked.article.body
        for start, end, id in linked.mentions:
            spans[id, body[start:end]].append(number)
    forms: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for (id, span), numbers in spans.items():
        forms[id][displayed_form(span)] += numbers
    return {
        id: tuple(
            sorted(
                [Usage(form, len(numbers), Counter(sorted(numbers))) for form, numbers in of_record.items()],
                key=lambda usage: (-usage.count, usage.form),
            )
        )
        for id, of_record in forms.items()
    }


def displayed_form(span: str) -> str:
    """*span* as a form: what looks the same is one, be it in its apostrophes, spaces, accents or unseen characters."""
    seen = (character for character in unicodedata.normalize("NFC", span) if unicodedata.category(character) != "Cf")
    return " ".join("".join(seen).replace("'", "’").split())
