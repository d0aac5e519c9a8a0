"""Writing docs/: only what changed, nothing left over, and never somebody's work."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from archive.generated import Generated
from archive.problems import ArchiveError
from archive.writing import Ledger, Writer, copy_pages_by_hand, write_new
from tests.building import write

PAGE = "---\ntitle: Alep\nkind: place\n---\n\n<article></article>\n"
BY_HAND = "# Une page à la main\n\nkind: non\n"
LONG_AGO = 1_000_000_000


def files(folder: Path) -> dict[str, str]:
    """Path below *folder* → text, of every file there is."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in found}


def write_docs(folder: Path, generated: Mapping[str, str], earlier: Ledger | None = None) -> Ledger:
    """Writes files given as texts."""
    made = [Generated(path, text.encode(), partial(str, text)) for path, text in generated.items()]
    with TemporaryDirectory(dir=folder.parent) as workspace:
        return write_generated(folder, made, Path(workspace), earlier)


def write_generated(
    folder: Path, made: Iterable[Generated], workspace: Path, earlier: Ledger | None = None, cores: int = 1
) -> Ledger:
    writer = Writer(folder, workspace, earlier, cores)
    writer.add(writer.make(made))
    return writer.finish()


def folders(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_dir())


def refusal(error: pytest.ExceptionInfo[ArchiveError]) -> list[str]:
    return [str(problem) for problem in error.value.problems]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory: messages name files as they are seen from there."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


# docs/


def test_only_files_that_differ_are_written(tmp_path: Path) -> None:
    generated = {"index.md": PAGE, "places/alep.md": PAGE, "data/articles.jsonl": "{}\n"}
    write_docs(tmp_path, generated)
    assert files(tmp_path) == generated
    for path in generated:
        os.utime(tmp_path / path, (LONG_AGO, LONG_AGO))
    write_docs(tmp_path, generated)
    write_docs(tmp_path, {**generated, "places/alep.md": PAGE + "\n"})
    untouched = [path for path in generated if (tmp_path / path).stat().st_mtime == LONG_AGO]
    assert untouched == ["index.md", "data/articles.jsonl"]


def test_text_is_written_to_the_byte(tmp_path: Path) -> None:
    text = "---\nkind: article\n---\n\nœ\u200b\x85\u2028 &#13; 𐍈\n\n"
    write_docs(tmp_path, {"articles/a.md": text})
    assert (tmp_path / "articles" / "a.md").read_bytes() == text.encode("utf-8")


def test_what_is_no_longer_generated_goes_and_so_do_empty_folders(tmp_path: Path) -> None:
    old = {"places/alep.md": PAGE, "places/alep/2.md": PAGE, "dates/2020.md": PAGE, "data/old/shard.json": "{}"}
    write_docs(tmp_path, {**old, "index.md": PAGE})
    write(tmp_path, {"essay.md": BY_HAND, "img/photo.svg": "<svg/>", "empty/x/y.md": BY_HAND})
    (tmp_path / "empty" / "x" / "y.md").unlink()
    write_docs(tmp_path, {"index.md": PAGE, "places/idlib.md": PAGE})
    assert sorted(files(tmp_path)) == ["essay.md", "img/photo.svg", "index.md", "places/idlib.md"]
    assert folders(tmp_path) == ["empty", "empty/x", "img", "places"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("index.md", BY_HAND),
        ("about.md", "---\ntitle: À propos\n---\n\nkind: non\n\n---\n"),
        ("about.md", "Sans en-tête\n\nkind: non\n\n---\n"),
        ("about.md", "---\ntitle: sans fin\nkind: non\n"),
        ("places/alep.md", BY_HAND),
        ("places/notes.md", BY_HAND),
        ("actors/deep/down/notes.md", BY_HAND),
        ("articles/photo.svg", "<svg/>"),
    ],
)
def test_a_file_by_hand_is_never_overwritten_or_deleted(here: Path, path: str, text: str) -> None:
    write_docs(here / "docs", {"places/old.md": PAGE, "index.md": PAGE})
    write(here / "docs", {path: text})
    before = files(here)
    with pytest.raises(ArchiveError) as error:
        write_docs(here / "docs", {"index.md": PAGE + "new", "about.md": PAGE, "places/alep.md": PAGE})
    assert refusal(error) == [f"docs/{path}: was not generated but stands where pages are; move it elsewhere"]
    assert files(here) == before


def test_a_generated_page_is_known_however_long_its_front_matter(tmp_path: Path) -> None:
    page = f"---\ntitle: {'mot ' * 5000}\nkind: article\n---\n\n<p>\n"
    write_docs(tmp_path, {"articles/a.md": page})
    write_docs(tmp_path, {})
    assert files(tmp_path) == {}


def test_what_an_editor_or_the_system_hides_is_left_alone(tmp_path: Path) -> None:
    write(tmp_path, {"places/.DS_Store": "x"})
    write_docs(tmp_path, {"places/alep.md": PAGE})
    write_docs(tmp_path, {})
    assert list(files(tmp_path)) == ["places/.DS_Store"]


