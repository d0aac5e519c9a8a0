"""The page for contributors and the build follow the same rules: each is asked the same, and must answer the same."""

from __future__ import annotations

import json
import random
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from pydantic import TypeAdapter, ValidationError

from archive.adding.identifiers import Ids
from archive.collection import Collection
from archive.contributing import contributing_files, sieve_of
from archive.dates import EdtfError, parse_edtf
from archive.disguise import disguises
from archive.fields import Line, Note, RecordId, WebAddress, id_mistake
from archive.linking import link_all
from archive.model import Article
from archive.seeds import read_seeds
from archive.strict_yaml import _FORBIDDEN
from archive.text import fold, paragraphs
from archive.validation import validate_seeds
from tests.building import ROOT, config, records, write
from tests.hostile import BAD_ADDRESSES, BODIES, LINES, NAUGHTY
from tests.search_support import collection_in

HOSTILE = [body if isinstance(body, str) else body.decode().replace("\r\n", "\n") for body in BODIES.values()]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    """An archive without anything in it."""
    root = tmp_path_factory.mktemp("empty")
    write(root, {"mkdocs.yml": config(), "seeds/articles/.gitkeep": ""})
    return collection_in(root)


def contributed(collection: Collection, name: str) -> str:
    """The text of a file that the form needs."""
    (text,) = [file.data().decode() for file in contributing_files(collection) if file.path == f"contribute/{name}"]
    return text


@pytest.fixture(scope="module")
def page(browser: Browser, empty: Collection) -> Iterator[Page]:
    """A blank page with the program of the form."""
    context = browser.new_context()
    page = context.new_page()
    page.add_script_tag(content=contributed(empty, "form.js"))
    yield page
    context.close()


# Text


def test_a_text_is_folded_and_parted_alike(page: Page) -> None:
    every = [chr(code) for code in range(1, 0x3000) if not 0xD800 <= code < 0xE000]
    every += ["ﬁ", "Ａ", "𝐀", "𝚺", "😀", "\ufeff", "\ufffd", "한", "漢", "\U000e0041"]
    known = [one for one in every if unicodedata.category(one) != "Cn"]  # a browser may know newer ones
    assert page.evaluate("all => all.map(archive.text.fold)", known) == list(map(fold, known))
    texts = [*HOSTILE, *NAUGHTY, "\n \n", "a\n\x1c\nb\n\x85\nc", "\n\na\n\t\n\nb\n"]
    shown = page.evaluate(
        "all => all.map(text => archive.text.paragraphs(text).map(({start, end}) => text.slice(start, end)))", texts
    )
    assert shown == [[text[start:end] for start, end in paragraphs(text)] for text in texts]


# Names


def mentions(page: Page, collection: Collection, texts: list[str]) -> list[list[list[Any]]]:
    """[start, end, id] of each mention that the page finds, in code points."""
    data = contributed(collection, "records.js").removeprefix("archive.known(").removesuffix(");\n")
    found: list[list[list[Any]]] = page.evaluate(
        """async ([{ records }, texts]) => {
          const linker = await archive.paced(new archive.Linker().learn(records));
          const points = (text, at) => [...text.slice(0, at)].length;
          const all = [];
          for (const text of texts) {
            const found = await archive.paced(linker.link(text));
            all.push(found.map(({ start, end, record }) => [points(text, start), points(text, end), record.id]));
          }
          return all;
        }""",
        [json.loads(data), texts],
    )
    return found


def agree(page: Page, collection: Collection, texts: list[str]) -> int:
    """Asserts that page and build find the same names in each text; returns how many."""
    articles = [Article(f"a{n}", "", text, "", "fr") for n, text in enumerate(texts)]
    linked = link_all(articles, collection.records)
    expected = [[list(mention) for mention in one.mentions] for one in linked]
    for text, ours, theirs in zip(texts, mentions(page, collection, texts), expected, strict=True):
        assert ours == theirs, text
    return sum(map(len, expected))


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Collection:
    """The archive of this repository."""
    root = tmp_path_factory.mktemp("own")
    seeds = {
        path.relative_to(ROOT).as_posix(): path.read_bytes() for path in (ROOT / "seeds").rglob("*.*") if path.is_file()
    }
    write(root, {"mkdocs.yml": config(), **seeds})
    return collection_in(root)


