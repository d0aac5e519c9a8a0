"""The archive that ships here, against what people found by reading: names, values, identifiers, and the texts.

``gold/mentions.yml`` was made by reading the five texts, never by running the linker, and is never changed to fit it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from archive.linking import link_all
from archive.model import FOLDERS, Attribution, LinkedArticle, Record
from archive.reading import read_sources
from archive.settings import read_settings

ROOT = Path(__file__).resolve().parent.parent
GOLD = Path(__file__).parent / "gold"
SOURCES = read_sources(ROOT / "seeds", read_settings(ROOT / "mkdocs.yml"))
LINKED = {linked.id: linked for linked in link_all(SOURCES.articles, SOURCES.records)}


class Entry(NamedTuple):
    """A place of a text that names a record."""

    start: int
    end: int
    ids: tuple[str, ...]
    """More than one where two are equally defensible."""
    core: bool
    """A proper name, or a designation that works as one."""


def entries(id: str) -> list[Entry]:
    """The gold entries of an article, in the order of its text."""
    body = LINKED[id].article.body
    found = []
    for entry in yaml.safe_load((GOLD / "mentions.yml").read_text(encoding="utf-8"))[id]:
        text, start = entry["text"], -1
        for _ in range(entry["nth"]):
            start = body.index(text, start + len(text) if start >= 0 else 0)
        ids = entry["id"] if isinstance(entry["id"], list) else [entry["id"]]
        found.append(Entry(start, start + len(text), tuple(ids), entry["core"]))
    return found


ENTRIES = {id: entries(id) for id in LINKED}


def there(linked: LinkedArticle, start: int, end: int) -> str:
    """A place of the text in its context, for a person to judge."""
    body = linked.article.body.replace("\n", "¶")
    return f"{linked.id}: …{body[max(0, start - 40) : start]}[{body[start:end]}]{body[end : end + 40]}…"


def overlapping(start: int, end: int, others: list[Any]) -> list[Any]:
    return [other for other in others if other.start < end and start < other.end]


def test_the_gold_file_holds_every_article_and_is_in_order() -> None:
    assert set(yaml.safe_load((GOLD / "mentions.yml").read_text(encoding="utf-8"))) == set(LINKED)
    assert sum(entry.core for found in ENTRIES.values() for entry in found) == 156
    for id, found in ENTRIES.items():
        places = [place for entry in found for place in entry[:2]]
        assert places == sorted(places), id
        assert {one for entry in found for one in entry.ids} <= set(SOURCES.records), id


def test_the_proper_names_are_found_as_whom_they_name() -> None:
    core = [(LINKED[id], entry) for id, found in ENTRIES.items() for entry in found if entry.core]
    missed, mistaken = [], []
    for linked, entry in core:
        mentions = overlapping(entry.start, entry.end, list(linked.mentions))
        ids = {mention.id for mention in mentions}
        told = f"{there(linked, entry.start, entry.end)} is {' or '.join(entry.ids)}, not {sorted(ids) or 'linked'}"
        if not mentions:
            missed.append(told)
        if not ids & set(entry.ids):
            mistaken.append(told)
    assert 1 - len(missed) / len(core) >= 0.97, "\n".join(["names not found:", *missed])
    assert 1 - len(mistaken) / len(core) >= 0.97, "\n".join(["names not found, or as another:", *mistaken])


def test_the_links_agree_with_the_reading() -> None:
    links = [(linked, mention) for linked in LINKED.values() for mention in linked.mentions]
    wrong = []
    for linked, mention in links:
        read = overlapping(mention.start, mention.end, ENTRIES[linked.id])
        if not any(mention.id in entry.ids for entry in read):
            expected = " or ".join(id for entry in read for id in entry.ids) or "not linked"
            wrong.append(f"{there(linked, mention.start, mention.end)} is {expected}, not {mention.id}")
    assert len(links) > 200
    assert 1 - len(wrong) / len(links) >= 0.98, "\n".join(["links that a reader would not make:", *wrong])


TEXTS = {
    "000_08556021234c2483": ("27ea8c42d9ab2d96e6a3b57455f8d691cf80d0b7863fb834eda9a8dd978f03c3", 3415),
    "001_d20318cd63597525": ("0cfde3fcb2cfd11c535251d455f1b8abb810d90e6a1bc4564f9686e8d052423f", 2534),
    "002_602eecd0bf1127c7": ("a9d2731aae7559ac67a1c45550bd1fbb36fd4aeafd892b2361d51043d27b6aa1", 3674),
    "003_d11c206d2957891f": ("b0fa700580a90d41bc0cc37ddae82edb5068b1f8e4a9e5f4af12c40197d5e6c5", 2511),
    "004_aee5ed9c4d934e62": ("875cc4f7e25b3dac56a0be1fd33c8270536f04024ab73c153063f3b96b18ae16", 2910),
}
"""Id → the SHA-256 and the bytes of the text as it was received."""


@pytest.mark.parametrize("id", TEXTS)
def test_a_text_is_byte_for_byte_the_one_received(id: str) -> None:
    sha256, length = TEXTS[id]
    head, fence, body = (ROOT / "seeds" / "articles" / f"{id}.txt").read_bytes().partition(b"\n---\n")
    assert head.startswith(b"---\n")
    assert fence
    assert (hashlib.sha256(body).hexdigest(), len(body)) == (sha256, length)
    assert f"\nsha256: {sha256}" in head.decode("utf-8")
    assert LINKED[id].article.sha256 == sha256
    assert LINKED[id].article.body.encode("utf-8") == body


def test_the_archive_holds_the_five_texts() -> None:
    assert list(LINKED) == list(TEXTS)


RT_FRANCE = Attribution("inferred", ("Auteur: RT France",))
STATED = {
    "000_08556021234c2483": (
        None,
        None,
        "2024-12-02?",
        "inferred",
        {"a confirmé ce 2 décembre", "En novembre 2024 seulement"},
    ),
    "001_d20318cd63597525": (
        "rt-france",
        RT_FRANCE,
        "[2020-02-16..2020-02-17]",
        "inferred",
        {"à la veille d'une rencontre", "ce 17 février", "une première depuis huit ans", "depuis 2012"},
    ),
    "002_602eecd0bf1127c7": (None, None, "2024-12-04?", "background", set()),
    "003_d11c206d2957891f": (None, None, "2020-02", "stated", {" date 2020-02 "}),
    "004_aee5ed9c4d934e62": (None, None, "2024-11-30?", "background", set()),
}
"""Id → outlet and how it is known; date, its basis and its evidence: the honest values, and nothing else."""


@pytest.mark.parametrize("id", TEXTS)
def test_a_seed_says_what_is_known_of_it_and_how(id: str) -> None:
    article = LINKED[id].article
    outlet, outlet_attribution, date, basis, evidence = STATED[id]
    assert (article.outlet, article.outlet_attribution) == (outlet, outlet_attribution)
    assert article.date is not None
    assert article.date_attribution is not None
    assert (article.date.text, article.date_attribution.basis) == (date, basis)
    assert set(article.date_attribution.evidence) == evidence
    assert bool(article.date_attribution.note) == (basis == "background")
    assert article.language == "fr"
    nothing = (article.title, article.author, article.url, article.archived_url, article.collected, article.rights)
    assert nothing == (None,) * 6, "nothing is known of them beyond their text"


def facts_of(record: Record) -> dict[str, object]:
    """A record in the shape of the facts file."""
    stated: Mapping[str, object] = {
        "id": record.id,
        "kind": record.kind,
        "heading": record.heading,
        "type": record.type,
        "within": record.within if record.kind == "place" else None,
        "lat": record.lat,
        "lon": record.lon,
        **dict(record.identifiers),
    }
    return {key: value for key, value in stated.items() if value is not None}


FACTS = {entry["id"]: entry for entry in yaml.safe_load((GOLD / "authority_facts.yml").read_text(encoding="utf-8"))}


@pytest.mark.parametrize("id", sorted(FACTS))
def test_a_record_holds_the_verified_facts_and_no_others(id: str) -> None:
    expected = {key: value if key in ("lat", "lon") else str(value) for key, value in FACTS[id].items()}
    if id == "rt-france":
        expected["kind"] = "outlet"  # nobody names it but the article that it published
    assert facts_of(SOURCES.records[id]) == expected


def test_there_is_no_record_without_facts() -> None:
    assert set(SOURCES.records) == set(FACTS)
    assert {record.kind for record in SOURCES.records.values()} == set(FOLDERS)


@pytest.mark.parametrize(
    ("id", "broader"),
    [
        ("alep", ["alep-gouvernorat", "syrie"]),
        ("jisr-al-choghour", ["idlib-gouvernorat", "syrie"]),
        ("aeroport-alep", ["alep", "alep-gouvernorat", "syrie"]),
        ("armee-air-syrienne", ["armee-syrienne", "syrie-etat"]),
        ("kremlin", ["russie"]),
        ("delegation-turque", ["turquie"]),
    ],
)
def test_places_and_bodies_lie_in_their_trees(id: str, broader: list[str]) -> None:
    way, step = [], SOURCES.records[id].within
    while step:
        way.append(step)
        step = SOURCES.records[step].within
    assert way == broader


@pytest.mark.parametrize(
    ("id", "forms"),
    [
        ("idlib", {"Idleb"}),
        ("htc", {"HTC", "HTS", "Hayat Tahrir al-Sham"}),
        ("bachar-al-assad", {"Bachar el-Assad", "Bashar al-Assad"}),
        ("jisr-al-choghour", {"Jisr al-Shougour"}),
        ("osdh", {"OSDH"}),
    ],
)
def test_a_record_knows_the_spellings_in_common_use(id: str, forms: set[str]) -> None:
    assert forms <= {form.text for form in SOURCES.records[id].variants}
