"""Never half a site: whatever ends a build, the site is the old one or the new one, and the next build tidies up."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from shutil import copytree, rmtree
from typing import IO

import pytest

from archive import staging as staging_room
from archive.problems import ArchiveError
from archive.staging import alone, check_site_target, whole_site
from tests.building import ROOT, Archive, build, write
from tests.test_command import PATIENCE, at_terminal, eventually
from tests.test_publishing import differing, snapshot
from tests.test_writing import files, folders, here, refusal

__all__ = ["here"]  # the fixture

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals, mounts and limits are POSIX's")

# Stopping the real command at a moment that a test names

ORDERS = r".*/stamping\.json"
"""What is written when the pages are there, and MkDocs is to begin."""
LISTENER = r"""
import ctypes, os, re, sys, time

who = "mkdocs" if "archive.stamping.ready" in sys.orig_argv else "build"
verbs = {"import", "open", "os.chmod", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "shutil.rmtree"}
verbs.add("subprocess.Popen")
pattern, do, go = (os.environ[f"TEST_{name}"] for name in ("MOMENT", "DO", "GO"))

class NoExchange(ctypes.CDLL):
    def __getattr__(self, name):
        if name in ("renameat2", "renamex_np"):
            raise AttributeError(name)
        return super().__getattr__(name)

if "TEST_TWO_STEPS" in os.environ:
    ctypes.CDLL = NoExchange

done = []

def listen(event, arguments):
    if event not in verbs or done or not re.search(pattern, f"{who} {event} {' '.join(map(str, arguments[:2]))}"):
        return
    done.append(event)
    if do != "wait":
        os.kill(os.getpid(), int(do))
    open(go + ".waiting", "w").close()
    while not os.path.exists(go):
        time.sleep(0.02)

sys.addaudithook(listen)
"""
"""A ``sitecustomize``: Python tells its hook what it is about to do, in the command and in MkDocs under it."""


def stopped(folder: Path, moment: str, do: signal.Signals | str, **variables: str) -> dict[str, str]:
    """The environment in which the command does *do* at *moment*: a signal to itself, or ``wait``.

    *moment* is searched for in such lines as ``build os.rename /a /b``. Who waits creates ``go.waiting`` in *folder*,
    and goes on once there is a file ``go``.
    """
    write(folder, {"listener/sitecustomize.py": LISTENER})
    what = {"MOMENT": moment, "DO": do if isinstance(do, str) else str(int(do)), "GO": str(folder / "go")}
    named = {f"TEST_{name}": value for name, value in {**what, **variables}.items()}
    return {**os.environ, **named, "PYTHONPATH": str(folder / "listener")}


def start(archive: Archive, environment: dict[str, str] | None = None) -> subprocess.Popen[str]:
    """The command at work on *archive*, in a process group of its own."""
    command = [sys.executable, str(ROOT / "build_archive.py"), "-f", str(archive.root / "mkdocs.yml")]
    # A machine that started the tests in the background made them ignore Ctrl-C, and a child would inherit that.
    previous = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return subprocess.Popen(
            command, env=environment, stderr=subprocess.PIPE, encoding="utf-8", cwd=archive.root, process_group=0
        )
    finally:
        signal.signal(signal.SIGINT, previous)


def end(program: subprocess.Popen[str]) -> tuple[int, str]:
    """(exit status, what it said) once it has ended."""
    said = program.communicate(timeout=PATIENCE)[1]
    return program.returncode, said


def run(archive: Archive, environment: dict[str, str] | None = None) -> tuple[int, str]:
    return end(start(archive, environment))


# An archive that becomes another one, and back

OLD = {"seeds/articles/un.txt": "Un mot d’Alep.\n", "seeds/articles/ancien.txt": "Un ancien texte.\n"}
NEW = {"seeds/articles/un.txt": "Un autre mot d’Alep.\n", "seeds/articles/nouveau.txt": "Un nouveau texte.\n"}
COMMON = {  # with such a navigation, pages that do not change are kept
    "mkdocs.yml": "site_name: Mini\ntheme: {name: material, language: en}\nplugins: []\n"
    "nav: [index.md, articles/index.md, about.md]\nvalidation: {nav: {omitted_files: ignore}}\n",
    "seeds/authorities/places.yml": "- {id: alep, heading: Alep, type: city}\n",
}


def become(archive: Archive, seeds: dict[str, str]) -> None:
    """Changes the seeds, not the site."""
    for path in (archive.root / "seeds" / "articles").iterdir():
        path.unlink()
    write(archive.root, seeds)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Archive, Archive]:
    """The archive as it was, and as it becomes, built."""
    old, new = (
        build(tmp_path_factory.mktemp(name), {**COMMON, **seeds}) for name, seeds in [("old", OLD), ("new", NEW)]
    )
    return old, new


@pytest.fixture(scope="module")
def sites(built: tuple[Archive, Archive]) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The two whole sites, file for file."""
    old, new = (snapshot(archive.site) for archive in built)
    assert differing(old, new)
    return old, new


