"""Where forms stand in texts: one pass over the words of many, and a look at each hit as it is written.

The automaton is Aho and Corasick's; the words that it reads are those of `archive.batch`.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

import ahocorasick
import numpy as np

from archive.batch import Batch, Numbers, word_characters, words_of
from archive.text import Paragraph, fold_character, fold_with_origins, paragraphs

_ELISIONS = frozenset("l d j m n s t c qu jusqu lorsqu puisqu quoiqu presqu quelqu entr".split())
_AROUND = 9
"""Folded characters before a hit that tell whether an elision binds it."""
_NOTHING = 0
"""The number of what means nothing."""


class Hits(NamedTuple):
    """Forms that stand in a batch: by their ends, of the same end the longest first, of one span by their numbers."""

    start: Numbers
    end: Numbers
    form: Numbers
    """The number of the form, in the order given to the matcher."""


class Matcher:
    """Finds *forms* in texts."""

    def __init__(self, forms: Iterable[str]) -> None:
        forms = [*forms]
        alike: dict[str, list[int]] = {}
        for number, key in enumerate(words_of(forms)):
            if len(key) > 2:
                alike.setdefault(key, []).append(number)
        self._automaton = ahocorasick.Automaton()
        for key in alike:
            self._automaton.add_word(key, len(key) - 2)
        self._automaton.make_automaton()
        self._readings = _Readings(forms, alike)

    def hits(self, batch: Batch) -> Hits:
        """Every form that stands in a text at word boundaries, with the capitals it asks for."""
        if not len(self._automaton):
            nothing = np.zeros(0, np.int64)
            return Hits(nothing, nothing, nothing)
        found = np.fromiter(chain.from_iterable(self._automaton.iter(batch.words)), np.int64).reshape(-1, 2)
        end = found[:, 0]  # the space after the form
        start, end, stop = batch.spans(end - found[:, 1], end)
        text, readings = batch.text, self._readings
        reading = np.array(
            [readings[text[at:past]] for at, past in zip((start - 1).tolist(), (end + 1).tolist(), strict=True)],
            np.int64,
        )
        unsure = np.flatnonzero(reading < 0)
        if len(unsure):
            context = _Context(batch)
            for row in unsure.tolist():
                stands = context.is_whole(int(start[row]), int(end[row]), int(stop[row]))
                reading[row] = ~reading[row] if stands else _NOTHING
        rows, forms = readings.forms(reading)
        return Hits(start[rows], stop[rows], forms)


class _Readings(dict[str, int]):
    """A span with the characters before and after it → the number of what it means; `~number` if it stands whole."""

    def __init__(self, forms: Sequence[str], alike: dict[str, list[int]]) -> None:
        self._forms = forms
        self._alike = alike
        """Words → the numbers of the forms that have them."""
        self._spans: dict[str, int] = {}
        """A span → the number of what it means if it stands there whole."""
        self._numbers: dict[tuple[int, ...], int] = {(): _NOTHING}
        self._first, self._many, self._flat = array("q", [0]), array("q", [0]), array("q")

    def __missing__(self, written: str) -> int:
        span = written[1:-1]
        number = self._spans.get(span)
        if number is None:
            number = self._spans[span] = self._number(span)
        binds = any("'" in (fold_character(one) or "'") for one in (written[0], written[-1]))
        self[written] = reading = ~number if number and (binds or "\n" in span) else number
        return reading

    def forms(self, readings: Numbers) -> tuple[Numbers, Numbers]:
        """For every form that these *readings* mean: which of them it is, and the form's number."""
        many = np.array(self._many, np.int64)[readings]
        rows = np.repeat(np.arange(len(readings)), many)
        first = np.array(self._first, np.int64)[readings] - (np.cumsum(many) - many)
        return rows, np.array(self._flat, np.int64)[np.repeat(first, many) + np.arange(len(rows))]

    def _number(self, span: str) -> int:
        folded, origins = fold_with_origins(span)
        alike = self._alike.get(f" {word_characters(span)} ", ())
        meant = tuple(number for number in alike if self._is(number, folded, span, origins))
        if meant not in self._numbers:
            self._numbers[meant] = len(self._first)
            self._first.append(len(self._flat))
            self._many.append(len(meant))
            self._flat.extend(meant)
        return self._numbers[meant]

    def _is(self, number: int, folded: str, span: str, origins: Sequence[int]) -> bool:
        """Whether a *span* so *folded* is that form, with a capital wherever the form has one."""
        form = self._forms[number]
        wanted, theirs = fold_with_origins(form)
        return wanted == folded and all(
            span[origins[at]].isupper()
            for at in range(len(wanted))
            if form[theirs[at]].isupper() and (at == 0 or theirs[at] != theirs[at - 1])  # not inside *œ*
        )


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
