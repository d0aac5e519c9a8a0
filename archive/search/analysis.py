"""From text to terms: what the index holds, and what a query must be turned into to be found there.

``templates/search/analysis.js`` does the same; a test holds both to each other.

1. A *word* is a run of letters, digits and marks (Unicode general categories L, N, M) without U+02BC, which is an
   apostrophe; the soft hyphen, the two joiners and the word joiner (U+00AD, U+200C, U+200D, U+2060) do not part it.
   Everything else does, hyphens and apostrophes too. A character that is newer than this Python's Unicode parts words.
2. Its *exact form* is its fold: of its first 64 code points, the compatibility decomposition (NFKD) in lower case,
   without all that is neither letter nor digit (or lies in U+02B9 to U+02FF), ``œ`` as ``oe`` and so on. A word whose
   exact form is empty has no term.
3. Elided words (``ELISIONS``) directly before an apostrophe have no term, nor have the stop words of the language.
4. The *term* is the exact form's stem. It depends on nothing else, so that accents never matter. Only exact forms of
   nothing but ``a`` to ``z`` are stemmed; French ones after `accented`, by Snowball's French stemmer of version 2;
   English ones by lunr's, whose final ``y`` becomes ``i``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from itertools import chain, compress
from typing import NamedTuple

LINE_END = "\n"
LONGEST = 64
"""Code points of a word that count."""
ELISIONS = frozenset("c d entr j jusqu l lorsqu m n presqu puisqu qu quelqu quoiqu s t".split())
"""Exact forms that before an apostrophe are no words of their own."""
STOP_WORDS = {
    "fr": frozenset(
        """a ai as au aux avait avec avons c ce ces cet cette d dans de des du elle elles en es et etaient etait eu eux
        il ils j je l la le les leur leurs lui m ma me mes mon n ne nos notre nous on ont ou par pas pour qu que qui s
        sa se ses si sont sur t ta te tes toi tu un une vos votre vous y""".split()
    ),
    "en": frozenset(
        """a an and are as at be been but by did do does for from had has have he her him his i if in into is it its me
        my of on or our she so than that the their them then there these they this those to was we were what when
        which will with would you your d ll m re s t ve""".split()
    ),
    "plain": frozenset[str](),
}
"""By analyser: function words, as exact forms. None that is a name or a noun besides (``est``, ``us``, ``who``)."""

_APOSTROPHES = "'’‘‛′`´"
_JOINERS = "\u00ad\u200c\u200d\u2060"
_LETTERS = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "œ": "oe", "æ": "ae", "ß": "ss", "ς": "σ"})
_NO_LETTER = re.compile("(?:[^\\w\n]|[_\u02b9-\u02ff])+")


class Token(NamedTuple):
    """A word of a text that has a term."""

    term: str
    exact: str
    start: int
    """Code points before it."""
    end: int


@cache
def _marks() -> frozenset[str]:
    """What may stand in a word besides letters and digits."""
    # Unicode has marks in these ranges only; to look through all of it would take a fifth of a second.
    codes = chain(range(0x300, 0x20000), range(0xE0100, 0xE01F0))
    return frozenset([*_JOINERS, *(mark for mark in map(chr, codes) if unicodedata.category(mark)[0] == "M")])


@cache
def _pattern(knows_marks: bool, ends_lines: bool) -> re.Pattern[str]:
    """A word with the apostrophe that follows it; and, where that *ends lines*, a line feed."""
    # \w is L, N and "_" in every version of Python.
    marks = "".join(sorted(_marks())) if knows_marks else ""
    word = f"[\\w{marks}]+[{_APOSTROPHES}]?"
    return re.compile(f"{word}|\n" if ends_lines else word)


def _words(text: str, ends_lines: bool = False) -> tuple[re.Pattern[str], str]:
    """The `_pattern` for *text*, and the text for it, in as many code points."""
    text = text.replace("_", " ").replace("\u02bc", "'")
    # The pattern that knows marks takes three times as long, and few texts have any.
    return _pattern(not (text.isascii() or _marks().isdisjoint(text)), ends_lines), text


def split(text: str) -> list[str]:
    """The words of *text* in order, each with the apostrophe that follows it directly, if one does."""
    pattern, text = _words(text)
    return pattern.findall(text)


def split_lines(lines: Iterable[str]) -> list[str]:
    """The words of *lines*, which have no line feed, and `LINE_END` behind the words of each."""
    pattern, text = _words("".join([f"{line}{LINE_END}" for line in lines]), ends_lines=True)
    return pattern.findall(text)


def bare(word: str) -> str:
    """A word as `split` gives it, without the apostrophe and the joiners, cut where it no longer counts."""
    word = word.rstrip(_APOSTROPHES)[:LONGEST]
    return word if word.isalnum() else re.sub(f"[{_JOINERS}]", "", word)


def fold(word: str) -> str:
    """The exact form of *word*: see the room's second rule."""
    return folds([word])[0]


