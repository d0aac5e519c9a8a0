"""The search page and the search box as a reader uses them: mouse, touch, keyboard, screen reader, a bad line."""

# mypy: disable-error-code="func-returns-value"
# A state is reached by several acts in one lambda, whose results nobody wants.

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Download, Locator, Page, Route, expect

from archive.search.scripts import SOURCES
from archive.words import Words
from tests.axe import axe_violations
from tests.building import ROOT
from tests.hostile import LINES, LONG_WORD
from tests.sites import Site
from tests.test_site_reading import BEYOND, BLACK, NOTHING, WHITE, paper, style, tab_through
from tests.watching import DESKTOP, PHONE, PageWatch, WatchPage

FACETS = ["outlet", "date", "places", "actors", "sources", "language", "basis"]
FOLDERS = {"outlet": "outlets", "date": "dates", "places": "places", "actors": "actors"}
"""The facets that have an index page, which counts the same."""


def explore(watch: PageWatch, query: str = "") -> Page:
    """The search page with a result on it."""
    page = watch.open(f"explore.html{query}")
    settle(page)
    return page


def settle(page: Page) -> None:
    page.locator("[data-part=results][aria-busy=false]").wait_for(state="attached")


def asked(page: Page, query: str) -> None:
    """Waits until the page shows what *query*, the end of its address, asks."""
    page.wait_for_url(lambda url: url.endswith(f"explore.html{query}"))
    settle(page)


def search_box(page: Page) -> Locator:
    """The search box."""
    return page.get_by_role("search").get_by_role("combobox")


def count(page: Page) -> str:
    return page.locator(".results__count").inner_text()


def hits(page: Page) -> list[str]:
    """The addresses of the articles shown."""
    found: list[str] = page.eval_on_selector_all(".hit h3 a", "links => links.map(link => link.getAttribute('href'))")
    return found


def naming(site: Site, *beginnings: str) -> list[str]:
    """The addresses of the articles with a word that begins with one of *beginnings*, whatever its case."""
    word = re.compile(rf"\b(?:{'|'.join(beginnings)})", re.IGNORECASE)
    return [article["url"] for article in site.archive.data if word.search(site.archive.body(article["id"]))]


def focus_is_on(page: Page, selector: str) -> bool:
    return bool(page.evaluate("selector => document.activeElement.matches(selector)", selector))


def choice(page: Page, facet: str, value: str) -> Locator:
    """The row of a value."""
    return page.locator(f'[data-facet={facet}] .choice[data-value="{value}"] > .choice__line')


def counts(page: Page, facet: str) -> dict[str, int]:
    """What the facet counts, by value, of the rows that are shown."""
    rows: list[list[str]] = page.eval_on_selector_all(
        f"[data-facet={facet}] .choice",
        "rows => rows.map(row => [row.dataset.value, row.querySelector('.count').textContent])",
    )
    return {value: int(re.sub(r"\D", "", shown)) for value, shown in rows}


def show_all(page: Page) -> None:
    """Opens every tree and every list to its end."""
    closed = page.locator(".fold[aria-expanded=false]:visible, .more:visible")
    while closed.count():
        closed.first.click()


def slow_down(page: Page, milliseconds: int) -> None:
    """Makes every search take so much longer from now on."""
    page.evaluate(
        """async (milliseconds) => {
          const index = await archive.openIndex();
          const search = Object.getPrototypeOf(index).search.bind(index);
          const pause = () => new Promise((resolve) => setTimeout(resolve, milliseconds));
          index.search = (request) => pause().then(() => search(request));
        }""",
        milliseconds,
    )


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


# Results


def test_each_article_shows_what_it_is_and_where_the_words_stand(own_site: Site, watch_page: WatchPage) -> None:
    page = explore(watch := watch_page(own_site.home), "?q=bombarder+armee+aerienne")
    data = {article["url"]: article for article in own_site.archive.data}
    assert hits(page)
    for hit in page.locator(".hit").all():
        article = data[str(hit.locator("a").get_attribute("href"))]
        assert hit.locator("a").inner_text() == article["title"]
        excerpt = hit.locator(".hit__excerpt").text_content() or ""
        body = " ".join(own_site.archive.body(article["id"]).split())
        assert excerpt.strip("… ") in re.sub(r"Table of Contents | date 2020-02 ", "", body)
        assert hit.locator("mark").count()
    shown = page.locator(".hit").first.inner_text()
    assert "février 2020" in shown or "2024" in shown
    marks = {mark.lower() for mark in page.locator(".hits mark").all_inner_texts()}
    assert marks <= {"armée", "armées", "aérienne", "aériennes", "aérien", "aériens", "bombardements", "bombardiers"}
    assert "armée" in marks
    watch.assert_quiet()


def test_an_excerpt_does_not_repeat_the_words_that_serve_as_title(own_site: Site, watch_page: WatchPage) -> None:
    page = explore(watch := watch_page(own_site.home))
    assert page.locator(".hit").count() == 5
    for hit in page.locator(".hit").all():
        title = hit.locator("a").inner_text().rstrip("…")
        assert title not in hit.locator(".hit__excerpt").inner_text()
    watch.assert_quiet()


