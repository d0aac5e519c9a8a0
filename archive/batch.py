"""Many texts as one, and the letters of them all: what names are looked for in."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import numpy as np

from archive.alphabet import Alphabet, Numbers


class Batch:
    """*texts* as one, in letters of that *alphabet*. Places in the text are code points.

    Between the texts stands what no form holds, and before and after them so much of it as the *margin* says.
    """

    def __init__(self, texts: Sequence[str], alphabet: Alphabet, margin: int) -> None:
        self.texts = texts
        edge = "\n" * margin
        self.text = edge + "\n".join(texts) + edge
        lengths = np.fromiter(map(len, texts), np.int64, len(texts))
        self.begins: Numbers = margin + np.cumsum(lengths + 1) - lengths - 1
        """Where each of the texts begins."""
        end = len(self.text)
        edges = np.concatenate([np.arange(margin), self.begins[1:] - 1, np.arange(end - margin, end)])
        self.letters, self._odd = alphabet.read(self.text, edges)

    def numbers(self, places: Numbers) -> Numbers:
        """The numbers of the texts in which these places of the whole lie."""
        return np.searchsorted(self.begins, places, "right") - 1

    def origins(self, places: Numbers) -> Numbers:
        """Where in the text the characters stand from which the letters at these places come."""
        return places if self._odd is None else self._odd.origin(places)

    def spans(self, first: Numbers, end: Numbers) -> tuple[Numbers, Numbers, Numbers, Numbers]:
        """Of spans [first, end) of the letters: starts and ends in the text, and the ends with accents that follow.

        Before these come the rows of the spans: not of those that begin or end inside a character, as in *œ*.
        """
        if self._odd is None:
            return np.arange(len(first)), first, end, end
        origin = self._odd.origin
        start, last, after = origin(first), origin(end - 1), origin(end)
        whole = np.flatnonzero((origin(first - 1) != start) & (after != last))
        start, last, after = start[whole], last[whole], after[whole]
        stop = last + 1
        for at in np.flatnonzero(stop < after).tolist():
            while stop[at] < after[at] and unicodedata.category(self.text[stop[at]]) == "Mn":
                stop[at] += 1
        return whole, start, last + 1, stop
