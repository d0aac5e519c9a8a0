"""Files that cannot be added: each is one line with its place and its remedy, all at once, and nothing is written.

``files/broken.txt`` holds what is told of each of `BROKEN`, ``files/broken.fr.txt`` what the user of a French archive
is told. After a wanted change, ``python -m tests.adding.test_broken`` writes them anew: read the diff.
"""

from __future__ import annotations

import hashlib
import re
import stat
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest

from archive.adding import opening
from archive.adding.opening import LIMIT, open_all
from archive.adding.planning import Present, Wishes
from archive.problems import ArchiveError
from archive.seeds import SIZE_LIMIT
from tests.adding.support import FILES, NOTHING, opened, planned, told, zipped
from tests.test_invalid import LANGUAGES


def with_entry(name: str, data: bytes = b"Texte.", mode: int = 0o100644, flags: int = 0) -> bytes:
    """A zip whose one entry has this name, mode and flags, as hostile programs write it."""
    entry = ZipInfo("x" * len(name))
    entry.external_attr = mode << 16
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        archive.writestr(entry, data)
    content = bytearray(buffer.getvalue().replace(b"x" * len(name), name.encode()))
    if flags:
        content[content.index(b"PK\x01\x02") + 8] |= flags
    return bytes(content)


def bomb() -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for number in range(30):
            archive.writestr(f"{number}.txt", b"a" * 2_000_000)
    return buffer.getvalue()


def lying() -> bytes:
    """A zip that declares its entry smaller than it is."""
    data = bytearray(zipped({"a.txt": b"a" * 1000}))
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = (10).to_bytes(4, "little")
    return bytes(data)


EUROPRESSE = (FILES / "europresse.html").read_text(encoding="utf-8")
XML = '<text source="a" author="b" title="c" date="2020">\nTexte.\n'
BROKEN: dict[str, bytes | str | Callable[[], bytes]] = {
    "vide.txt": "",
    "blanc.txt": "\n \u00a0\n",
    "nul.txt": "Un.\nDeux\0.\n",
    "grand.txt": "a" * (SIZE_LIMIT + 1),
    "plein.txt": "a" * (SIZE_LIMIT - 10),
    "enorme.txt": lambda: b"a" * (LIMIT + 1),
    "seed.txt": "---\ntitle: x\n---\nTexte.",
    "page.html": "<!DOCTYPE html>\n<html><body><p>Texte</p></body></html>",
    "euro.html": EUROPRESSE.replace("docOcurrContainer", "x").replace('class="DocText clearfix"', ""),
    "coupe.xml": XML,
    "casse.xml": "<text source=a>x</text>",
    "ira.txt": "**** *a_1\n\n**** *a_2\nTexte.",
    "doc.pdf": b"%PDF-1.7\n\xff",
    "doc.docx": zipped({"[Content_Types].xml": "<x/>"}),
    "image.png": b"\x89PNG\r\n\x1a\n\0\0\xff",
    "vide.zip": zipped({}),
    "casse.zip": b"PK\x03\x04abc",
    "crc.zip": zipped({"a.txt": "Texte."}).replace(b"Texte.", b"Sexte."),
    "menteur.zip": lying,
    "bombe.zip": bomb,
    "poupee.zip": zipped({"a.zip": zipped({"a.txt": "Texte."})}),
    "haut.zip": with_entry("../a.txt"),
    "absolu.zip": with_entry("/etc/a"),
    "disque.zip": with_entry("C:\\a.txt"),
    "lien.zip": with_entry("a.txt", b"/etc/passwd", stat.S_IFLNK | 0o777),
    "cle.zip": with_entry("a.txt", flags=1),
    "melange.zip": zipped({"a.txt": "Un.\0", "b.txt": "Deux.", "c.txt": ""}),
    "metadata.csv": "id,titre\na,x\nb,y,z\n../c,x\n",
    "txm.zip": zipped({"metadata.csv": 'id,titre\na,"x\n', "a.txt": "Un."}),
    "txm2.zip": zipped({"metadata.csv": "id\na\na.txt\n", "a.txt": "Un.", "b.txt": "Deux."}),
}
"""File name → what it holds."""


def broken(folder: Path, name: str) -> Path:
    """The broken file of this *name*, written into *folder*."""
    given = BROKEN[name]
    content = given() if callable(given) else given
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return folder / name


