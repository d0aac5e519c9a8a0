"""What a reader does on the search page, and what it then shows: the words in which its tests are written."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Download, Locator, Page, Route

from tests.sites import Site
from tests.watching import PageWatch

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


def take(page: Page, name: str) -> Download:
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as download:
        page.get_by_role("button", name=name, exact=True).click()
    page.keyboard.press("Escape")
    return download.value


def text_of(download: Download) -> str:
    return Path(download.path()).read_bytes().decode()


def break_all(page: Page, pattern: str) -> list[str]:
    """Every request for *pattern* fails until `page.unroute_all()`; returns what failed."""
    failed: list[str] = []

    def fail(route: Route) -> None:
        failed.append(route.request.url)
        route.abort()

    page.route(pattern, fail)
    return failed


def only_failures(watch: PageWatch, failed: list[str]) -> None:
    """Nothing is heard but the failed requests themselves; and, of a script, from those that build on it."""
    assert failed
    heard = [complaint for complaint in watch.complaints() if not any(url in complaint.text for url in failed)]
    is_script = any(url.endswith("engine.js") for url in failed)
    assert [complaint for complaint in heard if complaint.kind != "page error" or not is_script] == []
