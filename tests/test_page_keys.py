"""The key of a page: as long as it is the same, so is the page's text, whatever else of the archive has changed."""

from __future__ import annotations

import pickle
import random
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from hashlib import sha256
from typing import Any

import pytest

from archive.collection import Collection
from archive.dates import parse_edtf
from archive.facets import build_tree, count_facets
from archive.generated import Generated
from archive.linking import link_all
from archive.model import Article, Attribution, Form, Record, Redirect
from archive.pages.keys import Keys
from archive.pages.site import render_pages
from archive.register import Register
from archive.rendering import Renderer, templates_key
from archive.settings import Settings, read_settings
from archive.text import fold
from archive.words import Words
from tests.building import ROOT

TEMPLATES = ROOT / "templates" / "pages"
WORDS = Words.load("fr", ROOT / "templates" / "theme" / "messages")
SENTENCES = (
    "Rufus Firefly spoke in Klopstok.",
    "The Council met; the council met again, says Freedonia Wire.",
    "Nothing was heard from Marxville, nor from Klopstok.",
    "In Freedonia trains run again. Firefly smiled.",
    "A word with no name in it.",
)
DATES = ("2019-03-04", "2019-03", "2020-02-16", "[2019-12-30..2020-01-02]", "2021", "2020-02-16?", "1948-05-01", None)


@cache
def settings() -> Settings:
    return read_settings(ROOT / "mkdocs.yml")


@cache
def renderer() -> Renderer:
    return Renderer([TEMPLATES], WORDS)


Archive = tuple[Mapping[str, Article], Mapping[str, Record], tuple[Redirect, ...]]


def article(id: str, rng: random.Random) -> Article:
    body = f"{rng.choice(('Report', 'Dispatch'))} {rng.randrange(50)}.\n\n" + "\n\n".join(rng.sample(SENTENCES, 2))
    date, outlet = rng.choice(DATES), rng.choice(("gazette", "herald", None))
    return Article(
        id,
        f"seeds/articles/{id}.txt",
        body,
        sha256(body.encode()).hexdigest(),
        "fr",
        title=rng.choice((None, f"Titre {rng.randrange(9)}")),
        outlet=outlet,
        outlet_attribution=Attribution("source") if outlet else None,
        date=parse_edtf(date) if date else None,
        date_attribution=Attribution(rng.choice(("source", "inferred")), ("met",)) if date else None,
    )


def record(id: str, kind: Any, heading: str, type: str, *variants: str, within: str | None = None) -> Record:
    return Record(id, kind, heading, type, tuple(map(Form, variants)), within)


def first_archive(rng: random.Random) -> Archive:
    records = [
        record("gazette", "outlet", "Freedonia Gazette", "newspaper"),
        record("herald", "outlet", "Sylvania Herald", "newspaper"),
        record("freedonia", "place", "Freedonia", "country"),
        record("north", "place", "Northern Province", "admin1", within="freedonia"),
        record("klopstok", "place", "Klopstok", "city", within="north"),
        record("marx", "place", "Marxville", "village", within="north"),
        record("council", "actor", "Council", "state_body", "the Council", "council"),
        record("firefly", "actor", "Rufus Firefly", "person", "Firefly", within="council"),
        record("wire", "actor", "Freedonia Wire", "news_agency"),
    ]
    articles = [article(f"a{n:03}", rng) for n in range(130)]
    redirects = (Redirect("articles/old", "articles/a001", None), Redirect("places/old", "places/marx", None))
    return {one.id: one for one in articles}, {one.id: one for one in records}, redirects


