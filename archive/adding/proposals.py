"""What is worked out from a text, for a person to confirm: never published as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from archive.adding.citing import cited_by
from archive.adding.credits import credits_in
from archive.adding.dating import date_text
from archive.adding.language import Guess, guess_language
from archive.adding.received import Received
from archive.adding.stated import OutletNames, Stated, is_allowed
from archive.disguise import disguises
from archive.model import LinkedArticle, Record
from archive.unlinked import unknown_names
from archive.words import Words


@dataclass(frozen=True)
class Proposal:
    """One thing to confirm, or to know."""

    sentence: str
    """What it is, in the site's language."""
    keys: Mapping[str, str | list[str]] = field(default_factory=dict)
    """The front matter that confirms it; empty where a person has to write it."""
    details: tuple[str, ...] = ()
    """Lines below the sentence."""


def propose(
    received: Received,
    stated: Stated,
    linked: LinkedArticle,
    records: Mapping[str, Record],
    outlets: OutletNames,
    words: Words,
) -> tuple[Proposal, ...]:
    """All that can be proposed for an article beside what its file states."""
    body = linked.article.body
    guess = guess_language(body)
    proposals = [*_doubtful(received, stated, words)]
    if guess and "language" not in stated.values:
        proposals.append(_language(guess, words))
    if "outlet" not in stated.values:
        proposals.extend(_outlet(body, stated, outlets, words))
    if "date" not in stated.values:
        proposals.extend(_date(body, stated, words))
    cited = cited_by(linked, records)
    if cited.ids:
        proposals.append(Proposal(words.say("adding.sources"), {"sources": list(cited.ids)}))
    if cited.names:
        proposals.append(Proposal(words.say("adding.sources_unknown", names=_listed(cited.names, words))))
    if not guess or guess.language != "de":
        names = unknown_names(body, linked.mentions)
        if names:
            details = tuple(f"{name.form} × {name.times} : {name.context}" for name in names)
            proposals.append(Proposal(words.say("adding.names"), details=details))
    return tuple(map(_harmless, proposals))


def _harmless(proposal: Proposal) -> Proposal:
    """*proposal*, without keys that the check would refuse, or that deceive the eye: a quote may do so."""
    texts = [text for value in proposal.keys.values() for text in ([value] if isinstance(value, str) else value)]
    if is_allowed(proposal.keys) and not any(disguises(text, name=True) for text in texts):
        return proposal
    return replace(proposal, keys={}, details=tuple(texts))


def _doubtful(received: Received, stated: Stated, words: Words) -> Iterator[Proposal]:
    for key, (value, doubt) in received.doubtful.items():
        text = " ".join(value.split())
        if text and key not in stated.values:
            yield Proposal(words.choose("adding.doubtful", doubt), {key: text})


def _language(guess: Guess, words: Words) -> Proposal:
    name = words.language_name(guess.language)
    sentence = words.say(
        "adding.language", language=name, common=words.number(guess.common), all=words.number(guess.words)
    )
    return Proposal(sentence, {"language": guess.language})


def _outlet(body: str, stated: Stated, outlets: OutletNames, words: Words) -> Iterator[Proposal]:
    if stated.unknown_outlet:
        yield Proposal(words.say("adding.outlet_unknown", name=stated.unknown_outlet))
    for credit in credits_in(body, outlets):
        if credit.outlet:
            keys = {"outlet": credit.outlet, "outlet_basis": "inferred", "outlet_evidence": credit.line}
            yield Proposal(words.say("adding.outlet"), keys)
        else:
            yield Proposal(words.say("adding.credit_unknown", line=credit.line))


def _date(body: str, stated: Stated, words: Words) -> Iterator[Proposal]:
    if stated.unclear_date:
        yield Proposal(words.say("adding.date_unclear", date=stated.unclear_date))
    dating = date_text(body)
    if len(dating.proposals) > 1:
        yield Proposal(words.say("adding.date_several"))
    for proposal in dating.proposals:
        evidence = proposal.evidence[0] if len(proposal.evidence) == 1 else list(proposal.evidence)
        keys = {"date": proposal.edtf, "date_basis": proposal.basis, "date_evidence": evidence}
        yield Proposal(words.choose("adding.date", proposal.ground), keys)
    if dating.days:
        days = _listed(dating.days, words)
        if dating.years:
            yield Proposal(words.say("adding.day_and_years", days=days, years=_listed(dating.years, words)))
        else:
            yield Proposal(words.say("adding.day", days=days))


def _listed(texts: tuple[str, ...], words: Words) -> str:
    return words.say("list.comma").join(f"« {text} »" for text in texts)
