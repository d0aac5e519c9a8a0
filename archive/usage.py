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
    articles: tuple[tuple[LinkedArticle, int], ...]
    """Each article that uses the form, with how often; in the order of the articles given."""


def observed_forms(articles: Iterable[LinkedArticle]) -> Mapping[str, tuple[Usage, ...]]:
    """Record id → the forms observed in *articles*, the most frequent first."""
    counts: dict[str, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    by_id: dict[str, LinkedArticle] = {}
    for linked in articles:
        by_id[linked.id] = linked
        for mention in linked.mentions:
            form = displayed_form(linked.article.body[mention.start : mention.end])
            counts[mention.id][form][linked.id] += 1
    return {
        record: tuple(
            sorted(
                (
                    Usage(form, uses.total(), tuple((by_id[id], count) for id, count in uses.items()))
                    for form, uses in forms.items()
                ),
                key=lambda usage: (-usage.count, usage.form),
            )
        )
        for record, forms in counts.items()
    }


def displayed_form(span: str) -> str:
    """*span* as a form: what looks the same is one, be it in its apostrophes, spaces, accents or unseen characters."""
    seen = (character for character in unicodedata.normalize("NFC", span) if unicodedata.category(character) != "Cf")
    return " ".join("".join(seen).replace("'", "’").split())
