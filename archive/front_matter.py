"""The front matter of a generated page: one ``key: value`` a line, each value in JSON, which is YAML too.

JSON is written and read many times faster than YAML; whoever publishes the page reads it as the YAML it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

_ENCODE = json.JSONEncoder(ensure_ascii=False).encode
_TO_ESCAPE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""What JSON takes as it is and YAML does not, or takes for the end of a line."""

Value = str | list[str] | dict[str, str]
"""Nothing else is written: a date stays text, and text is always quoted."""


def front_matter(values: Mapping[str, Value | None]) -> str:
    """The lines of *values*; keys without a value (None or empty) are left out."""
    return "".join([f"{key}: {_written(value)}\n" for key, value in values.items() if value])


def _written(value: Value) -> str:
    text = _ENCODE(value)
    return text if text.isprintable() else _TO_ESCAPE.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"