def edited(archive: Archive, rng: random.Random) -> Archive:
    """*archive* after something has happened to it."""
    articles, records, redirects = dict(archive[0]), dict(archive[1]), archive[2]
    some = articles[rng.choice(sorted(articles.keys() - {"a001"}))]
    one = records[rng.choice(sorted(records.keys() - {"marx"}))]
    match rng.randrange(18):
        case 0:
            new = article(f"b{rng.randrange(999):03}", rng)
            articles[new.id] = new
        case 1:
            del articles[some.id]
        case 2:
            articles[some.id] = replace(article(some.id, rng), note=rng.choice((None, "Note.")))
        case 3:
            field = rng.choice(("author", "url", "archived_url", "rights", "note", "title"))
            given: dict[str, Any] = {field: f"https://a.example/{rng.randrange(99)}"}
            articles[some.id] = replace(some, **given)
        case 4:
            articles[some.id] = replace(some, collected=f"2020-01-{rng.randrange(1, 28):02}", language="en")
        case 5:
            basis = Attribution("background", (), f"note {rng.randrange(9)}")
            date = parse_edtf(f"20{rng.randrange(10, 20)}-07")
            articles[some.id] = replace(some, date=date, date_attribution=basis)
        case 6:
            articles[some.id] = replace(some, listed_places=frozenset({"marx"}), listed_sources=frozenset({"wire"}))
        case 7:
            records[one.id] = replace(one, heading=f"{one.heading}x")
        case 8:
            records[one.id] = replace(one, labels=(("fr", f"Nom {rng.randrange(9)}"),))
        case 9:
            records[one.id] = replace(one, note=f"Note {rng.randrange(9)}", lat=rng.random(), lon=1.5)
        case 10:
            records[one.id] = replace(one, identifiers=(("wikidata", f"Q{rng.randrange(99)}"),))
        case 11:
            forms = (f"Forme {rng.randrange(9)}", rng.choice(("trains", "word", "Report")))
            records[one.id] = replace(one, variants=(*one.variants, *map(Form, forms)))
        case 12:
            if one.kind == "place" and one.id != "freedonia":
                records[one.id] = replace(one, within=rng.choice(("freedonia", None)))
        case 13:
            if one.kind == "actor":
                records[one.id] = replace(one, type=rng.choice(("person", "company", "people")))
        case 14 | 15:
            body = f"{some.body} A word that changes no name: {rng.randrange(99)}."
            articles[some.id] = replace(some, body=body, sha256=sha256(body.encode()).hexdigest())
        case 16:
            id = f"new{rng.randrange(9)}"
            records[id] = record(id, rng.choice(("place", "actor")), f"Dispatch {id}", "other", "smiled")
        case _:
            if one.id not in {"freedonia", "north", "council", "gazette", "herald"}:
                del records[one.id]
    return articles, records, redirects


def collection(archive: Archive) -> Collection:
    articles, records, redirects = archive
    ordered = dict(sorted(records.items()))
    register = Register.of(link_all(sorted(articles.values(), key=lambda one: one.id), ordered))
    tree = build_tree(ordered, {id: fold(one.heading) for id, one in ordered.items()})
    facets = count_facets(register, tree)
    return Collection(settings(), WORDS, facets, redirects)


def pages(archive: Archive) -> list[Generated]:
    made = list(render_pages(collection(archive), renderer()))
    assert len({page.path for page in made}) == len(made)
    return made


