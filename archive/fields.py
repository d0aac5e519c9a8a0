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
        found = f"is not UTF-8 (byte 0x{data[error.start]:02X}; Windows-1252?)"
        if first_line == 1 and data.startswith((b"\xff\xfe", b"\xfe\xff")):
            line, found = 0, "is UTF-16"
        raise ArchiveError([Problem(path, line, "", found, "save it with the encoding UTF-8")]) from None


def wrong(found: str, remedy: str) -> PydanticCustomError:
    """The error a validator raises: what was found, and the remedy."""
    return PydanticCustomError("archive", "{found}; {remedy}", {"found": found, "remedy": remedy})


def id_mistake(text: str) -> tuple[str, str] | None:
    """What is wrong with *text* as an id and the remedy, or None when it is one."""
    if text in _RESERVED:
        return f"the id {quoted(text)} is reserved", "choose another"
    if ID_PATTERN.fullmatch(text):
        return None
    allowed = "1 to 100 of a–z, 0–9, - and _, beginning with a letter or digit"
    proposed = re.sub("[^a-z0-9]+", "-", fold(text)).strip("-")[:100]
    if proposed and proposed not in _RESERVED:
        return f"{quoted(text)} is no id", f"write {proposed} ({allowed})"
    return f"{quoted(text)} is no id", f"use {allowed}"


def did_you_mean(text: str, known: Iterable[str], most: int = 40) -> str:
    """A remedy that names the nearest of *known*, or lists them all when that is at most *most*; else empty."""
    choices = sorted(known)
    if near := difflib.get_close_matches(text, choices, n=1, cutoff=0.6):
        return f"did you mean {near[0]}?"
    return f"use one of {', '.join(choices)}" if 0 < len(choices) <= most else ""


def _line(text: str) -> str:
    if not text.strip():
        raise wrong("is empty", "write a value or delete the line")
    if "\n" in text:
        raise wrong("spans several lines", "write it on one line")
    return _visible(text).strip()


def _note(text: str) -> str:
    return _line(" ".join(text.split()))


def _visible(text: str) -> str:
    found = disguises(text, name=True)
    if hidden := sorted(code for disguise in found if not disguise.word for code in disguise.characters):
        raise wrong(f"holds invisible characters ({', '.join(hidden)})", "type the value anew without them")
    for disguise in found:
        codes = ", ".join(disguise.characters)
        raise wrong(f"mixes letters that look alike in {quoted(disguise.word)} ({codes})", "type it in one alphabet")
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
        raise wrong(f"{quoted(text)} is no day", "write it as 2024-12-31")
    return _edtf(text)


def _web_address(text: str) -> str:
    if not re.fullmatch(r"https?://[^\s/?#][^\s\"'<>\\^`{|}]*", _visible(text), re.IGNORECASE):
        raise wrong(f"{quoted(text)} is no web address", "write it whole, from https:// on, without spaces or quotes")
    return text


def _language(text: str) -> str:
    if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", text, re.ASCII):
        raise wrong(f"{quoted(text)} is no language tag", "write fr, en, ar or the like (BCP 47)")
    if text.partition("-")[0] not in Locale("en").languages:
        raise wrong(f"{quoted(text)} is no known language", "write fr, en, ar or the like (BCP 47)")
    return text


def _digest(text: str) -> str:
    if not re.fullmatch(r"[0-9a-f]{64}", text.lower(), re.ASCII):
        raise wrong(f"{quoted(text)} is no SHA-256", "write its 64 hexadecimal digits or delete the line")
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


def _explain(model: type[BaseModel], detail: ErrorDetails, where: tuple[Any, ...]) -> tuple[str, str]:
    """What was found and the remedy, for one pydantic error."""
    context, given = detail.get("ctx", {}), detail.get("input")
    match detail["type"]:
        case "archive":
            return context["found"], context["remedy"]
        case "extra_forbidden":
            known = model.model_fields if len(where) == 1 else ("form", "after", "when")
            return "is no key of the format", did_you_mean(str(where[-1]), known)
        case "missing":
            return "is missing", "add it"
        case "literal_error":
            return f"{quoted(given)} is not allowed here", f"use {context['expected'].replace(chr(39), '')}"
        case _ if given is None:
            return "is empty", "write a value or delete it"
        case "string_type" | "string_sub_type":
            return f"is {_shape(given)}", "write one text, between double quotes if brackets belong to it"
        case "list_type" | "tuple_type":
            plain = isinstance(given, str) and re.fullmatch(r"\w[\w '’-]{0,60}", given)
            return f"is {_shape(given)}", f"write a list in brackets: [{given if plain else 'one, two'}]"
        case "model_type" if "variants" in where:
            return f"is {_shape(given)}", "write one name, or a name with its rule: {form: …, when: listed}"
        case "float_parsing" | "float_type" | "finite_number":
            return f"{quoted(given)} is no number", "write it as 36.2012"
        case "greater_than_equal" | "less_than_equal":
            return f"{quoted(given)} is out of range", "write degrees: latitude −90 to 90, longitude −180 to 180"
        case "dict_type" | "model_type" | "mapping_type":
            return f"is {_shape(given)}", "write 'key: value' lines"
        case _:
            return f"{quoted(given)}: {detail['msg']}", "correct the value"


def _shape(value: object) -> str:
    if isinstance(value, Mapping):
        return "a group of keys"
    if isinstance(value, list | tuple):
        return "a list"
    return f"the text {quoted(value)}"
