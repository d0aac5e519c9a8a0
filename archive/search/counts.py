"""Counts that are made beforehand: of the wide facets, over what a frequent word or a name finds.

To make them, a browser would have to know those facets of most documents, which is more than all else that it takes to
show the first results.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np

from archive.search.columnar import Codes, Numbers, texts_of
from archive.search.columns import Slots
from archive.search.shards import Line

_AT_ONCE = 1 << 20
"""Values of documents that are counted together."""


def count_lines(found: Iterable[tuple[str, Numbers]], slots: Slots) -> Iterator[Line]:
    """The line of each of *found*: a key, and the documents that it finds."""
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


def _lines(found: Sequence[tuple[str, Numbers]], slots: Slots, codes: Codes) -> Iterator[Line]:
    keys = [key for key, _ in found]
    firsts = slots.firsts
    documents = np.concatenate([documents for _, documents in found])
    rows = np.repeat(np.arange(len(keys)), [len(documents) for _, documents in found])
    sizes = slots.counted.sizes[documents]
    ends = np.cumsum(sizes)
    # Of each document the places of its slots: those of its first, and how far it is from there.
    places = np.arange(ends[-1]) + np.repeat(slots.counted.starts[documents] - ends + sizes, sizes)
    cells = np.repeat(rows, sizes) * firsts[-1] + slots.counted.values[places]
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
