"""What articles from strangers may do to an archive, and the tests that hold each: none without a test.

Most rows were seen to happen where article text is simply written into Markdown files.
"""

from __future__ import annotations

import ast
from pathlib import Path

from tests.building import Files, build, records, seed
from tests.test_invalid import CASES
from tests.test_publishing import article_texts, bodies

TESTS = Path(__file__).parent

HAZARDS: dict[str, tuple[str, ...]] = {
    "a script in the body": (
        "test_site_verbatim: test_hostile_texts_do_nothing",
        "test_site_verbatim: test_no_text_becomes_an_element_or_an_attribute",
        "test_hostile_corpus: test_no_reader_of_the_archive_meets_an_attack",
        "test_hostile_corpus: test_the_same_eye_sees_the_attacks_on_readers_of_a_naive_pipeline",
    ),
    "markup in a title, an author, a note, a heading, a variant": (
        "test_site_verbatim: test_hostile_metadata_is_shown_to_the_character_and_does_nothing",
        "test_site_verbatim: test_hostile_records_are_shown_to_the_character_and_do_nothing",
        "test_site_verbatim: test_hostile_names_do_nothing_on_the_pages_that_list_them",
        "test_explore_results: test_hostile_names_and_texts_are_shown_as_they_are",
    ),
    "markup in a query": (
        "test_explore_results: test_no_query_breaks_the_page_or_becomes_markup",
        "test_search_engine: test_hostile_queries_give_a_result_or_a_sentence",
    ),
    "an address that runs or misleads": (
        "invalid/bad-address",
        "test_site_verbatim: test_an_address_that_could_run_or_mislead_is_refused",
        "test_site_verbatim: test_every_link_of_a_hostile_archive_leads_into_the_site_or_to_the_address_given",
    ),
    "a name that a citation's format would read": ("test_citation: test_what_a_title_holds_begins_no_field",),
    "keys that MkDocs obeys: template, search, hide, status, icon": ("invalid/reserved-keys",),
    "a line end in a value that brings a key with it": (
        "invalid/reserved-keys",
        "test_invalid: test_a_lone_carriage_return_hides_no_second_key",
        "test_strict_yaml: test_written_text_is_read_back_the_same",
    ),
    "front matter that YAML readers drop, guess at or run": (
        "invalid/yaml-tricks",
        "invalid/duplicate-key",
        "invalid/open-front-matter",
        "test_strict_yaml: test_scalars_are_text_as_written",
        "test_strict_yaml: test_each_mistake_has_its_line_and_its_remedy",
    ),
    "an error that is not ours, hours of work, gigabytes": (
        "test_fuzz: test_anything_is_read_or_refused_in_our_own_words",
    ),
    "front matter that takes minutes to read": ("test_strict_yaml: test_hostile_texts_are_refused_at_once",),
    "Markdown in the text": (
        "test_site_verbatim: test_hostile_texts_are_shown_to_the_character",
        "test_site_verbatim: test_naughty_strings_are_shown_to_the_character",
        "test_site_verbatim: test_each_page_is_one_block_of_html_that_no_markdown_parser_enters",
    ),
    "snippets and templates in the text": ("test_hazards: test_no_text_fetches_a_file_or_runs_a_template",),
    "linking after escaping": ("test_hazards: test_names_made_of_escapes_are_linked_in_the_text_alone",),
    "an id that leaves the folder, is reserved, or is another's but for case or accents": (
        "invalid/twins",
        "invalid/duplicate-id",
        "test_invalid: test_a_file_name_that_makes_no_address_is_refused",
        "test_writing: test_two_pages_for_one_path_are_never_one_lost",
    ),
    "a link, a loop, a device, a folder among the seeds": (
        "test_invalid: test_what_is_no_file_of_its_own_is_refused_unread",
        "test_invalid: test_an_authority_file_is_a_file_too",
        "test_invalid: test_a_folder_that_is_a_link_is_refused_unread",
        "test_invalid: test_the_seeds_of_an_archive_are_no_link",
    ),
    "another encoding than UTF-8, NUL, surrogates": (
        "invalid/not-utf-8",
        "test_site_verbatim: test_what_no_page_can_carry_is_refused_by_name",
    ),
    "letters that a wrong encoding broke": (
        "test_check: test_broken_letters_are_told_once_and_never_mended",
        "test_check: test_letters_with_accents_are_not_broken",
    ),
    "controls, C1, line and paragraph separators, noncharacters": (
        "test_site_verbatim: test_hostile_texts_are_shown_to_the_character",
        "test_site_verbatim: test_line_ends_of_every_kind_become_one",
    ),
    "bidi overrides, invisible characters, look-alike letters": (
        "invalid/invisible",
        "invalid/mixed-alphabets",
        "test_site_verbatim: test_a_text_that_deceives_the_eye_says_how_and_where",
        "test_site_verbatim: test_no_title_turns_the_direction_of_what_follows_it",
        "test_disguise: test_what_no_script_needs_is_found",
        "test_disguise: test_what_a_script_needs_is_no_disguise",
    ),
    "a file too large, a line too long, brackets by the thousand": (
        "test_invalid: test_a_seed_has_a_largest_size",
        "test_text: test_no_text_takes_long",
        "test_disguise: test_no_text_takes_long",
        "test_site_verbatim: test_hostile_texts_are_shown_to_the_character",
    ),
    "a text changed after it was taken": ("invalid/changed-text",),
    "kill, Ctrl-C, a full disk, a read-only disk, two builds at once": (
        "test_staging: test_a_build_killed_at_any_time_leaves_one_whole_site_and_the_next_one_tidies_up",
        "test_staging: test_a_swap_is_one_step",
        "test_staging: test_a_system_without_such_a_step_has_a_way_back",
        "test_staging: test_ctrl_c_ends_with_one_true_line",
        "test_staging: test_a_full_disk_leaves_the_old_site",
        "test_staging: test_a_target_that_is_read_only_is_said_in_one_line",
        "test_staging: test_many_builds_at_once_end_well",
    ),
    "a site that differs with the clock or the machine": (
        "test_publishing: test_two_clones_make_the_same_site_to_the_byte",
        "test_publishing: test_the_site_knows_no_clock_and_no_machine",
    ),
}
"""Hazard → the tests that hold it: ``module: function``, or a folder of fixtures with what is told of them."""


