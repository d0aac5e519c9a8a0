"""The forms of a record's name: those that the texts have, with who uses them, and those that only linking knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter

from archive.model import LinkedArticle, Record
from archive.pages.makings import Makings
from archive.pages.rows import Row
from archive.text import cut_at_word
from archive.usage import Usage, displayed_form

LONGEST_FORM = 500
"""Characters of a form that are shown."""
USES_SHOWN = 5
"""Articles listed under an observed form; further ones are counted."""


@dataclass(frozen=True)
class Use:
    """One article's use of a form."""

    row: Row
    count: int


@dataclass(frozen=True, eq=False)
class Form:
    """A form of the name as the texts have it, with the first articles that use it."""

    form: str
    count: int
    uses: tuple[Use, ...]
    more: int
    """Articles that use it beyond those listed."""


def form_of(usage: Usage, makings: Makings) -> Form:
    """The form as pages show it."""
    shown = uses_shown(usage, makings)
    return Form(
        cut_at_word(usage.form, LONGEST_FORM),
        usage.count,
        tuple(Use(makings.row(linked), count) for linked, count in shown),
        len(usage.times) - len(shown),
    )


def uses_shown(usage: Usage, makings: Makings) -> Sequence[tuple[LinkedArticle, int]]:
    """The articles that use the form most, with how often; equals in time."""
    articles = makings.collection.articles
    most = sorted(usage.times.items(), key=itemgetter(1), reverse=True)[:USES_SHOWN]
    return [(articles[number], many) for number, many in most]


def known_forms(record: Record, usages: tuple[Usage, ...]) -> list[str]:
    """The forms that linking knows and no text has, but for those that differ from an observed one by case alone."""
    seen = {usage.form.casefold() for usage in usages} | {displayed_form(record.heading).casefold()}
    others: dict[str, str] = {}
    for form in record.variants:
        shown = displayed_form(form.text)
        if shown.casefold() not in seen:
            others.setdefault(shown.casefold(), shown)
    return list(others.values())