def test_the_page_finds_the_names_that_the_build_finds_in_the_seeds(page: Page, own: Collection) -> None:
    bodies = [linked.article.body for linked in own.articles]
    assert agree(page, own, [*bodies, *HOSTILE, *(body.upper() for body in bodies)]) > 200


def test_the_page_finds_the_names_that_the_build_finds_whatever_rules_their_forms_have(
    page: Page, tmp_path: Path
) -> None:
    collection = odd_names(tmp_path)
    texts = [
        "l'Alep d’Alep jusqu'Alep O'Alep x'Alep Alep's Alep'sa Alep'x. aujourd'Alep lorsquAlep",
        "Les provinces syriennes d'Alep, Idlib et Hama. La province attaque Alep. La province (nord) d'Idlib.",
        "Bachar al-Assad parle. Assad, al-Assad, Al-Assad, ASSAD. Avant : Assad.",
        "Assad d'abord. Puis Bachar el-Assad et Rifaat al-Assad : Assad. Bachar al-Assad, Assad.",
        "HTS hts Hts l'HTS. Hayat Tahrir al-Cham, Hayat Tahrir al Cham, hayat tahrir al-cham.",
        "Œuvre œuvre Oeuvre OEUVRE l'œuvre. Coeur cœur. Ale\u0301p Alép\u0301 Ale\u00adp Alep\u0301\u0301.",
        "Jisr\nal-Choghour Jisr\n\nal-Choghour Jisr al\u2011Choghour JISR AL-CHOGHOUR",
        "😀Alep 𝐀lep Alep😀 x😀 d'😀Alep " + "😀" * 150 + " province d'Idlib " + "😀" * 199 + "province d'Idlib",
        "Les districts du nord et de l'est d'Idlib. district, Idlib. Où la province où Idlib de Idlib.",
        "Banlieue sud d'Alep Alep-Ouest Alep Ouest. New-York New York newyork NEW YORK.",
        "ʿAlep ‘Alep’ «Alep» _Alep Alep_ Alep2 2Alep ²Alep Alep² ٣Alep ⅷAlep",
        "",
        "\n\n",
        *(f"province {'A' * many} Idlib" for many in range(175, 205)),
    ]
    assert agree(page, collection, texts) > 50
    pieces = """Alep alep ALEP Idlib Hama Hamas Bachar al-Assad Assad al Al- el- HTS hts province provinces district
      syrienne syriennes d' l' de du des et , . ; : ( ) ' ’ - ‑ – où ou à Œuvre œuvre OE oe cœur Jisr al-Choghour New
      York Ouest ́ ­ 😀 𝐀 _ 2 ß ss ﬁ Général Général's 's x İ ı""".split()
    chance = random.Random(7)  # noqa: S311 - the same on every run
    glue = ["", " ", " ", " ", "\n", "\n\n", "\u00a0", "\n \n"]
    made = [
        "".join(chance.choice(pieces) + chance.choice(glue) for _ in range(chance.randint(1, 60))) for _ in range(1500)
    ]
    assert agree(page, collection, made) > 5000


