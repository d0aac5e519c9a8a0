"""The spare beside a site: the next build makes its own of it, and whatever becomes of it the site is right."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from archive.spare import _WHAT_IT_IS, leave_spare, paths_in, spare_of, take_spare
from tests.building import Archive, build, write
from tests.test_publishing import differing, snapshot
from tests.test_staging import COMMON, NEW, OLD, assert_whole, become, built, run, stopped

__all__ = ["built"]  # the fixture

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the file system may know no exchange")


def made(root: Path) -> Archive:
    """An archive whose site has a spare, and new seeds."""
    archive = build(root, {**COMMON, **NEW})
    become(archive, OLD)
    assert run(archive)[0] == 0
    assert spare_of(archive.site).is_dir()
    become(archive, NEW)
    return archive


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return made(tmp_path_factory.mktemp("pattern"))


@pytest.fixture
def archive(pattern: Archive, tmp_path: Path) -> Archive:
    """The same, of the same files under other names: to a build all looks as it was left."""
    shutil.copytree(pattern.root, tmp_path / "archive", copy_function=os.link)
    return Archive(tmp_path / "archive")


def tree_of(archive: Archive) -> Path:
    return spare_of(archive.site) / "site"


def assert_shared(archive: Archive) -> None:
    """The spare holds files of the site and nothing else."""
    paths = snapshot(tree_of(archive))
    assert paths
    assert [path for path in paths if not (tree_of(archive) / path).samefile(archive.site / path)] == []


def test_a_build_makes_its_site_of_the_spare_and_leaves_one(archive: Archive, built: tuple[Archive, Archive]) -> None:
    folder, page = tree_of(archive).stat().st_ino, (archive.site / "places" / "alep.html").stat().st_ino
    other = (archive.site / "search" / "engine.js").stat().st_ino
    assert run(archive)[0] == 0
    assert archive.site.stat().st_ino == folder
    assert (archive.site / "places" / "alep.html").stat().st_ino != page
    assert (archive.site / "search" / "engine.js").stat().st_ino == other
    assert_whole(archive, built[1])
    assert_shared(archive)


def test_a_spare_says_what_it_is_and_is_nobody_elses(archive: Archive) -> None:
    spare = spare_of(archive.site)
    text = (spare / "CACHEDIR.TAG").read_text(encoding="utf-8")
    assert text.startswith("Signature: 8a477f597d28d172789f06886806bc55\n")
    assert "You may delete the folder at any time" in text
    assert spare.stat().st_mode & 0o777 == 0o700
    assert archive.site.stat().st_mode & 0o777 == 0o755


def test_nothing_stays_in_the_spare_that_is_not_published_any_more(archive: Archive) -> None:
    for _ in range(2):
        assert run(archive)[0] == 0
        assert_shared(archive)
        told = [path for path in archive.root.rglob("*.html") if "ancien" in path.read_text(encoding="utf-8")]
        assert told == []


def test_nothing_of_a_site_made_with_other_settings_stays(archive: Archive) -> None:
    (archive.root / "mkdocs.yml").unlink()  # it has another name in the pattern
    write(archive.root, {"mkdocs.yml": COMMON["mkdocs.yml"].replace("Mini", "Maxi")})
    assert run(archive)[0] == 0
    assert not spare_of(archive.site).exists()
    assert "Mini" not in (archive.site / "places" / "alep.html").read_text(encoding="utf-8")


def _lose(archive: Archive) -> None:
    shutil.rmtree(spare_of(archive.site))


def _lose_half(archive: Archive) -> None:
    for path in sorted(tree_of(archive).rglob("*.*"))[::2]:
        path.unlink()


def _empty(archive: Archive) -> None:
    shutil.rmtree(tree_of(archive))


def _replace(archive: Archive) -> None:
    for path in sorted(path for path in tree_of(archive).rglob("*.*") if path.is_file()):
        path.unlink()
        path.write_text("somebody was here")


def _leave_strays(archive: Archive) -> None:
    names = ("index.html", "stray.html", "articles/.hidden", "articles/deep/stray.html", "assets/stray.js", ".nojekyll")
    write(tree_of(archive), dict.fromkeys(names, "somebody was here"))
    (tree_of(archive) / "articles" / "up").symlink_to("..")


def _forget(archive: Archive) -> None:
    shutil.rmtree(archive.root / ".cache")


def _lose_the_site(archive: Archive) -> None:
    shutil.rmtree(archive.site)


@pytest.mark.parametrize(
    "disturb",
    [_lose, _lose_half, _empty, _replace, _leave_strays, _forget, _lose_the_site],
)
def test_whatever_becomes_of_a_spare_the_site_is_right(
    archive: Archive, built: tuple[Archive, Archive], disturb: Callable[[Archive], None]
) -> None:
    disturb(archive)
    assert run(archive)[0] == 0
    assert_whole(archive, built[1])
    assert not any(path.is_symlink() for path in archive.site.rglob("*"))


def test_what_somebody_wrote_on_a_file_of_both_is_undone_in_both(
    built: tuple[Archive, Archive], tmp_path: Path
) -> None:
    archive = made(tmp_path)
    for path in sorted(tree_of(archive).rglob("*.*")):
        with path.open("a") as file:
            file.write("somebody was here")
    for _ in range(2):
        assert run(archive)[0] == 0
        assert_whole(archive, built[1])


# Killed, or refused


@pytest.mark.parametrize(
    ("moment", "site"),
    [
        (r"build os.rename .*/\.site\.spare/site ", "old"),
        (r"build shutil.rmtree .*/\.site\.spare", "old"),
        (r"mkdocs os.mkdir .*/new-", "old"),
        (r"build os.rename .*/new-[^/]*/\.new-", "old"),
        (r"build os.remove .*/new-[^/]*/index\.html", "new"),
        (r"build os.mkdir .*/new-[^/]*-spare", "new"),
        (r"build os.rename .* .*/new-[^/]*-spare/site", "new"),
        (r"build os.rename .*/new-[^/]*-spare ", "new"),
    ],
)
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_a_build_that_is_ended_leaves_a_whole_site_and_the_next_one_tidies_up(
    archive: Archive, built: tuple[Archive, Archive], tmp_path: Path, moment: str, site: str, number: signal.Signals
) -> None:
    status, said = run(archive, stopped(tmp_path, moment, number))
    if number == signal.SIGINT and not moment.startswith("mkdocs"):
        how = "the new site is in place" if site == "new" else "the site is as it was"
        assert (status, said) == (130, f"interrupted; {how}\n")
    else:
        assert status != 0
    assert differing(snapshot(archive.site), snapshot(built[site == "new"].site)) == []
    assert run(archive)[0] == 0
    assert_whole(archive, built[1])


def test_a_site_that_mkdocs_refuses_leaves_the_old_one(archive: Archive, built: tuple[Archive, Archive]) -> None:
    write(archive.root, {"docs/essay.md": "[x](nope.md)\n"})
    assert run(archive)[0] == 1
    assert differing(snapshot(archive.site), snapshot(built[0].site)) == []
    (archive.root / "docs" / "essay.md").unlink()
    assert run(archive)[0] == 0
    assert_whole(archive, built[1])


def test_a_spare_of_another_version_is_taken_and_an_empty_folder_is_no_hindrance(tmp_path: Path) -> None:
    site, spare = tmp_path / "site", spare_of(tmp_path / "site")
    spare.mkdir()
    write(tmp_path, {"old/a.html": "a"})
    leave_spare(site, tmp_path / "old", paths_in(tmp_path / "old"), {"a.html"})
    tag = spare / "CACHEDIR.TAG"
    tag.write_text("".join(tag.read_text().splitlines(keepends=True)[:2]) + "# In other words.\n")
    (tmp_path / "new").mkdir()
    take_spare(site, tmp_path / "new")
    assert snapshot(tmp_path / "new").keys() == {"a.html"}
    assert not spare.exists()


def test_a_disk_that_refuses_a_spare_leaves_none_by_halves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> int:
        raise OSError

    write(tmp_path, {"old/a.html": "a"})
    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_text", refuse)
        leave_spare(tmp_path / "site", tmp_path / "old", paths_in(tmp_path / "old"), {"a.html"})
    assert not spare_of(tmp_path / "site").exists()
    shutil.rmtree(tmp_path / "old-spare")  # as a build clears all that it does not leave
    leave_spare(tmp_path / "site", tmp_path / "old", paths_in(tmp_path / "old"), {"a.html"})
    assert spare_of(tmp_path / "site").is_dir()


# What is not ours


def apart_from_old(folder: Path) -> dict[str, object]:
    """All that stands there, but for the old site, which a build clears away wherever it lies."""
    return {path: what for path, what in snapshot(folder).items() if not path.startswith(("old", "two"))}


@pytest.mark.parametrize(
    "theirs",
    [
        {".site.spare/thesis.txt": "years of work"},
        {".site.spare/site/thesis.txt": "years of work"},
        {".site.spare/site/thesis.txt": "years of work", ".site.spare/CACHEDIR.TAG": "Signature: another's"},
        {".site.spare/site/thesis.txt": "years of work", ".site.spare/CACHEDIR.TAG": b"\xff"},
        {".site.spare/thesis.txt": "years of work", ".site.spare/CACHEDIR.TAG": _WHAT_IT_IS},
        {".site.spare": "years of work"},
    ],
)
def test_a_strangers_folder_is_never_taken_for_a_spare(tmp_path: Path, theirs: dict[str, str]) -> None:
    site, old = tmp_path / "site", tmp_path / "old"
    write(tmp_path, {**theirs, "old/a.html": "a"})
    (tmp_path / "new").mkdir()
    before = apart_from_old(tmp_path)
    take_spare(site, tmp_path / "new")
    leave_spare(site, old, paths_in(old), {"a.html"})
    assert apart_from_old(tmp_path) == before


def test_a_link_is_never_taken_for_a_spare(tmp_path: Path) -> None:
    write(tmp_path, {"one/a.html": "a", "two/a.html": "a"})
    leave_spare(tmp_path / "one-site", tmp_path / "one", paths_in(tmp_path / "one"), {"a.html"})
    spare_of(tmp_path / "site").symlink_to(spare_of(tmp_path / "one-site"))
    (tmp_path / "new").mkdir()
    before = apart_from_old(tmp_path)
    take_spare(tmp_path / "site", tmp_path / "new")
    leave_spare(tmp_path / "site", tmp_path / "two", paths_in(tmp_path / "two"), {"a.html"})
    assert apart_from_old(tmp_path) == before
    assert spare_of(tmp_path / "site").is_symlink()
