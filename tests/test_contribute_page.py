"""The page for contributors, used as its users do: typed into, corrected, handed in, left and found again."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Download, Page, expect

from archive.repository import ways_to_add
from archive.scripts import SOURCES
from archive.settings import read_settings
from tests.axe import axe_violations
from tests.building import build, config, records, run, write
from tests.exploring import break_all, focus_is_on, only_failures
from tests.hostile import LINES
from tests.sites import Serve, Site
from tests.test_site_reading import BEYOND, tab_through
from tests.watching import DESKTOP, PHONE, PageWatch, WatchPage

TEXT = "L'armée syrienne avance vers Alep, ce 17 février.\n\nBachar al-Assad a parlé à Damas. Assad s'est tu.\n"
REPOSITORY = "https://github.com/owner/name"


@pytest.fixture(scope="session")
def hosted_site(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A small archive in English whose repository is on GitHub; an outlet of it is named by an attack."""
    outlets = [{"id": "gazette", "heading": "Freedonia Gazette", "type": "newspaper", "variants": ["The Gazette"]}]
    outlets += [{"id": "attack", "heading": LINES[2], "type": "newspaper"}]
    files: dict[str, str | bytes] = {
        "mkdocs.yml": config("en", repo_url=REPOSITORY),
        "seeds/articles/2020-02-17-a-day.txt": "A day in Klopstok.\n",
        "seeds/authorities/outlets.yml": records(*outlets),
        "seeds/authorities/places.yml": records({"id": "klopstok", "heading": "Klopstok", "type": "city"}),
    }
    return serve(build(tmp_path_factory.mktemp("hosted"), files))


def contribute(watch: PageWatch) -> Page:
    return watch.open("contribute.html")


def put(page: Page, **values: str) -> None:
    """Fills fields, and waits until the page has read them."""
    for name, value in values.items():
        control = page.locator(f"#c-{name}")
        if control.evaluate("control => control.matches('select')"):
            control.select_option(value)
        else:
            control.fill(value)
    page.wait_for_timeout(450)  # a pause in typing is what the page waits for


def told(page: Page, field: str) -> str:
    """What is said at a field."""
    return page.locator(f"#c-{field}-told").inner_text().replace("\u00a0", " ")


def status(page: Page, text: str | re.Pattern[str]) -> None:
    expect(page.locator(".result__status")).to_have_text(text)


