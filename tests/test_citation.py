"""Citing an article: reference managers read what was meant, whatever a title holds; and where its seed can be seen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.citation import Citation, cite, common_date
from archive.collection import Collection
from archive.dates import parse_edtf
from archive.facets import build_tree, count_facets
from archive.model import Article, Attribution, Basis, LinkedArticle, Record
from archive.register import Register
from archive.repository import SeedLinks, seed_links
from archive.settings import Settings
from archive.words import Words

MESSAGES = Path(__file__).resolve().parent.parent / "templates" / "theme" / "messages"
FRENCH, ENGLISH = Words.load("fr", MESSAGES), Words.load("en", MESSAGES)
RT = Record("rt", "outlet", "RT France", "news_site", labels=(("en", "RT in French"),))
HOSTILE = 'x}, author = {y\n}@article{z, title = "\\%$#_&~^\r\nER  - \n\u2028\x85\x0bAU  - z'


def settings(**given: str) -> Settings:
    stated = {"site_name": "Regards croisés", "site_url": "", "repo_url": "", "branch": "main"} | given
    folder = Path("/archive")
    return Settings(
        config_file=folder / "mkdocs.yml",
        site_description="",
        language="fr",
        docs_dir=folder / "docs",
        site_dir=folder / "site",
        custom_dir=None,
        theme_name="material",
        hooks=(),
        **stated,
    )


def article(title: str | None = "Alep", date: str | None = None, basis: Basis = "source", **given: str) -> Article:
    value = parse_edtf(date) if date else None
    attribution = Attribution(basis) if date else None
    language, body = given.pop("language", "fr"), given.pop("body", "Un texte.")
    return Article("x-1_y", "x.txt", body, "", language, title=title, date=value, date_attribution=attribution, **given)  # type: ignore[arg-type]


def cited(one: Article, words: Words = FRENCH, **given: str) -> Citation:
    tree = build_tree({"rt": RT}, {"rt": "rt"})
    facets = count_facets(Register.of([LinkedArticle(one, (), (), (), ())]), tree)
    return cite(one, Collection(settings(**given), words, facets))


PLAIN = {
    "textbraceleft": "{",
    "textbraceright": "}",
    "textbackslash": "\\",
    "textasciitilde": "~",
    "textasciicircum": "^",
}


def bibtex_fields(entry: str) -> dict[str, str]:
    """The fields of a BibTeX entry, read as BibTeX does: braces count, whatever stands before them."""
    head = re.match(r"@article\{x-1_y,\n", entry)
    assert head
    fields, position = {}, head.end()
    while field := re.compile(r"  ([a-z]+) = \{").match(entry, position):
        depth, position = 1, field.end()
        while depth:
            depth += {"{": 1, "}": -1}.get(entry[position], 0)
            position += 1
        fields[field[1]] = entry[field.end() : position - 1]
        assert entry[position : position + 2] == ",\n"
        position += 2
    assert entry[position:] == "}"
    return fields


def plain(tex: str) -> str:
    """What TeX sets for an escaped text."""
    return re.sub(r"\\(?:([a-z]+)\{\}|([&%$#_]))", lambda sign: PLAIN[sign[1]] if sign[1] else sign[2], tex)


def ris_fields(entry: str) -> dict[str, str]:
    """The fields of a RIS record, read as strictly as any reader: each of its lines is one."""
    lines = entry.splitlines()
    assert (lines[0], lines[-1]) == ("TY  - NEWS", "ER  - ")
    fields = [(line[:2], line[6:]) for line in lines[1:-1] if re.match(r"[A-Z][A-Z0-9]  - .", line)]
    assert len(fields) == len(dict(fields)) == len(lines) - 2
    return dict(fields)


def one_line(text: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", text)


@pytest.mark.parametrize(
    "text",
    [
        "Alep, « ville »",
        "{Alep}",
        "{",
        "}",
        "}{",
        "\\",
        "\\}",
        "100 % de R&D à 5 $, n° #1 ~ x_y^z",
        "L’armée\nsyrienne",
        HOSTILE,
    ],
)
def test_what_a_title_holds_begins_no_field(text: str) -> None:
    citation = cited(article(text, author=text, date="2020", outlet="rt"), site_name=text)
    bibtex, ris = bibtex_fields(citation.bibtex), ris_fields(citation.ris)
    assert plain(bibtex["title"]) == ris["TI"] == one_line(text)
    assert plain(bibtex["author"]) == f"{{{one_line(text)}}}"
    assert ris["AU"] == one_line(text)
    assert plain(bibtex["note"]) == ris["N1"] == one_line(f"{text}: x-1_y; 2020")
    assert set(bibtex) == {"title", "author", "journaltitle", "date", "langid", "note"}
    assert set(ris) == {"TI", "AU", "T2", "DA", "LA", "N1"}


@given(
    st.text(
        st.sampled_from("{}\\%&~^$#_ \n\r\u2028\x85\x0cAER-  @,=é") | st.characters(exclude_categories=["Cs"]),
        min_size=1,
    )
)
def test_any_title_is_read_back(title: str) -> None:
    citation = cited(article(title))
    assert plain(bibtex_fields(citation.bibtex)["title"]) == ris_fields(citation.ris).get("TI") == one_line(title)


@pytest.mark.parametrize(
    ("date", "bibtex", "ris", "common"),
    [
        ("2024-12-02", "2024-12-02", "2024/12/02/", "2024-12-02"),
        ("2024-12-02?", "2024-12-02?", "2024/12/02/", "2024-12-02"),
        ("2020-02", "2020-02", "2020/02//", "2020-02"),
        ("2020-02~", "2020-02~", "2020/02//", "2020-02"),
        ("2020", "2020", "2020///", "2020"),
        ("201X", "201X", None, ""),
        ("2001-21", "2001-21", "2001///", "2001"),
        ("2001-24", "2001-24", None, ""),  # a winter lies in two years
        ("2024-12-XX", "2024-12-XX", "2024/12//", "2024-12"),
        ("2020-02-16/2020-02-17", "2020-02-16/2020-02-17", "2020/02//", "2020-02"),
        ("2019-12-31/2020-01-01", "2019-12-31/2020-01-01", None, ""),
        # a choice or a set becomes the interval it lies in, as exact as it is known
        ("[2020-02-16..2020-02-17]", "2020-02-16/2020-02-17", "2020/02//", "2020-02"),
        ("[2020-02,2020-05]", "2020-02/2020-05", "2020///", "2020"),
        ("{2019,2020-02}", "2019/2020", None, ""),
        ("[2020-02-29,2020-02]", "2020-02/2020-02", "2020/02//", "2020-02"),
        # what is open has no date that holds for all of it
        ("2020/..", None, None, ""),
        ("../2020-02", None, None, ""),
        ("[..1984]", None, None, ""),
    ],
)
def test_a_date_is_as_exact_as_it_is_known(date: str, bibtex: str | None, ris: str | None, common: str) -> None:
    citation = cited(article(date=date))
    assert bibtex_fields(citation.bibtex).get("date") == bibtex
    assert ris_fields(citation.ris).get("DA") == ris
    assert common_date(parse_edtf(date)) == common


def test_all_that_is_known_is_cited_and_how() -> None:
    known = {"author": "Zoé", "outlet": "rt", "url": "https://rt.example/a?b=1&c=50%25#d_e"}
    citation = cited(
        article("Alep tombe.", "[2020-02-16..2020-02-17]", "inferred", **known), site_url="https://example.org/archive/"
    )
    assert citation.reference == (
        "Zoé. « Alep tombe ». RT France, 16 ou 17 février 2020 (déduit). "
        "Regards croisés, https://example.org/archive/articles/x-1_y.html."
    )
    assert citation.bibtex == (
        "@article{x-1_y,\n"
        "  title = {Alep tombe.},\n"
        "  author = {{Zoé}},\n"
        "  journaltitle = {RT France},\n"
        "  date = {2020-02-16/2020-02-17},\n"
        "  langid = {french},\n"
        "  url = {https://rt.example/a?b=1&c=50%25#d_e},\n"
        "  note = {Regards croisés: x-1\\_y; 16 ou 17 février 2020 (déduit)},\n"
        "}"
    )
    assert citation.ris == (
        "TY  - NEWS\nTI  - Alep tombe.\nAU  - Zoé\nT2  - RT France\nDA  - 2020/02//\nLA  - fr\n"
        "UR  - https://rt.example/a?b=1&c=50%25#d_e\n"
        "N1  - Regards croisés: x-1_y; 16 ou 17 février 2020 (déduit)\nER  - "
    )


def test_what_is_not_known_is_left_out() -> None:
    citation = cited(article(None, body="Un texte. Un autre.", language="ar"))
    assert citation.reference == "« Un texte ». s. d. Regards croisés, articles/x-1_y.html."
    assert bibtex_fields(citation.bibtex) == {"title": "Un texte.", "note": r"Regards croisés: x-1\_y"}
    assert ris_fields(citation.ris) == {"TI": "Un texte.", "LA": "ar", "N1": "Regards croisés: x-1_y"}


def test_no_sentence_of_a_reference_ends_twice() -> None:
    assert cited(article("Il part…", author="J. K.")).reference == (
        "J. K. « Il part… ». s. d. Regards croisés, articles/x-1_y.html."
    )


def test_the_archive_is_the_address_of_an_article_without_one() -> None:
    citation = cited(article(), site_url="https://example.org/")
    assert bibtex_fields(citation.bibtex)["url"] == "https://example.org/articles/x-1_y.html"
    assert ris_fields(citation.ris)["UR"] == "https://example.org/articles/x-1_y.html"


def test_a_citation_speaks_the_language_of_the_interface() -> None:
    citation = cited(article(date="2020-02", outlet="rt", language="en"), ENGLISH)
    assert "RT in French, February 2020" in citation.reference
    assert bibtex_fields(citation.bibtex)["langid"] == "english"


GITHUB = "https://github.com/owner/name"


@pytest.mark.parametrize(
    ("given", "path", "file", "history"),
    [
        (
            {"repo_url": GITHUB},
            "seeds/articles/x.txt",
            f"{GITHUB}/blob/main/seeds/articles/x.txt",
            f"{GITHUB}/commits/main/seeds/articles/x.txt",
        ),
        (
            {"repo_url": "https://gitlab.com/group/sub/name"},
            "seeds/articles/x.txt",
            "https://gitlab.com/group/sub/name/-/blob/main/seeds/articles/x.txt",
            "https://gitlab.com/group/sub/name/-/commits/main/seeds/articles/x.txt",
        ),
        (
            {"repo_url": "https://GitLab.example.org/name"},
            "a/x.txt",
            "https://GitLab.example.org/name/-/blob/main/a/x.txt",
            "https://GitLab.example.org/name/-/commits/main/a/x.txt",
        ),
        (
            {"repo_url": "https://codeberg.org/owner/name"},
            "seeds/articles/x.txt",
            "https://codeberg.org/owner/name/src/branch/main/seeds/articles/x.txt",
            "https://codeberg.org/owner/name/commits/branch/main/seeds/articles/x.txt",
        ),
        (
            {"repo_url": "https://git.example.org/gitlab/codeberg"},
            "a/x.txt",
            "https://git.example.org/gitlab/codeberg/blob/main/a/x.txt",
            "https://git.example.org/gitlab/codeberg/commits/main/a/x.txt",
        ),
        (
            {"repo_url": GITHUB, "branch": "fix/été #1"},
            "my seeds/x.txt",
            f"{GITHUB}/blob/fix/%C3%A9t%C3%A9%20%231/my%20seeds/x.txt",
            f"{GITHUB}/commits/fix/%C3%A9t%C3%A9%20%231/my%20seeds/x.txt",
        ),
        # no repository, or a seed that lies outside it
        ({}, "seeds/articles/x.txt", None, None),
        ({"repo_url": GITHUB}, "x.txt", None, None),
    ],
)
def test_a_seed_links_to_its_file_and_its_history(
    given: Mapping[str, str], path: str, file: str | None, history: str | None
) -> None:
    assert seed_links(path, settings(**given)) == SeedLinks(path, file, history)