def odd_names(root: Path) -> Collection:
    """An archive whose names have every rule, and stand in each other's way."""
    places: list[dict[str, object]] = [
        {"id": "alep", "heading": "Alep", "type": "city", "variants": ["Banlieue d'Alep", "alep-ouest"]},
        {"id": "alep-province", "heading": "Province d'Alep", "type": "admin1",
         "variants": [{"form": "Alep", "after": ["province", "provinces"]}]},
        {"id": "idlib", "heading": "Idlib", "type": "city"},
        {"id": "idlib-province", "heading": "Province d'Idlib", "type": "admin1",
         "variants": [{"form": "Idlib", "after": ["province", "provinces", "gouvernorat"]}]},
        {"id": "idlib-district", "heading": "District d'Idlib", "type": "admin2",
         "variants": [{"form": "Idlib", "after": ["district", "districts"]}, {"form": "Nord", "when": "listed"}]},
        {"id": "hama", "heading": "Hama", "type": "city"},
        {"id": "jisr", "heading": "Jisr al-Choghour", "type": "city"},
        {"id": "york", "heading": "New York", "type": "city", "labels": {"fr": "Nouvelle York"}},
        {"id": "oeuvre", "heading": "Œuvre", "type": "facility", "variants": ["cœur", "-x", "x"]},
    ]  # fmt: skip
    actors: list[dict[str, object]] = [
        {"id": "assad", "heading": "Bachar al-Assad", "type": "person",
         "variants": ["Bachar el-Assad", {"form": "le général", "when": "introduced"}]},
        {"id": "rifaat", "heading": "Rifaat al-Assad", "type": "person", "variants": ["Rifaat Assad"]},
        {"id": "hts", "heading": "Hayat Tahrir al-Cham", "type": "armed_group", "variants": ["HTS", "hts armé"]},
        {"id": "hamas", "heading": "Hamas", "type": "armed_group"},
        {"id": "general", "heading": "Général syrienne", "type": "office_holder"},
        {"id": "sana", "heading": "SANA", "type": "news_agency", "variants": ["a😀b"]},
    ]  # fmt: skip
    authorities = "seeds/authorities"
    write(
        root,
        {
            "mkdocs.yml": config(),
            "seeds/articles/.gitkeep": "",
            f"{authorities}/places.yml": records(*places),
            f"{authorities}/actors.yml": records(*actors),
        },
    )
    return collection_in(root)


# Values


def made_dates() -> list[str]:
    """Dates as people write them, right and wrong: made of what EDTF is made of, and of anything."""
    chance = random.Random(3)  # noqa: S311 - the same on every run
    years = ["2024", "1948", "0001", "0000", "9999", "199X", "19XX", "1XXX", "Y12024", "202", "20245", "-0050", "156X"]
    months = ["", "", "-01", "-02", "-12", "-13", "-00", "-XX", "-21", "-24", "-25", "-41", "-42", "-1", "/05", "-1X"]
    days = ["", "", "-01", "-28", "-29", "-30", "-31", "-32", "-00", "-XX", "-1", "-X1", "T10:00:00", "T10:00:00Z"]
    marks = ["", "", "", "?", "~", "%", "?~", "!"]
    ones = ["".join(map(chance.choice, (years, months, days, marks))) for _ in range(700)]
    shapes = ["{a}/{b}", "../{a}", "{a}/..", "/{a}", "{a}/", "/", "../..", "[{a},{b}]", "{{{a},{b}}}", "[{a}..{b}]",
              "[..{a}]", "[{a}..]", "{{{a}..{b},{a}}}", "[{a}", "{a}]", "[]", "{{}}", "[{a},..{b}]", "[{a}..{b}..]",
              "({a})", " {a}", "{a} "]  # fmt: skip
    good = ["2024", "2024-02", "2024-02-29", "2023-12-31?", "199X", "2020-22", "2020-02-XX", "156X-12", "2004-~06-11"]
    whole = [chance.choice(shapes).format(a=chance.choice(good), b=chance.choice(good)) for _ in range(400)]
    noise = [
        "".join(chance.choice("0123456789X?~%-/.,[]{}TZ:S+ ") for _ in range(chance.randint(0, 12))) for _ in range(700)
    ]
    people = ["17/02/2020", "02/17/2020", "17 février 2020", "février 2020", "vers 1948", "5/48", "2/3/2020", "hier",
              "2 décembre 2024", "1er mars 1999", "2024-2-3", "2024/02/03", "20240203", "du 16 au 17 février 2020",
              "Feb 3, 2020", "x" * 101, "1950S2", "2001-21^southern", "2004-06-(01)~", "\u0662024", "2024-02-29\n",
              "2020-02-29", "1900-02-29", "2000-02-29"]  # fmt: skip
    return [*dict.fromkeys([*ones, *good, *whole, *noise, *people])]


def is_date(text: str) -> bool:
    try:
        return bool(parse_edtf(text))
    except EdtfError:
        return False


