"""Dates as a reader says them: "16 ou 17 février 2020 (déduit)" for ``[2020-02-16..2020-02-17]``.

What an EDTF value says is turned into phrases of the catalogue; no word of any language stands here. A phrase
is chosen by the kind of date it holds ("depuis le 2 décembre", "depuis février", "depuis l’été"), and what
neighbouring dates share is said once, with the last of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Protocol

from archive.dates import EdtfDate, Moment, Span, whole_month, whole_year

_NAMES_ITS_YEAR = ("day", "month", "season")


class Voice(Protocol):
    """The words that labels are made of; `archive.words.Words` is one."""

    def say(self, key: str, /, **values: str) -> str:
        """The message, with its values in place."""

    def choose(self, key: str, case: str, /, **values: str) -> str:
        """The form that the message has for this case."""

    def written(self, form: str, day: date, /) -> str:
        """The date in one of the catalogue's forms, such as ``day_month``."""


def date_label(voice: Voice, value: EdtfDate, basis: str | None = None) -> str:
    """The date in words, with how it is known when that is a person's work.

    Args:
        voice: The words of the reader's language.
        value: The date.
        basis: ``inferred`` and ``background`` are said; ``source``, ``stated`` and None are not.
    """
    spans = sorted(dict.fromkeys(map(_spoken, value.parts)), key=_order)
    one_of = value.shape in ("one", "one_of")
    label = _list(voice, spans, one_of) if len(spans) > 1 else _span(voice, spans[0], one_of)
    if value.approximate:
        only = spans[0].first if len(spans) == 1 and spans[0].first == spans[0].last else None
        about = voice.choose("date.about", _kind(only), date=label) if only else None
        label = about or voice.say("date.about_span", date=label)
    notes = _notes(voice, value, basis)
    return voice.say("date.noted", date=label, notes=voice.say("list.comma").join(notes)) if notes else label


def _notes(voice: Voice, value: EdtfDate, basis: str | None) -> list[str]:
    notes = []
    if value.shape == "one" and (unknown := value.moments[0].unknown):
        notes.append(voice.choose("date.unknown", unknown))
    if basis == "background":
        notes.append(voice.say("date.proposed"))  # whoever proposes a date need not add that it is uncertain
    elif basis == "inferred":
        notes.append(voice.say("date.inferred_uncertain" if value.uncertain else "date.inferred"))
    elif value.uncertain:
        notes.append(voice.say("date.uncertain"))
    return notes


def _spoken(span: Span) -> Span:
    """The span between dates that have a name; a century is said by its first and its last year."""
    first = _edges(span.first)[0] if span.first else None
    last = _edges(span.last)[1] if span.last else None
    return replace(span, first=first, last=last)


def _edges(moment: Moment) -> tuple[Moment, Moment]:
    if moment.precision not in ("century", "period"):
        plain = replace(moment, unknown="", uncertain=False, approximate=False)
        return plain, plain
    start, end = moment.start, moment.end
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return whole_year(start.year), whole_year(end.year)
    first, last = whole_month(start.year, start.month), whole_month(end.year, end.month)
    if (start, end) == (first.start, last.end):
        return first, last
    return Moment("day", start, start), Moment("day", end, end)


def _order(span: Span) -> tuple[date, date]:
    return (span.first.start if span.first else date.min, span.last.end if span.last else date.max)


def _list(voice: Voice, spans: Sequence[Span], one_of: bool) -> str:
    """Several dates, in order of time: "16, 17 ou 19 février 2020"."""
    last = spans[-1].last if all(span.first == span.last for span in spans) else None
    labels = [
        _noun(voice, span.first, last) if last and span.first else _span(voice, span, one_of) for span in spans[:-1]
    ]
    first = voice.say("list.comma").join(labels)
    return voice.say("date.or" if one_of else "date.and", first=first, last=_span(voice, spans[-1], one_of))


def _span(voice: Voice, span: Span, one_of: bool) -> str:
    first, last = span.first, span.last
    if first and first == last:
        return _noun(voice, first)
    if span.gap == "open" and first:
        return _phrase(voice, "date.not_before" if one_of else "date.since", first)
    if span.gap == "open" and last:
        return _phrase(voice, "date.by" if one_of else "date.until", last)
    if one_of and first and last:
        if first.precision == last.precision and last.start - first.end == timedelta(days=1):
            return voice.say("date.or", first=_noun(voice, first, last), last=_noun(voice, last))
        key, since, until = "date.between", "date.the", "date.the"
    else:
        key, since, until = "date.from_to", "date.from", "date.to"
    return voice.say(
        key,
        first=_phrase(voice, since, first, last) if first else voice.say("date.from_unknown"),
        last=_phrase(voice, until, last) if last else voice.say("date.to_unknown"),
    )


def _phrase(voice: Voice, key: str, moment: Moment, beside: Moment | None = None) -> str:
    return voice.choose(key, _kind(moment), date=_noun(voice, moment, beside))


def _kind(moment: Moment) -> str:
    """The case of a phrase around this date: ``month.4`` for an April, ``season.21`` for a spring."""
    if moment.season:
        return f"season.{moment.season}"
    return f"month.{moment.start.month}" if moment.precision == "month" else moment.precision


def _noun(voice: Voice, moment: Moment, beside: Moment | None = None) -> str:
    """The name of the date, without the month and year that it shares with the later date *beside* it."""
    start = moment.start
    shared = (beside.start.year, beside.start.month) if beside and beside.precision in _NAMES_ITS_YEAR else (0, 0)
    same_year = start.year == shared[0]
    if moment.precision == "day":
        same_month = beside is not None and beside.precision == "day" and (start.year, start.month) == shared
        return voice.written("day_only" if same_month else "day_month" if same_year else "day", start)
    if moment.precision == "month":
        return voice.written("month_only" if same_year else "month", start)
    year = voice.written("year", start)
    if moment.precision == "season":
        season = voice.choose("date.season", str(moment.season))
        return season if same_year else voice.say("date.season_of_year", season=season, year=year)
    return voice.say("date.decade", year=year) if moment.precision == "decade" else year
