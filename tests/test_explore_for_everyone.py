"""The search page in every state: by keyboard, heard, on a phone, on paper, from a disk, on a bad line."""

# mypy: disable-error-code="func-returns-value"
# A state is reached by several acts in one lambda, whose results nobody wants.

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from archive.search.scripts import SOURCES
from archive.words import Words
from tests.axe import axe_violations
from tests.building import ROOT
from tests.exploring import (
    asked,
    break_all,
    choice,
    count,
    explore,
    focus_is_on,
    hits,
    naming,
    only_failures,
    search_box,
    settle,
    show_all,
    slow_down,
    take,
    text_of,
)
from tests.hostile import LONG_WORD
from tests.sites import Site
from tests.test_site_reading import BEYOND, BLACK, NOTHING, WHITE, paper, style, tab_through
from tests.watching import DESKTOP, PHONE, WatchPage

# For everyone


def open_sheet(page: Page) -> None:
    if page.locator(".sheet-button").is_visible():
        page.locator(".sheet-button").click()
        page.eval_on_selector_all(".facet-box", "boxes => boxes.forEach(box => (box.open = true))")


def nothing(_: Page) -> None:
    pass


STATES: dict[str, tuple[str, Callable[[Page], object]]] = {
    "everything": ("", nothing),
    "found": ("?q=HTS+hélicoptères", nothing),
    "filtered": ("?q=alep&f.places=alep&not.actors=osdh&from=2020-02-10", nothing),
    "the facets": ("?f.places=alep&not.outlet=", open_sheet),
    "the facets at full length": ("", lambda page: (open_sheet(page), show_all(page))),
    "nothing found": ("?q=zzzz&f.places=munich", lambda page: page.locator(".relax").wait_for()),
    "a bad query": ("?q=%22alep", nothing),
    "suggestions": (
        "",
        lambda page: (
            search_box(page).press_sequentially("al"),
            page.locator(".suggestion").first.wait_for(),
            page.keyboard.press("ArrowDown"),
        ),
    ),
    "the export menu": ("", lambda page: page.get_by_role("button", name="Exporter").click()),
    "help": ("", lambda page: page.locator(".explore__help summary").click()),
    "without words, to the day": (
        "?from=2020-02-10",
        lambda page: (open_sheet(page), page.get_by_text("au jour près").click()),
    ),
}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_in_any_state(
    own_site: Site, watch_page: WatchPage, state: str, size: tuple[int, int], dark: bool
) -> None:
    query, act = STATES[state]
    watch = watch_page(own_site.home, size=size, dark=dark)
    watch.page.emulate_media(reduced_motion="reduce")
    page = explore(watch, query)
    act(page)
    assert axe_violations(page) == []
    if size == PHONE:
        assert page.evaluate(BEYOND) == []
    watch.assert_quiet()


def test_axe_finds_nothing_on_several_pages_and_when_the_line_is_bad(
    english_site: Site, own_site: Site, watch_page: WatchPage
) -> None:
    page = explore(watch := watch_page(english_site.home), "?q=report&page=3")
    assert axe_violations(page) == []
    watch.assert_quiet()
    watch = watch_page(own_site.home)
    failed = break_all(watch.page, "**/search/manifest.js")
    assert axe_violations(explore(watch)) == []
    only_failures(watch, failed)


def test_results_are_announced_once_they_have_settled(own_site: Site, watch_page: WatchPage) -> None:
    page = explore(watch := watch_page(own_site.home))
    status = page.locator(".explore > .heard[role=status]")
    expect(status).to_have_text("5 articles.")
    page.evaluate(
        """() => {
          window.said = [];
          const status = document.querySelector(".explore > .heard");
          new MutationObserver(() => said.push(status.textContent)).observe(status, { childList: true });
        }"""
    )
    search_box(page).press_sequentially("hama", delay=220)  # so slowly that each letter is searched
    page.keyboard.press("Enter")
    asked(page, "?q=hama")
    page.wait_for_timeout(900)
    assert page.evaluate("said") == [f"{count(page)}."]
    watch.assert_quiet()


def test_everything_can_be_done_by_keyboard_alone(own_site: Site, watch_page: WatchPage) -> None:
    page = explore(watch := watch_page(own_site.home), "?f.places=alep")
    focusable = """() => [...document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']")]
      .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.disabled).length"""
    expected = page.evaluate(focusable)
    stops = tab_through(page)
    assert [stop["what"] for stop in stops if not stop["seen"]] == []
    outlined = [stop for stop in stops if stop["outline"] >= 1]
    sliders = 2  # each shows its focus on its thumb, which is no element
    assert len(outlined) == len(stops) - sliders
    assert [stop["position"] for stop in stops] == sorted({stop["position"] for stop in stops})
    assert len(stops) == expected
    watch.assert_quiet()


def test_one_can_skip_the_facets(own_site: Site, watch_page: WatchPage) -> None:
    page = explore(watch := watch_page(own_site.home))
    page.locator(".explore__help summary").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Aller aux résultats"
    page.keyboard.press("Enter")
    assert focus_is_on(page, ".results__count")
    assert page.url.endswith("explore.html")
    watch.assert_quiet()


