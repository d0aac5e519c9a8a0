"""What became of an archive between two readings of it."""

from __future__ import annotations

from dataclasses import dataclass

from archive.model import Record
from archive.reading import Reading
from archive.seeds import Seed


@dataclass(frozen=True)
class Changes:
    """The articles and records that one of two readings has and the other has not, or has otherwise; sorted by id."""

    added: tuple[Seed, ...]
    altered: tuple[tuple[Seed, Seed], ...]
    """(as it was, as it is): the text, or what the front matter says."""
    removed: tuple[Seed, ...]
    records_added: tuple[Record, ...]
    records_altered: tuple[Record, ...]
    records_removed: tuple[Record, ...]

    @property
    def seeds(self) -> tuple[Seed, ...]:
        """Those added and those altered, as they are."""
        return (*self.added, *(now for _, now in self.altered))


def compare(before: Reading, now: Reading) -> Changes:
    """The changes from *before* to *now*. A seed that is there but cannot be read is none: it is an error."""
    old, new = before.seeds, now.seeds
    others = [id for id in new if id in old and old.digest(id) != new.digest(id)]
    return Changes(
        added=tuple(new[id] for id in new if f"articles/{id}" not in before.addresses),
        altered=tuple((old[id], new[id]) for id in others if not _same(old[id], new[id])),
        removed=tuple(old[id] for id in old if f"articles/{id}" not in now.addresses),
        records_added=tuple(record for id, record in now.records.items() if id not in before.records),
        records_altered=tuple(record for id, record in now.records.items() if before.records.get(id, record) != record),
        records_removed=tuple(record for id, record in before.records.items() if id not in now.records),
    )


def _same(one: Seed, other: Seed) -> bool:
    return one.article.sha256 == other.article.sha256 and one.front_matter == other.front_matter