def test_every_hazard_has_its_tests() -> None:
    functions = {
        f"{path.stem}: {node.name}"
        for path in TESTS.glob("test_*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
    }
    there = functions | {f"invalid/{case}" for case in CASES}
    assert {hazard: gone for hazard, tests in HAZARDS.items() if (gone := sorted({*tests} - there))} == {}
    assert all(HAZARDS.values())


def test_no_text_fetches_a_file_or_runs_a_template(tmp_path: Path) -> None:
    secret = "le mot de passe"  # noqa: S105 - what a text may try to publish
    body = (
        f'--8<-- "secret.txt"\n\n--8<--\nsecret.txt\n{tmp_path}/secret.txt\n--8<--\n\n{{% include "secret.txt" %}}\n\n'
        "{{ config.site_name }} {{ 6 * 7 }} {{ cycler.__init__.__globals__.os.popen('id').read() }}\n"
    )
    files: Files = {"mkdocs.yml": "site_name: Mini\n", "seeds/articles/un.txt": seed(body, title=body[:19])}
    archive = build(tmp_path, {**files, "secret.txt": secret, "docs/secret.txt": secret, "seeds/secret.txt": secret})
    assert article_texts(archive.site) == bodies(archive)
    for page in (archive.site / "articles").rglob("*.html"):
        shown = page.read_text(encoding="utf-8")
        assert secret not in shown
        assert "uid=" not in shown
        assert " 42 " not in shown


ESCAPES = ["amp", "lt", "gt", "quot", "39", "34", "x27", "60", "nbsp", "class", "href", "mention", "br", "place"]
"""Names that stand in the HTML of any page, or in what escaping makes of a sign."""


def test_names_made_of_escapes_are_linked_in_the_text_alone(tmp_path: Path) -> None:
    body = "A & B < C > D \"E\" 'F' &amp; &lt; &#39; &#x27; amp, lt ; 39 [class=place] <a href=mention> br nbsp quot\n"
    places = [{"id": f"p{n}", "heading": name, "type": "city"} for n, name in enumerate(ESCAPES)]
    files: Files = {"mkdocs.yml": "site_name: Mini\n", "seeds/articles/un.txt": seed(body, title=body.strip())}
    archive = build(tmp_path, {**files, "seeds/authorities/places.yml": records(*places)})
    assert article_texts(archive.site) == {"un": body}
    named = [mention["text"] for article in archive.data for mention in article["mentions"]]
    assert named == "amp lt 39 x27 amp lt 39 class place href mention br nbsp quot".split()
    page = (archive.site / "articles" / "un.html").read_text(encoding="utf-8")
    assert page.count('<a class="mention place"') == len(named)