def test_articles_with_only_some_of_the_words_come_after_and_say_so(own_site: Site, watch_page: WatchPage) -> None:
    page = explore(watch := watch_page(own_site.home), "?q=HTS+hélicoptères")
    expect(page.locator(".results__count")).to_have_text("1 article, et 3 avec une partie des mots")
    assert page.locator(".tier").all_inner_texts() == ["Avec tous les mots", "Avec une partie des mots"]
    assert [group.locator(".hit").count() for group in page.locator(".hits ol").all()] == [1, 3]
    watch.assert_quiet()


def test_the_results_can_be_sorted_and_the_address_says_how(english_site: Site, watch_page: WatchPage) -> None:
    page = explore(watch := watch_page(english_site.home), "?q=klopstok")
    data = {article["url"]: article for article in english_site.archive.data}
    order = page.get_by_label("Sort by")
    assert order.input_value() == "relevance"
    order.focus()
    order.select_option("newest")
    asked(page, "?q=klopstok&sort=newest")
    starts = [data[url]["date_start"] for url in hits(page)]
    assert starts == sorted(starts, reverse=True)
    order.select_option("oldest")
    asked(page, "?q=klopstok&sort=oldest")
    starts = [data[url]["date_start"] for url in hits(page)]
    assert starts == sorted(starts)
    order.select_option("outlet")
    asked(page, "?q=klopstok&sort=outlet")
    outlets = [data[url]["outlet"] or "~" for url in hits(page)]
    assert outlets == sorted(outlets)
    assert page.evaluate("document.activeElement.localName") == "select"
    watch.assert_quiet()


