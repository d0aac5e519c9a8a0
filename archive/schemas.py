"""JSON Schemas of the files that people write by hand, for editors that complete and check while one types.

They are made from the models that read these files, and lie in ``seeds/schemas/``; the first line of each file of
records names its own (``# yaml-language-server: $schema=…``). What only the whole archive can tell, such as an id that
leads nowhere, is left to the check.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from archive.authorities import IDENTIFIER_PATTERNS, TYPES, RecordEntry
from archive.fields import Strict
from archive.model import FOLDERS
from archive.redirects import RedirectEntry
from archive.seeds import FrontMatter

DIALECT = "http://json-schema.org/draft-07/schema#"
"""The newest that editors understand in full."""
DESCRIPTIONS: Mapping[str, str] = {
    "title": "As published; without it the page shows the first words of the text and says so.",
    "author": "As published.",
    "outlet": "The id of a record in outlets.yml.",
    "outlet_basis": "How the outlet is known; source when it is left out.",
    "outlet_evidence": "What the text says of it: quotes, letter by letter.",
    "date": "EDTF: 2024-12-02, 2024-12, 2024, 2024-12? (uncertain), 2024~ (about), [2020-02-16..2020-02-17] (either).",
    "date_basis": "How the date is known; source when it is left out.",
    "date_evidence": "What the text says of it: quotes, letter by letter.",
    "date_note": "How the date was worked out, or by what general knowledge.",
    "language": "fr, en, ar … (BCP 47); without it the site's.",
    "url": "Where it was published.",
    "archived_url": "Where a copy is kept, such as on web.archive.org.",
    "collected": "The day on which the text was taken.",
    "rights": "Free text.",
    "note": "Free text.",
    "places": "Ids of places.yml to add to what linking finds.",
    "actors": "Ids of actors.yml to add to what linking finds.",
    "sources": "Ids of those whom the article cites, to add to what linking finds.",
    "reject": "Ids that linking must not find in this text.",
    "sha256": "Of the text's bytes; when it is there, a changed text is refused.",
    "id": "Permanent; makes the address of the page.",
    "heading": "The preferred form of the name.",
    "type": "What kind of thing it is.",
    "variants": "Other forms of the name, each with its rule if it has one.",
    "within": "The id of the broader record: its pages include this one's articles.",
    "lat": "Degrees north.",
    "lon": "Degrees east.",
    "identifiers": "Numbers in other catalogues, only when verified.",
    "labels": "Headings in other languages, by BCP 47 tag.",
    "form": "The name as texts have it.",
    "after": "It counts only in a noun group that one of these words opens.",
    "when": "introduced: only after another form in the same text; listed: only in articles that list the record.",
    "old": "Folder and id of the page that is gone: articles/2020-alep.",
    "new": "Folder and id of the page that took its place.",
    "withdrawn": "Why there is no such page any more.",
}
"""Key → what an editor shows beside it."""
_FOR_PYTHON = ("title", "default", "description", "$defs")


def schemas() -> Iterator[tuple[str, str]]:
    """(file name, text) of each schema."""
    for kind, name in FOLDERS.items():
        entry = _schema(RecordEntry)
        entry["properties"]["type"]["enum"] = list(TYPES[kind])
        entry["properties"]["identifiers"] = {
            "description": DESCRIPTIONS["identifiers"],
            "type": "object",
            "additionalProperties": False,
            "properties": {
                scheme: {"type": ["string", "number"], "pattern": f"^(?:{pattern})$"}
                for scheme, pattern in IDENTIFIER_PATTERNS.items()
            },
        }
        yield f"{name}.json", _file(f"Authority records: {name}", {"type": "array", "items": entry})
    redirects = _schema(RedirectEntry)
    redirects["oneOf"] = [{"required": ["new"]}, {"required": ["withdrawn"]}]
    yield "redirects.json", _file("Redirects", {"type": "array", "items": redirects})
    yield "front_matter.json", _file("Front matter of a seed", _schema(FrontMatter))


def _file(title: str, schema: Mapping[str, Any]) -> str:
    whole = {"$schema": DIALECT, "title": title, **schema}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _schema(model: type[Strict]) -> dict[str, Any]:
    """The schema of *model*."""
    schema = model.model_json_schema()
    made: dict[str, Any] = _for_editors(schema, schema.get("$defs", {}))
    return made


def _for_editors(schema: Any, definitions: Mapping[str, Any]) -> Any:
    """A part of a schema as an editor needs it: in one piece, each key described, and nothing for Python only."""
    if isinstance(schema, list):
        return [_for_editors(one, definitions) for one in schema if one != {"type": "null"}]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return _for_editors(definitions[schema["$ref"].rpartition("/")[2]], definitions)
    kept = {key: _for_editors(value, definitions) for key, value in schema.items() if key not in _FOR_PYTHON}
    if len(kept.get("anyOf", ())) == 1:
        kept = {**kept.pop("anyOf")[0], **kept}
    if kept.get("type") == "string" and "enum" not in kept:
        kept["type"] = ["string", "number"]  # YAML takes 1948 for a number; the archive takes every value for text
    if "properties" in schema:
        kept["properties"] = {
            key: {"description": DESCRIPTIONS[key], **_for_editors(value, definitions)}
            for key, value in schema["properties"].items()
        }
    return kept
