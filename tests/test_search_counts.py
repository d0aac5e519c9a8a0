"""Counts that the build makes beforehand: the same as counted in the browser, and used where they save most."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from archive.search import files
from archive.search.documents import in_order, read_documents
from archive.search.names import names_of
from archive.search.shards import Bounds
from tests.search_reading import read_index
from tests.search_support import Searchable, made_files, make_searchable
from tests.serving import serve_folder
from tests.watching import WatchPage

ASK = """async ([queries, without]) => {
    const index = await archive.search.open(new URL('search/', location));
    if (without) index.counts = new archive.store.ShardTable('counts', '');
    const answers = [];
    for (const request of queries) {
        if (!without) index.columnsComing = null; // as if it were the first query
        const { counts, countsOf, tier1 } = await index.search(typeof request === 'string' ? { q: request } : request);
        answers.push([countsOf, tier1, counts]);
    }
    return answers;
}"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Searchable]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(files, "_VALUES", Bounds(60, 120, one_in=4))  # a dozen documents each
        yield make_searchable(tmp_path_factory.mktemp("made"), made_files(300))


@pytest.fixture
def page(made: Searchable, watch_page: WatchPage) -> Iterator[Page]:
    with serve_folder(made.site) as home:
        watch = watch_page(home)
        yield watch.open("page.html")
        watch.assert_quiet()


def fetched(page: Page, request: Any) -> list[str]:
    """The kinds of the files that one search takes, on a page of its own."""
    page.reload()
    page.evaluate(ASK, [[request], False])
    names = "performance.getEntriesByType('resource').map(({ name }) => name.split('/').pop())"
    return [name.partition("-")[0] for name in page.evaluate(names) if name.endswith(".js")]


def frequent_words(made: Searchable) -> list[str]:
    def documents(line: list[str]) -> int:
        return int(line[2], 36) if len(line) > 2 else 0

    vocabulary = sorted(read_index(made.collection).lines("vocabulary"), key=documents, reverse=True)
    return [line[0] for line in vocabulary[:400]]


def test_they_are_what_the_browser_counts(page: Page, made: Searchable) -> None:
    documents, _ = read_documents(in_order(made.collection), made.collection)
    names = names_of(made.collection, documents)
    forms = sorted({form for forms in names.forms.values() for form in forms})
    queries = [*forms, *map(str.upper, forms), *frequent_words(made), "hama hama", "Hamas Hama", "syrie alep"]
    beforehand = page.evaluate(ASK, [queries, False])
    counted = page.evaluate(ASK, [queries, True])
    for query, one, other in zip(queries, beforehand, counted, strict=True):
        assert one[:2] == other[:2], query
        for facet, counts in other[2].items():
            assert one[2][facet] == counts, (query, facet)


@pytest.mark.parametrize("query", ["alep", "Hama", "Hayat Tahrir al-Cham", "gouvernement syrien", "Freedonia Wire"])
def test_a_frequent_word_or_name_takes_them_in_place_of_the_values(page: Page, query: str) -> None:
    kinds = fetched(page, query)
    assert kinds.count("counts") == 1
    assert "values" not in kinds


@pytest.mark.parametrize(
    "request_",
    [
        "Hama Alep",
        "alep -hama",
        "title:alep",
        {"q": "HTS", "expand": {"hayat-tahrir-al-cham": False}},
        {"q": "alep", "facets": {"language": {"any": ["en"]}}},
    ],
)
def test_what_they_do_not_count_takes_the_values(page: Page, request_: Any) -> None:
    kinds = fetched(page, request_)
    assert "counts" not in kinds
    assert "values" in kinds


def test_a_small_archive_needs_none(tmp_path: Any) -> None:
    small = make_searchable(tmp_path, made_files(5))
    assert read_index(small.collection).manifest["counts"] == ""