def test_long_results_are_read_page_by_page_by_links_that_are_addresses(
    english_site: Site, watch_page: WatchPage
) -> None:
    page = explore(watch := watch_page(english_site.home), "?q=freedonia")
    total = int(count(page).split()[0])
    assert total > 100
    read = hits(page)
    assert len(read) == 10
    page.get_by_role("link", name="next page").click()
    asked(page, "?q=freedonia&page=2")
    assert focus_is_on(page, ".results__count")
    assert page.locator(".results__head").bounding_box()["y"] >= 0  # type: ignore[index]
    read += hits(page)
    addresses = {link.get_attribute("href") for link in page.locator(".pages a").all()}
    assert {"?q=freedonia", "?q=freedonia&page=3"} <= addresses
    last = -(-total // 10)
    for number in range(3, last + 1):
        read += hits(explore(watch, f"?q=freedonia&page={number}"))
    assert len(read) == len(set(read)) == total
    assert hits(explore(watch, "?q=freedonia&page=999")) == read[10 * (last - 1) :]
    watch.assert_quiet()


# Facets


def test_the_facets_count_what_the_indexes_count(own_site: Site, watch_page: WatchPage) -> None:
    page = explore(watch := watch_page(own_site.home))
    show_all(page)
    told = {key: int(shown) for facts in own_site.survey.values() for key, shown in facts.counts if key != "articles"}
    for facet, folder in FOLDERS.items():
        expected = {key.removeprefix(f"{folder}/"): n for key, n in told.items() if key.startswith(f"{folder}/") and n}
        assert counts(page, facet) == expected, facet
    data = own_site.archive.data
    sources = Counter(id for article in data for id in article["sources"] or [""])
    assert counts(page, "sources") == dict(sources)
    assert counts(page, "language") == dict(Counter(article["language"] for article in data))
    assert counts(page, "basis") == dict(Counter(article["date_basis"] or "" for article in data))
    watch.assert_quiet()


def test_values_of_a_facet_join_by_or_and_facets_by_and(english_site: Site, watch_page: WatchPage) -> None:
    page = explore(watch := watch_page(english_site.home))
    data = english_site.archive.data
    both = [article for article in data if article["outlet"] in ("gazette", "herald")]
    choice(page, "outlet", "gazette").get_by_role("checkbox").check()
    asked(page, "?f.outlet=gazette")
    before = counts(page, "outlet")
    choice(page, "outlet", "herald").get_by_role("checkbox").check()
    asked(page, "?f.outlet=gazette&f.outlet=herald")
    assert count(page) == f"{len(both)} articles"
    assert counts(page, "outlet") == before, "a facet's own counts ignore its own selection"
    choice(page, "actors", "wire").get_by_role("checkbox").check()
    asked(page, "?f.actors=wire&f.outlet=gazette&f.outlet=herald")
    assert count(page) == f"{sum('wire' in article['actors'] for article in both)} articles"
    watch.assert_quiet()


def test_any_value_can_be_excluded_by_mouse_and_by_keyboard(english_site: Site, watch_page: WatchPage) -> None:
    page = explore(watch := watch_page(english_site.home))
    data = english_site.archive.data
    button = choice(page, "outlet", "gazette").get_by_role("button", name="Exclude: Freedonia Gazette")
    assert button.get_attribute("aria-pressed") == "false"
    button.click()
    asked(page, "?not.outlet=gazette")
    assert button.get_attribute("aria-pressed") == "true"
    assert count(page) == f"{sum(article['outlet'] != 'gazette' for article in data)} articles"
    page.keyboard.press("Space")
    asked(page, "")
    page.keyboard.press("Enter")
    asked(page, "?not.outlet=gazette")
    box = choice(page, "outlet", "gazette").get_by_role("checkbox")
    box.focus()
    page.keyboard.press("Space")
    asked(page, "?f.outlet=gazette")
    assert button.get_attribute("aria-pressed") == "false"
    assert box.is_checked()
    watch.assert_quiet()


def test_not_stated_is_a_value_like_any_other(english_site: Site, watch_page: WatchPage) -> None:
    page = explore(watch := watch_page(english_site.home))
    none = sum(article["outlet"] is None for article in english_site.archive.data)
    row = choice(page, "outlet", "")
    assert row.inner_text().split("\n")[0] == "not stated"
    row.get_by_role("checkbox").check()
    asked(page, "?f.outlet=")
    assert count(page) == f"{none} articles"
    row.get_by_role("button", name="Exclude").click()
    asked(page, "?not.outlet=")
    assert count(page) == f"{120 - none} articles"
    watch.assert_quiet()


def test_the_focus_stays_where_it_is_while_counts_change(own_site: Site, watch_page: WatchPage) -> None:
    page = explore(watch := watch_page(own_site.home))
    key = "document.activeElement.dataset.key"
    box = choice(page, "actors", "bachar-al-assad").get_by_role("checkbox")
    box.focus()
    box.evaluate("box => box.addEventListener('blur', () => (window.left = true))")
    for query in ("?f.actors=bachar-al-assad", ""):
        page.keyboard.press("Space")
        asked(page, query)
        assert page.evaluate(key) == "any actors bachar-al-assad"
    assert page.evaluate("window.left") is None, "taken away and given back, it would be read out again"
    watch.assert_quiet()


def test_places_are_a_tree_that_opens_and_closes(own_site: Site, watch_page: WatchPage) -> None:
    page = explore(watch := watch_page(own_site.home))
    fold = choice(page, "places", "alep-gouvernorat").get_by_role("button", name="Ce que comprend")
    assert fold.get_attribute("aria-expanded") == "false"
    assert not choice(page, "places", "alep").is_visible()
    fold.focus()
    page.keyboard.press("Enter")
    assert fold.get_attribute("aria-expanded") == "true"
    choice(page, "places", "alep").get_by_role("checkbox").check()
    asked(page, "?f.places=alep")
    page = explore(watch, "?f.places=alep")
    assert choice(page, "places", "alep").get_by_role("checkbox").is_checked(), "what is chosen is in sight"
    watch.assert_quiet()


def test_actors_stand_under_their_types(own_site: Site, watch_page: WatchPage) -> None:
    page = explore(watch := watch_page(own_site.home))
    groups = page.locator("[data-facet=actors] .choices__type").all_inner_texts()
    assert {"organe d’État", "État", "personne"} <= set(groups)
    inside = page.locator("[data-facet=actors] .choices > *").all_inner_texts()
    assert "Russie" in inside[inside.index("État") + 1]
    watch.assert_quiet()


def test_a_long_list_shows_its_first_values_then_more_and_can_be_filtered(
    own_site: Site, watch_page: WatchPage
) -> None:
    page = explore(watch := watch_page(own_site.home))
    actors = page.locator("[data-facet=actors]")
    assert actors.locator(".choice").count() == 8
    most = sorted(counts(page, "actors").values())
    actors.get_by_role("button", name="plus…").click()
    assert actors.locator(".choice").count() > 40
    assert sorted(counts(page, "actors").values())[-8:] == most
    boxes = "[...document.querySelectorAll('[data-facet=actors] input[type=checkbox]')]"
    position = f"{boxes}.indexOf(document.activeElement)"
    assert page.evaluate(position) > 0, "the focus goes on to what has come"
    box = actors.get_by_role("searchbox")
    box.fill("ARMEE")
    expect(actors.locator(".choice__name").filter(has_not_text=re.compile("armée", re.IGNORECASE))).to_have_count(0)
    assert actors.locator(".choice__name").first.inner_text() == "Armée syrienne"
    box.fill("zzz")
    expect(actors.get_by_text("rien de ce nom ici")).to_be_visible()
    places = page.locator("[data-facet=places]")
    places.get_by_role("searchbox").fill("idlib")
    expect(places.locator(".choice").filter(has_text="Gouvernorat d'Idlib").first).to_contain_text("Syrie")
    watch.assert_quiet()


# Dates


def slider(page: Page, which: str) -> Locator:
    return page.get_by_role("slider", name={"from": "Depuis le mois", "to": "Jusqu’au mois"}[which])


def test_a_range_of_months_is_set_by_keyboard_and_says_its_months(own_site: Site, watch_page: WatchPage) -> None:
    page = explore(watch := watch_page(own_site.home))
    history = page.evaluate("history.length")
    low = slider(page, "from")
    assert low.get_attribute("aria-valuetext") == "février 2020"
    low.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    asked(page, "?from=2020-05")
    assert low.get_attribute("aria-valuetext") == "mai 2020"
    assert count(page) == "3 articles"
    assert page.evaluate("history.length") == history + 1, "one entry for all keys"
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowLeft")
    asked(page, "?from=2020-05&to=2024-11")
    assert slider(page, "to").get_attribute("aria-valuetext") == "novembre 2024"
    assert count(page) == "1 article"
    page.keyboard.press("Home")
    asked(page, "?from=2020-05&to=2020-05")
    assert count(page) == "Aucun article"
    page.get_by_role("button", name="toute la période").click()
    asked(page, "")
    assert focus_is_on(page, "[type=range]")
    assert count(page) == "5 articles"
    watch.assert_quiet()


def test_a_slider_is_not_pulled_back_by_an_answer_that_comes_late(own_site: Site, watch_page: WatchPage) -> None:
    page = explore(watch := watch_page(own_site.home))
    slow_down(page, 100)
    low = slider(page, "from")
    low.focus()
    for _ in range(6):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(200)
    asked(page, "?from=2020-08")
    assert low.get_attribute("aria-valuetext") == "août 2020"
    watch.assert_quiet()


def test_a_range_is_set_by_mouse_on_the_thumbs_and_on_the_bars(own_site: Site, watch_page: WatchPage) -> None:
    page = explore(watch := watch_page(own_site.home))
    box = page.locator(".histogram__sliders").bounding_box()
    assert box
    middle = box["y"] + 10
    page.mouse.move(box["x"] + 10, middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 2, middle, steps=5)
    page.mouse.up()
    page.wait_for_url(re.compile(r"\?from=2022-\d\d$"))
    settle(page)
    assert count(page) == "3 articles"
    bars = page.locator(".histogram__bars").bounding_box()
    assert bars
    page.mouse.move(bars["x"] + 1, bars["y"] + 20)
    page.mouse.down()
    page.mouse.move(bars["x"] + bars["width"] / 2, bars["y"] + 20, steps=5)
    assert "2022" in str(slider(page, "to").get_attribute("aria-valuetext")), "the range follows the hand"
    page.mouse.up()
    page.wait_for_url(re.compile(r"\?to=2022-\d\d$"))
    settle(page)
    assert count(page) == "2 articles"
    page.go_back()
    settle(page)
    page.go_back()
    asked(page, "")
    assert slider(page, "from").get_attribute("aria-valuetext") == "février 2020"
    watch.assert_quiet()


def test_a_range_is_set_by_touch(own_site: Site) -> None:
    context = own_site.browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True, locale="fr-FR")
    page = context.new_page()
    page.goto(own_site.home + "explore.html")
    settle(page)
    page.locator(".sheet-button").tap()
    box = page.locator(".histogram__sliders").bounding_box()
    assert box
    touch = context.new_cdp_session(page)
    start, end, y = box["x"] + box["width"] - 10, box["x"] + box["width"] / 2, box["y"] + 10
    for kind, x in [("touchStart", start), ("touchMove", (start + end) / 2), ("touchMove", end), ("touchEnd", 0)]:
        points = [] if kind == "touchEnd" else [{"x": x, "y": y}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    page.wait_for_url(re.compile(r"\?to=2022-\d\d$"))
    settle(page)
    assert page.locator(".sheet__show").inner_text() == "Voir 2 articles"
    bars = page.locator(".histogram__bars").bounding_box()
    assert bars
    page.touchscreen.tap(bars["x"] + 1, bars["y"] + 20)
    page.wait_for_url(re.compile(r"\?to=2020-02$"))
    context.close()


def test_a_date_known_to_the_month_is_in_each_of_its_days_and_says_so(own_site: Site, watch_page: WatchPage) -> None:
    page = explore(watch := watch_page(own_site.home))
    page.get_by_text("au jour près").click()
    page.get_by_label("depuis le", exact=True).fill("2020-02-10")
    page.get_by_label("jusqu’au", exact=True).fill("2020-02-29")
    asked(page, "?from=2020-02-10&to=2020-02")
    notes = {
        hit.locator("a").get_attribute("href"): hit.locator(".hit__note").all_inner_texts()
        for hit in page.locator(".hit").all()
    }
    assert notes == {
        "articles/001_d20318cd63597525.html": [],
        "articles/003_d11c206d2957891f.html": ["peut-être hors de la période"],
    }
    assert "10 février 2020 → février 2020" in page.locator(".chips").inner_text()
    watch.assert_quiet()


def test_the_bars_are_the_numbers_of_each_month(own_site: Site, watch_page: WatchPage) -> None:
    page = explore(watch := watch_page(own_site.home))
    titles = page.eval_on_selector_all(".histogram .column", "columns => columns.map(column => column.title)")
    assert titles[0] == "février 2020 : 2 articles"
    assert titles[-2:] == ["novembre 2024 : 1 article", "décembre 2024 : 2 articles"]
    heights = page.eval_on_selector_all(".histogram .bar", "bars => bars.map(bar => bar.offsetHeight)")
    assert heights[0] == heights[-1] > heights[-2] > 0
    assert sum(height > 0 for height in heights) == 3
    watch.assert_quiet()


# The address


def test_every_act_is_an_address_that_can_be_reloaded_and_gone_back_from(own_site: Site, watch_page: WatchPage) -> None:
    page = explore(watch := watch_page(own_site.home))
    states = [("", count(page), hits(page))]

    def act(query: str, do: Callable[[], object]) -> None:
        do()
        asked(page, query)
        states.append((query, count(page), hits(page)))

    act("?q=alep", lambda: search_box(page).fill("alep"))
    page.keyboard.press("Escape")
    act("?q=alep&f.outlet=", lambda: choice(page, "outlet", "").get_by_role("checkbox").check())
    exclude = choice(page, "actors", "htc").get_by_role("button", name="Exclure")
    act("?q=alep&not.actors=htc&f.outlet=", exclude.click)
    act(
        "?q=alep&not.actors=htc&f.outlet=&sort=oldest",
        lambda: page.get_by_label("Trier par").select_option("oldest"),
    )
    for query, shown, addresses in reversed(states[:-1]):
        page.go_back()
        asked(page, query)
        assert (count(page), hits(page)) == (shown, addresses)
    for query, shown, addresses in states[1:]:
        page.go_forward()
        asked(page, query)
        assert (count(page), hits(page)) == (shown, addresses)
        page.reload()
        settle(page)
        assert (count(page), hits(page)) == (shown, addresses)
        assert search_box(page).input_value() == ("alep" if "q=" in query else "")
    assert choice(page, "outlet", "").get_by_role("checkbox").is_checked()
    assert page.get_by_label("Trier par").input_value() == "oldest"
    watch.assert_quiet()


def test_what_is_typed_is_one_step_back(own_site: Site, watch_page: WatchPage) -> None:
    page = explore(watch := watch_page(own_site.home), "?q=hama")
    before = page.evaluate("history.length")
    box = search_box(page)
    box.focus()
    page.keyboard.press("End")
    box.press_sequentially(" idlib", delay=220)
    asked(page, "?q=hama+idlib")
    assert page.evaluate("history.length") == before + 1
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    assert page.evaluate("history.length") == before + 1
    page.go_back()
    asked(page, "?q=hama")
    assert box.input_value() == "hama"
    watch.assert_quiet()


def test_one_comes_back_from_an_article_to_where_one_was(english_site: Site, watch_page: WatchPage) -> None:
    page = explore(watch := watch_page(english_site.home), "?q=report&page=2")
    page.locator(".hit a").last.scroll_into_view_if_needed()
    page.wait_for_timeout(400)
    place = page.evaluate("scrollY")
    assert place > 200
    page.locator(".hit a").last.click()
    page.wait_for_url("**/articles/*.html")
    page.go_back()
    asked(page, "?q=report&page=2")
    page.wait_for_function("place => Math.abs(scrollY - place) < 3", arg=place)
    watch.assert_quiet()


def test_the_title_of_the_page_says_what_is_searched(own_site: Site, watch_page: WatchPage) -> None:
    page = explore(watch := watch_page(own_site.home), "?q=Idlib")
    assert page.title() == "Idlib – Explorer – Regards croisés"
    watch.assert_quiet()


def test_an_address_that_asks_for_what_is_not_there_says_so(own_site: Site, watch_page: WatchPage) -> None:
    watch = watch_page(own_site.home)
    page = explore(watch, "?f.colour=red&f.constructor=x&f.__proto__=y&sort=best&page=-3&from=hier")
    notices = page.locator(".notice").all_inner_texts()
    assert any("colour" in notice for notice in notices)
    assert "colour : red" in page.locator(".chips").inner_text()
    assert any("« hier » n’est pas une date" in notice for notice in notices)
    page = explore(watch, "?f.places=nulle-part")
    assert count(page) == "Aucun article"
    page.get_by_role("button", name="Retirer : Lieux : nulle-part").click()
    asked(page, "")
    assert count(page) == "5 articles"
    watch.assert_quiet()


# Names, chips


def test_a_name_stands_for_all_its_forms_until_its_chip_is_taken_off(own_site: Site, watch_page: WatchPage) -> None:
    page = explore(watch := watch_page(own_site.home), "?q=HTS")
    chip = page.locator(".chip").filter(has_text="« HTS » comprend Hayat Tahrir al-Cham")
    expect(chip).to_be_visible()
    assert count(page) == "4 articles"
    chip.get_by_role("button").click()
    asked(page, "?q=HTS&x=htc")
    fewer = count(page)
    assert fewer == "1 article"
    page.get_by_role("button", name="toutes les formes de « HTS »").click()
    asked(page, "?q=HTS")
    assert count(page) == "4 articles"
    watch.assert_quiet()


def test_each_filter_is_a_chip_and_all_go_at_once(own_site: Site, watch_page: WatchPage) -> None:
    page = explore(watch := watch_page(own_site.home), "?f.outlet=&not.places=munich&from=2020-03")
    chips = page.locator(".chip").all_inner_texts()
    assert [re.sub(r"\s*×$", "", chip) for chip in chips] == [
        "Média : non renseigné", "Lieux : sauf Munich", "mars 2020 → décembre 2024",
    ]  # fmt: skip
    page.get_by_role("button", name="Retirer : Lieux : sauf Munich").press("Enter")
    asked(page, "?f.outlet=&from=2020-03")
    assert page.evaluate("document.activeElement.dataset.key") == "chip range"
    page.get_by_role("button", name="retirer tous les filtres").click()
    asked(page, "")
    assert page.locator(".chips li").count() == 0
    watch.assert_quiet()


# Nothing found, and bad queries


def test_a_facet_can_be_let_go_of_as_a_whole(own_site: Site, watch_page: WatchPage) -> None:
    page = explore(watch := watch_page(own_site.home), "?f.places=alep&not.places=munich&f.outlet=")
    page.get_by_role("button", name="effacer : Lieux").click()
    asked(page, "?f.outlet=")
    assert page.locator("[data-facet=places] .facet-box__clear").is_hidden()
    assert focus_is_on(page, "[data-facet=places] summary")
    watch.assert_quiet()


@pytest.mark.parametrize(
    ("query", "ways"),
    [
        ("?q=munich&f.outlet=", {"sans le mot « munich »": 4, "sans le filtre Média : non renseigné": 1}),
        ("?q=munich&not.outlet=rt-france", {"sans le mot « munich »": 4, "sans exclure Média : RT France": 1}),
        ("?q=munich&from=2024", {"sans le mot « munich »": 3, "sans la période": 1}),
        ("?q=munich&f.outlet=&not.places=moscou", {"sans le mot « munich »": 3, "sans aucun filtre": 1}),
        (
            "?q=M%C3%BCnchen&f.places=munich&x=munich",
            {"sans le mot « München »": 1, "avec toutes les formes du nom": 1},
        ),
    ],
)
def test_an_empty_result_says_what_to_let_go_of_and_what_that_gives(
    own_site: Site, watch_page: WatchPage, query: str, ways: dict[str, int]
) -> None:
    page = explore(watch := watch_page(own_site.home), query)
    assert count(page) == "Aucun article"
    page.locator(".relax").wait_for()
    shown = {
        way.locator("a").inner_text(): way.locator(".count").inner_text() for way in page.locator(".relax li").all()
    }
    told = {**ways, "tous les articles": 5}
    assert shown == {way: f"{n} article{'s' if n > 1 else ''}" for way, n in told.items()}
    link = page.locator(".relax a").nth(1)
    target = str(link.evaluate("link => link.search"))
    link.click()
    asked(page, target)
    assert count(page) == f"{list(ways.values())[1]} article"
    assert focus_is_on(page, ".results__count")
    assert page.locator("[name=q]").input_value() == page.evaluate("new URL(location).searchParams.get('q')")
    watch.assert_quiet()


def test_a_misspelt_word_leads_to_those_that_are_near(own_site: Site, watch_page: WatchPage) -> None:
    page = explore(watch := watch_page(own_site.home), "?q=munnich")
    page.get_by_role("link", name="« munnich » à une lettre près").click()
    asked(page, "?q=munnich%7E1")
    assert count(page) == "1 article"
    watch.assert_quiet()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ('"hama', "guillemet n’est pas fermé"),
        ("le", "trop courants"),
        ("!!!", "aucun mot à chercher"),
        ("a*", "trop court"),
        ("alep " * 300, "trop longue"),
    ],
)
def test_a_bad_query_is_explained(own_site: Site, watch_page: WatchPage, query: str, said: str) -> None:
    watch = watch_page(own_site.home)
    page = explore(watch)
    search_box(page).fill(query)
    page.keyboard.press("Enter")
    expect(page.locator(".notice").first).to_contain_text(said)
    expect(page.locator(".heard[role=status]").last).to_contain_text(said)
    watch.assert_quiet()


