"""What the search page finds and shows: results, their address, names, nothing at all, bad queries."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.exploring import asked, choice, count, explore, focus_is_on, hits, search_box, settle, show_all
from tests.hostile import LINES
from tests.sites import Site
from tests.watching import WatchPage

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


def test_the_box_is_as_wide_as_what_it_finds(own_site: Site, watch_page: WatchPage) -> None:
    page = explore(watch := watch_page(own_site.home))
    edges = [page.locator(place).bounding_box() for place in (".search-box--page", ".hits")]
    assert edges[0]
    assert edges[1]
    assert edges[0]["x"] == edges[1]["x"]
    assert edges[0]["width"] == edges[1]["width"]
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


@pytest.mark.parametrize(
    ("query", "sentences"),
    [
        ("?q=zzzz", []),
        ("?f.places=nulle-part", []),
        ("?q=zzzz+yyyy", ["Aucun article ne répond à tout cela à la fois."]),
        ("?q=zzzz&f.places=alep", ["Aucun article ne répond à tout cela à la fois."]),
    ],
)
def test_only_several_conditions_are_said_not_to_fit_together(
    own_site: Site, watch_page: WatchPage, query: str, sentences: list[str]
) -> None:
    page = explore(watch := watch_page(own_site.home), query)
    page.locator(".relax").wait_for()
    assert page.locator(".empty").all_inner_texts() == sentences
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
