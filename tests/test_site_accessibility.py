"""axe-core finds nothing, on any kind of page, at any size, in any scheme; and what axe does not look at."""

from __future__ import annotations

from tests.axe import axe_violations
from tests.sites import Site
from tests.watching import DESKTOP, PHONE, WatchPage

LONG = [
    "places/index.html",
    "places/index/a.html",
    "places/pays/narrower.html",
    "actors/polyonyme/forms.html",
    "outlets/index/unused.html",
    "articles/index.html",
    "articles/index/5.html",
    "dates/index.html",
    "dates/index/190x.html",
]
"""The pages that only long lists have."""
LOST = "nowhere/to/be/found.html"


def assert_accessible(site: Site, addresses: list[str], watch_page: WatchPage) -> None:
    """No violation on *addresses*, closed and opened, at both sizes, in both schemes."""
    watch = watch_page(site.home)
    found = {}
    for address in addresses:
        page = watch.open(address, status=404 if address == LOST else 200)
        if page.locator("details").count():
            if violations := axe_violations(page):
                found[address, "closed"] = violations
            page.eval_on_selector_all("details", "all => all.forEach(details => (details.open = true))")
        for name, (width, height) in (("desktop", DESKTOP), ("phone", PHONE)):
            page.set_viewport_size({"width": width, "height": height})
            for scheme in ("light", "dark"):
                # Without motion: colours are judged as they end, not on their way.
                page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
                if violations := axe_violations(page):
                    found[address, f"{name}, {scheme}"] = violations
    assert found == {}
    watch.assert_quiet()


def test_axe_finds_nothing_on_any_kind_of_page(own_site: Site, watch_page: WatchPage) -> None:
    assert_accessible(own_site, own_site.one_of_each_kind(), watch_page)


def test_axe_finds_nothing_on_further_pages_of_lists_and_lost_pages(english_site: Site, watch_page: WatchPage) -> None:
    further = [address for address in english_site.one_of_each_kind() if address.endswith("/2.html")]
    assert_accessible(english_site, [further[0], further[-1], LOST], watch_page)


def test_axe_finds_nothing_on_what_a_large_archive_has_besides(long_site: Site, watch_page: WatchPage) -> None:
    assert_accessible(long_site, LONG, watch_page)


def test_axe_finds_nothing_on_an_empty_archive(empty_site: Site, watch_page: WatchPage) -> None:
    assert_accessible(empty_site, ["index.html", "articles/index.html", "places/index.html"], watch_page)


def test_each_kind_of_page_is_among_those_judged(own_site: Site) -> None:
    kinds = {page["kind"] for page in own_site.archive.front_matter.values()}
    judged = {own_site.archive.front_matter.get(address, {}).get("kind") for address in own_site.one_of_each_kind()}
    assert kinds <= judged
    assert {"home", "about", "index", "article", "outlet", "place", "actor", "year", "month", "unstated"} <= kinds
    indexes = {f"{folder}/index.html" for folder in ("articles", "outlets", "places", "actors", "dates")}
    assert indexes <= set(own_site.one_of_each_kind())