def test_no_query_breaks_the_page_or_becomes_markup(hostile_site: Site, watch_page: WatchPage) -> None:
    watch = watch_page(hostile_site.home)
    page = explore(watch)
    elements = set(page.eval_on_selector_all(".explore *", "all => all.map(element => element.localName)"))
    absurd = ["-", "~~", "* * *", '"" « »', "(((", "\\", "a" * 10_000, "𝕬𝖑𝖊𝖕 😀", "\u202eevarg", "حلب", "title:"]
    absurd += ["-- -x", "x~99"]
    for query in [*absurd, *LINES]:
        search_box(page).fill(query)
        page.keyboard.press("Enter")
        page.wait_for_function("q => new URL(location).searchParams.get('q') === (q || null)", arg=query.strip())
        settle(page)
        assert count(page), query
    found = set(page.eval_on_selector_all(".explore *", "all => all.map(element => element.localName)"))
    assert found - elements <= {"mark", "a", "ol", "ul", "li", "h2", "small"}
    watch.assert_quiet()


def test_hostile_names_and_texts_are_shown_as_they_are(hostile_site: Site, watch_page: WatchPage) -> None:
    watch = watch_page(hostile_site.home)
    page = explore(watch, "?sort=oldest")
    show_all(page)
    data = {article["url"]: article for article in hostile_site.archive.data}
    names = page.locator("[data-facet=actors] .choice__name").all_text_contents()
    assert {line for line in LINES if line not in names and " ".join(line.split()) == line} == set()
    for number in range(1, 12):
        page = explore(watch, f"?sort=oldest&page={number}")
        for hit in page.locator(".hit a").all():
            assert hit.text_content() == data[str(hit.get_attribute("href"))]["title"]
    assert page.evaluate("document.querySelectorAll('.explore :is(script, img, svg, iframe, style, b)').length") == 0
    watch.assert_quiet()


