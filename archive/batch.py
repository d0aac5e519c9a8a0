"""Many texts as one, and the words of them all: what names are looked for in.

The words of a text are its folded letters and digits; whatever else stands there is a space. So a form with a space on
either side is found only where it stands alone, and hardly a hit is false. Between texts stands what no form holds.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from archive.text import fold

Numbers = npt.NDArray[np.int64]

_BETWEEN = " \n "
_EDGE = 1
"""What stands between texts among their words: neither a letter nor a digit nor a space."""
_WORDS = np.zeros(0x110000, np.uint32)
"""Code point → the letter, digit or space that it is among words; 0 when that is not one character, or not known."""


class _Odd(NamedTuple):
    """Where folding makes another number of characters of one; before all, one at -1 of which one became."""

    places: Numbers
    """In the words, the first place of what such a character became; of none, the next; rising."""
    origins: Numbers
    """Where these characters stand in the text."""
    lengths: Numbers
    """How many characters they became."""
    shifts: Numbers
    """How much farther on the words are behind them than the text."""

    def origin(self, places: Numbers) -> Numbers:
        """Where the characters of the text stand from which those at these places of the words come."""
        at = np.searchsorted(self.places, places, "right") - 1
        inside = places < self.places[at] + self.lengths[at]
        return np.where(inside, self.origins[at], places - self.shifts[at])


class Batch:
    """*texts* as one, which begins and ends with a space. Places in it are code points."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self.text = f" {_BETWEEN.join(texts)} "
        lengths = np.fromiter(map(len, texts), np.int64, len(texts))
        self.begins: Numbers = np.cumsum(lengths + len(_BETWEEN)) - lengths - len(_BETWEEN) + 1
        """Where each of the texts begins."""
        self.words, self._odd = self._folded(self.begins[1:] - 2)

    def _folded(self, edges: Numbers) -> tuple[str, _Odd | None]:
        codes = np.frombuffer(self.text.encode("utf-32-le", "surrogatepass"), np.uint32)
        mapped = _WORDS.take(codes)
        unknown = np.flatnonzero(mapped == 0)
        pieces_of: dict[str, str] = {}
        if len(unknown):
            for code in np.unique(codes[unknown]).tolist():
                piece = pieces_of[chr(code)] = word_characters(chr(code))
                if len(piece) == 1:
                    _WORDS[code] = ord(piece)
            mapped[unknown] = _WORDS.take(codes[unknown])
        mapped[edges] = _EDGE
        words = mapped.tobytes().decode("utf-32-le", "surrogatepass")
        if "\0" not in words:
            return words, None
        pieces: list[str] = []
        odd = [(-1, -1, 1, 0)]
        last = shift = 0
        for match in re.finditer("\0", words):
            at = match.start()
            piece = pieces_of[self.text[at]]
            pieces += (words[last:at], piece)
            last = at + 1
            odd.append((at + shift, at, len(piece), shift := shift + len(piece) - 1))
        pieces.append(words[last:])
        return "".join(pieces), _Odd(*np.array(odd).T)

    def numbers(self, places: Numbers) -> Numbers:
        """The numbers of the texts in which these places of the whole lie."""
        return np.searchsorted(self.begins, places, "right") - 1

    def spans(self, first: Numbers, end: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        """Starts and ends in the text of what is [first, end) among the words, and the ends with accents that follow.

        Without those that begin or end inside a character, as in *œ*.
        """
        if self._odd is None:
            return first, end, end
        origin = self._odd.origin
        start, last, after = origin(first), origin(end - 1), origin(end)
        whole = (origin(first - 1) != start) & (after != last)
        start, last, after = start[whole], last[whole], after[whole]
        stop = last + 1
        for at in np.flatnonzero(stop < after).tolist():
            while stop[at] < after[at] and unicodedata.category(self.text[stop[at]]) == "Mn":
                stop[at] += 1
        return start, last + 1, stop


def words_of(texts: Iterable[str]) -> list[str]:
    """The words of each text, between spaces: ``Bachar al-Assad (l'œil)`` is `` bachar al assad  l oeil  ``."""
    texts = list(texts)
    return Batch(texts).words.split(chr(_EDGE)) if texts else []


def words(text: str) -> str:
    """The words of one *text*, as `words_of` has them."""
    return Batch([text]).words


def word_characters(text: str) -> str:
    """The words of a short *text*, with no spaces about them."""
    return "".join(character if character.isalnum() else " " for character in fold(text))
