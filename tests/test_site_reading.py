"""Reading: the switch for names, light and dark, keyboard, no JavaScript, a disk, paper, a phone, long lists."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from archive.words import Words
from tests.building import ROOT
from tests.hostile import LONG_WORD
from tests.serving import serve_folder
from tests.sites import Site
from tests.test_site_accessibility import LONG
from tests.test_site_pages import number, target
from tests.watching import PHONE, WatchPage

ARTICLE = "articles/001_d20318cd63597525.html"
LIGHT, DARK = "rgb(251, 250, 247)", "rgb(21, 23, 26)"
BLACK, WHITE, NOTHING = "rgb(0, 0, 0)", "rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"


def style(page: Page, selector: str, *properties: str) -> list[str]:
    """Computed style of the first element, once no transition runs."""
    values: list[str] = page.locator(selector).first.evaluate(
        """(element, properties) => {
          document.getAnimations().forEach((animation) => animation.finish());
          return properties.map((name) => getComputedStyle(element).getPropertyValue(name));
        }""",
        list(properties),
    )
    return values


def paper(page: Page) -> str:
    return style(page, "body", "background-color")[0]


def assert_paper_becomes(page: Page, colour: str) -> None:
    """The page hears of the system's wish a moment after it changed."""
    for _ in range(100):
        if paper(page) == colour:
            break
        page.wait_for_timeout(20)
    assert paper(page) == colour


def underlines(page: Page) -> set[str]:
    """The colours of the lines under the names in the text; transparent where there is none to see."""
    found: list[str] = page.eval_on_selector_all(
        ".article-text a.mention", "links => links.map(link => getComputedStyle(link).textDecorationColor)"
    )
    return set(found)


# Names in the text


def test_the_switch_hides_the_underlined_names_and_is_remembered(own_site: Site, watch_page: WatchPage) -> None:
    watch = watch_page(own_site.home)
    page = watch.open(ARTICLE)
    text = page.locator(".article-text").text_content()
    assert NOTHING not in underlines(page)
    page.locator("#names").uncheck()
    assert underlines(page) == {NOTHING}
    assert page.locator(".article-text").text_content() == text
    page.reload()
    assert not page.locator("#names").is_checked()
    assert underlines(page) == {NOTHING}
    watch.open("articles/000_08556021234c2483.html")
    assert underlines(page) == {NOTHING}
    page.get_by_text("Souligner les noms").click()
    page.reload()
    assert page.locator("#names").is_checked()
    assert NOTHING not in underlines(page)
    watch.assert_quiet()


def test_kinds_of_names_differ_by_more_than_colour(own_site: Site, watch_page: WatchPage) -> None:
    watch = watch_page(own_site.home)
    page = watch.open(ARTICLE)
    lines = {kind: style(page, f".legend .{kind}", "text-decoration-style")[0] for kind in ("place", "actor", "outlet")}
    assert len(set(lines.values())) == 3
    for kind in ("place", "actor"):
        assert style(page, f".article-text .{kind}", "text-decoration-style") == [lines[kind]]
    watch.assert_quiet()


def test_a_name_leads_to_its_page_and_back(own_site: Site, watch_page: WatchPage) -> None:
    watch = watch_page(own_site.home)
    page = watch.open(ARTICLE)
    page.locator(".article-text a.place").first.click()
    page.wait_for_url("**/places/*.html")
    page.locator(f'.rows a[href$="{ARTICLE}"]').click()
    page.wait_for_url(f"**/{ARTICLE}")
    watch.assert_quiet()


def test_the_citation_can_be_copied(own_site: Site, watch_page: WatchPage) -> None:
    watch = watch_page(own_site.home)
    page = watch.open(ARTICLE)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator(".cite").get_by_role("button", name="Copier").first.click()
    page.locator(".cite").get_by_role("button", name="Copié").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#reference").text_content()
    watch.assert_quiet()


# Light and dark


