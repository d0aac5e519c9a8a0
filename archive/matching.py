"""Where names stand in a text: one pass over its words, and no more work than a hit asks for.

The words of a text are its folded letters and digits; whatever else stands there is a space. So a form with a space on
either side is found only where it stands alone, and hardly a hit is false. The automaton is Aho and Corasick's.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Generic, NamedTuple, TypeVar

import ahocorasick
import numpy as np

from archive.text import fold, fold_character, fold_with_origins, paragraphs

C = TypeVar("C")

_ELISIONS = frozenset("l d j m n s t c qu jusqu lorsqu puisqu quoiqu presqu quelqu entr".split())
_AROUND = 9
"""Folded characters before a hit that tell whether an elision binds it."""

_WORDS = np.zeros(0x110000, np.uint32)
"""Code point → the letter, digit or space that it is among words; 0 when that is not one character, or not known."""


class _Odd(NamedTuple):
    """Where folding makes another number of characters of one."""

    places: Sequence[int]
    """In the words, the one before the first not counted: where what such characters became begins; rising."""
    origins: Sequence[int]
    """Where these characters stand in the text."""
    lengths: Sequence[int]
    """How many characters they became."""
    shifts: Sequence[int]
    """How much farther on the words are behind them than the text."""

    def origin(self, place: int) -> int:
        """Where the character of the text stands from which the one at this place of the words comes."""
        at = bisect_right(self.places, place) - 1
        if at < 0:
            return place
        if place < self.places[at] + self.lengths[at]:
            return self.origins[at]
        return place - self.shifts[at]

    def span(self, first: int, end: int, text: str) -> tuple[int, int, int] | None:
        """Start and end in the text of what is [first, end) among its words, and its end with the accents that follow.

        None where it begins or ends inside a character, as in *œ*.
        """
        start, last, after = self.origin(first), self.origin(end - 1), self.origin(end)
        if (first and self.origin(first - 1) == start) or after == last:
            return None
        stop = last + 1
        while stop < after and unicodedata.category(text[stop]) == "Mn":
            stop += 1
        return start, last + 1, stop


def words(text: str) -> str:
    """The words of *text*, between spaces: ``Bachar al-Assad (l'œil)`` is `` bachar al assad  l oeil  ``."""
    return _words(text)[0]


def _words(text: str) -> tuple[str, _Odd | None]:
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    mapped = _WORDS.take(codes).tobytes().decode("utf-32-le", "surrogatepass")
    if "\0" not in mapped:
        return f" {mapped} ", None
    pieces: list[str] = []
    odd: list[tuple[int, int, int, int]] = []
    last = shift = 0
    for match in re.finditer("\0", mapped):
        at = match.start()
        piece = _word_characters(text[at])
        pieces += (mapped[last:at], piece)
        last = at + 1
        if len(piece) == 1:
            _WORDS[ord(text[at])] = ord(piece)
        else:
            odd.append((at + shift, at, len(piece), shift := shift + len(piece) - 1))
    pieces.append(mapped[last:])
    return f" {''.join(pieces)} ", _Odd(*zip(*odd, strict=True)) if odd else None


def _word_characters(text: str) -> str:
    return "".join(character if character.isalnum() else " " for character in fold(text))


class _Form(NamedTuple, Generic[C]):
    folded: str
    capitals: tuple[int, ...]
    """Places in `folded` that must be capitals in the text."""
    claim: C


class Matcher(Generic[C]):
    """Finds forms in texts: given is each form, and what it means."""

    def __init__(self, forms: Iterable[tuple[str, C]]) -> None:
        patterns: dict[str, _Pattern[C]] = {}
        for text, claim in forms:
            folded, origins = fold_with_origins(text)
            if folded:
                capitals = [at for at in range(len(folded)) if text[origins[at]].isupper() and _begins(origins, at)]
                pattern = patterns.setdefault(f" {_word_characters(folded)} ", _Pattern(len(folded)))
                pattern.forms.append(_Form(folded, tuple(capitals), claim))
        self._automaton = ahocorasick.Automaton()
        for key, pattern in patterns.items():
            self._automaton.add_word(key, pattern)
        self._automaton.make_automaton()

    def hits(self, text: str) -> list[tuple[int, int, tuple[C, ...]]]:
        """(start, end, meanings) of every form that stands in *text* at word boundaries, with the capitals it asks for.

        By their ends, those of the same end by length; start and end count code points.
        """
        found: list[tuple[int, int, tuple[C, ...]]] = []
        if not len(self._automaton):
            return found
        spaced, odd = _words(text)
        padded = f" {text} "
        for last, form in self._automaton.iter(spaced):
            end = stop = last - 1  # `spaced` begins with a space of its own, and `last` is that after the form
            start = end - form.length
            if odd:
                if (place := odd.span(start, end, text)) is None:
                    continue
                start, end, stop = place
            meanings = form.sure.get(padded[start : end + 2])
            if meanings is None:
                meanings = form.meanings(text, start, end, stop)
            if meanings:
                found.append((start, stop, meanings))
        return found


class _Pattern(Generic[C]):
    """The forms that have the same words, and what was found of them so far."""

    def __init__(self, length: int) -> None:
        self.length = length
        """Characters of the words."""
        self.forms: list[_Form[C]] = []
        self.sure: dict[str, tuple[C, ...]] = {}
        """A span with the characters before and after it → what it means wherever it stands."""
        self._meant: dict[str, tuple[C, ...]] = {}
        """A span → what it means if it stands there whole."""

    def meanings(self, text: str, start: int, end: int, stop: int) -> tuple[C, ...]:
        """What the span from *start* to *end* means, where accents follow up to *stop*."""
        span = text[start:end]
        meant = self._meant.get(span)
        if meant is None:
            meant = self._meant[span] = self._meanings(span)
        before, after = text[start - 1 : start], text[end : end + 1]
        binds = any("'" in (fold_character(one) or "'") for one in before + after)
        if not meant or ("\n" not in span and not binds):
            self.sure[f"{before or ' '}{span}{after or ' '}"] = meant
        elif not _is_whole(text, start, end) or ("\n" in span and not _is_in_a_paragraph(text, start, stop)):
            return ()
        return meant

    def _meanings(self, span: str) -> tuple[C, ...]:
        folded, origins = fold_with_origins(span)
        return tuple(
            form.claim
            for form in self.forms
            if form.folded == folded and all(span[origins[at]].isupper() for at in form.capitals)
        )


def _begins(origins: Sequence[int], at: int) -> bool:
    """Whether a character of the source begins at this place of its fold: not inside *œ*, folded to *oe*."""
    return at == 0 or origins[at] != origins[at - 1]


def _is_whole(text: str, start: int, end: int) -> bool:
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


def _is_in_a_paragraph(text: str, start: int, end: int) -> bool:
    return any(one.start <= start and end <= one.end for one in paragraphs(text))


def _folded_before(text: str, at: int, many: int) -> str:
    """At least so many folded characters before that place, if there are."""
    folded = ""
    while at and len(folded) < many:
        at -= 1
        folded = fold_character(text[at]) + folded
    return folded