# A bad line


def break_first(page: Page, pattern: str, times: int = 1) -> list[str]:
    """The first requests for *pattern* fail, later ones do not; returns what failed."""
    failed: list[str] = []

    def handle(route: Route) -> None:
        if len(failed) >= times:
            route.continue_()
        else:
            failed.append(route.request.url)
            route.abort()

    page.route(pattern, handle)
    return failed


def only_failures(watch: PageWatch, failed: list[str]) -> None:
    """Nothing is heard but the failed requests themselves; and, of a script, from those that build on it."""
    assert failed
    heard = [complaint for complaint in watch.complaints() if not any(url in complaint.text for url in failed)]
    is_script = any(url.endswith("engine.js") for url in failed)
    assert [complaint for complaint in heard if complaint.kind != "page error" or not is_script] == []


@pytest.mark.parametrize(
    ("pattern", "times", "said"),
    [
        # What the page itself brings is asked for once more before anything is said.
        ("**/search/manifest.js", 2, "L’index de recherche n’a pas pu être chargé."),
        ("**/search/engine.js", 2, "L’index de recherche n’a pas pu être chargé."),
        ("**/search/columns-*.js", 1, "n’a pas pu être chargé"),
        ("**/search/terms-*.js", 1, "n’a pas pu être chargée"),
        ("**/search/chunk-*.js", 1, "n’a pas pu être chargé"),
    ],
)
def test_what_does_not_load_is_said_and_can_be_tried_again(
    own_site: Site, watch_page: WatchPage, pattern: str, times: int, said: str
) -> None:
    watch = watch_page(own_site.home)
    failed = break_first(watch.page, pattern, times)
    page = explore(watch, "?q=alep")
    again = page.get_by_role("button", name="Réessayer").first
    expect(again).to_be_visible()
    assert any(said in text for text in page.locator(".notice, .failed").all_inner_texts())
    again.click()
    expect(again).to_have_count(0)
    expect(page.locator(".results__count")).to_have_text(f"{len(naming(own_site, 'alep'))} articles")
    assert page.locator(".hit mark").count() > 2
    only_failures(watch, failed)


