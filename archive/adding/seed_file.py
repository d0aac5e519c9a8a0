"""A new seed's file: what is stated as front matter, what is proposed as comments in it, the text as it came."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from archive.adding.proposals import Proposal
from archive.problems import one_line
from archive.strict_yaml import dump_yaml
from archive.text import cut_at_word

_ORDER = ("title", "author", "outlet", "date", "language", "url", "archived_url", "collected", "rights", "note")
_WITH_BASIS = ("outlet", "date")


def seed_head(values: Mapping[str, str], proposals: tuple[Proposal, ...], introduction: str, body: bytes) -> str:
    """The front matter of a new seed.

    *values* are stated by the file, so that outlet and date have the basis ``source``. Sentences are comments that
    begin with ``## ``; the keys of a proposal are comments that become front matter when the ``# `` before them goes.
    """
    stated: dict[str, str] = {}
    for key in _ORDER:
        if key in values:
            stated[key] = values[key]
            if key in _WITH_BASIS:
                stated[f"{key}_basis"] = "source"
    stated["sha256"] = hashlib.sha256(body).hexdigest()
    lines = [_comment(introduction)] if proposals else []
    for proposal in proposals:
        lines += [_comment(proposal.sentence), *(_comment(f"- {detail}") for detail in proposal.details)]
        if proposal.keys:
            lines += [f"# {line}" for line in dump_yaml(proposal.keys).splitlines()]
    return "".join(["---\n", dump_yaml(stated), *(f"{line}\n" for line in lines), "---\n"])


def _comment(text: str) -> str:
    return f"## {cut_at_word(visible(text), 300)}"


def visible(text: str) -> str:
    """*text* on one line, with what cannot be seen in it written out: fit for a comment, a note and a terminal."""
    return one_line(" ".join(text.split()))
