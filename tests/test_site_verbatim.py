"""What stands in a seed stands on its page, to the character, and does nothing there."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from urllib.parse import urlsplit

from archive.usage import displayed_form
from tests.building import ROOT, config, run, seed, write
from tests.hostile import BAD_ADDRESSES, BODIES, LINES, NAUGHTY, SITE_DESCRIPTION, SITE_NAME
from tests.sites import Site
from tests.survey import Facts
from tests.test_site_pages import target
from tests.watching import PageWatch, WatchPage

TEXT = "document.querySelector('.article-text').textContent"
ONE_OF_EACH = [1, 1, 1, 1, 1]


def assert_whole(facts: Facts, body: str) -> None:
    """The text is *body*, made of paragraphs and mentions, and the page around it is all there."""
    assert facts.text == body
    assert set(facts.text_kinds) <= {"p", "a.mention"}
    assert facts.landmarks == ONE_OF_EACH


def as_title(text: str) -> str:
    """The window's title: a browser folds spaces and tabs there, but no other white space."""
    return re.sub(r"[ \t]+", " ", f"{text} – {SITE_NAME}")


def open_all(watch: PageWatch, addresses: list[str]) -> None:
    for address in addresses:
        watch.open(address)


def test_the_five_texts_are_shown_to_the_character(own_site: Site, watch_page: WatchPage) -> None:
    watch = watch_page(own_site.home)
    ids = [article["id"] for article in own_site.archive.data]
    assert len(ids) >= 5
    for id in ids:
        # The bytes of the repository's own seed, not of the copy that was built.
        body = (ROOT / "seeds" / "articles" / f"{id}.txt").read_bytes().split(b"\n---\n", 1)[1].decode("utf-8")
        page = watch.open(f"articles/{id}.html")
        assert page.evaluate(TEXT) == body
        assert_whole(own_site.survey[f"articles/{id}.html"], body)
    watch.assert_quiet()


def test_hostile_texts_are_shown_to_the_character(hostile_site: Site) -> None:
    for name in (*BODIES, "all-at-once"):
        assert_whole(hostile_site.survey[f"articles/{name}.html"], hostile_site.archive.body(name))


def test_hostile_texts_do_nothing(hostile_site: Site, watch_page: WatchPage) -> None:
    watch = watch_page(hostile_site.home)
    for name in ("all-at-once", "scripts", "handlers", "refresh", "closers", "comments", "raw-text", "around-mentions"):
        page = watch.open(f"articles/{name}.html")
        assert page.evaluate(TEXT) == hostile_site.archive.body(name), name
    watch.assert_quiet()


def test_line_ends_of_every_kind_become_one(hostile_site: Site) -> None:
    survey = hostile_site.survey
    assert survey["articles/carriage.html"].text == "un\ndeux\n\ntrois\nquatre\n\ncinq\n"
    assert survey["articles/carriage-only.html"].text == "\n\nun\ndeux\n\n\ntrois\n"


def test_a_text_that_deceives_the_eye_says_how_and_where(hostile_site: Site, watch_page: WatchPage) -> None:
    watch = watch_page(hostile_site.home)

    def notices(name: str) -> list[str]:
        page = watch.open(f"articles/{name}.html")
        assert all(notice.is_visible() for notice in page.locator(".notice").all())
        return page.locator(".notice").all_inner_texts()

    (turning,) = notices("bidi")
    assert turning.startswith("10 caractères de ce texte changent le sens de lecture (U+061C, U+200E, U+200F, U+202A, ")
    assert turning.endswith(", U+2069, d’abord au paragraphe 1) ; ils sont conservés.")
    (invisible,) = notices("byte-order-marks")
    assert invisible == (
        "4 caractères de ce texte sont invisibles (U+FEFF, d’abord au paragraphe 1) ; ils sont conservés."
    )
    (mixed,) = notices("mixed-scripts")
    assert mixed == (
        "3 mots de ce texte mêlent des lettres d’alphabets différents qui se ressemblent "
        "(« \u0410lep » U+0410, U+0435, d’abord au paragraphe 2) ; ils sont conservés."
    )
    assert len(notices("all-at-once")) == 3
    for name in ("html", "right-to-left", "emoji", "scripts-at-ease"):
        assert notices(name) == [], name
    watch.assert_quiet()


def test_no_title_turns_the_direction_of_what_follows_it(hostile_site: Site, naughty_site: Site) -> None:
    """Not even one that is made of the first words of a text: titles stand in lists, citations and the data."""
    turning = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
    for site in (hostile_site, naughty_site):
        assert [article["id"] for article in site.archive.data if turning.search(article["title"])] == []