def test_the_box_in_the_header_works_without_its_suggestions(own_site: Site, watch_page: WatchPage) -> None:
    watch = watch_page(own_site.home)
    failed: list[str] = []
    watch.page.route("**/search/engine.js", lambda route: (failed.append(route.request.url), route.abort())[1])
    page = watch.open("index.html")
    search_box(page).press_sequentially("alep", delay=50)
    page.wait_for_timeout(400)
    assert not page.locator(".suggestions").is_visible()
    page.unroute_all()
    page.keyboard.press("Enter")
    asked(page, "?q=alep")
    assert count(page) == f"{len(naming(own_site, 'alep'))} articles"
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


# Taking results away


def take(page: Page, name: str) -> Download:
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as download:
        page.get_by_role("button", name=name, exact=True).click()
    page.keyboard.press("Escape")
    return download.value


def text_of(download: Download) -> str:
    return Path(download.path()).read_bytes().decode()


def test_every_result_is_exported_in_its_order(english_site: Site, watch_page: WatchPage) -> None:
    watch = watch_page(english_site.home)
    data = {article["id"]: article for article in english_site.archive.data}
    pages = [[Path(url).stem for url in hits(explore(watch, f"?q=klopstok&page={number}"))] for number in (1, 2, 3)]
    page = explore(watch, "?q=klopstok&page=2")
    download = take(page, "CSV")
    assert download.suggested_filename == "results.csv"
    raw = Path(download.path()).read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert len(rows) == int(count(page).split()[0]) > 20
    assert [row["id"] for row in rows] == [*pages[0], *pages[1], *pages[2]]
    assert all(row["title"] == data[row["id"]]["title"] for row in rows)
    assert all(row["date_edtf"] == (data[row["id"]]["date"] or "") for row in rows)
    assert all(row["page"] == f"{english_site.home}articles/{row['id']}.html" for row in rows)
    ids = [row["id"] for row in rows]
    assert re.findall(r"^@article\{(.+),$", text_of(take(page, "BibTeX")), re.MULTILINE) == ids
    assert [item["id"] for item in json.loads(text_of(take(page, "CSL-JSON")))] == ids
    assert text_of(take(page, "RIS")).count("TY  - NEWS") == len(ids)
    watch.assert_quiet()


