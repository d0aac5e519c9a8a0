"""The language of a text, told by its most common words, or by its script."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from archive.search.analysis import STOP_WORDS
from archive.text import fold

_SAMPLE = 20_000
"""Characters read: more say nothing more."""
_FEW = 8
"""Common words below which nothing is said."""
_COMMON = {
    "fr": STOP_WORDS["fr"],
    "en": STOP_WORDS["en"],
    "es": frozenset("el la los las de del y que en un una por con para se su al es lo como mas pero sus le ha".split()),
    "de": frozenset("der die das und ist in den von zu mit sich des auf fur im dem nicht ein eine als auch es".split()),
    "it": frozenset("il lo la i gli le di del della e che in un una per con non si da al dei sono anche ha ".split()),
    "pt": frozenset("o a os as de do da dos das e que em um uma por com para se no na ao mais foi como nao".split()),
    "nl": frozenset("de het een en van in is op te dat die voor met zijn aan niet door er naar om als ook".split()),
    "tr": frozenset("ve bir bu da de icin ile olarak olan daha en cok gibi kadar sonra ise ama olduğunu".split()),
    "ar": frozenset("في من على إلى أن التي عن مع هذا الذي بعد كما بين لم قد كان وقد قال هذه ما".split()),
    "fa": frozenset("در به از که این را با است برای آن یک خود تا کرد بر هم شد شده نیز می".split()),
    "ru": frozenset("и в на не что с по из как к за о от для это его он был но также их".split()),
}


class Guess(NamedTuple):
    """The language that a text looks to be in, with what speaks for it."""

    language: str
    common: int
    """Words of the text's beginning that are among the most common ones of that language."""
    words: int


def guess_language(text: str) -> Guess | None:
    """The language of *text*; None when too few common words stand in it, or two languages come near each other."""
    counts = Counter(fold(word) for word in re.findall(r"[^\W\d_]+", text[:_SAMPLE]))
    scores = sorted(
        ((sum(counts[word] for word in {fold(word) for word in common}), tag) for tag, common in _COMMON.items()),
        reverse=True,
    )
    (best, language), (second, _) = scores[:2]
    if best < _FEW or best * 0.8 < second:
        return None
    return Guess(language, best, counts.total())
