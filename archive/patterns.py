"""What forms look like among letters, laid out so that all places of many texts are compared with them at once.

Eight letters or so are one number, a chunk. The first word of a form tells how long the forms are that begin with it;
the first and the last chunk of what stands there, which of them they may be; all its chunks, whether it is one.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from archive.alphabet import OTHER_SIGN, Alphabet, Letters, Numbers
from archive.batch import Batch

Chunks = npt.NDArray[np.uint64]
Rows = npt.NDArray[np.bool_]

_BYTES = 8
"""Of a chunk."""
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
"""Times this, chunks are spread over all numbers: 2^64 by the golden ratio, odd."""


class Words(NamedTuple):
    """The words that stand among letters: runs of letters and digits."""

    start: Numbers
    end: Numbers
    key: Chunks
    """The first chunk of each; of a short word nothing else."""


class Found(NamedTuple):
    """Where forms stand between other words, with the capitals that they ask for.

    By their starts, of the same start the longest first, of one span by their numbers.
    """

    word: Numbers
    """The number of the form's first word."""
    start: Numbers
    end: Numbers
    form: Numbers
    has_line_end: Rows


class Patterns:
    """*forms* by their numbers, in the order given. One without a letter or digit is never found."""

    def __init__(self, forms: Iterable[str]) -> None:
        forms = [form.replace("\n", " ") for form in forms]
        self.alphabet = Alphabet(forms)
        self._lower = self.alphabet.dtype.type(self.alphabet.capital - 1)
        self._size = size = _BYTES // self.alphabet.dtype.itemsize
        bits = 8 * self.alphabet.dtype.itemsize
        first = [(1 << bits * many) - 1 for many in range(size + 1)]
        self._first = np.array(first, np.uint64)
        """For so many letters: what keeps the first ones of a chunk …"""
        self._last = np.array([mask << bits * (size - many) for many, mask in enumerate(first)], np.uint64)
        """… and the last ones."""
        self._lay_out(Batch(forms, self.alphabet, size))
        self.margin = self._longest + size
        """How many letters are looked at beyond the ends of texts."""

    def _lay_out(self, batch: Batch) -> None:
        letters, size = batch.letters, self._size
        origins = batch.origins(np.arange(len(letters)))
        letters[1:][origins[1:] == origins[:-1]] &= self._lower  # no capital is asked for inside *œ*
        plain = self.plain(letters)
        edges = np.flatnonzero(letters == OTHER_SIGN)[size - 1 :]  # which no form holds
        start, end = edges[: len(batch.texts)] + 1, edges[1 : len(batch.texts) + 1]
        words = self.words(plain)
        word = np.searchsorted(words.start, start)
        form = np.flatnonzero(np.append(words.start, len(letters))[word] < end)
        start, length, word = start[form], end[form] - start[form], word[form]
        self._longest = int(length.max(initial=0))
        slots = 1 << max(8, len(form).bit_length() + 3)
        self._shift = np.uint64(65 - slots.bit_length())

        before = words.start[word] - start
        entries = np.unique(np.stack([self._slots(words.key[word]), -before, -length]), axis=1)
        self._by_word = _Table(entries[0], slots)
        self._before, self._length = -entries[1], -entries[2]
        self._are_led = bool(before.any())

        slot = self._slots(self._outer(plain, start, length))
        order = np.argsort(slot, kind="stable")
        self._by_outer = _Table(slot[order], slots)
        self._form, start, self._form_length = form[order], start[order], length[order]
        many = -(-self._form_length // size)
        self._chunk = np.cumsum(many) - many
        """The first of the chunks of each form. Of all chunks, what of them counts, what that is, and line ends."""
        passed = (np.arange(many.sum()) - np.repeat(self._chunk, many)) * size
        at = np.repeat(start, many) + passed
        kept = self._first.take(np.repeat(self._form_length, many) - passed, mode="clip")
        self._masks = self._chunks_of(letters | self._lower)[at] & kept
        self._values = self._chunks_of(letters)[at] & kept
        spaces = (plain == self.alphabet.space) * self.alphabet.dtype.type(self.alphabet.capital)
        self._line_ends = self._chunks_of(spaces)[at] & kept

    def plain(self, letters: Letters) -> Letters:
        """The *letters* without their capitals and line ends."""
        plain: Letters = letters & self._lower
        return plain

    def words(self, plain: Letters) -> Words:
        """The words of a text in *plain* letters, which begins and ends with signs."""
        is_letter = plain > self.alphabet.last_sign
        turns = np.flatnonzero(is_letter[1:] != is_letter[:-1]) + 1
        start, end = turns[::2], turns[1::2]
        return Words(start, end, self._chunks_of(plain)[start] & self._first.take(end - start, mode="clip"))

    def key(self, word: str) -> int | None:
        """The key of a *word* that no other has: one that fits into a chunk and is of letters that forms have."""
        letters = [int(number) for one in word for number in self.alphabet.letters(one)]
        if len(letters) > self._size or self.alphabet.other_letter in letters:
            return None
        return int.from_bytes(np.array(letters, self.alphabet.dtype).tobytes(), "little")

    def found(self, letters: Letters, plain: Letters, words: Words) -> Found:
        """Every form in a text of these *letters* and *words*."""
        word, entry = self._by_word.rows(self._slots(words.key))
        start, length = words.start[word] - self._before[entry], self._length[entry]
        is_apart = plain[start + length] <= self.alphabet.last_sign
        if self._are_led:
            is_apart &= plain[start - 1] <= self.alphabet.last_sign
        apart = np.flatnonzero(is_apart)
        word, start, length = word[apart], start[apart], length[apart]

        span, row = self._by_outer.rows(self._slots(self._outer(plain, start, length)))
        start, chunks = start[span], self._chunks_of(letters)
        stands = self._form_length[row] == length[span]
        has_line_end = np.zeros(len(row), np.bool_)
        left, passed = np.flatnonzero(stands), 0
        while len(left):
            chunk, which = chunks[start[left] + passed], self._chunk[row[left]] + passed // self._size
            stands[left] = chunk & self._masks[which] == self._values[which]
            has_line_end[left] |= chunk & self._line_ends[which] != 0
            passed += self._size
            left = left[stands[left] & (self._form_length[row[left]] > passed)]
        found = np.flatnonzero(stands)
        start, span, row = start[found], span[found], row[found]
        return Found(word[span], start, start + length[span], self._form[row], has_line_end[found])

    def _chunks_of(self, letters: Letters) -> Chunks:
        """The chunk that begins at each place, but for the last ones."""
        return np.ndarray(len(letters) - self._size + 1, "<u8", letters, strides=(letters.itemsize,))

    def _outer(self, plain: Letters, start: Numbers, length: Numbers) -> Chunks:
        """One number for the first and the last chunk of each span."""
        chunks = self._chunks_of(plain)
        first = chunks[start] & self._first.take(length, mode="clip")
        last = chunks[start + length - self._size] & self._last.take(length, mode="clip")
        outer: Chunks = first * _SPREAD ^ last
        return outer

    def _slots(self, keys: Chunks) -> Numbers:
        return (keys * _SPREAD >> self._shift).view(np.int64)


class _Table:
    """Rows by the slot of what they belong to. Others may share it."""

    def __init__(self, slots: Numbers, many: int) -> None:
        """The slot of each row, rising, of so *many*."""
        self._many = np.bincount(slots, minlength=many)
        self._past = np.cumsum(self._many)
        self._is_filled = self._many > 0

    def rows(self, slots: Numbers) -> tuple[Numbers, Numbers]:
        """Every row in one of these *slots*: first in which of them, in their order, then the row."""
        given = np.flatnonzero(self._is_filled[slots])
        slots = slots[given]
        many = self._many[slots]
        past = np.cumsum(many)
        rows = np.arange(past[-1] if len(past) else 0) + np.repeat(self._past[slots] - past, many)
        return np.repeat(given, many), rows
