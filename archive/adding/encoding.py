"""From bytes to text: the encoding is found out and named."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from archive.messages import Message
from archive.problems import ArchiveError, Problem

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_LATIN = ["cp1252", "iso8859_15", "mac_roman"]
_OTHER = ["cp1251", "cp1256"]
"""Scripts in which nearly no letter is ASCII."""
_NAMES = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32-le": "UTF-32",
    "utf-32-be": "UTF-32",
    "cp1252": "Windows-1252",
    "cp1251": "Windows-1251",
    "cp1256": "Windows-1256",
    "iso8859-15": "ISO-8859-15",
    "mac-roman": "Mac Roman",
}
_META = re.compile(rb"<(?:meta|\?xml)\b[^<>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?([\w-]{1,30})", re.IGNORECASE)
_SAVE = Message("save it as UTF-8, or name its encoding with --encoding")


class Decoded(NamedTuple):
    """A text, and how its bytes were read."""

    text: str
    encoding: str
    """As people call it: ``Windows-1252``."""
    known: bool
    """True when it is sure: asked for, marked, declared, or UTF-8, which nothing else looks like."""


def decode(data: bytes, path: str, asked: str | None = None) -> Decoded:
    """The text of *data*, a file that messages name *path*; a byte order mark is no part of it.

    *asked* is an encoding that a person named. Without it a mark, UTF-8, and what an HTML or XML file declares are
    tried in this order; then charset-normalizer chooses among the encodings that the press has used. Raises
    ArchiveError when the bytes are no text, or not in that encoding.
    """
    if asked:
        return _strict(data, codecs.lookup(asked).name, path)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding, path)
    try:
        return Decoded(data.decode("utf-8"), "UTF-8", known=True)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    if broken := _broken_utf8(data):
        remedy = Message("mend the character there, or name the encoding with --encoding")
        raise ArchiveError([Problem(path, line, "", Message("is UTF-8 but for {broken}", broken=broken), remedy)])
    if b"\0" in data:
        remedy = Message("save the article as plain text (.txt)")
        raise ArchiveError([Problem(path, 0, "", Message("is no text"), remedy)])
    if encoding := _declared(data):
        try:
            return Decoded(data.decode(encoding), _name(encoding), known=True)
        except UnicodeDecodeError:
            pass  # it is not what it says
    if encoding := _recognised(data):
        return Decoded(data.decode(encoding), _name(encoding), known=False)
    raise ArchiveError([Problem(path, line, "", Message("is in no encoding that can be recognised"), _SAVE)])


def _strict(data: bytes, encoding: str, path: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding).removeprefix("\ufeff"), _name(encoding), known=True)
    except UnicodeDecodeError as error:
        line = data.count("\n".encode(encoding), 0, error.start) + 1
        found = Message("is not {encoding} throughout", encoding=_name(encoding))
        raise ArchiveError([Problem(path, line, "", found, _SAVE)]) from None


def _broken_utf8(data: bytes) -> Message | None:
    """What keeps *data* from being the UTF-8 that it mostly is; nothing when it looks like something else."""
    if half := re.search(rb"\xed[\xa0-\xbf][\x80-\xbf]", data):
        code = f"U+{ord(half[0].decode('utf-8', 'surrogatepass')):04X}"
        return Message("half of a character ({code})", code=code)
    replaced = data.decode("utf-8", errors="replace")
    broken = replaced.count("\ufffd")
    if sum(character > "\x7f" for character in replaced) - broken > broken:
        return Message("{n} bytes", n=broken) if broken > 1 else Message("one byte")
    return None


def _declared(data: bytes) -> str:
    """The encoding that an HTML or XML file says it is in; empty when it says none that is known."""
    found = _META.search(data[:4096])
    try:
        encoding = codecs.lookup(found[1].decode("ascii")).name if found else ""
    except LookupError:
        return ""
    # https://encoding.spec.whatwg.org/#names-and-labels: browsers read these as Windows-1252.
    return "cp1252" if encoding in ("iso8859-1", "ascii") else encoding


def _recognised(data: bytes) -> str:
    """The encoding that *data* looks like, or nothing."""
    from charset_normalizer import from_bytes

    letters = sum(byte > 0x7F or chr(byte).isalpha() for byte in data[:65_536])
    foreign = sum(byte > 0x7F for byte in data[:65_536])
    best = from_bytes(data, cp_isolation=_OTHER if foreign * 2 > letters else _LATIN).best()
    if best is None:
        return ""
    controls = any(0x80 <= byte <= 0x9F for byte in data)
    # No article holds Windows-1252's ¤, where ISO-8859-15 has the euro sign.
    return "iso8859-15" if best.encoding == "cp1252" and b"\xa4" in data and not controls else best.encoding


def _name(encoding: str) -> str:
    return _NAMES.get(encoding.replace("_", "-"), _NAMES.get(encoding, encoding))
