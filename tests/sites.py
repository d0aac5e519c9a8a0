"""The sites that tests look at. Each is built once a run, by the real command, and served on loopback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property

import pytest
from playwright.sync_api import Browser

from tests.building import Archive, Files, build, build_own, config, records, run, seed, write
from tests.hostile import BODIES, LINES, NAUGHTY, SITE_DESCRIPTION, SITE_NAME
from tests.serving import SUBFOLDER, serve_folder
from tests.survey import Survey, survey_pages

ADDRESS = f"https://archive.example{SUBFOLDER}"
"""Where those sites live that know their address. Their 404 page needs to: it is shown at any depth."""


@dataclass(frozen=True)
class Site:
    """A built archive, and where it is served."""

    archive: Archive
    home: str
    """Its root, with the final slash."""
    browser: Browser

    @cached_property
    def survey(self) -> Survey:
        """The facts of every page; read once."""
        context = self.browser.new_context()
        page = context.new_page()
        page.goto(self.home + "index.html")
        facts = survey_pages(page, self.archive.addresses)
        context.close()
        return facts

    def one_of_each_kind(self) -> list[str]:
        """Addresses: the longest page of each kind, every index, and every page by hand."""
        kinds: dict[str, str] = {}
        sizes = {address: (self.archive.site / address).stat().st_size for address in self.archive.addresses}
        front_matter = self.archive.front_matter
        for address in sorted(sizes, key=lambda address: -sizes[address]):
            kind = front_matter.get(address, {}).get("kind", address)
            further = address.rpartition("/")[2].removesuffix(".html").isdigit() and address.count("/") > 1
            kinds.setdefault(f"further page of {kind}" if further else address if kind == "index" else kind, address)
        return sorted(kinds.values())


Serve = Callable[[Archive], Site]


@pytest.fixture(scope="session")
def serve(browser: Browser) -> Iterator[Serve]:
    """Serves archives until the run ends."""
    with ExitStack() as stack:
        yield lambda archive: Site(archive, stack.enter_context(serve_folder(archive.site)), browser)


@pytest.fixture(scope="session")
def own_site(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The archive of this repository."""
    return serve(build_own(tmp_path_factory.mktemp("own")))


