"""The other peer: one whole lunr index of the same terms, made by the tests' oracle, in a browser."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser

from bench.hosting import hosted

_SLICE = 16_000_000


class Agreement(NamedTuple):
    """Of our results with those of the whole index."""

    asked: int
    differing: list[str]


def build(browser: Browser, site: Path, data: Mapping[str, object], target: Path, queries: int) -> Agreement:
    """Makes the index of *data* in a page of *site*, asks both, and writes the index to ``whole.json`` in *target*."""
    (site / "data.json").write_text(json.dumps(data), encoding="utf-8")
    with hosted(site) as host:
        page = browser.new_context().new_page()
        page.set_default_timeout(1_800_000)
        page.goto(f"{host.address}oracle.html")
        asked, differing = page.evaluate(
            """async (wanted) => {
                const index = await archive.search.open("search/");
                const given = await (await fetch("data.json")).json();
                window.whole = new oracle.Archive(given, index.analysis);
                const asker = new oracle.Asker(given.documents, Object.values(given.records).flat(), index.analysis, 7);
                const differing = [];
                let asked = 0;
                while (asked < wanted) {
                    const { nodes, text } = asker.query();
                    const patterns = nodes.filter(({ kind }) => kind === "wildcard" || kind === "fuzzy");
                    if (patterns.some((node) => whole.meaning(node).forms.length > 256 / patterns.length)) continue;
                    const expected = whole.search(nodes);
                    const { tier1, hits, scores } = await index.search({ q: text });
                    asked += 1;
                    const same = JSON.stringify([expected.tier1, expected.hits, expected.scores]);
                    if (JSON.stringify([tier1, hits, scores]) !== same) differing.push(text);
                }
                window.serialised = JSON.stringify(whole.index);
                return [asked, differing];
            }""",
            queries,
        )
        length = page.evaluate("serialised.length")
        with (target / "whole.json").open("w", encoding="utf-8") as file:
            for start in range(0, length, _SLICE):
                file.write(page.evaluate("([from, to]) => serialised.slice(from, to)", [start, start + _SLICE]))
        page.context.close()
    (site / "data.json").unlink()
    return Agreement(asked, differing)
