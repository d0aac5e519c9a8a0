"""Results to take away: CSV, RIS, BibTeX, CSL-JSON, and the link."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.exploring import count, explore, hits, take, text_of
from tests.sites import Site
from tests.watching import WatchPage


def test_every_result_is_exported_in_its_order(english_site: Site, watch_page: WatchPage) -> None:
    watch = watch_page(english_site.home)
    data = {article["id"]: article for article in english_site.archive.data}
    pages = [[Path(url).stem for url in hits(explore(watch, f"?q=klopstok&page={number}"))] for number in (1, 2, 3)]
    page = explore(watch, "?q=klopstok&page=2")
    download = take(page, "CSV")
    assert download.suggested_filename == "results.csv"
    raw = Path(download.path()).read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert len(rows) == int(count(page).split()[0]) > 20
    assert [row["id"] for row in rows] == [*pages[0], *pages[1], *pages[2]]
    assert all(row["title"] == data[row["id"]]["title"] for row in rows)
    assert all(row["date_edtf"] == (data[row["id"]]["date"] or "") for row in rows)
    assert all(row["page"] == f"{english_site.home}articles/{row['id']}.html" for row in rows)
    ids = [row["id"] for row in rows]
    assert re.findall(r"^@article\{(.+),$", text_of(take(page, "BibTeX")), re.MULTILINE) == ids
    assert [item["id"] for item in json.loads(text_of(take(page, "CSL-JSON")))] == ids
    assert text_of(take(page, "RIS")).count("TY  - NEWS") == len(ids)
    watch.assert_quiet()


def references(site: Site, page: Page, id: str) -> list[str]:
    """BibTeX and RIS as the article's own page gives them."""
    page.goto(f"{site.home}articles/{id}.html")
    return [block.text_content() or "" for block in page.locator(".cite pre code").all()]


@pytest.mark.parametrize("site", ["own_site", "hostile_site"])
def test_a_reference_says_what_the_page_of_the_article_says(
    site: str, request: pytest.FixtureRequest, watch_page: WatchPage
) -> None:
    shown: Site = request.getfixturevalue(site)
    page = explore(watch := watch_page(shown.home))
    bibtex = [entry.strip() for entry in re.split(r"\n(?=@article)", text_of(take(page, "BibTeX")))]
    ris = [entry.strip() for entry in re.split(r"(?<=ER  - )\r\n", text_of(take(page, "RIS"))) if entry.strip()]
    items = json.loads(text_of(take(page, "CSL-JSON")))
    assert len(items) == len(bibtex) == len(ris) == len(shown.archive.data)
    here = f"{shown.home}articles/"
    published = re.compile(r"https://archive\.example/sous/dossier/articles/")
    for item, tex, lines in list(zip(items, bibtex, ris, strict=True))[:12]:
        theirs = [published.sub(here, text) for text in references(shown, page, item["id"])]
        mine = [tex, lines.replace("\r\n", "\n")]
        if site == "own_site":  # an archive that does not know its address gives none
            mine = [re.sub(rf"\n.*{re.escape(here)}.*", "", text) for text in mine]
        assert [text.strip() for text in mine] == [text.strip() for text in theirs]
    watch.assert_quiet()


def test_no_cell_is_a_formula(own_site: Site, watch_page: WatchPage) -> None:
    page = explore(watch := watch_page(own_site.home))
    bad = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", 'a "b", c', "deux\nlignes", "bon - et bien"]
    text = page.evaluate("titles => archive.formats.csv(titles.map(title => ({ title })))", bad)
    cells = [row["title"] for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))]
    assert cells == [*(f"'{title}" for title in bad[:8]), *bad[8:]]
    watch.assert_quiet()


def test_dates_go_out_as_exact_as_they_are_known(own_site: Site, watch_page: WatchPage) -> None:
    page = explore(watch := watch_page(own_site.home))
    expected = {
        "2024-12-02?": ("2024-12-02", "2024-12-02?"),
        "2020-02": ("2020-02", "2020-02"),
        "[2020-02-16..2020-02-17]": ("2020-02", "2020-02-16/2020-02-17"),
        "[2019-12-30..2020-01-02]": ("", "2019-12-30/2020-01-02"),
        "2019/2020": ("", "2019/2020"),
        "2020-01-05/2020": ("2020", "2020-01-05/2020"),
        "{1948-05-02,1948-05-01}": ("1948-05", "1948-05-01/1948-05-02"),
        "2020/..": ("", ""),
        "": ("", ""),
    }
    dates = page.evaluate(
        "all => all.map(one => [archive.formats.commonDate(one), archive.formats.biblatexDate(one)])", list(expected)
    )
    assert dict(zip(expected, map(tuple, dates), strict=True)) == expected
    watch.assert_quiet()


def test_the_link_is_copied_or_shown(own_site: Site, watch_page: WatchPage) -> None:
    page = explore(watch := watch_page(own_site.home), "?q=alep&f.places=syrie")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Exporter").click()
    page.get_by_role("button", name="Copier le lien").click()
    expect(page.locator(".menu__status")).to_have_text("Lien copié.")
    assert page.evaluate("navigator.clipboard.readText()") == page.url
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    page.get_by_role("button", name="Copier le lien").click()
    assert page.get_by_role("textbox", name="Copier le lien").input_value() == page.url
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.textContent") == "Exporter"
    assert not page.locator(".menu__list").is_visible()
    watch.assert_quiet()
