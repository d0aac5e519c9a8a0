"""Texts as numbers: of each folded character one, so that arrays can compare what is written with what is looked for.

What no form holds needs no number of its own: it is the other sign, or the other letter.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from archive.text import fold_character

Numbers = npt.NDArray[np.int64]
Letters = npt.NDArray[np.unsignedinteger[Any]]
"""The numbers of folded characters, with one bit more where the text has a capital or, of a space, a line end."""

_UNKNOWN = 0
"""What the table has for a code point that it has not met, or that does not fold to one character."""
OTHER_SIGN = 1
"""The number of all that is neither letter nor digit and in no form."""


class Odd(NamedTuple):
    """Where folding makes another number of characters of one; before all, one at -1 of which one became."""

    places: Numbers
    """Among the letters, the first place of what such a character became; of none, the next; rising."""
    origins: Numbers
    """Where these characters stand in the text."""
    lengths: Numbers
    """How many characters they became."""
    shifts: Numbers
    """How much farther on the letters are behind them than the text."""

    def origin(self, places: Numbers) -> Numbers:
        """Where the characters of the text stand from which the letters at these places come."""
        at = np.searchsorted(self.places, places, "right") - 1
        inside = places < self.places[at] + self.lengths[at]
        return np.where(inside, self.origins[at], places - self.shifts[at])


class Alphabet:
    """The folded characters of *forms*: signs first, then letters and digits."""

    def __init__(self, forms: Iterable[str]) -> None:
        known = {" ", "'"}.union(*map(fold_character, set().union(*forms)))
        letters = sorted(filter(str.isalnum, known))
        signs = sorted(known.difference(letters))
        self.last_sign = OTHER_SIGN + len(signs)
        self.other_letter = self.last_sign + 1
        self._numbers = {one: number for number, one in enumerate(signs, OTHER_SIGN + 1)}
        self._numbers |= {one: number for number, one in enumerate(letters, self.other_letter + 1)}
        self.dtype = np.dtype("<u1" if len(known) < 126 else "<u2" if len(known) < 32766 else "<u4")
        self.capital = 1 << (8 * self.dtype.itemsize - 1)
        self.space, self.apostrophe = self._numbers[" "], self._numbers["'"]
        self._table = np.zeros(0x110000, self.dtype)
        self._pieces: dict[int, Letters] = {}

    def read(self, text: str, edges: Numbers) -> tuple[Letters, Odd | None]:
        """The letters of a *text*; at its *edges* stands what no form holds."""
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")
        letters: Letters = self._table.take(codes)
        letters[edges] = OTHER_SIGN
        unknown = np.flatnonzero(letters == _UNKNOWN)
        if not len(unknown):
            return letters, None
        for code in np.unique(codes[unknown]).tolist():
            if code not in self._pieces:
                piece = self._pieces[code] = self.letters(chr(code))
                if len(piece) == 1:
                    self._table[code] = piece[0]
        letters[unknown] = self._table.take(codes[unknown])
        origins = unknown[letters[unknown] == _UNKNOWN]
        if not len(origins):
            return letters, None
        pieces = [self._pieces[code] for code in codes[origins].tolist()]
        lengths = np.fromiter(map(len, pieces), np.int64, len(pieces))
        shifts = np.cumsum(lengths - 1)
        places = origins + shifts - (lengths - 1)
        odd = Odd(*(np.append(first, rest) for first, rest in ((-1, places), (-1, origins), (1, lengths), (0, shifts))))
        one_each = np.delete(letters, origins)
        return np.insert(one_each, np.repeat(origins - np.arange(len(origins)), lengths), np.concatenate(pieces)), odd

    def words(self, text: str) -> bytes:
        """The letters and digits of a *text*; all else in and about it is one sign, whichever it is."""
        letters = self.read(f"\n{text}\n", np.array([0, -1]))[0] & (self.capital - 1)
        return np.where(letters > self.last_sign, letters, OTHER_SIGN).astype(self.dtype).tobytes()

    def letters(self, character: str) -> Letters:
        """What one *character* is folded to, as numbers."""
        if character == "\n":
            return np.array([self.space | self.capital], self.dtype)
        capital = self.capital if character.isupper() else 0
        return np.array([self._number(one, capital) for one in fold_character(character)], self.dtype)

    def _number(self, folded: str, capital: int) -> int:
        if folded.isalnum():
            return self._numbers.get(folded, self.other_letter) | capital
        return self._numbers.get(folded, OTHER_SIGN)
