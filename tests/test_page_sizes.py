"""No page grows with the archive: hostile shapes, each far beyond what one page has room for."""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from archive.dates import parse_edtf
from archive.facets import build_tree, count_facets
from archive.generated import Generated
from archive.model import Article, Attribution, Form, Record
from archive.pages.branches import branches, ids_of
from archive.pages.slices import slices
from archive.register import NOBODY
from archive.text import fold
from tests.test_page_keys import pages

MOST_BYTES = 45_000
"""Of a page in docs/, gzipped; the theme adds some 4,000."""


@cache
def hostile() -> dict[str, Generated]:
    """800 places in one and a chain of 60, 700 actors, a name of 2,000 forms, 300 unnamed outlets, 1,900 years."""
    rng = random.Random(1)  # noqa: S311

    def word(length: int) -> str:
        return "".join(rng.choices("abcdefghijklmnopqrstuvwxyz", k=length)).title()

    forms = [word(9) for _ in range(2000)]
    records = [
        Record("big", "place", "Grandpays", "country"),
        *(Record(f"n{n}", "place", word(12), "city", (), "big") for n in range(800)),
        Record("c0", "place", word(12), "region"),
        *(Record(f"c{n}", "place", word(12), "region", (), f"c{n - 1}") for n in range(1, 60)),
        *(Record(f"a{n}", "actor", word(12), ("person", "party")[n % 2]) for n in range(700)),
        Record("many", "actor", "Multiple", "person", tuple(map(Form, forms))),
        Record("paper", "outlet", word(2000), "newspaper"),
        *(Record(f"o{n}", "outlet", word(12), "newspaper") for n in range(300)),
    ]
    named = [record.heading for record in records if record.kind != "outlet"]
    source = Attribution("source")
    articles = [
        Article(
            f"x{n:04}",
            f"seeds/articles/x{n:04}.txt",
            f"{named[n % len(named)]}, {named[-n % len(named)]}, {forms[n % 900]}, {word(9)}.",
            f"{n:064}",
            "fr",
            title=" ".join(word(9) for _ in range(400)) if n < 60 else None,
            outlet="paper" if n % 2 else None,
            outlet_attribution=source if n % 2 else None,
            date=parse_edtf(f"{n + 1:04}-{n % 12 + 1:02}"),
            date_attribution=source,
        )
        for n in range(1900)
    ]
    articles.append(replace(articles[0], id="thousand", body=", ".join(named[:1000])))
    by_id = {record.id: record for record in sorted(records, key=lambda record: record.id)}
    return {page.path: page for page in pages(({one.id: one for one in articles}, by_id, ()))}


def test_every_page_stays_small() -> None:
    weights = {path: len(zlib.compress(page.data())) for path, page in hostile().items()}
    assert {path: weight for path, weight in weights.items() if weight > MOST_BYTES} == {}
    lists = {path: weight for path, weight in weights.items() if not path.startswith("articles/x")}
    assert max(lists.values()) > 5_000, "they were put to the test"


@pytest.mark.parametrize(
    ("path", "rest"),
    [
        ("places/big.md", r'places/big/narrower\.html">Tout voir \(800\)'),
        ("actors/many.md", r'actors/many/forms\.html">Voir les 2\u202f001 formes'),
        ("places/index.md", r"\d+ sur 861 : le haut de l’arborescence ; tous se trouvent sous leur initiale"),
        ("actors/index.md", r"200 sur 701 : de chaque type ceux qui ont le plus d’articles ;"),
        ("outlets/index.md", r'outlets/index/unused\.html">300 '),
        ("places/c0.md", "Ce qui s’y trouve à son tour figure sur leurs pages"),
        ("places/c59.md", "… <span"),
        ("dates/index.md", r'dates/index/18xx\.html">1800–1899<'),
        ("articles/index.md", r'articles/index/39\.html">les plus récents'),
    ],
)
def test_what_is_shown_in_part_says_how_much_there_is_and_where(path: str, rest: str) -> None:
    assert re.search(rest, hostile()[path].data().decode())


def listed(paths: Iterator[str], link: str) -> set[str]:
    return {found for path in paths for found in re.findall(link, hostile()[path].data().decode())}


def test_the_pages_of_a_long_list_hold_all_of_it() -> None:
    made = hostile()
    for start, link, all_of_it in (
        ("places/big/narrower", r"places/(n\d+)\.html", {f"n{n}" for n in range(800)}),
        ("actors/index/", r"actors/([am]\w+)\.html\"", {"many", *(f"a{n}" for n in range(700))}),
        ("outlets/index/unused", r"outlets/(o\d+)\.html", {f"o{n}" for n in range(300)}),
        ("dates/index/", r"dates/(\d{4})\.html", {f"{year:04}" for year in range(1, 1901)}),
    ):
        assert listed((path for path in made if path.startswith(start)), link) == all_of_it
    forms = [path for path in made if path.startswith("actors/many/forms")]
    text = " ".join(made[path].data().decode() for path in forms)
    assert len(forms) == 41
    assert len(re.findall('class="form"', text)) == 901
    assert text.count(" · ") + len(re.findall("Reconnues aussi", text)) == 1100


def test_a_reader_can_go_on_from_any_page_to_a_few_others() -> None:
    parts = {part.number: part.choice for part in slices("x.html", range(4000), 50)}
    assert parts[1] == (1, 2, 3, None, 20, None, 40, None, 60, None, 80)
    assert parts[42] == (1, None, 20, None, 40, 41, 42, 43, 44, None, 60, None, 80)
    assert max(map(len, parts.values())) <= 15
    assert all(part.address == f"x/{part.number}.html" for part in slices("x.html", range(99), 9) if part.number > 1)
    assert [part.choice for part in slices("x.html", range(5), 1)] == [(1, 2, 3, 4, 5)] * 5


def test_a_tree_shows_whole_levels_as_far_as_there_is_room() -> None:
    records = [Record("top", "place", "Top", "country")]
    records += [Record(f"b{n}", "place", f"B{n}", "city", (), "top") for n in range(4)]
    records += [Record(f"c{n}", "place", f"C{n}", "village", (), f"b{n}") for n in range(4)]
    by_id = {record.id: record for record in records}
    tree = build_tree(by_id, {id: fold(record.heading) for id, record in by_id.items()})
    some: Any = ("an article",)
    facets = replace(count_facets(NOBODY, tree), records={id: some for id in by_id if id != "c3"})
    shown = {most: branches(["top"], facets, most) for most in (8, 7, 5, 4)}
    assert ids_of(shown[8].tops) == ["top", "b0", "c0", "b1", "c1", "b2", "c2", "b3"]
    assert not shown[8].deeper
    assert ids_of(shown[7].tops) == ids_of(shown[5].tops) == ["top", "b0", "b1", "b2", "b3"]
    assert ids_of(shown[4].tops) == ["top"]
    assert all(shown[most].deeper and not shown[most].more for most in (7, 5, 4))
    assert branches(["b0", "b1", "b2"], facets, 2).more == 1
