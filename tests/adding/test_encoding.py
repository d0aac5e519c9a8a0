"""Encodings are found out and named; broken letters are shown, and put right only on request."""

from __future__ import annotations

import pytest

from archive.adding.encoding import decode
from archive.adding.planning import Wishes
from archive.command_line import command_line
from archive.mojibake import repairs
from archive.problems import ArchiveError
from tests.adding.support import pasted

FRENCH = (
    "L'armée a repris la ville d'Alep, où les cafés sont fermés depuis l'été dernier, à cause de la grève générale."
)
MEND = "mend the character there, or name the encoding with --encoding"
SAVE = "save it as UTF-8, or name its encoding with --encoding"
CURLY = FRENCH.replace("'", "’")


@pytest.mark.parametrize(
    ("data", "encoding", "known"),
    [
        (FRENCH.encode(), "UTF-8", True),
        (b"\xef\xbb\xbf" + FRENCH.encode(), "UTF-8", True),
        (b"\xff\xfe" + FRENCH.encode("utf-16-le"), "UTF-16", True),
        (b"\xfe\xff" + FRENCH.encode("utf-16-be"), "UTF-16", True),
        (FRENCH.encode("cp1252"), "Windows-1252", False),
        (CURLY.encode("cp1252"), "Windows-1252", False),
        ((FRENCH + " 3 €").encode("iso8859-15"), "ISO-8859-15", False),
        (CURLY.encode("mac-roman"), "Mac Roman", False),
        ("Вооружённые силы Сирии вернулись в город".encode("cp1251"), "Windows-1251", False),
        ("الجيش السوري يستعيد مدينة حلب".encode("cp1256"), "Windows-1256", False),
        (b"<html><meta charset=ISO-8859-1>" + CURLY.encode("cp1252"), "Windows-1252", True),
    ],
)
def test_the_encoding_is_named_and_the_text_is_right(data: bytes, encoding: str, known: bool) -> None:
    decoded = decode(data, "x.txt")
    assert (decoded.encoding, decoded.known) == (encoding, known)
    words = ("armée", "Сирии", "حلب")
    assert any(word in decoded.text for word in words)
    assert not decoded.text.startswith("\ufeff")


def test_an_encoding_may_be_named() -> None:
    assert command_line().parse_args(["add", "--encoding", "utf-16"]).encoding == "utf-16"
    assert decode("Été".encode("cp1252"), "x.txt", "windows-1252").text == "Été"


def test_what_was_only_recognised_is_said_in_the_seed() -> None:
    seed = pasted(FRENCH.encode("cp1252"))
    assert seed.body.decode() == FRENCH
    assert "## Le fichier ne dit pas son encodage ; il a été lu comme Windows-1252." in seed.head
    assert "Windows-1252" in seed.head.partition("sha256")[0]
    assert "encodage" not in pasted(FRENCH).head


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"\xc3\xa9t\xc3\xa9\nici \xe9", f"x.txt:2: is UTF-8 but for one byte; {MEND}"),
        (b"abc \xed\xa0\x80", f"x.txt:1: is UTF-8 but for half of a character (U+D800); {MEND}"),
        (b"abc\0\xff", "x.txt: is no text; save the article as plain text (.txt)"),
        (b"\xff\xfea\xd8", f"x.txt:1: is not UTF-16 throughout; {SAVE}"),
        (bytes(range(0x80, 0xA0)) * 3, f"x.txt:1: is in no encoding that can be recognised; {SAVE}"),
    ],
)
def test_bytes_that_are_no_text_are_one_clear_line(data: bytes, told: str) -> None:
    with pytest.raises(ArchiveError) as error:
        decode(data, "x.txt")
    assert str(error.value) == told


# Broken letters

BROKEN = FRENCH.encode().decode("cp1252")


def test_broken_letters_are_kept_and_shown_with_their_repair() -> None:
    seed = pasted(f"Une ligne.\n{BROKEN}\n")
    assert seed.body.decode() == f"Une ligne.\n{BROKEN}\n"
    assert "« add --repair » les répare ainsi :\n## - L'armÃ©e a repris" in seed.head
    assert "→ L'armée a repris" in seed.head


def test_broken_letters_are_put_right_on_request() -> None:
    seed = pasted(f"Une ligne.\r\n{BROKEN}\r\n", Wishes(repair=True))
    assert seed.body.decode() == f"Une ligne.\r\n{FRENCH}\r\n"
    assert "lettres abîmées réparées sur demande" in seed.head


@pytest.mark.parametrize("text", [FRENCH, CURLY, "« Où ? » … 3 €", "الجيش", "naïve – œuvre №", "x\u0085y"])
def test_letters_that_are_well_are_left_alone(text: str) -> None:
    assert repairs(text) == []
    assert pasted(text, Wishes(repair=True)).body.decode() == text
