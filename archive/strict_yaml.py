"""The small YAML that people write by hand, read strictly: every scalar is text, nothing is guessed.

Refused, each with its line and a remedy: anchors, aliases, tags, merge keys, keys given twice, keys that are
not text, a second document, directives, more than five levels, invisible characters, and text that YAML
would drop as a comment.
"""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import yaml

from archive.messages import Message
from archive.problems import ArchiveError, Problem, quoted

Value: TypeAlias = str | list["Value"] | dict[str, "Value"] | None
Place: TypeAlias = tuple[str | int, ...]
"""The keys, and the numbers of list items from 0, that lead to a value."""

_DEPTH = 5
_MOST = 100
"""Problems told of one text: nobody mends more at a time, and a hostile text holds thousands."""
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_LINE_ENDS = "\r\x85\u2028\u2029"
_KEY = re.compile(r" *(?:- +)*(?P<key>[\w-]{1,60}) *:(?!//)(?P<glued>\S?)")
_DROPPED = re.compile(r" +(#[^\s#]\S*)")
_SIGNS = tuple("*&!|>%@`?-,]}[{")
_QUOTE = Message("put the whole value between double quotes")
_QUOTE_AND_ESCAPE = Message(r"put the whole value between double quotes, with \" for each one inside it")
_HOLDS, _ENDS = Message("the value holds ': '"), Message("the value ends with ':'")
_BREAK = Message("break the line there with the Enter key")
_CLOSE = Message("add the same quote at the end of the value")
_CLOSE_BRACKET = Message("close it and put ',' between its items; if it belongs to a text, {quote_it}", quote_it=_QUOTE)
_NO_KEY = Message("there is no key before the ':'"), Message("write `key: value`, or {quote_it}", quote_it=_QUOTE)
_INDENTED = (
    Message("the line is not indented like its neighbours"),
    Message("begin all keys of one record, and all '- ' of one list, in the same column"),
)
_LIBYAML: Any = getattr(yaml, "CSafeLoader", None)
_READ_OTHERWISE = re.compile(r"\t|[|>][-+0-9]*#")
"""What libyaml accepts and PyYAML's own parser does not (nor does it a '?' in brackets)."""


@dataclass(frozen=True)
class Document:
    """What a YAML text holds, and where."""

    value: Value
    """Text, lists and mappings; None for an empty value and for an empty document."""
    lines: Mapping[Place, int]
    """The line in the file (1-based) of each key and list item; that of `()` is where the value begins."""

    def line(self, *place: str | int) -> int:
        """The line of the key or item at *place*, or of its nearest ancestor that is there."""
        while place not in self.lines:
            place = place[:-1]
        return self.lines[place]


def read_yaml(text: str, path: str, first_line: int = 1, limit: int = 65_536) -> Document:
    """The document in *text*, which begins on line *first_line* of the file *path*.

    *limit* is the most characters that *text* may hold. Raises ArchiveError with every problem found; reading
    stops at one that hides what follows (a syntax error, a sixth level, a second document).
    """
    text = text.replace("\r\n", "\n")
    if first_line == 1:
        text = text.removeprefix("\ufeff")
    if len(text) > limit:
        found = Message("the YAML holds {many} characters, more than {most}", many=len(text), most=limit)
        raise ArchiveError([Problem(path, first_line, "", found, Message("shorten it"))])
    if not text.endswith("\n"):
        text += "\n"
    reading = _Reading(text, path, first_line)
    reading.check_lines()
    # libyaml is ten times faster. What it does not read without a problem is read again by PyYAML's own
    # parser, so that messages, too, are the same on every machine.
    question = "?" in text and ("[" in text or "{" in text)
    if _LIBYAML and not question and not _READ_OTHERWISE.search(text):
        with contextlib.suppress(ArchiveError, yaml.YAMLError):
            return _Reading(text, path, first_line).read(_LIBYAML(text))
    loader = yaml.SafeLoader(text)
    try:
        return reading.read(loader)
    except (yaml.YAMLError, ValueError, OverflowError) as error:  # the last two: chr(), for "\UFFFFFFFF"
        raise ArchiveError([*reading.problems, reading.explain(error, loader.line)]) from None


def dump_yaml(data: Mapping[str, object]) -> str:
    """*data* as YAML, one scalar a line, from which YAML readers take the same text; None is an empty value.

    Raises yaml.YAMLError for a value that has no form in YAML.
    """
    # The Python emitter: libyaml's writes emoji as escapes.
    return yaml.dump(dict(data), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=sys.maxsize)


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        return True


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    # Line ends as escapes: a line '---' within a value would end the front matter. Quotes around all that
    # does not begin with a letter: YAML 1.2 takes more forms for numbers (1e5, 0o17) than PyYAML.
    style = None if text.isprintable() and text[:1].isalpha() else '"'
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _represent_text)
_Dumper.add_representer(type(None), lambda dumper, _: dumper.represent_scalar("tag:yaml.org,2002:null", ""))


