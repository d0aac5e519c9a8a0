"""The catalogues of messages, one a language: ``catalogues/<code>.po`` beside this file, for gettext's own tools.

To add a language, copy a file and translate each ``msgstr``. A test holds every catalogue to the code.
"""

from __future__ import annotations

from pathlib import Path

from babel.core import Locale, UnknownLocaleError
from babel.messages.pofile import read_po

from archive.messages import ENGLISH, Language

CATALOGUES = Path(__file__).parent / "catalogues"


def read_language(tag: str) -> Language:
    """The language of a BCP 47 *tag* (``pt-BR``), or of its first part; English where there is no catalogue of it."""
    try:
        locale = Locale.parse(tag, sep="-")
    except (ValueError, UnknownLocaleError):
        return ENGLISH
    for code in (str(locale), locale.language):
        file = CATALOGUES / f"{code}.po"
        if file.is_file():
            with file.open("rb") as stream:
                catalogue = read_po(stream, locale=code)
            return Language(code, {str(one.id): str(one.string) for one in catalogue if one.id and one.string})
    return ENGLISH
