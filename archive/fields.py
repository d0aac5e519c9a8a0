"""The kinds of value that seeds and authority records hold, and how a wrong one is explained.

The models of `archive.seeds` and `archive.authorities` are made of these types; `read_model` turns every pydantic
error into a `Problem` with file, line, field, what was found and the remedy.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, TypeVar

from babel import Locale
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from archive.dates import EdtfError, parse_edtf
from archive.disguise import disguises
from archive.messages import Message
from archive.problems import ArchiveError, Problem, quoted
from archive.strict_yaml import Document
from archive.text import fold

ID_PATTERN = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")
_RESERVED = frozenset({"index", "con", "prn", "aux", "nul", *(f"{p}{n}" for p in ("com", "lpt") for n in range(1, 10))})
"""``index`` is each folder's index page; the others cannot be file names on Windows."""


def utf8_text(data: bytes, path: str, first_line: int = 1) -> str:
    """The text of *data*, which begins on line *first_line* of the file *path*. Raises ArchiveError when not UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = first_line + data.count(b"\n", 0, error.start)
        found = Message("is not UTF-8 (byte 0x{byte}; Windows-1252?)", byte=f"{data[error.start]:02X}")
        if first_line == 1 and data.startswith((b"\xff\xfe", b"\xfe\xff")):
            line, found = 0, Message("is UTF-16")
        raise ArchiveError([Problem(path, line, "", found, Message("save it with the encoding UTF-8"))]) from None


def wrong(found: Message, remedy: Message) -> PydanticCustomError:
    """The error a validator raises: what was found, and the remedy."""
    return PydanticCustomError("archive", "{found}; {remedy}", {"found": found, "remedy": remedy})


def id_mistake(text: str) -> tuple[Message, Message] | None:
    """What is wrong with *text* as an id and the remedy, or None when it is one."""
    if text in _RESERVED:
        return Message("the id {id} is reserved", id=quoted(text)), Message("choose another")
    if ID_PATTERN.fullmatch(text):
        return None
    found = Message("{id} is no id", id=quoted(text))
    allowed = Message("1 to 100 of a–z, 0–9, - and _, beginning with a letter or digit")
    proposed = re.sub("[^a-z0-9]+", "-", fold(text)).strip("-")[:100]
    if proposed and proposed not in _RESERVED:
        return found, Message("write {id} ({allowed})", id=proposed, allowed=allowed)
    return found, Message("use {allowed}", allowed=allowed)


def did_you_mean(text: str, known: Iterable[str]) -> Message | None:
    """A remedy that names the nearest of *known*; None when none is near."""
    near = difflib.get_close_matches(text, sorted(known), n=1, cutoff=0.6)
    return Message("did you mean {near}?", near=near[0]) if near else None


def one_of(text: str, known: Iterable[str]) -> Message:
    """A remedy that names the nearest of the few that are *known*, or all of them."""
    return did_you_mean(text, known) or Message("use one of {all}", all=", ".join(sorted(known)))


def _line(text: str) -> str:
    if not text.strip():
        raise wrong(Message("is empty"), Message("write a value or delete the line"))
    if "\n" in text:
        raise wrong(Message("spans several lines"), Message("write it on one line"))
    return _visible(text).strip()


def _note(text: str) -> str:
    return _line(" ".join(text.split()))


def _visible(text: str) -> str:
    found = disguises(text, name=True)
    if hidden := sorted(code for disguise in found if not disguise.word for code in disguise.characters):
        hides = Message("holds invisible characters ({characters})", characters=", ".join(hidden))
        raise wrong(hides, Message("type the value anew without them"))
    for disguise in found:
        mixes = Message(
            "mixes letters that look alike in {word} ({characters})",
            word=quoted(disguise.word),
            characters=", ".join(disguise.characters),
        )
        raise wrong(mixes, Message("type it in one alphabet"))
    return text


def _id(text: str) -> str:
    if mistake := id_mistake(text):
        raise wrong(*mistake)
    return text


def _unquoted_set(value: object) -> object:
    """EDTF's ``[1667,1668]`` without quotes is a list to YAML; its scalars are text, so nothing is lost."""
    if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        return f"[{','.join(value)}]"
    return value


def _edtf(text: str) -> str:
    try:
        parse_edtf(text)
    except EdtfError as error:
        raise wrong(error.found, error.remedy) from None
    return text


def _day(text: str) -> str:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII):
        raise wrong(Message("{value} is no day", value=quoted(text)), Message("write it as 2024-12-31"))
    return _edtf(text)


def _web_address(text: str) -> str:
    if not re.fullmatch(r"https?://[^\s/?#][^\s\"'<>\\^`{|}]*", _visible(text), re.IGNORECASE):
        remedy = Message("write it whole, from https:// on, without spaces or quotes")
        raise wrong(Message("{value} is no web address", value=quoted(text)), remedy)
    return text


def _language(text: str) -> str:
    remedy = Message("write fr, en, ar or the like (BCP 47)")
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", text, re.ASCII):
        raise wrong(Message("{value} is no language tag", value=quoted(text)), remedy)
    if text.partition("-")[0] not in Locale("en").languages:
        raise wrong(Message("{value} is no known language", value=quoted(text)), remedy)
    return text


