"""Bad input: every problem of an archive at once, each with its line and its remedy, and nothing written.

Each folder of ``tests/invalid`` is a small archive; ``expected.txt`` in it holds what a user is told, line for line,
and ``expected.fr.txt`` what the user of a French archive is told. After a wanted change, ``python -m
tests.test_invalid`` writes them anew: read the diff.
What git or Windows could not hold (a FIFO, a file named ``con.txt``) is made here.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import deque
from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest

from archive.languages import read_language
from archive.messages import ENGLISH, Language
from archive.problems import ArchiveError
from archive.reading import read_sources
from archive.seeds import SIZE_LIMIT
from archive.settings import read_settings

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path(__file__).parent / "invalid"
CASES = sorted(path.name for path in FOLDER.iterdir())
SETTINGS = read_settings(ROOT / "mkdocs.yml")
NAME = "(1 to 100 of a–z, 0–9, - and _, beginning with a letter or digit)"


LANGUAGES = {"": ENGLISH, ".fr": read_language("fr")}
"""What stands in the name of a file of expected lines → their language."""


def problems(folder: Path, language: Language = ENGLISH) -> list[str]:
    """What is wrong with the archive in *folder*, as a user sees it; nothing when it is good."""
    try:
        deque(read_sources(folder, SETTINGS).articles)
    except ArchiveError as error:
        return [problem.said_in(language) for problem in error.problems]
    return []


def expected(case: str, language: str = "") -> list[str]:
    return (FOLDER / case / f"expected{language}.txt").read_text(encoding="utf-8").splitlines()


def main() -> None:
    """Writes what is told now where the tests expect it."""
    for case in CASES:
        os.chdir(FOLDER / case)
        for name, language in LANGUAGES.items():
            text = "".join(f"{line}\n" for line in problems(Path(), language))
            Path(f"expected{name}.txt").write_text(text, encoding="utf-8")


@pytest.fixture
def articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for seeds, in an archive that is the working directory."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "articles"
    folder.mkdir()
    return folder


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("case", CASES)
def test_every_problem_is_told_with_its_line_and_its_remedy(
    case: str, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(FOLDER / case)
    assert problems(Path(), LANGUAGES[language]) == expected(case, language)


@pytest.mark.parametrize("case", CASES)
def test_the_line_told_holds_the_key_or_the_list_item(case: str) -> None:
    for told in expected(case):
        match = re.match(r"(?P<path>[^:]+):(?P<line>\d+): (?:(?:\w+\.)*(?P<key>\w+): )?(?P<found>.*)", told)
        if match and match["key"] and not match["found"].startswith("is missing"):
            text = (FOLDER / case / match["path"]).read_text(encoding="utf-8")
            line = text.split("\n")[int(match["line"]) - 1]
            assert re.match(rf" *(- )?({{)?{match['key']}:|  +- ?|.*\b{match['key']}: ", line), told


def whole_tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("command", "end"),
    [("build", "{n} problèmes\u00a0; le site est resté tel quel"), ("check", "erreurs\u00a0: {n}, avertissements")],
)
@pytest.mark.parametrize("case", ["all-at-once", "not-utf-8", "circle"])
def test_the_command_tells_all_and_writes_nothing(case: str, command: str, end: str, tmp_path: Path) -> None:
    copytree(FOLDER / case, tmp_path / "seeds")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "about.md").write_text("# About\n", encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text("site_name: x\ntheme: {name: material, language: fr}\n", encoding="utf-8")
    before = whole_tree(tmp_path)
    site = tmp_path / "public"
    done = subprocess.run(
        [sys.executable, str(ROOT / "build_archive.py"), command, "--quiet", "--site", str(site)],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    *lines, last = done.stderr.splitlines()
    assert lines == [f"seeds/{line.replace('(authorities', '(seeds/authorities')}" for line in expected(case, ".fr")]
    assert last.startswith(end.format(n=len(lines)))
    assert whole_tree(tmp_path) == before
    assert not site.exists()


def test_an_archive_elsewhere_is_named_in_full(articles: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (articles / "vide.txt").write_text("", encoding="utf-8")
    monkeypatch.chdir("/")
    told = f"{articles}/vide.txt:1: has no text; paste the article below the front matter"
    assert problems(articles.parent) == [told.removeprefix("/")]
    monkeypatch.chdir(FOLDER)
    assert problems(articles.parent) == [told]


def test_a_folder_without_articles_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert problems(Path()) == ["articles: is no folder; create it, with one .txt file an article"]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        *(
            (f"{id}.txt", f"the id '{id}' is reserved; choose another")
            for id in ("index", "con", "nul", "lpt1", "com9")
        ),
        ("Alep.txt", f"'Alep' is no id; write alep {NAME}"),
        ("ALEP.txt", f"'ALEP' is no id; write alep {NAME}"),
        ("alép.txt", f"'alép' is no id; write alep {NAME}"),
        ("ale\u0301p.txt", f"'ale\u0301p' is no id; write alep {NAME}"),
        ("L’armée à Alep.txt", f"'L’armée à Alep' is no id; write l-armee-a-alep {NAME}"),
        ("alep.2.txt", f"'alep.2' is no id; write alep-2 {NAME}"),
        ("_alep.txt", f"'_alep' is no id; write alep {NAME}"),
        ("-alep.txt", f"'-alep' is no id; write alep {NAME}"),
        ("Con.txt", f"'Con' is no id; use {NAME[1:-1]}"),
        ("حلب.txt", f"'حلب' is no id; use {NAME[1:-1]}"),
        ("a" * 101 + ".txt", f"'{'a' * 59}…' is no id; write {'a' * 100} {NAME}"),
        ("a\u202eb.txt", f"'a\\u202eb' is no id; write ab {NAME}"),
        ("a\nb.txt", f"'a\\nb' is no id; write a-b {NAME}"),
        ("note.md", "is no .txt file; rename it to end in .txt, or move it elsewhere"),
        ("photo.TXT", "is no .txt file; rename it to end in .txt, or move it elsewhere"),
        ("alep", "is no .txt file; rename it to end in .txt, or move it elsewhere"),
        ("txt", "is no .txt file; rename it to end in .txt, or move it elsewhere"),
    ],
)
def test_a_file_name_that_makes_no_address_is_refused(name: str, told: str, articles: Path) -> None:
    (articles / name).write_text("Le texte.\n", encoding="utf-8")
    shown = name.replace("\n", "\\n").replace("\u202e", "\\u202e")
    assert problems(Path()) == [f"articles/{shown}: {told}"]


@pytest.mark.parametrize("name", ["0", "a", "alep_2-b", "a" * 100, "console", "index2", "com10"])
def test_other_file_names_are_good(name: str, articles: Path) -> None:
    (articles / f"{name}.txt").write_text("Le texte.\n", encoding="utf-8")
    assert [article.id for article in read_sources(Path(), SETTINGS).articles] == [name]


def test_hidden_files_are_passed_over(articles: Path) -> None:
    (articles / ".gitkeep").write_text("", encoding="utf-8")
    assert problems(Path()) == []


def link_to_text(path: Path) -> None:
    (path.parent.parent / "elsewhere.txt").write_text("Un secret.\n", encoding="utf-8")
    path.symlink_to(path.parent.parent / "elsewhere.txt")


def link_to_nothing(path: Path) -> None:
    path.symlink_to(path.parent / "nothing")


def link_to_its_own_folder(path: Path) -> None:
    path.symlink_to(path.parent, target_is_directory=True)


@pytest.mark.skipif(sys.platform == "win32", reason="no FIFOs, and links only for administrators")
@pytest.mark.parametrize(
    ("make", "told"),
    [
        (Path.mkdir, "is a folder; put its articles directly beside the others"),
        (link_to_text, "is a link to another file; put the text itself here as a .txt file"),
        (link_to_nothing, "is a link to another file; put the text itself here as a .txt file"),
        (link_to_its_own_folder, "is a link to another file; put the text itself here as a .txt file"),
        (os.mkfifo, "is no regular file; put the text itself here as a .txt file"),
    ],
)
def test_what_is_no_file_of_its_own_is_refused_unread(make: Callable[[Path], None], told: str, articles: Path) -> None:
    make(articles / "alep.txt")
    assert problems(Path()) == [f"articles/alep.txt: {told}"]


@pytest.mark.skipif(sys.platform == "win32", reason="no FIFOs, and links only for administrators")
@pytest.mark.parametrize("make", [Path.mkdir, link_to_text, link_to_nothing, os.mkfifo])
def test_an_authority_file_is_a_file_too(make: Callable[[Path], None], articles: Path) -> None:
    (articles / "alep.txt").write_text("---\nplaces: [alep]\n---\nLe texte.\n", encoding="utf-8")
    folder = articles.parent / "authorities"
    folder.mkdir()
    make(folder / "places.yml")
    assert problems(Path()) == ["authorities/places.yml: is no regular file; put the file itself here"]


@pytest.mark.skipif(sys.platform == "win32", reason="links only for administrators")
@pytest.mark.parametrize("name", ["articles", "authorities"])
def test_a_folder_that_is_a_link_is_refused_unread(name: str, articles: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "private"
    elsewhere.mkdir()
    (elsewhere / "diary.txt").write_text("Mon journal.\n", encoding="utf-8")
    articles.rmdir()
    (tmp_path / name).symlink_to(elsewhere)
    remedy = "put the folder itself here, or name the one that it leads to with --seeds"
    assert problems(Path()) == [f"{name}: is a link to another folder; {remedy}"]


def test_the_seeds_of_an_archive_are_no_link(tmp_path: Path) -> None:
    (tmp_path / "private" / "articles").mkdir(parents=True)
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "mkdocs.yml").write_text("site_name: x\ntheme: {name: material, language: fr}\n")
    (tmp_path / "archive" / "seeds").symlink_to(tmp_path / "private")
    settings = read_settings(tmp_path / "archive" / "mkdocs.yml")
    with pytest.raises(ArchiveError, match="is a link to another folder"):
        read_sources(tmp_path / "archive" / "seeds", settings)
    assert [*read_sources(tmp_path / "private", settings).articles] == []  # as with --seeds


def test_a_seed_has_a_largest_size(articles: Path) -> None:
    (articles / "just.txt").write_bytes(b"a" * SIZE_LIMIT)
    (articles / "over.txt").write_bytes(b"a" * (SIZE_LIMIT + 1))
    told = "articles/over.txt: is larger than 2,000,000 bytes; split it into one file an article"
    assert problems(Path()) == [told]


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_lines_are_counted_as_editors_count_them(end: str, bom: bytes, articles: Path) -> None:
    head = [
        "---",
        "title: Alep",
        "",
        "# un commentaire",
        "date: hier",
        "date_note: >-",
        "  un",
        "  deux",
        "zzz: 1",
        "---",
    ]
    (articles / "head.txt").write_bytes(bom + end.join([*head, "Le texte.", ""]).encode())
    (articles / "body.txt").write_bytes(
        bom + end.join(["---", "title: Alep", "---", "", "Un.", "L’été"]).encode("cp1252")
    )
    (articles / "zero.txt").write_bytes(bom + end.join(["Un.", "", "Deux\0."]).encode())
    assert [told.partition(": ")[0] for told in problems(Path())] == [
        "articles/body.txt:6",
        "articles/head.txt:5",
        "articles/head.txt:9",
        "articles/zero.txt:3",
    ]


def test_a_lone_carriage_return_hides_no_second_key(articles: Path) -> None:
    (articles / "alep.txt").write_bytes(b"---\ntitle: Alep\rdate: 2020\n---\nLe texte.\n")
    (told,) = problems(Path())
    assert told.startswith("articles/alep.txt:2: column 12 holds the invisible character U+000D; ")


def test_one_mistake_is_told_once(articles: Path) -> None:
    """A record that cannot be read is not called unknown where others name it."""
    (articles / "alep.txt").write_text("---\nplaces: [alep, syrie, halab]\n---\nLe texte.\n", encoding="utf-8")
    folder = articles.parent / "authorities"
    folder.mkdir()
    place = "- id: {0}\n  heading: {0}\n  type: {1}\n  within: {2}\n"
    text = (
        place.format("alep", "city", "syrie") + "- id: syrie\n  type: country\n" + place.format("homs", "cty", "alep")
    )
    (folder / "places.yml").write_text(text, encoding="utf-8")
    assert problems(Path()) == [
        "articles/alep.txt:2: places: no record 'halab'; add it to authorities/places.yml",
        "authorities/places.yml:5: heading: is missing; add it",
        "authorities/places.yml:9: type: 'cty' is no type of place; did you mean city?",
    ]


def test_a_good_archive_has_no_problem(articles: Path) -> None:
    (articles / "alep.txt").write_text("Le texte.\n", encoding="utf-8")
    assert problems(Path()) == []


if __name__ == "__main__":
    main()