@pytest.mark.parametrize("seed", range(24))
def test_pages_with_equal_keys_have_equal_texts_after_any_edits(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311
    archive = first_archive(rng)
    texts: dict[tuple[str, bytes], str] = {}
    kept = 0
    for _ in range(12):
        for page in pages(archive):
            text = page.data().decode()
            before = texts.setdefault((page.path, page.key), text)
            assert before == text, page.path
            kept += before is not text
        archive = edited(archive, rng)
    assert kept > 1000, "most pages are as they were"


ARTICLE = {
    "title": {"title": "Un autre titre"},
    "author": {"author": "A. Scribe"},
    "path": {"path": "seeds/articles/ailleurs.txt"},
    "text": {"body": "Klopstok only.", "sha256": "other"},
    "words that name nothing": {"body": "Rufus Firefly spoke in Klopstok, again.", "sha256": "other"},
    "outlet": {"outlet": "herald"},
    "how the outlet is known": {"outlet_attribution": Attribution("inferred", ("spoke",))},
    "evidence of the outlet": {"outlet_attribution": Attribution("source", ("spoke",))},
    "date": {"date": parse_edtf("1948")},
    "how the date is known": {"date_attribution": Attribution("background")},
    "evidence of the date": {"date_attribution": Attribution("source", ("spoke",))},
    "note on the date": {"date_attribution": Attribution("source", (), "As people say.")},
    "url": {"url": "https://a.example/"},
    "archived_url": {"archived_url": "https://b.example/"},
    "collected": {"collected": "2020-01-05"},
    "rights": {"rights": "Domaine public"},
    "note": {"note": "Une note"},
    "language": {"language": "en"},
    "places": {"listed_places": frozenset({"marx"})},
    "actors": {"listed_actors": frozenset({"council"})},
    "sources": {"listed_sources": frozenset({"wire"})},
    "an outlet as a source": {"listed_sources": frozenset({"gazette"})},
}
RECORD = {
    "heading": {"heading": "Autre"},
    "label": {"labels": (("fr", "Autre"),)},
    "type": {"type": "other"},
    "forms that no text has": {"variants": (Form("Jamais"),)},
    "forms": {"variants": (Form("spoke"),)},
    "what it lies within": {"within": "freedonia"},
    "latitude": {"lat": 1.5, "lon": 2.5},
    "longitude": {"lat": 1.25, "lon": 3.5},
    "identifiers": {"identifiers": (("wikidata", "Q1"),)},
    "note": {"note": "Une note"},
}


@pytest.mark.parametrize(
    ("kind", "what"), [("article", what) for what in ARTICLE] + [("record", what) for what in RECORD]
)
def test_whatever_changes_and_shows_on_a_page_changes_its_key(kind: str, what: str) -> None:
    articles, records, redirects = first_archive(random.Random(5))  # noqa: S311
    dated = {"date": parse_edtf("2019-03-04"), "date_attribution": Attribution("source")}
    known = {"outlet": "gazette", "outlet_attribution": Attribution("source"), "title": None, "language": "fr"}
    body = "Rufus Firefly spoke in Klopstok, says the Sylvania Herald."  # which is not its outlet
    given: dict[str, Any] = {"body": body, "sha256": "x", **dated, **known}
    articles = {**articles, "a050": replace(articles["a050"], **given)}
    records = {**records, "klopstok": replace(records["klopstok"], lat=1.25, lon=2.5)}
    redirects = (Redirect("articles/old", "articles/a050", None), Redirect("places/old", "places/klopstok", None))
    before = {page.path: page for page in pages((articles, records, redirects))}
    change: dict[str, Any]
    if kind == "article":
        change = dict(ARTICLE[what])  # type: ignore[call-overload]
        articles = {**articles, "a050": replace(articles["a050"], **change)}
    else:
        change = dict(RECORD[what])  # type: ignore[call-overload]
        records = {**records, "klopstok": replace(records["klopstok"], **change)}
    after = {page.path: page for page in pages((articles, records, redirects))}
    same = [path for path in before if path in after and before[path].key == after[path].key]
    assert [path for path in same if before[path].render() != after[path].render()] == []
    assert len(same) < len(before), "it shows somewhere"


def test_an_index_is_made_anew_when_its_tree_changes_and_no_count_does() -> None:
    one = replace(article("a", random.Random(1)), body="Alep, Idlib.", sha256="x", outlet=None)  # noqa: S311
    alep = record("alep", "place", "Alep", "city")
    idlib = record("idlib", "place", "Idlib", "city", within="alep")
    trees = [{"alep": alep, "idlib": record} for record in (idlib, replace(idlib, within=None))]
    assert "places/index.md" in changed(*(({"a": one}, tree, ()) for tree in trees))


def changed(before: Archive, after: Archive) -> set[str]:
    """The pages that have to be made anew, those that are gone included."""
    old, new = ({page.path: page.key for page in pages(one)} for one in (before, after))
    return {path for path in old.keys() | new.keys() if old.get(path) != new.get(path)}


def test_one_more_article_at_the_end_leaves_full_pages_as_they_are() -> None:
    articles, records, redirects = first_archive(random.Random(1))  # noqa: S311
    articles = {id: replace(one, date=parse_edtf("2019-03-04")) for id, one in articles.items()}
    body = "Rufus Firefly spoke in Klopstok."
    new = replace(articles["a001"], id="z", body=body, sha256="z", date=parse_edtf("2019-12-31"))
    anew = changed((articles, records, redirects), ({**articles, "z": new}, records, redirects))
    assert {"index.md", "articles/z.md", "articles/index.md", "articles/index/3.md", "places/klopstok.md"} <= anew
    assert not {"articles/index/2.md", "places/freedonia/2.md", "actors/council/2.md", "dates/2019/2.md"} & anew
    assert len(anew) < 30


def test_keys_are_of_values_and_the_same_in_every_process() -> None:
    archive = first_archive(random.Random(2))  # noqa: S311
    one, other = collection(archive), pickle.loads(pickle.dumps(collection(archive)))  # noqa: S301
    keys = [{page.path: page.key for page in render_pages(each, renderer())} for each in (one, other)]
    assert keys[0] == keys[1]
    assert Keys(one).everything == Keys(other).everything
    assert all(len(page_key) == 16 for page_key in keys[0].values())


def test_a_page_can_be_made_in_another_process() -> None:
    made = list(render_pages(collection(first_archive(random.Random(3))), renderer()))  # noqa: S311
    again = pickle.loads(pickle.dumps(made))  # noqa: S301
    assert [page.render() for page in again[::10]] == [page.render() for page in made[::10]]


def test_the_key_of_the_templates_is_of_all_that_shapes_pages(tmp_path: Any) -> None:
    key = templates_key([TEMPLATES], WORDS)
    assert key == templates_key([TEMPLATES], WORDS)
    (tmp_path / "row.html").write_text("<li>", encoding="utf-8")
    mine = templates_key([tmp_path, TEMPLATES], WORDS)
    assert mine != key
    (tmp_path / "row.html").write_text("<li class=x>", encoding="utf-8")
    assert templates_key([tmp_path, TEMPLATES], WORDS) not in (mine, key)
    assert templates_key([TEMPLATES], Words("fr", WORDS.locale, {**WORDS.messages, "home.all": "x"})) != key