def test_the_page_takes_the_dates_that_the_build_takes_and_says_when_it_cannot_tell(page: Page) -> None:
    dates = made_dates()
    answers = page.evaluate(
        """(dates) => dates.map((text) => {
          try {
            return [archive.dates.read(text).isSure ? "yes" : "perhaps", []];
          } catch (mistake) {
            return ["no", mistake.fixes];
          }
        })""",
        dates,
    )
    by_answer: dict[str, list[str]] = {"yes": [], "perhaps": [], "no": []}
    for text, (answer, fixes) in zip(dates, answers, strict=True):
        by_answer[answer].append(text)
        assert all(map(is_date, fixes)), (text, fixes)
    assert [text for text in by_answer["yes"] if not is_date(text)] == []
    assert [text for text in by_answer["no"] if is_date(text)] == []
    assert min(map(len, by_answer.values())) > 50
    proposed = {text: fixes for text, (_, fixes) in zip(dates, answers, strict=True)}
    assert proposed["17/02/2020"] == ["2020-02-17"]
    assert proposed["2/3/2020"] == ["2020-03-02", "2020-02-03"]
    assert proposed["17 février 2020"] == ["2020-02-17"]
    assert proposed["vers 1948"] == ["1948~"]
    assert proposed["du 16 au 17 février 2020"] == ["[2020-02-16..2020-02-17]"]
    assert proposed["hier"] == []


def accepted(kind: Any, text: str) -> bool:
    try:
        TypeAdapter(kind).validate_python(text)
    except ValidationError:
        return False
    return True


def test_the_page_takes_the_values_that_the_build_takes(page: Page) -> None:
    texts = [
        *NAUGHTY,
        *LINES,
        *HOSTILE,
        *BAD_ADDRESSES,
        "index",
        "a" * 100,
        "a" * 101,
        "2024-alep",
        "Alep",
        "-a",
        "com1",
    ]
    texts += [
        "https://a.example",
        "HTTP://a.example/é?b=1#c",
        "https://a.example/x\u00a0y",
        "https:///x",
        "a.example/x",
    ]
    texts += [f"a{chr(code)}b" for code in (*range(1, 0x300), *range(0x2000, 0x2070), 0xFEFF, 0xFFFE, 0xFFFF, 0xE0041)]
    texts = [one for one in dict.fromkeys(text.strip() for text in texts) if one]
    asked = """([rule, texts]) => texts.map((text) => !archive.rules[rule](text))"""
    # What YAML itself refuses, whatever the key, the page says at once.
    yaml = page.evaluate("texts => texts.map(text => !archive.rules.forbidden(text))", texts)
    for rule, kind in (("line", Line), ("note", Note), ("webAddress", WebAddress), ("id", RecordId)):
        ours = page.evaluate(asked, [rule, texts])
        for text, taken, may_stand in zip(texts, ours, yaml, strict=True):
            if may_stand or rule == "id":
                assert taken == accepted(kind, text), (rule, text)
            else:
                assert not taken, (rule, text)
    ids = page.evaluate("texts => texts.flatMap(text => archive.rules.id(text)?.fixes ?? [])", texts)
    assert len(ids) > 100
    assert [id for id in ids if id_mistake(id)] == []


def test_the_page_proposes_the_ids_that_add_gives(page: Page) -> None:
    titles = [
        *LINES,
        *NAUGHTY,
        "Œuvres d’Alep : « l’été »",
        "2024-12-02 Alep",
        "index",
        "con",
        "a" * 80,
        "mot " * 40,
        "-_-",
    ]
    asked = [[date, title] for title in titles for date in ("", "2024-12-02?", "2024-12", "199X", "2020/2021")]
    proposed = page.evaluate("all => all.map(([date, title]) => archive.seed.proposedId(date, title))", asked)
    for (date, title), id in zip(asked, proposed, strict=True):
        given = Ids(()).give(date or None, title)
        assert (id or "article") in (given, given.removesuffix("-2")), (date, title)  # "-2": of what is reserved