@pytest.fixture
def archive(built: tuple[Archive, Archive], tmp_path: Path) -> Archive:
    """An archive with its old site and new seeds."""
    archive = Archive(tmp_path / "archive")
    copytree(built[0].root, archive.root)
    become(archive, NEW)
    return archive


def left_behind(archive: Archive) -> list[str]:
    """What only a build that was killed may leave: all but sources, pages, site, its spare and what it remembers."""
    expected = {".cache", ".site.spare", "docs", "mkdocs.yml", "seeds", "site"}
    hidden = [
        path.relative_to(archive.root).as_posix() for path in archive.root.rglob(".*") if path.name not in expected
    ]
    return hidden + sorted({path.name for path in archive.root.iterdir()} - expected)


def assert_whole(archive: Archive, built: Archive) -> None:
    """Site and pages are those of *built*, and nothing else is there."""
    assert differing(snapshot(archive.site), snapshot(built.site)) == []
    assert differing(snapshot(archive.root / "docs"), snapshot(built.root / "docs")) == []
    assert left_behind(archive) == []


# Killed


def test_a_build_killed_at_any_time_leaves_one_whole_site_and_the_next_one_tidies_up(
    archive: Archive, built: tuple[Archive, Archive], sites: tuple[dict[str, bytes], dict[str, bytes]]
) -> None:
    """Fifty times, spread over what a build takes here; MkDocs is killed too, or survives and finds its work gone."""
    chance = random.Random(50)  # noqa: S311 - the same moments on every run
    begun = time.monotonic()
    assert run(archive)[0] == 0
    whole = time.monotonic() - begun
    killed = 0
    for turn in range(50):
        become(archive, OLD if turn % 2 else NEW)
        program = start(archive)
        with suppress(subprocess.TimeoutExpired):
            program.wait(chance.random() * whole)
        if chance.random() < 0.5:
            program.kill()
        else:
            with suppress(ProcessLookupError):
                os.killpg(program.pid, signal.SIGKILL)
        program.communicate()
        killed += program.returncode == -signal.SIGKILL
        assert snapshot(archive.site) in sites
        if turn % 5 == 4:
            status, said = run(archive)
            assert status == 0, said
            assert_whole(archive, built[0 if turn % 2 else 1])
    assert killed > 25


# The moments of a swap; "old" stands for what is there before it, "new" for after.
SWAP = [
    ("build os.mkdir .*new-", "old"),
    ("build subprocess.Popen ", "old"),
    (f"build open {ORDERS}", "old"),
    ("mkdocs os.mkdir .*/new-[^/]*/articles", "old"),
    ("build os.chmod .*/new-", "old"),
    ("build os.rename .*/site", "new"),  # never happens
    (r"build shutil.rmtree .*/\.site\.building/new-", "new"),
    (r"build os.rmdir .*/\.site\.building", "new"),
]


@pytest.mark.parametrize(("moment", "site"), SWAP)
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the file system may know no exchange")
def test_a_swap_is_one_step(
    archive: Archive, built: tuple[Archive, Archive], tmp_path: Path, moment: str, site: str
) -> None:
    run(archive, stopped(tmp_path, moment, signal.SIGKILL))
    assert differing(snapshot(archive.site), snapshot(built[site == "new"].site)) == []
    assert run(archive)[0] == 0
    assert_whole(archive, built[1])


TWO_STEPS = [
    ("build os.rename .*/site .*/old", "old"),
    ("build os.rename .*/new-.* .*/site", None),
    ("build shutil.rmtree .*/old", "new"),
]


@pytest.mark.parametrize(("moment", "site"), TWO_STEPS)
def test_a_system_without_such_a_step_has_a_way_back(
    archive: Archive, built: tuple[Archive, Archive], tmp_path: Path, moment: str, site: str | None
) -> None:
    assert run(archive, stopped(tmp_path, moment, signal.SIGKILL, TWO_STEPS=""))[0] == -signal.SIGKILL
    if site is None:
        assert not archive.site.exists()
    else:
        assert differing(snapshot(archive.site), snapshot(built[site == "new"].site)) == []
    assert run(archive)[0] == 0
    assert_whole(archive, built[1])