def test_the_scheme_follows_the_system_until_the_reader_chooses(own_site: Site, watch_page: WatchPage) -> None:
    watch = watch_page(own_site.home)
    page = watch.open("index.html")
    assert paper(page) == LIGHT
    page.emulate_media(color_scheme="dark")
    assert_paper_becomes(page, DARK)
    button = page.locator("button.scheme")
    assert button.inner_text().endswith("Clair")
    button.click()
    assert paper(page) == LIGHT
    assert button.inner_text().endswith("Sombre")
    page.reload()
    assert paper(page) == LIGHT
    watch.open(ARTICLE)
    assert paper(page) == LIGHT
    page.locator("button.scheme").click()
    assert paper(page) == DARK
    # The system's own scheme was chosen again: from there on it is followed.
    page.emulate_media(color_scheme="light")
    assert_paper_becomes(page, LIGHT)
    watch.assert_quiet()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_chosen_scheme_stands_before_the_theme_s_script_has_run(
    own_site: Site, watch_page: WatchPage, dark: bool
) -> None:
    """Otherwise every page flashes in the other scheme first."""
    watch = watch_page(own_site.home, dark=dark)
    page = watch.open("index.html")
    page.locator("button.scheme").click()
    page.route("**/bundle.*.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.reload()
    assert paper(page) == (LIGHT if dark else DARK)
    watch.assert_quiet()


# Keyboard

FOCUSED = """() => {
  const element = document.activeElement;
  document.getAnimations().forEach((animation) => animation.finish());
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const seen = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight
    && box.right > 0 && box.left < innerWidth && element.checkVisibility({ visibilityProperty: true });
  return {
    what: element === document.body ? "" : `${element.localName} ${element.getAttribute("href") ?? element.id}`,
    position: [...document.body.querySelectorAll("*")].indexOf(element),
    outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
    seen,
  };
}"""

FOCUSABLE = """() => [...document.querySelectorAll("a[href], button, input, summary, [tabindex='0']")]
  .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.disabled).length"""


def tab_through(page: Page) -> list[dict[str, Any]]:
    """What the Tab key reaches from the top of the page to its end."""
    stops: list[dict[str, Any]] = []
    while True:
        page.keyboard.press("Tab")
        stop: dict[str, Any] = page.evaluate(FOCUSED)
        if not stop["what"] or (stops and stop["position"] <= stops[0]["position"]):
            return stops
        stops.append(stop)
        assert len(stops) < 1000


@pytest.mark.parametrize("address", [ARTICLE, "places/idlib-gouvernorat.html"])
def test_tab_reaches_everything_in_its_order_and_shows_where_it_is(
    own_site: Site, watch_page: WatchPage, address: str
) -> None:
    watch = watch_page(own_site.home)
    page = watch.open(address)
    page.wait_for_function("!document.querySelector('button.scheme').hidden")
    expected = page.evaluate(FOCUSABLE)
    stops = tab_through(page)
    assert [stop["what"] for stop in stops if not stop["seen"]] == []
    assert [stop["what"] for stop in stops if stop["outline"] < 1] == []
    assert [stop["position"] for stop in stops] == sorted({stop["position"] for stop in stops})
    assert len(stops) == expected
    assert [stop["what"] for stop in stops[:2]] == ["a #content", "a ../index.html"]
    watch.assert_quiet()


@pytest.mark.parametrize("address", ["articles/index/5.html", "places/index/a.html"])
def test_the_pages_and_letters_of_long_lists_are_reached_by_keyboard(
    long_site: Site, watch_page: WatchPage, address: str
) -> None:
    watch = watch_page(long_site.home)
    page = watch.open(address)
    stops = tab_through(page)
    assert [stop["what"] for stop in stops if not stop["seen"] or stop["outline"] < 1] == []
    links: list[str] = page.eval_on_selector_all(
        ".pager a, .letters a", "links => links.map(link => `a ${link.getAttribute('href')}`)"
    )
    assert len(links) > 8
    assert set(links) <= {stop["what"] for stop in stops}
    watch.assert_quiet()


def test_on_paper_a_page_of_a_long_list_says_which_part_it_is(long_site: Site, watch_page: WatchPage) -> None:
    page = watch_page(long_site.home).open("articles/index/5.html")
    page.emulate_media(media="print")
    assert page.locator(".pager__here").inner_text() == "201 à 250 (page 5 sur 9)"
    assert page.locator(".pager__here").is_visible()
    assert not page.locator(".pager__pages").is_visible()


def test_the_skip_link_leads_past_the_navigation(own_site: Site, watch_page: WatchPage) -> None:
    watch = watch_page(own_site.home)
    page = watch.open(ARTICLE)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('article') !== null")
    watch.assert_quiet()


def test_details_and_the_switch_answer_to_the_keyboard(own_site: Site, watch_page: WatchPage) -> None:
    watch = watch_page(own_site.home)
    page = watch.open(ARTICLE)
    details = page.locator("aside details").first
    quote = details.locator("q").first
    assert not quote.is_visible()
    details.locator("summary").focus()
    page.keyboard.press("Enter")
    assert quote.is_visible()
    page.keyboard.press("Space")
    assert not quote.is_visible()
    page.locator("#names").focus()
    page.keyboard.press("Space")
    assert underlines(page) == {NOTHING}
    page.locator("button.scheme").focus()
    page.keyboard.press("Enter")
    assert paper(page) == DARK
    watch.assert_quiet()


# Without JavaScript


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_everything_is_there_without_javascript(own_site: Site, watch_page: WatchPage, dark: bool) -> None:
    watch = watch_page(own_site.home, javascript=False, dark=dark)
    page = watch.open("index.html")
    assert paper(page) == (DARK if dark else LIGHT)
    assert not page.locator("button.scheme").is_visible()
    page.locator(".ways a", has_text="Médias").click()
    page.locator("main a", has_text="RT France").click()
    page.locator(".rows a").first.click()
    page.wait_for_url(f"**/{ARTICLE}")
    assert page.locator(".article-text").text_content() == own_site.archive.body(Path(ARTICLE).stem)
    ink, background = style(page, ".article-text", "color")[0], paper(page)
    assert (brightness(ink) > brightness(background)) == dark
    assert NOTHING not in underlines(page)
    page.locator("#names").uncheck()
    assert underlines(page) == {NOTHING}
    page.locator("aside summary").first.click()
    assert page.locator("aside q").first.is_visible()
    page.locator(".article-text a.place").first.click()
    page.wait_for_url("**/places/*.html")
    assert page.locator(".rows a").count() > 0
    watch.assert_quiet()


def brightness(colour: str) -> float:
    return sum(map(float, re.findall(r"[\d.]+", colour)[:3]))


# Elsewhere than on a server of its own


def test_the_site_works_from_a_disk(own_site: Site, watch_page: WatchPage) -> None:
    watch = watch_page(own_site.archive.site.as_uri() + "/")
    page = watch.open("index.html")
    assert paper(page) == LIGHT
    page.locator(".rows a").first.click()
    page.wait_for_url("**/articles/*.html")
    assert "Source Serif 4" in style(page, ".article-text", "font-family")[0]
    page.evaluate("document.fonts.ready.then(() => true)")
    assert page.evaluate("[...document.fonts].filter(font => font.status === 'error').length") == 0
    assert page.evaluate("[...document.fonts].filter(font => font.status === 'loaded').length") > 1
    page.locator("#names").uncheck()
    page.locator("button.scheme").click()
    page.reload()
    assert underlines(page) == {NOTHING}
    assert paper(page) == DARK
    page.locator(".ways-in a", has_text="Lieux").click()
    page.locator("main .tree a").first.click()
    page.wait_for_url("**/places/*.html")
    watch.assert_quiet()


@pytest.mark.parametrize("under", ["/", "/~nom/archive/"])
def test_the_site_works_in_any_folder(own_site: Site, watch_page: WatchPage, under: str) -> None:
    with serve_folder(own_site.archive.site, under) as home:
        watch = watch_page(home)
        page = watch.open("articles/index.html")
        page.locator(".rows a").first.click()
        page.locator("aside .named a").first.click()
        page.locator(".brand").click()
        page.wait_for_url(home + "index.html")
        if under == "/":  # where even a site that does not know its address has a good 404 page
            assert watch.open("nulle/part.html", status=404).locator("main a").count() > 1
            assert paper(page) == LIGHT
        watch.assert_quiet()


# On paper


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_print_gives_the_text_its_source_and_its_citation_in_black_on_white(
    own_site: Site, watch_page: WatchPage, javascript: bool
) -> None:
    watch = watch_page(own_site.home, javascript=javascript)
    page = watch.open(ARTICLE)
    page.emulate_media(media="print", color_scheme="light")
    for selector in (".site-header", ".names-switch", ".in-time", ".skip", "button.copy", ".cite pre"):
        assert not page.locator(selector).first.is_visible(), selector
    for selector in ("h1", ".article-text p", ".kicker", "#reference", "code.digest", "aside dd"):
        assert page.locator(selector).first.is_visible(), selector
    assert "RT France" in page.locator(".kicker").inner_text()
    assert "17 février 2020" in page.locator("#reference").inner_text()
    for quote in page.locator("aside q").all():
        assert (quote.bounding_box() or {"height": 0})["height"] > 0
    for scheme in ("light", "dark"):
        page.emulate_media(media="print", color_scheme=scheme)
        assert paper(page) in (WHITE, NOTHING), scheme
        for selector in (".article-text p", ".article-text a.mention", "h1", "#reference"):
            assert style(page, selector, "color") == [BLACK], selector
    watch.assert_quiet()


def test_print_names_the_address_of_a_page_that_knows_it(english_site: Site, watch_page: WatchPage) -> None:
    watch = watch_page(english_site.home)
    page = watch.open("articles/report-001.html")
    line = page.get_by_text("https://archive.example/sous/dossier/articles/report-001.html").last
    assert not line.is_visible()
    page.emulate_media(media="print")
    assert line.is_visible()
    watch.assert_quiet()


# On a phone

BEYOND = """() => {
  // A box may cut off what sticks out of it; then the document grows no wider, and the text is lost all the same.
  const scrolls = (element) => element && (["auto", "scroll"].includes(getComputedStyle(element).overflowX)
    || scrolls(element.parentElement));
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  const beyond = document.documentElement.scrollWidth > innerWidth ? ["the document"] : [];
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    range.selectNodeContents(texts.currentNode);
    const right = Math.max(range.getBoundingClientRect().right, element.getBoundingClientRect().right);
    if (right > innerWidth + 1 && element.checkVisibility() && !scrolls(element)) {
      beyond.push(element.outerHTML.slice(0, 120));
    }
  }
  return beyond;
}"""


def assert_fits_a_phone(site: Site, addresses: list[str], watch_page: WatchPage) -> None:
    watch = watch_page(site.home, size=PHONE)
    wide = {}
    for address in addresses:
        page = watch.open(address)
        page.eval_on_selector_all("details", "all => all.forEach(details => (details.open = true))")
        if beyond := page.evaluate(BEYOND):
            wide[address] = beyond
    assert wide == {}
    watch.assert_quiet()


def test_no_page_is_wider_than_a_phone(own_site: Site, watch_page: WatchPage) -> None:
    assert_fits_a_phone(own_site, own_site.one_of_each_kind(), watch_page)


def test_no_further_page_of_a_list_is_wider_than_a_phone(english_site: Site, watch_page: WatchPage) -> None:
    assert_fits_a_phone(english_site, ["articles/index/2.html", "places/freedonia/2.html"], watch_page)


def test_no_page_of_a_large_archive_is_wider_than_a_phone(long_site: Site, watch_page: WatchPage) -> None:
    assert_fits_a_phone(long_site, LONG, watch_page)


def test_no_name_or_line_is_too_long_for_a_phone(hostile_site: Site, watch_page: WatchPage) -> None:
    long = [address for address, facts in hostile_site.survey.items() if LONG_WORD[:100] in facts.words]
    kinds = {hostile_site.archive.front_matter[address]["kind"]: address for address in long}
    assert kinds.keys() >= {"article", "outlet", "place", "actor", "index"}
    assert_fits_a_phone(hostile_site, [*kinds.values(), "articles/long-line.html"], watch_page)


def test_on_a_phone_the_text_comes_before_what_stands_beside_it(own_site: Site, watch_page: WatchPage) -> None:
    watch = watch_page(own_site.home, size=PHONE)
    page = watch.open(ARTICLE)
    text, aside = page.locator(".article-text").bounding_box(), page.locator("aside").bounding_box()
    assert text
    assert aside
    assert aside["y"] >= text["y"] + text["height"]
    assert text["width"] > 300
    watch.assert_quiet()


# In another script

STOPS_ON_THE_LEFT = """(element) => {
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  const places = [];
  while (texts.nextNode()) {
    for (let at = 0; at < texts.currentNode.length; at += 1) {
      range.setStart(texts.currentNode, at);
      range.setEnd(texts.currentNode, at + 1);
      places.push([texts.currentNode.data[at], range.getBoundingClientRect().x]);
    }
  }
  return places.find(([character]) => character === ".")[1] < places[0][1];
}"""


def test_a_line_in_arabic_runs_from_right_to_left_to_its_full_stop(hostile_site: Site, watch_page: WatchPage) -> None:
    watch = watch_page(hostile_site.home)
    page = watch.open("articles/right-to-left.html")
    for selector in (".article-text p", "h1"):
        assert page.locator(selector).first.evaluate(STOPS_ON_THE_LEFT), selector
    watch.assert_quiet()


# Long lists


def test_a_long_list_is_read_page_by_page_and_leaves_nothing_out(english_site: Site, watch_page: WatchPage) -> None:
    watch = watch_page(english_site.home)
    for start, total in (("articles/index.html", 120), ("places/freedonia.html", 108)):
        page = watch.open(start)
        rows: list[str] = []
        visited = [start]
        while True:
            links: list[str] = page.eval_on_selector_all(".rows a", "rows => rows.map(row => row.getAttribute('href'))")
            here = [number(n) for n in re.findall(r"\d+", page.locator(".pager__here").inner_text())]
            assert here == [len(rows) + 1, len(rows) + len(links), len(visited), 3]
            assert page.locator(".pager a[aria-current=page]").inner_text() == str(len(visited))
            assert page.locator(".pager__pages a:not([rel])").all_inner_texts() == ["1", "2", "3"]
            assert page.locator(".extent .count").count() == (len(visited) == 1), "a full page stays as it is"
            rows += [target(visited[-1], link) for link in links]
            following = page.locator(".pager a[rel=next]")
            if not following.count():
                break
            following.click()
            stem = start.removesuffix(".html")
            visited.append(f"{stem}/{len(visited) + 1}.html")
            page.wait_for_url(english_site.home + visited[-1])
            assert page.locator("h1").inner_text()
        assert len(visited) == 3
        assert len(rows) == len(set(rows)) == total
        for address in reversed(visited[:-1]):
            page.locator(".pager a[rel=prev]").click()
            page.wait_for_url(english_site.home + address)
        assert page.locator(".pager a[rel=prev]").count() == 0
    watch.assert_quiet()


def test_the_list_of_articles_runs_from_the_oldest_to_the_newest_and_then_the_undated(english_site: Site) -> None:
    data = {article["url"]: article for article in english_site.archive.data}
    addresses = ("articles/index.html", "articles/index/2.html", "articles/index/3.html")
    listed = [data[target(at, link)] for at in addresses for link in english_site.survey[at].rows]
    starts = [article["date_start"] for article in listed]
    dated = [start for start in starts if start]
    assert starts == [*dated, *[None] * (len(starts) - len(dated))]
    assert dated == sorted(dated)
    assert 0 < len(dated) < len(starts)


def test_one_reads_on_in_time_from_the_oldest_article_to_the_newest(own_site: Site, watch_page: WatchPage) -> None:
    watch = watch_page(own_site.home)
    dated = sorted((article for article in own_site.archive.data if article["date"]), key=lambda a: a["date_start"])
    page = watch.open(dated[0]["url"])
    assert page.locator("a[rel=prev]").count() == 0
    read = [dated[0]["url"]]
    while (following := page.locator(".in-time a[rel=next]")).count():
        following.click()
        page.wait_for_load_state()
        read.append(page.url.removeprefix(own_site.home))
    assert read == [article["url"] for article in dated]
    page.locator(".in-time a[rel=prev]").click()
    page.wait_for_url(own_site.home + read[-2])
    watch.assert_quiet()


# In another language, and with nothing in it


def phrases(language: str) -> set[str]:
    """The words of the interface, cut where values go; those that name a kind of thing apart, since texts hold them."""
    words = Words.load(language, ROOT / "templates" / "theme" / "messages")
    found: set[str] = set()
    for message in words.messages.values():
        forms = [message] if isinstance(message, str) else list(message.values())
        found |= {part.strip(" ,.:;()«»“”") for form in forms for part in re.split(r"\{\w+\}", form)}
    months = {words.month_name(month) for month in range(1, 13)}
    return {phrase for phrase in found | months if len(phrase) > 2}


def test_an_english_site_speaks_english_alone(english_site: Site) -> None:
    english = phrases("en")
    french = {phrase for phrase in phrases("fr") if not any(phrase.lower() in word.lower() for word in english)}
    assert len(french) > 100
    heard = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(french)))})(?!\w)", re.IGNORECASE)
    for address, facts in english_site.survey.items():
        assert facts.language == "en"
        assert heard.findall(facts.words.replace("Source Sans", "")) == [], address
    home = english_site.survey["index.html"].words
    for word in ("Places", "Actors", "Outlets", "Dates", "not stated", "Skip to content"):
        assert word in home


def test_dates_and_numbers_are_written_as_the_language_does(own_site: Site, english_site: Site) -> None:
    assert "16 ou 17 février 2020" in own_site.survey[ARTICLE].words
    assert "between 30 December 2019 and 2 January 2020" in english_site.survey["articles/report-003.html"].words


@pytest.mark.parametrize("site", ["empty_site", "bare_site"])
def test_an_archive_with_nothing_in_it_says_what_to_do_next(
    site: str, request: pytest.FixtureRequest, watch_page: WatchPage
) -> None:
    shown: Site = request.getfixturevalue(site)
    for address, facts in shown.survey.items():
        is_article = shown.archive.front_matter.get(address, {}).get("kind") == "article"
        if (
            "/" in address
            and not is_article
            and not facts.rows
            and not [key for key, _ in facts.counts if key.endswith("/")]
        ):
            assert facts.empty, f"{address} shows nothing, and does not say so"
        for links in facts.empty:
            assert links, f"{address} says that it is empty, and not what to do next"
    watch = watch_page(shown.home)
    assert watch.open("index.html").locator(".empty").count() == (site == "empty_site")
    watch.assert_quiet()
