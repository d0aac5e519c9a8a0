"""What is shown of documents: their cards, in chunks, which make volumes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from archive.collection import Collection
from archive.lists import Numbers
from archive.register import Posting
from archive.search.coding import as_json, count
from archive.search.memory import Memory
from archive.search.output import Making, Output, digest
from archive.search.shards import Bounds, grouped


class Volumes:
    """The cards of all documents, in chunks, which make volumes."""

    def __init__(self, articles: Posting, collection: Collection, sources: Numbers, before: Memory | None) -> None:
        """*sources*: which number each had in *before*, or -1."""
        self._articles = articles
        self._collection = collection
        self._sources = sources
        self._before = before.volumes if before else {}
        self._cards: dict[int, str] = {}
        """As JSON; those that were made to know their size, until they are written."""
        known = np.where(sources < 0, -1, before.card_sizes[sources]) if before else sources
        self.sizes: list[int] = known.tolist()
        """Of each card in characters; -1 where that is not known yet."""
        self.made: dict[tuple[int, int], str] = {}
        """The documents of each volume, from one to below another → its line of ``chunks``."""

    def files(self, chunk: Bounds, volume: Bounds, output: Output) -> Making[str]:
        """Makes the chunks; gives the table of their volumes."""
        for some in self._volumes(chunk, volume):
            first, end = some[0].start, some[-1].stop
            row = self._known(first, end)
            if row:
                name = row.partition(" ")[0]
                yield from (output.standing(f"chunk-{name}-{number}") for number in range(len(some)))
            else:
                texts = [f"[{','.join(map(self._taken, documents))}]" for documents in some]
                name = digest(*texts)
                yield from (output.script(f"chunk-{name}-{number}", text) for number, text in enumerate(texts))
                row = f"{name} {''.join([count(len(documents)) for documents in some])}"
            self.made[first, end] = row
        return "\n".join(self.made.values())

    def _volumes(self, chunk: Bounds, volume: Bounds) -> Iterator[list[range]]:
        """The documents of each chunk of each volume."""
        sized = ((number, self._size(number)) for number in range(len(self._articles)))
        runs = grouped(sized, self._articles.id_of, chunk)
        chunks = ((range(run[0], run[-1] + 1), 1) for run in runs)
        # Another key than the chunks' own: of their last ids none would be left that does not end a volume too.
        yield from grouped(chunks, lambda some: f"{self._articles.id_of(some[-1])}/", volume)

    def _known(self, first: int, end: int) -> str | None:
        """The line of a volume of these documents, if it has been made before."""
        start = int(self._sources[first])
        is_run = start >= 0 and np.array_equal(self._sources[first:end], np.arange(start, start + end - first))
        return self._before.get((start, start + end - first)) if is_run else None

    def _size(self, number: int) -> int:
        if self.sizes[number] < 0:
            self._cards[number] = self._card(number)
            self.sizes[number] = len(self._cards[number])
        return self.sizes[number]

    def _taken(self, number: int) -> str:
        return self._cards.pop(number, None) or self._card(number)

    def _card(self, number: int) -> str:
        article, collection = self._articles[number].article, self._collection
        return as_json(
            [
                article.id,
                collection.titles[article.id].text,
                "" if article.language == collection.settings.language else article.language,
                article.outlet or "",
                article.date.text if article.date else "",
                collection.date_labels[article.id] if article.date else "",
                article.author or "",
                article.url or "",
                article.body,
            ]
        )
