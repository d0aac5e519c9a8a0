"""The front matter that hardly differs from one seed to the next: a key and its value on each line, nothing else.

A tenth of the work of reading it as YAML. Whatever is not as plain as that is left to `archive.strict_yaml`.
"""

from __future__ import annotations

import re

from archive.strict_yaml import Document, Place, Value

_QUOTED = r'"([^"\\\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]*)"'
_PLAIN = r"([A-Za-z0-9](?:[\w .,’'/+()?%-]|:(?=\w|//))*(?<![ :]))"
_LIST = r'\[((?:"[a-z0-9][a-z0-9_-]*"|[a-z0-9][a-z0-9_-]*)(?:, (?:"[a-z0-9][a-z0-9_-]*"|[a-z0-9][a-z0-9_-]*))*)\]'
_LONGEST = 20_000
"""Characters; what is longer may be too long."""
_LINE = re.compile(rf"([a-z][a-z0-9_]*): (?:{_QUOTED}|{_PLAIN}|{_LIST})")


def read_plain(text: str, first_line: int) -> Document | None:
    """What `read_yaml` makes of *text*, which begins on line *first_line*; None when it is not plain enough to tell."""
    if len(text) > _LONGEST:
        return None
    values: dict[str, Value] = {}
    lines: dict[Place, int] = {(): first_line}
    for number, line in enumerate(text.removesuffix("\n").split("\n"), first_line):
        match = _LINE.fullmatch(line)
        if match is None or (key := match[1]) in values:
            return None
        lines[key,] = number
        if match[4] is None:
            values[key] = match[2] if match[3] is None else match[3]
        else:
            items = match[4].replace('"', "").split(", ")
            lines |= {(key, at): number for at in range(len(items))}
            values[key] = [*items]
    return Document(values, lines)
