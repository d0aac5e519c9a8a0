"""Articles from GitHub's issue form: what the form holds is what is read, and the text stays the text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from archive.adding.issue_form import LABELS, PUBLISHED
from archive.adding.planning import NewSeed, Wishes
from archive.fields import read_model
from archive.seeds import FrontMatter
from archive.strict_yaml import read_yaml
from tests.adding.support import pasted, told
from tests.building import ROOT
from tests.hostile import BODIES, LINES

FORM: dict[str, Any] = yaml.safe_load((ROOT / ".github" / "ISSUE_TEMPLATE" / "article.yml").read_text(encoding="utf-8"))
FIELDS = [field for field in FORM["body"] if field["type"] != "markdown"]
TEXT = "Les dockers de Brest ont cessé le travail.\n\nOn attend Brest.\n"
TICKED = "- [x] Le texte est tel que publié, sans coupe ni correction."
WISHES = Wishes(form="issue-form")
NO_EVENT = "is no event of an issue on GitHub; name the file that GITHUB_EVENT_PATH names"
OTHERWISE = "the issue is not as the form makes it; open a new one with the form"
UNTICKED = (
    "the issue does not say that the text is as published, letter by letter; ask whoever opened it, and tick the box"
)


def issue(text: str = TEXT, /, fence: str = "```", **answers: str) -> dict[str, Any]:
    """The event of an issue that was opened with the form, as GitHub writes it."""
    given = {"date_basis": PUBLISHED, "verbatim": TICKED, "text": f"{fence}text\n{text}\n{fence}", **answers}
    body = "\n\n".join(f"### {label}\n\n{given.get(id, '_No response_')}" for id, label in LABELS.items())
    return {"issue": {"body": body, "html_url": "https://github.com/owner/name/issues/12", "title": "$(id) `id`"}}


def made(event: Mapping[str, Any]) -> NewSeed:
    return pasted(json.dumps(event), WISHES)


def front_matter(seed: NewSeed) -> FrontMatter:
    document = read_yaml(seed.head.split("---\n")[1], "x")
    model, problems = read_model(FrontMatter, document.value, document, "x")
    assert model, problems
    assert problems == []
    return model


def test_the_form_is_one_that_github_takes_and_that_is_read_here() -> None:
    assert set(FORM) == {"name", "description", "body"}
    assert {field["id"]: field["attributes"]["label"] for field in FIELDS} == dict(LABELS)
    assert list(LABELS) == [field["id"] for field in FIELDS]
    assert (
        len({field["id"] for field in FIELDS}) == len({field["attributes"]["label"] for field in FIELDS}) == len(FIELDS)
    )
    allowed = {
        "input": {"label", "description", "placeholder", "value"},
        "textarea": {"label", "description", "placeholder", "value", "render"},
        "dropdown": {"label", "description", "multiple", "options", "default"},
        "checkboxes": {"label", "description", "options"},
    }
    for field in FIELDS:
        assert set(field) <= {"type", "id", "attributes", "validations"}
        assert set(field["attributes"]) <= allowed[field["type"]]
    assert [field["id"] for field in FIELDS if field["type"] == "textarea"] == ["text"] == [FIELDS[-1]["id"]]
    assert PUBLISHED in next(field["attributes"]["options"] for field in FIELDS if field["id"] == "date_basis")
    assert len(next(field["attributes"]["options"] for field in FIELDS if field["id"] == "verbatim")) == 1


def test_what_is_filled_in_becomes_front_matter_and_the_text_the_body() -> None:
    answers = {"title": "Les dockers", "author": "J. Kermor", "outlet": "Gazette de l'Ouest", "date": "3 mai 1948"}
    seed = made(issue(**answers, url="https://example.org/1"))
    assert seed.body.decode("utf-8") == TEXT
    assert seed.id == "1948-05-03-les-dockers"
    given = front_matter(seed)
    assert (given.title, given.author, given.outlet) == ("Les dockers", "J. Kermor", "gazette-de-l-ouest")
    assert (given.date, given.date_basis, given.url) == ("1948-05-03", "source", "https://example.org/1")
    assert "issue : https://github.com/owner/name/issues/12" in (given.note or "")


def test_what_is_left_empty_is_not_stated() -> None:
    given = front_matter(made(issue()))
    assert (given.title, given.author, given.outlet, given.date, given.url) == (None,) * 5
    assert "No response" not in (given.note or "")


@pytest.mark.parametrize("known", ["le texte la dit · the text says it", "par ailleurs · from elsewhere"])
def test_a_date_that_the_publication_does_not_give_is_told_and_not_stated(known: str) -> None:
    given = front_matter(made(issue(date="1948-05-03", date_basis=known)))
    assert given.date is None
    assert f"1948-05-03 ; {LABELS['date_basis']} : {known}" in (given.note or "")


@pytest.mark.parametrize(
    "text",
    [
        *(body for body in BODIES.values() if isinstance(body, str) and "\r" not in body),
        f"### {LABELS['title']}\n\nAutre\n\n### {LABELS['text']}\n\nEncore",
        "```text\nx\n```",
        "```\n### x\n```\n",
        "_No response_",
    ],
)
def test_the_text_may_hold_any_line(text: str) -> None:
    assert made(issue(text)).body.decode("utf-8") == text
    assert made(issue(text, fence="````")).body.decode("utf-8") == text


def test_a_text_that_somebody_took_out_of_its_fence_is_read_too() -> None:
    assert made(issue(text_="", text="Un texte.\n\n### Suite")).body == b"Un texte.\n\n### Suite"


def test_line_ends_of_a_browser_are_those_of_the_archive() -> None:
    event = issue("Un\ndeux")
    event["issue"]["body"] = event["issue"]["body"].replace("\n", "\r\n")
    assert made(event).body == b"Un\ndeux"


@pytest.mark.parametrize("line", LINES)
def test_hostile_answers_make_a_seed_all_the_same(line: str) -> None:
    seed = made(issue(title=line, author=line, outlet=line, date=line, url=line))
    assert seed.body.decode("utf-8") == TEXT
    assert front_matter(seed).title in (" ".join(line.split()), None)


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ("{", NO_EVENT),
        ("[" * 100_000, NO_EVENT),
        ("[]", NO_EVENT),
        ('{"issue": 1}', NO_EVENT),
        ('{"issue": {"body": null}}', "the issue is not as the form makes it; open a new one with the form"),
        (issue(title="a\n\nb"), "the issue is not as the form makes it; open a new one with the form"),
        (
            f"### {LABELS['title']}" + "\n" * 60_000,
            "the issue is not as the form makes it; open a new one with the form",
        ),
        (
            issue(verbatim=TICKED.replace("x", " ", 1)),
            UNTICKED,
        ),
        (issue(" \n"), "has no text; add the article's text"),
    ],
    ids=["cut", "deep", "list", "number", "empty", "lines", "blank", "unticked", "no-text"],
)
def test_what_is_not_from_the_form_is_refused(tmp_path: Path, event: str | dict[str, Any], said: str) -> None:
    text = event if isinstance(event, str) else json.dumps(event)
    if text.startswith("###"):
        text = json.dumps({"issue": {"body": text}})
    (tmp_path / "event.json").write_text(text, encoding="utf-8")
    assert told(tmp_path / "event.json", wishes=WISHES) == [f"event.json: {said}"]