def _digest(text: str) -> str:
    if not re.fullmatch(r"[0-9a-f]{64}", text.lower(), re.ASCII):
        remedy = Message("write its 64 hexadecimal digits or delete the line")
        raise wrong(Message("{value} is no SHA-256", value=quoted(text)), remedy)
    return text.lower()


Line = Annotated[str, AfterValidator(_line)]
"""One line of visible text."""
Note = Annotated[str, AfterValidator(_note)]
"""Free text; white space is folded."""
RecordId = Annotated[str, AfterValidator(_id)]
EdtfText = Annotated[str, AfterValidator(_edtf), BeforeValidator(_unquoted_set)]
Day = Annotated[str, AfterValidator(_day)]
WebAddress = Annotated[str, AfterValidator(_web_address)]
Language = Annotated[str, AfterValidator(_language)]
Digest = Annotated[str, AfterValidator(_digest)]


class Strict(BaseModel):
    """A model that allows no other key than its own."""

    model_config = ConfigDict(extra="forbid", frozen=True)


M = TypeVar("M", bound=Strict)


def read_model(
    model: type[M], value: object, document: Document, path: str, at: tuple[str | int, ...] = ()
) -> tuple[M | None, list[Problem]]:
    """*value* (the part of *document* under *at*) as a *model*, or None and every problem in it.

    A known key without a value counts as absent. Where only some keys are wrong, the model holds the others, so that
    these can be checked in the same run.
    """
    present = value
    if isinstance(value, Mapping):
        present = {k: v for k, v in value.items() if v is not None or k not in model.model_fields}
    try:
        return model.model_validate(present), []
    except ValidationError as error:
        details = error.errors(include_url=False)
    problems = {_problem(model, detail, document, path, at): None for detail in details}
    mistaken = {detail["loc"][0] for detail in details if detail["loc"]}
    right = {k: v for k, v in present.items() if k not in mistaken} if isinstance(present, Mapping) else present
    try:
        return model.model_validate(right), list(problems)
    except ValidationError:
        return None, list(problems)


def _problem(
    model: type[BaseModel], detail: ErrorDetails, document: Document, path: str, at: tuple[str | int, ...]
) -> Problem:
    where = detail["loc"][:-1] if detail["loc"][1:] and detail["loc"][-1] == _KEY_ITSELF else detail["loc"]
    field = ".".join(part[:60] for part in where if isinstance(part, str))
    found, remedy = _explain(model, detail, where)
    return Problem(path, document.line(*at, *where), field, found, remedy)


_KEY_ITSELF = "[key]"
"""What pydantic puts at the end of a location when the key there is wrong, not its value."""


def _explain(model: type[BaseModel], detail: ErrorDetails, where: tuple[Any, ...]) -> tuple[Message, Message]:
    """What was found and the remedy, for one pydantic error."""
    context, given = detail.get("ctx", {}), detail.get("input")
    match detail["type"]:
        case "archive":
            return context["found"], context["remedy"]
        case "extra_forbidden":
            known = model.model_fields if len(where) == 1 else ("form", "after", "when")
            return Message("is no key of the format"), one_of(str(where[-1]), known)
        case "missing":
            return Message("is missing"), Message("add it")
        case "literal_error":
            allowed = re.findall(r"'([^']+)'", context["expected"])  # as pydantic lists them: 'a', 'b' or 'c'
            remedy = did_you_mean(str(given), allowed) or Message("use {allowed}", allowed=tuple(allowed))
            return Message("{value} is not allowed here", value=quoted(given)), remedy
        case _ if given is None:
            return Message("is empty"), Message("write a value or delete it")
        case "string_type" | "string_sub_type":
            return _shape(given), Message("write one text, between double quotes if brackets belong to it")
        case "list_type" | "tuple_type":
            plain = isinstance(given, str) and re.fullmatch(r"\w[\w '’-]{0,60}", given)
            example = str(given) if plain else Message("one, two")
            return _shape(given), Message("write a list in brackets: [{example}]", example=example)
        case "model_type" if "variants" in where:
            example = "{form: …, when: listed}"
            return _shape(given), Message("write one name, or a name with its rule: {example}", example=example)
        case "float_parsing" | "float_type" | "finite_number":
            return Message("{value} is no number", value=quoted(given)), Message("write it as 36.2012")
        case "greater_than_equal" | "less_than_equal":
            remedy = Message("write degrees: latitude −90 to 90, longitude −180 to 180")
            return Message("{value} is out of range", value=quoted(given)), remedy
        case "dict_type" | "model_type" | "mapping_type":
            return _shape(given), Message("write 'key: value' lines")
        case _:
            return Message("{value}: {what}", value=quoted(given), what=detail["msg"]), Message("correct the value")


def _shape(value: object) -> Message:
    if isinstance(value, Mapping):
        return Message("is a group of keys")
    if isinstance(value, list | tuple):
        return Message("is a list")
    return Message("is the text {value}", value=quoted(value))
