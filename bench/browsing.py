"""Searching in one Chromium: bytes, requests and time of a first query on a slow line; time of many on a fast one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from statistics import median
from typing import Any, NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

from bench.hosting import Host
from tests.browser_setup import find_browser
from tests.watching import LAUNCH_ARGS

SLOW = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
"""1.6 Mbps down, 150 ms for each request."""


class Cold(NamedTuple):
    """A first query in a browser that knows nothing yet."""

    bytes: int
    """On the wire, with headers, page and scripts."""
    requests: int
    seconds: float
    """From the call of the page to the last of the ten cards."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser that the tests use."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_browser(),
            args=[*LAUNCH_ARGS, "--js-flags=--expose-gc", "--enable-precise-memory-info"],
        )
        yield browser
        browser.close()


def cold(browser: Browser, host: Host, query: str, slow: bool = True) -> Cold:
    """One first query, on a slow line or a fast one."""
    context = browser.new_context()
    page = context.new_page()
    session = context.new_cdp_session(page)
    if slow:
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", SLOW)
    host.start()
    page.goto(f"{host.address}page.html", wait_until="commit")
    page.wait_for_function("() => window.bench && document.readyState === 'complete'", timeout=180_000)
    seconds = page.evaluate(
        "async (q) => { await bench.open(); await bench.ask(q); return performance.now() / 1000; }", query
    )
    context.close()
    return Cold(host.bytes, host.requests, seconds)


def opened(browser: Browser, host: Host) -> Page:
    """A page with the engine ready, on a fast line."""
    page = browser.new_context().new_page()
    page.goto(f"{host.address}page.html")
    page.wait_for_function("() => window.bench")
    page.evaluate("() => bench.open()")
    return page


def times(page: Page, queries: Sequence[str]) -> list[float]:
    """Milliseconds of each query."""
    found: list[float] = page.evaluate(
        """async (queries) => {
            const times = [];
            for (const q of queries) {
                const start = performance.now();
                await bench.ask(q);
                times.push(performance.now() - start);
                await new Promise((resume) => setTimeout(resume));
            }
            return times;
        }""",
        list(queries),
    )
    return found


def ranks(page: Page, asked: Sequence[tuple[str, str]]) -> float:
    """MRR@10 of (id, query) pairs."""
    found: float = page.evaluate(
        """async (asked) => {
            let sum = 0;
            for (const [id, q] of asked) {
                const at = (await bench.ask(q)).ids.indexOf(id);
                if (at >= 0) sum += 1 / (at + 1);
            }
            return sum / asked.length;
        }""",
        [list(pair) for pair in asked],
    )
    return found


def heap(page: Page) -> float:
    """MB of the page's JavaScript heap after collecting what nobody needs."""
    session = page.context.new_cdp_session(page)
    session.send("HeapProfiler.collectGarbage")
    used: dict[str, Any] = session.send("Runtime.getHeapUsage")
    return float(used["usedSize"]) / 1e6


def middle(colds: Sequence[Cold]) -> Cold:
    """The medians."""
    return Cold(
        round(median(one.bytes for one in colds)),
        round(median(one.requests for one in colds)),
        median(one.seconds for one in colds),
    )