def test_the_way_back_needs_no_good_archive(archive: Archive, built: tuple[Archive, Archive], tmp_path: Path) -> None:
    """The next build may find mistakes: its message says that the site is as it was."""
    run(archive, stopped(tmp_path, "build os.rename .*/new-.* .*/site", signal.SIGKILL, TWO_STEPS=""))
    assert not archive.site.exists()
    write(archive.root, {"seeds/articles/bad.txt": ""})
    status, said = run(archive)
    assert (status, said.splitlines()[-1]) == (1, "1 problem; the site is as it was")
    assert differing(snapshot(archive.site), snapshot(built[0].site)) == []
    assert left_behind(archive) == []


def test_pages_half_written_are_completed_and_their_traces_removed(
    archive: Archive, built: tuple[Archive, Archive], tmp_path: Path
) -> None:
    run(archive, stopped(tmp_path, r"build os.rename .*/docs/index\.md", signal.SIGKILL))
    run(archive, stopped(tmp_path, r"build os.rename .*/docs/articles/un\.md", signal.SIGKILL))
    become(archive, {"seeds/articles/un.txt": NEW["seeds/articles/un.txt"]})
    run(archive, stopped(tmp_path, r"build os.rename .*/docs/data/articles", signal.SIGKILL))
    become(archive, NEW)
    assert [path.name for path in archive.root.glob(".docs.building/new-*")]
    assert differing(snapshot(archive.site), snapshot(built[0].site)) == []
    assert run(archive)[0] == 0
    assert_whole(archive, built[1])


# Two at once


def silent(text: str) -> None:
    raise AssertionError(text)


def test_a_second_build_waits_and_ends_with_the_newest_seeds(
    archive: Archive, built: tuple[Archive, Archive], tmp_path: Path
) -> None:
    become(archive, OLD)
    first = start(archive, stopped(tmp_path, f"build open {ORDERS}", "wait"))
    eventually((tmp_path / "go.waiting").exists, lambda: str(first.poll()))
    become(archive, NEW)
    with at_terminal(cwd=archive.root) as second:
        second.wait_for("site: waiting for another build to end\n")
        assert differing(snapshot(archive.site), snapshot(built[0].site)) == []
        write(tmp_path, {"go": ""})
        assert second.end() == 0
        assert second.shown.count("waiting") == 1
    assert end(first)[0] == 0
    assert_whole(archive, built[1])


def test_builds_of_one_archive_into_two_sites_do_not_mix_its_pages(
    archive: Archive, built: tuple[Archive, Archive], tmp_path: Path
) -> None:
    first = start(archive, stopped(tmp_path, f"build open {ORDERS}", "wait"))
    eventually((tmp_path / "go.waiting").exists, lambda: str(first.poll()))
    become(archive, OLD)
    with at_terminal("--site", tmp_path / "elsewhere", cwd=archive.root) as second:
        second.wait_for("docs: waiting for another build to end\n")
        write(tmp_path, {"go": ""})
        assert second.end() == 0
    assert end(first)[0] == 0
    assert differing(snapshot(archive.site), snapshot(built[1].site)) == []
    assert differing(snapshot(tmp_path / "elsewhere"), snapshot(built[0].site)) == []


def test_many_builds_at_once_end_well(archive: Archive, built: tuple[Archive, Archive]) -> None:
    builds = [start(archive) for _ in range(4)]
    assert [(status, said) for status, said in map(end, builds) if status] == []
    assert_whole(archive, built[1])


def test_a_build_waits_for_the_mkdocs_of_one_that_was_killed(
    archive: Archive, built: tuple[Archive, Archive], tmp_path: Path
) -> None:
    first = start(archive, stopped(tmp_path, "mkdocs os.mkdir .*/new-[^/]*/articles", "wait"))
    eventually((tmp_path / "go.waiting").exists, lambda: str(first.poll()))
    first.kill()
    with at_terminal(cwd=archive.root) as second:
        second.wait_for("site: waiting for another build to end\n")
        write(tmp_path, {"go": ""})
        assert second.end() == 0
    end(first)
    assert_whole(archive, built[1])