def test_naughty_strings_are_shown_to_the_character(naughty_site: Site) -> None:
    shown = 0
    for n, text in enumerate(NAUGHTY):
        if text.strip():
            assert_whole(naughty_site.survey[f"articles/n{n:03}.html"], naughty_site.archive.body(f"n{n:03}"))
            assert naughty_site.archive.body(f"n{n:03}") == text.replace("\r", "\n")
            shown += 1
    assert shown > 475


def test_naughty_titles_are_shown_to_the_character_or_refused_for_what_cannot_be_seen(naughty_site: Site) -> None:
    titles = {page["id"]: page for page in naughty_site.archive.front_matter.values() if page["kind"] == "article"}
    refused = []
    for n, text in enumerate(NAUGHTY):
        if not text.strip():
            continue
        page = titles[f"n{n:03}"]
        if page["title_basis"] != "source":
            refused.append(text)
            continue
        facts = naughty_site.survey[f"articles/n{n:03}.html"]
        assert facts.h1 == [text.strip()]
        assert ["citation_title", text.strip()] in facts.meta
    assert 0 < len(refused) < 40
    for text in refused:
        unseen = [c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cn", "Zl", "Zp") or c == "\u034f"]
        assert unseen, text


def test_a_list_of_naughty_titles_does_nothing(naughty_site: Site, watch_page: WatchPage) -> None:
    watch = watch_page(naughty_site.home)
    lists = [address for address in naughty_site.archive.addresses if address.startswith("articles/index")]
    assert len(lists) > 5
    open_all(watch, ["index.html", *lists])
    watch.assert_quiet()


def test_mentions_inside_hostile_text_are_links_to_their_place(hostile_site: Site) -> None:
    body = hostile_site.archive.body("around-mentions")
    mentions = hostile_site.survey["articles/around-mentions.html"].mentions
    assert mentions == [["../places/alep.html", "Alep"]] * body.count("Alep")
    over_ends = hostile_site.survey["articles/mentions-over-ends.html"].mentions
    assert ["../places/jisr.html", "Jisr\nal-Choghour"] in over_ends
    data = {article["id"]: article for article in hostile_site.archive.data}
    for name in BODIES:
        shown = [text for _, text in hostile_site.survey[f"articles/{name}.html"].mentions]
        assert shown == [mention["text"] for mention in data[name]["mentions"]]


def test_hostile_metadata_is_shown_to_the_character_and_does_nothing(hostile_site: Site, watch_page: WatchPage) -> None:
    watch = watch_page(hostile_site.home)
    for n, line in enumerate(map(str.strip, LINES)):
        page = watch.open(f"articles/line-{n:02}.html")
        note = " ".join(line.split())
        assert page.title() == as_title(line)
        assert page.evaluate(SHOWN) == {
            "title": line,
            "elements in title": 0,
            "outlet": f"Média {line}",
            "author": line,
            "rights and note": [note, note],
            "date_note": note,
        }
        meta = hostile_site.survey[f"articles/line-{n:02}.html"].meta
        assert ["citation_title", line] in meta
        assert ["citation_author", line] in meta
        assert ["DC.source", f"Média {line}"] in meta
    watch.assert_quiet()


SHOWN = """() => {
  const all = (selector) => [...document.querySelectorAll(selector)].map((element) => element.textContent);
  return {
    "title": all("h1")[0],
    "elements in title": all("h1 *").length,
    "outlet": all(".kicker a")[0],
    "author": all(".kicker > span").at(-1),
    "rights and note": all(".apparatus dd").slice(-2),
    "date_note": all(".apparatus details:first-of-type > p")[1],
  };
}"""


def test_hostile_records_are_shown_to_the_character_and_do_nothing(hostile_site: Site, watch_page: WatchPage) -> None:
    for n, line in enumerate(map(str.strip, LINES)):
        for address, heading in (("outlets/o", f"Média {line}"), ("places/p", f"Lieu {line}"), ("actors/a", line)):
            facts = hostile_site.survey[f"{address}line-{n:02}.html"]
            assert facts.h1 == [heading]
            assert facts.title == as_title(heading)
            assert " ".join(line.split()) in facts.words, "the note"
        assert displayed_form(f"Ville {line}") in hostile_site.survey[f"places/pline-{n:02}.html"].words, "a variant"
    watch = watch_page(hostile_site.home)
    open_all(watch, [f"{('outlets/o', 'places/p', 'actors/a')[n % 3]}line-{n:02}.html" for n in range(12)])
    watch.assert_quiet()


def test_hostile_names_do_nothing_on_the_pages_that_list_them(hostile_site: Site, watch_page: WatchPage) -> None:
    watch = watch_page(hostile_site.home)
    lists = [address for address in hostile_site.archive.addresses if "/index" in address]
    open_all(watch, ["index.html", "about.html", *lists, "dates/2024.html", "dates/2024-02.html", "places/alep.html"])
    assert watch.open("index.html").locator("h1").text_content() == SITE_NAME
    assert watch.page.title() == SITE_NAME
    assert watch.page.locator(".lead").text_content() == SITE_DESCRIPTION
    assert watch.page.locator(".brand").text_content() == SITE_NAME
    watch.open("nulle-part.html", status=404)
    watch.assert_quiet()


def test_no_text_becomes_an_element_or_an_attribute(
    hostile_site: Site, naughty_site: Site, own_site: Site, english_site: Site, long_site: Site
) -> None:
    """Pages of hostile archives are made of what pages of tame ones are made of; two that hold more, each by itself."""
    apart = ("explore.html", "contribute.html")
    tame: dict[str, set[str]] = {"": set(), **{address: set() for address in apart}}
    for site in (own_site, english_site, long_site):
        for address, facts in site.survey.items():
            tame[address if address in apart else ""] |= set(facts.kinds)
    for site in (hostile_site, naughty_site):
        for address, facts in site.survey.items():
            assert set(facts.kinds) <= tame[address if address in apart else ""], address
    for kinds in tame.values():
        assert not any(" on" in kind for kind in kinds)
        assert not kinds & {"iframe", "object", "embed", "base", "style"}


def test_every_link_of_a_hostile_archive_leads_into_the_site_or_to_the_address_given(
    hostile_site: Site, naughty_site: Site, bare_site: Site
) -> None:
    always = {link for facts in bare_site.survey.values() for link in facts.links if "://" in link}
    given = {"https://ailleurs.example/?a=1&b=%3Cb%3E#c", "http://ailleurs.example/(x)*_y_[z]~!$"}
    for site in (hostile_site, naughty_site):
        for address, facts in site.survey.items():
            assert set(facts.outside) <= given, address
            for link in set(facts.links) - given - always:
                parts = urlsplit(link)
                assert not parts.scheme, link
                assert not parts.netloc, link
                assert not parts.path or (site.archive.site / target(address, link)).is_file(), link
    assert set(hostile_site.survey["articles/line-00.html"].outside) == given


def test_an_address_that_could_run_or_mislead_is_refused(tmp_path: Path) -> None:
    seeds = {f"seeds/articles/u{n}.txt": seed("Texte.", url=url) for n, url in enumerate(BAD_ADDRESSES)}
    also = {f"seeds/articles/a{n}.txt": seed("Texte.", archived_url=url) for n, url in enumerate(BAD_ADDRESSES)}
    write(tmp_path, {"mkdocs.yml": config(), **seeds, **also})
    done = run(tmp_path)
    assert done.returncode == 1
    lines = done.stderr.splitlines()
    for n in range(len(BAD_ADDRESSES)):
        assert any(f"articles/u{n}.txt:2: url: " in line for line in lines), BAD_ADDRESSES[n]
        assert any(f"articles/a{n}.txt:2: archived_url: " in line for line in lines), BAD_ADDRESSES[n]
    assert len(lines) == 2 * len(BAD_ADDRESSES) + 1
    assert not (tmp_path / "site").exists()
    assert not (tmp_path / "docs").exists()


def test_what_no_page_can_carry_is_refused_by_name(tmp_path: Path) -> None:
    bodies = {"nul": b"a\0b", "latin": "é".encode("cp1252"), "surrogate": b"\xed\xa0\x80", "blank": b" \n\t\n"}
    seeds = {f"seeds/articles/{name}.txt": seed(body) for name, body in bodies.items()}
    write(tmp_path, {"mkdocs.yml": config(), **seeds, "seeds/articles/utf16.txt": "texte".encode("utf-16")})
    done = run(tmp_path)
    assert done.returncode == 1
    for name in (*bodies, "utf16"):
        assert f"articles/{name}.txt:" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "site").exists()


def test_each_page_is_one_block_of_html_that_no_markdown_parser_enters(
    hostile_site: Site, naughty_site: Site, english_site: Site
) -> None:
    """CommonMark 0.31.2, section 4.6, kind 6: begun by ``<article``, ended by the first blank line."""
    for site in (hostile_site, naughty_site, english_site):
        for address in site.archive.front_matter:
            page = (site.archive.root / "docs" / address).with_suffix(".md").read_bytes().decode("utf-8")
            block = page.split("\n---\n\n", 1)[1]
            assert block.startswith("<article "), address
            assert block.endswith("</article>\n"), address
            assert not [line for line in re.split(r"\r\n|\r|\n", block[:-1]) if not line.strip(" \t")], address
            assert "\0" not in block
