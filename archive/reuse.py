"""Texts that the archive holds more than once: the same, nearly the same, or a passage of them.

Texts are compared word by word; case, punctuation and white space never count, nor do accents between whole texts.
Each word becomes one code point, so that a text is a string of words and a passage a part of that string.

How a passage is found: the words of every text asked about are cut into blocks of `BLOCK`, and each block is looked
for at every place of every text. Whatever two texts have in common over at least 2 × `BLOCK` - 1 words holds a whole
block, so nothing longer is missed; from the block the passage is followed both ways to where the texts part. Two texts
with a block in common are nearly the same when their `resemblance` is at least `NEAR`. Nothing is left to chance and
the cost grows with the length of all texts, not with the number of their pairs: of a block that stands in many texts
the first `HOLDERS` count, and of one that a text repeats its first place.

Sources: U. Manber, "Finding similar files in a large file system" (1994), for blocks against every place;
A. Broder, "On the resemblance and containment of documents" (1997), for the resemblance.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, repeat
from typing import Literal, NamedTuple
from unicodedata import is_normalized, normalize

from archive.model import Article
from archive.text import fold

BLOCK = 10
"""Words that are looked for as one."""
PASSAGE = 2 * BLOCK
"""Words in common from which a passage is told: more than a name with its title, less than a paragraph."""
NEAR = 0.5
"""The least resemblance of two texts that are nearly the same: about every tenth word may be another."""
HOLDERS = 8
TOLD = 20
"""Parts told of one article, the longest: nobody reads more."""

_WORD = re.compile(r"\w[\w\u00ad\u0300-\u036f\u064b-\u0652]*")
"""Letters and digits, with the marks on them and the soft hyphens between them."""
_UNKNOWN = "\0"
_KNOWN = re.compile(f"[^{_UNKNOWN}]{{{BLOCK},}}")


class Span(NamedTuple):
    """A part of a body: from its first code point to the one after its last."""

    start: int
    end: int


@dataclass(frozen=True)
class Reuse:
    """What one article has in common with another."""

    article: str
    """The id of the article asked about; of two that were, the later one."""
    other: str
    kind: Literal["bytes", "words", "near", "passage"]
    """The same to the byte, the same words in the same order, nearly the same text, or a passage in common."""
    here: Span
    """The passage in the article; of a text nearly the same, the words at which it first parts from the other."""
    there: Span
    """The same in the other one."""
    words: int
    """How many words the passage has; 0 when it is none."""
    resemblance: float
    more: bool = False
    """Whether further articles have it too."""


class _Run(NamedTuple):
    """Words in common, as places in two texts."""

    here: int
    there: int
    length: int


def find_reuse(articles: Sequence[Article], asked: Collection[str]) -> Iterator[Reuse]:
    """What the articles with the ids *asked* have in common with any of *articles*, which are sorted by id."""
    texts = _as_strings(articles, asked)
    places = {at for at, article in enumerate(articles) if article.id in asked}
    found: dict[int, list[Reuse]] = defaultdict(list)
    same = set(_same(articles, texts, places))
    for here, there in sorted(same):
        found[here].append(_whole(articles[here], articles[there]))
    for (here, there), blocks in _blocks_in_common(texts, places).items():
        if (here, there) not in same:
            found[here].extend(_compared(articles[here], articles[there], texts[here], texts[there], blocks))
    for here in sorted(found):
        yield from _each_once(found[here])


def resemblance(one: str, other: str) -> float:
    """The share of three words in a row that two bodies have in common, among all that stand in either."""
    these, those = (set(zip(w, w[1:], w[2:], strict=False)) for w in (_folded(one), _folded(other)))
    return len(these & those) / (len(these | those) or 1)


def _words(body: str) -> list[str]:
    words = _WORD.findall(body.lower().replace("\u00ad", ""))
    return words if is_normalized("NFC", body) else [normalize("NFC", word) for word in words]


def _folded(body: str) -> tuple[str, ...]:
    return tuple(map(fold, _words(body)))


def _opening(body: str) -> tuple[str, ...]:
    """The first words, folded: of two texts with the same words they are the same."""
    return tuple(fold(match[0]) for match in islice(_WORD.finditer(body), 5))


def _as_strings(articles: Sequence[Article], asked: Collection[str]) -> list[str]:
    """Each text as a string of words; a word that no asked text has is unknown, and never part of a block."""
    letters: dict[str, str] = {}
    texts: dict[str, str] = {}
    for one in articles:
        if one.id in asked:
            words = _words(one.body)
            for word in words:
                letters.setdefault(word, chr(1 + len(letters) % 0x10FFFF))  # past a million words two may share one
            texts[one.id] = "".join(map(letters.__getitem__, words))
    return [
        texts[one.id] if one.id in texts else "".join(map(letters.get, _words(one.body), repeat(_UNKNOWN)))
        for one in articles
    ]


def _pair(here: int, there: int, asked: Collection[int]) -> tuple[int, int]:
    """The article to tell it of, and the other: an asked one; of two, the later."""
    return (there, here) if here not in asked or (there in asked and there > here) else (here, there)


def _same(articles: Sequence[Article], texts: Sequence[str], asked: Collection[int]) -> Iterator[tuple[int, int]]:
    """Pairs of texts with the same words but for accents: an asked one, and the first or the next of its like."""
    lengths = {len(texts[at]) for at in asked} - {0}
    perhaps: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, text in enumerate(texts):
        if len(text) in lengths:
            perhaps[str(len(text)), *_opening(articles[at].body)].append(at)
    for candidates in perhaps.values():
        likes: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for at in candidates if len(candidates) > 1 else ():
            likes[_folded(articles[at].body)].append(at)
        for first, *others in likes.values():
            yield from (_pair(at, first, asked) for at in others if at in asked or first in asked)


def _blocks_in_common(texts: Sequence[str], asked: Collection[int]) -> dict[tuple[int, int], set[tuple[int, int]]]:
    """Pair of articles → the places, in words, at which both have the same block."""
    holders: dict[str, dict[int, int]] = {}
    for here in sorted(asked):
        text = texts[here]
        for place in range(0, len(text) - BLOCK + 1, BLOCK):
            firsts = holders.setdefault(text[place : place + BLOCK], {})
            if len(firsts) < HOLDERS:
                firsts.setdefault(here, place)
    common: dict[tuple[int, int], set[tuple[int, int]]] = defaultdict(set)
    for there, text in enumerate(texts):
        seen: set[str] = set()
        for known in _KNOWN.finditer(text):
            for place in range(known.start(), known.end() - BLOCK + 1):
                block = text[place : place + BLOCK]
                if block not in holders or block in seen:
                    continue
                seen.add(block)
                for here, first in holders[block].items():
                    if here != there:
                        pair = _pair(here, there, asked)
                        common[pair].add((first, place) if pair == (here, there) else (place, first))
    return common


def _runs(here: str, there: str, blocks: Iterable[tuple[int, int]]) -> list[_Run]:
    """The runs of words in common around *blocks*, as long as can be, the longest first."""
    runs: list[_Run] = []
    reached: dict[int, int] = {}
    for one, other in sorted(blocks):
        if reached.get(one - other, 0) > one:
            continue
        before = 0
        while before < min(one, other) and here[one - before - 1] == there[other - before - 1]:
            before += 1
        after, most = BLOCK, min(len(here) - one, len(there) - other)
        while after < most and here[one + after] == there[other + after]:
            after += 1
        reached[one - other] = one + after
        runs.append(_Run(one - before, other - before, before + after))
    return sorted(runs, key=lambda run: (-run.length, run))


def _compared(
    article: Article, other: Article, here: str, there: str, blocks: Iterable[tuple[int, int]]
) -> Iterator[Reuse]:
    runs = _runs(here, there, blocks)
    shorter, longer = sorted((len(here), len(there)))
    if shorter >= NEAR * longer and sum(run.length for run in runs) >= shorter / 5:
        alike = resemblance(article.body, other.body)
        if alike >= NEAR:
            same = alike == 1 and _folded(article.body) == _folded(other.body)
            yield _whole(article, other) if same else _near(article, other, alike)
            return
    spans, others = _spans(article.body), _spans(other.body)
    for run in runs:
        if run.length >= PASSAGE:
            last = run.length - 1
            span = Span(spans[run.here].start, spans[run.here + last].end)
            over = Span(others[run.there].start, others[run.there + last].end)
            yield Reuse(article.id, other.id, "passage", span, over, run.length, 0)


def _spans(body: str) -> list[Span]:
    """Where each of `_words` stands."""
    return [Span(*match.span()) for match in _WORD.finditer(body)]


def _whole(article: Article, other: Article) -> Reuse:
    kind: Literal["bytes", "words"] = "bytes" if article.sha256 == other.sha256 else "words"
    return Reuse(article.id, other.id, kind, Span(0, len(article.body)), Span(0, len(other.body)), 0, 1)


def _near(article: Article, other: Article, alike: float) -> Reuse:
    spans, others = _spans(article.body), _spans(other.body)
    pairs = zip(_folded(article.body), _folded(other.body), strict=False)
    at = next((at for at, (one, two) in enumerate(pairs) if one != two), min(len(spans), len(others)))
    here, there = (_from(at, each, body) for each, body in ((spans, article.body), (others, other.body)))
    return Reuse(article.id, other.id, "near", here, there, 0, alike)


def _from(at: int, spans: Sequence[Span], body: str) -> Span:
    """A few words from that place on; nothing where the text has ended."""
    few = spans[at : at + 5]
    return Span(few[0].start, few[-1].end) if few else Span(len(body), len(body))


def _each_once(found: Iterable[Reuse]) -> list[Reuse]:
    """Each part of an article once, with the article that has most of it, and whether there are more."""
    kinds = ("bytes", "words", "near", "passage")
    ordered = sorted(found, key=lambda one: (kinds.index(one.kind), -one.resemblance, -one.words, one.here, one.other))
    kept: list[Reuse] = []
    for one in ordered:
        cover = next((at for at, other in enumerate(kept) if _covers(other, one)), None)
        if cover is not None:
            kept[cover] = replace(kept[cover], more=kept[cover].more or one.other != kept[cover].other)
        elif len(kept) < TOLD:
            kept.append(one)
    return kept


def _covers(one: Reuse, other: Reuse) -> bool:
    """Whether both say the same of the article: of all of it, or of a passage that lies in the other's."""
    return one.kind == other.kind and one.here.start <= other.here.start and other.here.end <= one.here.end