def test_pages_by_hand_are_copied_and_generated_ones_are_not(tmp_path: Path) -> None:
    by_hand = {"essay.md": BY_HAND, "guide/index.md": BY_HAND, "img/photo.svg": "<svg/>", "CNAME": "example.org"}
    docs, target = tmp_path / "docs", tmp_path / "target"
    write_docs(docs, {"index.md": PAGE, "about.md": PAGE, "places/alep.md": PAGE, "data/articles.jsonl": "{}"})
    write(docs, {**by_hand, ".gitkeep": ""})
    target.mkdir()
    copy_pages_by_hand(docs, target)
    assert files(target) == by_hand


def test_an_archive_without_docs_has_no_pages_by_hand(tmp_path: Path) -> None:
    copy_pages_by_hand(tmp_path / "docs", tmp_path)
    assert files(tmp_path) == {}


def test_two_pages_for_one_path_are_never_one_lost(tmp_path: Path) -> None:
    page = Generated("a.md", b"", partial(str, PAGE))
    with pytest.raises(ValueError, match=r"two pages claim a\.md"):
        write_generated(tmp_path / "docs", [page, page], tmp_path)
    assert not (tmp_path / "docs").exists()


def test_what_an_earlier_build_made_of_the_same_is_not_made_again(tmp_path: Path) -> None:
    made: list[str] = []

    def file(path: str, key: bytes, text: str) -> Generated:
        def render() -> str:
            made.append(path)
            return text

        return Generated(path, key, render)

    docs = tmp_path / "docs"
    paths = ["index.md", "places/alep.md", "places/hama.md", "search/terms.js"]
    earlier = write_generated(docs, [file(path, b"1", PAGE) for path in paths], tmp_path)
    assert made == paths
    made.clear()
    assert write_generated(docs, [file(path, b"1", PAGE) for path in paths], tmp_path, earlier) == earlier
    assert made == []
    (docs / "places" / "alep.md").write_text("somebody was here", encoding="utf-8")
    (docs / "search" / "terms.js").unlink()
    files_now = [file(path, b"2" if path == "index.md" else b"1", PAGE + path) for path in paths]
    with pytest.raises(ArchiveError, match=r"places/alep\.md: was not generated"):
        write_generated(docs, files_now, tmp_path, earlier)
    (docs / "places" / "alep.md").unlink()
    made.clear()
    write_generated(docs, files_now, tmp_path, earlier)
    assert made == ["index.md", "places/alep.md", "search/terms.js"]
    assert files(docs)["places/hama.md"] == PAGE
    assert files(docs)["places/alep.md"] == PAGE + "places/alep.md"


def test_nothing_changes_when_a_page_cannot_be_made(tmp_path: Path) -> None:
    write_docs(tmp_path / "docs", {"index.md": PAGE, "places/alep.md": PAGE})

    def fail() -> str:
        raise ArchiveError([])

    files_now = [Generated("index.md", b"", lambda: PAGE + "new"), Generated("places/hama.md", b"", fail)]
    with pytest.raises(ArchiveError):
        write_generated(tmp_path / "docs", files_now, tmp_path)
    assert files(tmp_path / "docs") == {"index.md": PAGE, "places/alep.md": PAGE}


# New seeds


def test_new_files_are_all_written_or_none_and_replace_nothing(tmp_path: Path) -> None:
    write(tmp_path, {"seeds/b.txt": "mine"})
    with pytest.raises(FileExistsError):
        write_new(tmp_path / "seeds", {"a.txt": b"new", "b.txt": b"new", "c.txt": b"new"})
    assert files(tmp_path) == {"seeds/b.txt": "mine"}
    write_new(tmp_path / "new", {"a.txt": b"one", "b.txt": b"two"})
    assert files(tmp_path / "new") == {"a.txt": "one", "b.txt": "two"}


def test_a_file_is_as_it_was_left_until_somebody_touches_it(tmp_path: Path) -> None:
    made = [Generated(path, path.encode(), partial(str, "{}")) for path in ("data/one.json", "data/other.json")]
    earlier = write_generated(tmp_path / "docs", made, tmp_path)
    os.utime(tmp_path / "docs" / "data" / "other.json", ns=(LONG_AGO, LONG_AGO))
    writer = Writer(tmp_path / "docs", tmp_path, earlier)
    assert writer.left("data/one.json") == b"data/one.json"
    assert writer.left("data/other.json") is None
    assert writer.left("data/none.json") is None


def page_once_told(told: Path) -> str:
    """A page that cannot be made before another one is told of."""
    patience = time.monotonic() + 60
    while not told.exists():
        assert time.monotonic() < patience, "nothing is told of before all are made"
        time.sleep(0.01)
    return PAGE


@pytest.mark.parametrize("cores", [1, 2])
def test_each_file_is_told_of_once_it_is_there(tmp_path: Path, cores: int) -> None:
    made = [Generated(f"places/{number}.md", b"", partial(str, PAGE)) for number in range(599)]
    made.append(Generated("places/last.md", b"", partial(page_once_told, tmp_path / "told")))
    earlier = write_generated(tmp_path / "docs", made[:200], tmp_path)
    told: list[int] = []

    def on_done() -> None:
        told.append(len([*tmp_path.glob("new-*/*")]))
        if len(told) > 200:
            (tmp_path / "told").touch()

    writer = Writer(tmp_path / "docs", tmp_path, earlier, cores)
    writer.add(writer.make(made, on_done=on_done))
    assert told[:200] == [0] * 200, "they stand there already"
    assert told[200] > 0
    assert len(told) == 600
    assert len(writer.finish()) == 600
    assert len(files(tmp_path / "docs")) == 600
