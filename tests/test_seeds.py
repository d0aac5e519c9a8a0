"""Reading a seed: where the front matter ends, and that the body is kept to the byte."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model import Article, Attribution
from archive.problems import ArchiveError
from archive.seeds import read_seeds, split_front_matter

BOM = b"\xef\xbb\xbf"
NAUGHTY = "L’e\u0301te\u0301 😀 \u202e\u200b\x07\x85\u2028{{ x }} <b>&amp;"


@pytest.mark.parametrize(
    ("data", "head", "first_line", "body"),
    [
        (b"---\ntitle: x\n---\nUn.\n", "title: x\n", 2, b"Un.\n"),
        (b"---\n---\nUn.", "", 2, b"Un."),
        (b"---\ntitle: x\n---\n", "title: x\n", 2, b""),
        (b"---\ntitle: x\n---", "title: x\n", 2, b""),
        # no front matter: all is text
        (b"Un.\n", "", 0, b"Un.\n"),
        (b"", "", 0, b""),
        (b"\n---\ntitle: x\n---\nUn.", "", 0, b"\n---\ntitle: x\n---\nUn."),
        (b" ---\ntitle: x\n---\nUn.", "", 0, b" ---\ntitle: x\n---\nUn."),
        (b"----\ntitle: x\n----\nUn.", "", 0, b"----\ntitle: x\n----\nUn."),
        (b"--- \xc2\xa0\nUn.\n---\nDeux.", "", 0, b"--- \xc2\xa0\nUn.\n---\nDeux."),
        # white space after the fences
        (b"---  \ntitle: x\n---\t\nUn.", "title: x\n", 2, b"Un."),
        # Windows' line ends
        (b"---\r\ntitle: x\r\n---\r\nUn.\r\n", "title: x\r\n", 2, b"Un.\r\n"),
        (b"---\r\ntitle: x\r\n---\r\n\r\nUn.\rDeux.\n", "title: x\r\n", 2, b"\r\nUn.\rDeux.\n"),
        # a byte order mark is no text
        (BOM + b"---\ntitle: x\n---\nUn.", "title: x\n", 2, b"Un."),
        (BOM + b"Un.", "", 0, b"Un."),
        # the body begins right after the fence, whatever it holds
        (b"---\ntitle: x\n---\n\n\n Un.\n", "title: x\n", 2, b"\n\n Un.\n"),
        (b"---\ntitle: x\n---\n---\nUn.\n---\n", "title: x\n", 2, b"---\nUn.\n---\n"),
        (b"---\ntitle: x\n---\n" + BOM + b"Un.", "title: x\n", 2, BOM + b"Un."),
        # only a line of its own closes it
        (b"---\ntitle: x\n --- \ny: ---\n---\nUn.", "title: x\n --- \ny: ---\n", 2, b"Un."),
        ("---\ntitle: été\n---\nL’été".encode(), "title: été\n", 2, "L’été".encode()),
    ],
)
def test_the_front_matter_ends_at_the_second_fence(data: bytes, head: str, first_line: int, body: bytes) -> None:
    assert split_front_matter(data, "x.txt") == (head, first_line, body)


@given(st.binary(max_size=40) | st.text("-\n\r a", max_size=30).map(str.encode))
def test_any_body_is_kept_to_the_byte(body: bytes) -> None:
    assert split_front_matter(b"---\ntitle: x\n---\n" + body, "x.txt")[2] == body


def read(folder: Path, data: bytes) -> Article:
    (folder / "x.txt").write_bytes(data)
    seeds, problems = read_seeds(folder, "articles", "seeds/articles/", "fr")
    assert problems == []
    return seeds[0].article


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b"Un.", "Un."),
        (b"\n\n Un. \n\n", "\n\n Un. \n\n"),
        (b"Un.\r\nDeux.\rTrois.\n", "Un.\nDeux.\nTrois.\n"),
        (b"---\nUn.", "---\nUn."),
        (NAUGHTY.encode(), NAUGHTY),
    ],
)
def test_the_text_is_that_of_the_file_and_the_sum_that_of_its_bytes(body: bytes, text: str, tmp_path: Path) -> None:
    for head in (b"---\ntitle: x\n---\n", BOM + b"---\r\ntitle: x\r\n---\r\n"):
        article = read(tmp_path, head + body)
        assert article.body == text
        assert article.sha256 == hashlib.sha256(body).hexdigest()


def test_a_text_without_front_matter_is_a_seed_of_which_nothing_is_known(tmp_path: Path) -> None:
    assert read(tmp_path, b"Un.\n") == Article(
        id="x",
        path="seeds/articles/x.txt",
        body="Un.\n",
        sha256="88a0d5923b817e7bfc2986753386e60ca638595202225fec8829223cb81eb36e",
        language="fr",
    )


FULL = """\
---
title:  L'armée : "reprise"
author: Zoé
outlet: rt-france
outlet_basis: inferred
outlet_evidence: "Auteur: RT"
date: [2020-02-16,2020-02-17]
date_basis: background
date_evidence:
  - " ce 17 "
  - l’été
