"""What is asked: queries as readers write them, and known items, both drawn from the articles; the same each time."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from archive.collection import Collection
from archive.model import LinkedArticle
from archive.search.analysis import analyser_of, bare, split

SHORTEST = 4
"""Letters of a word that somebody would ask for."""


class KnownItem(NamedTuple):
    """An article that somebody remembers some words of."""

    id: str
    by_title: str
    by_body: str


class Inquirer:
    """Asks about one archive."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._chance = random.Random(7)  # noqa: S311 - nothing is secret here
        articles = collection.articles
        sample = self._chance.sample(articles, min(2_000, len(articles)))
        self._frequency = Counter(word.lower() for one in sample for word in set(self._words(one.article.body, one)))

    def _words(self, text: str, linked: LinkedArticle) -> list[str]:
        analyser = analyser_of(linked.article.language)
        return [bare(word) for word in split(text) if len(bare(word)) >= SHORTEST and analyser.exact(word)]

    def _some(self, words: Sequence[str], many: int) -> str:
        distinct = sorted({word.lower() for word in words})
        return " ".join(self._chance.sample(distinct, min(many, len(distinct))))

    def queries(self, many: int) -> dict[str, list[str]]:
        """So many of each kind."""
        frequent = [word for word, times in self._frequency.most_common(3_000) if times >= 3]
        names = [record.heading for record in self._collection.records.values()]
        return {
            "words of a title": self._distinct(many, self._of_a_title),
            "words of a text": self._distinct(many, self._of_a_text),
            "a frequent word": self._distinct(many, lambda: self._chance.choice(frequent)),
            "a name": self._distinct(many, lambda: self._chance.choice(names)),
        }

    def _distinct(self, many: int, ask: Callable[[], str]) -> list[str]:
        """At most so many: a small archive has no more to ask for."""
        return [query for query in dict.fromkeys(ask() for _ in range(4 * many)) if query][:many]

    def _of_a_title(self) -> str:
        linked = self._chance.choice(self._collection.articles)
        words = self._words(self._collection.titles[linked.id].text, linked)
        return self._some(words, self._chance.choice([2, 3]))

    def _of_a_text(self) -> str:
        linked = self._chance.choice(self._collection.articles)
        return self._some(self._words(linked.article.body, linked), 2)

    def known_items(self, many: int) -> list[KnownItem]:
        """Articles, each with three words of its title and three of its text."""
        found: list[KnownItem] = []
        for linked in self._chance.sample(self._collection.articles, len(self._collection.articles)):
            title = self._collection.titles[linked.id]
            words = self._words(title.text, linked)
            body = self._words(linked.article.body, linked)
            if title.basis == "source" and len(set(words)) >= 3 and len(set(body)) >= 20:
                found.append(KnownItem(linked.id, self._some(words, 3), self._some(body, 3)))
            if len(found) == many:
                break
        return found
