"""The forms of a record's name: those that the texts have, with who uses them, and those that only linking knows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from archive.lists import Numbers
from archive.model import Record
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
    numbers, times = uses_shown(usage)
    return Form(
        cut_at_word(usage.form, LONGEST_FORM),
        usage.count,
        tuple(map(Use, map(makings.row, numbers.tolist()), times)),
        len(usage.articles) - len(numbers),
    )


def uses_shown(usage: Usage) -> tuple[Numbers, list[int]]:
    """The numbers of the articles that use the form most, and how often each does; equals in time."""
    most = np.argsort(-usage.times, kind="stable")[:USES_SHOWN]
    return usage.articles[most], usage.times[most].tolist()


def known_forms(record: Record, usages: tuple[Usage, ...]) -> list[str]:
    """The forms that linking knows and no text has, but for those that differ from an observed one by case alone."""
    seen = {usage.form.casefold() for usage in usages} | {displayed_form(record.heading).casefold()}
    others: dict[str, str] = {}
    for form in record.variants:
        shown = displayed_form(form.text)
        if shown.casefold() not in seen:
            others.setdefault(shown.casefold(), shown)
    return list(others.values())
