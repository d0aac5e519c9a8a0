"""Sentences for people that can be said in another language: the English, and the values that go into it.

The words of the pages are another matter (`archive.words`): the theme needs those, and each has a key. What is wrong
with an archive must be told even when nothing of it can be read; so the English stands in the code, and the
catalogues of other languages are gettext's (`archive.languages`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from babel.lists import format_list
from babel.numbers import format_decimal

_PLACE = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, init=False)
class Message:
    """An English text with ``{name}`` where a value goes, and the values.

    >>> str(Message("{date} is not EDTF", date="'5/48'"))
    "'5/48' is not EDTF"
    """

    text: str
    """What catalogues know it by."""
    values: tuple[tuple[str, Value], ...]

    def __init__(self, text: str, /, **values: Value) -> None:
        object.__setattr__(self, "text", text)
        object.__setattr__(self, "values", tuple(values.items()))

    def __str__(self) -> str:
        return ENGLISH.say(self)


Value: TypeAlias = "str | int | Message | tuple[Value, ...]"
"""Text as it stands in the archive, a count, a message within a message, or a choice ("a, b or c")."""


@dataclass(frozen=True)
class Language:
    """A language to say messages in."""

    code: str
    """As Babel writes it: ``fr``, ``pt_BR``."""
    catalogue: Mapping[str, str] = field(default_factory=dict, repr=False)
    """English text → its translation; what is not there is said in English."""

    def say(self, value: Value) -> str:
        """The message in this language, with its values in place."""
        match value:
            case str():
                return value
            case int():
                return format_decimal(value, locale=self.code)
            case tuple():
                return format_list([self.say(one) for one in value], style="or", locale=self.code)
        values = dict(value.values)
        return _PLACE.sub(lambda place: self.say(values[place[1]]), self.catalogue.get(value.text, value.text))


ENGLISH = Language("en_GB")
