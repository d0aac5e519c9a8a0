"""The index holds every word of every article, where it stands, and gives lunr's own weights."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lunr.builder import Builder

from archive.model import Form, LinkedArticle, Record
from archive.search import coding
from archive.search.analysis import analyse, analyser_of, split
from archive.search.columnar import Codes, texts_of
from archive.search.columns import days
from archive.search.documents import in_order
from archive.search.shards import Bounds, Standing, between, grouped, shards, shards_since
from tests.search_reading import FIELDS, Index, Press, article, base36, collect, count, packed, read_index

ALEP = Record("alep", "place", "Alep", "city", (Form("Aleppo"), Form("Halab")), within="alep-gouvernorat")
PROVINCE = Record(
    "alep-gouvernorat",
    "place",
    "Gouvernorat d’Alep",
    "admin1",
    (Form("province d'Alep"), Form("Province d’Alep"), Form("Alep", after=("province",))),
    within="syrie",
)
SYRIA = Record("syrie", "place", "Syrie", "country", labels=(("en", "Syria"), ("fr", "Syrie")))
HTC = Record("htc", "actor", "Hayat Tahrir al-Cham", "armed_group", (Form("HTC"), Form("milice", when="listed")))
SANA = Record("sana", "outlet", "Agence SANA", "news_agency")
OSDH = Record("osdh", "actor", "Observatoire syrien des droits de l’homme", "ngo", (Form("OSDH"),))
RECORDS = (ALEP, PROVINCE, SYRIA, HTC, SANA, OSDH)


def day(text: str) -> int:
    return (date.fromisoformat(text) - date(1970, 1, 1)).days


# Numbers


@given(st.lists(st.integers(0, 10**9)))
def test_numbers_read_back_as_they_were_written(numbers: list[int]) -> None:
    assert packed(coding.packed(*numbers)) == numbers
    assert [base36(coding.base36(number)) for number in numbers] == numbers
    assert [count(coding.count(number + 1)) for number in numbers] == [number + 1 for number in numbers]


def test_numbers_are_written_as_the_reference_says() -> None:
    assert [coding.packed(number) for number in (0, 25, 26, 675, 676)] == ["A", "Z", "bA", "zZ", "baA"]
    assert [coding.count(number) for number in (1, 25, 26, 30, 36)] == ["A", "Y", "Zq.", "Zu.", "Z10."]
    assert coding.packed(0, 26, 1) == "AbAB"


@pytest.mark.parametrize(
    ("codes", "write", "first"),
    [(Codes.base36, coding.base36, 0), (Codes.packed, coding.packed, 0), (Codes.count, coding.count, 1)],
)
@pytest.mark.parametrize("many", [0, 1, 2, 26, 36, 37, 2000])
def test_many_numbers_are_written_as_one_is(
    codes: Callable[[int], Codes], write: Callable[[int], str], first: int, many: int
) -> None:
    numbers = np.arange(first, max(first, many))
    groups = np.arange(len(numbers))
    assert texts_of(groups, len(numbers), (codes(many), numbers)) == [write(number) for number in numbers.tolist()]


@pytest.mark.parametrize("write", [coding.packed, coding.base36, coding.count])
def test_a_number_without_a_code_is_refused(write: object) -> None:
    assert callable(write)
    with pytest.raises(ValueError, match="-1 is"):
        write(-1)


# Titles and texts


def test_a_word_stands_where_it_is_found() -> None:
    index = read_index(
        collect(
            [
                article("b", "Les attaques d’Alep : une attaque, des morts.", "2020-02-17", title="Attaque à Alep"),
                article("a", "Rien.", "2020-02-16"),
                article("c", "Sans date, l’armée attaque."),
            ]
        )
    )
    assert [document[0] for document in index.documents] == ["c", "a", "b"]
    attack = index.terms["attaqu"]
    assert {number: one.frequency for number, one in attack.text.items()} == {0: 1, 2: 2}
    assert {number: (one.frequency, one.length) for number, one in attack.title.items()} == {0: (1, 4), 2: (1, 2)}
    assert index.positions()["attaqu"] == {0: [4], 2: [1, 5]}
    assert index.positions()["alep"] == {2: [3]}
    assert index.positions("title")["attaqu"] == {0: [4], 2: [0]}
    assert "le" not in index.terms
    assert index.lengths("text") == [4, 1, 4]


def test_every_term_of_every_article_is_in_the_index_and_nothing_else() -> None:
    press = Press()
    articles = press.articles(60)
    collection = collect(articles, press.records)
    index = read_index(collection)
    positions = index.positions()
    for number, linked in enumerate(in_order(collection)):
        text = Counter(token.term for token in analyse(linked.article.body, "fr"))
        title = Counter(token.term for token in analyse(collection.titles[linked.id].text, "fr"))
        for field, expected in (("text", text), ("title", title)):
            found = index.frequencies(field)[number]
            assert {term: many for term, many in found.items() if not term.endswith("=")} == expected
            assert index.lengths(field)[number] == sum(found.values())
        words = [analyser_of("fr").exact(word) for word in split(linked.article.body)]
        for stem in text:
            places = positions[stem][number]
            assert [analyser_of("fr").term(words[place]) for place in places] == [stem] * text[stem]
            assert places == sorted(set(places))


def test_a_name_that_shares_its_stem_is_marked_where_it_is_capitalised() -> None:
    index = read_index(
        collect(
            [
                article("a", "Le Hamas et HAMA. Hama ! Les groupes, le groupe.", "2020-01-01", title="Hama"),
                article("b", "Le hamas (sic), le Hamas, Alep.", "2020-01-02"),
            ]
        )
    )
    marks = {term: entry for term, entry in index.terms.items() if term.endswith("=")}
    assert set(marks) == {"hama="}
    assert {term: entry.marked for term, entry in index.terms.items() if entry.marked} == {"ham": ["hama"]}
    assert {number: one.frequency for number, one in marks["hama="].text.items()} == {0: 2}
    assert {number: one.frequency for number, one in marks["hama="].title.items()} == {0: 1}
    assert index.lengths("text") == [7, 4]
    assert "hama=" not in index.positions()
    assert index.lengths("title")[0] == 2


def test_the_vocabulary_leads_from_each_form_to_its_stems() -> None:
    index = read_index(
        collect(
            [
                article("a", "Sécurité générale, la sécurité. L’Attaque.", "2020-01-01", title="sécurité"),
                article("b", "The attack. Nations.", "2020-01-02", language="en", actors=["htc"]),
                article("c", "Généraux et nations.", "2020-01-03", title="Attaque"),
            ],
            RECORDS,
        )
    )
    lines = {form: cells for form, *cells in index.lines("vocabulary")}
    assert lines["securite"] == ["B", "1", "sécurité"]
    assert lines["generaux"] == ["Cl", "2", "Généraux"]
    assert lines["attaque"] == ["B", "2", "Attaque"]
    assert lines["nations"] == ["B", "2"]
    assert lines["hayat"] == []
    for form, (stems, *_) in ((form, cells) for form, cells in lines.items() if cells):
        kept, added = len(form) - count(stems[0]) + 1, stems[1:]
        assert form[:kept] + added in index.terms


def test_a_form_of_two_languages_has_a_stem_of_each() -> None:
    index = read_index(
        collect([article("a", "régions", "2020", language="fr"), article("b", "Happily ici, regions", language="en")])
    )
    lines = {form: cells for form, *cells in index.lines("vocabulary")}
    assert lines["regions"][0] == "B"
    assert lines["happily"][0] == "Bi"
    index = read_index(collect([article("a", "Général", "2020"), article("b", "A general.", language="en")]))
    assert list(index.lines("vocabulary")) == [["general", "CA", "1"]]


# Names


def test_the_names_of_a_record_are_exact_forms_each_name_once() -> None:
    index = read_index(
        collect([article("a", "…", places=["alep"], actors=["htc"], sources=["sana"], outlet="sana")], RECORDS)
    )
    assert index.terms["alep"].records == {"alep": 1, "alep-gouvernorat": 2}
    assert index.terms["province"].records == {"alep-gouvernorat": 1}
    assert index.terms["syria"].records == {"syrie": 1}
    assert index.terms["al"].records == {"htc": 1}
    assert index.terms["agence"].records == {"sana": 1}
    assert "milice" not in index.terms
    assert "d" not in index.terms


def test_a_document_has_the_names_that_it_is_filed_under_each_once() -> None:
    documents = [
        article("a", "…", "2020", places=["alep", "syrie"], actors=["osdh"], sources=["osdh", "sana"], outlet="sana"),
        article("b", "…", "2021"),
    ]
    index = read_index(collect(documents, RECORDS))
    names = {"alep": 1, "aleppo": 1, "halab": 1, "syrie": 1, "syria": 1, "agence": 1, "sana": 1}
    osdh = dict.fromkeys("observatoire syrien droits homme osdh".split(), 1)
    assert index.frequencies("names") == [{**names, **osdh}, {}]
    assert index.frequencies("outlet") == [{"agence": 1, "sana": 1}, {}]
    assert index.lengths("names") == [12, 0]
    assert index.lengths("outlet") == [2, 0]


def test_records_are_listed_with_every_form_that_means_them_anywhere() -> None:
    collection = collect([article("a", "…", "2020", places=["alep"], outlet="sana")], RECORDS)
    assert list(read_index(collection).lines("records")) == [
        ["alep", "p", "city", "1", "Alep", "Aleppo", "Halab"],
        ["alep-gouvernorat", "p", "admin1", "1", "Gouvernorat d’Alep", "province d'Alep", "Province d’Alep"],
        ["sana", "o", "news_agency", "1", "Agence SANA"],
        ["syrie", "p", "country", "1", "Syrie", "Syria"],
    ]
    english = collect([article("a", "…", places=["syrie"])], RECORDS, language="en")
    assert list(read_index(english).lines("records")) == [["syrie", "p", "country", "1", "Syria", "Syrie"]]


# Facets


def test_each_document_has_its_own_values_and_the_rows_know_what_they_lie_within() -> None:
    documents = [
        article("a", "…", "2020-02", places=["alep"], outlet="sana"),
        article("b", "…", "2020-02-17", places=["alep", "syrie"], actors=["htc"], language="en"),
        article("c", "…", "2020"),
        article("d", "…", "[2019-12-31..2020-01-01]", sources=["sana"]),
        article("e", "…"),
    ]
    index = read_index(collect(documents, RECORDS))
    assert [document[0] for document in index.documents] == ["e", "d", "c", "a", "b"]
    assert index.values_of("places") == [[], [], [], ["alep"], ["syrie", "alep"]]
    assert index.values_of("outlet") == [[], [], [], ["sana"], []]
    assert index.values_of("date") == [[], ["2019-12", "2020-01"], ["2020"], ["2020-02"], ["2020-02"]]
    assert index.values_of("language") == [["fr"], ["fr"], ["fr"], ["fr"], ["en"]]
    assert index.values_of("basis") == [[], *[["source"]] * 4]
    rows = index.rows("places")
    assert rows == [
        ["syrie", 2, "Syrie", "country", -1, 0],
        ["alep-gouvernorat", 2, "Gouvernorat d’Alep", "admin1", 0, 0],
        ["alep", 2, "Alep", "city", 1, 0],
    ]
    assert index.rows("outlet") == [["sana", 1, "Agence SANA", "news_agency", -1, 2]]
    assert {name: facet["unstated"] for name, facet in index.columns["facets"].items()} == {
        "outlet": 4,
        "date": 1,
        "places": 3,
        "actors": 4,
        "sources": 4,
        "language": 0,
        "basis": 1,
    }
    assert [row[:2] for row in index.rows("date")] == [
        ["2019", 1],
        ["2019-12", 1],
        ["2020", 4],
        ["2020-01", 1],
        ["2020-02", 2],
    ]
    dates = {row[0]: index.rows("date")[row[4]][0] if row[4] >= 0 else "" for row in index.rows("date")}
    assert dates == {"2020-02": "2020", "2020": "", "2019-12": "2019", "2020-01": "2020", "2019": ""}


def test_each_document_has_the_first_and_last_day_of_its_date() -> None:
    dates = ["", "1848-02", "1969-12-31", "1970-01-01", "../2020-02", "2020-02-16", "2024-12-02?", "2024-12-02/.."]
    index = read_index(collect([article(f"a{n}", "…", given) for n, given in enumerate(dates)]))
    assert index.days() == [
        (None, None),
        (day("1848-02-01"), day("1848-02-29")),
        (-1, -1),
        (0, 0),
        (day("2020-02-16"), day("2020-02-16")),
        (None, day("2020-02-29")),
        (day("2024-12-02"), day("2024-12-02")),
        (day("2024-12-02"), None),
    ]
    assert days(np.empty((0, 2), np.int32)) == {"origin": 0, "days": ""}


# Weights


def test_the_files_give_the_weights_of_one_whole_lunr_index() -> None:
    press = Press()
    index = read_index(collect(press.articles(300), press.records))
    fields = {name: index.frequencies(name) for name in FIELDS}
    boosts = {one["name"]: one["boost"] for one in index.manifest["fields"]}
    assert list(boosts) == list(FIELDS)
    builder = Builder()
    builder.ref("id")
    for name in FIELDS:
        builder.field(name, boost=boosts[name])
    for number in range(index.size):
        terms = {name: list(Counter(fields[name][number]).elements()) for name in FIELDS}
        builder.add({"id": number, **terms})
    whole = builder.build()
    names = {entry["_index"]: term for term, entry in whole.inverted_index.items()}
    weights = {
        reference: {names[int(at)]: weight for at, weight in zip(*[iter(vector.elements)] * 2, strict=True)}
        for reference, vector in whole.field_vectors.items()
    }
    assert sum(map(len, weights.values())) > 30_000
    assert weights_of(index, boosts) == weights


def weights_of(index: Index, boosts: dict[str, float]) -> dict[str, dict[str, float]]:
    """The weights, from what the browser has: frequencies, lengths, their total and the number of documents."""
    totals = {one["name"]: one["total"] for one in index.manifest["fields"]}
    fields = {name: index.frequencies(name) for name in FIELDS}
    holding = Counter(term for documents in fields.values() for terms in documents for term in terms)
    found: dict[str, dict[str, float]] = {}
    for name, documents in fields.items():
        average = totals[name] / index.size
        for number, (terms, length) in enumerate(zip(documents, index.lengths(name), strict=True)):
            weights = found[f"{name}/{number}"] = {}
            for term, frequency in terms.items():
                x = (index.size - holding[term] + 0.5) / (holding[term] + 0.5)
                norm = 1.2 * (1 - 0.75 + 0.75 * (length / average)) + frequency
                weights[term] = round(math.log(1 + abs(x)) * ((1.2 + 1) * frequency) / norm * boosts[name], 3)
    return found


# Shards


def test_shards_are_the_lines_in_their_order_and_know_where_they_begin() -> None:
    words = sorted({f"mot{n * n % 997}" for n in range(600)})
    made = list(shards(words, Bounds(100, 200, one_in=8)))
    assert "\n".join(shard.text for shard in made) == "\n".join(words)
    assert len(made) > 10
    for shard in made:
        lines = shard.text.split("\n")
        assert (shard.first, shard.opening, shard.last) == (lines[0], len(lines[0]) + 1, lines[-1])
        assert len(shard.text) < 200


def test_a_table_begins_a_shard_as_short_as_it_can() -> None:
    assert between("", "alep") == ""
    words = sorted({f"mot{n * n % 997}" for n in range(600)})
    for last, first in pairwise(words):
        begin = between(last, first)
        assert first.startswith(begin)
        assert begin[:-1] <= last < begin


def test_shards_are_in_the_order_of_javascript() -> None:
    assert sorted(["\U0001f600", "\uff21", "z"], key=coding.utf16_order) == ["z", "\U0001f600", "\uff21"]
    made = list(shards(["z", "\U0001f600\txxxxxxxx", "\uff21\ty"], Bounds(1, 2, one_in=1)))
    assert [shard.first for shard in made] == ["z", "\U0001f600", "\uff21"]
    assert between("\U0001f600", "\uff21") == "\uff21"


def test_a_large_item_stands_alone_and_no_run_has_too_many() -> None:
    sizes = [1, 1, 50, 1, 1, 1, 1, 1]
    found = list(grouped(zip(sizes, sizes, strict=True), str, Bounds(1000, 10, one_in=1, most=4)))
    assert found == [[1, 1], [50], [1, 1, 1, 1], [1]]
    assert list(grouped([], str, Bounds(1, 1, one_in=1))) == []


def test_one_line_more_changes_only_the_shard_that_it_falls_in() -> None:
    words = sorted({f"mot{n * n % 9973}" for n in range(6000)})
    lines = [f"{word}\t{word}" for word in words]
    before = {shard.text for shard in shards(lines, Bounds(400, 800, one_in=16))}
    for more in ("aaa", words[3000] + "x", "zzz"):
        after = {shard.text for shard in shards(sorted([*lines, more]), Bounds(400, 800, one_in=16))}
        assert len(before - after) <= 2


WORDS = st.text("abz\U0001f600\uff21", min_size=1, max_size=3)


SIZES = st.integers(0, 12)


@given(
    st.dictionaries(WORDS, SIZES, min_size=5, max_size=20),
    st.dictionaries(WORDS, st.none() | SIZES, max_size=3),
    st.sampled_from([Bounds(8, 16, one_in=3), Bounds(99, 16, one_in=1)]),
)
@settings(max_examples=500)
def test_shards_are_the_same_whatever_was_before(
    before: dict[str, int], edits: dict[str, int | None], bounds: Bounds
) -> None:
    def lines(sizes: dict[str, int]) -> list[str]:
        return [key + "\t" * sizes[key] for key in sorted(sizes, key=coding.utf16_order)]

    old = {str(number): shard for number, shard in enumerate(shards(lines(before), bounds))}
    standing = [Standing(one.first, one.last, one.opening, name) for name, one in old.items()]

    def read(shard: Standing) -> list[str]:
        return old[shard.name].text.split("\n")

    changed = {key: edits[key] for key in sorted(edits, key=coding.utf16_order)}
    after = {key: size for key, size in {**before, **edits}.items() if size is not None}
    told = [(key, None if size is None else key + "\t" * size) for key, size in changed.items()]
    made = list(shards_since(standing, told, read, bounds))
    assert [old[one.name] if isinstance(one, Standing) else one for one in made] == list(shards(lines(after), bounds))


def documents(*articles: LinkedArticle) -> list[str]:
    return [linked.id for linked in in_order(collect(articles))]


def test_documents_are_numbered_so_that_the_newest_is_the_last() -> None:
    found = documents(article("z", "…"), article("new", "…", "2024-01"), article("old", "…", "1999"), article("b", "…"))
    assert found == ["b", "z", "old", "new"]
