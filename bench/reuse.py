"""Measures what finding copies costs beside reading an archive, and which edited copies are found.

    python -m bench.corpus 20000 DIR
    python -m bench.reuse DIR

CPU seconds of this process, so that others on the machine count less; the ratios are what to compare.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from archive.model import Article
from archive.reading import read_archive
from archive.reuse import find_reuse
from archive.settings import read_settings

SHARES = (0, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3)
"""Of words that an editor replaces."""
SAMPLE = 100
T = TypeVar("T")


def timed(what: Callable[[], T]) -> tuple[T, float]:
    """What *what* returns, and the CPU seconds that it took."""
    start = time.process_time()
    return what(), time.process_time() - start


def edited(article: Article, share: float, chance: random.Random) -> Article:
    """A copy with that share of its words replaced."""
    words = article.body.split(" ")
    changed = [chance.choice(words) if chance.random() < share else word for word in words]
    return replace(article, id="copy", body=" ".join(changed), sha256=f"{share}")


def found(articles: Sequence[Article], share: float, chance: random.Random) -> tuple[int, int]:
    """Of copies edited so much: how many are found at all, and how many as nearly the same text."""
    kinds = []
    for article in chance.sample(articles, SAMPLE):
        copy = edited(article, share, chance)
        kinds.append([one.kind for one in find_reuse([article, copy], {"copy"})])
    return sum(map(bool, kinds)), sum(bool(set(some) - {"passage"}) for some in kinds)


def main() -> None:
    """Prints the tables of bench/README.md."""
    root = Path(sys.argv[1])
    settings = read_settings(root / "mkdocs.yml")
    reading, read = timed(lambda: read_archive(root / "seeds", settings))
    articles = [seed.article for seed in reading.seeds.values()]
    chance = random.Random(1)  # noqa: S311 - nothing is secret here
    new = edited(articles[len(articles) // 2], 0.05, chance)
    with_new = sorted([*articles, new], key=lambda one: one.id)
    one, against_all = timed(lambda: list(find_reuse(with_new, {"copy"})))
    every, all_against_all = timed(lambda: list(find_reuse(articles, {one.id for one in articles})))
    print(f"{len(articles):,} articles: {len(one)} copy found of 1, {len(every)} accused of none\n")
    print("| | CPU s | of reading |\n|---|---|---|")
    for name, cost in (("reading", read), ("one against all", against_all), ("all against all", all_against_all)):
        print(f"| {name} | {cost:.2f} | {cost / read:.2f} |")
    print("\n| words replaced | found | as nearly the same |\n|---|---|---|")
    for share in SHARES:
        at_all, near = found(articles, share, chance)
        print(f"| {share:.0%} | {at_all} of {SAMPLE} | {near} |")


if __name__ == "__main__":
    main()
