"""Whom a text cites: the names that follow *selon*, *d'après*, *a annoncé à*, *according to* and the like."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from typing import NamedTuple

from archive.model import LinkedArticle, Record
from archive.unlinked import capitalised

_SAID = (
    "affirmé|ajouté|annoncé|assuré|confié|confirmé|constaté|déclaré|estimé|expliqué|fait savoir|indiqué|précisé|"
    "rapporté|rappelé|révélé|signalé|souligné"
)
_CITES = re.compile(
    rf"""\b(?:
      [Ss]elon | [Dd]['’]après | cit(?:ant|ée?s?\ par) | rapport(?:e|ent|ée?s?\ par) | (?:a|ont)\ (?:{_SAID})(?:\ à)?
      | [Aa]ccording\ to | (?:reported|cited|quoted)\ by | citing | told
    )(?=\s|['’])""".replace(r"\ ", r"[^\S\n]"),
    re.VERBOSE,
)
_BETWEEN = re.compile(r"[^\S\n](?:(?!que?\b|that\b)(?:[^\W\d_][\w'’-]*)[^\S\n]|(?:l|d)['’]){0,6}")
"""Small words between: *selon l'agence de presse publique syrienne SANA*."""
_REACH = 70
MOST = 10
"""Names without a record told of one article."""


class Cited(NamedTuple):
    """Whom a text cites beyond what linking knows as cited."""

    ids: tuple[str, ...]
    """Actors and outlets, sorted."""
    names: tuple[str, ...]
    """Names that no record has, in the order of the text."""


def cited_by(linked: LinkedArticle, records: Mapping[str, Record]) -> Cited:
    """Whom the article cites, as far as a name follows words that introduce a source."""
    body = linked.article.body
    starts = [mention.start for mention in linked.mentions]
    spans = capitalised(body)
    span_starts = [span.start for span in spans]
    ids: set[str] = set()
    names: dict[str, None] = {}
    for match in _CITES.finditer(body):
        at = bisect_left(starts, match.end())
        mention = linked.mentions[at] if at < len(starts) else None
        span_at = bisect_left(span_starts, match.end())
        span = spans[span_at] if span_at < len(spans) else None
        if mention and _leads(body, match.end(), mention.start) and not (span and span.end <= mention.start):
            ids.add(mention.id)
        elif (
            span
            and not match[0].endswith("à")
            and _leads(body, match.end(), span.start)
            and not (mention and mention.start < span.end and span.start < mention.end)
        ):
            names[" ".join(body[span.start : span.end].split())] = None
    known = {id for id in ids if records[id].kind in ("actor", "outlet")} - {*linked.sources, linked.article.outlet}
    return Cited(tuple(sorted(known)), tuple(names)[:MOST])


def _leads(body: str, start: int, end: int) -> bool:
    """Whether only small words stand between the citing words and a name."""
    between = body[start:end]
    return len(between) <= _REACH and between == between.lower() and bool(_BETWEEN.fullmatch(between))
