"""What the words of all articles are to the index: which of them are names to be marked, how forms are written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from archive.lists import Lists, Numbers, Small, bounds, distinct
from archive.search.analysis import bare
from archive.search.spellings import Spellings

MARK = "="
"""Behind an exact form: the term of its capitalised occurrences."""
_NAME_TENTHS = 9
"""An exact form is a name when at least so many tenths of its occurrences are capitalised."""


class Lexicon:
    """What the words of all texts are to the index."""

    def __init__(self, spellings: Spellings, times: Numbers) -> None:
        """*times*: how often each of *spellings* stands in the archive; those that no longer do are nothing to it."""
        self.forms, self.stems = spellings.forms, spellings.stems
        self._words, self._times = spellings.words, times
        _, form_of, self.stem_of, capitals = spellings.rows
        is_capitalised = capitals > 0
        used = np.flatnonzero((times > 0) & (form_of >= 0))
        used = used[np.argsort(form_of[used], kind="stable")]
        pairs = distinct(form_of[used].astype(np.int64) << 32 | self.stem_of[used])
        self._paired_forms, self._paired_stems = pairs >> 32, (pairs & 0xFFFFFFFF).astype(np.int32)
        many = len(self.forms) + 1  # the last is of spellings without a term
        occurrences = np.bincount(form_of[used], times[used], many)
        capitalised = np.bincount(form_of[used], times[used] * is_capitalised[used], many)
        is_shared = np.bincount(self._paired_stems, minlength=len(self.stems))[self._paired_stems] > 1
        self.is_marked = np.zeros(many, bool)
        """Of each exact form: whether its capitalised occurrences have an exact mark."""
        self.is_marked[self._paired_forms[is_shared]] = True
        self.is_marked &= 10 * capitalised >= _NAME_TENTHS * occurrences
        self.form_of = form_of
        """Of each spelling the number of its exact form; -1 when it has no term. `stem_of` likewise."""
        self.mark_of: Small = np.where(is_capitalised & self.is_marked[form_of], form_of, -1).astype(np.int32)
        """Of each spelling the number of its exact form where that is marked in it; else -1."""
        self._is_capitalised = is_capitalised
        self._used = used
        self._used_bounds = bounds(form_of[used], many)

    @cached_property
    def marked(self) -> Mapping[str, Sequence[str]]:
        """Stem → the marked exact forms that have it, in the order of code points."""
        found: dict[str, list[str]] = {}
        for pair in np.flatnonzero(self.is_marked[self._paired_forms]).tolist():
            exact = self.forms[self._paired_forms[pair]]
            found.setdefault(self.stems[self._paired_stems[pair]], []).append(exact)
        return {stem: sorted(forms) for stem, forms in found.items()}

    def used_forms(self) -> list[str]:
        """Every exact form of a title or text, in no order."""
        return [self.forms[form] for form in distinct(self._paired_forms).tolist()]

    @cached_property
    def marked_forms(self) -> frozenset[str]:
        """Every exact form whose capitalised occurrences have a mark."""
        return frozenset([self.forms[form] for form in np.flatnonzero(self.is_marked).tolist()])

    def sums(self, of_stems: Numbers) -> Numbers:
        """Of each exact form the sum of what its stems have."""
        return np.bincount(self._paired_forms, of_stems[self._paired_stems], len(self.forms)).astype(np.int64)

    def forms_of(self, stems: NDArray[np.bool_]) -> Numbers:
        """The exact forms with one of *stems*, each told by its number."""
        return distinct(self._paired_forms[stems[self._paired_stems]])

    def stems_of(self, forms: Numbers) -> Lists:
        """The stems of each of some exact forms; one, but for articles of several languages; none of one not used."""
        return Lists(self._paired_stems, self._paired_bounds[1:]).taken(forms)

    @cached_property
    def _paired_bounds(self) -> Numbers:
        return bounds(self._paired_forms, len(self.forms))

    def written(self, forms: Numbers) -> list[str]:
        """Each of some exact forms that are used, as most often written.

        Where that is open, rather not capitalised, then the first by code points.
        """
        spelled = Lists(self._used.astype(np.int32), self._used_bounds[1:]).taken(forms)
        # The smaller, the better; no spelling is met so often that this could be too large.
        ranks = 2 * -self._times[spelled.values] + self._is_capitalised[spelled.values]
        best = np.minimum.reduceat(ranks, spelled.starts) if len(forms) else ranks
        is_best = ranks == best[spelled.owners]
        words: list[str] = [""] * len(forms)
        for one, form in zip(spelled.values[is_best].tolist(), spelled.owners[is_best].tolist(), strict=True):
            word = self._words[one]
            if not words[form] or word < words[form]:
                words[form] = word
        return [*map(bare, words)]
