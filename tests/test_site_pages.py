"""Every page of a site, checked against the front matter and the data that it was made from."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

import pytest
import yaml

from archive.usage import displayed_form
from archive.words import Words
from tests.building import ROOT, Archive
from tests.sites import ADDRESS, Site
from tests.watching import WatchPage

FOLDERS = {"outlets": "outlet", "places": "places", "actors": "actors", "dates": "date"}
"""The folder of each facet → its key in an article's front matter."""
RECORDS = ("outlet", "place", "actor")
"""The kinds of page that an authority record has."""
DATA_KEYS = (
    "id url title title_basis outlet outlet_basis date date_basis date_start date_end language places actors sources "
    "sha256 mentions"
)


@pytest.fixture(
    params=["own_site", "english_site", "hostile_site", "naughty_site", "bare_site", "empty_site", "long_site"]
)
def site(request: pytest.FixtureRequest) -> Site:
    found: Site = request.getfixturevalue(request.param)
    return found


def months_of(date: str) -> Iterator[str]:
    """The months that an EDTF date of days or months touches, and the bare years of one that names no month."""
    text = re.sub(r"[?~%\[\]]", "", date)
    first, _, last = re.split(r"(\.\.|/)", text, maxsplit=1) if ".." in text or "/" in text else (text, "", text)
    assert all(re.fullmatch(r"\d{4}(-\d\d){0,2}", end) for end in (first, last)), f"{date}: teach this test to read it"
    if len(first) == 4 or len(last) == 4:
        yield from map(str, range(int(first[:4]), int(last[:4]) + 1))
        return
    year, month = int(first[:4]), int(first[5:7])
    while (year, month) <= (int(last[:4]), int(last[5:7])):
        yield f"{year}-{month:02}"
        year, month = year + month // 12, month % 12 + 1


@cache
def recount(archive: Archive) -> dict[str, set[str]]:
    """Whatever may be counted (``places/alep``, ``outlets/`` for those without, …) → the ids of its articles."""
    pages = archive.front_matter
    within = {page["id"]: page.get("within") for page in pages.values() if page["kind"] in RECORDS}
    counted: dict[str, set[str]] = defaultdict(set)
    for page in pages.values():
        if page["kind"] != "article":
            continue
        counted["articles"].add(page["id"])
        for folder, key in FOLDERS.items():
            values = page.get(key) or []
            for value in [values] if isinstance(values, str) else values:
                if folder == "dates":
                    for month in months_of(value):
                        counted[f"dates/{month}"].add(page["id"])
                        counted[f"dates/{month[:4]}"].add(page["id"])
                    continue
                above = value
                while above:
                    counted[f"{folder}/{above}"].add(page["id"])
                    above = within[above]
            if not values:
                counted[f"{folder}/"].add(page["id"])
    return dict(counted)


def words_of(language: str) -> Words:
    return Words.load(language, ROOT / "templates" / "theme" / "messages")


def number(text: str) -> int:
    """The number as any language of the interface writes it."""
    return int(re.sub(r"[\s,.\u202f]", "", text))


def target(address: str, link: str) -> str:
    """Where a relative *link* on the page at *address* leads, as an address."""
    parts: list[str] = list(PurePosixPath(address).parent.parts)
    for part in unquote(urlsplit(link).path).split("/"):
        if part == "..":
            assert parts, f"{link} on {address} leads out of the site"
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def test_every_count_equals_a_recount_of_the_front_matter(site: Site) -> None:
    counted = recount(site.archive)
    kinds = set()
    for address, facts in site.survey.items():
        for key, shown in facts.counts:
            assert number(shown) == len(counted.get(key, ())), f"{key} on {address}"
            kinds.add(key.partition("/")[0] + ("/" if key.endswith("/") else ""))
    if len(counted) > 10:
        assert kinds >= {"articles", "outlets", "places", "actors", "dates"}


def listed_on(address: str) -> str:
    """What the page lists: ``places/alep`` on ``places/alep/2.html``, ``places/`` on ``places/index/none.html``."""
    path = address.removesuffix(".html")
    if path.count("/") > 1:
        path = re.sub(r"/\d+$", "", path)
    return re.sub(r"/index/none$", "/", path)


def is_further(address: str) -> bool:
    """Whether the page is a further one of a long list: it stays as it is, so it does not count the list."""
    return bool(re.fullmatch(r".+/.+/\d+\.html", address))


