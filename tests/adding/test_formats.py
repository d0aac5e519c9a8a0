"""Every format that `add` reads: what becomes the text, what is stated, and that nothing is lost."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest

from archive.adding.opening import open_all
from archive.adding.planning import NewSeed, Wishes
from archive.adding.stated import edtf_of
from archive.strict_yaml import read_yaml
from tests.adding.support import FILES, opened, pasted, planned, told, zipped

SCRAPER_TXT = """Gazette de l'Ouest

Jeanne Kermor

1948-05-03

Les dockers
  arrêtent



Première ligne.

Deuxième ligne.
"""
SCRAPER_XML = """<text source="Gazette de l'Ouest" author="Kermor & "Fils"" title="Pain &amp; sel <" date="1948-05-03">
<ref target="https://example.org/a?b=1&c=2">Link to original document</ref><lb></lb><lb></lb>

Un chapeau<lb></lb><lb></lb>

Sel & mer < ciel.<lb></lb><lb></lb>Fin &lt;1&gt;
</text>"""


def front_matter(seed: NewSeed) -> object:
    return read_yaml(seed.head.split("---\n")[1], "x").value


def text(seed: NewSeed) -> str:
    return seed.body.decode("utf-8")


def test_an_export_of_europresse_holds_many_articles() -> None:
    first, second = planned(opened(FILES / "europresse.html")).seeds
    assert text(first) == (
        "Les dockers ont cessé le travail.\n\n« Enfin\u00a0», dit un docker.\nLa suite demain <p. 2>."
    )
    assert first.stated == {
        "title": "Port-Avel : les dockers & le quai",
        "outlet": "gazette-de-l-ouest",
        "date": "1948-05-03",
        "rights": "© 1948 Gazette de l'Ouest. Tous droits réservés.",
    }
    assert first.id == "1948-05-03-port-avel-les-dockers-le-quai"
    assert first.provenance.line == 5
    for kept in ("no. 1204", "134 mots, p. 1", "subtitle : La grève commence", "news·19480503·GO·0001"):
        assert kept in first.head
    assert second.stated == {"title": "Le port rouvre", "author": "Paul Le Gall", "url": "https://phare.example/port"}


def test_an_ambiguous_author_is_only_proposed() -> None:
    first, second = planned(opened(FILES / "europresse.html")).seeds
    assert "\n# author: Jeanne Kermor\n" in first.head
    assert "author" not in first.stated
    assert "# author:" not in second.head
    assert "Économie" in second.head


def test_an_outlet_without_a_record_and_a_date_of_two_days_are_told() -> None:
    second = planned(opened(FILES / "europresse.html")).seeds[1]
    sentences = [proposal.sentence for proposal in second.proposals]
    assert any("« Le Phare du soir (site web) »" in sentence for sentence in sentences)
    assert any("« samedi 8 et dimanche 9 mai 1948 »" in sentence for sentence in sentences)
    assert "outlet" not in second.stated
    assert "date" not in second.stated


def test_press_corpus_scraper_writes_txt(tmp_path: Path) -> None:
    (tmp_path / "corpus.zip").write_bytes(zipped({"__MACOSX/x": b"\0", "1948_Kermor.txt": SCRAPER_TXT}))
    (seed,) = planned(opened(tmp_path / "corpus.zip")).seeds
    assert text(seed) == "Première ligne.\n\nDeuxième ligne.\n"
    assert seed.stated == {
        "outlet": "gazette-de-l-ouest",
        "author": "Jeanne Kermor",
        "date": "1948-05-03",
        "title": "Les dockers arrêtent",
    }
    assert "corpus.zip/1948_Kermor.txt (Press Corpus Scraper, UTF-8)" in seed.head


def test_what_a_program_writes_for_an_unknown_value_is_no_value() -> None:
    unknown = SCRAPER_TXT.replace("Jeanne Kermor", "auteur-inconnu").replace("1948-05-03", "date-inconnue")
    assert set(pasted(unknown).stated) == {"outlet", "title"}


def test_press_corpus_scraper_writes_xml_with_loose_escapes() -> None:
    seed = pasted(SCRAPER_XML)
    assert text(seed) == "Un chapeau\n\nSel & mer < ciel.\n\nFin <1>"
    assert seed.stated == {
        "outlet": "gazette-de-l-ouest",
        "author": 'Kermor & "Fils"',
        "title": "Pain & sel <",
        "date": "1948-05-03",
        "url": "https://example.org/a?b=1&c=2",
    }


def test_press_corpus_scraper_writes_iramuteq(tmp_path: Path) -> None:
    entry = "\n**** *source_Gazette_de_l_Ouest *title_Les_dockers *author_Kermor *date_1948-05-03\n\nSous\n\nTexte."
    (tmp_path / "ira.zip").write_bytes(zipped({"a.txt": entry, "b.txt": entry.replace("Texte", "Autre")}))
    seeds = planned(opened(tmp_path / "ira.zip")).seeds
    assert [text(seed) for seed in seeds] == ["Sous\n\nTexte.", "Sous\n\nAutre."]
    assert [seed.id for seed in seeds] == ["1948-05-03-les-dockers", "1948-05-03-les-dockers-2"]


def test_an_iramuteq_corpus_is_cut_at_its_star_lines() -> None:
    first, second = planned(opened(FILES / "iramuteq.txt")).seeds
    assert text(first) == "Les dockers arrêtent le travail.\n\nIls reprendront demain."
    assert first.stated == {"outlet": "gazette-de-l-ouest", "date": "1948-05-03"}
    assert "# title: Les dockers arrêtent\n" in first.head
    assert "# author: Jeanne Kermor\n" in first.head
    assert "title : Les_dockers_arrêtent ; author : Jeanne_Kermor ; page : 1" in first.head
    assert (text(second), second.stated, second.provenance.line) == ("Le port rouvre.", {"date": "1948"}, 7)


def test_of_two_columns_for_one_key_the_more_exact_one_counts_and_the_other_is_kept() -> None:
    seed = pasted("**** *date_1948-05-03 *annee_1948\nTexte.")
    assert seed.stated["date"] == "1948-05-03"
    assert "annee : 1948" in seed.head


def test_a_txm_corpus_is_named_by_its_table(tmp_path: Path) -> None:
    folder = FILES / "txm"
    entries: dict[str, bytes | str] = {f"txm/{path.name}": path.read_bytes() for path in folder.iterdir()}
    (tmp_path / "txm.zip").write_bytes(zipped(entries))
    for given in (folder / "metadata.csv", tmp_path / "txm.zip"):
        first, second = planned(opened(given)).seeds
        assert first.body == b"Les dockers arr\xc3\xaatent.\r\nLe port ferme.\r\n"
        assert first.stated == {
            "title": "Grève, jour 1",
            "author": "Jeanne Kermor",
            "outlet": "gazette-de-l-ouest",
            "date": "1948-05-03",
            "url": "https://example.org/greve",
        }
        assert "rubrique : Port" in first.head
        assert second.stated == {"title": "Le port rouvre", "date": "1948-05"}
        assert "url : pas une adresse" in second.head


@pytest.mark.parametrize("separator", [";", "\t"])
def test_a_table_may_have_other_separators(tmp_path: Path, separator: str) -> None:
    (tmp_path / "metadata.csv").write_text(f"id{separator}title\na{separator}Un titre\n", encoding="utf-8-sig")
    (tmp_path / "a.txt").write_text("Texte.", encoding="utf-8")
    (seed,) = planned(opened(tmp_path / "metadata.csv")).seeds
    assert (seed.stated, text(seed)) == ({"title": "Un titre"}, "Texte.")


def test_the_format_may_be_named(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text(SCRAPER_TXT, encoding="utf-8")
    (seed,) = planned(opened(tmp_path / "x.txt"), Wishes(form="text")).seeds
    assert (text(seed), seed.stated, seed.id) == (SCRAPER_TXT, {}, "x")
    assert told(tmp_path / "x.txt", wishes=Wishes(form="txm")) == [
        "x.txt: has no metadata.csv; name the metadata.csv of the corpus"
    ]


@pytest.mark.parametrize(
    ("written", "edtf"),
    [
        ("1948-05-03", "1948-05-03"),
        ("1948-05", "1948-05"),
        ("[1948-05-03..1948-05-04]", "[1948-05-03..1948-05-04]"),
        ("19480503", "1948-05-03"),
        ("1948-05-03T22:10:00+02:00", "1948-05-03"),
        ("France, lundi 3 mai 1948 134 mots, p. 11", "1948-05-03"),
        ("Monday, May 3, 1948", "1948-05-03"),
        ("1er mai 1948", "1948-05-01"),
        ("mai 1948", "1948-05"),
        ("03/05/1948", None),
        ("31 avril 1948", None),
        ("8 et dimanche 9 mai 1948", None),
        ("3 mai", None),
        ("hier", None),
    ],
)
def test_a_date_in_words_is_read_only_where_it_is_one(written: str, edtf: str | None) -> None:
    assert edtf_of(written) == edtf


def test_html_is_the_text_that_a_browser_shows() -> None:
    inside = """A<b>B</b> C <i> d</i>e<div>  Bloc<ul><li>un<li>deux</ul></div><pre> x
  y</pre><p hidden>rien</p>f<br> g\u00a0<style>z</style>"""
    seed = pasted(f"<article><div class=docOcurrContainer>{inside}</div></article>")
    assert text(seed) == "AB C de\n\nBloc\n\nun\n\ndeux\n\n x\n  y\n\nf\ng\u00a0"


def test_elements_left_open_in_many_articles_are_no_deep_nesting() -> None:
    article = "<article><div class=docOcurrContainer><div><div><p>{}</article>"
    export = "".join(article.format(number) for number in range(600))
    assert len(planned(open_all([Path("-")], BytesIO(export.encode("utf-8")))).seeds) == 600


def test_an_export_of_thousands_of_elements_within_each_other_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.html").write_text("<article class=docOcurrContainer>" + "<div>" * 1_000 + "x", encoding="utf-8")
    (tmp_path / "y.html").write_text("<article class=docOcurrContainer>" * 2 + "x", encoding="utf-8")
    assert told(tmp_path / "x.html", tmp_path / "y.html") == [
        "x.html: nests more than 1,000 elements within each other; export the articles again",
        "y.html: an article begins within another; export the articles again",
    ]
