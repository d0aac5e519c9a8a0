"""The schemas that editors use: those of the code, true of the files that are here, and of what the archive refuses.

``python -m tests.test_schemas`` writes them anew.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from archive.model import FOLDERS
from archive.schemas import schemas
from archive.seeds import split_front_matter
from tests.building import ROOT

FOLDER = ROOT / "seeds" / "schemas"
MADE = dict(schemas())
ARTICLES = sorted((ROOT / "seeds" / "articles").iterdir())


class EditorLoader(yaml.SafeLoader):
    """Reads YAML as editors do, by its core schema: a day is text, and so are yes and no."""


EditorLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def mistakes(name: str, text: str) -> list[str]:
    """What an editor underlines in *text*, as paths."""
    value: Any = yaml.load(text, EditorLoader)  # noqa: S506 - it makes nothing but plain values
    found = Draft7Validator(json.loads(MADE[name])).iter_errors(value)
    return sorted("/".join(map(str, error.absolute_path)) for error in found)


def main() -> None:
    """Writes the schemas as the code has them now."""
    FOLDER.mkdir(exist_ok=True)
    for name, text in MADE.items():
        (FOLDER / name).write_text(text, encoding="utf-8")


def test_the_files_are_those_of_the_code() -> None:
    assert {path.name: path.read_text(encoding="utf-8") for path in FOLDER.iterdir()} == MADE


@pytest.mark.parametrize("name", MADE)
def test_a_schema_is_one(name: str) -> None:
    Draft7Validator.check_schema(json.loads(MADE[name]))


@pytest.mark.parametrize("name", FOLDERS.values())
def test_our_records_name_their_schema_and_fit_it(name: str) -> None:
    text = (ROOT / "seeds" / "authorities" / f"{name}.yml").read_text(encoding="utf-8")
    assert text.startswith(f"# yaml-language-server: $schema=../schemas/{name}.json\n")
    assert mistakes(f"{name}.json", text) == []


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_our_front_matter_fits_its_schema(path: Any) -> None:
    head, _, _ = split_front_matter(path.read_bytes(), path.name)
    assert mistakes("front_matter.json", head) == []


@pytest.mark.parametrize(
    ("name", "text", "where"),
    [
        ("places.json", "- {id: alep, heading: Alep, type: city, variants: [Halab, {form: Alep, when: listed}]}", []),
        ("places.json", "- {id: alep, heading: 1948, type: city, lat: 36.2, identifiers: {geonames: 170063}}", []),
        ("places.json", "- {id: Alep, heading: Alep, type: city}", ["0/id"]),
        ("places.json", "- {id: alep, heading: Alep, type: person}", ["0/type"]),
        ("actors.json", "- {id: assad, heading: Assad, type: person}", []),
        ("places.json", "- {id: alep, type: city}", ["0"]),
        ("places.json", "- {id: alep, heading: Alep, type: city, variant: [Halab]}", ["0"]),
        ("places.json", "- {id: a, heading: A, type: city, variants: [{form: Alep, when: always}]}", ["0/variants/0"]),
        ("places.json", "- {id: alep, heading: Alep, type: city, lat: 91}", ["0/lat"]),
        ("places.json", "- {id: alep, heading: Alep, type: city, identifiers: {wikidata: 858}}", []),
        ("places.json", "- {id: a, heading: A, type: city, identifiers: {wikidata: P8}}", ["0/identifiers/wikidata"]),
        ("places.json", "- {id: alep, heading: Alep, type: city, identifiers: {imdb: 1}}", ["0/identifiers"]),
        ("redirects.json", "- {old: articles/a, new: articles/b}", []),
        ("redirects.json", "- {old: articles/a, withdrawn: at the author's request}", []),
        ("redirects.json", "- {old: articles/a}", ["0"]),
        ("redirects.json", "- {old: articles/a, new: articles/b, withdrawn: x}", ["0"]),
        ("front_matter.json", "date: [1667, 1668]", []),
        ("front_matter.json", "date_evidence: ce 2 décembre", []),
        ("front_matter.json", "date_evidence: [ce 2 décembre, novembre 2024]", []),
        ("front_matter.json", "collected: 2024-12-31", []),
        ("front_matter.json", "collected: 31/12/2024", ["collected"]),
        ("front_matter.json", "date_basis: guessed", ["date_basis"]),
        ("front_matter.json", "titre: x", [""]),
        ("front_matter.json", "url: example.org", ["url"]),
        ("front_matter.json", "language: français", ["language"]),
    ],
)  # fmt: skip
def test_an_editor_underlines_what_the_archive_refuses(name: str, text: str, where: list[str]) -> None:
    assert mistakes(name, text) == where


if __name__ == "__main__":
    main()
