"""The values of the archive: what tells one from another."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest

from archive.dates import parse_edtf
from archive.model import Article, Attribution, LinkedArticle, Mention

ARTICLE = Article("a", "a.txt", "Alep.", "0" * 64, "fr")
LINKED = LinkedArticle(ARTICLE, (Mention(0, 4, "alep"),), ("alep",), ("onu",), ())
OF_ARTICLE: dict[str, Any] = {
    "outlet_attribution": Attribution("stated", ("Alep",)),
    "date": parse_edtf("2020"),
    "date_attribution": Attribution("stated", (), "note"),
    **dict.fromkeys(("listed_places", "listed_actors", "listed_sources", "rejected"), frozenset({"x"})),
}


@pytest.mark.parametrize("name", [field.name for field in fields(Article) if field.name != "body"])
def test_articles_that_differ_in_anything_have_other_prints(name: str) -> None:
    other = replace(LINKED, article=replace(ARTICLE, **{name: OF_ARTICLE.get(name, "x")}))
    assert other.print != LINKED.print


@pytest.mark.parametrize(
    "given",
    [
        {"mentions": (Mention(0, 3, "alep"),)},
        {"mentions": ()},
        {"places": ()},
        {"places": ("alep", "onu"), "actors": ()},
        {"sources": ("onu",)},
    ],
)
def test_articles_that_are_linked_otherwise_have_other_prints(given: dict[str, Any]) -> None:
    assert replace(LINKED, **given).print != LINKED.print


def test_a_print_follows_from_values_alone() -> None:
    many = frozenset({"idlib", "hama", "alep", "homs"})
    one = replace(LINKED, article=replace(ARTICLE, listed_places=many))
    other = replace(LINKED, article=replace(ARTICLE, listed_places=frozenset(sorted(many))))
    assert one.print == other.print
    assert one.print.hex() == "c673686e30e9db2d0f596972d273837c"  # in every process, whatever its hash seed
