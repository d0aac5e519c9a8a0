"""The names that spreadsheets and corpora give to what a front matter holds, in French and English."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from archive.text import fold

_NAMES: Mapping[str, tuple[str, ...]] = {
    "title": ("title", "titre", "headline"),
    "author": ("author", "authors", "auteur", "auteurs", "byline"),
    "outlet": ("source", "outlet", "journal", "newspaper", "media", "publication", "periodique"),
    "date": ("date", "date publication", "publication date", "date de publication", "am", "annee", "year"),
    "language": ("language", "langue", "lang"),
    "url": ("url", "link", "lien", "adresse"),
    "archived_url": ("archived url", "url archivee"),
    "collected": ("collected", "date de collecte", "accessed"),
    "rights": ("rights", "droits", "copyright", "licence"),
}
"""Front matter key → names of a column, folded; of two columns for one key the name that stands first here wins."""
_RANKS = {name: (key, rank) for key, names in _NAMES.items() for rank, name in enumerate(names)}


def sort_columns(cells: Iterable[tuple[str, str]]) -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
    """The (column, value) pairs as front matter key → value, and the pairs that no key is known for.

    Empty values are left out.
    """
    pairs = [(name, value) for name, value in cells if value.strip()]
    best: dict[str, tuple[int, int]] = {}
    for at, (name, _) in enumerate(pairs):
        folded = re.sub(r"[\s_]+", " ", fold(name)).strip()
        if folded in _RANKS:
            key, rank = _RANKS[folded]
            best[key] = min(best.get(key, (rank, at)), (rank, at))
    stated = {key: pairs[at][1] for key, (_, at) in best.items()}
    used = {at for _, at in best.values()}
    return stated, tuple(pair for at, pair in enumerate(pairs) if at not in used)
