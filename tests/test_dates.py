"""EDTF: what each form says, what is refused, and that nothing is made more precise than it is."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import edtf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.dates import LONGEST, EdtfError, parse_edtf


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("2024-12-02", "2024-12-02", "2024-12-02", "day"),
        ("2020-02", "2020-02-01", "2020-02-29", "month"),
        ("2020", "2020-01-01", "2020-12-31", "year"),
        ("2024-12-02?", "2024-12-02", "2024-12-02", "day"),
        ("2004-06~-11", "2004-06-11", "2004-06-11", "day"),
        ("201X", "2010-01-01", "2019-12-31", "decade"),
        ("20XX", "2000-01-01", "2099-12-31", "century"),
        ("2004-XX", "2004-01-01", "2004-12-31", "year"),
        ("2004-XX-XX", "2004-01-01", "2004-12-31", "year"),
        ("2004-12-XX", "2004-12-01", "2004-12-31", "month"),
        ("2004-XX-11", "2004-01-11", "2004-12-11", "period"),
        ("156X-12-25", "1560-12-25", "1569-12-25", "period"),
        ("2001-21", "2001-03-01", "2001-05-31", "season"),
        ("2001-24", "2001-12-01", "2002-02-28", "season"),
        ("9999-24", "9999-12-01", "9999-12-31", "season"),
        ("2001-33", "2001-01-01", "2001-03-31", "period"),
        ("1985-04-12T23:20:30Z", "1985-04-12", "1985-04-12", "day"),
        ("1964/2008", "1964-01-01", "2008-12-31", "year"),
        ("2020-02-16/2020-02", "2020-02-16", "2020-02-29", "month"),
        ("2020/2020-03", "2020-01-01", "2020-03-31", "year"),
        ("2004/..", "2004-01-01", None, "year"),
        ("2004/", "2004-01-01", None, "year"),
        ("../2004-06-11", None, "2004-06-11", "day"),
        ("/2004", None, "2004-12-31", "year"),
        ("[2020-02-16..2020-02-17]", "2020-02-16", "2020-02-17", "day"),
        ("[1668,1667]", "1667-01-01", "1668-12-31", "year"),
        ("{1667,1668-12}", "1667-01-01", "1668-12-31", "year"),
        ("[..1984]", None, "1984-12-31", "year"),
        ("[1667,1984..]", "1667-01-01", None, "year"),
    ],
)
def test_a_date_spans_the_days_on_which_it_may_fall(
    text: str, start: str | None, end: str | None, precision: str
) -> None:
    value = parse_edtf(text)
    assert value.start == (start and date.fromisoformat(start))
    assert value.end == (end and date.fromisoformat(end))
    assert value.precision == precision
    assert value.text == text


@pytest.mark.parametrize(
    ("text", "uncertain", "approximate"),
    [
        ("2020", False, False),
        ("2020?", True, False),
        ("2020-02~", False, True),
        ("2020-02-16%", True, True),
        ("201X?", True, False),
        ("2001-21~", False, True),
        ("?2004-06-11", True, False),
        ("2004-06~-11", False, True),
        ("2004?-06-~11", True, True),
        ("1964/2008~", False, True),
        ("[1667,1668?]", True, False),
        ("1950S2", False, True),
    ],
)
def test_marks_say_uncertain_and_approximate(text: str, uncertain: bool, approximate: bool) -> None:
    value = parse_edtf(text)
    assert (value.uncertain, value.approximate) == (uncertain, approximate)


@pytest.mark.parametrize(
    ("text", "years", "months"),
    [
        ("2024-12-02", "2024", "2024-12"),
        ("2020-02", "2020", "2020-02"),
        ("2004-12-XX", "2004", "2004-12"),
        ("2020", "2020", ""),
        ("2004-XX", "2004", ""),
        ("2001-21", "2001", ""),
        ("2001-24", "2001", ""),
        ("2000-24/2001-24", "2000 2001", ""),
        ("2001-33", "2001", ""),
        ("201X", "2010 2011 2012 2013 2014 2015 2016 2017 2018 2019", ""),
        ("[2020-02-16..2020-02-17]", "2020", "2020-02"),
        ("2019-12-30/2020-02", "2019 2020", "2019-12 2020-01 2020-02"),
        ("[2020-02-16,2020-05]", "2020", "2020-02 2020-05"),
        ("[2020,2021-03]", "2020 2021", "2021-03"),
        ("2020/2021-03", "2020 2021", ""),
        ("2019-12/2020-12", "2019 2020", ""),
        ("[2019-11,2020-01..2020-12]", "2019 2020", ""),
        ("2020-02/..", "2020", ""),
        ("/2020-02", "2020", ""),
        ("[2020-02,2020-05..]", "2020", ""),
        ("1000/1100", "1000 1100", ""),
        ("1000/1101", "1000 1101", ""),
        ("0801", "0801", ""),
    ],
)
def test_an_article_is_listed_under_the_years_and_months_that_its_date_states(
    text: str, years: str, months: str
) -> None:
    value = parse_edtf(text)
    assert value.years == tuple(years.split())
    assert value.months == tuple(months.split())


def test_a_hundred_years_are_listed_one_by_one_and_twelve_months_too() -> None:
    assert len(parse_edtf("1000/1099").years) == 100
    assert len(parse_edtf("20XX").years) == 100
    assert len(parse_edtf("2019-11/2020-10").months) == 12


def test_dates_sort_by_start_then_end_and_open_ones_where_they_are_known() -> None:
    in_order = [
        "/1999",
        "../2001-02",
        "2020-02-16",
        "2020-02-16/2020-02-17",
        "2020-02-16/..",
        "2020-02-17",
        "2020-03",
    ]
    keys = [parse_edtf(text).sort_key for text in in_order]
    assert all(before < after for before, after in pairwise(keys))


def test_the_same_text_is_parsed_once() -> None:
    assert parse_edtf("2020-02") is parse_edtf("2020-02")


GENERIC = "write 2024-12-02, 2024-12, 2024, 2024-12-02? or [2024-12-01..2024-12-02]"


@pytest.mark.parametrize(
    ("text", "found", "remedy"),
    [
        ("5/48", "'5/48' is not EDTF", "write 1948-05"),
        ("2 décembre 2024", "'2 décembre 2024' is not EDTF", "write 2024-12-02"),
        ("2024-2-3", "'2024-2-3' is not EDTF", "write 2024-02-03"),
        ("199u", "'199u' is not EDTF", "write 199X"),
        ("1984?~", "'1984?~' is not EDTF", "write 1984%"),
        ("2004/unknown", "'2004/unknown' is not EDTF", "write 2004/"),
        ("2004/open", "'2004/open' is not EDTF", "write 2004/.."),
        ("2023-02-30", "'2023-02-30': there is no such day", "write a day from 01 to 28"),
        ("2004-06-~31", "'2004-06-~31': there is no such day", "write a day from 01 to 30"),
        (
            "2024-13",
            "'2024-13': there is no such month",
            "write a month from 01 to 12, or a season from 21 (spring) to 24 (winter)",
        ),
        ("2008/1964", "'2008/1964' ends before it starts", "write 1964/2008"),
        ("[2024..199X]", "'2024..199X' ends before it starts", "write [199X..2024]"),
        ("{1901,2008..1964}", "'2008..1964' ends before it starts", "write {1901,1964..2008}"),
        ("/", "'/' names no date", "name one of its ends, or leave the date out"),
        ("../..", "'../..' names no date", "name one of its ends, or leave the date out"),
        ("[..]", "'..' names no date", "name one of its ends, or leave the date out"),
        (
            "Y170000002",
            "'Y170000002' lies outside the years 0001 to 9999",
            "write a year from 0001 to 9999, or leave the date out",
        ),
        ("hier", "'hier' is not EDTF", GENERIC),
        ("", "'' is not EDTF", GENERIC),
    ],
)
def test_a_mistake_is_named_with_its_remedy(text: str, found: str, remedy: str) -> None:
    with pytest.raises(EdtfError) as error:
        parse_edtf(text)
    assert (str(error.value.found), str(error.value.remedy)) == (found, remedy)
    assert str(error.value) == f"{found}; {remedy}"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("lundi 1er décembre 2024", "2024-12-01"),
        ("mardi 3 mars 2020", "2020-03-03"),
        ("Dec 2, 2024", "2024-12-02"),
        ("2024–12–02", "2024-12-02"),
        ("２０２４", "2024"),
        ("20241202", "2024-12-02"),
        ("2024-12-02 21:13", "2024-12-02"),
        ("12/2024", "2024-12"),
        ("25/12/2024", "2024-12-25"),
        ("02/12/2024", "2024-12-02 if the day comes first, 2024-02-12 if the month does"),
        ("vers 2020", "2020~"),
        ("c. 1920 ?", "1920%"),
        ("décembre 2024 ?", "2024-12?"),
        ("années 2010", "201X"),
        ("2010s", "201X"),
        ("été 2001", "2001-22"),
        ("du 16 au 17 février 2020", "[2020-02-16..2020-02-17]"),
        ("2020-02-16..2020-02-17", "[2020-02-16..2020-02-17]"),
        ("[1667, 1668]", "[1667,1668]"),
        ("2020 - 2021", "2020/2021"),
        ("2024\n", "2024"),
    ],
)
def test_the_remedy_guesses_what_was_meant(text: str, meant: str) -> None:
    with pytest.raises(EdtfError) as error:
        parse_edtf(text)
    assert str(error.value.remedy) == f"write {meant}"


@pytest.mark.parametrize(
    "text",
    ["0000", "000X", "-1985", "XXXX", "Y2024", "Y1E999999999", "Y-17E7"],
)
def test_years_that_no_calendar_day_has_are_refused(text: str) -> None:
    with pytest.raises(EdtfError, match="outside the years 0001 to 9999"):
        parse_edtf(text)


@pytest.mark.parametrize(
    "text",
    [
        "٢٠٢٤",
        "2024-12-02\n",
        "\n2024",
        "2024-12-02/2024-12-03/2024-12-04",
        "[2024..2025..2026]",
        "[1667,..1670]",
        "[1667..,1670]",
        "[]",
        "{1667]",
        "[1667,[1668]]",
        "2024-12-2X",
        "2024-1X",
        "2001-21-05",
        "2004-06?-11~x",
        "2024/unknown",
        "..",
        "[",
        "1984~?",
        "199u",
        "spring 2001",
    ],
)
def test_what_is_not_edtf_is_refused(text: str) -> None:
    with pytest.raises(EdtfError):
        parse_edtf(text)


def test_a_text_longer_than_any_date_is_not_even_read(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(EdtfError, match="longer than the 100 characters"):
        parse_edtf("[" + "1667," * 2_000 + "1668]")
    with pytest.raises(EdtfError):
        parse_edtf("2004-1X")
    assert capsys.readouterr().out == ""  # the library prints what it cannot read


_SIGNS = st.text(alphabet="0123456789X?~%-/.,[]{}SYETZ:+ u", max_size=LONGEST + 5)


@given(st.text(max_size=LONGEST + 5) | _SIGNS)
@settings(deadline=None)
def test_any_text_either_parses_or_is_refused_with_a_remedy(text: str) -> None:
    try:
        value = parse_edtf(text)
    except EdtfError as refusal:
        mistake: EdtfError | None = refusal
    else:
        mistake = None
        assert value.text == text
        assert len(text) <= LONGEST
    assert mistake is None or (str(mistake.found) and str(mistake.remedy))


@given(st.text(alphabet="0123456789u/-. ?~déc", max_size=20))
@settings(deadline=None)
def test_a_suggested_date_is_always_a_date(text: str) -> None:
    try:
        parse_edtf(text)
    except EdtfError as error:
        suggestion = str(error.remedy).removeprefix("write ")
        if " is not EDTF" in str(error.found) and suggestion not in GENERIC:
            for part in suggestion.removesuffix(" if the month does").split(" if the day comes first, "):
                parse_edtf(part)


_DAYS = st.dates(min_value=date(1, 1, 1)).map(date.isoformat)
_MOMENTS = st.one_of(
    _DAYS,
    _DAYS.map(lambda day: day[:7]),
    _DAYS.map(lambda day: day[:4]),
    _DAYS.filter(lambda day: day[:3] != "000").map(lambda day: day[:3] + "X"),
    _DAYS.filter(lambda day: day[:2] != "00").map(lambda day: day[:2] + "XX"),
    _DAYS.map(lambda day: day[:4] + "-XX"),
    _DAYS.map(lambda day: day[:7] + "-XX"),
    st.builds(lambda day, season: f"{day[:4]}-{season}", _DAYS, st.integers(21, 23)),
)
_MARKS = st.sampled_from(["", "?", "~", "%"])
_MARKED = st.builds(str.__add__, _MOMENTS, _MARKS)
_ENDS = st.sampled_from(["", ".."])
VALUES = st.one_of(
    _MARKED,
    st.builds("{}/{}".format, _MARKED, _MARKED | _ENDS),
    st.builds("{}/{}".format, _ENDS, _MARKED),
    st.builds("[{}..{}]".format, _MARKED, _MARKED | st.just("")),
    st.builds("{{..{},{}}}".format, _MARKED, _MARKED),
    st.lists(_MARKED, min_size=1, max_size=6).map(lambda members: f"[{','.join(members)}]"),
)
"""EDTF values of levels 0 to 2, those that end before they start among them."""


@given(VALUES)
def test_a_value_starts_before_it_ends_and_is_listed_within(text: str) -> None:
    try:
        value = parse_edtf(text)
    except EdtfError as error:
        assert "ends before it starts" in str(error.found)  # noqa: PT017 (what else it says is tested above)
        return
    if value.start and value.end:
        assert value.start <= value.end
    assert value.years
    assert len(value.months) <= 12
    assert {month[:4] for month in value.months} <= set(value.years)
    assert value.sort_key[0] <= value.sort_key[1]


@given(_MOMENTS)
@settings(deadline=None, max_examples=50)
def test_the_quick_way_agrees_with_the_edtf_library(text: str) -> None:
    value, peer = parse_edtf(text), edtf.parse_edtf(text)
    assert value.start == date(*peer.lower_strict()[:3])
    assert value.end == date(*peer.upper_strict()[:3])