def test_what_is_chosen_is_seen_in_the_readers_own_colours(own_site: Site, watch_page: WatchPage) -> None:
    watch = watch_page(own_site.home)
    watch.page.emulate_media(forced_colors="active")
    page = explore(watch, "?not.outlet=rt-france&from=2024")
    search_box(page).press_sequentially("al")
    page.locator(".suggestion").first.wait_for()
    page.keyboard.press("ArrowDown")
    ground = style(page, "body", "background-color")
    for what in (".suggestion[aria-selected=true]", ".exclude[aria-pressed=true]", ".bar:not(.out)"):
        assert style(page, what, "background-color")[:1] != ground, what
    assert style(page, ".bar.out", "background-color")[:1] != style(page, ".bar:not(.out)", "background-color")[:1]
    watch.assert_quiet()


def test_on_a_phone_the_facets_are_in_a_sheet(own_site: Site, watch_page: WatchPage) -> None:
    page = explore(watch := watch_page(own_site.home, size=PHONE), "?f.places=alep&not.actors=osdh")
    assert not page.locator(".facet-box").first.is_visible()
    button = page.locator(".sheet-button")
    assert button.inner_text() == "Filtres (2)"
    button.click()
    sheet = page.get_by_role("dialog", name="Filtres")
    expect(sheet).to_be_visible()
    assert sheet.locator("details.facet-box").evaluate_all("boxes => boxes.map(box => box.open)").count(True) == 3
    choice(page, "places", "alep").get_by_role("checkbox").uncheck()
    asked(page, "?not.actors=osdh")
    shown = count(page)
    assert sheet.locator(".sheet__show").inner_text() == f"Voir {shown}"
    page.keyboard.press("Escape")
    expect(sheet).not_to_be_visible()
    assert focus_is_on(page, ".sheet-button")
    assert button.inner_text() == "Filtres (1)"
    button.click()
    sheet.locator(".sheet__show").click()
    expect(sheet).not_to_be_visible()
    button.click()
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(sheet).not_to_be_visible()
    expect(page.locator("aside .facet-box").first).to_be_visible()
    watch.assert_quiet()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_print_gives_what_was_asked_and_what_was_found(own_site: Site, watch_page: WatchPage, dark: bool) -> None:
    page = explore(watch := watch_page(own_site.home, dark=dark), "?q=alep&f.outlet=")
    page.emulate_media(media="print")
    page.evaluate("() => dispatchEvent(new Event('beforeprint'))")
    assert style(page, ".hit h3 a", "color") == [BLACK]
    for selector in (".hit__excerpt", ".results__count", ".chip", "[name=q]"):
        assert page.locator(selector).first.is_visible(), selector
    for selector in ("[type=submit]", ".facet-box", ".chip button", ".sort", ".menu", ".explore__help"):
        assert not page.locator(selector).first.is_visible(), selector
    assert page.get_by_text(page.url).is_visible()
    start = """(element) => {
      const range = document.createRange();
      range.selectNodeContents(element);
      return range.getBoundingClientRect().left;
    }"""
    starts = {page.locator(part).first.evaluate(start) for part in (".results__count", ".chip > span", ".hit h3 a")}
    assert len(starts) == 1, "all of it begins at one edge"
    assert paper(page) in (WHITE, NOTHING)
    watch.assert_quiet()


def test_a_long_word_does_not_widen_the_page(hostile_site: Site, watch_page: WatchPage) -> None:
    watch = watch_page(hostile_site.home, size=PHONE)
    page = explore(watch, f"?q={LONG_WORD}")
    assert page.evaluate(BEYOND) == []
    watch.assert_quiet()


def test_the_search_works_from_a_disk(own_site: Site, watch_page: WatchPage) -> None:
    watch = watch_page(own_site.archive.site.as_uri() + "/")
    page = watch.open("places/idlib.html")
    search_box(page).press_sequentially("hts")
    page.locator(".suggestion").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/explore.html?q=Hayat+Tahrir+al-Cham")
    settle(page)
    assert count(page).startswith("4 articles")
    choice(page, "outlet", "").get_by_role("checkbox").check()
    page.wait_for_url("**&f.outlet=")
    settle(page)
    assert count(page).startswith("3 articles")
    rows = list(csv.DictReader(io.StringIO(text_of(take(page, "CSV")).removeprefix("\ufeff"))))
    assert [row["page"] for row in rows] == hits(page)
    page.reload()
    settle(page)
    assert count(page).startswith("3 articles")
    page.go_back()
    page.wait_for_url("**/explore.html?q=Hayat+Tahrir+al-Cham")
    page.locator(".hit a").first.click()
    page.wait_for_url("**/articles/*.html")
    watch.assert_quiet()


@pytest.mark.parametrize("site", ["empty_site", "bare_site"])
def test_an_archive_with_little_in_it_can_be_searched(
    site: str, request: pytest.FixtureRequest, watch_page: WatchPage
) -> None:
    shown: Site = request.getfixturevalue(site)
    page = explore(watch := watch_page(shown.home))
    assert count(page) == ("Aucun article" if site == "empty_site" else "2 articles")
    said = ["L’archive ne contient encore aucun article."] if site == "empty_site" else []
    assert page.locator(".empty").all_inner_texts() == said
    search_box(page).fill("paragraphes")
    asked(page, "?q=paragraphes")
    assert count(page) == ("Aucun article" if site == "empty_site" else "1 article")
    assert axe_violations(page) == []
    watch.assert_quiet()


