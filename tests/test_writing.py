"""Writing: only what changed, nothing left over, never somebody's work, and never half a site."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.problems import ArchiveError
from archive.writing import check_site_target, copy_pages_by_hand, paths_to_write, whole_site, write_docs, write_new
from tests.building import write

PAGE = "---\ntitle: Alep\nkind: place\n---\n\n<article></article>\n"
BY_HAND = "# Une page à la main\n\nkind: non\n"
LONG_AGO = 1_000_000_000


def files(folder: Path) -> dict[str, str]:
    """Path below *folder* → text, of every file there is."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in found}


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
    assert write_docs(tmp_path, generated) == 3
    assert files(tmp_path) == generated
    for path in generated:
        os.utime(tmp_path / path, (LONG_AGO, LONG_AGO))
    assert write_docs(tmp_path, generated) == 0
    assert write_docs(tmp_path, {**generated, "places/alep.md": PAGE + "\n"}) == 1
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
    assert write_docs(tmp_path, {"index.md": PAGE, "places/idlib.md": PAGE}) == 5
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
    assert write_docs(tmp_path, {}) == 1


def test_what_an_editor_or_the_system_hides_is_left_alone(tmp_path: Path) -> None:
    write(tmp_path, {"places/.DS_Store": "x"})
    write_docs(tmp_path, {"places/alep.md": PAGE})
    assert write_docs(tmp_path, {}) == 1
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


def test_two_pages_for_one_path_are_never_one_lost() -> None:
    assert paths_to_write([("a.md", "1"), ("b.md", "2")]) == {"a.md": "1", "b.md": "2"}
    with pytest.raises(ValueError, match=r"two pages claim a\.md"):
        paths_to_write([("a.md", "1"), ("a.md", "1")])


# site/

SITE = {"index.html": "<p>old</p>", "data/articles.jsonl": "{}\n", "places/gone.html": "<p>old</p>"}


@pytest.fixture
def site(here: Path) -> Path:
    """A site that was made before."""
    write(here / "site", SITE)
    return here / "site"


def test_a_site_is_replaced_in_whole(here: Path, site: Path) -> None:
    with whole_site(site) as staging:
        write(staging, {"index.html": "<p>new</p>"})
        assert files(site) == SITE
    assert files(here) == {"site/index.html": "<p>new</p>"}
    assert site.stat().st_mode & 0o777 == 0o755


def test_a_first_site_may_stand_in_a_folder_that_is_not_there(here: Path) -> None:
    with whole_site(here / "public" / "archive") as staging:
        write(staging, {"index.html": "<p>new</p>"})
    assert files(here) == {"public/archive/index.html": "<p>new</p>"}
    assert folders(here) == ["public", "public/archive"]


@pytest.mark.parametrize("fault", [ArchiveError([]), OSError(), KeyboardInterrupt(), RuntimeError()])
def test_a_site_that_fails_leaves_the_old_one_and_no_trace(here: Path, site: Path, fault: BaseException) -> None:
    def fail() -> None:
        with whole_site(site) as staging:
            write(staging, {"index.html": "<p>half</p>"})
            raise fault

    with pytest.raises(type(fault)):
        fail()
    assert files(here) == {f"site/{path}": text for path, text in SITE.items()}
    assert folders(here) == ["site", "site/data", "site/places"]


@pytest.fixture
def interrupted_swap(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The user's Ctrl-C between the two renames of the swap: the one moment when there is no site."""
    rename = Path.rename
    calls: list[Path] = []

    def interrupt(self: Path, target: Path) -> Path:
        calls.append(self)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", interrupt)
    yield
    assert len(calls) == 3


@pytest.mark.usefixtures("interrupted_swap")
def test_a_swap_that_is_interrupted_brings_the_old_site_back(here: Path, site: Path) -> None:
    with pytest.raises(KeyboardInterrupt), whole_site(site) as staging:
        write(staging, {"index.html": "<p>new</p>"})
    assert files(here) == {f"site/{path}": text for path, text in SITE.items()}


def test_a_site_goes_where_nothing_is_lost(here: Path, site: Path) -> None:
    (here / "empty").mkdir()
    for target in (site, here / "empty", here / "new", here / "new" / "deep"):
        check_site_target(target, keep=[here / "docs", here / "seeds"])


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("foreign", "holds files, and no site of this archive; empty it, or name another folder with --site"),
        ("half", "holds files, and no site of this archive; empty it, or name another folder with --site"),
        ("file", "is no folder; name another folder with --site"),
        ("link", "is no folder; name another folder with --site"),
        ("dangling", "is no folder; name another folder with --site"),
        ("docs", "would replace docs; name another folder with --site"),
        ("seeds", "would replace seeds; name another folder with --site"),
        (".", "would replace docs; name another folder with --site"),
    ],
)
def test_a_site_never_replaces_what_was_not_made_here(here: Path, site: Path, target: str, found: str) -> None:
    write(here, {"foreign/thesis.txt": "years of work", "half/data/articles.jsonl": "{}", "file": ""})
    write(here, {f"{folder}/{path}": text for folder in ("docs", "seeds") for path, text in SITE.items()})
    (here / "link").symlink_to(site)
    (here / "dangling").symlink_to("nowhere")
    with pytest.raises(ArchiveError) as error:
        check_site_target(Path(target), keep=[here / "docs", here / "seeds"])
    assert refusal(error) == [f"{target}: {found}"]


# New seeds


def test_new_files_are_all_written_or_none_and_replace_nothing(tmp_path: Path) -> None:
    write(tmp_path, {"seeds/b.txt": "mine"})
    with pytest.raises(FileExistsError):
        write_new(tmp_path / "seeds", {"a.txt": b"new", "b.txt": b"new", "c.txt": b"new"})
    assert files(tmp_path) == {"seeds/b.txt": "mine"}
    write_new(tmp_path / "new", {"a.txt": b"one", "b.txt": b"two"})
    assert files(tmp_path / "new") == {"a.txt": "one", "b.txt": "two"}
