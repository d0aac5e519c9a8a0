"""Facets: every article stands under each value that it has, and under what that lies within, and under no other."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.dates import parse_edtf
from archive.facets import Facets, Postings, build_tree, count_facets
from archive.kinship import Before, akin
from archive.model import Article, Kind, LinkedArticle, Record
from archive.register import Register, newest_first
from archive.text import fold


def record(id: str, within: str | None = None, kind: Kind = "place", heading: str = "") -> Record:
    return Record(id, kind, heading or id.title(), "other", within=within)


def article(
    id: str,
    date: str | None = None,
    outlet: str | None = None,
    places: Iterable[str] = (),
    actors: Iterable[str] = (),
    sources: Iterable[str] = (),
) -> LinkedArticle:
    seed = Article(id, f"{id}.txt", "Un.", "", "fr", outlet=outlet, date=parse_edtf(date) if date else None)
    return LinkedArticle(seed, (), tuple(sorted(places)), tuple(sorted(actors)), tuple(sorted(sources)))


def count(articles: Iterable[LinkedArticle], *records: Record) -> Facets:
    by_id = {one.id: one for one in sorted(records, key=lambda one: one.id)}
    return count_facets(Register.of(articles), build_tree(by_id, {id: fold(one.heading) for id, one in by_id.items()}))


def kin_of(facets: Facets, most: int = 5, reach: int = 20) -> dict[str, list[str]]:
    """Article id → the ids of those that share most with it."""
    ids, kin = facets.register.ids, akin(facets, most, reach).tolist()
    return {id: [ids[other] for other in others if other >= 0] for id, others in zip(ids, kin, strict=True)}


def ids(postings: Postings) -> dict[str, list[str]]:
    return {value: [linked.id for linked in articles] for value, articles in postings.items()}


SYRIA = record("syrie")
ALEP_PROVINCE = record("alep-gouvernorat", "syrie")
ALEP = record("alep", "alep-gouvernorat")
AIRPORT = record("aeroport", "alep")
HAMA = record("hama", "syrie")
STATE = record("syrie-etat", kind="actor")
ARMY = record("armee", "syrie-etat", kind="actor")
RT = record("rt", kind="outlet")
SANA = record("sana", "syrie-etat", kind="actor")
RECORDS = (SYRIA, ALEP_PROVINCE, ALEP, AIRPORT, HAMA, STATE, ARMY, RT, SANA)


def test_a_value_holds_the_articles_of_all_that_lies_within_it_once() -> None:
    facets = count(
        [
            article("a", places=["aeroport"], actors=["armee"], outlet="rt"),
            article("b", places=["alep", "alep-gouvernorat", "syrie"]),
            article("c", places=["hama"], actors=["armee", "syrie-etat"]),
        ],
        *RECORDS,
    )
    assert ids(facets.records) == {
        "aeroport": ["a"],
        "alep": ["a", "b"],
        "alep-gouvernorat": ["a", "b"],
        "armee": ["a", "c"],
        "hama": ["c"],
        "rt": ["a"],
        "syrie": ["a", "b", "c"],
        "syrie-etat": ["a", "c"],
    }
    assert list(facets.records) == sorted(facets.records)
    assert (facets.count("alep"), facets.count("sana"), facets.count("nobody")) == (2, 0, 0)
    assert [one.id for one in facets.of_kind("actor")] == ["armee", "sana", "syrie-etat"]


def test_the_tree_leads_up_and_down() -> None:
    tree = count([], *RECORDS).tree
    assert [one.id for one in tree.broader("aeroport")] == ["alep", "alep-gouvernorat", "syrie"]
    assert tree.broader("syrie") == ()
    assert tree.narrower == {
        "alep": ("aeroport",),
        "alep-gouvernorat": ("alep",),
        "syrie": ("alep-gouvernorat", "hama"),
        "syrie-etat": ("armee", "sana"),
    }


def test_siblings_are_ordered_by_heading_as_people_read_it() -> None:
    tree = count([], SYRIA, *(record(id, "syrie", heading=id) for id in ("Zabadani", "Élan", "alep", "Edlib"))).tree
    assert tree.narrower["syrie"] == ("alep", "Edlib", "Élan", "Zabadani")
    twins = count([], SYRIA, record("b", "syrie", heading="Alep"), record("a", "syrie", heading="alep")).tree
    assert twins.narrower["syrie"] == ("a", "b")


@pytest.mark.parametrize(
    ("dates", "order"),
    [
        ({"b": "2020", "a": "2021"}, "b a"),
        ({"c": None, "b": "2020", "a": None}, "b a c"),
        ({"day": "2020-02-16", "month": "2020-02", "year": "2020"}, "year month day"),
        ({"b": "2020-02-16", "a": "2020-02-16"}, "a b"),
        ({"b": "2020-02-16", "a": "2020-02-16?"}, "b a"),
        ({"later": "2020-03-01", "month": "2020-02"}, "month later"),
        ({"choice": "[2020-02-16..2020-02-17]", "first": "2020-02-16", "last": "2020-02-17"}, "first choice last"),
        ({"open": "2020/..", "closed": "2020", "until": "../2020-06"}, "closed open until"),
    ],
)
def test_articles_are_in_time_and_those_without_a_date_last(dates: dict[str, str | None], order: str) -> None:
    articles = [article(id, date) for id, date in dates.items()]
    assert [linked.id for linked in count(articles).articles] == order.split()
    assert [linked.id for linked in count(articles[::-1]).articles] == order.split()


def test_the_newest_first_and_those_without_a_date_last_all_the_same() -> None:
    given = [article("a", "2020"), article("b", "2021"), article("c"), article("d")]
    assert [linked.id for linked in newest_first(Register.of(given))] == ["b", "a", "c", "d"]
    assert len(newest_first(Register.of([]))) == 0


@pytest.mark.parametrize(
    ("date", "years", "months"),
    [
        ("2024-12-02", "2024", "2024-12"),
        ("2020-02", "2020", "2020-02"),  # under its month and its year, never under an invented day
        ("2020", "2020", ""),
        ("2020-21", "2020", ""),
        ("[2020-02-16..2020-02-17]", "2020", "2020-02"),
        ("2019-12-31/2020-01-01", "2019 2020", "2019-12 2020-01"),
        ("2019-11/2020-02", "2019 2020", "2019-11 2019-12 2020-01 2020-02"),
        ("{2020-02,2021-05}", "2020 2021", "2020-02 2021-05"),
        ("201X", "2010 2011 2012 2013 2014 2015 2016 2017 2018 2019", ""),
        ("2020/..", "2020", ""),
        (None, "", ""),
    ],
)
def test_a_date_files_an_article_under_each_year_and_month_that_it_states(
    date: str | None, years: str, months: str
) -> None:
    facets = count([article("a", date)])
    assert ids(facets.years) == {year: ["a"] for year in years.split()}
    assert ids(facets.months) == {month: ["a"] for month in months.split()}
    assert ids(facets.unstated)["dates"] == ([] if date else ["a"])


def test_what_is_not_stated_has_a_place_of_its_own() -> None:
    facets = count(
        [
            article("all", "2020", "rt", ["alep"], ["armee"]),
            article("none"),
            article("dated", "2020"),
            article("placed", places=["syrie"]),
            article("cites", actors=["sana"], sources=["sana", "rt"]),
        ],
        *RECORDS,
    )
    assert ids(facets.unstated) == {
        "actors": ["dated", "none", "placed"],
        "dates": ["cites", "none", "placed"],
        "outlets": ["dated", "cites", "none", "placed"],
        "places": ["dated", "cites", "none"],
    }
    assert ids(facets.sources) == {"rt": ["cites"], "sana": ["cites"]}
    assert "rt" in ids(facets.records)
    assert ids(facets.records)["rt"] == ["all"], "an outlet's page lists what it published, not who cites it"


def test_an_empty_archive_has_empty_facets() -> None:
    facets = count([])
    assert (facets.records, facets.years, facets.months, facets.sources) == ({}, {}, {}, {})
    assert ids(facets.unstated) == {"outlets": [], "places": [], "actors": [], "dates": []}
    assert (len(facets.articles), len(akin(facets))) == (0, 0)


@st.composite
def archives(draw: st.DrawFn) -> tuple[list[Record], list[LinkedArticle]]:
    """Records in random trees, and articles filed at random under them."""
    records: list[Record] = []
    kinds: tuple[Kind, ...] = ("outlet", "place", "actor")
    for kind in kinds:
        for number in range(draw(st.integers(1, 7))):
            within = draw(st.none() | st.integers(0, number - 1)) if number else None
            records.append(record(f"{kind}{number}", None if within is None else f"{kind}{within}", kind))
    draw(st.randoms()).shuffle(records)
    named = {kind: st.frozensets(st.sampled_from([one.id for one in records if one.kind == kind])) for kind in kinds}
    outlets = st.none() | st.sampled_from([one.id for one in records if one.kind == "outlet"])
    dates = st.none() | st.sampled_from(
        [
            "2020",
            "2020-02",
            "2020-02-16",
            "2019-12-30/2020-02",
            "[2020,2021-03]",
            "201X",
            "2021/..",
            "../2021",
            "2020-02-16?",
        ]
    )
    made = [
        article(
            f"{number}", draw(dates), draw(outlets), draw(named["place"]), draw(named["actor"]), draw(named["actor"])
        )
        for number in range(draw(st.integers(0, 6)))
    ]
    draw(st.randoms()).shuffle(made)
    return records, made


@given(archives())
def test_a_recount_by_hand_gives_the_same(archive: tuple[list[Record], list[LinkedArticle]]) -> None:
    records, articles = archive
    facets = count(articles, *records)
    parent = {one.id: one.within for one in records}

    def lies_within(id: str | None, broad: str) -> bool:
        while id is not None and id != broad:
            id = parent[id]
        return id == broad

    for one in records:
        under = [
            linked
            for linked in facets.articles
            if any(lies_within(id, one.id) for id in (linked.article.outlet, *linked.places, *linked.actors) if id)
        ]
        assert [*facets.under(one.id)] == under
        assert facets.count(one.id) == len(under)
        assert [*facets.sources.get(one.id, ())] == [linked for linked in facets.articles if one.id in linked.sources]
        narrower = [other.id for other in records if other.within == one.id]
        assert sorted(facets.tree.narrower.get(one.id, ())) == sorted(narrower)
        broader = {other.id for other in records if other.id != one.id and lies_within(one.id, other.id)}
        chain = [broad.id for broad in facets.tree.broader(one.id)]
        assert (set(chain), len(chain)) == (broader, len(broader))
        assert all(parent[near] == far for near, far in pairwise([one.id, *chain]))
    for postings in (facets.records, facets.years, facets.months, facets.sources):
        assert list(postings) == sorted(postings)
        assert all(postings.values()), "a value without articles is not in it"
    for year in {year for linked in articles if linked.article.date for year in linked.article.date.years}:
        expected = {linked.id for linked in articles if linked.article.date and year in linked.article.date.years}
        assert {linked.id for linked in facets.years[year]} == expected
    assert sorted(linked.id for linked in facets.articles) == sorted(linked.id for linked in articles)
    for linked, other in pairwise(facets.articles):
        if not linked.article.date:
            assert not other.article.date
        elif other.article.date:
            assert linked.article.date.sort_key <= other.article.date.sort_key
    for folder, missing in {
        "outlets": [linked for linked in facets.articles if linked.article.outlet is None],
        "dates": [linked for linked in facets.articles if linked.article.date is None],
        "places": [linked for linked in facets.articles if not linked.places],
        "actors": [linked for linked in facets.articles if not linked.actors],
    }.items():
        assert [*facets.unstated[folder]] == missing


def test_articles_that_name_the_same_at_the_same_time_are_akin() -> None:
    facets = count(
        [
            article("event", "2020-02-16", places=["aeroport", "syrie"], actors=["armee"]),
            article("opposed", "2020-02-17", places=["aeroport", "syrie"], actors=["armee"]),
            article("twin", "2020-02-16", places=["aeroport", "syrie"]),
            article("later", "2020-03", places=["aeroport", "syrie"]),
            article("b-eve", "2020-02-15", places=["syrie"]),
            article("a-morrow", "2020-02-17", places=["syrie"]),
            article("undated", places=["aeroport", "syrie"], actors=["armee"]),
            article("within", "2020-02-16", places=["alep"]),
        ],
        *RECORDS,
    )
    near = kin_of(facets)
    assert near["event"] == ["opposed", "twin", "later", "a-morrow", "b-eve"]
    assert near["undated"] == [], "nobody knows what it is near to"
    assert near["within"] == [], "what two places lie within is not shared by name"
    assert kin_of(facets, most=1)["event"] == ["opposed"]


def near_by_definition(facets: Facets, most: int, reach: int) -> dict[str, list[str]]:
    dated = [linked for linked in facets.articles if linked.article.date]
    undated = [linked for linked in facets.articles if not linked.article.date]
    near: dict[str, list[str]] = {}
    for group in (dated, undated):
        names = [{*linked.places, *linked.actors} for linked in group]
        for here, one in enumerate(group):
            order: list[tuple[int, int, str]] = []
            for there, other in enumerate(group):
                between = range(min(here, there), max(here, there))
                shared = [id for id in names[here] & names[there] if sum(id in names[at] for at in between) <= reach]
                if shared and here != there:
                    order.append((-len(shared), apart(one, other), other.id))
            near[one.id] = [id for *_, id in sorted(order)[:most]]
    return near


def apart(one: LinkedArticle, other: LinkedArticle) -> int:
    """Days between the beginnings of their dates, or ends where these are open."""
    dates = [linked.article.date for linked in (one, other)]
    days = [date.start or date.end for date in dates if date]
    return abs((days[0] - days[1]).days) if days and days[0] and days[1] else 0


@given(archives(), st.integers(1, 3), st.integers(1, 3))
def test_kin_are_those_of_the_definition(
    archive: tuple[list[Record], list[LinkedArticle]], most: int, reach: int
) -> None:
    records, articles = archive
    facets = count(articles, *records)
    assert kin_of(facets, most, reach) == near_by_definition(facets, most, reach)


def test_an_article_more_changes_the_lists_of_few() -> None:
    days = [f"{year}-{month:02}" for year in range(1990, 2020) for month in range(1, 13)]
    articles = [
        article(f"{number:03}", day, places=["syrie"], actors=["armee"] if number % 3 else [])
        for number, day in enumerate(days)
    ]
    before = kin_of(count(articles, *RECORDS))
    after = kin_of(count([*articles, article("new", "2005-06-15", places=["syrie"])], *RECORDS))
    changed = [id for id, others in before.items() if after[id] != others]
    assert 0 < len(changed) <= 40


@given(archives(), archives(), st.data(), st.integers(1, 3))
def test_kin_found_from_those_before_and_the_changes_are_those_of_the_whole(
    one: tuple[list[Record], list[LinkedArticle]],
    other: tuple[list[Record], list[LinkedArticle]],
    data: st.DataObject,
    reach: int,
) -> None:
    records = [*{record.id: record for record in (*one[0], *other[0])}.values()]
    old = {linked.id: linked for linked in one[1]}
    changed = {
        linked.id: linked
        for linked in data.draw(st.lists(st.sampled_from(other[1]), max_size=3) if other[1] else st.just([]))
    }
    gone = data.draw(st.sets(st.sampled_from(sorted(old)), max_size=2)) if old else set[str]()
    new = {id: linked for id, linked in {**old, **changed}.items() if id not in gone}
    before, after = count(old.values(), *records), count(new.values(), *records)
    found = Before(before.register, akin(before, 5, reach))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("archive.kinship._FEW", 0)  # else so many changes would have all looked for anew
        assert (akin(after, 5, reach, found) == akin(after, 5, reach)).all()
