"""The search engine in a real browser, held against one whole lunr index and a look at every document."""

from __future__ import annotations

import json
import string
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from archive.search.scripts import SOURCES, programs
from tests.hostile import LINES, NAUGHTY
from tests.search_support import Searchable, made_files, make_searchable, own_files
from tests.serving import serve_folder
from tests.watching import PageWatch, WatchPage

QUERIES = 1100

Ask = Callable[..., dict[str, Any]]
"""Searches, with the request's parts as keywords; gives all of the result that is data."""

_SEARCH = """async (request) => {
    const { tierOf, isImprecise, words, ...result } = await index.search(request);
    return { ...result, tiers: result.hits.map(tierOf), problems: result.problems.map(({ retry, ...one }) => one) };
}"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Searchable:
    return make_searchable(tmp_path_factory.mktemp("made"), made_files(300))


@pytest.fixture(scope="module")
def home(made: Searchable) -> Iterator[str]:
    with serve_folder(made.site) as url:
        yield url


@pytest.fixture
def watch(home: str, watch_page: WatchPage) -> PageWatch:
    """A page with ``index``, the engine of the made archive."""
    watch = watch_page(home)
    opened(watch)
    return watch


@pytest.fixture
def ask(watch: PageWatch) -> Iterator[Ask]:
    yield lambda **request: watch.page.evaluate(_SEARCH, request)
    watch.assert_quiet()


def opened(watch: PageWatch) -> Page:
    page = watch.open("page.html")
    page.evaluate("async () => { window.index = await archive.search.open(new URL('search/', location)); }")
    return page


def ids(watch: PageWatch, numbers: list[int]) -> list[str]:
    found = watch.page.evaluate("numbers => index.documents(numbers)", numbers)
    return [document["id"] for document in found]


def test_results_are_those_of_one_whole_lunr_index(watch: PageWatch, made: Searchable) -> None:
    """Same documents, order and scores, to the last bit, for random queries over every operator, in two languages."""
    watch.page.evaluate("given => { window.given = given; }", made.as_data())
    outcome = watch.page.evaluate(
        """async (wanted) => {
            const whole = new oracle.Archive(given, index.analysis);
            const names = Object.values(given.records).flat();
            const asker = new oracle.Asker(given.documents, names, index.analysis, 2024);
            const outcome = { asked: 0, hits: 0, kinds: {}, differing: [] };
            while (outcome.asked < wanted) {
                const { nodes, text } = asker.query();
                const patterns = nodes.filter(({ kind }) => kind === "wildcard" || kind === "fuzzy");
                // What stands for too many words is cut short, and said to be.
                if (patterns.some((node) => whole.meaning(node).forms.length > 256 / patterns.length)) continue;
                const expected = whole.search(nodes);
                const found = await index.search({ q: text });
                outcome.asked += 1;
                outcome.hits += found.total;
                for (const { kind } of nodes) outcome.kinds[kind] = (outcome.kinds[kind] ?? 0) + 1;
                const same = JSON.stringify([expected.tier1, expected.hits, expected.scores]);
                if (JSON.stringify([found.tier1, found.hits, found.scores]) !== same) outcome.differing.push(text);
            }
            return outcome;
        }""",
        QUERIES,
    )
    assert outcome["differing"] == []
    assert outcome["hits"] > 20 * QUERIES
    assert outcome["kinds"].keys() == {"word", "wildcard", "fuzzy", "phrase", "quoted"}
    assert min(outcome["kinds"].values()) > 20
    watch.assert_quiet()


@pytest.mark.parametrize(
    "same",
    [
        ["armée", "ARMÉE", "armee", "Arme\u0301e", "l’armée", "l'armee", "L\u02bcArmée"],
        ["hayat tahrir al-cham", "Hayat-Tahrir/al_Cham", "HAYAT TAHRIR AL CHAM"],
        ["œuf", "oeuf", "ŒUF", "d’Œuf"],
        ['"al-assad"', "«al-Assad»", "“al Assad”", '"AL’ASSAD"'],
        ["titre:alep", "title:Alep", "TITRE:ALEP"],
        ["média:wire", "media:WIRE", "outlet:wire"],
        ["bombard*", "BOMBARD*", "l’bombard*"],
        ["alep -hama", "alep −hama", "-hama alep", "+alep -Hama"],
        ["cham~", "cham~1", "CHAM~1"],
    ],
)
def test_accents_case_and_elisions_never_matter(ask: Ask, same: list[str]) -> None:
    first, *others = [sorted(ask(q=text)["hits"]) for text in same]
    assert first
    assert all(other == first for other in others)


def test_all_words_come_before_any_of_them(ask: Ask) -> None:
    alep, hama = (set(ask(q=word)["hits"]) for word in ("alep", "hama"))
    both = ask(q="alep hama")
    assert set(both["hits"][: both["tier1"]]) == alep & hama
    assert set(both["hits"][both["tier1"] :]) == alep ^ hama
    assert both["tiers"] == [1] * both["tier1"] + [2] * both["tier2"]
    assert both["total"] == len(both["hits"]) == both["tier1"] + both["tier2"]


def test_a_name_is_never_the_longer_word_of_its_stem(ask: Ask, made: Searchable) -> None:
    documents: Any = made.as_data()["documents"]

    def names(number: int, word: str) -> bool:
        document = documents[number]
        words = "".join(one if one.isalnum() else " " for one in document["title"] + " " + document["text"]).split()
        return word in words or any(word in record.split("-") for record in document["records"])

    for word, other in (("Hama", "Hamas"), ("Hamas", "Hama")):
        found = ask(q=word.lower())
        assert found["total"] > 8
        assert all(names(number, word) or names(number, word.lower()) for number in found["hits"])
        assert any(names(number, other) and not names(number, word) for number in range(len(documents)))


def test_a_name_finds_what_is_filed_under_it_in_other_words(watch: PageWatch, ask: Ask, made: Searchable) -> None:
    documents: Any = made.as_data()["documents"]
    filed = {number for number, one in enumerate(documents) if "htc" in one["records"]}
    said = {number for number, one in enumerate(documents) if "HTS" in one["text"] or "HTS" in one["title"]}
    found = ask(q="hts")
    assert filed - said
    assert set(found["hits"]) == filed | said
    [name] = found["names"]
    known = {"record": "htc", "kind": "actor", "heading": "Hayat Tahrir al-Cham", "matched": "hts", "expanded": True}
    assert known.items() <= name.items()
    assert "HTC" in name["variants"]
    narrow = ask(q="hts", expand={"htc": False})
    assert set(narrow["hits"]) == said
    assert [one["expanded"] for one in narrow["names"]] == [False]
    parsed = watch.page.evaluate("q => index.parse(q)", 'attaque  d’hayat tahrir al-Cham -hts "alep"')
    assert [(one["kind"], one["text"], one["without"]) for one in parsed["clauses"]] == [
        ("word", "attaque", False),
        ("name", "hayat tahrir al-Cham", False),
        ("name", "hts", True),
        ("word", "alep", False),
    ]
    assert [one["matched"] for one in parsed["names"]] == ["hayat tahrir al-Cham", "hts"]
    assert [one["without"] for one in parsed["names"]] == [False, True]


def test_a_name_with_small_words_in_it_is_known(ask: Ask) -> None:
    for text in ("Observatoire syrien des droits de l’homme", "observatoire SYRIEN des droits de l'homme"):
        [name] = ask(q=text)["names"]
        assert name["record"] == "osdh"
    names = ask(q="alep et Élise Doeuvre contre hamas")["names"]
    assert [name["record"] for name in names] == ["alep", "elise", "hamas"]
    assert ask(q="title:hamas")["names"] == []
    assert ask(q='"hamas"')["names"] == []


def test_nothing_asked_is_everything_the_newest_first(ask: Ask, made: Searchable) -> None:
    documents: Any = made.as_data()["documents"]
    dated = [number for number, one in enumerate(documents) if one["date"]]
    undated = [number for number, one in enumerate(documents) if not one["date"]]
    assert undated
    everything = ask(q="  ")
    assert everything["hits"] == dated[::-1] + undated
    assert everything["tier1"] == len(documents)
    assert ask(q="", sort="oldest")["hits"] == dated + undated
    by_outlet = [documents[number]["outlet"] for number in ask(sort="outlet")["hits"]]
    headings = {"wire": 1, "orient": 2, "le-monde-fictif": 3, "rt-france": 4, None: 5}
    assert [headings[one] for one in by_outlet] == sorted(headings[one] for one in by_outlet)


def test_an_order_that_is_not_asked_for_is_not_worked_out(ask: Ask) -> None:
    whole = ask(q="alep syrie")
    some = ask(q="alep syrie", ordered=whole["tier1"])
    assert some["hits"][: whole["tier1"]] == whole["hits"][: whole["tier1"]]
    assert sorted(some["hits"]) == sorted(whole["hits"])
    assert ask(q="alep syrie", ordered=whole["tier1"] + 1)["hits"] == whole["hits"]


def test_documents_are_given_whole_and_in_the_order_asked(watch: PageWatch, made: Searchable) -> None:
    data: Any = made.as_data()["documents"]
    numbers = [len(data) - 1, 0, 7, 100, 7]
    found = watch.page.evaluate("numbers => index.documents(numbers)", numbers)
    for number, document in zip(numbers, found, strict=True):
        expected = data[number]
        for key in ("id", "title", "text", "language"):
            assert document[key] == expected[key]
        assert document["number"] == number
        assert document["address"] == f"articles/{expected['id']}.html"
        assert document["outlet"] == (expected["outlet"] or "")
        assert document["edtf"] == expected["date"]
        assert bool(document["date"]) == bool(expected["date"])
        assert bool(document["outletHeading"]) == bool(expected["outlet"])


SUGGESTIONS = [
    ("ale", "place", "Alep", "alep"),
    ("hayat ta", "actor", "Hayat Tahrir al-Cham", "htc"),
    ("attaque hayat t", "actor", "Hayat Tahrir al-Cham", "htc"),
    ("HTS", "actor", "Hayat Tahrir al-Cham", "htc"),
    ("assad", "actor", "Bachar al-Assad", "bachar-al-assad"),
    ("l’observatoire s", "actor", "Observatoire syrien des droits de l'homme", "osdh"),
    ("freed", "outlet", "Freedonia Wire", "wire"),
    ("doeu", "actor", "Élise Dœuvre", "elise"),
]


@pytest.mark.parametrize(("typed", "kind", "text", "record"), SUGGESTIONS)
def test_suggestions_begin_with_names(watch: PageWatch, typed: str, kind: str, text: str, record: str) -> None:
    found = watch.page.evaluate("typed => index.suggest(typed)", typed)
    assert {"kind": kind, "text": text, "record": record}.items() <= found[0].items()
    assert len(found) <= 8
    assert all(one["count"] >= 0 for one in found)
    kinds = [one["kind"] == "word" for one in found]
    assert kinds == sorted(kinds)
    watch.assert_quiet()


def test_words_are_suggested_as_they_are_written(watch: PageWatch) -> None:
    found = watch.page.evaluate("index.suggest('secur', 20)")
    assert {"sécurité"} <= {one["text"] for one in found if one["kind"] == "word"}
    nothing = ["", " ", "x", "-", '"', "alep ", "😀"]
    asked = "texts => Promise.all(texts.map((text) => index.suggest(text)))"
    assert watch.page.evaluate(asked, nothing) == [[]] * len(nothing)


HOSTILE = [
    "a" * 10_000,
    "a " * 5_000,
    *(sign * 10_000 for sign in '"-*~:+«(\\'),
    "(.*)+$ [a-z]{1,9999} \\d+ (?:a+)+b ^$ [",
    "😀" * 3_000,
    "حلب مدينة سورية \u200f-عربية *حلب",
    "\u202e\u202dabc\u2066 -\u202ealep",
    'title: titre:: title:title:alep text:"',
    '-"-"-" ~2 alep~999999999999999 alep~1~2 al*ep~1 **a**b** *',
    'constructor __proto__ hasOwnProperty toString* valueOf~1 "__proto__ constructor"',
    " ".join(f"{letter}e*" for letter in string.ascii_lowercase),
    " ".join(f"*{letter}er*" for letter in string.ascii_lowercase),
    " ".join(f"{letter}entes~2" for letter in string.ascii_lowercase),
    "e\u0301" * 3_000,
    "".join(chr(7 * n % 0xD800) for n in range(900)),
    "\x00\x01\x02 \x7f",
    "l’ d' qu’ «» “” ‘’",
    *LINES,
]


def test_hostile_queries_give_a_result_or_a_sentence(ask: Ask) -> None:
    for text in HOSTILE:
        found = ask(q=text)
        assert len(found["hits"]) == found["total"]
        assert all(problem["text"].endswith(".") and len(problem["text"]) < 200 for problem in found["problems"])
        if len(text) > 1_000:
            assert "long" in {problem["kind"] for problem in found["problems"]}


def test_naughty_strings_as_queries_break_nothing(watch: PageWatch) -> None:
    watch.page.evaluate(
        """async (texts) => {
            for (const q of texts) {
                const facets = { [q]: { any: [q], not: [q] } };
                const { words } = await index.search({ q, from: q, to: q, sort: q, facets });
                archive.highlight.excerpt(q, words, 100);
                await index.parse(q);
                await index.suggest(q);
            }
        }""",
        NAUGHTY,
    )
    watch.assert_quiet()


PROBLEMS = [
    ("???", "empty"),
    ("on a", "stop-words"),
    ("a*", "short-wildcard"),
    ("alep~3", "fuzzy"),
    ("ab~", "fuzzy"),
    ('alep "hama', "quote"),
    (" ".join(f"mot{n}" for n in range(40)), "many-words"),
    ("*e*e*e*", "many-terms"),
]


@pytest.mark.parametrize(("text", "kind"), PROBLEMS)
def test_what_cannot_be_asked_is_said(ask: Ask, text: str, kind: str) -> None:
    assert [problem["kind"] for problem in ask(q=text)["problems"]] == [kind]


def test_a_date_that_is_none_is_said(ask: Ask) -> None:
    found = ask(**{"from": "2024-13", "to": "hier"})
    assert [(one["kind"], one["found"]) for one in found["problems"]] == [("date", "2024-13"), ("date", "hier")]
    assert found["total"] == ask()["total"]


def test_each_file_is_asked_for_once_and_only_when_needed(home: str, watch_page: WatchPage) -> None:
    watch = watch_page(home)
    page = opened(watch)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))

    def kinds() -> set[str]:
        assert len(asked) == len(set(asked))
        return {name.partition("-")[0] for name in asked}

    expected = {"columns", "terms", "values"}
    page.evaluate("index.search({ q: 'hélicoptères' })")
    assert kinds() == expected
    page.evaluate("Promise.all(['hélicoptère', 'HÉLICOPTÈRES', '-helicoptere'].map((q) => index.search({ q })))")
    assert kinds() == expected
    page.evaluate("q => Promise.all([q, q].map((q) => index.search({ q })))", 'texte:"hélicoptères militaires"')
    assert kinds() == (expected := expected | {"directory", "positions"})
    page.evaluate("index.search({ q: 'helicopt*' })")
    assert kinds() == (expected := expected | {"vocabulary"})
    page.evaluate("index.search({ q: 'hayat tahrir' })")
    assert kinds() == (expected := expected | {"records", "filed"})
    page.evaluate("index.search({ q: '', ordered: 10 })")
    page.evaluate("index.documents([0, 1, 2, 0])")
    assert kinds() == expected | {"chunk"}
    watch.assert_quiet()


def test_only_what_is_found_is_asked_for_its_values(tmp_path: Path, watch_page: WatchPage) -> None:
    watch = watch_page(make_searchable(tmp_path, made_files(2_500)).site.as_uri() + "/")
    page = opened(watch)
    every: list[str] = []
    page.on("request", lambda request: every.append(request.url))

    def asked() -> list[str]:
        return [url for url in every if "/values-" in url]

    ranges = page.evaluate("index.manifest.values.split('\\n').length")
    assert ranges > 5
    assert page.evaluate("async () => (await index.search({})).counts.places.syrie") > 100
    assert asked() == []
    whole = page.evaluate("index.manifest.whole") + ".js"
    few = page.evaluate("async () => (await index.search({ q: 'semaine' })).tier1")
    assert 1 < few < ranges
    assert 1 < len(asked()) <= few
    assert not any(url.endswith(whole) for url in asked())
    page.evaluate("index.search({ q: 'syrie' })")
    assert any(url.endswith(whole) for url in asked())
    again = len(asked())
    page.evaluate("index.search({ facets: { places: { any: ['alep'] } } })")
    assert len(asked()) == again
    watch.assert_quiet()


def test_what_can_be_fetched_together_is_not_fetched_one_after_another(home: str, watch_page: WatchPage) -> None:
    watch = watch_page(home)
    page = watch.open("page.html")
    waves = page.evaluate(
        """async () => {
            const waves = [];
            const load = (address) => new Promise((resolve, reject) => {
                const [kind] = address.split("/").pop().split(/[-.]/);
                const now = performance.now();
                if (!waves.length || now - waves[waves.length - 1].began > 150) waves.push({ began: now, kinds: [] });
                waves[waves.length - 1].kinds.push(kind);
                const script = document.createElement("script");
                script.src = address;
                script.onload = () => setTimeout(resolve, 300);
                script.onerror = reject;
                document.head.append(script);
            });
            const index = await archive.search.open(new URL("search/", location), load);
            await index.search({ q: 'hayat l’armée texte:"forces russes" hélicoptères', ordered: 10 });
            return waves.map(({ kinds }) => [...new Set(kinds)].sort());
        }"""
    )
    assert waves[:2] == [["manifest"], ["columns", "directory", "terms"]]
    assert "terms" not in [kind for wave in waves[2:] for kind in wave]
    assert len(waves) <= 4
    watch.assert_quiet()


def test_a_page_that_holds_the_manifest_need_not_fetch_it(home: str, watch_page: WatchPage) -> None:
    watch = watch_page(home)
    page = watch.open("page.html")
    page.add_script_tag(url="search/manifest.js")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    assert page.evaluate("archive.search.open('search').then(({ size }) => size)") > 300
    assert requests == []
    watch.assert_quiet()


@pytest.mark.parametrize("kind", ["terms", "columns", "positions", "vocabulary", "values", "filed"])
def test_a_file_that_does_not_load_is_said_and_can_be_asked_for_again(
    home: str, watch_page: WatchPage, kind: str
) -> None:
    watch = watch_page(home)
    page = opened(watch)
    request = {"q": {"positions": '"armée syrienne"', "vocabulary": "bombard*"}.get(kind, "armée")}
    expected = page.evaluate("async (request) => (await index.search(request)).hits", request)
    page = opened(watch)
    page.route(f"**/{kind}-*.js", lambda route: route.fulfill(status=500))
    problem, total = page.evaluate(
        """async (request) => {
            const { problems: [{ retry, ...problem }], total } = await index.search(request);
            window.retry = retry;
            return [problem, total];
        }""",
        request,
    )
    assert problem["kind"] == "load"
    assert problem["found"].startswith(f"{kind}-")
    assert total == 0
    page.unroute(f"**/{kind}-*.js")
    again = page.evaluate("async () => { const { hits, problems } = await retry(); return [hits, problems]; }")
    assert again == [expected, []]


def test_documents_that_do_not_load_are_said_each(home: str, watch_page: WatchPage, made: Searchable) -> None:
    watch = watch_page(home)
    page = opened(watch)
    page.evaluate("index.search({})")
    page.route("**/chunk-*.js", lambda route: route.abort())
    shown = page.evaluate(
        "async () => (await index.documents([3])).map(({ number, problem }) => [number, problem.kind])"
    )
    assert shown == [[3, "load"]]
    page.unroute("**/chunk-*.js")
    data: Any = made.as_data()["documents"]
    assert ids(watch, [3]) == [data[3]["id"]]


def test_an_index_that_is_not_there_is_said(home: str, watch_page: WatchPage) -> None:
    page = watch_page(home).open("page.html")
    said = page.evaluate("archive.search.open('nowhere').then(() => '', (error) => `${error.name}: ${error.message}`)")
    assert said == "LoadError: manifest.js did not load"


def test_it_works_from_the_disk(made: Searchable, watch_page: WatchPage) -> None:
    watch = watch_page(made.site.as_uri() + "/")
    page = opened(watch)
    found = page.evaluate(_SEARCH, {"q": 'hayat "armée syrienne" bombard* cham~1'})
    assert found["total"] > 0
    assert found["problems"] == []
    assert len(ids(watch, found["hits"][:20])) == min(20, found["total"])
    watch.assert_quiet()


def test_the_data_is_as_it_was_made(made: Searchable) -> None:
    """What the data files carry is JSON, and nothing else runs in them."""
    own = dict(programs())
    for path in sorted(path for path in (made.site / "search").iterdir() if path.name not in own):
        text = path.read_text(encoding="utf-8")
        call = "archive.manifest(" if path.name == "manifest.js" else f'archive.file("{path.stem}",'
        assert text.startswith(call)
        assert text.endswith(");\n")
        json.loads(text[len(call) : -3])


def test_an_archive_without_articles_is_searched_all_the_same(tmp_path: Path, watch_page: WatchPage) -> None:
    files = {name: content for name, content in own_files().items() if not name.startswith("seeds/articles/")}
    files["seeds/articles/.gitkeep"] = ""
    watch = watch_page(make_searchable(tmp_path, files).site.as_uri() + "/")
    opened(watch)
    for q in ("", "alep", "-alep", '"a b"', "alep*", "alep~1"):
        found = watch.page.evaluate(_SEARCH, {"q": q, "facets": {"places": {"any": ["alep"]}}, "from": "2020"})
        assert (found["hits"], found["problems"]) == ([], [])
    assert watch.page.evaluate("index.suggest('ale')") == []
    watch.assert_quiet()


def test_no_script_makes_code_of_text() -> None:
    for path in sorted(SOURCES.rglob("*.js")):
        text = path.read_text(encoding="utf-8")
        for forbidden in ("eval(", "new Function", "innerHTML", "outerHTML", "document.write", "insertAdjacentHTML"):
            assert forbidden not in text, path