@pytest.fixture(scope="session")
def english_site(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A larger archive in English, whose lists need several pages; it knows its own address."""
    settings = config("en", site_name="Freedonia", site_description="All the news.", site_url=ADDRESS)
    return serve(build(tmp_path_factory.mktemp("english"), {"mkdocs.yml": settings, **_freedonia()}))


@pytest.fixture(scope="session")
def hostile_site(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """An archive whose every text and name is an attack, or a stumbling block."""
    settings = config(site_name=SITE_NAME, site_description=SITE_DESCRIPTION, site_url=ADDRESS)
    return serve(build(tmp_path_factory.mktemp("hostile"), {"mkdocs.yml": settings, **_attacks()}))


@pytest.fixture(scope="session")
def naughty_site(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """An article for each naughty string: it is the text, and also the title where it can be one."""
    root = tmp_path_factory.mktemp("naughty")
    bodies = {f"n{n:03}": text for n, text in enumerate(NAUGHTY) if text.strip()}
    seeds = {f"seeds/articles/{id}.txt": seed(text, title=text) for id, text in bodies.items()}
    write(root, {"mkdocs.yml": config(), **seeds})
    refused = {line.split(":")[0].rpartition("/")[2][:4] for line in run(root, "check").stderr.splitlines()[:-1]}
    return serve(build(root, {f"seeds/articles/{id}.txt": seed(bodies[id]) for id in refused}))


@pytest.fixture(scope="session")
def bare_site(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Two articles of which nothing is known but the text, and no authority records."""
    files: Files = {
        "mkdocs.yml": config(),
        "seeds/articles/un.txt": "Un texte sans rien d'autre.\n",
        "seeds/articles/deux.txt": "Un autre.\n\nEn deux paragraphes.\n",
    }
    return serve(build(tmp_path_factory.mktemp("bare"), files))


@pytest.fixture(scope="session")
def empty_site(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """An archive on its first day: no article, no record."""
    files: Files = {"mkdocs.yml": config(site_description=""), "seeds/articles/.gitkeep": ""}
    return serve(build(tmp_path_factory.mktemp("empty"), files))


@pytest.fixture(scope="session")
def long_site(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """An archive whose every list is too long for one page: names, what lies within, forms, years."""
    settings = config(site_name="Longueurs", site_url=ADDRESS)
    return serve(build(tmp_path_factory.mktemp("long"), {"mkdocs.yml": settings, **_lengths()}))


def _lengths() -> Files:
    """420 articles over 90 years; 260 places, 100 of them in one country; an actor of 90 forms, 30 of them used."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    names = [f"{letters[n % 26].upper()}{letters[n // 26]}ville" for n in range(258)]
    places: list[dict[str, object]] = [
        {"id": "pays", "heading": "Grandpays", "type": "country"},
        {"id": "autre", "heading": "Другая", "type": "country"},
    ]
    for n, name in enumerate(names):
        places.append({"id": f"p{n}", "heading": name, "type": "city", **({"within": "pays"} if n < 100 else {})})
    forms = [f"Forme{letters[n // 26]}{letters[n % 26]}" for n in range(90)]
    actors: list[dict[str, object]] = [
        {"id": "polyonyme", "heading": "Polyonyme", "type": "person", "variants": forms},
    ]
    for n, name in enumerate(names):
        actors.append({"id": f"a{n}", "heading": f"Nommé {name}", "type": ("person", "party")[n % 2]})
    outlets = [{"id": f"o{n}", "heading": f"Gazette {name}", "type": "newspaper"} for n, name in enumerate(names[:120])]
    files: dict[str, str | bytes] = {
        "seeds/authorities/outlets.yml": records(*outlets),
        "seeds/authorities/places.yml": records(*places),
        "seeds/authorities/actors.yml": records(*actors),
    }
    for n in range(420):
        name = names[n % 258]
        text = f"{'Nommé ' if n % 3 else ''}{name}, {names[(n * 7) % 258]} : {forms[n % 30]} s'est tu. Другая."
        files[f"seeds/articles/n{n:03}.txt"] = seed(text, date=f"{1900 + n % 90}-{n % 12 + 1:02}")
    return files


def _freedonia() -> Files:
    """120 articles: dates of every precision and none, two outlets and none, a tree of places, and a few odd ones."""
    files: dict[str, str | bytes] = {
        "seeds/authorities/outlets.yml": records(
            {"id": "gazette", "heading": "Freedonia Gazette", "type": "newspaper"},
            {"id": "herald", "heading": "Sylvania Herald", "type": "newspaper", "note": "A paper of the neighbours."},
        ),
        "seeds/authorities/places.yml": records(
            {"id": "freedonia", "heading": "Freedonia", "type": "country", "identifiers": {"wikidata": "Q1"}},
            {"id": "north", "heading": "Northern Province", "type": "admin1", "within": "freedonia"},
            {"id": "klopstok", "heading": "Klopstok", "type": "city", "within": "north", "lat": "1.5", "lon": "2.5"},
            {"id": "marx", "heading": "Marxville", "type": "village", "within": "north"},
            {"id": "nowhere", "heading": "Nowhere", "type": "city"},
        ),
        "seeds/authorities/actors.yml": records(
            {"id": "council", "heading": "Council of Elders", "type": "state_body", "variants": ["the Council"]},
            {"id": "firefly", "heading": "Rufus Firefly", "type": "person", "within": "council"},
            {"id": "wire", "heading": "Freedonia Wire", "type": "news_agency"},
            {"id": "nobody", "heading": "Nobody Inc.", "type": "company"},
        ),
    }
    dates = ["2019-{m:02}-{d:02}", "2020-{m:02}", "2021", "[2019-12-30..2020-01-02]", "2020-{m:02}-{d:02}?", ""]
    sentences = [
        "Rufus Firefly spoke in Klopstok.",
        "The Council of Elders met. The next day the Council of Elders met again, says Freedonia Wire.",
        "Nothing was heard from Marxville.",
        "Trains run again.",
    ]
    for n in range(120):
        given: dict[str, object] = {"title": f"Report {n}", "author": "A. Scribe"} if n % 3 else {}
        if date := dates[n % len(dates)].format(m=n % 12 + 1, d=n % 28 + 1):
            given["date"] = date
        if n % 4:
            given["outlet"] = "gazette" if n % 4 < 3 else "herald"
        if n % 8 == 1:
            given |= {"outlet_basis": "inferred", "outlet_evidence": f"Report {n} from"}
        opening = f"Report {n} from Freedonia." if n % 10 != 1 else f"Report {n} from an unnamed country."
        files[f"seeds/articles/report-{n:03}.txt"] = seed(f"{opening}\n\n{sentences[n % len(sentences)]}\n", **given)
    return files


def _attacks() -> Files:
    """Hostile bodies under their names, and one article, outlet, place and actor for each hostile line."""
    files: dict[str, str | bytes] = {f"seeds/articles/{name}.txt": seed(body) for name, body in BODIES.items()}
    whole = [body.encode() if isinstance(body, str) else body for body in BODIES.values()]
    files["seeds/articles/all-at-once.txt"] = seed(b"\n\n".join(whole))
    outlets, actors = [], []
    places: list[dict[str, object]] = [
        {"id": "alep", "heading": "Alep", "type": "city"},
        {"id": "jisr", "heading": "Jisr al-Choghour", "type": "city"},
    ]
    for n, line in enumerate(LINES):
        id = f"line-{n:02}"
        outlets.append({"id": f"o{id}", "heading": f"Média {line}", "type": "newspaper", "note": line})
        places.append(
            {"id": f"p{id}", "heading": f"Lieu {line}", "type": "city", "within": "alep", "variants": [f"Ville {line}"]}
        )
        actors.append(
            {"id": f"a{id}", "heading": line, "type": "person", "labels": {"fr": line}, "note": line, "variants": []}
        )
        files[f"seeds/articles/{id}.txt"] = seed(
            f"Lu dans Média {line}, à Lieu {line} ou Ville {line} : {line}",
            title=line,
            author=line,
            outlet=f"o{id}",
            outlet_basis="background",
            date="2024-02",
            date_basis="background",
            date_note=line,
            rights=line,
            note=line,
            url="https://ailleurs.example/?a=1&b=%3Cb%3E#c",
            archived_url="http://ailleurs.example/(x)*_y_[z]~!$",
            places=[f"p{id}"],
            actors=[f"a{id}"],
            sources=[f"a{id}"],
        )
    files["seeds/authorities/outlets.yml"] = records(*outlets)
    files["seeds/authorities/places.yml"] = records(*places)
    files["seeds/authorities/actors.yml"] = records(*actors)
    return files
