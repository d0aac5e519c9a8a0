"""The data file: what is known of each article on a line of its own, and lines that are taken from an earlier file."""

from __future__ import annotations

import json
from pathlib import Path

from archive.export import ARTICLES, article_data, earlier_lines, key_of, lines_of, prints_by_line
from archive.memory import Memory
from tests.building import config, write
from tests.search_support import collection_in

SEEDS = {
    "seeds/articles/b.txt": '---\ntitle: "B\\"b\\""\ndate: 2020-02\n---\nAlep, puis Alep.\n',
    "seeds/articles/a.txt": "Un texte\u2028noté.\n",
    "seeds/authorities/places.yml": "- id: alep\n  heading: Alep\n  type: city\n",
}


def test_each_article_has_a_line_sorted_by_id(tmp_path: Path) -> None:
    write(tmp_path, {"mkdocs.yml": config(), **SEEDS})
    lines = article_data(collection_in(tmp_path)).data().decode().removesuffix("\n").split("\n")
    one, other = map(json.loads, lines)
    assert (one["id"], one["title"], one["title_basis"], one["date"]) == ("a", "Un texte\u2028noté.", "incipit", None)
    assert (other["id"], other["title"], other["date_start"], other["date_end"]) == (
        "b", 'B"b"', "2020-02-01", "2020-02-29",
    )  # fmt: skip
    assert [(where["start"], where["end"], where["id"], where["text"]) for where in other["mentions"]] == [
        (0, 4, "alep", "Alep"),
        (11, 15, "alep", "Alep"),
    ]


def test_lines_of_an_earlier_file_are_taken_for_articles_that_are_the_same(tmp_path: Path) -> None:
    write(tmp_path, {"mkdocs.yml": config(), **SEEDS})
    before = collection_in(tmp_path)
    data = article_data(before)
    assert data.key == key_of(prints_by_line(before))
    write(tmp_path, {"data": data.data().decode().replace("Un texte", "Was known").replace("puis", "was not")})
    write(tmp_path, {"seeds/articles/b.txt": "Alep.\n", "seeds/articles/c.txt": "Alep.\n"})
    after = article_data(collection_in(tmp_path), lambda: lines_of(tmp_path / "data", prints_by_line(before)))
    lines = [json.loads(line) for line in after.data().decode().removesuffix("\n").split("\n")]
    assert after.key != data.key
    assert [(line["id"], line["title"]) for line in lines] == [
        ("a", "Was known\u2028noté."),
        ("b", "Alep."),
        ("c", "Alep."),
    ]


def test_lines_are_taken_from_no_other_file_than_the_one_that_is_known(tmp_path: Path) -> None:
    write(tmp_path, {ARTICLES: "one\nother\n"})
    prints = [b"1" * 16, b"2" * 16]
    memory = Memory(tmp_path / "memory")
    assert earlier_lines(memory, tmp_path, key_of(prints))() == {}, "nothing is remembered"
    memory.remember("lines", prints)
    assert earlier_lines(memory, tmp_path, key_of(prints))() == {prints[0]: b"one\n", prints[1]: b"other\n"}
    assert earlier_lines(memory, tmp_path, key_of(prints[:1]))() == {}, "it was made of something else"
    assert earlier_lines(memory, tmp_path, None)() == {}, "it does not stand as it was left"
    assert earlier_lines(None, tmp_path, key_of(prints))() == {}
