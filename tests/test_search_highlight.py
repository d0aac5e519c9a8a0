"""The query's words in titles and excerpts: as they stand in the text, and never anything else than its text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.hostile import BODIES, LINES, NAUGHTY
from tests.search_support import Searchable, made_files, make_searchable
from tests.serving import serve_folder
from tests.watching import WatchPage

Show = Callable[..., str]
"""A query, a text and a length → the excerpt, hits in square brackets."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Searchable:
    return make_searchable(tmp_path_factory.mktemp("made"), made_files(60))


@pytest.fixture
def page(made: Searchable, watch_page: WatchPage) -> Iterator[Page]:
    with serve_folder(made.site) as home:
        watch = watch_page(home)
        page = watch.open("page.html")
        page.evaluate("async () => { window.index = await archive.search.open(new URL('search/', location)); }")
        yield page
        watch.assert_quiet()


@pytest.fixture
def show(page: Page) -> Show:
    def excerpt(q: str, text: str, length: int = 200, language: str = "fr") -> str:
        pieces = page.evaluate(
            """async ([q, text, length, language]) => {
                const { words } = await index.search({ q });
                return archive.highlight.excerpt(text, words, length, language).pieces;
            }""",
            [q, text, length, language],
        )
        return bracketed(pieces)

    return excerpt


def bracketed(pieces: list[dict[str, Any]]) -> str:
    return "".join(f"[{piece['text']}]" if piece["hit"] else piece["text"] for piece in pieces)


TEXT = "Les provinces d’Alep, d'Idlib et de HAMA. L’armée de l’air syrienne attaque ; le Hamas se tait, HTS aussi."


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("alep", "Les provinces d’[Alep], d'Idlib et de HAMA."),
        ("province", "Les [provinces] d’Alep"),
        ("hama", "et de [HAMA]. L’armée de l’air syrienne attaque ; le Hamas se tait"),
        ("hamas", "et de HAMA. L’armée de l’air syrienne attaque ; le [Hamas] se tait"),
        ('"armée de l’air"', "L’[armée de l’air] syrienne"),
        ('"armee de air"', "L’armée de l’air syrienne"),
        ("attaq*", "syrienne [attaque] ;"),
        ("idlab~1", "d'[Idlib] et"),
        ("hayat tahrir al-cham", "se tait, [HTS] aussi."),
        ("-alep", "Les provinces d’Alep, d'Idlib"),
        ("les de la", "Les provinces d’Alep, d'Idlib"),
        ("", "Les provinces d’Alep, d'Idlib"),
    ],
)
def test_words_are_marked_as_they_stand(show: Show, q: str, expected: str) -> None:
    assert expected in show(q, TEXT)


def test_a_title_is_marked_whole(page: Page) -> None:
    pieces = page.evaluate(
        "async (title) => archive.highlight.mark(title, (await index.search({ q: 'alep armée' })).words, 'fr')",
        "Alep : l’armée <b>syrienne</b>\nà ALEP",
    )
    assert bracketed(pieces) == "[Alep] : l’[armée] <b>syrienne</b>\nà [ALEP]"


def test_the_excerpt_shows_where_most_words_stand(show: Show) -> None:
    filler = "Rien de tel ne fut dit ce jour-là par personne. " * 20
    text = f"Alep. {filler}Puis vint la nuit. À Hama, la ville attend ; Alep aussi. {filler}Hama."
    assert show("alep hama", text, 80).startswith("… À [Hama], la ville attend ; [Alep] aussi. ")


def test_an_excerpt_has_whole_words_and_its_length(show: Show) -> None:
    text = "Un début. " + " ".join(f"mot{n}" for n in range(200)) + " Alep " + " ".join(f"fin{n}" for n in range(200))
    for length in (20, 57, 120, 300):
        shown = show("alep", text, length).replace("[", "").replace("]", "")
        assert shown.startswith("… ")
        assert shown.endswith(" …")
        inner = shown[2:-2]
        assert len(inner) <= length
        assert inner in text
        assert f" {inner} " in text
        assert "Alep" in inner


def test_a_text_without_the_words_begins_at_its_beginning(show: Show) -> None:
    assert show("inexistant", "Un. Deux. Trois.", 100) == "Un. Deux. Trois."
    assert show("inexistant", "Un mot. Deux mots. Trois mots.", 14) == "Un mot. Deux …"


def test_what_is_no_prose_is_passed_over(show: Show) -> None:
    text = "Table of Contents\n\nAuteur: Alep Info\n date 2020-02 Une offensive à Alep.\n(voir Alep)\nLa suite vient."
    assert show("alep", text) == "Une offensive à [Alep]. La suite vient."
    assert show("", "Sommaire\n") == "Sommaire\n"


def test_english_and_french_are_each_read_in_their_way(show: Show) -> None:
    assert show("attack", "The attacks attacked.", language="en") == "The [attacks] [attacked]."
    assert show("attaque", "Les attaques attaquèrent.", language="fr") == "Les [attaques] [attaquèrent]."


def test_no_text_breaks_or_becomes_anything_but_itself(page: Page) -> None:
    texts = [*LINES, *NAUGHTY, *(body if isinstance(body, str) else body.decode("utf-8") for body in BODIES.values())]
    texts += [part * 30_000 for part in ("xxx", "Alep ", "\n\n", "Alep\n", "(voir ", "date ", "😀", ") ")]
    wrong = page.evaluate(
        r"""async (texts) => {
            const { words } = await index.search({ q: 'alep "l’armée de" script* un' });
            const isWhole = (text) => !/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/u.test(text);
            return texts.filter((text) => {
                const start = performance.now();
                const whole = archive.highlight.mark(text, words).map((piece) => piece.text).join("");
                const { pieces } = archive.highlight.excerpt(text, words, 120);
                const shown = pieces.map((piece) => piece.text).join("");
                const isOurs = (piece) => [" ", "… ", " …"].includes(piece);
                const inside = pieces.every(({ text: piece }) => isOurs(piece) || text.includes(piece));
                const isGood = whole === text && inside && shown.length <= 130 && isWhole(shown);
                return !isGood || performance.now() - start > 2000;
            });
        }""",
        texts,
    )
    assert [text[:60] for text in wrong] == []
