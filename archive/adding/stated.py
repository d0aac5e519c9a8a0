"""What a file says of its article, as far as a front matter can hold it; the rest is kept in the note."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from babel import Locale
from pydantic import ValidationError
from yaml import YAMLError

from archive.adding.prose_dates import find_dates
from archive.adding.received import Received
from archive.dates import EdtfError, parse_edtf
from archive.model import Record
from archive.problems import ArchiveError
from archive.seeds import FrontMatter
from archive.strict_yaml import dump_yaml, read_yaml
from archive.text import fold

_NOTHING = frozenset("auteur inconnu,date inconnue,unknown,undefined,null,none,nan,na,n a,-".split(","))
"""What programs write where they found no value, folded."""
_OTHER_DAY = re.compile(r"\d(?:er|st|nd|rd|th)?\s?(?:et|and|&|-|–|/|au|to)\s?(?:\w+\s)?\Z")
"""Before a date: another day that belongs to it (*14 et dimanche 15 septembre*)."""
_ISO_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ]\d\d:\d\d")


@dataclass(frozen=True)
class Stated:
    """What the file says, checked."""

    values: Mapping[str, str]
    """Front matter key → value, each one that `archive.seeds` takes."""
    rest: tuple[tuple[str, str], ...]
    """(name, value) of what has no key, or is no value of it."""
    unknown_outlet: str = ""
    """The outlet's name as the file has it, when no record is of that name."""
    unclear_date: str = ""
    """The date as the file has it, when it is not clear which day, month or year it means."""


class OutletNames:
    """The outlets of an archive by their names."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._ids: dict[str, set[str]] = {}
        for record in records:
            if record.kind == "outlet":
                variants = (form.text for form in record.variants if not form.after and not form.when)
                for name in (record.heading, *variants, *(heading for _, heading in record.labels)):
                    self._ids.setdefault(_bare(name), set()).add(record.id)

    def id_of(self, name: str) -> str | None:
        """The one outlet of this *name*, as a database writes it: *La Croix, no. 43018*, *Le Monde (site web)*."""
        for shorter in (name, re.split(r",|\s[-–—(]|\(", name)[0]):
            ids = self._ids.get(_bare(shorter), set())
            if len(ids) == 1:
                return next(iter(ids))
        return None


def state(received: Received, outlets: OutletNames) -> Stated:
    """What *received* says of itself."""
    values: dict[str, str] = {}
    rest: list[tuple[str, str]] = []
    unclear: dict[str, str] = {}
    for key, given in received.stated.items():
        text = " ".join(given.split())
        if not text or _bare(text) in _NOTHING:
            continue
        value = _value(key, text, outlets)
        if value and is_allowed({key: value}):
            values[key] = value
        else:
            unclear[key] = text
        if values.get(key) != text and (key, text) not in rest:
            rest.append((key, text))
    seen = {text for _, text in rest}
    rest += [(name, value) for name, value in received.rest if value not in seen and value not in values.values()]
    return Stated(values, tuple(rest), unclear.get("outlet", ""), unclear.get("date", ""))


def _value(key: str, text: str, outlets: OutletNames) -> str | None:
    match key:
        case "outlet":
            return outlets.id_of(text)
        case "date" | "collected":
            return edtf_of(text)
        case "language":
            return text if is_allowed({key: text}) else _languages().get(fold(text))
        case _:
            return text


def edtf_of(text: str) -> str | None:
    """The date that *text* states, in EDTF: as EDTF, with a time, as eight figures or in words; None when unclear."""
    if time := _ISO_TIME.match(text):
        text = time[1]
    if re.fullmatch(r"(?:1[5-9]|20)\d{6}", text):
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    try:
        return parse_edtf(text).text
    except EdtfError:
        pass
    dates = find_dates(text)
    if len(dates) != 1 or _OTHER_DAY.search(text[: dates[0].start]):
        return None
    return dates[0].edtf or None


def is_allowed(values: Mapping[str, object]) -> bool:
    """Whether a front matter may hold *values*, once written and read again."""
    try:
        FrontMatter.model_validate(read_yaml(dump_yaml(values), "").value)
    except (ArchiveError, ValidationError, YAMLError):
        return False
    return True


@cache
def _languages() -> dict[str, str]:
    """Folded name in French or English, or of its own → tag."""
    names = {fold(name): tag for language in ("en", "fr") for tag, name in Locale(language).languages.items()}
    return {name: tag for name, tag in names.items() if re.fullmatch("[a-z]{2,3}", tag)}


def _bare(name: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", " ", fold(name)).replace("_", " ").split())