def references(site: Site, page: Page, id: str) -> list[str]:
    """BibTeX and RIS as the article's own page gives them."""
    page.goto(f"{site.home}articles/{id}.html")
    return [block.text_content() or "" for block in page.locator(".cite pre code").all()]


@pytest.mark.parametrize("site", ["own_site", "hostile_site"])
def test_a_reference_says_what_the_page_of_the_article_says(
    site: str, request: pytest.FixtureRequest, watch_page: WatchPage
) -> None:
    shown: Site = request.getfixturevalue(site)
    page = explore(watch := watch_page(shown.home))
    bibtex = [entry.strip() for entry in re.split(r"\n(?=@article)", text_of(take(page, "BibTeX")))]
    ris = [entry.strip() for entry in re.split(r"(?<=ER  - )\r\n", text_of(take(page, "RIS"))) if entry.strip()]
    items = json.loads(text_of(take(page, "CSL-JSON")))
    assert len(items) == len(bibtex) == len(ris) == len(shown.archive.data)
    here = f"{shown.home}articles/"
    published = re.compile(r"https://archive\.example/sous/dossier/articles/")
    for item, tex, lines in list(zip(items, bibtex, ris, strict=True))[:12]:
        theirs = [published.sub(here, text) for text in references(shown, page, item["id"])]
        mine = [tex, lines.replace("\r\n", "\n")]
        if site == "own_site":  # an archive that does not know its address gives none
            mine = [re.sub(rf"\n.*{re.escape(here)}.*", "", text) for text in mine]
        assert [text.strip() for text in mine] == [text.strip() for text in theirs]
    watch.assert_quiet()