def folds(words: Sequence[str]) -> list[str]:
    """The exact form of each of *words*, none of which has a line feed. Of many at once, most work is not Python's."""
    text = "\n".join([word[:LONGEST] for word in words])
    if not text.isascii():
        text = _NO_LETTER.sub("", unicodedata.normalize("NFKD", text).lower()).translate(_LETTERS)
    return text.lower().split("\n") if words else []


class Analyser:
    """What turns words of one language into terms. Immutable."""

    def __init__(self, name: str) -> None:
        self.name = name
        """``fr``, ``en`` or ``plain``."""
        self.stop_words = STOP_WORDS[name]
        self._stems = _STEMMERS[name]()

    def exact(self, word: str) -> str:
        """The exact form of *word*, as `split` gives it; empty when it has no term."""
        return self.exacts([word])[0]

    def exacts(self, words: Sequence[str]) -> list[str]:
        """The exact form of each of *words*."""
        alone = [word.rstrip(_APOSTROPHES) for word in words]
        return [
            "" if exact in self.stop_words or (exact in ELISIONS and one != word) else exact
            for exact, one, word in zip(folds(alone), alone, words, strict=True)
        ]

    def term(self, exact: str) -> str:
        """The term of an exact form."""
        return self.terms([exact])[0]

    def terms(self, exacts: Sequence[str]) -> list[str]:
        """The term of each of *exacts*."""
        is_plain = [exact.isascii() and exact.isalpha() for exact in exacts]
        stems = iter(self._stems([*compress(exacts, is_plain)]))
        return [next(stems) if plain else exact for exact, plain in zip(exacts, is_plain, strict=True)]


@cache
def analyser_of(language: str) -> Analyser:
    """The analyser for texts of *language* (BCP 47)."""
    primary = language.partition("-")[0].lower()
    return _analyser(primary if primary in STOP_WORDS else "plain")


@cache
def _analyser(name: str) -> Analyser:
    return Analyser(name)


def analyse(text: str, language: str) -> list[Token]:
    """The words of *text* that have a term, in order."""
    analyser = analyser_of(language)
    pattern, text = _words(text)
    tokens = []
    for match in pattern.finditer(text):
        if exact := analyser.exact(match[0]):
            end = match.start() + len(match[0].rstrip(_APOSTROPHES))
            tokens.append(Token(analyser.term(exact), exact, match.start(), end))
    return tokens


_BARED_ENDINGS = tuple("ie ies ee ees iere ieres erent oye oyes aye ayes".split())
_ACCENTS = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        ("^([a-z]{1,3}i)ee?(s?)$", r"\1é\2"),  # allie(s), alliee(s): allié, no verb in -ir
        ("iees?$", "ie"),  # verifiee(s): as verifie(s), which may be vérifié(s)
        ("ee(s?)$", r"ée\1"),
        ("iere(s?)$", r"ière\1"),
        ("([^fh]|ch)erent$", r"\1èrent"),  # attaquerent; but different, adherent
        ("([ao]y)e(s?)$", r"\1é\2"),  # deploye(s)
    )
)


def accented(exact: str) -> str:
    """A folded French word with the accents that its endings need for Snowball to know them.

    A stem of the accented word itself would leave out whoever types no accents: of 141,000 accented words in a
    dictionary, 31 in 100 have another stem without.
    """
    if exact.endswith(_BARED_ENDINGS):
        for pattern, replacement in _ACCENTS:
            exact = pattern.sub(replacement, exact)
    return exact


_Stem = Callable[[list[str]], list[str]]


def _french() -> _Stem:
    try:
        from Stemmer import Stemmer, version
    except ImportError:
        compiled = None
    else:
        compiled = Stemmer("french", 0) if version().startswith("2.") else None
    if compiled is None:  # the same in pure Python, forty times slower
        from snowballstemmer.french_stemmer import FrenchStemmer

        compiled = FrenchStemmer()
    stems = compiled.stemWords
    return lambda exacts: folds(stems([*map(accented, exacts)]))


def _english() -> _Stem:
    from lunr.stemmer import PorterStemmer

    stem = PorterStemmer().stem
    # lunr.py leaves the y of "cry" and changes that of "abbey"; lunr.js does the reverse. It changes no other letter.
    return lambda exacts: [re.sub("y$", "i", stem(exact)) for exact in exacts]


def _plain() -> _Stem:
    return lambda exacts: exacts


_STEMMERS: dict[str, Callable[[], _Stem]] = {"fr": _french, "en": _english, "plain": _plain}
