"""Texts that the archive holds twice: copies are found whatever was done to them, and nothing unrelated is accused."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from hashlib import sha256
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.languages import read_language
from archive.model import Article
from archive.reading import read_archive
from archive.reuse import BLOCK, HOLDERS, NEAR, PASSAGE, TOLD, Reuse, find_reuse, resemblance
from archive.settings import read_settings
from bench.corpus import Corpus
from tests.building import ROOT, config, seed, write
from tests.test_check import data
from tests.test_command import command

OWN = [one.article for one in read_archive(ROOT / "seeds", read_settings(ROOT / "mkdocs.yml")).seeds.values()]
CHANCE = random.Random(5)  # noqa: S311 - nothing is secret here
WORDS = [f"mot{n}" for n in range(5_000)]


def article(id: str, body: str) -> Article:
    return Article(id=id, path=f"{id}.txt", body=body, sha256=sha256(body.encode()).hexdigest(), language="fr")


def corpus(many: int) -> list[Article]:
    seeds = (text.decode("utf-8").split("---\n", 2)[2] for _, text in Corpus().seeds(many))
    return [article(f"{n:06}", body) for n, body in enumerate(seeds)]


MADE_UP = corpus(400)


def reuse(*articles: Article, of: Sequence[str] = ()) -> list[Reuse]:
    """What is found in *articles* of those with the ids *of*, else of all."""
    ordered = sorted(articles, key=lambda one: one.id)
    return list(find_reuse(ordered, of or {one.id for one in articles}))


def prose(many: int) -> list[str]:
    """So many words, none of which stands by the one it stands by elsewhere."""
    return CHANCE.choices(WORDS, k=many)


# What is unrelated


def test_the_five_articles_are_not_accused() -> None:
    assert reuse(*OWN) == []
    assert max(resemblance(one.body, other.body) for one, other in combinations(OWN, 2)) < 0.03


def test_no_unrelated_article_of_a_made_up_archive_is_accused() -> None:
    assert reuse(*MADE_UP) == []


def test_a_name_with_its_title_is_no_passage() -> None:
    title = "l’Observatoire syrien des droits de l’homme, une organisation dont le siège se trouve à Londres"
    one, other = (article(id, f"{' '.join(prose(60))} {title} {' '.join(prose(60))}") for id in "ab")
    assert reuse(one, other) == []


# Copies

COPIES: dict[str, Callable[[str], str]] = {
    "upper case": str.upper,
    "straight apostrophes": lambda text: text.replace("’", "'"),
    "no accents": lambda text: text.translate(str.maketrans("àâçéèêëîïôùûÀÉÊ", "aaceeeeiiouuAEE")),
    "one line": lambda text: " ".join(text.split()),
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "Windows line ends": lambda text: text.replace("\n", "\r\n"),
    "no punctuation": lambda text: re.sub(r"[^\w\s'’-]", "", text),
}


@pytest.mark.parametrize("own", OWN, ids=lambda one: one.id)
def test_the_same_bytes_are_the_same_text(own: Article) -> None:
    (found,) = reuse(*OWN, article("zzz", own.body))
    assert (found.article, found.other, found.kind) == ("zzz", own.id, "bytes")


@pytest.mark.parametrize("change", COPIES)
@pytest.mark.parametrize("own", OWN, ids=lambda one: one.id)
def test_case_accents_apostrophes_punctuation_and_spaces_hide_no_copy(own: Article, change: str) -> None:
    copy = COPIES[change](own.body)
    (found,) = reuse(*OWN, article("zzz", copy), of=["zzz"])
    assert (found.other, found.kind) == (own.id, "bytes" if copy == own.body else "words")


@pytest.mark.parametrize(
    ("one", "other"), [("L’été", "L’e\u0301te\u0301"), ("Idlib", "Id\u00adlib")], ids=["decomposed", "soft hyphens"]
)
def test_letters_may_be_written_in_two_ways(one: str, other: str) -> None:
    words = prose(200)
    first = article("a", " ".join(f"{word} {one}" for word in words))
    second = article("b", " ".join(f"{word} {other}" for word in words))
    (found,) = reuse(first, second)
    assert found.kind == "words"


def test_a_short_text_is_compared_too() -> None:
    (found,) = reuse(article("a", "Alep est tombée."), article("b", "« Alep est tombée »"), article("c", "Alep"))
    assert (found.article, found.other, found.kind) == ("b", "a", "words")


def edited(body: str, share: float) -> str:
    """*body* with that share of its words replaced."""
    words = re.split(r"(\s+)", body)
    for at in range(0, len(words), 2):
        if CHANCE.random() < share:
            words[at] = CHANCE.choice(WORDS)
    return "".join(words)


@pytest.mark.parametrize("share", [0.01, 0.03, 0.06])
def test_edited_copies_are_nearly_the_same(share: float) -> None:
    for one in [*OWN, *CHANCE.sample([one for one in MADE_UP if len(one.body) > 800], 20)]:
        (found,) = reuse(one, article("zzz", edited(f"Début {one.body}", share)))
        assert found.kind == "near", one.id
        assert found.resemblance >= NEAR


def test_paragraphs_in_another_order_are_nearly_the_same() -> None:
    paragraphs = [" ".join(prose(50)) for _ in range(8)]
    (found,) = reuse(article("a", "\n\n".join(paragraphs)), article("b", "\n\n".join(reversed(paragraphs))))
    assert found.kind == "near"


def test_a_near_copy_shows_where_it_first_differs() -> None:
    words = prose(120)
    other = [*words[:60], "autre", *words[61:]]
    (found,) = reuse(article("a", " ".join(words)), article("b", " ".join(other)))
    at = len(" ".join(words[:60])) + 1
    assert (found.here.start, found.there.start) == (at, at)
    assert " ".join(other)[slice(*found.here)] == " ".join(other[60:65])


# Passages


@pytest.mark.parametrize("length", range(PASSAGE - 3, PASSAGE + 4))
@pytest.mark.parametrize("before", range(BLOCK))
def test_every_passage_of_that_many_words_is_found_in_full(length: int, before: int) -> None:
    """Wherever the blocks fall, with its offsets in both texts, though set in another way."""
    passage = prose(length)
    one = f"😀 {' '.join(prose(95))}. «\u00a0{' '.join(passage)}\u00a0»\n{' '.join(prose(90))}"
    other = f"{' '.join(prose(70 + before))}\n\n{', '.join(passage).upper()} ! {' '.join(prose(50))}"
    found = reuse(article("a", one), article("b", other), of=["b"])
    if length < PASSAGE:
        assert found == []
        return
    (only,) = found
    assert (only.article, only.other, only.kind, only.words) == ("b", "a", "passage", length)
    assert other[slice(*only.here)] == ", ".join(passage).upper()
    assert one[slice(*only.there)] == " ".join(passage)


def test_offsets_count_the_code_points_of_the_file_itself() -> None:
    """Lower case and composed letters may have more or fewer."""
    passage = [f"İ{word}e\u0301" for word in prose(30)]
    odd = "İ e\u0301 " * 9
    one, other = (f"{odd}{' '.join(prose(40))} {' '.join(passage)} {' '.join(prose(9))}" for _ in "ab")
    found = [one for one in reuse(article("a", one), article("b", other)) if one.words >= 30]
    assert [other[slice(*one.here)] for one in found] == [" ".join(passage)]


def test_of_files_asked_about_the_others_are_searched_and_not_told_of() -> None:
    passage = " ".join(prose(30))
    texts = [article(id, f"{' '.join(prose(50))} {passage} {' '.join(prose(50))}") for id in "abc"]
    (found,) = reuse(*texts, of=["a"])
    assert (found.article, found.other, found.more) == ("a", "b", True)
    assert [(one.article, one.other) for one in reuse(*texts)] == [("b", "a"), ("c", "a")]


def test_a_part_of_a_passage_is_not_told_again() -> None:
    passage = prose(60)
    agency = article("a", f"{' '.join(prose(30))} {' '.join(passage)}")
    paper = article("b", f"{' '.join(passage[10:50])} {' '.join(prose(200))}")
    (found,) = reuse(agency, paper, article("c", f"{' '.join(prose(300))} {' '.join(passage)}"), of=["c"])
    assert (found.other, found.words, found.more) == ("a", 60, True)


def test_every_shared_footer_is_told_once_an_article() -> None:
    footer = " ".join(prose(40))
    texts = [article(f"{n:03}", f"{' '.join(prose(100))}\n{footer}") for n in range(3 * HOLDERS)]
    found = reuse(*texts)
    assert [one.article for one in found] == [text.id for text in texts[1:]]
    assert {one.words for one in found} == {40}


def test_at_most_so_many_passages_are_told_of_one_article() -> None:
    passages = [" ".join(prose(25)) for _ in range(2 * TOLD)]
    one, other = (article(id, " ".join(f"{' '.join(prose(90))} {passage}" for passage in passages)) for id in "ab")
    assert len(reuse(one, other)) == TOLD


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.sampled_from(["a", "b", "la la la ", "x " * 30, "É", "\u0301", "\n", "😀"]), max_size=60).map("".join)
)
def test_any_text_is_compared(body: str) -> None:
    for one in reuse(article("a", body), article("b", f"{body} fin"), article("c", body)):
        assert 0 <= one.here.start <= one.here.end <= len(body) + 4


@pytest.mark.parametrize("unit", ["la ", "a b ", "un deux trois quatre cinq six sept huit neuf dix onze "])
def test_texts_that_repeat_themselves_are_compared_at_once(unit: str) -> None:
    """In hours, if each of their places were compared with each."""
    assert reuse(*(article(id, unit * 20_000 + id) for id in ("aa", "bb", "cc")))


# What is told


PASSAGE_TEXT = (
    "L’armée a repris la ville après dix jours de siège, a dit son porte-parole devant des journalistes venus ce matin."
)


def archive_of(root: Path, **bodies: str) -> Path:
    given_keys = {"date": "2020", "outlet": "tass"}
    outlet = "- {id: tass, heading: TASS, type: news_agency}\n"
    files = {f"seeds/articles/{id}.txt": seed(body, **given_keys) for id, body in bodies.items()}
    write(root, {"mkdocs.yml": config("en"), "seeds/authorities/outlets.yml": outlet, **files})
    return root


def test_the_check_says_where_both_stand_and_quotes(tmp_path: Path) -> None:
    body = f"{' '.join(prose(40))}\n\n{PASSAGE_TEXT}\n"
    other = f"{PASSAGE_TEXT} {' '.join(prose(80))}\n"
    archive_of(tmp_path, a=body, b=other)
    done = command("check", cwd=tmp_path)
    start = body.index("L’armée")
    assert done.returncode == 0
    assert done.stderr.splitlines()[0] == (
        f"seeds/articles/b.txt:5: warning: 22 words stand in seeds/articles/a.txt:7 too: {PASSAGE_TEXT[:-1]!r}"
        f" (characters 0 to {len(PASSAGE_TEXT) - 1}, there {start} to {start + len(PASSAGE_TEXT) - 1});"
        " name their common source in sources or note, if it is known"
    )


def test_a_pull_request_is_told_what_it_repeats(tmp_path: Path) -> None:
    archive_of(tmp_path, a=OWN[0].body, b=OWN[1].body, c=OWN[0].body, d=edited(OWN[1].body, 0.03), e="Autre.")
    told = data(tmp_path, "seeds/articles/a.txt", "seeds/articles/d.txt")
    repeated = {one["file"]: one for one in told if "{place}" in one["code"]}
    assert list(repeated) == ["seeds/articles/a.txt", "seeds/articles/d.txt"]
    assert repeated["seeds/articles/a.txt"]["code"] == "is the same text as {place}"
    assert repeated["seeds/articles/a.txt"]["values"] == {"place": "seeds/articles/c.txt:5"}
    assert repeated["seeds/articles/d.txt"]["code"].startswith("is nearly the same text as {place}")


def test_it_is_said_in_french(tmp_path: Path) -> None:
    assert "est le même texte que {place}" in read_language("fr").catalogue.values()
    write(archive_of(tmp_path, a="Alep.", b="Alep."), {"mkdocs.yml": config("fr")})
    (line, _) = command("check", cwd=tmp_path).stderr.splitlines()
    assert line.startswith("seeds/articles/b.txt:5: attention: est le même texte que seeds/articles/a.txt:5; en garder")