def test_no_cell_is_a_formula(own_site: Site, watch_page: WatchPage) -> None:
    page = explore(watch := watch_page(own_site.home))
    bad = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", 'a "b", c', "deux\nlignes", "bon - et bien"]
    text = page.evaluate("titles => archive.formats.csv(titles.map(title => ({ title })))", bad)
    cells = [row["title"] for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))]
    assert cells == [*(f"'{title}" for title in bad[:8]), *bad[8:]]
    watch.assert_quiet()


def test_dates_go_out_as_exact_as_they_are_known(own_site: Site, watch_page: WatchPage) -> None:
    page = explore(watch := watch_page(own_site.home))
    expected = {
        "2024-12-02?": ("2024-12-02", "2024-12-02?"),
        "2020-02": ("2020-02", "2020-02"),
        "[2020-02-16..2020-02-17]": ("2020-02", "2020-02-16/2020-02-17"),
        "[2019-12-30..2020-01-02]": ("", "2019-12-30/2020-01-02"),
        "2019/2020": ("", "2019/2020"),
        "2020-01-05/2020": ("2020", "2020-01-05/2020"),
        "{1948-05-02,1948-05-01}": ("1948-05", "1948-05-01/1948-05-02"),
        "2020/..": ("", ""),
        "": ("", ""),
    }
    dates = page.evaluate(
        "all => all.map(one => [archive.formats.commonDate(one), archive.formats.biblatexDate(one)])", list(expected)
    )
    assert dict(zip(expected, map(tuple, dates), strict=True)) == expected
    watch.assert_quiet()


def test_the_link_is_copied_or_shown(own_site: Site, watch_page: WatchPage) -> None:
    page = explore(watch := watch_page(own_site.home), "?q=alep&f.places=syrie")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Exporter").click()
    page.get_by_role("button", name="Copier le lien").click()
    expect(page.locator(".menu__status")).to_have_text("Lien copié.")
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    page.get_by_role("button", name="Copier le lien").click()
    assert page.get_by_role("textbox", name="Copier le lien").input_value() == page.url
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.textContent") == "Exporter"
    assert not page.locator(".menu__list").is_visible()
    watch.assert_quiet()


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
    failed = break_first(watch.page, "**/search/manifest.js", 2)
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
    assert paper(page) in (WHITE, NOTHING)
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
    search_box(page).fill("paragraphes")
    asked(page, "?q=paragraphes")
    assert count(page) == ("Aucun article" if site == "empty_site" else "1 article")
    assert axe_violations(page) == []
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


def test_a_long_word_does_not_widen_the_page(hostile_site: Site, watch_page: WatchPage) -> None:
    watch = watch_page(hostile_site.home, size=PHONE)
    page = explore(watch, f"?q={LONG_WORD}")
    assert page.evaluate(BEYOND) == []
    watch.assert_quiet()