# A bad line


@pytest.mark.parametrize(
    ("pattern", "said"),
    [
        ("**/search/manifest.js", "L’index de recherche n’a pas pu être chargé."),
        ("**/search/engine.js", "L’index de recherche n’a pas pu être chargé."),
        ("**/search/columns-*.js", "n’a pas pu être chargé"),
        ("**/search/terms-*.js", "n’a pas pu être chargée"),
        ("**/search/chunk-*.js", "4 articles de cette page n’ont pas pu être chargés."),
    ],
)
def test_what_does_not_load_is_said_and_can_be_tried_again(
    own_site: Site, watch_page: WatchPage, pattern: str, said: str
) -> None:
    watch = watch_page(own_site.home)
    failed = break_all(watch.page, pattern)
    page = explore(watch, "?q=alep")
    again = page.get_by_role("button", name="Réessayer").first
    expect(again).to_be_visible()
    assert any(said in text for text in page.locator(".notice").all_inner_texts())
    expect(page.locator(".explore > .heard[role=status]")).to_contain_text(said)
    nothing_there = "manifest" in pattern or "engine" in pattern
    assert page.locator(".sort").is_visible() != nothing_there, "without an index there is nothing to do"
    page.unroute_all()
    again.click()
    expect(again).to_have_count(0)
    expect(page.locator(".results__count")).to_have_text(f"{len(naming(own_site, 'alep'))} articles")
    expect(page.get_by_role("button", name="Exporter")).to_be_enabled()
    assert page.locator(".hit mark").count() > 2
    only_failures(watch, failed)


def test_a_quick_answer_comes_without_any_sign_of_waiting_and_a_slow_one_with(
    own_site: Site, watch_page: WatchPage
) -> None:
    watch = watch_page(own_site.home)
    page = explore(watch)
    page.evaluate(
        """() => {
          window.said = [];
          const count = document.querySelector(".results__count");
          new MutationObserver(() => said.push(count.textContent)).observe(count, { childList: true, subtree: true });
        }"""
    )
    slow_down(page, 150)
    search_box(page).fill("alep")
    asked(page, "?q=alep")
    assert page.evaluate("said") == [count(page)]
    slow_down(page, 500)
    search_box(page).fill("hama")
    asked(page, "?q=hama")
    assert page.evaluate("said.slice(1)") == ["Recherche…", count(page)]
    held: list[Route] = []
    page.route("**/search/columns-*.js", lambda route, _: held.append(route))
    page.goto(f"{own_site.home}explore.html", wait_until="commit")
    expect(page.locator(".results__count")).to_have_text("Recherche…")
    held[0].continue_()
    expect(page.locator(".results__count")).to_have_text("5 articles")
    watch.assert_quiet()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_nothing_moves_while_the_page_loads(own_site: Site, watch_page: WatchPage, size: tuple[int, int]) -> None:
    watch = watch_page(own_site.home, size=size)
    watch.page.add_init_script(
        """window.shifts = [];
        new PerformanceObserver((list) => list.getEntries().forEach((entry) =>
          shifts.push([entry.value, entry.sources.map(({ node }) => node?.className ?? node?.nodeName)])))
          .observe({ type: "layout-shift", buffered: true });"""
    )
    watch.open("index.html")  # so that faces and styles are at hand: the page itself is what is judged
    page = explore(watch, "?q=HTS&f.outlet=&from=2020-02-10")
    page.wait_for_timeout(300)
    own = "shifts.filter(([, nodes]) => nodes.some((node) => !/^(md-container|ways-in|scheme)/.test(node)))"
    assert page.evaluate(own) == []
    watch.assert_quiet()


# The words and the code


def test_the_page_has_every_word_that_its_scripts_say(own_site: Site, watch_page: WatchPage) -> None:
    page = explore(watch := watch_page(own_site.home))
    given = set(json.loads(str(page.locator(".explore").get_attribute("data-messages"))))
    scripts = "".join(path.read_text(encoding="utf-8") for path in SOURCES.glob("*.js"))
    said = set(re.findall(r'\b(?:say|count)\(\s*"([a-z_.]+)"', scripts)) - {"chip", "clear", "none", "try"}
    assert {key for key in said if "." in key or key in ("unstated", "range")} <= given
    catalogue = Words.load("fr", ROOT / "templates" / "theme" / "messages").messages
    assert {key for key in catalogue if key.startswith("explore.")} <= given
    watch.assert_quiet()


def test_no_script_writes_markup_or_runs_text() -> None:
    forbidden = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|srcdoc"
    forbidden += "|createContextualFragment"
    wrong = {path.name: re.findall(forbidden, path.read_text(encoding="utf-8")) for path in SOURCES.glob("*.js")}
    assert {name: found for name, found in wrong.items() if found} == {}
