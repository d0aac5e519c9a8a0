"""Python, which makes the index, and the browser, which asks it, read every word and every text alike."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

import pytest
from playwright.sync_api import Page

from archive.search.analysis import ELISIONS, STOP_WORDS, analyse, analyser_of, split
from tests.hostile import BODIES, LINES, NAUGHTY
from tests.search_support import add_page, own_files, word_list
from tests.serving import serve_folder
from tests.watching import WatchPage

LANGUAGES = ["fr", "en", "ar"]  # the last has no analyser of its own
MANIFEST = {
    "elisions": " ".join(ELISIONS),
    "analysers": [{"name": name, "stop": " ".join(stop)} for name, stop in STOP_WORDS.items()],
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("analysis")
    add_page(folder)
    with serve_folder(folder) as url:
        yield url


@pytest.fixture
def page(home: str, watch_page: WatchPage) -> Iterator[Page]:
    """A page with ``analysis``, an Analysis of all languages."""
    watch = watch_page(home)
    page = watch.open("page.html")
    page.evaluate("manifest => { window.analysis = new archive.analysis.Analysis(manifest); }", MANIFEST)
    yield page
    watch.assert_quiet()


def utf16(text: str, offset: int) -> int:
    """An offset in code points as JavaScript counts it."""
    return len(text[:offset].encode("utf-16-le", "surrogatepass")) // 2


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_word_of_a_dictionary_has_the_same_term(page: Page, language: str) -> None:
    words = word_list(language)
    if len(words) > 100_000:
        words = words[:: 2 if find_spec("Stemmer") else 4]  # without the compiled stemmer it takes forty times longer
    assert len(set(words)) > (100_000 if language == "fr" else 20_000)
    analyser = analyser_of(language)
    expected = []
    for word in words:
        exact = analyser.exact(word)
        expected.append(f"{exact} {analyser.term(exact)}" if exact else "")
    differing = page.evaluate(
        """([name, words, expected]) => words.filter((word, at) => {
            const [{ exact }] = analysis.words(word);
            const kept = exact && !analysis.isStopWord(exact, name);
            return (kept ? `${exact} ${analysis.term(exact, name)}` : "") !== expected[at];
        })""",
        [language, words, expected],
    )
    assert differing == []


def test_every_character_parts_words_or_does_not_in_both(page: Page) -> None:
    assigned = [code for code in range(0x20000) if unicodedata.category(chr(code)) not in ("Cn", "Cs")]
    assert len(assigned) > 80_000
    analyser = analyser_of("ar")
    expected = [[analyser.exact(word) for word in split(f"a{chr(code)}b{chr(code)}")] for code in assigned]
    differing = page.evaluate(
        r"""([codes, expected]) => codes.filter((code, at) => {
            const character = String.fromCodePoint(code);
            if (/\p{Cn}/u.test(character)) return false; // too new for this browser
            const words = analysis.words(`a${character}b${character}`).map(({ exact }) => exact);
            return JSON.stringify(words) !== JSON.stringify(expected[at]);
        })""",
        [assigned, expected],
    )
    assert [f"U+{code:04X}" for code in differing] == []


def texts() -> list[str]:
    seeds = [content for name, content in own_files().items() if name.startswith("seeds/articles/")]
    return [
        *(seed.decode("utf-8") for seed in seeds if isinstance(seed, bytes)),
        *(body if isinstance(body, str) else body.decode("utf-8") for body in BODIES.values()),
        *LINES,
        *NAUGHTY,
        "L'armée d’Alep qu'on l\u02bcaime, presqu’île, aujourd’hui, jusqu`à l´eau : O’Hama, c'est-à-dire",
        "ÉLISE Œuvre ŒUVRE Straße STRASSE İstanbul ΟΔΟΣ Ångström ﬁn ½ ① x² Ⅳ é e\u0301",
        "a\u00adb a\u200db a\u2060b _a_b_",
        "x" * 63 + "éé " + "😀a" * 40 + " " + "é" * 70 + " " + "e\u0301" * 40 + " fin",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_whole_texts_have_the_same_terms_at_the_same_places(page: Page, language: str) -> None:
    given = texts()
    expected: list[list[Any]] = [
        [[one.term, one.exact, utf16(text, one.start), utf16(text, one.end)] for one in analyse(text, language)]
        for text in given
    ]
    found = page.evaluate(
        """([texts, language]) => texts.map((text) =>
            analysis.analyse(text, language).map(({ term, exact, start, end }) => [term, exact, start, end]))""",
        [given, language],
    )
    for text, mine, theirs in zip(given, expected, found, strict=True):
        assert theirs == mine, text[:200]


def test_words_without_a_term_count_all_the_same(page: Page) -> None:
    given = texts()
    expected = [len(split(text)) for text in given]
    assert page.evaluate("texts => texts.map((text) => analysis.words(text).length)", given) == expected


def test_a_word_list_is_unpacked_whole() -> None:
    french = word_list("fr")
    assert french == sorted(french)
    assert {"abaissement", "zygomatique", "œuvre", "vérifiée"} <= set(french)