def test_every_value_s_own_page_shows_its_count_and_lists_its_articles(site: Site) -> None:
    counted = recount(site.archive)
    listed: dict[str, list[str]] = defaultdict(list)
    for address, facts in site.survey.items():
        key = listed_on(address)
        listed[key] += [target(address, link) for link in facts.rows]
        if key in counted and not is_further(address):
            assert len(counted[key]) in [number(shown) for value, shown in facts.counts if value == key], address
    for key, ids in counted.items():
        shown = listed["articles/index" if key == "articles" else key]
        assert len(shown) == len(ids), key
        assert set(shown) == {f"articles/{id}.html" for id in ids}, key


def test_every_record_period_and_gap_that_has_articles_has_its_page(site: Site) -> None:
    addresses = set(site.archive.addresses)
    for key in recount(site.archive).keys() - {"articles"}:
        assert (f"{key}index/none.html" if key.endswith("/") else f"{key}.html") in addresses
    assert {f"{folder}/index.html" for folder in ("articles", *FOLDERS)} | {"index.html", "about.html"} <= addresses


def test_every_link_and_anchor_leads_to_something(site: Site) -> None:
    survey = site.survey
    for address, facts in survey.items():
        for link in facts.links:
            parts = urlsplit(link)
            if parts.scheme:
                assert parts.scheme in ("http", "https"), f"{link} on {address}"
                continue
            assert not link.startswith("/"), f"{link} on {address} works in no other folder"
            page = target(address, link) if parts.path else address
            assert (site.archive.site / page).is_file(), f"{link} on {address}"
            if parts.fragment:
                assert unquote(parts.fragment) in survey[page].ids, f"{link} on {address}"


def test_every_page_can_be_reached_from_home(site: Site) -> None:
    reached, waiting = {"index.html"}, ["index.html"]
    while waiting:
        address = waiting.pop()
        for link in site.survey[address].links:
            if not urlsplit(link).scheme and urlsplit(link).path:
                page = target(address, link)
                if page.endswith(".html") and page not in reached:
                    reached.add(page)
                    waiting.append(page)
    assert reached == set(site.archive.addresses)


def test_nothing_is_loaded_from_elsewhere_and_nothing_is_missing(site: Site) -> None:
    for address, facts in site.survey.items():
        for element, rel, link in facts.resources:
            if rel == "canonical":
                assert link == ADDRESS + address
                continue
            assert not urlsplit(link).scheme, f"{element} {link} on {address}"
            assert not link.startswith("/"), f"{element} {link} on {address}"
            assert (site.archive.site / target(address, link)).is_file(), f"{element} {link} on {address}"
        assert not [content for name, content in facts.meta if name.lower() == "refresh"], address


def test_style_sheets_load_nothing_from_elsewhere_and_nothing_missing(own_site: Site) -> None:
    sheets = sorted(own_site.archive.site.rglob("*.css"))
    assert len(sheets) > 2
    for sheet in sheets:
        text = sheet.read_text(encoding="utf-8")
        assert "@import" not in text
        for link in re.findall(r"url\(\s*[\"']?([^\"')]+)", text):
            if link.startswith("data:"):
                continue
            assert not urlsplit(link).scheme, f"{link} in {sheet.name}"
            assert not link.startswith("/"), f"{link} in {sheet.name}"
            assert (sheet.parent / urlsplit(link).path).is_file(), f"{link} in {sheet.name}"


def test_every_page_says_what_it_is(site: Site) -> None:
    settings = yaml.safe_load((site.archive.root / "mkdocs.yml").read_text(encoding="utf-8"))
    name, language = settings["site_name"], settings["theme"]["language"]
    articles = {address for address, page in site.archive.front_matter.items() if page["kind"] == "article"}
    titles = Counter(facts.title for address, facts in site.survey.items() if address not in articles)
    for address, facts in site.survey.items():
        assert facts.language == language, address
        assert len(facts.h1) == 1, address
        assert facts.h1[0].strip(), address
        if address == "index.html":
            assert facts.title == " ".join(name.split())
            assert facts.description == (settings["site_description"].strip() or None)
        else:
            assert facts.title.endswith(f" – {name}"), address
            assert len(facts.title) > len(f" – {name}"), address
        if address not in articles:
            assert titles[facts.title] == 1, f"{facts.title}: the title of several pages, {address} among them"


def test_the_policy_stands_before_all_that_it_holds_for(site: Site) -> None:
    for address, facts in site.survey.items():
        assert facts.before_policy == [], address
        rules = dict(rule.strip().partition(" ")[::2] for rule in (facts.policy or "").split(";"))
        assert rules["default-src"] == "'none'", address
        assert rules["script-src"] == "'self'", address
        assert rules["base-uri"] == rules["object-src"] == "'none'", address
        for rule, sources in rules.items():
            assert "'unsafe-eval'" not in sources, address
            assert "'unsafe-inline'" not in sources or rule == "style-src", address
            assert "http" not in sources, address
            assert "*" not in sources, address


