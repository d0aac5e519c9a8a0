"""What a build keeps for the next one, so that this makes anew only what differs: one file of numbers and lines.

It is never needed: where it is missing, made by other code, cut or altered, there is none, and all is made anew.
Nothing in it is run.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from archive.lists import Lists, Numbers
from archive.memory import UNFINISHED
from archive.search.documents import FACETS, Documents
from archive.search.shards import Standing
from archive.search.spellings import ANALYSERS, Spellings, Strings

NAME = "search.npz"
_LISTS = ("titles", "texts", "days", *FACETS)

Cells = tuple[str, ...]
"""Of a line. None holds a tab or a line feed."""


@dataclass(frozen=True)
class Memory:
    """What an earlier build knew and made."""

    documents: Documents
    is_marked: NDArray[np.bool_]
    """Of each exact form, whether it had a mark."""
    title_lengths: Numbers
    card_sizes: Numbers
    """Of each document, in characters."""
    cells: Mapping[str, tuple[str, str]]
    """Term → RECORDS and MARKED, of those that have either."""
    shards: Mapping[str, Sequence[Standing]]
    """By kind, those of which only what differs is made anew."""
    volumes: Mapping[tuple[int, int], str]
    """The documents, from one to below another, of each line of ``chunks``."""
    least: int
    """How many documents a key of ``counts`` must find."""
    counted_by: str
    """A digest of all that the counts depend on besides documents and names."""
    found: Mapping[str, int]
    """Key → how many documents it finds; also of those that find too few."""
    files: frozenset[str]
    """The name of every file, without the manifest."""

    def save(self, folder: Path, made_by: str) -> None:
        """Keeps it in *folder*; *made_by* says by what it was made."""
        documents, spellings = self.documents, self.documents.spellings
        lists = {"titles": documents.titles, "texts": documents.texts, "days": documents.days, **documents.filed}
        arrays: dict[str, NDArray[Any]] = {
            **{f"{name}.values": lists[name].values for name in _LISTS},
            **{f"{name}.ends": lists[name].ends for name in _LISTS},
            "prints": np.frombuffer(b"".join(documents.prints), np.uint8),
            "spellings": np.array(spellings.rows),
            **{f"stemmed.{name}": row for name, row in zip(ANALYSERS, spellings.stemmed, strict=True)},
            "is_marked": self.is_marked,
            "title_lengths": self.title_lengths,
            "times": documents.times,
            "document_counts": documents.document_counts,
            "card_sizes": self.card_sizes,
        }
        texts: dict[str, Sequence[str]] = {
            "made_by": [made_by],
            "words": spellings.words,
            "forms": spellings.forms,
            "stems": spellings.stems,
            "filed": documents.values,
            "cells": ["\t".join([term, *cells]) for term, cells in self.cells.items()],
            "volumes": [f"{first}\t{end}\t{row}" for (first, end), row in self.volumes.items()],
            "counted": [str(self.least), self.counted_by],
            "found": [f"{key}\t{many}" for key, many in self.found.items()],
            "files": sorted(self.files),
            **{f"shards.{kind}": ["\t".join(map(str, one)) for one in shards] for kind, shards in self.shards.items()},
        }
        folder.mkdir(parents=True, exist_ok=True)
        beside = folder / f"{NAME}{UNFINISHED}"
        with beside.open("wb") as file:
            np.savez(file, allow_pickle=False, **arrays, **{name: _bytes(lines) for name, lines in texts.items()})
        beside.replace(folder / NAME)


def load_memory(folder: Path, made_by: str) -> Memory | None:
    """What was kept in *folder*; None when nothing was, or not by what is now *made_by*, or not whole."""
    try:
        with (folder / NAME).open("rb") as file, np.load(file, allow_pickle=False) as kept:
            return _memory(kept) if _lines(kept["made_by"]) == [made_by] else None
    except (OSError, ValueError, KeyError, IndexError, EOFError, zipfile.BadZipFile):  # its checksums prove the rest
        return None


def _memory(kept: Mapping[str, NDArray[Any]]) -> Memory:
    lists = {name: Lists(kept[f"{name}.values"], kept[f"{name}.ends"]) for name in _LISTS}
    prints = kept["prints"].tobytes()
    words, forms, stems = (_lines(kept[name]) for name in ("words", "forms", "stems"))
    spellings = Spellings(words, forms, stems, list(kept["spellings"]), [kept[f"stemmed.{name}"] for name in ANALYSERS])
    documents = Documents(
        [prints[at : at + 16] for at in range(0, len(prints), 16)],
        lists["titles"],
        lists["texts"],
        {name: lists[name] for name in FACETS},
        lists["days"],
        spellings,
        Strings(_lines(kept["filed"])),
        kept["times"],
        kept["document_counts"],
    )
    least, counted_by = _lines(kept["counted"])
    terms, records, marked = _columns(kept["cells"], 3)
    keys, finds = _columns(kept["found"], 2)
    firsts, ends, rows = _columns(kept["volumes"], 3)
    return Memory(
        documents,
        kept["is_marked"],
        kept["title_lengths"],
        kept["card_sizes"],
        dict(zip(terms, zip(records, marked, strict=True), strict=True)),
        {name.removeprefix("shards."): _standing(kept[name]) for name in kept if name.startswith("shards.")},
        dict(zip(zip(map(int, firsts), map(int, ends), strict=True), rows, strict=True)),
        int(least),
        counted_by,
        dict(zip(keys, map(int, finds), strict=True)),
        frozenset(_lines(kept["files"])),
    )


def _standing(kept: NDArray[np.uint8]) -> list[Standing]:
    firsts, lasts, openings, names = _columns(kept, 4)
    return list(map(Standing, firsts, lasts, map(int, openings), names))


def _bytes(lines: Sequence[str]) -> NDArray[np.uint8]:
    return np.frombuffer("".join([f"{line}\n" for line in lines]).encode("utf-8"), np.uint8)


def _lines(kept: NDArray[np.uint8]) -> list[str]:
    return kept.tobytes().decode("utf-8").split("\n")[:-1]


def _columns(kept: NDArray[np.uint8], many: int) -> list[list[str]]:
    """Of rows of so many cells, each column."""
    cells = kept.tobytes().decode("utf-8").replace("\n", "\t").split("\t")[:-1]
    return [cells[column::many] for column in range(many)]
