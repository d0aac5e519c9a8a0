"""After a change of records, articles out of its reach keep their links: they are those of a whole new linking."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.known import NOTHING
from archive.linking import Linker
from archive.model import Article, Form, Kind, Record
from archive.problems import ArchiveError
from archive.reading import read_sources
from archive.relinking import link_since, touch
from archive.settings import read_settings
from tests.building import ROOT, write

ALEP = Record("alep", "place", "Alep", "city", (Form("Halab"),))
ASSAD = Record("assad", "actor", "Bachar al-Assad", "person")
TASS = Record("tass", "actor", "Agence TASS", "news_agency")
RECORDS = {one.id: one for one in (ALEP, ASSAD, TASS)}


def reached(after: Record | None, body: str, before: Record = ALEP, **given: frozenset[str]) -> bool:
    article = Article("a", "a.txt", body, "", "fr", **given)  # type: ignore[arg-type]
    new = {id: one for id, one in RECORDS.items() if id != before.id} | ({after.id: after} if after else {})
    return touch(RECORDS, new).reaches(Linker(RECORDS.values()).link(article))


def changed(record: Record, **given: object) -> Record:
    return Record(**{**vars(record), **given})


@pytest.mark.parametrize(
    ("after", "body", "expected"),
    [
        (changed(ALEP, variants=(Form("Halab"), Form("Aleppo"))), "À Aleppo.", True),
        (changed(ALEP, variants=(Form("Halab"), Form("Aleppo"))), "À Alep, dit TASS.", False),
        (changed(ALEP, variants=(Form("Halab"), Form("L’Œil"))), "Sous l'œil.", True),
        (changed(ALEP, variants=()), "À Halab.", True),
        (changed(ALEP, variants=(Form("Halab", when="listed"),)), "À Halab.", True),
        (changed(ALEP, variants=(Form("Halab", when="listed"),)), "À Alep.", False),
        (changed(ALEP, note="Deuxième ville", lat=36.2, lon=37.1, within="syrie"), "À Alep.", False),
        (changed(ALEP, kind="actor"), "À Alep.", True),
        (None, "À Alep.", True),
        (None, "À Hama.", False),
    ],
)
def test_a_change_reaches_whom_it_concerns(after: Record | None, body: str, expected: bool) -> None:
    assert reached(after, body) is expected


def test_a_change_of_type_reaches_those_who_name_or_list_the_record() -> None:
    party = changed(TASS, type="party")
    assert reached(party, "L'Agence TASS le dit.", before=TASS)
    assert reached(party, "On le dit.", before=TASS, listed_sources=frozenset(["tass"]))
    assert not reached(party, "On le dit.", before=TASS)


def test_a_surname_that_a_new_form_brings_reaches_those_who_write_it() -> None:
    assert reached(changed(ASSAD, variants=(Form("Bachar le Lion"),)), "Le Lion, dit-on.", before=ASSAD)


def test_nothing_reaches_no_one() -> None:
    linked = Linker(RECORDS.values()).link(Article("a", "a.txt", "À Alep.", "", "fr"))
    assert not touch(RECORDS, {id: changed(one) for id, one in RECORDS.items()}).reaches(linked)


WORDS = ["Alep", "alep", "Œil", "oeil", "de", "Al", "al-Assad", "Assad", "Bachar Assad", "Alep de Al", "l'Alep", "…"]
RULES: tuple[Literal["", "introduced", "listed"], ...] = ("", "introduced", "listed")
FORMS = st.builds(Form, st.sampled_from(WORDS), st.sampled_from([(), ("de",)]), st.sampled_from(RULES))
KINDS: tuple[Kind, ...] = ("place", "actor", "outlet")
IDS = ["one", "two", "three", "four"]
ENTRIES = st.builds(
    Record,
    st.sampled_from(IDS),
    st.sampled_from(KINDS),
    st.sampled_from(WORDS),
    st.sampled_from(["person", "news_agency", "other"]),
    st.lists(FORMS, max_size=3).map(tuple),
)
ARCHIVES = st.lists(ENTRIES, max_size=4).map(lambda entries: {one.id: one for one in entries})
LISTED = st.frozensets(st.sampled_from(IDS), max_size=2)
TEXTS = st.lists(st.sampled_from([*WORDS, ",", "n'", "s", "-"]), max_size=8).map(" ".join)
ARTICLES = st.builds(
    lambda body, places, actors, sources, rejected: Article(
        "a", "a.txt", body, "", "fr",
        listed_places=places, listed_actors=actors, listed_sources=sources, rejected=rejected,
    ),
    TEXTS, LISTED, LISTED, LISTED, LISTED,
)  # fmt: skip


@settings(max_examples=1500)
@given(ARCHIVES, ARCHIVES, st.sets(st.sampled_from(IDS)), st.lists(ARTICLES, max_size=4))
def test_articles_out_of_reach_keep_their_links(
    before: dict[str, Record], others: dict[str, Record], edited: set[str], articles: list[Article]
) -> None:
    after = {id: one for id, one in before.items() if id not in edited}
    after |= {id: one for id, one in others.items() if id in edited}
    reach = touch(before, after)
    old, new = Linker(before.values()), Linker(after.values())
    for article in articles:
        linked = old.link(article)
        assert reach.reaches(linked) or linked == new.link(article)


def test_few_articles_are_in_memory_while_all_are_read_and_linked(tmp_path: Path) -> None:
    """Else an archive would have to fit into it several times."""
    write(tmp_path, {f"articles/{number:03}.txt": f"{number} " + "Alep, dit-on. " * 100 for number in range(600)})
    sources = read_sources(tmp_path, read_settings(ROOT / "mkdocs.yml"))
    before, most = articles_in_memory(), 0

    def over(articles: Iterable[Article], many: int) -> Iterator[Article]:
        nonlocal most
        assert many == 600
        for number, article in enumerate(articles):
            if number % 50 == 0:
                most = max(most, articles_in_memory() - before)
            yield article

    assert len(link_since(NOTHING, sources, over)) == 600
    assert most < 200


def articles_in_memory() -> int:
    return sum(isinstance(one, Article) for one in gc.get_objects())


def test_what_is_wrong_is_told_when_all_have_been_read(tmp_path: Path) -> None:
    write(
        tmp_path, {"articles/a.txt": "Alep", "articles/b.txt": "", "articles/c.txt": "Hama", "articles/d.txt": "\x00"}
    )
    articles = read_sources(tmp_path, read_settings(ROOT / "mkdocs.yml")).articles
    assert next(articles).id == "a"
    with pytest.raises(ArchiveError) as told:
        next(articles)
    assert [Path(problem.path).name for problem in told.value.problems] == ["b.txt", "d.txt"]
