"""Names in a text, told by their capitals: candidates for authority records.

A name is a run of capitalised words with the small words that join them (*Ministère des Affaires*, *Bachar al-Assad*).
A capital that only a sentence's beginning asks for says nothing: such a word counts where it recurs inside a sentence.
German, which writes every noun with a capital, cannot be read so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from babel.dates import get_day_names, get_month_names

from archive.model import Mention
from archive.search.analysis import STOP_WORDS
from archive.text import fold

MOST = 30
"""Names told of one article."""
_LONGEST = 12
"""Words of a name."""
_AROUND = 45
"""Characters of context on either side."""
_WORD = r"\w+(?:[-‐‑]\w+)*"
_ELISION = r"(?:[dljmtnscDLJMTNSC]|[qQ]u)['’]"
_CAPITAL = re.compile(r"(?:(?:al|el|ad|ar|as|ash|at|az|an)[-‐‑])?(?=[^\W\d_])(\w)[\w‐‑-]*")
_TOKEN = re.compile(rf"{_ELISION}(?=\w)|{_WORD}|[^\S\n]+|[^\w\s]|\n")
_SENTENCE_EDGE = frozenset('.!?…:;\n«“"(—–•*‹')
_PARTICLES = frozenset("de la le les l d du des sur pour van von der bin ben of the for".split())


class Span(NamedTuple):
    """A run of capitalised words in a text (code points)."""

    start: int
    end: int
    opens_sentence: bool
    """Whether its first capital may be there for the sentence's sake only."""


class Name(NamedTuple):
    """A name that no record has."""

    form: str
    """As the text writes it most often."""
    times: int
    context: str
    """What stands around it the first time, on one line."""


def capitalised(text: str) -> list[Span]:
    """The runs of capitalised words in *text*, in its order."""
    spans: list[Span] = []
    words: list[re.Match[str]] = []
    begins = True
    opens = False
    for token in _TOKEN.finditer(text):
        word = token[0]
        if word.isspace() or (words and (re.fullmatch(_ELISION, word) or (word == "." and len(words[-1][0]) == 1))):
            continue  # the full stop is that of an initial
        if word[0] in _SENTENCE_EDGE:
            _close(words, opens, spans)
            begins = True
        elif _is_capital(word):
            if not words:
                opens = begins
            if len(words) >= _LONGEST:
                _close(words, opens, spans)
            words.append(token)
            begins = False
        elif words and len(words) < _LONGEST and fold(word) in _PARTICLES:
            words.append(token)
        elif re.fullmatch(_ELISION, word):
            begins = begins and word[0].isupper()
        else:
            _close(words, opens, spans)
            begins = begins and not word[0].isalnum()
    _close(words, opens, spans)
    return spans


def _close(words: list[re.Match[str]], opens: bool, spans: list[Span]) -> None:
    """Ends the run of *words*: small words at its end are none of it."""
    while words and not _is_capital(words[-1][0]):
        words.pop()
    initial = words and words[0].string.startswith(".", words[0].end())
    if words and opens and len(words) > 1 and _is_common(words[0][0]) and not initial:
        del words[0]
        opens = False
        while words and not _is_capital(words[0][0]):
            del words[0]
    if words:
        spans.append(Span(words[0].start(), words[-1].end(), opens))
    words.clear()


def unknown_names(text: str, mentions: Iterable[Mention]) -> tuple[Name, ...]:
    """The names of *text* that no one of its *mentions* touches: the most frequent first, at most `MOST`."""
    taken = bytearray(len(text))
    for mention in mentions:
        taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
    spans = [span for span in capitalised(text) if not any(taken[span.start : span.end])]
    inside = {fold(text[span.start : span.end]) for span in spans if not span.opens_sentence}
    forms: dict[str, Counter[str]] = {}
    first: dict[str, Span] = {}
    for span in spans:
        form = " ".join(text[span.start : span.end].split())
        key = fold(form)
        single = " " not in form
        if len(key) < 2 or key in _calendar() or _is_common(form):
            continue
        if single and span.opens_sentence and not form.isupper() and key not in inside:
            continue
        forms.setdefault(key, Counter())[form] += 1
        first.setdefault(key, span)
    names = [
        Name(max(sorted(counts), key=counts.__getitem__), counts.total(), _context(text, first[key]))
        for key, counts in forms.items()
    ]
    return tuple(sorted(names, key=lambda name: (-name.times, fold(name.form)))[:MOST])


def _context(text: str, span: Span) -> str:
    start, end = max(0, span.start - _AROUND), min(len(text), span.end + _AROUND)
    before, after = text[start : span.start], text[span.end : end]
    if start:
        before = "…" + before.partition(" ")[2]
    if end < len(text):
        after = after.rpartition(" ")[0] + "…"
    return " ".join((before + text[span.start : span.end] + after).split())


def _is_capital(word: str) -> bool:
    match = _CAPITAL.fullmatch(word)
    return bool(match and match[1].isupper())


def _is_common(word: str) -> bool:
    return fold(word) in _common()


@cache
def _common() -> frozenset[str]:
    more = (
        "selon apres depuis lors malgre cependant toutefois ainsi mais alors puis enfin hier parmi entre outre comme "
        "according after before since while yet also"
    )
    return STOP_WORDS["fr"] | STOP_WORDS["en"] | frozenset(more.split())


@cache
def _calendar() -> frozenset[str]:
    names = [*get_day_names("wide", locale="en").values(), *get_month_names("wide", locale="en").values()]
    names += [*get_day_names("wide", locale="fr").values(), *get_month_names("wide", locale="fr").values()]
    return frozenset(map(fold, names))
