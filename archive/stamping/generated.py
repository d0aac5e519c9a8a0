"""Generated pages read as MkDocs and Python-Markdown read them, where that can be said without asking either."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mkdocs.utils.meta import get_data

_STRING = r'"(?:[^"\\]++|\\["\\nt])*+"'
_VALUE = rf"(?:{_STRING}|\[(?:{_STRING}(?:, {_STRING})*+)?\]|true|false|null|-?(?:0|[1-9][0-9]*+))"
_LINES = re.compile(rf"[a-z_][a-z0-9_]*+: {_VALUE}(?:\n[a-z_][a-z0-9_]*+: {_VALUE})*+")
"""What YAML and JSON read alike, but for what follows."""
_YAML_WORDS = frozenset({"no", "yes", "on", "off", "true", "false", "null"})
"""Keys that YAML takes for something else than text."""
_UNLIKE_IN_YAML = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""What YAML refuses, folds or drops where JSON keeps it."""
_PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9_-]+(?:/[A-Za-z0-9_-]+)+")
_ENOUGH = 4096
"""Bytes that hold the front matter of nearly every page."""

_TEXT = r"[^<>&`~\t\r\x00\x02\x03]"
_ATTRIBUTE = r'\s+[a-zA-Z][\w:-]*+(?:="[^"<>\t\r\x00\x02\x03]*+")?'
_RAW = "script|style|textarea|title|xmp|iframe|noembed|noframes|plaintext"
"""Elements whose content is no markup, or was none in some version of Python's parser."""
_BLOCK = re.compile(
    rf"<([a-z][a-z0-9]*+)(?=[ >])(?:{_ATTRIBUTE})*+>{_TEXT}*+"
    rf"(?:(?:</[a-z][a-z0-9]*+>|<(?!(?:{_RAW})\b)[a-z][a-z0-9]*+(?:{_ATTRIBUTE})*+\s*+/?>"
    rf"|&(?:\#[0-9]++|\#x[0-9a-f]++|[a-zA-Z][a-zA-Z0-9]*+);){_TEXT}*+)*+"
)
_BLANK_LINE = re.compile(r"\n *\n")
_DECODE = json.JSONDecoder().decode


@dataclass(frozen=True, slots=True)
class GeneratedPage:
    """A page whose content and front matter are known without Python-Markdown."""

    path: str
    """Below ``docs/``."""
    url: str
    """Below the site."""
    meta: Mapping[str, Any]
    content: str


def read_page(docs: Path | str, path: str, block_elements: Collection[str]) -> GeneratedPage | None:
    """The page at *path* below *docs*; None when it is not plainly one that was generated.

    Then MkDocs has to read it, and to say what is wrong with it. *block_elements* are the elements that Markdown takes
    for blocks. Raises OSError.
    """
    address = path.removesuffix(".md")
    if not _PLAIN_ADDRESS.fullmatch(address) or address.endswith(("/index", "/README")):
        return None
    try:
        with open(f"{docs}/{path}", "rb", buffering=0) as file:  # noqa: PTH123 - a third of the time that a Path takes
            text = file.read().decode("utf-8")
    except UnicodeDecodeError:
        return None
    head, fence, body = text.partition("\n---\n")
    if not head.startswith("---\n") or not fence or "\r" in text:
        return None
    meta: Mapping[str, Any] | None = front_matter(head[4:])
    if meta is None:
        body, meta = get_data(text)
    content = body.strip("\n")
    if not _is_ours(meta) or not is_one_block(content, block_elements):
        return None
    return GeneratedPage(path, f"{address}.html", meta, content)


def _is_ours(meta: Mapping[str, Any]) -> bool:
    return "kind" in meta and isinstance(meta.get("title"), str) and "template" not in meta


def read_meta(docs: Path | str, path: str) -> Mapping[str, Any]:
    """The front matter of the page at *path* below *docs*, as MkDocs reads it.

    Raises OSError and UnicodeDecodeError.
    """
    with open(f"{docs}/{path}", "rb", buffering=0) as file:  # noqa: PTH123 - as above
        head, fence, _ = file.read(_ENOUGH).partition(b"\n---\n")
    if head.startswith(b"---\n") and fence and (meta := front_matter(head[4:].decode("utf-8"))) is not None:
        return meta
    return get_data(Path(docs, path).read_text(encoding="utf-8-sig"))[1]


class FrontMatter(Mapping[str, Any]):
    """Values by key, each read from its JSON when it is asked for."""

    __slots__ = ("_written",)

    def __init__(self, written: Mapping[str, str]) -> None:
        self._written = written

    def __getitem__(self, key: str) -> Any:
        return _DECODE(self._written[key])

    def __iter__(self) -> Iterator[str]:
        return iter(self._written)

    def __len__(self) -> int:
        return len(self._written)

    def __contains__(self, key: object) -> bool:
        return key in self._written


def front_matter(lines: str) -> FrontMatter | None:
    """What YAML reads in *lines* of ``key: JSON value``; None unless that is certain without YAML."""
    if not _LINES.fullmatch(lines) or _UNLIKE_IN_YAML.search(lines):
        return None
    written = dict(line.split(": ", 1) for line in lines.split("\n"))
    return None if _YAML_WORDS.intersection(written) else FrontMatter(written)


def is_one_block(content: str, block_elements: Collection[str]) -> bool:
    """Whether *content* is one element that is well written from end to end: Python-Markdown leaves it as it is."""
    block = _BLOCK.fullmatch(content)
    if block is None:
        return False
    name = block[1]
    return (
        name in block_elements
        and content.endswith(f"</{name}>")
        and content.count(f"</{name}>") == 1
        and len(re.findall(rf"<{name}\b", content)) == 1
        and not _BLANK_LINE.search(content)
    )
