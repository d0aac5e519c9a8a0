"""The facets and the range of dates of the search page, by mouse, touch and keyboard."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.building import Files, build, config, seed
from tests.exploring import FOLDERS, asked, choice, count, counts, explore, focus_is_on, settle, show_all, slow_down
from tests.sites import Serve, Site
from tests.watching import DESKTOP, PHONE, WatchPage

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


def test_what_the_numbers_count_is_said_where_not_all_results_have_all_words(
    own_site: Site, watch_page: WatchPage
) -> None:
    note = "Les nombres comptent les articles avec tous les mots."
    page = explore(watch := watch_page(own_site.home), "?q=HTS+hélicoptères")
    assert count(page) == "1 article, et 3 avec une partie des mots"
    expect(page.get_by_text(note)).to_be_visible()
    page = explore(watch, "?q=HTS")
    expect(page.get_by_text(note)).to_have_count(0)
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


def test_a_facet_can_be_let_go_of_as_a_whole(own_site: Site, watch_page: WatchPage) -> None:
    page = explore(watch := watch_page(own_site.home), "?f.places=alep&not.places=munich&f.outlet=")
    page.get_by_role("button", name="effacer : Lieux").click()
    asked(page, "?f.outlet=")
    assert page.locator("[data-facet=places] .facet-box__clear").is_hidden()
    assert focus_is_on(page, "[data-facet=places] summary")
    watch.assert_quiet()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["mouse", "finger"])
def test_what_is_to_be_hit_is_large_enough(own_site: Site, size: tuple[int, int]) -> None:
    context = own_site.browser.new_context(
        viewport={"width": size[0], "height": size[1]}, is_mobile=size == PHONE, has_touch=size == PHONE
    )
    page = context.new_page()
    page.goto(f"{own_site.home}explore.html?q=alep&f.places=alep&not.actors=osdh&from=2020-02-10")
    settle(page)
    page.get_by_role("button", name="Exporter").click()
    small = """() => [...document.querySelectorAll("a, button, select, summary, label, input:not([type=checkbox])")]
      .filter((element) => element.closest(".explore"))
      .filter((element) => element.checkVisibility() && !element.matches(".heard, .skip, .histogram__days label"))
      .map((element) => [element.outerHTML.slice(0, 90), element.getBoundingClientRect()])
      .filter(([, { width, height }]) => width < 24 || height < 24).map(([what]) => what)"""
    found = page.evaluate(small)
    page.keyboard.press("Escape")
    if size == PHONE:
        page.locator(".sheet-button").click()
        assert choice(page, "places", "alep").get_by_role("button", name="Exclure").last.inner_text() == "exclure"
    page.eval_on_selector_all("details", "all => all.forEach(one => (one.open = true))")
    show_all(page)
    assert found + page.evaluate(small) == []
    context.close()


# Dates


@pytest.fixture(scope="module")
def lasting_site(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Twenty years, the later the fewer articles; of the first all twelve months; and an article without a date."""
    dates = [f"{year}-06" for year in range(2001, 2021) for _ in range(2021 - year)]
    dates += [f"2001-{month:02}" for month in range(1, 13)]
    files: Files = {f"seeds/articles/a{n:03}.txt": seed(f"Texte {n}.\n", date=date) for n, date in enumerate(dates)}
    undated: Files = {"mkdocs.yml": config(), "seeds/articles/undated.txt": "Sans date.\n"}
    return serve(build(tmp_path_factory.mktemp("lasting"), {**undated, **files}))


def test_years_run_from_the_latest_and_can_be_filtered(lasting_site: Site, watch_page: WatchPage) -> None:
    page = explore(watch := watch_page(lasting_site.home))
    names = page.locator("[data-facet=date] .choice__name")
    assert names.all_inner_texts() == [*(str(year) for year in range(2020, 2012, -1)), "non renseigné"]
    page.locator("[data-facet=date]").get_by_role("searchbox").fill("2001")
    expect(names.first).to_have_text("2001")
    assert names.all_inner_texts()[1:3] == ["décembre 2001", "novembre 2001"]
    page.locator("[data-facet=date]").get_by_role("searchbox").fill("JUIN 2001")
    expect(names).to_have_text(["juin 2001"])
    choice(page, "date", "2001-06").get_by_role("checkbox").check()
    asked(page, "?f.date=2001-06")
    page.locator("[data-facet=date]").get_by_role("searchbox").fill("")
    expect(names.filter(has_text=re.compile(" 2001"))).to_have_count(12)
    assert choice(page, "date", "2001-06").get_by_role("checkbox").is_checked(), "what is chosen is in sight"
    watch.assert_quiet()


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


def test_a_day_that_is_typed_is_one_step_back(own_site: Site, watch_page: WatchPage) -> None:
    page = explore(watch := watch_page(own_site.home))
    page.evaluate(
        """() => {
          window.asked = [];
          archive.openIndex().then((index) => {
            const search = Object.getPrototypeOf(index).search.bind(index);
            index.search = (request) => (asked.push(request.from), search(request));
          });
        }"""
    )
    history = page.evaluate("history.length")
    page.get_by_text("au jour près").click()
    page.get_by_label("depuis le", exact=True).focus()
    page.keyboard.type("02102020")  # Chromium's own order: month, day, year
    asked(page, "?from=2020-02-10")
    assert page.evaluate("asked") == ["2020-02-10"], "no year of one, two or three digits"
    page.keyboard.press("ArrowUp")
    asked(page, "?from=2021-02-10")
    page.keyboard.press("Tab")
    assert page.evaluate("history.length") == history + 1
    page.go_back()
    asked(page, "")
    assert page.get_by_label("depuis le", exact=True).input_value() == ""
    watch.assert_quiet()


def test_a_year_that_is_not_typed_to_its_end_is_let_go_of(own_site: Site, watch_page: WatchPage) -> None:
    page = explore(watch := watch_page(own_site.home), "?from=2020-02-10")
    page.get_by_text("au jour près").click()
    day = page.get_by_label("depuis le", exact=True)
    day.fill("0020-02-10")
    day.blur()
    assert day.input_value() == "2020-02-10"
    asked(page, "?from=2020-02-10")
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
