"""Accessibility, as far as axe-core can judge it (vendored in tests/vendor, so that nothing is fetched)."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

_AXE = Path(__file__).parent / "vendor" / "axe.min.js"

_RUN = """async (within) => {
  const results = await axe.run(within ?? document, { resultTypes: ["violations"] });
  return results.violations;
}"""


@cache
def _source() -> str:
    return _AXE.read_text(encoding="utf-8")


def axe_violations(page: Page, within: str | None = None) -> list[str]:
    """What axe-core finds wrong with *page* as it stands, one line for each element.

    Its best practices count. It works under a Content-Security-Policy: the debugger puts it in, not the page.

    Args:
        page: A loaded page with scripts switched on.
        within: A CSS selector, to judge only what is inside.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(_source())
    violations: list[dict[str, Any]] = page.evaluate(_RUN, within)
    return [_line(violation, node) for violation in violations for node in violation["nodes"]]


def _line(violation: dict[str, Any], node: dict[str, Any]) -> str:
    """``color-contrast (serious) at p > a: Fix any of…: <a href="…">``."""
    target = " ".join(str(part) for part in node["target"])
    summary = " ".join(node.get("failureSummary", violation["help"]).split())
    return f"{violation['id']} ({violation['impact']}) at {target}: {summary} | {node['html'][:200]}"