def named(page: Page) -> dict[str, list[str]]:
    """What the preview lists, by heading."""
    found: dict[str, list[str]] = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll(".preview section")].map((section) =>
          [section.querySelector("h3").textContent,
           [...section.querySelectorAll("li")].map((row) => row.textContent.trim())]))"""
    )
    return found


def download(page: Page, name: str = "Télécharger le fichier") -> Download:
    with page.expect_download() as made:
        page.get_by_role("button", name=name).click()
    return made.value


# What one types


def test_mistakes_are_said_at_their_fields_and_can_be_mended_there(own_site: Site, watch_page: WatchPage) -> None:
    page = contribute(watch := watch_page(own_site.home))
    put(page, text=TEXT, title="Alep\u200b reprise", outlet="Le Mnde", date="17/02/2020", url="example.org/x")
    assert "U+200B" in told(page, "title")
    assert "pas de média de ce nom" in told(page, "outlet")
    assert "pas une date" in told(page, "date")
    assert "https://" in told(page, "url")
    status(page, "Restent 4 points à régler.")
    for name in ("title", "outlet", "date", "url"):
        assert page.locator(f"#c-{name}").get_attribute("aria-invalid") == "true"
        described = str(page.locator(f"#c-{name}").get_attribute("aria-describedby"))
        assert f"c-{name}-told" in described.split()
    page.get_by_role("button", name="Les enlever").click()
    expect(page.locator("#c-title")).to_have_value("Alep reprise")
    assert focus_is_on(page, "#c-title")
    page.get_by_role("button", name="2020-02-17").click()
    assert told(page, "date") == "Lu comme : 17 février 2020."
    page.locator(".result__wrong").get_by_role("link", name="Média").click()
    assert focus_is_on(page, "#c-outlet")
    page.locator("#c-outlet").fill("rt france")
    page.get_by_role("button", name="https://example.org/x").click()
    status(page, "2020-02-17-alep-reprise.txt est prêt.")
    assert page.locator("[aria-invalid=true]").count() == 0
    watch.assert_quiet()


def test_a_date_is_said_back_in_words(own_site: Site, watch_page: WatchPage) -> None:
    page = contribute(watch := watch_page(own_site.home))
    said = {
        "2020": "Lu comme : 2020.",
        "2020-02": "Lu comme : février 2020.",
        "2020-03-01?": "Lu comme : 1er mars 2020 (date incertaine).",
        "[2020-02-16,2020-02-17]": "Lu comme : 16 février 2020 ou 17 février 2020.",
        "2020-02-16/2020-02-17": "Lu comme : 16 février 2020 → 17 février 2020.",
        "2020-02-16/..": "",
        "156X-12": "Une forme de date rare : elle sera vérifiée à la remise du fichier.",
        "2020-02-30": "Ce jour n’existe pas : ce mois en a 29.",
    }
    heard = {}
    for date in said:
        put(page, date=date)
        heard[date] = told(page, "date")
    assert heard == said
    watch.assert_quiet()


def test_a_passage_is_taken_from_the_text_and_must_stay_in_it(own_site: Site, watch_page: WatchPage) -> None:
    page = contribute(watch := watch_page(own_site.home))
    put(page, text=TEXT, date="2020-02-17", date_basis="stated")
    status(page, "Reste 1 point à régler.")
    assert told(page, "date_evidence") == "", "nobody has been there yet"
    group = page.get_by_role("group", name="Le passage qui le montre")
    group.get_by_role("button", name="Prendre le passage").click()
    assert told(page, "date_evidence").startswith("Rien n’est sélectionné")
    page.locator("#c-text").evaluate(
        """(box, passage) => {
          const at = box.value.indexOf(passage);
          box.setSelectionRange(at - 1, at + passage.length);
        }""",
        "ce 17 février",
    )
    group.get_by_role("button", name="Prendre le passage").click()
    expect(group.get_by_role("textbox")).to_have_value("ce 17 février")
    status(page, re.compile("est prêt"))
    put(page, text=TEXT.replace("février", "fevrier"))
    assert "lettre pour lettre" in told(page, "date_evidence")
    group.get_by_role("button", name="ce 17 fevrier").click()
    expect(group.get_by_role("textbox")).to_have_value("ce 17 fevrier")
    group.get_by_role("button", name="Ajouter un passage").click()
    assert focus_is_on(page, "#c-date_evidence-2")
    page.keyboard.type("Bachar")
    status(page, re.compile("est prêt"))
    group.get_by_role("button", name="Retirer le passage 1").click()
    expect(group.get_by_role("textbox")).to_have_value("Bachar")
    put(page, date_basis="background")
    expect(page.locator("#c-date_note")).to_be_visible()
    status(page, "Reste 1 point à régler.")
    put(page, date_note="D'après l'agence.")
    status(page, re.compile("est prêt"))
    watch.assert_quiet()


def test_the_places_and_actors_that_will_be_linked_are_shown_as_one_types(
    own_site: Site, watch_page: WatchPage
) -> None:
    page = contribute(watch := watch_page(own_site.home))
    assert page.evaluate("document.querySelectorAll('script[src*=\"contribute/records\"]').length") == 0
    put(page, text=TEXT)
    expect(page.locator(".preview section")).to_have_count(2)
    found = named(page)
    assert set(found["Lieux"]) == {"Alep 1", "Damas 1"}
    assert set(found["Acteurs"]) == {"Bachar al-Assad 2", "Armée syrienne 1"}
    page.get_by_text("Les voir dans le texte").click()
    shown = page.locator(".preview__text")
    assert shown.evaluate("element => element.textContent") == TEXT
    assert shown.locator(".mention").all_inner_texts() == [
        "armée syrienne",
        "Alep",
        "Bachar al-Assad",
        "Damas",
        "Assad",
    ]
    put(page, text="Rien ici.")
    expect(page.locator(".preview__empty")).to_have_text("L’archive ne connaît aucun nom de ce texte.")
    watch.assert_quiet()


def test_names_that_do_not_load_can_be_asked_for_again(own_site: Site, watch_page: WatchPage) -> None:
    watch = watch_page(own_site.home)
    failed = break_all(watch.page, "**/contribute/records.js")
    page = contribute(watch)
    put(page, text=TEXT)
    again = page.locator(".preview").get_by_role("button", name="Réessayer")
    expect(again).to_be_visible()
    page.unroute_all()
    again.click()
    expect(page.locator(".preview section")).to_have_count(2)
    only_failures(watch, failed)


# What comes of it


def test_the_downloaded_file_builds_into_the_article_that_was_typed(
    own_site: Site, watch_page: WatchPage, tmp_path: Path
) -> None:
    page = contribute(watch := watch_page(own_site.home))
    body = f"{LINES[0]}\n\n{TEXT}\n  fin\t😀 "
    put(page, text=body, title=LINES[14], author=LINES[2], outlet="RT France", date="2020-02-17", language="ar")
    put(page, date_basis="stated", url="https://example.org/a?b=c#d")
    put(page, **{"date_evidence-1": "ce 17 février"})
    status(page, re.compile("est prêt"))
    assert page.get_by_text("envoyez-le aux personnes qui tiennent l’archive").is_visible(), "there is no repository"
    file = download(page)
    outlet = records({"id": "rt-france", "heading": "RT France", "type": "news_site"})
    data = Path(file.path()).read_bytes()
    name = f"seeds/articles/{file.suggested_filename}"
    write(tmp_path, {"mkdocs.yml": config(), "seeds/authorities/outlets.yml": outlet, name: data})
    done = run(tmp_path)
    assert done.returncode == 0, done.stderr
    (article,) = [json.loads(line) for line in (tmp_path / "site/data/articles.jsonl").read_text("utf-8").splitlines()]
    assert (article["title"], article["outlet"], article["date"]) == (LINES[14], "rt-france", "2020-02-17")
    assert (article["date_basis"], article["language"]) == ("stated", "ar")
    assert data.decode().endswith(f"---\n{body}")
    watch.assert_quiet()


def test_a_file_that_fits_opens_the_hosts_page_with_it_and_another_is_uploaded(
    hosted_site: Site, watch_page: WatchPage
) -> None:
    page = contribute(watch := watch_page(hosted_site.home))
    body = "Über & <b>Klopstok</b> + 100 %\n\n# fin?\n"
    put(page, text=body, title="A day", date="2020-02-17", outlet="The Gazette")
    link = page.get_by_role("link", name="Propose it on github.com")
    expect(link).to_be_visible()
    address = urlsplit(str(link.get_attribute("href")))
    assert f"{address.scheme}://{address.netloc}{address.path}" == f"{REPOSITORY}/new/main/seeds/articles"
    asked = parse_qs(address.query, strict_parsing=True)
    head = "---\ntitle: A day\noutlet: gazette\ndate: 2020-02-17\n---\n"
    assert asked == {"filename": ["2020-02-17-a-day.txt"], "value": [head + body]}
    assert "may be in the archive already" in told(page, "id")
    assert page.locator("#c-id-told a").get_attribute("href") == "articles/2020-02-17-a-day.html"
    assert Path(download(page, "Download the file").path()).read_text("utf-8") == head + body
    put(page, text="Klopstok. " * 900, id="another-day")
    assert link.count() == 0
    upload = page.get_by_role("link", name="Open github.com")
    assert upload.get_attribute("href") == f"{REPOSITORY}/upload/main/seeds/articles"
    assert download(page, "Download the file").suggested_filename == "another-day.txt"
    watch.assert_quiet()


@pytest.mark.parametrize(
    ("repo_url", "new", "upload"),
    [
        (
            "https://github.com/o/n",
            "https://github.com/o/n/new/a%20b/seeds/articles",
            "o/n/upload/a%20b/seeds/articles",
        ),
        ("https://codeberg.org/o/n/", "https://codeberg.org/o/n/_new/a%20b/seeds/articles", "o/n/_upload/a%20b/"),
        ("https://gitlab.com/o/n", None, "https://gitlab.com/o/n/-/tree/a%20b/seeds/articles"),
        ("https://git.example/o/n", None, None),
    ],
)
def test_each_host_is_asked_in_its_own_way(tmp_path: Path, repo_url: str, new: str | None, upload: str | None) -> None:
    write(tmp_path, {"mkdocs.yml": config(repo_url=repo_url, extra={"archive": {"branch": "a b"}})})  # type: ignore[arg-type]
    ways = ways_to_add(read_settings(tmp_path / "mkdocs.yml"))
    assert ways
    assert ways.new == new
    assert upload in ways.upload if upload and ways.upload else ways.upload is upload
    assert ways.home == repo_url.rstrip("/")


@pytest.mark.parametrize(
    "repo_url", ["javascript:alert(1)//a/b", "git@github.com:o/n", "ftp://github.com/o/n", "o/n", ""]
)
def test_what_is_no_web_address_is_no_way_in(tmp_path: Path, repo_url: str) -> None:
    write(tmp_path, {"mkdocs.yml": config(repo_url=repo_url)})
    assert ways_to_add(read_settings(tmp_path / "mkdocs.yml")) is None


# What is kept


def test_a_draft_survives_and_can_be_discarded_and_brought_back(own_site: Site, watch_page: WatchPage) -> None:
    page = contribute(watch := watch_page(own_site.home))
    assert page.locator(".contribute__draft").inner_text() == ""
    put(page, text=TEXT, title="Un titre", date="2020-02-17", date_basis="inferred", id="mon-article")
    put(page, **{"date_evidence-1": "ce 17"})
    page.reload()
    expect(page.locator("#c-text")).to_have_value(TEXT)
    expect(page.locator("#c-date_evidence-1")).to_have_value("ce 17")
    status(page, "mon-article.txt est prêt.")
    page.locator(".brand").click()
    page.go_back()
    expect(page.locator("#c-title")).to_have_value("Un titre")
    expect(page.locator("#c-date_basis")).to_have_value("inferred")
    page.get_by_role("button", name="L’effacer").click()
    expect(page.locator("#c-text")).to_have_value("")
    assert focus_is_on(page, ".contribute__draft button")
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('archive.draft'))") == []
    page.keyboard.press("Enter")
    expect(page.locator("#c-text")).to_have_value(TEXT)
    expect(page.locator("#c-date_evidence-1")).to_have_value("ce 17")
    page.get_by_role("button", name="L’effacer").click()
    page.reload()
    expect(page.locator("#c-text")).to_have_value("")
    watch.assert_quiet()


def test_the_page_works_from_a_disk(own_site: Site, watch_page: WatchPage) -> None:
    page = contribute(watch := watch_page(own_site.archive.site.as_uri() + "/"))
    put(page, text=TEXT, outlet="RT France")
    expect(page.locator(".preview section")).to_have_count(2)
    status(page, re.compile("est prêt"))
    file = download(page)
    assert file.suggested_filename == "l-armee-syrienne-avance-vers-alep-ce-17-fevrier.txt"
    assert Path(file.path()).read_text("utf-8") == f"---\noutlet: rt-france\n---\n{TEXT}"
    page.reload()
    expect(page.locator("#c-text")).to_have_value(TEXT)
    watch.assert_quiet()


@pytest.mark.parametrize("site", ["own_site", "hosted_site"])
def test_without_javascript_the_page_says_how_to_do_without(
    site: str, request: pytest.FixtureRequest, watch_page: WatchPage
) -> None:
    shown: Site = request.getfixturevalue(site)
    page = contribute(watch := watch_page(shown.home, javascript=False))
    assert not page.locator("form.contribute__form").is_visible()
    assert page.locator(".contribute__scriptless").is_visible()
    links = page.locator(".contribute__ways a").evaluate_all("links => links.map(link => link.href)")
    hosted = [f"{REPOSITORY}/blob/main/CONTRIBUTING.md", f"{REPOSITORY}/issues/new/choose"]
    assert links == (hosted if site == "hosted_site" else [])
    watch.assert_quiet()


# For everyone


def half(page: Page) -> None:
    put(page, text=TEXT, title="Alep\u200b", outlet="Le Mnde", date="17/02/2020", url="x")
    put(page, date_basis="stated", outlet_basis="background")
    put(page, **{"date_evidence-1": "hier"})
    page.wait_for_timeout(300)


def whole(page: Page) -> None:
    put(page, text=TEXT, title="Alep", date="2020-02-17")
    page.get_by_text("Les voir dans le texte").click()
    page.get_by_text("Voir ce que contient").click()
    page.wait_for_timeout(300)


STATES = {"empty": lambda page: None, "half": half, "whole": whole}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_in_any_state(
    own_site: Site, watch_page: WatchPage, state: str, size: tuple[int, int], dark: bool
) -> None:
    page = contribute(watch := watch_page(own_site.home, size=size, dark=dark))
    STATES[state](page)
    assert axe_violations(page) == []
    if size == PHONE:
        assert page.evaluate(BEYOND) == []
    watch.assert_quiet()


def test_all_of_the_form_is_reached_by_keyboard_in_the_order_of_the_page(own_site: Site, watch_page: WatchPage) -> None:
    page = contribute(watch := watch_page(own_site.home))
    whole(page)
    stops = tab_through(page)
    assert [stop["what"] for stop in stops if not stop["seen"]] == []
    assert [stop["position"] for stop in stops] == sorted({stop["position"] for stop in stops})
    watch.assert_quiet()


def test_nothing_typed_becomes_markup(hosted_site: Site, watch_page: WatchPage) -> None:
    page = contribute(watch := watch_page(hosted_site.home))
    before = page.locator(".contribute img, .contribute script, .contribute svg").count()
    for line in LINES[:10]:
        put(page, text=f"{line}\nKlopstok", title=line, outlet=line, date=line, url=line, id=line)
        page.wait_for_timeout(50)
    assert page.locator(".contribute img, .contribute script, .contribute svg").count() == before
    forbidden = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|srcdoc"
    scripts = "".join(path.read_text("utf-8") for path in (SOURCES / "contribute").glob("*.js"))
    assert re.findall(forbidden + "|createContextualFragment", scripts) == []
    watch.assert_quiet()


def test_on_paper_there_is_the_form_and_no_button(own_site: Site, watch_page: WatchPage) -> None:
    page = contribute(watch := watch_page(own_site.home))
    whole(page)
    page.emulate_media(media="print")
    assert page.locator("#c-title").is_visible()
    assert page.locator(".contribute button:visible").count() == 0
    watch.assert_quiet()