def test_a_lost_reader_gets_a_page_of_the_site_at_any_depth(english_site: Site, watch_page: WatchPage) -> None:
    watch = watch_page(english_site.home)
    watch.open("nowhere.html", status=404)
    page = watch.open("places/nowhere/at/all.html", status=404)
    assert page.locator("h1").count() == 1
    links: list[str] = page.eval_on_selector_all("main a", "links => links.map(link => link.href)")
    assert links
    for link in links:
        assert link.startswith(english_site.home)
        assert (english_site.archive.site / link.removeprefix(english_site.home)).is_file()
    page.locator("main a").first.click()
    page.wait_for_url(links[0])
    watch.assert_quiet()


def observed(archive: Archive) -> dict[str, Counter[tuple[str, str]]]:
    """Record → how often each article has each form of its name."""
    forms: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    for article in archive.data:
        for mention in article["mentions"]:
            forms[mention["id"]][displayed_form(mention["text"]), article["id"]] += 1
    return forms


def test_the_forms_of_a_name_and_their_counts_are_those_of_the_texts(site: Site) -> None:
    pages, forms = site.archive.front_matter, observed(site.archive)
    seen = 0
    for address, page in pages.items():
        if page["kind"] not in RECORDS or address.count("/") > 1:
            continue
        uses = forms.get(page["id"], Counter())
        totals = Counter[str]()
        for (form, _), count in uses.items():
            totals[form] += count
        every = [at for at in pages if re.match(rf"{address[:-5]}/forms(\.|/)", at)]
        shown = [form for at in sorted(every, key=len) or [address] for form in site.survey[at].forms]
        first = site.survey[address].forms
        assert [(one["form"], one["count"]) for one in first] == [(one["form"], one["count"]) for one in shown[:20]]
        assert {entry["form"]: number(entry["count"]) for entry in shown} == totals, address
        assert [number(entry["count"]) for entry in shown] == sorted(totals.values(), reverse=True), address
        for entry in shown:
            assert entry["uses"], address
            for link, times in entry["uses"]:
                assert uses[entry["form"], PurePosixPath(link).stem] == number(times), f"{entry['form']} on {address}"
        seen += len(shown)
    assert seen or not forms


def test_an_article_lists_all_that_it_names_and_how_often(site: Site) -> None:
    pages = site.archive.front_matter
    for article in site.archive.data:
        mentions = Counter(mention["id"] for mention in article["mentions"])
        shown = site.survey[article["url"]].named
        found = {pages[target(article["url"], link)]["id"]: count for link, count in shown}
        assert len(found) == len(shown)
        assert found.keys() == {*article["places"], *article["actors"], *article["sources"]}
        for id, count in found.items():
            assert (number(count) if count != "–" else 0) == mentions[id], f"{id} in {article['id']}"


def test_the_sums_in_words_are_right(own_site: Site, english_site: Site) -> None:
    for site, language in ((own_site, "fr"), (english_site, "en")):
        words, survey, counted = words_of(language), site.survey, recount(site.archive)
        kinds = [
            (page["kind"], page["id"])
            for at, page in site.archive.front_matter.items()
            if at.count("/") == 1 and page["kind"] in RECORDS
        ]
        for kind in RECORDS:
            folder = f"{kind}s"
            used = [id for of, id in kinds if of == kind and f"{folder}/{id}" in counted]
            assert words.count(f"{folder}.count", len(used)) in survey[f"{folder}/index.html"].said
            unused = len([id for of, id in kinds if of == kind]) - len(used)
            assert (words.count("records.unused", unused) in survey[f"{folder}/index.html"].said) == (unused > 0)
        cited = Counter(id for article in site.archive.data for id in article["sources"])
        assert cited
        for kind, id in kinds:
            said = survey[f"{kind}s/{id}.html"].said
            assert [line for line in said if line in {words.count("cited.count", n) for n in range(1, 200)}] == (
                [words.count("cited.count", cited[id])] if cited[id] else []
            )
        dated = counted["articles"] - counted.get("dates/", set())
        assert any(
            line.startswith(words.count("article.count", len(dated))) for line in survey["dates/index.html"].said
        )


def test_the_chart_of_years_equals_a_recount(site: Site) -> None:
    counted, pages = recount(site.archive), site.archive.front_matter
    for address, facts in site.survey.items():
        if facts.years:
            folder = PurePosixPath(address).parts[0]
            own = counted["articles" if folder == "articles" else f"{folder}/{pages[address]['id']}"]
            for link, count in facts.years:
                shown = re.sub(r"index/|x*\.html", "", target(address, link))  # dates/194 for dates/index/194x.html
                among = set().union(*(counted[key] for key in counted if re.fullmatch(rf"{shown}\d*", key)))
                assert number(count) == len(own & among), address