def test_the_page_finds_the_same_disguises(page: Page) -> None:
    every = [chr(code) for code in (*range(1, 0xD800), *range(0xE000, 0x11000), *range(0xE0000, 0xE1000))]
    around = ["", "Alep", "سوريا", "ไทย", "देश", "☂", "葛", "𝟏", "e\u0301", "Сирия", "ᠮᠣᠩ", "👨"]
    signs = "\u00ad\u061c\u180b\u200b\u200c\u200d\u200e\u202e\u2060\ufe0f\U000e0100\U0001f3f4\U000e0067\U000e007f"
    texts = [*every, *NAUGHTY, *HOSTILE, *(f"{a}{sign}{b}" for a in around for sign in signs for b in around)]
    texts += [
        "Аlep",
        "Zoе",
        "Moсква",
        "iPhoneы",
        "VIPовский",
        "πr²",
        "Αlep et Hаleb",
        "Сирия",
        "a\n\u200eسوريا\n\u200eb",
    ]
    asked = """([texts, isName]) => texts.map((text) => [
        archive.rules.codes(archive.disguise.signs(text, isName).map(({ sign }) => sign)),
        archive.rules.codes(archive.disguise.mixed(text)?.letters ?? []),
    ])"""
    for name in (True, False):
        found = page.evaluate(asked, [texts, name])
        for text, (signs_there, mixed) in zip(texts, found, strict=True):
            known = disguises(text, name=name)
            hidden = {code for one in known if not one.word for code in one.characters}
            assert set(filter(None, signs_there.split(", "))) == hidden, (text, name)
            assert bool(mixed) == any(one.word for one in known), text


def test_the_page_knows_which_ids_are_free(page: Page) -> None:
    taken = [f"2024-{n:02}-{n * 7919 % 1000}-un-titre" for n in range(1, 3000)]
    free = [f"{id}-2" for id in taken]
    sieve = sieve_of(taken)
    asked = "([sieve, ids]) => ids.filter(id => archive.seed.isPerhapsTaken(id, atob(sieve)))"
    assert page.evaluate(asked, [sieve, taken]) == taken
    assert len(page.evaluate(asked, [sieve, free])) < len(free) * 0.02
    assert page.evaluate(asked, [sieve_of([]), free]) == []
    assert len(sieve_of(taken)) < 1.7 * len(taken)


# The file


def test_the_file_that_the_page_makes_is_read_back_to_what_was_typed(page: Page, tmp_path: Path) -> None:
    lines = [line.strip() for line in (*LINES, *NAUGHTY)]
    usable = [line for line in dict.fromkeys(lines) if line and accepted(Line, line) and not _FORBIDDEN.search(line)]
    bodies = [text for text in (*HOSTILE, *NAUGHTY) if text.strip() and "\0" not in text and "\r" not in text]
    bodies += ["---\nx: y\n---\ntexte", "\ufefftexte", "---"]
    chance = random.Random(5)  # noqa: S311 - the same on every run
    asked = []
    for n in range(max(len(usable), len(bodies))):
        body = bodies[n % len(bodies)]
        cut = sorted(chance.sample(range(len(body) + 1), 2)) if body else [0, 0]
        quote = body[cut[0] : cut[1]]
        asked.append(
            {
                "text": body,
                "title": usable[n % len(usable)] if n % 5 else "",
                "author": usable[(n * 7 + 1) % len(usable)] if n % 3 else "",
                "outlet": "Le Média" if n % 2 else "",
                "outlet_basis": ["source", "background"][n % 2],
                "outlet_evidence": [],
                "note": usable[(n * 11 + 2) % len(usable)],
                "date": "[2020-02-16..2020-02-17]" if n % 2 else "2024-02-29" if n % 4 else "",
                "date_basis": "inferred",
                "date_evidence": [quote, body[:3]] if n % 4 == 1 else [quote],
                "date_note": "",
                "url": "https://ailleurs.example/?a=1&b=%3Cb%3E#c" if n % 3 else "",
                "language": "ar" if n % 7 == 0 else "",
                "id": f"a{n:04}",
            }
        )
    reviews = page.evaluate(
        """(all) => all.map((values) => {
          const known = { outlets: new Map([["le media", "le-media"]]), sieve: atob("AA==") };
          const { wrong, file } = archive.review(values, known);
          return [[...wrong.keys()], file];
        })""",
        asked,
    )
    folder = tmp_path / "articles"
    good = {}
    for values, (wrong, file) in zip(asked, reviews, strict=True):
        if not wrong:
            good[values["id"]] = values
            (folder / file["name"]).parent.mkdir(exist_ok=True)
            (folder / file["name"]).write_bytes(file["text"].encode("utf-8"))
        else:
            assert set(wrong) <= {"date_evidence"}, (values, wrong)
    assert len(good) > 300
    seeds, problems = read_seeds(folder, "articles", "articles/", "fr")
    assert problems == []
    assert validate_seeds(seeds, {}, None) == []
    for seed in seeds:
        values, article = good[seed.article.id], seed.article
        dated = bool(values["date"])
        quotes = tuple(quote for quote in values["date_evidence"] if quote.strip()) if dated else ()
        assert article.body == values["text"]
        assert (article.title or "", article.author or "") == (values["title"], values["author"])
        assert (article.outlet or "", article.url or "") == ("le-media" if values["outlet"] else "", values["url"])
        assert article.date is None or article.date.text == values["date"]
        assert (article.date_attribution.evidence if article.date_attribution else ()) == quotes
        assert (article.note or "") == (" ".join(str(values["note"]).split()) if values["outlet"] else "")
        assert article.language == (values["language"] or "fr")


