"""The check: what it tells of which files, in which form, and what does not fail."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from archive.languages import read_language
from archive.messages import ENGLISH, Message
from archive.problems import Problem
from archive.telling import told
from tests.building import Files, config, records, seed, write
from tests.test_command import command

GOOD = seed("Le texte.\n", date="2020", outlet="tass")
BAD = seed("Un autre texte.\n", date="5/48", outlet="tass")
MIXED: Files = {
    "mkdocs.yml": config("en"),
    "seeds/authorities/outlets.yml": records({"id": "tass", "heading": "TASS", "type": "news_agency"}),
    "seeds/articles/bad.txt": BAD,
    "seeds/articles/bare.txt": "Une dépêche.\n",
    "seeds/articles/good.txt": GOOD,
}
REMEDY = "add it if the publication or the text gives it"
BARE = [
    f"seeds/articles/bare.txt:1: warning: date: no date is known; {REMEDY}",
    f"seeds/articles/bare.txt:1: warning: outlet: no outlet is known; {REMEDY}",
]
WRONG = "seeds/articles/bad.txt:2: date: '5/48' is not EDTF; write 1948-05"


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """An archive with a good article, a bare one and a wrong one."""
    write(tmp_path, MIXED)
    return tmp_path


def test_errors_and_warnings_are_told_and_counted(mixed: Path) -> None:
    done = command("check", cwd=mixed)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [WRONG, *BARE, "errors: 1, warnings: 2 (articles: 3, records: 1)"]


def test_warnings_do_not_fail(mixed: Path) -> None:
    (mixed / "seeds" / "articles" / "bad.txt").unlink()
    done = command("check", cwd=mixed)
    assert done.returncode == 0
    assert done.stderr.splitlines() == [*BARE, "errors: 0, warnings: 2 (articles: 2, records: 1)"]
    assert command("check", "--quiet", cwd=mixed).stderr == ""


def test_build_tells_errors_only(mixed: Path) -> None:
    done = command("build", cwd=mixed)
    assert (done.returncode, done.stderr.splitlines()) == (1, [WRONG, "1 problem; the site is as it was"])


def test_a_french_archive_is_checked_in_french(mixed: Path) -> None:
    write(mixed, {"mkdocs.yml": config("fr")})
    told = command("check", cwd=mixed).stderr.splitlines()
    assert told[0] == "seeds/articles/bad.txt:2: date: '5/48' n’est pas une date EDTF; écrire 1948-05"
    assert told[-1] == "erreurs\u00a0: 1, avertissements\u00a0: 2 (articles\u00a0: 3, notices\u00a0: 1)"


@pytest.mark.parametrize(
    ("file", "status", "said"),
    [
        ("seeds/articles/good.txt", 0, ["no problems (articles: 3, records: 1)", "errors in other files: 1"]),
        (
            "seeds/articles/../articles/bare.txt",
            0,
            [*BARE, "errors: 0, warnings: 2 (articles: 3, records: 1)", "errors in other files: 1"],
        ),
        ("seeds/articles/bad.txt", 1, [WRONG, "errors: 1, warnings: 0 (articles: 3, records: 1)"]),
        (
            "seeds/articles/gone.txt",
            1,
            [
                "seeds/articles/gone.txt: no such file; correct its name",
                "errors: 1, warnings: 0 (articles: 3, records: 1)",
                "errors in other files: 1",
            ],
        ),
        (
            "mkdocs.yml",
            1,
            [
                "mkdocs.yml: is no file of this archive; name files below seeds",
                "errors: 1, warnings: 0 (articles: 3, records: 1)",
                "errors in other files: 1",
            ],
        ),
    ],
)
def test_of_files_that_are_named_only_their_problems_are_told(
    mixed: Path, file: str, status: int, said: list[str]
) -> None:
    done = command("check", file, cwd=mixed)
    assert (done.returncode, done.stderr.splitlines()) == (status, said)
    assert command("check", mixed / file, cwd=mixed).returncode == status


def test_of_files_that_are_named_names_without_a_record_are_told(mixed: Path) -> None:
    text = "Hier, Jeanne Dupont et TASS.\nPuis Jeanne Dupont à Port-Avel.\n"
    write(mixed, {"seeds/articles/named.txt": seed(text, date="2020", outlet="tass")})
    told = command("check", "seeds/articles/named.txt", cwd=mixed)
    remedy = "add records for those that matter, or variants to the records there are"
    assert told.stderr.splitlines()[:-2] == [
        f"seeds/articles/named.txt:5: warning: names that no record has: Jeanne Dupont × 2, Port-Avel × 1; {remedy}"
    ]
    assert told.returncode == 0
    assert "Port-Avel" not in command("check", cwd=mixed).stderr


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Un.\nL’armée et l’armÃ©e syrienne.\nL’armÃ©e.\n", "’armée et l’armÃ©e syrienne."),
        ("Un.\nIl dit quâ€™Alep est tombÃ©e.\n", "Il dit quâ€™Alep est tombÃ"),
        ("Un.\nВ Ð\x90Ð»ÐµÐ¿Ð¿Ð¾ .\n", "В Ð\\x90Ð»ÐµÐ¿Ð¿Ð¾ ."),
    ],
)
def test_broken_letters_are_told_once_and_never_mended(mixed: Path, text: str, quote: str) -> None:
    write(mixed, {"seeds/articles/good.txt": seed(text, date="2020", outlet="tass")})
    told = command("check", "seeds/articles/good.txt", cwd=mixed).stderr
    remedy = "copy the text anew, or keep it if it was published so"
    found = f"seeds/articles/good.txt:6: warning: letters look broken by a wrong encoding: '{quote}'; {remedy}\n"
    assert told.count(": warning: letters") == 1
    assert found in told


@pytest.mark.parametrize("text", ["Le château âgé, ÂGE et NOËL – « PÂTÉ ».", "Ñandú, À la Ñ…", "Âge ; Ô ; “Ñ”"])
def test_letters_with_accents_are_not_broken(mixed: Path, text: str) -> None:
    write(mixed, {"seeds/articles/good.txt": seed(text, date="2020", outlet="tass")})
    assert "broken" not in command("check", "seeds/articles/good.txt", cwd=mixed).stderr


def test_only_a_check_takes_files(mixed: Path) -> None:
    assert command("build", "seeds/articles/good.txt", cwd=mixed).returncode == 2
    assert command("build", "--format", "json", cwd=mixed).returncode == 2


def data(root: Path, *arguments: str) -> Any:
    return json.loads(command("check", "--format", "json", *arguments, cwd=root).stdout)


def test_json_is_a_list_of_objects(mixed: Path) -> None:
    assert data(mixed)[0] == {
        "severity": "error",
        "code": "{date} is not EDTF",
        "file": "seeds/articles/bad.txt",
        "line": 2,
        "field": "date",
        "found": "'5/48' is not EDTF",
        "remedy": "write 1948-05",
        "values": {"date": "'5/48'"},
    }
    assert [one["severity"] for one in data(mixed)] == ["error", "warning", "warning"]
    assert data(mixed, "seeds/articles/good.txt") == []


def test_the_code_of_a_problem_is_the_same_in_every_language(mixed: Path) -> None:
    codes = [one["code"] for one in data(mixed)]
    write(mixed, {"mkdocs.yml": config("fr")})
    assert [one["code"] for one in data(mixed)] == codes


def test_what_cannot_be_read_is_told_in_the_form_asked_for(tmp_path: Path) -> None:
    assert [one["code"] for one in data(tmp_path)] == ["no such file"]


def test_github_is_told_in_workflow_commands(mixed: Path) -> None:
    done = command("check", "--format", "github", cwd=mixed)
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "::error file=seeds/articles/bad.txt,line=2,title=date::date: '5/48' is not EDTF; write 1948-05",
        f"::warning file=seeds/articles/bare.txt,line=1,title=date::date: no date is known; {REMEDY}",
        f"::warning file=seeds/articles/bare.txt,line=1,title=outlet::outlet: no outlet is known; {REMEDY}",
    ]


HOSTILE = [
    "x\n::set-env name=A::b",
    "x\r::error::y",
    "x%0A::error::y",
    "x%250A::error::y",
    "x\u2028::error::y",
    "x\x85::error::y",
    "a,line=9,title=b::c",
    "::stop-commands::t",
    "##[error]x",
    "x\x1b[31m",
    "\u202ex",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("language", [ENGLISH, read_language("fr")], ids=["en", "fr"])
def test_what_strangers_write_begins_no_command_of_their_own(text: str, language: Any) -> None:
    """Also when what they write is a file's name or a key."""
    problem = Problem(text, 3, text, Message("no record {id}", id=text), Message("add {key}", key=text))
    told_ = told([problem], language, "github")
    assert told_.splitlines() == [told_.removesuffix("\n")]
    match = re.fullmatch(r"::error file=([^,:]*),line=3,title=([^,:]*)::(.*)\n", told_)
    assert match, told_
    assert decoded(match[1]) == decoded(match[2])
    assert decoded(match[2]) in decoded(match[3])
    assert all(character.isprintable() or character == "\u00a0" for character in match[0].removesuffix("\n"))


def decoded(text: str) -> str:
    """As GitHub reads it."""
    for code, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, character)
    return text


def test_names_of_files_and_keys_are_told_as_they_are(mixed: Path) -> None:
    write(mixed, {"seeds/articles/a,b%0A::c.txt": "Le texte.\n"})
    done = command("check", "--format", "github", cwd=mixed)
    (line,) = [line for line in done.stdout.splitlines() if "a%2Cb" in line]
    name = "a%2Cb%250A%3A%3Ac.txt"
    assert line.startswith(f"::error file=seeds/articles/{name},title={name}::'a,b%250A::c' is no id; ")
