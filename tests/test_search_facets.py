"""Counting in the browser: the pure function against a plain count, then whole searches against the collection."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page

from archive.collection import Collection
from archive.model import LinkedArticle
from archive.search.documents import in_order
from tests.search_support import Searchable, made_files, make_searchable
from tests.serving import serve_folder
from tests.watching import WatchPage

Values = Mapping[str, frozenset[str]]
"""By facet, the values that a document stands under."""
Selection = Mapping[str, Mapping[str, list[str]]]

COUNT = """([documents, lists, selection, limits]) => {
    const typed = (values) => Uint32Array.from(values);
    const given = {};
    for (const [name, { starts, values, size }] of Object.entries(lists)) {
        given[name] = { starts: typed(starts), ends: typed(starts.slice(1)), values: typed(values), size };
    }
    const found = archive.facets.count(documents, given, selection, limits);
    const counts = Object.entries(found.counts).map(([name, counts]) => [name, [...counts]]);
    return [found.documents, Object.fromEntries(counts)];
}"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Searchable:
    return make_searchable(tmp_path_factory.mktemp("made"), made_files(200))


@pytest.fixture
def page(made: Searchable, watch_page: WatchPage) -> Iterator[Page]:
    with serve_folder(made.site) as home:
        watch = watch_page(home)
        page = watch.open("page.html")
        page.evaluate("async () => { window.index = await archive.search.open(new URL('search/', location)); }")
        yield page
        watch.assert_quiet()


def test_counts_are_those_of_a_plain_count(page: Page) -> None:
    chance = random.Random(5)  # noqa: S311
    for _ in range(150):
        size = chance.randint(0, 40)
        widths = {f"f{n}": chance.randint(1, 6) for n in range(chance.randint(1, 4))}
        documents = [
            {name: set(chance.sample(range(width), chance.randint(1, width))) for name, width in widths.items()}
            for _ in range(size)
        ]
        lists = {}
        for name, width in widths.items():
            rows = [sorted(document[name]) for document in documents]
            starts = [sum(map(len, rows[:n])) for n in range(size + 1)]
            lists[name] = {"starts": starts, "values": [value for row in rows for value in row], "size": width}
        selection = {
            name: {"any": chance.sample(range(-1, width + 1), chance.randint(0, 2)), "not": [chance.randrange(width)]}
            for name, width in widths.items()
            if chance.random() < 0.5
        }
        limits = {name: [chance.randint(0, 1) for _ in range(size)] for name in widths if chance.random() < 0.3}
        asked = chance.sample(range(size), chance.randint(0, size))

        def passes(number: int, name: str) -> bool:
            wanted = selection.get(name, {"any": [], "not": []})  # noqa: B023
            values = documents[number][name]  # noqa: B023
            chosen = not wanted["any"] or bool(values.intersection(wanted["any"]))
            allowed = limits.get(name, [1] * size)[number]  # noqa: B023
            return chosen and not values.intersection(wanted["not"]) and bool(allowed)

        passing = [number for number in asked if all(passes(number, name) for name in widths)]
        counts = {
            name: Counter(
                value
                for number in asked
                if all(passes(number, other) for other in widths if other != name)
                for value in documents[number][name]
            )
            for name in widths
        }
        expected = [passing, {name: [counts[name][value] for value in range(width)] for name, width in widths.items()}]
        assert page.evaluate(COUNT, [asked, lists, selection, limits]) == expected


def values_of(linked: LinkedArticle, collection: Collection) -> Values:
    article = linked.article
    tree = collection.facets.tree

    def with_broader(ids: list[str]) -> set[str]:
        return {*ids, *(broader.id for id in ids for broader in tree.broader(id))}

    dates = article.date
    values: dict[str, set[str]] = {
        "outlet": with_broader([article.outlet] if article.outlet else []),
        "date": {*dates.years, *dates.months} if dates else set(),
        "places": with_broader(list(linked.places)),
        "actors": with_broader(list(linked.actors)),
        "sources": set(linked.sources),
        "language": {article.language},
        "basis": {article.date_attribution.basis} if dates and article.date_attribution else set(),
    }
    return {facet: frozenset(given or {""}) for facet, given in values.items()}


def fits(values: Values, selection: Selection, but: str = "") -> bool:
    for facet, wanted in selection.items():
        if facet == but:
            continue
        if wanted.get("any") and not values[facet].intersection(wanted["any"]):
            return False
        if values[facet].intersection(wanted.get("not", [])):
            return False
    return True


def in_range(linked: LinkedArticle, first: date, last: date) -> bool:
    value = linked.article.date
    if value is None or (value.start is None and value.end is None):
        return False
    return (value.start is None or value.start <= last) and (value.end is None or value.end >= first)


