"""What every test may ask for: a browser, and pages under watch in it."""

from __future__ import annotations

from collections.abc import Iterator

import hypothesis
import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.browser_setup import find_browser
from tests.watching import DESKTOP, LAUNCH_ARGS, PageWatch, WatchPage

pytest_plugins = ["tests.sites"]

# The same examples on every run, and no time limit that a busy machine could miss.
hypothesis.settings.register_profile("archive", derandomize=True, deadline=None, database=None)
hypothesis.settings.load_profile("archive")


def pytest_itemcollected(item: pytest.Item) -> None:
    """Marks each test that asks for the browser, however indirectly, so that none can forget it."""
    if "browser" in getattr(item, "fixturenames", ()):
        item.add_marker("browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium or Chrome without a window, one for the whole run."""
    program = find_browser()
    if program is None:
        pytest.fail("no Chromium or Chrome: run `python -m tests.browser_setup`, or pytest -m 'not browser'")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=LAUNCH_ARGS)
        yield browser
        browser.close()


@pytest.fixture
def watch_page(browser: Browser) -> Iterator[WatchPage]:
    """Makes pages under watch: see `tests.watching.WatchPage`."""
    contexts: list[BrowserContext] = []

    def watch(home: str, *, size: tuple[int, int] = DESKTOP, dark: bool = False, javascript: bool = True) -> PageWatch:
        width, height = size
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=javascript,
            locale="fr-FR",
            timezone_id="Europe/Paris",
        )
        contexts.append(context)
        return PageWatch(context, home)

    yield watch
    for context in contexts:
        context.close()
