"""Linking only what has to be linked anew."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from archive.known import Earlier, Known
from archive.linking import link_all
from archive.model import Article, LinkedArticle
from archive.reading import Sources


def link_since(
    earlier: Earlier, sources: Sources, over: Callable[[list[Article]], Iterable[Article]]
) -> tuple[LinkedArticle, ...]:
    """Each article of *sources* with its mentions, in their order; those that *earlier* linked alike, as it did.

    The others are taken one by one from *over* them.
    """
    linked: dict[str, LinkedArticle] = {}
    if sources.records == earlier.records:
        linked = {known.linked.id: known.linked for known in sources.known.values()}
    anew = [article for article in sources.articles if article.id not in linked]
    linked |= {one.id: one for one in link_all(over(anew), sources.records)}
    return tuple(linked[article.id] for article in sources.articles)


def known_now(sources: Sources, linked: tuple[LinkedArticle, ...]) -> Earlier:
    """What the next build is to know of *sources* as *linked*."""
    seeds: dict[str, Known] = {}
    for one in linked:
        name = f"{one.id}.txt"
        known = sources.known.get(name)
        seeds[name] = known if known and known.linked is one else Known(*sources.files[one.id], one)
    return Earlier(sources.records, seeds)
