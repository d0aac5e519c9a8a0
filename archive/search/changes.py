"""Which lines may differ from those that an earlier build made: rather one too many than one too few."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from archive.lists import Numbers, Small, distinct
from archive.search.documents import Documents, Since
from archive.search.index import Index
from archive.search.lexicon import MARK
from archive.search.memory import Memory
from archive.search.names import Names


class Changes(NamedTuple):
    """What is made anew."""

    stems: list[str]
    """That a document has which came or went."""
    terms: list[str]
    """That may have another line in ``terms``; a document may have another number."""
    forms: list[str]
    """That may have another line in the vocabulary."""
    words: frozenset[str]
    """Stems and exact forms that may find other documents."""
    records: frozenset[str]
    """That such documents are filed under."""


def all_of(index: Index, names: Names) -> Changes:
    """Everything: there is no earlier build."""
    stems = index.stems()
    terms = [*stems, *index.marks(), *(names.postings.keys() - stems)]
    forms = [*index.lexicon.used_forms(), *names.postings]
    return Changes(stems, terms, list(dict.fromkeys(forms)), frozenset(), frozenset())


def changes_since(
    memory: Memory, documents: Documents, since: Since, index: Index, cells: Mapping[str, tuple[str, str]]
) -> Changes:
    """What may differ; *since*: what became of the documents in *memory*."""
    old, lexicon, sources = memory.documents, index.lexicon, since.sources
    kept = np.flatnonzero(sources >= 0)
    came_and_went = [(old, since.went), (documents, since.came)]
    came_or_went = _spellings_of(documents, *came_and_went)
    retitled = kept[index.title.lengths[kept] != memory.title_lengths[sources[kept]]]
    moved = came_or_went | _spellings_of(documents, *_moved(old, documents, sources))
    moved[documents.titles.of_documents(retitled)] = True

    was_marked = np.zeros(len(lexicon.is_marked), bool)
    was_marked[: len(memory.is_marked) - 1] = memory.is_marked[:-1]
    remarked = was_marked != lexicon.is_marked
    has_moved_mark = (_flags(lexicon.form_of[moved], len(remarked)) & (was_marked | lexicon.is_marked)) | remarked
    known_cells = memory.cells
    other_cells = [term for term in known_cells.keys() | cells.keys() if known_cells.get(term) != cells.get(term)]
    stems = lexicon.stem_of[came_or_went]
    has_stem = _flags(stems, len(lexicon.stems))
    forms = distinct(np.concatenate([lexicon.form_of[came_or_went], lexicon.forms_of(has_stem)]))

    came_or_went_stems = _told(lexicon.stems, distinct(stems))
    marks = [form + MARK for form in _told(lexicon.forms, np.flatnonzero(has_moved_mark))]
    filed_anew = {
        old_or_new.values[value]
        for old_or_new, numbers in came_and_went
        for lists in old_or_new.filed.values()
        for value in distinct(lists.of_documents(numbers)).tolist()
    }
    return Changes(
        came_or_went_stems,
        list({*_told(lexicon.stems, distinct(lexicon.stem_of[moved])), *marks, *other_cells}),
        list({*_told(lexicon.forms, forms), *other_cells}),
        frozenset([*came_or_went_stems, *other_cells]),
        frozenset(filed_anew),
    )


def _moved(old: Documents, new: Documents, sources: Numbers) -> list[tuple[Documents, Numbers]]:
    """The documents from the first to the last number that another has now; what has no number now came or went."""
    shorter = min(old.size, new.size)
    others = np.flatnonzero(sources[:shorter] != np.arange(shorter))
    numbers = np.arange(others[0], others[-1] + 1) if len(others) else others
    return [(old, numbers), (new, numbers)]


def _spellings_of(known: Documents, *some: tuple[Documents, Numbers]) -> NDArray[np.bool_]:
    """Of each spelling whether one of *some* documents has it."""
    found = np.zeros(len(known.spellings.words), bool)
    for documents, numbers in some:
        for lists in (documents.titles, documents.texts):
            found[lists.of_documents(numbers)] = True
    return found


def _flags(numbers: Small, many: int) -> NDArray[np.bool_]:
    """Of each number below *many* whether it is one of *numbers*; -1 is passed over."""
    found = np.zeros(many, bool)
    found[numbers[numbers >= 0]] = True
    return found


def _told(strings: Sequence[str], numbers: Numbers) -> list[str]:
    return [strings[number] for number in numbers.tolist() if number >= 0]
