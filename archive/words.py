"""The words of the interface, in the site's language.

A language is one catalogue, ``<language>.html`` among the theme's messages: to add one, copy a file and
translate its right-hand sides. A message is a text with ``{name}`` where a value goes, or a text for each
case: the plural forms of a count, or the forms that a phrase takes around another word. Numbers, plurals, and
the names of months and languages come from Babel (Unicode CLDR).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import jinja2
from babel import Locale, UnknownLocaleError
from babel.core import parse_locale
from babel.dates import format_date
from babel.numbers import format_decimal

from archive import date_labels
from archive.bytecode import Bytecode
from archive.dates import EdtfDate
from archive.messages import Message

_PLACE = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class Words:
    """A catalogue of messages and the conventions of its language."""

    language: str
    """BCP 47, as the site's settings give it: ``fr``."""
    locale: Locale
    messages: Mapping[str, str | Mapping[str, str]] = field(repr=False, compare=False)

    @classmethod
    def load(cls, language: str, folder: Path) -> Words:
        """The words of *language*, from its file in *folder*.

        Raises:
            LookupError: (with a Message) when there is no such file, or Babel has no such language.
        """
        available = sorted(path.stem for path in folder.glob("*.html"))
        if language not in available:
            there = ", ".join(available)
            raise LookupError(
                Message("no messages for the language {tag}; there are: {all}", tag=repr(language), all=there)
            )
        try:
            locale = Locale.parse(language, sep="-")
        except (ValueError, UnknownLocaleError) as error:
            raise LookupError(
                Message("{file}: Babel knows no language of this name", file=f"{language}.html")
            ) from error
        environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(folder),
            bytecode_cache=Bytecode("words"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
        )
        module = environment.get_template(f"{language}.html").module
        return cls(language, locale, vars(module)["messages"])

    def say(self, key: str, /, **values: object) -> str:
        """The message with its values in place; KeyError when the message or a value is missing."""
        message = self.messages[key]
        if not isinstance(message, str):
            raise KeyError(f"{key}: a message of several forms; ask with count() or choose()")
        return _fill(message, values)

    def count(self, key: str, n: int, /, **values: object) -> str:
        """The message in the plural form for *n*, which stands in it as ``{n}``: "1 234 articles"."""
        forms = self.messages[key]
        if isinstance(forms, str):
            raise KeyError(f"{key}: a message without plural forms; ask with say()")
        return _fill(forms[self.locale.plural_form(n)], {**values, "n": self.number(n)})

    def choose(self, key: str, case: str, /, **values: object) -> str:
        """The message in its form for *case* (``month.4``), else its family (``month``), else ``other``."""
        forms = self.messages[key]
        if not isinstance(forms, str):
            found = next((c for c in (case, case.partition(".")[0], "other") if c in forms), case)
            forms = forms[found]
        return _fill(forms, values)

    def number(self, n: float) -> str:
        """The number as the language writes it: "1 234", with a no-break space."""
        return format_decimal(n, locale=self.locale)

    def written(self, form: str, day: date, /) -> str:
        """The date, or a part of it, in one of the forms of the catalogue (``date.form.…``)."""
        return format_date(day, self.choose(f"date.form.{form}", str(day.day)), self.locale)

    def day(self, day: date) -> str:
        """The full date: "1er décembre 2024"."""
        return self.written("day", day)

    def month(self, year: int, month: int) -> str:
        """The month of a year: "février 2020"."""
        return self.written("month", date(year, month, 1))

    def month_name(self, month: int) -> str:
        """The name of the month, from 1 to 12: "février"."""
        return self.written("month_only", date(2000, month, 1))

    def language_name(self, code: str) -> str:
        """The name of the language that a BCP 47 tag means, "arabe (Syrie)"; the tag itself when unknown."""
        try:
            language, territory, script = parse_locale(code, sep="-")[:3]
        except ValueError:
            return code
        name = self.locale.languages.get(language)
        details = [
            names.get(part, part)
            for names, part in ((self.locale.scripts, script), (self.locale.territories, territory))
            if part
        ]
        return f"{name} ({', '.join(details)})" if name and details else name or code

    def date_label(self, value: EdtfDate, basis: str | None = None) -> str:
        """The date in words: see `archive.date_labels.date_label`."""
        return date_labels.date_label(self, value, basis)


def _fill(message: str, values: Mapping[str, object]) -> str:
    # Not str.format: `{title.__class__}` in a catalogue from elsewhere must stay what it is, letters.
    return _PLACE.sub(lambda place: str(values[place[1]]), message)
