"""Where forms stand in texts, whole: bound to no other word by an apostrophe, and in one paragraph."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from archive.alphabet import Letters, Numbers
from archive.batch import Batch
from archive.patterns import Found, Patterns, Rows, Words
from archive.text import Paragraph, fold_character, paragraphs

_ELISIONS = frozenset("l d j m n s t c qu jusqu lorsqu puisqu quoiqu presqu quelqu entr".split())
_AROUND = 9
"""Folded characters before a hit that tell whether an elision binds it."""


class Hits(NamedTuple):
    """Forms that stand in a batch: by their starts, of the same start the longest first, of one span by numbers."""

    start: Numbers
    end: Numbers
    form: Numbers
    """The number of the form, in the order given to the matcher."""


class Matcher:
    """Finds *forms* in texts."""

    def __init__(self, forms: Iterable[str]) -> None:
        self._patterns = patterns = Patterns(forms)
        self._elisions = np.array([key for key in map(patterns.key, sorted(_ELISIONS)) if key is not None], np.uint64)

    def batch(self, texts: Sequence[str]) -> Batch:
        """*texts* as this matcher reads them."""
        return Batch(texts, self._patterns.alphabet, self._patterns.margin)

    def hits(self, batch: Batch) -> Hits:
        """Every form that stands in a text of the *batch* at word boundaries, with the capitals it asks for."""
        plain = self._patterns.plain(batch.letters)
        words = self._patterns.words(plain)
        found = self._patterns.found(batch.letters, plain, words)
        whole, start, end, stop = batch.spans(found.start, found.end)
        is_open = (found.has_line_end | self._may_be_bound(plain, words, found))[whole]
        form = found.form[whole]
        if is_open.any():
            context = _Context(batch)
            stands = ~is_open
            for row in np.flatnonzero(is_open).tolist():
                stands[row] = context.is_whole(int(start[row]), int(end[row]), int(stop[row]))
            start, stop, form = start[stands], stop[stands], form[stands]
        return Hits(start, stop, form)

    def _may_be_bound(self, plain: Letters, words: Words, found: Found) -> Rows:
        """Whether there is an apostrophe about a form, but for that of an elision or a quote after a space."""
        alphabet = self._patterns.alphabet
        is_open: Rows = plain[found.end] == alphabet.apostrophe
        rows = np.flatnonzero(plain[found.start - 1] == alphabet.apostrophe)
        start, word = found.start[rows], found.word[rows] - 1
        is_elided = (words.end[word] == start - 1) & (plain[words.start[word] - 1] == alphabet.space)
        is_elided &= np.isin(words.key[word], self._elisions)
        is_open[rows] |= ~is_elided & (plain[start - 2] != alphabet.space)
        return is_open


class _Context:
    """Whether what stands in a *batch* stands there whole, where the characters about it leave that open."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._paragraphs: dict[int, list[Paragraph]] = {}

    def is_whole(self, start: int, end: int, stop: int) -> bool:
        """Of the span from *start* to *end*, where accents follow up to *stop*."""
        text = self._batch.text
        return _is_unbound(text, start, end) and ("\n" not in text[start:end] or self._is_in_a_paragraph(start, stop))

    def _is_in_a_paragraph(self, start: int, end: int) -> bool:
        number = int(self._batch.begins.searchsorted(start, "right")) - 1
        begin = int(self._batch.begins[number])
        if number not in self._paragraphs:
            self._paragraphs[number] = paragraphs(self._batch.texts[number])
        spans = self._paragraphs[number]
        at = bisect_right(spans, start - begin, key=lambda one: one.start) - 1
        return at >= 0 and end - begin <= spans[at].end


def _is_unbound(text: str, start: int, end: int) -> bool:
    """Whether no apostrophe binds what stands there to another word: *Hama* in *d'Hama*, not in *O'Hama*."""
    if _folded_before(text, start, 1).endswith("'"):
        word = re.search(r"\w*$", _folded_before(text, start, _AROUND)[-_AROUND:-1])
        if word and word.group() and word.group() not in _ELISIONS:
            return False
    after = ""
    while end < len(text) and len(after) < 3:
        after += fold_character(text[end])
        end += 1
    return not (after.startswith("'") and after[1:2].isalnum() and not re.fullmatch(r"'s\W?", after[:3]))


def _folded_before(text: str, at: int, many: int) -> str:
    """At least so many folded characters before that place, if there are."""
    folded = ""
    while at and len(folded) < many:
        at -= 1
        folded = fold_character(text[at]) + folded
    return folded