def in_range_for_sure(linked: LinkedArticle, first: date, last: date) -> bool:
    value = linked.article.date
    return bool(value and value.start and value.end and first <= value.start and value.end <= last)


def test_searches_are_filtered_and_counted_as_the_collection_says(page: Page, made: Searchable) -> None:
    collection = made.collection
    documents = in_order(collection)
    values = [values_of(linked, collection) for linked in documents]
    every = {facet: sorted({value for one in values for value in one[facet]}) for facet in values[0]}
    chance = random.Random(11)  # noqa: S311
    for q in ["", "", "alep", "syrie hama", "-alep", "terroris*", "inexistant alep"] * 8:
        selection: dict[str, dict[str, list[str]]] = {}
        for facet in chance.sample(sorted(every), chance.randint(0, 3)):
            chosen = chance.sample([*every[facet], "absent"], chance.randint(0, 2))
            selection[facet] = {"any": chosen, "not": chance.sample(every[facet], chance.randint(0, 1))}
        ranged = chance.random() < 0.4
        first, last = date(chance.randint(1998, 2010), chance.randint(1, 12), 1), date(2016, 3, chance.randint(1, 31))
        unfiltered = page.evaluate("q => index.search({ q }).then(({ hits, tier1 }) => [hits, tier1])", q)
        found: dict[str, Any] = page.evaluate(
            """async (request) => {
                const { hits, counts, countsOf, histogram, imprecise, isImprecise } = await index.search(request);
                return { hits, counts, countsOf, histogram, imprecise, which: hits.filter(isImprecise) };
            }""",
            {"q": q, "facets": selection, **({"from": first.isoformat(), "to": last.isoformat()} if ranged else {})},
        )
        hits, tier1 = unfiltered
        base = hits[:tier1] or hits
        assert found["countsOf"] == (1 if tier1 or not hits else 2)
        inside = {number for number in hits if not ranged or in_range(documents[number], first, last)}
        assert sorted(found["hits"]) == sorted(number for number in inside if fits(values[number], selection))
        sure = {number for number in hits if not ranged or in_range_for_sure(documents[number], first, last)}
        assert set(found["which"]) == set(found["hits"]) - sure
        assert found["imprecise"] == len(found["which"])
        for facet in every:
            counted = Counter(
                value
                for number in base
                if (number in inside or facet == "date") and fits(values[number], selection, but=facet)
                for value in values[number][facet]
            )
            assert found["counts"][facet] == dict(counted), (q, facet)
        dates = found["counts"]["date"]
        assert found["histogram"]["months"] == sorted([id, n] for id, n in dates.items() if len(id) == 7)
        assert found["histogram"]["years"] == sorted([id, n] for id, n in dates.items() if len(id) == 4)
        assert found["histogram"]["undated"] == dates.get("", 0)


def test_every_value_is_known_with_what_it_lies_within(page: Page, made: Searchable) -> None:
    collection = made.collection
    values = {facet: page.evaluate("facet => index.values(facet)", facet) for facet in page.evaluate("index.facets")}
    assert list(values) == ["outlet", "date", "places", "actors", "sources", "language", "basis"]
    for rows in values.values():
        assert [row["id"] for row in rows].count("") == 1
        assert {row["parent"] for row in rows} <= {row["id"] for row in rows}
    for facet in ("outlet", "places", "actors", "sources"):
        for row in values[facet]:
            if record := collection.records.get(row["id"]):
                assert (row["heading"], row["type"]) == (collection.heading(record), record.type)
                assert row["parent"] == (record.within or "" if facet != "sources" else "")
    assert {row["parent"] for row in values["date"] if len(row["id"]) == 7} <= {row["id"] for row in values["date"]}


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("2024", [19723, 20088]),
        ("2024-02", [19754, 19782]),
        ("2023-02", [19389, 19416]),
        ("2024-02-29", [19782, 19782]),
        ("1970-01-01", [0, 0]),
        ("0048-05-01", [-701875, -701875]),
        ("2023-02-29", None),
        ("2024-13", None),
        ("2024-00", None),
        ("2024-1", None),
        ("", None),
        ("24", None),
        ("2024-02-30", None),
    ],
)
def test_a_day_of_a_range_is_read(page: Page, text: str, days: list[int] | None) -> None:
    if days:
        year, month, day = ([int(part) for part in text.split("-")] + [1, 1])[:3]
        assert days[0] == (date(year, month, day) - date(1970, 1, 1)).days
    assert page.evaluate("text => archive.columns.daysOf(text)", text) == days
