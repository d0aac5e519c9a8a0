"""What stands on every page of a site, as the browser's own parser reads it.

Opening hundreds of pages takes minutes; handing their files to `DOMParser` takes a second, and parses them by the
same rules. Nothing of them runs there: what a page does when it is opened is for other tests.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from playwright.sync_api import Page

Pairs = list[list[str]]

_SURVEY = r"""async (addresses) => {
  const loading = "src href srcset data poster action formaction background xlink:href".split(" ");
  const read = async (address) => {
    const page = new DOMParser().parseFromString(await (await fetch(address)).text(), "text/html");
    const all = (selector, from = page) => [...from.querySelectorAll(selector)];
    const text = (selector, from = page) => from.querySelector(selector)?.textContent ?? null;
    const attribute = (name, selector) => page.querySelector(selector)?.getAttribute(name) ?? null;
    const linked = (from) => all("li", from)
      .filter((item) => item.parentElement === from && item.querySelector("a"))
      .map((item) => [item.querySelector("a").getAttribute("href"), text(".count", item)]);
    const policy = 'meta[http-equiv="Content-Security-Policy"]';
    const before = (element) => element.compareDocumentPosition(page.querySelector(policy) ?? page.documentElement)
      & Node.DOCUMENT_POSITION_FOLLOWING;
    const body = page.querySelector(".article-text");
    const facts = {
      title: page.title,
      language: page.documentElement.lang,
      h1: all("h1").map((heading) => heading.textContent),
      description: attribute("content", 'meta[name="description"]'),
      policy: attribute("content", policy),
      before_policy: all("script, style, link, img").filter(before).map((element) => element.outerHTML),
      meta: all("meta[content]").map((meta) => [meta.name || meta.httpEquiv, meta.content]),
      counts: all(".count[data-count]").map((count) => [count.dataset.count, count.textContent]),
      rows: all(".rows a.row").map((row) => row.getAttribute("href")),
      forms: all(".forms > li").map((form) => ({
        form: text(".form", form), count: text(".count", form), uses: linked(form.querySelector(".uses")),
      })),
      named: all(".apparatus .named").flatMap(linked),
      years: all(".years").flatMap(linked),
      links: all("a[href]").map((link) => link.getAttribute("href")),
      outside: all("a[rel~=external]").map((link) => link.getAttribute("href")),
      resources: loading.flatMap((name) => all(`[${CSS.escape(name)}]:not(a)`)
        .map((element) => [element.localName, element.rel ?? "", element.getAttribute(name)])),
      ids: all("[id]").map((element) => element.id),
      kinds: [...new Set(all("*").flatMap((element) =>
        [element.localName, ...element.getAttributeNames().map((name) => `${element.localName} ${name}`)]))],
      text: body?.textContent ?? null,
      text_kinds: body ? [...new Set(all("*", body).map((element) =>
        element.localName === "a" ? `a.${element.classList[0]}` : element.localName))] : [],
      mentions: body ? all("a.mention", body).map((link) => [link.getAttribute("href"), link.textContent]) : [],
      landmarks: ["header.site-header", "main", "article", "aside.apparatus", "footer.site-footer"]
        .map((selector) => all(selector).length),
      empty: all(".empty").map((empty) => all("a[href]", empty).map((link) => link.getAttribute("href"))),
      said: all(".extent, .facet-facts p, .aside-note, .unused > summary").map((said) => said.textContent.trim()),
      words: "",
    };
    body?.remove();
    all("script, style").forEach((element) => element.remove());
    facts.words = [page.title, page.body.textContent, ...["aria-label", "title", "data-dark", "data-light", "data-copy"]
      .flatMap((name) => all(`[${name}]`).map((element) => element.getAttribute(name)))].join("\n");
    return facts;
  };
  return Object.fromEntries(await Promise.all(addresses.map(async (address) => [address, await read(address)])));
}"""


@dataclass(frozen=True)
class Facts:
    """One page as it was parsed."""

    title: str
    language: str
    h1: list[str]
    description: str | None
    policy: str | None
    """The Content-Security-Policy."""
    before_policy: list[str]
    """What the page loads or runs before the policy holds."""
    meta: Pairs
    """(name or http-equiv, content) of each meta element."""
    counts: Pairs
    """(what is counted, the number as shown)."""
    rows: list[str]
    """The articles listed, as links."""
    forms: list[dict[str, Any]]
    """The observed forms of a name: ``form``, ``count`` and ``uses``, the last as (link, count)."""
    named: Pairs
    """What an article names: (link, the number of mentions as shown)."""
    years: Pairs
    """The chart of years: (link, count)."""
    links: list[str]
    outside: list[str]
    """Those links that are marked as leading out of the site."""
    resources: Pairs
    """(element, its rel, address) of whatever is loaded or sent to."""
    ids: list[str]
    kinds: list[str]
    """The elements on the page, ``a``, and their attributes, ``a href``, each once."""
    text: str | None
    """The text content of ``.article-text``."""
    text_kinds: list[str]
    """The elements inside it, each once; a link with its first class: ``a.mention``."""
    mentions: Pairs
    """(link, text) of each mention."""
    landmarks: list[int]
    """How many headers, mains, articles, asides and footers there are."""
    empty: list[list[str]]
    """The links in each passage that says that something is empty."""
    said: list[str]
    """The short lines that sum a page up."""
    words: str
    """Every word that a reader sees or hears, but for the article's text."""


Survey = dict[str, Facts]
"""Address → what stands there."""


def survey_pages(page: Page, addresses: Iterable[str]) -> Survey:
    """The facts of *addresses*, which are relative to *page*, any open page of the site."""
    raw: dict[str, dict[str, Any]] = {}
    waiting = iter(addresses)
    while some := list(islice(waiting, 200)):  # a browser refuses thousands at once
        raw |= page.evaluate(_SURVEY, some)
    return {address: Facts(**facts) for address, facts in raw.items()}