def test_the_data_holds_exactly_what_is_promised(site: Site) -> None:
    data, pages = site.archive.data, site.archive.front_matter
    assert [article["id"] for article in data] == sorted(
        page["id"] for page in pages.values() if page["kind"] == "article"
    )
    records = {page["id"] for page in pages.values() if page["kind"] in RECORDS}
    for article in data:
        assert list(article) == DATA_KEYS.split()
        body, page = site.archive.body(article["id"]), pages[article["url"]]
        assert (site.archive.site / article["url"]).is_file()
        end = 0
        for mention in article["mentions"]:
            assert list(mention) == ["start", "end", "id", "text"]
            assert mention["text"] == body[mention["start"] : mention["end"]]
            assert end <= mention["start"] < mention["end"]
            assert mention["id"] in records
            end = mention["end"]
        for key in ("title", "title_basis", "outlet", "outlet_basis", "date", "date_basis", "language", "sha256"):
            assert article[key] == page.get(key), f"{key} of {article['id']}"
        for key in ("places", "actors", "sources"):
            assert article[key] == page.get(key, []), f"{key} of {article['id']}"


def test_the_page_links_what_the_data_says_is_mentioned(site: Site) -> None:
    pages = site.archive.front_matter.items()
    records = {page["id"]: at for at, page in pages if page["kind"] in RECORDS and at.count("/") == 1}
    for article in site.archive.data:
        shown = [(target(article["url"], link), text) for link, text in site.survey[article["url"]].mentions]
        assert shown == [(records[mention["id"]], mention["text"]) for mention in article["mentions"]]


def test_an_article_known_to_the_month_stands_under_month_and_year_and_never_under_a_day(
    own_site: Site, english_site: Site
) -> None:
    for site, language in ((own_site, "fr"), (english_site, "en")):
        words = words_of(language)
        months = [
            page for page in site.archive.front_matter.values() if re.fullmatch(r"\d{4}-\d\d", page.get("date", ""))
        ]
        assert months
        for page in months:
            address = f"articles/{page['id']}.html"
            periods = {at: facts.rows for at, facts in site.survey.items() if at.startswith("dates/")}
            under = {listed_on(at) for at, rows in periods.items() if address in {target(at, link) for link in rows}}
            assert under == {f"dates/{page['date'][:4]}", f"dates/{page['date']}"}
            assert page["date_label"] == words.month(int(page["date"][:4]), int(page["date"][5:]))
            assert page["date_iso"] == page["date"]
        assert not [at for at in site.survey if re.match(r"dates/\d{4}-\d\d-", at)]


def test_each_article_shows_how_its_date_and_outlet_are_known(own_site: Site, watch_page: WatchPage) -> None:
    words = words_of("fr")
    watch = watch_page(own_site.home)
    seen = set()
    for seed in sorted((own_site.archive.root / "seeds" / "articles").glob("*.txt")):
        given = yaml.safe_load(seed.read_text(encoding="utf-8").split("---\n", 2)[1])
        page = watch.open(f"articles/{seed.stem}.html")
        for name in ("date", "outlet"):
            details = page.locator(
                "aside details", has=page.locator("summary", has_text=re.compile(rf"^{words.say(name)} "))
            )
            details.locator("summary").click()
            shown = " ".join(details.inner_text().split())
            if name not in given:
                assert words.say("unstated") in shown
                assert words.say("unstated.why") in shown
                continue
            basis = given.get(f"{name}_basis", "source")
            seen.add(basis)
            assert words.say(f"basis.long.{basis}") in shown
            evidence = given.get(f"{name}_evidence", [])
            quotes = [evidence] if isinstance(evidence, str) else evidence
            assert details.locator("q").all_text_contents() == [quote.strip() for quote in quotes]
            for quote in quotes:
                assert details.locator("q", has_text=quote.strip()).is_visible()
                assert quote in own_site.archive.body(seed.stem)
            if note := given.get(f"{name}_note"):
                assert " ".join(note.split()) in shown
        digest = page.locator("code.digest").text_content()
        assert digest == given["sha256"]
    assert {"stated", "inferred", "background"} <= seen
    watch.assert_quiet()


def test_the_site_map_names_every_page_of_a_site_that_knows_its_address(english_site: Site) -> None:
    text = (english_site.archive.site / "sitemap.xml").read_text(encoding="utf-8")
    named = re.findall(r"<loc>([^<]+)</loc>", text)
    expected = {ADDRESS + address for address in english_site.archive.addresses}
    assert {link + ("index.html" if link == ADDRESS else "") for link in named} == expected
