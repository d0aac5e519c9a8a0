"""The words of the interface: every language says everything, in whole and idiomatic phrases."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import jinja2
import pytest
from hypothesis import given

from archive.dates import EdtfError, parse_edtf
from archive.words import Words
from tests.test_dates import VALUES

FOLDER = Path(__file__).parents[1] / "templates" / "theme" / "messages"
LANGUAGES = sorted(path.stem for path in FOLDER.glob("*.html"))
FRENCH = Words.load("fr", FOLDER)
ENGLISH = Words.load("en", FOLDER)
PLURAL_CATEGORIES = {"zero", "one", "two", "few", "many", "other"}


def forms(message: str | Mapping[str, str]) -> list[str]:
    return [message] if isinstance(message, str) else list(message.values())


def places(message: str | Mapping[str, str]) -> set[frozenset[str]]:
    return {frozenset(re.findall(r"\{(\w+)\}", form)) for form in forms(message)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_messages_with_the_same_places(language: str) -> None:
    words = Words.load(language, FOLDER)
    assert set(words.messages) == set(FRENCH.messages)
    different = {key for key, message in words.messages.items() if places(message) != places(FRENCH.messages[key])}
    assert different == set()
    uneven = {key for key, message in words.messages.items() if len(places(message)) != 1}
    assert uneven == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_count_has_the_plural_forms_of_its_language(language: str) -> None:
    words = Words.load(language, FOLDER)
    needed = {*words.locale.plural_form.tags, "other"}
    plurals = [key for key, message in FRENCH.messages.items() if {"one"} < set(message) <= PLURAL_CATEGORIES]
    assert "article.count" in plurals
    assert {key: set(words.messages[key]) for key in plurals} == dict.fromkeys(plurals, needed)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_is_nothing_but_messages(language: str) -> None:
    module = jinja2.Environment(autoescape=True).from_string((FOLDER / f"{language}.html").read_text("utf-8")).module
    assert str(module).strip() == ""
    assert [name for name in vars(module) if not name.startswith("_")] == ["messages"]


def test_french_has_typographic_apostrophes() -> None:
    texts = {key: forms(message) for key, message in FRENCH.messages.items() if not key.startswith("date.form.")}
    assert [key for key, message in texts.items() if "'" in "".join(message)] == []


@pytest.mark.parametrize(
    ("text", "french", "english"),
    [
        ("2024-12-02", "2 décembre 2024", "2 December 2024"),
        ("2024-12-01", "1er décembre 2024", "1 December 2024"),
        ("2020-02", "février 2020", "February 2020"),
        ("2020", "2020", "2020"),
        ("2020-02~", "vers février 2020", "about February 2020"),
        ("2024-12-02~", "vers le 2 décembre 2024", "about 2 December 2024"),
        ("2020~", "vers 2020", "about 2020"),
        ("2001-22~", "vers l’été 2001", "about summer 2001"),
        ("2020-02%", "vers février 2020 (date incertaine)", "about February 2020 (uncertain date)"),
        ("2024-12-02?", "2 décembre 2024 (date incertaine)", "2 December 2024 (uncertain date)"),
        ("2004-06~-11", "vers le 11 juin 2004", "about 11 June 2004"),
        ("2001-21", "printemps 2001", "spring 2001"),
        ("201X", "années 2010", "2010s"),
        ("201X~", "vers les années 2010", "about the 2010s"),
        ("20XX", "entre 2000 et 2099", "between 2000 and 2099"),
        ("2001-25", "entre mars et mai 2001", "between March and May 2001"),
        ("2004-XX", "2004 (mois inconnu)", "2004 (month unknown)"),
        ("2004-12-XX", "décembre 2004 (jour inconnu)", "December 2004 (day unknown)"),
        ("2004-XX-XX", "2004 (mois et jour inconnus)", "2004 (month and day unknown)"),
        ("2004-XX?", "2004 (mois inconnu, date incertaine)", "2004 (month unknown, uncertain date)"),
        ("[2020-02-16..2020-02-17]", "16 ou 17 février 2020", "16 or 17 February 2020"),
        ("[2020-02-16..2020-02-19]", "entre le 16 et le 19 février 2020", "between 16 and 19 February 2020"),
        ("[2024-11-30..2024-12-01]", "30 novembre ou 1er décembre 2024", "30 November or 1 December 2024"),
        (
            "[2019-12-31..2020-01-01]",
            "31 décembre 2019 ou 1er janvier 2020",
            "31 December 2019 or 1 January 2020",
        ),
        ("[2020-02..2020-05]", "entre février et mai 2020", "between February and May 2020"),
        ("[1667,1668]", "1667 ou 1668", "1667 or 1668"),
        ("[1668,1667]", "1667 ou 1668", "1667 or 1668"),
        ("{1667,1668}", "1667 et 1668", "1667 and 1668"),
        ("{1667,1668~}", "1667 et 1668 environ", "1667 and 1668 approximately"),
        ("[1667,1668,1670..1672]", "1667, 1668 ou entre 1670 et 1672", "1667, 1668 or between 1670 and 1672"),
        ("[2020-02-16,2020-02-17,2020-02-19]", "16, 17 ou 19 février 2020", "16, 17 or 19 February 2020"),
        ("[2020-02,2020]", "2020 ou février 2020", "2020 or February 2020"),
        ("2020-02-16/2020-02-17", "du 16 au 17 février 2020", "from 16 to 17 February 2020"),
        ("2024-12-01/2024-12-03", "du 1er au 3 décembre 2024", "from 1 to 3 December 2024"),
        ("2020-02/2020-03", "de février à mars 2020", "from February to March 2020"),
        ("2020-04/2020-08", "d’avril à août 2020", "from April to August 2020"),
        ("2020-08/2020-10", "d’août à octobre 2020", "from August to October 2020"),
        ("2020-10/2021-01", "d’octobre 2020 à janvier 2021", "from October 2020 to January 2021"),
        ("2024-11-30/2024-12-02", "du 30 novembre au 2 décembre 2024", "from 30 November to 2 December 2024"),
        ("1964/2008", "de 1964 à 2008", "from 1964 to 2008"),
        ("2001-21/2001-22", "du printemps à l’été 2001", "from spring to summer 2001"),
        ("2010-02/201X", "de février 2010 aux années 2010", "from February 2010 to the 2010s"),
        ("2020/2020", "2020", "2020"),
        ("2004/..", "depuis 2004", "since 2004"),
        ("2024-12-02/..", "depuis le 2 décembre 2024", "since 2 December 2024"),
        ("../2020-02", "jusqu’à février 2020", "until February 2020"),
        ("../2024-12-02", "jusqu’au 2 décembre 2024", "until 2 December 2024"),
        ("2004/", "de 2004 à une date inconnue", "from 2004 to an unknown date"),
        ("/2024-12-02", "d’une date inconnue au 2 décembre 2024", "from an unknown date to 2 December 2024"),
        ("[..1984]", "au plus tard en 1984", "no later than 1984"),
        ("[..2024-12-02]", "au plus tard le 2 décembre 2024", "no later than 2 December 2024"),
        ("[1984-08..]", "au plus tôt en août 1984", "no earlier than August 1984"),
        ("{..1984}", "jusqu’à 1984", "until 1984"),
    ],
)
def test_a_date_is_said_as_people_say_it(text: str, french: str, english: str) -> None:
    assert FRENCH.date_label(parse_edtf(text)) == french
    assert ENGLISH.date_label(parse_edtf(text)) == english


@pytest.mark.parametrize(
    ("text", "basis", "french", "english"),
    [
        ("2020-02", "stated", "février 2020", "February 2020"),
        ("2020-02", "source", "février 2020", "February 2020"),
        ("2024-12-02?", "source", "2 décembre 2024 (date incertaine)", "2 December 2024 (uncertain date)"),
        (
            "[2020-02-16..2020-02-17]",
            "inferred",
            "16 ou 17 février 2020 (déduit)",
            "16 or 17 February 2020 (inferred)",
        ),
        (
            "2024-12-02?",
            "inferred",
            "2 décembre 2024 (déduit, incertain)",
            "2 December 2024 (inferred, uncertain)",
        ),
        ("2024-11-30?", "background", "30 novembre 2024 (date proposée)", "30 November 2024 (proposed date)"),
        ("2024-11-30", "background", "30 novembre 2024 (date proposée)", "30 November 2024 (proposed date)"),
    ],
)
def test_a_date_says_how_it_is_known(text: str, basis: str, french: str, english: str) -> None:
    assert FRENCH.date_label(parse_edtf(text), basis) == french
    assert ENGLISH.date_label(parse_edtf(text), basis) == english


@given(VALUES)
def test_every_date_can_be_said_in_every_language(text: str) -> None:
    try:
        value = parse_edtf(text)
    except EdtfError:
        return
    for words in (FRENCH, ENGLISH):
        for basis in (None, "inferred", "background"):
            label = words.date_label(value, basis)
            assert label == label.strip()
            assert not set("{}") & set(label)


def test_counts_and_numbers_are_written_as_the_language_does() -> None:
    assert FRENCH.count("article.count", 0) == "0 article"
    assert FRENCH.count("article.count", 1) == "1 article"
    assert FRENCH.count("article.count", 2) == "2 articles"
    assert FRENCH.count("article.count", 1_000_000) == "1\u202f000\u202f000 articles"
    assert ENGLISH.count("article.count", 0) == "0 articles"
    assert ENGLISH.count("article.count", 1234) == "1,234 articles"
    assert FRENCH.number(1234) == "1\u202f234"


def test_days_and_months_are_written_as_the_language_does() -> None:
    assert FRENCH.day(date(2024, 12, 1)) == "1er décembre 2024"
    assert FRENCH.month(2020, 2) == "février 2020"
    assert FRENCH.month_name(8) == "août"
    assert ENGLISH.month(2020, 2) == "February 2020"


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("fr", "français"),
        ("ar-SY", "arabe (Syrie)"),
        ("zh-Hant-TW", "chinois (traditionnel, Taïwan)"),
        ("grc", "grec ancien"),
        ("zz", "zz"),
        ("x-klingon", "x-klingon"),
        ("../../etc", "../../etc"),
        ("", ""),
    ],
)
def test_a_language_is_named_or_left_as_its_code(code: str, name: str) -> None:
    assert FRENCH.language_name(code) == name


def test_values_are_put_in_place_and_never_evaluated() -> None:
    words = Words("fr", FRENCH.locale, {"a": "{title.__class__} {title} {0} {other}", "b": {"other": "{x}"}})
    assert words.say("a", title="{other}", other="{title}") == "{title.__class__} {other} {0} {title}"
    with pytest.raises(KeyError, match="other"):
        words.say("a", title="")
    with pytest.raises(KeyError, match="missing"):
        words.say("missing")
    with pytest.raises(KeyError, match="several forms"):
        words.say("b", x="")
    with pytest.raises(KeyError, match="without plural forms"):
        words.count("a", 2)


@pytest.mark.parametrize("language", ["xx", "", "../messages/fr", "FR", "fr.html"])
def test_a_language_without_a_catalogue_is_refused_with_those_there_are(language: str) -> None:
    with pytest.raises(LookupError, match=r"there are: en, fr"):
        Words.load(language, FOLDER)


def test_a_catalogue_of_an_unheard_of_language_is_refused(tmp_path: Path) -> None:
    (tmp_path / "qqq.html").write_text("{% set messages = {} %}", "utf-8")
    with pytest.raises(LookupError, match=r"qqq\.html: Babel knows no language"):
        Words.load("qqq", tmp_path)
