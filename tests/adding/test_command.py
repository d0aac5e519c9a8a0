"""`build_archive.py add` as people type it: what it writes, what it says, how it ends."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from shutil import copytree

import pytest

from build_archive import main
from tests.adding.support import FILES
from tests.building import ROOT, Archive, run, write
from tests.test_command import at_terminal
from tests.test_golden import GOLDEN
from tests.test_publishing import differing, snapshot

TEXT = "Les dockers de Brest ont cessé le travail ce 3 mai 1948.\r\nOn attend Brest.\r\n"


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """The golden archive's sources."""
    root = tmp_path / "archive"
    copytree(GOLDEN / "seeds", root / "seeds")
    write(root, {"mkdocs.yml": (GOLDEN / "mkdocs.yml").read_bytes()})
    return Archive(root)


def add(archive: Archive, *arguments: str | Path, given: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    """``build_archive.py add`` in the archive's folder, with *given* as standard input."""
    return subprocess.run(
        [sys.executable, ROOT / "build_archive.py", "add", *arguments],
        cwd=archive.root,
        input=given,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        check=False,
    )


def lines(done: subprocess.CompletedProcess[bytes]) -> list[str]:
    assert done.stdout == b""
    return done.stderr.decode("utf-8").splitlines()


NEXT = (
    "Next: open each file; confirm a proposal by deleting the “#” and the space before its lines, delete the others; "
    "then run: python build_archive.py check"
)


def test_a_file_becomes_a_seed_that_the_check_passes(archive: Archive) -> None:
    write(archive.root, {"brest.txt": TEXT})
    done = add(archive, "brest.txt")
    seed = (archive.root / "seeds" / "articles" / "brest.txt").read_bytes()
    assert done.returncode == 0, done.stderr
    assert seed.startswith(b"---\n")
    assert seed.endswith(b"\n---\n" + TEXT.encode("utf-8"))
    assert run(archive.root, "check").returncode == 0
    assert lines(done) == [
        "seeds/articles/brest.txt ← brest.txt (plain text, UTF-8)",
        "    proposed The text bears this date. date: 1948-05-03, date_basis: stated, date_evidence: ce 3 mai 1948",
        "    to know  Names without a record, to add to seeds/authorities if they matter:",
        "             - Brest × 2 : Les dockers de Brest ont cessé le travail ce 3 mai 1948. On…",
        "1 article added",
        NEXT,
    ]


@pytest.mark.parametrize("arguments", [[], ["-"]])
def test_standard_input_is_read_without_a_file(archive: Archive, arguments: list[str]) -> None:
    done = add(archive, *arguments, given=TEXT.encode("utf-8"))
    assert lines(done)[0].endswith(".txt ← standard input (plain text, UTF-8)")
    (seed,) = (archive.root / "seeds" / "articles").glob("les-dockers-de-brest*.txt")
    assert seed.read_bytes().endswith(b"\n---\n" + TEXT.encode("utf-8"))


def test_many_files_of_many_formats_are_added_at_once(archive: Archive) -> None:
    names = ("europresse.html", "iramuteq.txt", "txm/metadata.csv")
    done = add(archive, *(FILES / name for name in names))
    assert (done.returncode, lines(done)[-2]) == (0, "6 articles added")
    assert len(list((archive.root / "seeds" / "articles").iterdir())) == 4 + 6
    assert run(archive.root).returncode == 0
    again = add(archive, FILES / "europresse.html")
    assert (again.returncode, lines(again)[-1]) == (0, "0 articles added, 2 skipped")


def test_a_dry_run_shows_the_front_matter_and_writes_nothing(archive: Archive) -> None:
    before = snapshot(archive.root)
    done = add(archive, "--dry-run", FILES / "iramuteq.txt")
    assert "    | outlet: gazette-de-l-ouest" in lines(done)
    assert lines(done)[-1] == "2 articles would be added"
    assert differing(snapshot(archive.root), before) == []


def test_another_folder_may_be_named_and_nothing_in_it_is_replaced(archive: Archive) -> None:
    write(archive.root, {"brest.txt": TEXT, "new/brest.txt": "Mine.", "new/Brest-2.TXT": "Mine too."})
    assert add(archive, "brest.txt", "--into", "new", "-q").stderr == b""
    assert sorted(path.name for path in (archive.root / "new").iterdir()) == ["Brest-2.TXT", "brest-3.txt", "brest.txt"]
    assert (archive.root / "new" / "brest.txt").read_text(encoding="utf-8") == "Mine."
    assert lines(add(archive, "brest.txt", "--into", "new")) == [
        "brest.txt:1: skipped; its text is in brest-3 already",
        "0 articles added, 1 skipped",
    ]


def test_any_mistake_is_told_and_nothing_is_written(archive: Archive) -> None:
    write(archive.root, {"good.txt": TEXT, "nul.txt": "\0", "page.html": "<html>"})
    before = snapshot(archive.root)
    done = add(archive, "good.txt", "nul.txt", "page.html", "missing.txt")
    assert done.returncode == 1
    assert [line.partition(":")[0] for line in lines(done)] == ["missing.txt", "1 problem; nothing was added"]
    done = add(archive, "good.txt", "nul.txt", "page.html")
    assert done.returncode == 1
    assert [line.partition(":")[0] for line in lines(done)] == ["nul.txt", "page.html", "2 problems; nothing was added"]
    assert lines(add(archive, "good.txt", "--into", "nul.txt"))[0].startswith("nul.txt: is no folder")
    assert differing(snapshot(archive.root), before) == []


def test_mistakes_are_told_in_the_language_of_the_archive(archive: Archive) -> None:
    write(archive.root, {"mkdocs.yml": "site_name: x\ntheme: {name: material, language: fr}\n", "nul.txt": "\0"})
    assert lines(add(archive, "nul.txt")) == [
        "nul.txt:1: contient un caractère NUL, qu’aucune page ne peut afficher; le supprimer",
        "1 problème\u00a0; rien n’a été ajouté",
    ]


def test_letters_are_repaired_only_when_asked(archive: Archive) -> None:
    broken = "On a cessÃ© le travail Ã\xa0 l'Ã©tÃ©."
    assert add(archive, "--into", "kept", given=broken.encode("utf-8")).returncode == 0
    assert add(archive, "--into", "mended", "--repair", given=broken.encode("utf-8")).returncode == 0
    texts = {
        name: next((archive.root / name).iterdir()).read_text(encoding="utf-8").split("---\n")[-1]
        for name in ("kept", "mended")
    }
    assert texts == {"kept": broken, "mended": "On a cessé le travail à l'été."}


def test_many_articles_are_told_in_one_line_each(archive: Archive) -> None:
    corpus = "".join(f"**** *date_1948-05-03\nCe 3 mai 1948, le port {number} ferme.\n" for number in range(30))
    assert len(lines(add(archive, "--format", "iramuteq", given=corpus.encode("utf-8")))) == 30 + 2


def test_a_person_at_the_terminal_is_told_how_to_paste_and_may_leave(archive: Archive) -> None:
    before = snapshot(archive.root)
    with at_terminal("add", cwd=archive.root) as terminal:
        terminal.wait_for("Paste the text, then press Ctrl-D on a line of its own")
        terminal.press_ctrl_c()
        assert terminal.end() == 130
        assert "interrupted; nothing was added" in terminal.shown
        assert "Traceback" not in terminal.shown
    assert differing(snapshot(archive.root), before) == []


def test_what_a_stranger_wrote_moves_no_cursor(archive: Archive) -> None:
    done = add(archive, given="Source : \x1b[2J\x1b]0;x\x07 Le Phare\u202e\n".encode())
    assert done.returncode == 0
    assert b"\x1b" not in done.stderr
    assert "\u202e".encode() not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["build", "x.txt"], "build takes no FILE and no --format"),
        (["serve", "--format", "text"], "serve takes no FILE and no --format"),
        (["x.txt"], "invalid choice: 'x.txt'"),
        (
            ["add", "--format", "json", "x"],
            "no --format 'json' (choose from text, europresse, scraper, iramuteq, txm, issue-form)",
        ),
        (["check", "--format", "europresse"], "check knows no --format 'europresse' (choose from text, github, json)"),
        (["add", "--encoding", "klingon", "x"], "'klingon' is no encoding, such as windows-1252"),
        (["add", "--encoding", "base64", "x"], "'base64' is no encoding, such as windows-1252"),
    ],
)
def test_wrong_usage_ends_with_2(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert said in capsys.readouterr().err