def test_a_lock_that_goes_while_it_is_taken_is_no_lock(here: Path, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its holder ended between the two, and whoever comes next makes a new one."""
    take, taken = staging_room._take, []

    def take_late(lock: IO[bytes]) -> bool:
        taken.append(lock)
        if len(taken) == 1:
            rmtree(here / ".site.building")
        return take(lock)

    monkeypatch.setattr(staging_room, "_take", take_late)
    with alone(site, silent) as workspace:
        assert files(workspace) == {"lock": ""}
    assert len(taken) == 2


# Interrupted


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (r"build import archive\.collection", "the site is as it was"),
        ("build os.mkdir .*/new-", "the site is as it was"),
        ("build os.rename .*/docs/", "the site is as it was"),
        ("build subprocess.Popen ", "the site is as it was"),
        (f"build open {ORDERS}", "the site is as it was"),
        ("build os.chmod .*/new-", "the site is as it was"),
        (r"build shutil.rmtree .*/\.site\.building/new-", "the new site is in place"),
    ],
)
def test_ctrl_c_ends_with_one_true_line(
    archive: Archive, built: tuple[Archive, Archive], tmp_path: Path, moment: str, said: str
) -> None:
    assert run(archive, stopped(tmp_path, moment, signal.SIGINT)) == (130, f"interrupted; {said}\n")
    assert differing(snapshot(archive.site), snapshot(built["new" in said].site)) == []
    assert left_behind(archive) == []


def test_who_waits_can_be_interrupted(archive: Archive) -> None:
    with (
        alone(archive.site, silent),
        at_terminal(cwd=archive.root) as terminal,
    ):
        terminal.wait_for("waiting for another build")
        terminal.press_ctrl_c()
        assert terminal.end() == 130
        assert terminal.shown.endswith("interrupted; the site is as it was\n")
    assert left_behind(archive) == []


# What the disk may refuse


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """A small disk of its own, mounted with the options that a test gives; called again, mounted anew with others."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = False

    def mount(options: str) -> Path:
        nonlocal mounted
        command = ["mount", "-t", "tmpfs", "-o", f"{'remount,' if mounted else ''}{options}", "tmpfs", str(folder)]
        try:
            done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        except FileNotFoundError:
            pytest.skip("no mount here")
        if done.returncode:
            pytest.skip(f"only root may mount a disk: {done.stderr.strip()}")
        mounted = True
        return folder

    yield mount
    if mounted:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_leaves_the_old_site(built: tuple[Archive, Archive], disk: Callable[[str], Path]) -> None:
    archive = Archive(disk("size=40m") / "archive")
    copytree(built[0].root, archive.root)
    become(archive, NEW)
    used = sum(path.stat().st_blocks * 512 for path in archive.root.rglob("*"))
    for room in (0, 40_000, 400_000, 1_500_000):  # for nothing, for some pages, for all of them, for half a site
        disk(f"size={used + room}")
        status, said = run(archive)
        assert status == 1
        assert re.fullmatch(r"\[Errno 28\] No space left on device.*; the site is as it was\n", said), said
        assert differing(snapshot(archive.site), snapshot(built[0].site)) == []
        assert left_behind(archive) == []
    disk("size=40m")
    assert run(archive)[0] == 0
    assert_whole(archive, built[1])


LIMITED = """
import resource, runpy, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
sys.path.insert(0, sys.argv[2])
sys.argv = ["build_archive.py"]
runpy.run_path(f"{sys.path[0]}/build_archive.py", run_name="__main__")
"""


def test_a_file_that_cannot_be_written_to_its_end_leaves_the_old_site(
    archive: Archive, built: tuple[Archive, Archive]
) -> None:
    """As on a full disk, for those who are not root: no file may grow beyond a limit."""
    for limit in (2_000, 60_000, 100_000):
        program = [sys.executable, "-c", LIMITED, str(limit), str(ROOT)]
        done = subprocess.run(program, cwd=archive.root, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == 1, done.stderr
        assert re.fullmatch(r"\[Errno 27\] File too large.*; the site is as it was\n", done.stderr), done.stderr
        assert differing(snapshot(archive.site), snapshot(built[0].site)) == []
        assert left_behind(archive) == []
    assert run(archive)[0] == 0
    assert_whole(archive, built[1])


def test_a_target_that_is_read_only_is_said_in_one_line(
    archive: Archive, built: tuple[Archive, Archive], disk: Callable[[str], Path]
) -> None:
    target = disk("size=40m") / "public" / "site"
    assert _to(archive, target) == (0, "")
    disk("ro,size=40m")
    write(archive.root, {"seeds/articles/un.txt": "Un troisième mot.\n"})
    status, said = _to(archive, target)
    assert status == 1
    assert re.fullmatch(r"\[Errno 30\] Read-only file system: '.*'; the site is as it was\n", said), said
    assert differing(snapshot(target), snapshot(built[1].site)) == []


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write everywhere")
def test_a_target_that_is_someone_elses_is_said_in_one_line(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir(mode=0o555)
    status, said = _to(archive, tmp_path / "theirs" / "site")
    assert status == 1
    assert re.fullmatch(r"\[Errno 13\] Permission denied: '.*'; the site is as it was\n", said), said


def test_a_site_may_stand_on_another_disk(
    archive: Archive, built: tuple[Archive, Archive], disk: Callable[[str], Path]
) -> None:
    target = disk("size=40m") / "deep" / "site"
    for seeds, expected in ((OLD, built[0]), (NEW, built[1])):
        become(archive, seeds)
        assert _to(archive, target) == (0, "")
        assert differing(snapshot(target), snapshot(expected.site)) == []
    status, said = _to(archive, target.parent.parent)
    assert status == 1
    assert "is where a disk is mounted, and cannot be replaced in whole; name a folder inside it with --site\n" in said


def _to(archive: Archive, site: Path) -> tuple[int, str]:
    command = [sys.executable, str(ROOT / "build_archive.py"), "--quiet", "--site", str(site)]
    done = subprocess.run(command, cwd=archive.root, capture_output=True, encoding="utf-8", check=False)
    return done.returncode, done.stderr


# What is not ours


@pytest.mark.parametrize(
    "theirs",
    [
        {".site.building/thesis.txt": "years of work"},
        {".site.building/old/thesis.txt": "years of work"},
        {".site.building/lock": "", ".site.building/notes/thesis.txt": "years of work"},
        {".site.building": "years of work"},
    ],
)
def test_a_strangers_folder_is_never_taken_for_a_builds(here: Path, site: Path, theirs: dict[str, str]) -> None:
    write(here, theirs)
    before = files(here)
    with pytest.raises(ArchiveError) as error, whole_site(site, silent):
        pass
    told = ".site.building: stands where a build works, and was not left there by one; move it elsewhere"
    assert refusal(error) == [told]
    assert files(here) == before


def test_a_link_is_never_taken_for_a_builds_folder(here: Path, site: Path) -> None:
    write(here, {"elsewhere/lock": "", "elsewhere/old/thesis.txt": "years of work"})
    for target in ("elsewhere", "nowhere"):
        (here / ".site.building").symlink_to(target)
        with pytest.raises(ArchiveError), whole_site(site, silent):
            pass
        (here / ".site.building").unlink()
    assert (here / "elsewhere" / "old" / "thesis.txt").is_file()


def test_folders_made_for_a_site_that_never_came_go_again(here: Path) -> None:
    def fail() -> None:
        with whole_site(here / "public" / "archive" / "site", silent):
            raise ArchiveError([])

    (here / "public").mkdir()
    with pytest.raises(ArchiveError):
        fail()
    assert folders(here) == ["public"]


# The swap itself

SITE = {"index.html": "<p>old</p>", "data/articles.jsonl": "{}\n", "places/gone.html": "<p>old</p>"}


@pytest.fixture
def site(here: Path) -> Path:
    """A site that was made before."""
    write(here / "site", SITE)
    return here / "site"


def test_a_site_is_replaced_in_whole(here: Path, site: Path) -> None:
    with whole_site(site, silent) as staging:
        write(staging.folder, {"index.html": "<p>new</p>"})
        assert files(site) == SITE
    assert files(here) == {"site/index.html": "<p>new</p>"}
    assert site.stat().st_mode & 0o777 == 0o755


def test_a_first_site_may_stand_in_a_folder_that_is_not_there(here: Path) -> None:
    with whole_site(here / "public" / "archive", silent) as staging:
        write(staging.folder, {"index.html": "<p>new</p>"})
    assert files(here) == {"public/archive/index.html": "<p>new</p>"}
    assert folders(here) == ["public", "public/archive"]


@pytest.mark.parametrize("fault", [ArchiveError([]), OSError(), KeyboardInterrupt(), RuntimeError()])
def test_a_site_that_fails_leaves_the_old_one_and_no_trace(here: Path, site: Path, fault: BaseException) -> None:
    def fail() -> None:
        with whole_site(site, silent) as staging:
            write(staging.folder, {"index.html": "<p>half</p>"})
            raise fault

    with pytest.raises(type(fault)):
        fail()
    assert files(here) == {f"site/{path}": text for path, text in SITE.items()}
    assert folders(here) == ["site", "site/data", "site/places"]


@pytest.fixture
def interrupted_swap(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Ctrl-C between the two renames of a swap in two steps: the one moment when there is no site."""
    monkeypatch.setattr(staging_room, "_LIBC", None)
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
    with pytest.raises(KeyboardInterrupt), whole_site(site, silent) as staging:
        write(staging.folder, {"index.html": "<p>new</p>"})
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
