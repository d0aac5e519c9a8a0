"""What `add` works out from a text: proposed with its evidence, and never more than the text says."""

from __future__ import annotations

import pytest

from archive.adding.dating import date_text
from archive.adding.language import guess_language
from archive.adding.planning import NewSeed
from archive.linking import Linker
from archive.model import Article
from archive.reading import Sources
from archive.unlinked import unknown_names
from tests.adding.support import GOLDEN, OWN, pasted
from tests.building import ROOT

SEEDS = sorted((ROOT / "seeds" / "articles").glob("*.txt"))


def keys(seed: NewSeed, key: str) -> list[str | list[str]]:
    """What is proposed for *key*."""
    return [proposal.keys[key] for proposal in seed.proposals if key in proposal.keys]


def body_of(number: str) -> str:
    (path,) = (path for path in SEEDS if path.name.startswith(number))
    return path.read_text(encoding="utf-8").split("---\n", 2)[2]


def names(text: str, sources: Sources = GOLDEN) -> dict[str, int]:
    article = Article("x", "x", text, "", "fr")
    linked = Linker(sources.records.values()).link(article)
    return {name.form: name.times for name in unknown_names(text, linked.mentions)}


# The five articles, of which a person has decided


@pytest.mark.parametrize(
    ("number", "date", "outlet"),
    [
        ("000", ["2024-12-02?"], []),
        ("001", [], ["rt-france"]),
        ("002", [], []),
        ("003", ["2020-02"], []),
        ("004", [], []),
    ],
)
def test_the_first_articles_get_what_a_person_found_in_their_text(
    number: str, date: list[str], outlet: list[str]
) -> None:
    seed = pasted(body_of(number), sources=OWN)
    assert (keys(seed, "date"), keys(seed, "outlet"), keys(seed, "language")) == (date, outlet, ["fr"])


def test_a_day_and_a_year_from_two_passages_are_quoted_both() -> None:
    seed = pasted(body_of("000"), sources=OWN)
    assert keys(seed, "date_evidence") == [["ce 2 décembre", "novembre 2024"]]
    assert keys(seed, "date_basis") == ["inferred"]


def test_a_day_without_a_year_is_told_and_gets_none() -> None:
    seed = pasted(body_of("001"), sources=OWN)
    assert "Le texte dit « ce 17 février » sans année ; il nomme ailleurs « 2012 », « 2016 »." in seed.head


# Dates


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Il l'a dit ce lundi 2 décembre 2024.", [("2024-12-02", "stated", ("ce lundi 2 décembre 2024",))]),
        ("Publié le 1er mai 2020 à Paris", [("2020-05-01", "stated", ("Publié le 1er mai 2020",))]),
        ("Posted on Dec. 2, 2024", [("2024-12-02", "stated", ("Posted on Dec. 2, 2024",))]),
        ("Ce 3 janvier, après décembre 2023", [("2024-01-03?", "year_elsewhere", ("Ce 3 janvier", "décembre 2023"))]),
        ("Ce 29 février, après mars 2021", [("2024-02-29?", "year_elsewhere", ("Ce 29 février", "mars 2021"))]),
        ("Le 3 mai 1948 la grève commence.", [("1948-05-03?", "named", ("3 mai 1948",))]),
        ("On May 3, 1948 they stopped; it may 2 be.", [("1948-05-03?", "named", ("May 3, 1948",))]),
        ("Le 31 février 2020 ; en mars 2020 ; 12 300 morts en 2011", []),
        ("Entre ce 2\ndécembre 2024", []),
        ("En ce décembre 2024 rien ne va", []),
        ("sept 2024, mai be 2024, le 3 sept", []),
    ],
)
def test_a_date_is_proposed_with_its_own_words(text: str, expected: list[tuple[str, str, tuple[str, ...]]]) -> None:
    assert [tuple(proposal) for proposal in date_text(text).proposals] == expected


def test_dates_that_disagree_are_all_listed_the_latest_first() -> None:
    text = "Le 3 mai 1948 puis le 5 mai 1948, et encore le 3 mai 1948."
    assert [proposal.edtf for proposal in date_text(text).proposals] == ["1948-05-05?", "1948-05-03?"]
    assert "Plusieurs dates sont possibles" in pasted(text).head


def test_a_date_that_the_file_states_needs_no_proposal() -> None:
    stated = pasted("**** *date_2024-12-02\nIl l'a dit ce 3 décembre 2024.")
    assert (stated.stated["date"], keys(stated, "date")) == ("2024-12-02", [])


