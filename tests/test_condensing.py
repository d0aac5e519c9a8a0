"""Articles as bytes: what was put in comes out, and nothing in them could run."""

from __future__ import annotations

import pickletools
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.condensing import condensed, restored
from archive.dates import parse_edtf
from archive.model import Article, Attribution, LinkedArticle, Mention

FULL = Article(
    "a", "seeds/articles/a.txt", "À Alep, dit-on.\u2028", "0" * 64, "fr", "Un titre", "Une autrice", "rt-france",
    Attribution("stated", ("Alep", "dit-on")), parse_edtf("[2020-02-16..2020-02-17]"),
    Attribution("inferred", (), "une note"), "https://example.org/a", "https://example.org/b", "2020-03-01", "droits",
    "note", frozenset({"alep"}), frozenset({"onu"}), frozenset({"sana"}), frozenset({"hama", "homs"}),
)  # fmt: skip
BARE = Article("b", "b.txt", "", "1" * 64, "en")
LINKED = LinkedArticle(FULL, (Mention(2, 6, "alep"), Mention(8, 11, "onu")), ("alep",), ("onu",), ("sana",))


def test_every_field_has_a_value_here() -> None:
    assert [field.name for field in fields(Article) if getattr(FULL, field.name) in (None, frozenset())] == []


@pytest.mark.parametrize("linked", [LINKED, LinkedArticle(BARE, (), (), (), ())])
def test_an_article_comes_out_whole(linked: LinkedArticle) -> None:
    again = restored(memoryview(condensed(linked)))
    assert again.article == linked.article
    assert again == linked
    assert [type(mention) for mention in again.mentions] == [Mention] * len(linked.mentions)
    assert (again.names, again.print, again.row_print) == (linked.names, linked.print, linked.row_print)
    assert again.article.date is linked.article.date, "there are few days and many articles"
    assert condensed(again) == condensed(linked)


@given(st.lists(st.tuples(st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1), st.text(max_size=5))))
def test_mentions_come_out_in_their_order(mentions: list[tuple[int, int, str]]) -> None:
    linked = replace(LINKED, mentions=tuple([Mention(*one) for one in mentions]))
    assert restored(condensed(linked)).mentions == linked.mentions


def test_nothing_in_it_is_called() -> None:
    """Whoever can write it into the folder of what builds remember must not be able to run anything."""
    told = {opcode.name for opcode, _, _ in pickletools.genops(condensed(LINKED))}
    assert told.isdisjoint({"GLOBAL", "STACK_GLOBAL", "INST", "REDUCE", "BUILD", "NEWOBJ", "NEWOBJ_EX", "OBJ"})
