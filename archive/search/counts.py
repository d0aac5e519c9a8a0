"""Counts that are made beforehand: of the wide facets, over what a frequent word or a name finds.

To make them, a browser would have to know those facets of most documents, which is more than all else that it takes to
show the first results.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np

from archive.lists import Numbers
from archive.search.changes import Changes
from archive.search.columnar import Codes, texts_of
from archive.search.columns import Slots
from archive.search.finds import Finds
from archive.search.memory import Memory
from archive.search.shards import Changed

_AT_ONCE = 1 << 20
"""Values of documents that are counted together."""


class Counts:
    """Of all that finds enough documents, by key."""

    def __init__(self, finds: Finds, slots: Slots, least: int | None, changes: Changes, before: Memory | None) -> None:
        """*least*: how many documents are enough; None when none are."""
        self._finds = finds
        self._slots = slots
        self.least = least or 0
        self.made_by = f"{slots.digest} {finds.made_by}"
        """All that they depend on besides documents and names."""
        self._frequent = finds.frequent(least) if least else {}
        """Key → words."""
        known = before.found if before and before.counted_by == self.made_by else {}
        others = finds.differing(changes) if known else frozenset()
        self.found = {
            key: known[key] for key, words in self._frequent.items() if key in known and others.isdisjoint(words)
        }
        """Key → how many documents it finds; of those not made yet, once they are."""
        was_least = before.least if before else 0
        came_or_went = [key for key, many in self.found.items() if (many >= self.least) != (many >= was_least)]
        listed = before.found if before else {}
        self.changed = {
            *came_or_went,
            *(self._frequent.keys() - self.found.keys()),
            *(listed.keys() - self.found.keys()),
        }
        """The keys of lines that may not be what they were."""

    def every(self) -> Iterable[str]:
        """The keys of all lines."""
        return [key for key, many in self.found.items() if many >= self.least]

    def lines(self, keys: Sequence[str]) -> Iterator[Changed]:
        """The line of each of *keys*."""
        lines = dict(_in_batches(self._enough(keys), self._slots))
        for key in keys:
            yield key, lines.get(key)

    def _enough(self, keys: Iterable[str]) -> Iterator[tuple[str, Numbers]]:
        asked = ((key, self._frequent[key]) for key in keys if key in self._frequent)
        for key, documents in self._finds.find(asked):
            self.found[key] = len(documents)
            if len(documents) >= self.least:
                yield key, documents


def _in_batches(found: Iterable[tuple[str, Numbers]], slots: Slots) -> Iterator[tuple[str, str]]:
    """Of each of *found*, a key and the documents that it finds: the key, and its line."""
    sizes = slots.counted.sizes
    codes = Codes.packed(1 + len(sizes))
    batch: list[tuple[str, Numbers]] = []
    total = 0
    for key, documents in found:
        batch.append((key, documents))
        total += int(sizes[documents].sum())
        if total >= _AT_ONCE:
            yield from _lines(batch, slots, codes)
            batch, total = [], 0
    if batch:
        yield from _lines(batch, slots, codes)


def _lines(found: Sequence[tuple[str, Numbers]], slots: Slots, codes: Codes) -> Iterator[tuple[str, str]]:
    keys = [key for key, _ in found]
    firsts = slots.firsts
    documents = np.concatenate([documents for _, documents in found])
    rows = np.repeat(np.arange(len(keys)), [len(documents) for _, documents in found])
    in_slots = slots.counted.of_documents(documents)
    cells = np.repeat(rows, slots.counted.sizes[documents]) * firsts[-1] + in_slots
    counts = np.bincount(cells, minlength=len(keys) * firsts[-1]).reshape(len(keys), -1)
    columns = [_cells(counts[:, first:end], codes) for first, end in pairwise(firsts)]
    for key, *told in zip(keys, *columns, strict=True):
        yield key, "\t".join([key, *told])


def _cells(counts: Numbers, codes: Codes) -> list[str]:
    """Each row packed, without the zeros at its end."""
    width = counts.shape[1]
    widths = np.where(counts.any(axis=1), width - np.argmax(counts[:, ::-1] > 0, axis=1), 0)
    is_told = np.arange(width) < widths[:, None]
    return texts_of(np.repeat(np.arange(len(counts)), widths), len(counts), (codes, counts[is_told]))
