"""What a page depends on, as a digest: while its key stays the same, so does its text.

A key stands for everything but the templates and words, for which there is `archive.rendering.templates_key`, the
settings and the program. An article and a record are digested once, for all pages that show them. Nothing is
rendered for a key, and it holds in any process: it depends on values alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from archive.collection import Collection
from archive.digests import digest_of
from archive.lists import Numbers
from archive.register import Digests, table

_NOTHING = bytes(16)
"""Stands for the digest of what is not there."""


def digest(*values: object) -> bytes:
    """A digest of texts, bytes, numbers, None, and tuples and lists of them; of nothing else."""
    return digest_of(repr(values).encode("utf-8"))


def joined(digests: Digests) -> bytes:
    """One digest of many, in their order."""
    return digest_of(digests.tobytes())


class Keys:
    """Digests of the articles and records of a collection, as pages show them."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection

    @cached_property
    def records(self) -> Mapping[str, bytes]:
        """Record id → what a list shows of it."""
        heading = self._collection.heading
        return {
            record.id: digest(record.kind, record.id, heading(record), record.type)
            for record in self._collection.records.values()
        }

    @cached_property
    def rows(self) -> Digests:
        """By the number of an article, what a list shows of it; the last row, at -1, stands for no article."""
        register = self._collection.register
        outlet = register.columns["outlet"]
        called = table([*[self.records[id] for id in outlet.values], _NOTHING])
        of = np.full(len(register), -1)
        of[outlet.lists.owners] = outlet.lists.values
        none = table([_NOTHING])
        return np.hstack([np.vstack([register.row_prints, none]), np.vstack([called[of], none])])

    @cached_property
    def everything(self) -> bytes:
        """One digest of what lists show of all articles, in time."""
        return joined(self.rows)

    def of_records(self, ids: Iterable[str]) -> bytes:
        """One digest of what lists show of the records *ids*."""
        return joined(table([self.records[id] for id in ids]))

    def of_counts(self, ids: Iterable[str]) -> bytes:
        """One digest of the records *ids* with their counts."""
        counted = [(self.records[id], self._collection.facets.count(id)) for id in ids]
        return digest(counted)

    def of_articles(self, beside: NDArray[Any]) -> list[bytes]:
        """Of each article what its own page shows of it, of what it names, and of those *beside* it.

        *beside* has a row for each article, of the numbers of others; -1 where there is none.
        """
        register = self._collection.register
        columns = [(register.columns[name], register.columns[name].values) for name in ("places", "actors", "sources")]
        names = register.columns["names"]
        columns.append((names, [id for id, _ in names.values]))
        facts = np.hstack([register.prints, self.rows[:-1], *(self.rows[column] for column in beside.T)])
        parts = [_Parts(facts.tobytes(), np.arange(1, len(register) + 1) * facts.shape[1])]
        for column, ids in columns:
            told = table([self.records[id] for id in ids])
            parts.append(_Parts(told[column.lists.values].tobytes(), column.lists.ends * told.shape[1]))
        return [digest_of(b"".join(some)) for some in zip(*parts, strict=True)]


class _Parts(Iterable[memoryview]):
    """Bytes in parts, one for each article."""

    def __init__(self, whole: bytes, ends: Numbers) -> None:
        self._whole = memoryview(whole)
        self._ends = ends

    def __iter__(self) -> Iterator[memoryview]:
        return (self._whole[first:end] for first, end in pairwise([0, *self._ends.tolist()]))