date_note: >-
  Un
  deux.
language: en-GB
url: https://example.org/a?b=c#d
archived_url: HTTP://web.archive.org/x
collected: 2024-12-31
rights: Tous
note: 0123
places: [b, a]
actors: []
sources:
  - c
reject: [d]
sha256: {sha256}
---
Auteur: RT ce 17 l’été"""


def test_every_key_of_the_front_matter_is_read_as_written(tmp_path: Path) -> None:
    body = FULL.rpartition("---\n")[2]
    sha256 = hashlib.sha256(body.encode()).hexdigest()
    head = FULL.replace('title:  L\'armée : "reprise"', "title: 'L''armée : \"reprise\"'")
    article = read(tmp_path, head.format(sha256=sha256.upper()).encode())
    assert article.title == 'L\'armée : "reprise"'
    assert (article.author, article.outlet, article.language) == ("Zoé", "rt-france", "en-GB")
    assert article.outlet_attribution == Attribution("inferred", ("Auteur: RT",))
    assert article.date is not None
    assert article.date.text == "[2020-02-16,2020-02-17]"
    assert article.date_attribution == Attribution("background", (" ce 17 ", "l’été"), "Un deux.")
    assert (article.url, article.archived_url) == ("https://example.org/a?b=c#d", "HTTP://web.archive.org/x")
    assert (article.collected, article.rights, article.note) == ("2024-12-31", "Tous", "0123")
    assert article.listed_places == {"a", "b"}
    assert article.listed_actors == frozenset()
    assert article.listed_sources == {"c"}
    assert article.rejected == {"d"}
    assert article.sha256 == sha256


def test_a_value_without_a_basis_is_given_by_the_publication(tmp_path: Path) -> None:
    article = read(tmp_path, b"---\noutlet: a\ndate: 2020\n---\nUn.")
    assert article.outlet_attribution == article.date_attribution == Attribution("source")


@pytest.mark.parametrize("head", ["", "\n", "# rien\n", "title:\nplaces:\nnote: # rien\n"])
def test_a_key_without_a_value_is_as_none(head: str, tmp_path: Path) -> None:
    article = read(tmp_path, f"---\n{head}---\nUn.".encode())
    assert article == read(tmp_path, b"Un.")


def test_seeds_are_sorted_by_id_and_the_faulty_are_left_out(tmp_path: Path) -> None:
    for name in ("b", "a", "c", "_"):
        (tmp_path / f"{name}.txt").write_text("" if name == "c" else "Un.", encoding="utf-8")
    seeds, problems = read_seeds(tmp_path, "articles", "", "fr")
    assert [seed.article.id for seed in seeds] == ["a", "b"]
    assert [problem.path for problem in problems] == ["articles/_.txt", "articles/c.txt"]
    assert [seed.path for seed in seeds] == ["articles/a.txt", "articles/b.txt"]
    assert [seed.article.path for seed in seeds] == ["a.txt", "b.txt"]


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"---\ntitle: \xe9\n---\nUn.", 2),
        (b"---\na: b\r\n\xe9: x\n---\nUn.", 3),
        (BOM + b"---\na: b\n\n\xe9: x\n---\nUn.", 4),
        (b"---\ntitle: x\nUn.\n", 1),
        (b"---", 1),
    ],
)
def test_what_cannot_be_split_is_refused_at_its_line(data: bytes, line: int) -> None:
    with pytest.raises(ArchiveError) as caught:
        split_front_matter(data, "x.txt")
    assert [(problem.path, problem.line) for problem in caught.value.problems] == [("x.txt", line)]


def test_of_many_files_exactly_the_broken_ones_are_told(tmp_path: Path) -> None:
    faults = [b"---\ntitle: 'x\n---\nUn.", b"---\ndate: 5/48\n---\nUn.", b"\xff\xfe", b"", b"---\nkey: x\n---\nUn."]
    broken = {f"{number:04}.txt": faults[number % 5] for number in range(7, 1000, 21)}
    for number in range(1000):
        name = f"{number:04}.txt"
        (tmp_path / name).write_bytes(broken.get(name, b'---\ntitle: "Un"\n---\nUn.'))
    _, problems = read_seeds(tmp_path, "seeds", "", "fr")
    assert [problem.path for problem in problems] == [f"seeds/{name}" for name in sorted(broken)]
