"""Whatever is added, its text survives to the byte and the archive's check passes, with any proposal confirmed."""

from __future__ import annotations

import hashlib
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.adding.planning import Plan, Wishes
from archive.model import Article
from archive.reading import Sources
from archive.seeds import read_seeds
from archive.validation import validate_seeds
from archive.writing import write_new
from tests.adding.support import FILES, GOLDEN, OWN, alternatives, opened, pasted, planned
from tests.building import ROOT

SEEDS = sorted((ROOT / "seeds" / "articles").glob("*.txt"))
NAUGHTY = (
    "Ce 2 décembre\u00a02024\u202e, selon\u2028Ana\x07 \x85Petit :\tSource : \x9bGazette\r\nDate : 2024-12-02\r\n"
    "Auteur: \u202eGazette de l'Ouest\n© x\x85y\n---\n# date: 1\n{{ x }} {% raw %} <b>&amp; "
    "Le\ufeffHavre, à Le\ufeffHavre"
)
ANYTHING = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufeff"), max_size=200)
CLUES = [
    "ce 2 décembre",
    "novembre 2024",
    "date 2020-02",
    "Publié le",
    "selon",
    "Ana Petit",
    "© Gazette de l'Ouest",
    "\n",
]
PROSE = st.lists(st.sampled_from(CLUES) | st.text("a\r\n -#:'\"\u202e\x85", max_size=5), max_size=12).map(" ".join)


def problems(plan: Plan, sources: Sources, confirmed: int | None = None) -> tuple[list[Article], list[str]]:
    """The articles that the seeds of *plan* are read as, and what the check says of them.

    With *confirmed*, every proposal is confirmed in each seed, the alternative of that number where there are several.
    """
    files = {}
    for seed in plan.seeds:
        heads = [seed.head] if confirmed is None else alternatives(seed.head)[confirmed:] or [seed.head]
        files[seed.name] = heads[0].encode("utf-8") + seed.body
    with TemporaryDirectory() as folder:
        write_new(Path(folder), files)
        seeds, mistakes = read_seeds(Path(folder), "seeds", "", "fr")
    mistakes += validate_seeds(seeds, sources.records)
    return [seed.article for seed in seeds], [str(mistake) for mistake in mistakes]


def check(plan: Plan, sources: Sources = GOLDEN) -> list[Article]:
    """The articles of *plan*; fails when the check finds anything, as it is or with proposals confirmed."""
    articles, told = problems(plan, sources)
    assert told == []
    for confirmed in range(max(len(alternatives(seed.head)) for seed in plan.seeds)):
        assert problems(plan, sources, confirmed)[1] == []
    return articles


def paste(text: str, form: str | None = "text") -> Plan:
    return Plan((pasted(text, Wishes(form=form)),), ())


@given(ANYTHING | PROSE)
def test_any_text_survives_to_the_byte(text: str) -> None:
    data = f"x{text}"
    plan = paste(data)
    (seed,) = plan.seeds
    assert seed.body == data.encode("utf-8")
    (article,) = check(plan)
    assert article.body == data.replace("\r\n", "\n").replace("\r", "\n")
    assert article.sha256 == hashlib.sha256(data.encode("utf-8")).hexdigest()


def test_a_quote_that_no_front_matter_can_hold_is_told_and_not_proposed() -> None:
    plan = paste("Un texte.\nSource : Gazette de\x85l'Ouest\n")
    check(plan)
    assert "# outlet:" not in plan.seeds[0].head
    assert "## - Source : Gazette de l'Ouest\n" in plan.seeds[0].head


def test_hostile_text_is_kept_and_does_no_harm_in_the_front_matter() -> None:
    plan = paste(NAUGHTY)
    (article,) = check(plan)
    assert plan.seeds[0].body == NAUGHTY.encode("utf-8")
    assert (article.title, article.outlet, article.date) == (None, None, None)
    assert "\u202e" not in plan.seeds[0].head


@pytest.mark.parametrize(
    "value", ["\u202etitre", "x\x07y", "---\n# a: b", "a: b # c", "é" * 500, "{x}", "\u2028", "'", '"']
)
def test_hostile_metadata_is_refused_as_a_value_and_kept_in_sight(tmp_path: Path, value: str) -> None:
    table = (
        'id,titre,auteur,journal,date,url,langue,droits,x:\u202ey\na,"{0}","{0}","{0}","{0}","{0}","{0}","{0}","{0}"\n'
    )
    (tmp_path / "metadata.csv").write_bytes(table.format(value.replace('"', '""')).encode("utf-8"))
    (tmp_path / "a.txt").write_text("Texte.", encoding="utf-8")
    plan = planned(opened(tmp_path / "metadata.csv"))
    (article,) = check(plan)
    assert article.note is not None
    assert "Reçu : a.txt (TXM, UTF-8)" in article.note
    assert (article.outlet, article.date, article.url) == (None, None, None)


@pytest.mark.parametrize("name", ["europresse.html", "iramuteq.txt", "txm/metadata.csv"])
def test_what_every_format_makes_passes_the_check(name: str) -> None:
    plan = planned(opened(FILES / name))
    articles = check(plan)
    assert len(articles) == 2


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_the_first_articles_pass_with_their_proposals_confirmed(path: Path) -> None:
    body = path.read_bytes().split(b"---\n", 2)[2]
    seed = pasted(body, sources=OWN)
    assert seed.body == body
    (article,) = check(Plan((seed,), ()), OWN)
    assert article.date is None
    assert "# language: fr\n" in seed.head


def test_a_confirmed_proposal_is_what_the_article_is_then_known_by() -> None:
    plan = paste("Il l'a dit ce 2 décembre 2024.\nAuteur: Gazette de l'Ouest\n")
    (article,), told = problems(plan, GOLDEN, confirmed=0)
    assert told == []
    assert article.date is not None
    assert article.date.text == "2024-12-02"
    assert article.date_attribution is not None
    assert (article.date_attribution.basis, article.date_attribution.evidence) == ("stated", ("ce 2 décembre 2024",))
    assert article.outlet == "gazette-de-l-ouest"