def expected_lines(language: str = "") -> list[str]:
    return (FILES / f"broken{language}.txt").read_text(encoding="utf-8").splitlines()


def main() -> None:
    """Writes what is told now where the tests expect it."""
    for suffix, language in LANGUAGES.items():
        lines: list[str] = []
        for name in BROKEN:
            with TemporaryDirectory() as folder:  # one each: a metadata.csv takes its neighbours for texts
                lines += told(broken(Path(folder), name), language=language)
        (FILES / f"broken{suffix}.txt").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_cannot_be_added_is_told_with_its_remedy(tmp_path: Path, name: str, language: str) -> None:
    expected = [line for line in expected_lines(language) if line.startswith((f"{name}:", f"{name}/"))]
    assert expected
    assert told(broken(tmp_path, name), language=LANGUAGES[language]) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_expected_line_is_of_a_broken_file(language: str) -> None:
    assert {re.split("[:/]", line)[0] for line in expected_lines(language)} == set(BROKEN)


def test_text_before_the_first_star_line_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("\nIntroduction\n**** *a_1\nTexte.", encoding="utf-8")
    found = "x.txt:2: 'Introduction' stands before the first line '**** *variable_value'"
    expected = [f"{found}; add such a line above it, or remove it"]
    assert told(tmp_path / "x.txt", wishes=Wishes(form="iramuteq")) == expected


def test_every_bad_article_of_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("**** *a_1\nUn\0.\n**** *a_2\nDeux.\n**** *a_3\nTrois\0.", encoding="utf-8")
    assert [line.partition(": ")[0] for line in told(tmp_path / "x.txt")] == ["x.txt:1", "x.txt:5"]


def test_files_that_are_not_there_are_all_told(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    assert told(tmp_path / "a.txt", tmp_path / "b") == [
        "a.txt: no such file; check its name and folder",
        "b: is a folder; name its files, or its metadata.csv",
    ]


def test_one_bad_file_keeps_all_from_being_added(tmp_path: Path) -> None:
    (tmp_path / "bon.txt").write_text("Texte.", encoding="utf-8")
    (tmp_path / "nul.txt").write_text("\0", encoding="utf-8")
    (tmp_path / "page.html").write_text("<html></html>", encoding="utf-8")
    assert [line.partition(":")[0] for line in told(*sorted(tmp_path.iterdir()))] == ["nul.txt", "page.html"]


def test_all_files_together_have_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "TOTAL_LIMIT", 10)
    for name in "ab":
        (tmp_path / name).write_text("1234567", encoding="utf-8")
    with pytest.raises(ArchiveError) as error:
        open_all([tmp_path / "a", tmp_path / "b"], BytesIO())
    assert str(error.value) == f"{tmp_path}/b: makes it more than 10 bytes in all; add fewer files at once"


def test_a_text_that_is_there_already_is_skipped(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Texte.", encoding="utf-8")
    (tmp_path / "b.txt").write_text("Texte.", encoding="utf-8")
    once = planned(opened(tmp_path / "a.txt", tmp_path / "b.txt"))
    assert [seed.id for seed in once.seeds] == ["a"]
    assert [(provenance.file, id) for provenance, id in once.known] == [("b.txt", "a")]
    there = Present(frozenset(), {hashlib.sha256(b"Texte.").hexdigest(): "vieux"})
    again = planned(opened(tmp_path / "a.txt"), present=there)
    assert (again.seeds, again.known[0][1]) == ((), "vieux")


@pytest.mark.parametrize(
    ("file", "taken", "id"),
    [
        ("Alep, été.txt", [], "alep-ete"),
        ("000_abc.txt", [], "000_abc"),
        ("index.txt", [], "index-2"),
        ("con.txt", [], "con-2"),
        ("alep.txt", ["alep", "alep-2"], "alep-3"),
        ("حلب.txt", [], "article"),
        ("a" * 90 + ".txt", [], "a" * 60),
        ("un deux " * 10 + ".txt", [], "un-deux-un-deux-un-deux-un-deux-un-deux-un-deux-un-deux-un"),
    ],
)
def test_an_id_is_made_of_the_name_and_never_taken(tmp_path: Path, file: str, taken: list[str], id: str) -> None:
    (tmp_path / file).write_text("Texte.", encoding="utf-8")
    (seed,) = planned(opened(tmp_path / file), present=Present(frozenset(taken), NOTHING.texts)).seeds
    assert seed.id == id


if __name__ == "__main__":
    main()
