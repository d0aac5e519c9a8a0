"""The search box in the header of every page and on the search page, and what it suggests."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.exploring import asked, break_all, count, explore, hits, naming, only_failures, search_box, settle
from tests.sites import Site
from tests.watching import WatchPage

# The box in the header


def test_the_box_stands_on_every_page_and_leads_to_the_results(own_site: Site, watch_page: WatchPage) -> None:
    watch = watch_page(own_site.home)
    for address in own_site.one_of_each_kind():
        page = watch.open(address)
        assert page.get_by_role("search").count() == 1, address
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.name") == "q", address
        assert page.locator("[name=q]").input_value() == "", address
    page = watch.open("places/idlib.html")
    page.keyboard.press("/")
    page.keyboard.type("hélicoptères")
    page.keyboard.press("Enter")
    asked(page, "?q=h%C3%A9licopt%C3%A8res")
    assert page.locator("[name=q]").input_value() == "hélicoptères"
    assert sorted(hits(page)) == sorted(naming(own_site, "hélicopt"))
    watch.assert_quiet()


def test_a_slash_that_is_typed_stays_one(own_site: Site, watch_page: WatchPage) -> None:
    page = explore(watch := watch_page(own_site.home))
    page.locator("[name=q]").fill("2020")
    page.keyboard.press("End")
    page.keyboard.type("/02")
    assert page.locator("[name=q]").input_value() == "2020/02"
    asked(page, "?q=2020%2F02")
    watch.assert_quiet()


def test_without_javascript_the_box_leads_by_the_search_page_to_the_indexes(
    own_site: Site, watch_page: WatchPage
) -> None:
    watch = watch_page(own_site.home, javascript=False)
    page = watch.open("articles/index.html")
    page.get_by_role("search").get_by_role("textbox").fill("Alep")
    page.keyboard.press("Enter")
    page.wait_for_url("**/explore.html?q=Alep")
    links = page.locator("main a:visible").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert links == [f"{folder}/index.html" for folder in ("articles", "outlets", "places", "actors", "dates")]
    assert not page.locator("main form").is_visible()
    page.locator("main a", has_text="Lieux").click()
    page.wait_for_url("**/places/index.html")
    watch.assert_quiet()


def test_a_page_that_nobody_searches_from_loads_no_engine(own_site: Site, watch_page: WatchPage) -> None:
    watch = watch_page(own_site.home)
    asked_for: list[str] = []
    watch.page.on("request", lambda request: asked_for.append(request.url))
    page = watch.open("places/idlib.html")
    assert [url for url in asked_for if "lunr" in url or "/search/engine" in url or "/manifest" in url] == []
    search_box(page).focus()
    page.wait_for_function("() => archive.search !== undefined")
    page.wait_for_timeout(100)
    assert [url for url in asked_for if url.endswith("search/manifest.js")] != []
    watch.assert_quiet()


# Suggestions


def suggestions(page: Page) -> list[tuple[str, list[str]]]:
    """The groups of suggestions: name, and the texts without their counts."""
    groups = page.locator(".suggestions").get_by_role("group").all()
    return [
        (
            group.locator(".suggestions__kind").inner_text(),
            [option.inner_text() for option in group.locator(".suggestion__text").all()],
        )
        for group in groups
    ]


def test_names_are_suggested_before_words_and_by_any_of_their_forms(own_site: Site, watch_page: WatchPage) -> None:
    page = (watch := watch_page(own_site.home)).open("index.html")
    box = search_box(page)
    box.press_sequentially("al")
    expect(page.locator(".suggestions")).to_be_visible()
    groups = suggestions(page)
    order = ["Médias", "Lieux", "Acteurs", "Mots"]
    assert [name for name, _ in groups] == [name for name in order if name in dict(groups)]
    assert {"Lieux", "Mots"} <= set(dict(groups))
    assert "Alep" in dict(groups)["Lieux"]
    assert box.get_attribute("aria-expanded") == "true"
    box.fill("HTS")
    expect(page.locator(".suggestion__text").first).to_contain_text("Hayat Tahrir al-Cham")
    box.fill("rt fr")
    expect(page.locator(".suggestions").get_by_role("group", name="Médias")).to_contain_text("RT France")
    watch.assert_quiet()


def test_suggestions_are_walked_chosen_and_left_by_keyboard(own_site: Site, watch_page: WatchPage) -> None:
    page = (watch := watch_page(own_site.home)).open("index.html")
    box = search_box(page)
    active = "document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))?.innerText ?? ''"
    box.fill("hts")
    page.locator(".suggestion").first.wait_for()
    many = page.locator(".suggestion").count()
    assert page.evaluate(active) == ""
    box.press("ArrowDown")
    assert page.evaluate(active).startswith("Hayat Tahrir al-Cham")
    assert page.locator(".suggestion[aria-selected=true]").count() == 1
    for _ in range(many):
        box.press("ArrowDown")
    assert page.evaluate(active) == "", "after the last option comes the box itself"
    box.press("ArrowUp")
    assert page.evaluate(active) == page.locator(".suggestion").last.inner_text()
    box.press("Escape")
    assert not page.locator(".suggestions").is_visible()
    assert box.input_value() == "hts"
    assert box.get_attribute("aria-expanded") == "false"
    box.press("ArrowDown")
    page.locator(".suggestion[aria-selected=true]").wait_for()
    box.press("Enter")
    asked(page, "?q=Hayat+Tahrir+al-Cham")
    assert search_box(page).input_value() == "Hayat Tahrir al-Cham"
    watch.assert_quiet()


def test_a_suggestion_takes_the_place_of_the_words_being_typed(own_site: Site, watch_page: WatchPage) -> None:
    page = explore(watch := watch_page(own_site.home))
    box = search_box(page)
    box.press_sequentially("offensive hayat ta")
    page.locator(".suggestion").filter(has_text="Hayat Tahrir al-Cham").click()
    asked(page, "?q=offensive+Hayat+Tahrir+al-Cham")
    assert not page.locator(".suggestions").is_visible()
    watch.assert_quiet()


@pytest.mark.parametrize(
    ("typed", "suggestion", "query"),
    [
        ("alep -hayat ta", "Hayat Tahrir al-Cham", 'alep -"Hayat Tahrir al-Cham"'),
        ("-hts", "Hayat Tahrir al-Cham", "-hts"),
        ("texte:armée sy", "Armée syrienne", 'texte:"Armée syrienne"'),
        ("titre:al", "Alep", "titre:Alep"),
        ('"armée sy', "Armée syrienne", '"Armée syrienne"'),
        ("« armée sy", "Armée syrienne", "« Armée syrienne»"),
        ('"hama" hayat', "Hayat Tahrir al-Cham", '"hama" Hayat Tahrir al-Cham'),
    ],
)
def test_what_is_suggested_after_an_operator_is_one_thing_too(
    own_site: Site, watch_page: WatchPage, typed: str, suggestion: str, query: str
) -> None:
    page = explore(watch := watch_page(own_site.home))
    search_box(page).press_sequentially(typed)
    page.locator(".suggestion").filter(has_text=suggestion).first.click()
    page.wait_for_function("q => new URL(location).searchParams.get('q') === q", arg=query)
    settle(page)
    assert search_box(page).input_value() == query
    assert page.locator(".notice").all_inner_texts() == []
    watch.assert_quiet()


def test_a_word_can_be_suggested_before_others(own_site: Site, watch_page: WatchPage) -> None:
    page = explore(watch := watch_page(own_site.home), "?q=offensive+hama")
    box = search_box(page)
    box.focus()
    page.keyboard.press("Home")
    page.keyboard.type("hayat ta ")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Backspace")
    page.keyboard.type("a")
    expect(page.locator(".suggestion").first).to_contain_text("Hayat Tahrir al-Cham")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    asked(page, "?q=Hayat+Tahrir+al-Cham+offensive+hama")
    assert box.evaluate("box => box.selectionStart") == len("Hayat Tahrir al-Cham")
    watch.assert_quiet()


def test_nothing_is_suggested_twice(own_site: Site, watch_page: WatchPage) -> None:
    page = (watch := watch_page(own_site.home)).open("index.html")
    search_box(page).press_sequentially("ale")
    page.locator(".suggestion").first.wait_for()
    groups = dict(suggestions(page))
    assert "Alep" in groups["Lieux"]
    assert "Alep" not in groups.get("Mots", [])
    watch.assert_quiet()


def test_suggestions_close_with_the_box(own_site: Site, watch_page: WatchPage) -> None:
    page = explore(watch := watch_page(own_site.home))
    search_box(page).press_sequentially("alep")
    page.locator(".suggestion").first.wait_for()
    page.keyboard.press("Tab")
    assert not page.locator(".suggestions").is_visible()
    page.get_by_role("button", name="Effacer").click()
    assert search_box(page).input_value() == ""
    assert page.evaluate("document.activeElement.name") == "q"
    asked(page, "")
    watch.assert_quiet()


def test_the_box_in_the_header_works_without_its_suggestions(own_site: Site, watch_page: WatchPage) -> None:
    watch = watch_page(own_site.home)
    failed = break_all(watch.page, "**/search/engine.js")
    page = watch.open("index.html")
    search_box(page).press_sequentially("alep", delay=50)
    page.wait_for_timeout(400)
    assert not page.locator(".suggestions").is_visible()
    page.unroute_all()
    page.keyboard.press("Enter")
    asked(page, "?q=alep")
    assert count(page) == f"{len(naming(own_site, 'alep'))} articles"
    only_failures(watch, failed)
