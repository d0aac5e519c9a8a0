"""Numbers as text, short once gzipped, and read in the browser by a loop over characters; and values as JSON.

See `archive.search`.
"""

from __future__ import annotations

import json

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def base36(number: int) -> str:
    """The number, at least 0, in digits and small letters: 35 is ``z``, 36 is ``10``."""
    return _in_base(36, number, _DIGITS)


def count(number: int) -> str:
    """The number, at least 1, as one capital, ``A`` 1 to ``Y`` 25; from 26 on ``Z``, base 36, ``.``."""
    if number < 1:
        raise ValueError(f"{number} is no count")
    return _LETTERS[number - 1].upper() if number < 26 else f"Z{base36(number)}."


def packed(*numbers: int) -> str:
    """Numbers, at least 0, each in base 26: small letters, but a capital ends it. 0 is ``A``, 26 is ``bA``."""
    codes = [_in_base(26, number, _LETTERS) for number in numbers]
    return "".join([code[:-1] + code[-1].upper() for code in codes])


def _in_base(base: int, number: int, digits: str) -> str:
    if number < 0:
        raise ValueError(f"{number} is below 0")
    code = ""
    while number >= base:
        number, digit = divmod(number, base)
        code = digits[digit] + code
    return digits[number] + code


def utf16_order(text: str) -> bytes:
    """The sort key for the order of JavaScript's ``<``: by UTF-16 code units."""
    return text.encode("utf-16-be")


def as_json(value: object) -> str:
    """*value* as JSON that is JavaScript too, in old browsers as well."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