@dataclass
class _Open:
    """A list or mapping whose end has not been read yet."""

    value: Any
    place: Place
    line: int
    in_brackets: bool
    key: str | None = None
    """The key of a mapping that waits for its value."""


class _Reading:
    """One pass over one text: what is built, and what is wrong, so far. Its own lines count from 0."""

    def __init__(self, text: str, path: str, first_line: int) -> None:
        self.source = text.split("\n")
        self.path = path
        self.first_line = first_line
        self.problems: list[Problem] = []
        self.value: Value = None
        self.lines: dict[Place, int] = {}
        self.open: list[_Open] = []
        self.last: Any = None
        """The event of the last key or value."""

    def problem(self, line: int, field: str, found: Message, remedy: Message) -> Problem:
        if '"' in self.source[line]:
            remedy = _with_escapes(remedy)
        return Problem(self.path, self.first_line + line, field, found, remedy)

    def refuse(self, line: int, place: Place, found: Message, remedy: Message, stop: bool = False) -> None:
        field = ".".join(part[:60] for part in place if isinstance(part, str))
        self.problems.append(self.problem(line, field, found, remedy))
        if stop or len(self.problems) >= _MOST:
            raise ArchiveError(self.problems)

    def check_lines(self) -> None:
        for number, line in enumerate(self.source):
            for match in _FORBIDDEN.finditer(line):
                code = f"U+{ord(match[0]):04X}"
                found = Message("column {n} holds the invisible character {code}", n=str(match.start() + 1), code=code)
                self.refuse(number, (), found, _BREAK if match[0] in _LINE_ENDS else Message("remove it"))
            if line.startswith("%"):
                remedy = Message("indent it if it belongs to a text, or remove it")
                self.refuse(number, (), Message("the line begins with '%'"), remedy)
        if self.problems:
            raise ArchiveError(self.problems)

    def read(self, loader: Any) -> Document:
        documents = 0
        while loader.check_event():
            event = loader.get_event()
            line = event.start_mark.line
            if isinstance(event, yaml.NodeEvent):
                self.take(event)
            elif isinstance(event, yaml.CollectionEndEvent):
                self.open.pop()
            elif isinstance(event, yaml.DocumentStartEvent) and (documents := documents + 1) > 1:
                found, remedy = Message("a second document begins here"), Message("remove the line '---'")
                self.refuse(line, (), found, remedy, stop=True)
        if self.problems:
            raise ArchiveError(self.problems)
        self.lines.setdefault((), self.first_line)
        return Document(self.value, self.lines)

    def take(self, event: Any) -> None:
        """Put a key, a value or the start of a collection in its place."""
        self.last = event
        line = event.start_mark.line
        value: Value = getattr(event, "value", "")
        holder = self.open[-1] if self.open else None
        is_key = holder and holder.key is None and isinstance(holder.value, dict)
        place: Place = ()
        if holder and is_key:
            place = (*holder.place, str(value))
            self.check_key(event, line, holder, place)
            holder.key = str(value)
        elif holder:
            place = (*holder.place, len(holder.value) if holder.key is None else holder.key)
        self.lines.setdefault(place, self.first_line + line)
        if event.anchor or getattr(event, "tag", None):
            self.refuse(line, place, *_begins(self.source[line][event.start_mark.column]))
        if isinstance(event, yaml.ScalarEvent):
            value = self.text(event, line, place)
        elif isinstance(event, yaml.CollectionStartEvent):
            value = [] if isinstance(event, yaml.SequenceStartEvent) else {}
            self.open.append(_Open(value, place, line, bool(event.flow_style)))
            if len(self.open) > _DEPTH:
                found = Message("lists and keys stand more than {most} deep within each other", most=_DEPTH)
                remedy = Message("use fewer levels; if brackets belong to a text, {quote_it}", quote_it=_QUOTE)
                self.refuse(line, place, found, remedy, stop=True)
        if not holder:
            self.value = value
        elif isinstance(holder.value, list):
            holder.value.append(value)
        elif not is_key:
            holder.value[holder.key], holder.key = value, None

    def check_key(self, event: Any, line: int, holder: _Open, place: Place) -> None:
        if isinstance(event, yaml.CollectionStartEvent):
            found = Message("a list or a group of keys stands where one key should")
            remedy = Message("write a word before the ':'; if brackets belong to a text, {quote_it}", quote_it=_QUOTE)
            self.refuse(line, holder.place, found, remedy)
        elif isinstance(event, yaml.ScalarEvent) and not event.value:
            self.refuse(line, holder.place, *_NO_KEY)
        elif place[-1] == "<<":
            remedy = Message("write those keys and values here")
            self.refuse(line, holder.place, Message("'<<' takes keys from elsewhere"), remedy)
        elif place[-1] in holder.value:
            found = Message("the key is already given on line {line}", line=str(self.lines[place]))
            self.refuse(line, place, found, Message("keep one of the two"))

    def text(self, event: Any, line: int, place: Place) -> str | None:
        """The text of a scalar; None when nothing, not even quotes, stands there."""
        value: str = event.value
        if event.implicit[0]:
            end = event.end_mark
            if dropped := _DROPPED.match(self.source[end.line], end.column):
                found = Message("{words} and what follows would be dropped as a comment", words=quoted(dropped[1]))
                remedy = Message("{quote_it}, or put a space after the '#' of a comment", quote_it=_QUOTE)
                self.refuse(end.line, place, found, remedy)
            return value or None
        for char in sorted(set(_FORBIDDEN.findall(value))):
            found = Message("the value holds the invisible character {code}", code=f"U+{ord(char):04X}")
            self.refuse(line, place, found, Message(r"remove its escape, which begins with '\'"))
        return value

    def explain(self, error: Exception, stopped: int) -> Problem:
        """The problem for an *error* of PyYAML's parser, which *stopped* on that line."""
        line, found, remedy = self.diagnose(error, stopped)
        key = _KEY.match(self.source[line])
        return self.problem(line, key["key"] if key else "", found, remedy)

    def diagnose(self, error: Exception, stopped: int) -> tuple[int, Message, Message]:
        context, said = (str(getattr(error, name, "")) for name in ("context", "problem"))
        mark: Any = getattr(error, "problem_mark", None)
        began: Any = getattr(error, "context_mark", None) or mark
        if not mark or ("escape" in said and "tag" not in context):
            found = Message(r"a '\' between double quotes begins no escape")
            return mark.line if mark else stopped, found, Message(r"write '\\' for each '\' of the text")
        line: int = mark.line
        before, rest = self.source[line][: mark.column].strip(), self.source[line][mark.column :]
        last = self.last.start_mark.line if self.last else line
        if "quoted scalar" in context:
            return began.line, Message("a quote opened here is not closed"), _CLOSE
        if last < line == self.last.end_mark.line and getattr(self.last, "style", None) in ("'", '"'):
            found = Message("a quote opened here is closed only on line {line}", line=str(self.first_line + line))
            return last, found, _CLOSE
        if rest.startswith("\t") and before:
            remedy = Message("replace it by a space, or {quote_it}", quote_it=_QUOTE)
            return line, Message("a tab stands outside quotes"), remedy
        if rest.startswith("\t"):
            return line, Message("a tab indents the line"), Message("replace it by spaces")
        if said.startswith("mapping values") and last == line:
            return line, _HOLDS if rest[1:].strip() else _ENDS, _QUOTE
        if "simple key" in context or said.startswith("mapping values"):
            start = began.line if "simple key" in context else last
            key = _KEY.match(self.source[start])
            if key and key["glued"]:
                found = Message("there is no space after '{key}:'", key=key["key"])
                return start, found, Message("write '{key}: value'", key=key["key"])
            if not key:
                remedy = Message("write `key: value`, or indent the line if it goes on with a value above")
                return start, Message("the line has no ':' after a key"), remedy
            above = str(self.first_line + last)
            found = Message("the line is indented as if the value of line {n} went on", n=above)
            remedy = Message("begin it in the column of the other keys, or end that value on its own line")
            return line, found, remedy
        if said.startswith("sequence entries"):
            found = Message("a list item begins on the line of its key")
            return line, found, Message("begin it on the next line, or {quote_it}", quote_it=_QUOTE)
        if self.open and self.open[-1].in_brackets and context.startswith("while parsing"):
            if rest.startswith("?"):
                remedy = Message("put the item that holds it between double quotes")
                return line, Message("a '?' stands within brackets"), remedy
            found = Message("a bracket opened here is not closed properly")
            return self.open[-1].line, found, _CLOSE_BRACKET
        if rest.startswith(":") and not before:
            return line, *_NO_KEY
        if "<block end>" in said or "<document start>" in said:
            if before.strip("- "):
                return line, Message("text follows a closing quote or bracket"), _QUOTE
            return line, *_INDENTED
        if self.source[began.line].startswith(_SIGNS, began.column):
            return began.line, *_begins(self.source[began.line][began.column])
        if "node content" in said:
            return line, *_INDENTED
        return line, Message("the line cannot be read"), _NO_KEY[1]


def _begins(sign: str) -> tuple[Message, Message]:
    return Message("the value begins with '{sign}', a sign of YAML's own", sign=sign), _QUOTE


def _with_escapes(remedy: Message) -> Message:
    """*remedy* for a line that holds double quotes already."""
    values = {name: _QUOTE_AND_ESCAPE if value == _QUOTE else value for name, value in remedy.values}
    return _QUOTE_AND_ESCAPE if remedy == _QUOTE else Message(remedy.text, **values)