# Names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a sentence's beginning says nothing, unless the word recurs inside one
        ("Demain on part. Paris dort. Puis Lyon dort.", {"Lyon": 1}),
        ("Paris dort. On aime Paris.", {"Paris": 2}),
        ("On part.\n« Hier encore », dit-il. Puis (Rien) ? Non !", {}),
        # names of several words, with what joins them
        ("Il voit Bachar al-Assad et Jean-Marie Le Guen.", {"Bachar al-Assad": 1, "Jean-Marie Le Guen": 1}),
        ("Selon Ana de la Cruz, l’Union de Port d'Anse a cédé.", {"Ana de la Cruz": 1, "Union de Port d'Anse": 1}),
        ("Le Centre de Brest a parlé.", {"Centre de Brest": 1}),
        ("M. Petit et J. Dupont, du CNRS.", {"M. Petit": 1, "J. Dupont": 1, "CNRS": 1}),
        ("NATO said so. The NATO office agreed.", {"NATO": 2}),
        ("They met on Monday in May.", {}),
        ("Elle parle d'Alep, qu'Alep, l’Alep.", {"Alep": 3}),
    ],
)
def test_names_are_told_by_their_capitals(text: str, expected: dict[str, int]) -> None:
    assert names(text) == expected


def test_a_name_that_linking_finds_is_left_out() -> None:
    assert names("On voit Port-Avel, Anna Lemoine et Lorient.") == {"Lorient": 1}


def test_a_name_stands_with_its_count_and_its_context() -> None:
    text = "Un mot sur Brest. " + "Rien de plus à dire ici pour personne. " * 3 + "On aime Brest."
    assert "## - Brest × 2 : Un mot sur Brest. Rien de plus à dire ici pour personne.…" in pasted(text).head


# Sources


@pytest.mark.parametrize(
    ("text", "ids", "unknown"),
    [
        ("C'est fini, selon le Harbour Office.", ["harbour-office"], ""),
        ("C'est fini, d’après la présidente du port Anna Lemoine.", ["anna-lemoine"], ""),
        ("a affirmé au port ; a déclaré à Anna Lemoine un docker.", ["anna-lemoine"], ""),
        ("The strike is over, according to Anna Lemoine.", ["anna-lemoine"], ""),
        ("C'est fini, selon l'agence Boréale.", [], "« Boréale »"),
        ("Il a déclaré à Genève que c'est fini.", [], ""),
        ("Il a annoncé que Anna Lemoine part. Selon lui. Anna Lemoine rit.", [], ""),
        ("C'est fini, selon Avel Press.", [], ""),  # linking knows an agency as a source by itself
        ("C'est fini, selon Port-Avel.", [], ""),  # a place is no source
    ],
)
def test_cited_sources_are_records_where_they_have_one(text: str, ids: list[str], unknown: str) -> None:
    seed = pasted(text)
    assert keys(seed, "sources") == ([ids] if ids else [])
    told = [proposal.sentence for proposal in seed.proposals if "Cités comme sources" in proposal.sentence]
    assert told == ([f"Cités comme sources, sans notice : {unknown}."] if unknown else [])


# Outlet and language


def test_a_credit_line_proposes_an_outlet_and_quotes_itself() -> None:
    seed = pasted("Un texte.\n  Source : Gazette de l’Ouest \nFin.")
    assert keys(seed, "outlet") == ["gazette-de-l-ouest"]
    assert keys(seed, "outlet_basis") == ["inferred"]
    assert keys(seed, "outlet_evidence") == ["Source : Gazette de l’Ouest"]


def test_a_credit_line_of_nobody_known_is_told() -> None:
    assert "« © Le Phare du soir »" in pasted("Un texte.\n© Le Phare du soir").head


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The strike is over and the men are back at work, but they will not say why it was so long.", "en"),
        ("Der Streik ist vorbei und die Männer sind auf dem Kai, aber es ist nicht klar, wie es war.", "de"),
        ("La huelga se acabó y los hombres de la ciudad están en el puerto, pero no es lo que quería.", "es"),
        ("أعلن الجيش أن المدينة في أيدي القوات من بعد معركة، كما قال إن هذا الذي كان على الطريق قد عاد", "ar"),
        ("Oui.", None),
        ("Les dockers de la ville et du port. The dockers of the town and the port. " * 3, None),
        ("3 4 5", None),
    ],
)
def test_a_language_is_told_by_its_common_words(text: str, language: str | None) -> None:
    guess = guess_language(text)
    assert (guess.language if guess else None) == language