def test_the_page_refuses_what_the_build_refuses(page: Page, tmp_path: Path) -> None:
    base: dict[str, object] = {
        "text": "Une ville, ce 17 février.", "title": "", "author": "", "outlet": "", "outlet_basis": "source",
        "outlet_evidence": [], "note": "", "date": "2020-02-17", "date_basis": "source", "date_evidence": [],
        "date_note": "", "url": "", "language": "", "id": "x",
    }  # fmt: skip
    changes: list[tuple[dict[str, object], list[str]]] = [
        ({}, []),
        ({"text": ""}, ["text"]),
        ({"text": " \n\u00a0\u3000"}, ["text"]),
        ({"text": "a\0b"}, ["text"]),
        ({"text": "x" * 2_000_001}, ["text"]),
        ({"text": "é" * 1_000_001}, ["text"]),
        ({"text": "x" * 1_999_900}, []),
        ({"title": "x" * 70_000}, ["text"]),
        ({"title": "a\u202eb"}, ["title"]),
        ({"date_basis": "stated"}, ["date_evidence"]),
        ({"date_basis": "stated", "date_evidence": ["ce 17 février"]}, []),
        ({"date_basis": "stated", "date_evidence": ["ce 17 fevrier"]}, ["date_evidence"]),
        ({"date_basis": "inferred", "date_evidence": ["ce 17 février", "ville "]}, ["date_evidence"]),
        ({"date_basis": "background"}, ["date_note"]),
        ({"date_basis": "background", "date_note": "Tout le\nmonde le sait."}, []),
        ({"date": "", "date_basis": "stated", "date_evidence": ["nulle part"]}, []),
        ({"id": "Été"}, ["id"]),
        ({"date": "", "text": "---\nx: y\n---\ntexte"}, []),
        ({"date": "", "text": "\ufefftexte"}, []),
        ({"date": "", "text": "texte"}, []),
    ]
    ask = """([values]) => {
      const { wrong, file } = archive.review(values, { outlets: new Map(), sieve: atob("AA==") });
      return [[...wrong.keys()], file.text];
    }"""
    for change, expected in changes:
        wrong, text = page.evaluate(ask, [{**base, **change}])
        assert wrong == expected, change
        if "id" in change:
            continue
        (tmp_path / "x.txt").write_bytes(text.encode("utf-8"))
        seeds, problems = read_seeds(tmp_path, "articles", "articles/", "fr")
        assert bool([*problems, *validate_seeds(seeds, {}, None)]) == bool(expected), change
        assert expected or seeds[0].article.body == {**base, **change}["text"]
    assert page.evaluate("archive.rules.quote('ce 17 fevrier', 'Une ville, ce 17 février.').fixes") == ["ce 17 février"]
    assert page.evaluate("archive.rules.body('a\\ud800b').key") == "halves"
