"""The command as people type it: what it writes, what it says, and how it ends."""

from __future__ import annotations

import os
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from shutil import copytree
from threading import Thread

import pytest

from archive.command_line import command_line
from build_archive import main
from tests.building import ROOT, Archive, write
from tests.test_golden import GOLDEN
from tests.test_publishing import clone, differing, snapshot

PATIENCE = 60
"""Seconds that a machine, however busy, needs for anything here; tests go on as soon as it is done."""
README = ROOT / "README.md"
SITE_IS_THERE = r"site/index\.html \([\d,]+ files, [\d.]+ s: [a-zA-Z ]+ [\d.]+(, [a-zA-Z ]+ [\d.]+)*\)\n"
STAGES = [
    "read records",
    "read and link",
    "count facets",
    "find related articles",
    "render pages",
    "index",
    "keep pages",
    "publish with MkDocs",
]


def environment(**variables: str) -> dict[str, str]:
    """That of a person at a terminal, with *variables*."""
    own = {name: value for name, value in os.environ.items() if name != "CI"}
    return {**own, "COLUMNS": "120", "NO_COLOR": "1", **variables}


def command(*arguments: str | Path, cwd: Path, code: Path = ROOT, **variables: str) -> subprocess.CompletedProcess[str]:
    """``python build_archive.py`` with *arguments*, run in *cwd*."""
    return subprocess.run(
        [sys.executable, code / "build_archive.py", *arguments],
        cwd=cwd,
        env=environment(**variables),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def eventually(condition: Callable[[], bool], say: Callable[[], str]) -> None:
    """Waits until *condition* holds; fails with what *say* says when it never does."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, say()
        time.sleep(0.05)


class Terminal:
    """A program at a terminal: what it shows there, and the keys that a person presses."""

    def __init__(self, *arguments: str | Path, cwd: Path, **variables: str) -> None:
        self._screen, at_terminal = os.openpty()
        # A machine that started the tests in the background made them ignore Ctrl-C, and a child would inherit that.
        previous = signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            self._program = subprocess.Popen(
                [sys.executable, ROOT / "build_archive.py", *arguments],
                cwd=cwd,
                env=environment(**variables),
                stdin=at_terminal,
                stdout=at_terminal,
                stderr=at_terminal,
                start_new_session=True,
            )
        finally:
            signal.signal(signal.SIGINT, previous)
            os.close(at_terminal)
        self._shown = bytearray()
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        with suppress(OSError):  # Linux's way to say that the last program left the terminal
            while data := os.read(self._screen, 4096):
                self._shown += data

    @property
    def shown(self) -> str:
        """Everything written so far, control sequences too."""
        return self._shown.decode("utf-8", errors="replace").replace("\r\n", "\n")

    def wait_for(self, text: str) -> None:
        """Waits until *text* was shown; fails when the program ends without."""
        eventually(lambda: text in self.shown or self._program.poll() is not None, lambda: self.shown)
        assert text in self.shown, self.shown

    def press_ctrl_c(self) -> None:
        """As a terminal does it: every program of the session is told."""
        os.killpg(self._program.pid, signal.SIGINT)

    def terminate(self) -> None:
        """As a service manager or a cancelled CI job does it: only the program itself is told."""
        self._program.terminate()

    def end(self) -> int:
        """Waits for the program's end; its exit status."""
        status = self._program.wait(PATIENCE)
        self._reader.join(PATIENCE)
        return status

    def close(self) -> None:
        """Ends whatever still runs."""
        with suppress(ProcessLookupError):
            os.killpg(self._program.pid, signal.SIGKILL)
        self._program.wait()
        self._reader.join()
        os.close(self._screen)


@contextmanager
def at_terminal(*arguments: str | Path, cwd: Path, **variables: str) -> Iterator[Terminal]:
    """The program while the block runs."""
    with closing(Terminal(*arguments, cwd=cwd, **variables)) as terminal:
        yield terminal


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    """The golden archive's sources, to be built and changed."""
    root = tmp_path / "archive"
    copytree(GOLDEN / "seeds", root / "seeds")
    write(root, {"mkdocs.yml": (GOLDEN / "mkdocs.yml").read_bytes(), "docs/essay.md": "# Essay\n"})
    return Archive(root)


@pytest.fixture
def old_site(archive: Archive) -> dict[str, bytes]:
    """What an earlier build left in the archive's site/."""
    write(archive.site, {"index.html": "<p>old</p>", "data/articles.jsonl": ""})
    return snapshot(archive.site)


# Building


def test_the_command_alone_builds_the_archive_that_it_stands_in(tmp_path: Path) -> None:
    root = clone(tmp_path)

    def git(*arguments: str) -> str:
        done = subprocess.run(["git", *arguments], cwd=root, capture_output=True, encoding="utf-8", check=True)
        return done.stdout

    git("init", "--quiet")
    git("add", "--all")
    done = command(cwd=root, code=root)
    assert (done.returncode, done.stdout) == (0, "")
    assert re.fullmatch(SITE_IS_THERE, done.stderr)
    assert (root / "site" / "index.html").is_file()
    assert (root / "docs" / "articles" / "index.md").is_file()
    assert git("ls-files", "--others", "--modified", "--exclude-standard") == ""


def test_build_is_the_default(archive: Archive) -> None:
    assert command("build", cwd=archive.root).returncode == 0
    named = snapshot(archive.site)
    assert command(cwd=archive.root).returncode == 0
    assert differing(snapshot(archive.site), named) == []


def test_another_archive_is_built_from_anywhere_into_anywhere(archive: Archive, tmp_path: Path) -> None:
    code = clone(tmp_path / "code")
    write(code, {"docs/places/alep.md": "---\ntitle: Alep\nkind: place\n---\n"})
    before = snapshot(code)
    where = ("-f", "archive/mkdocs.yml", "--site", "public/one")
    done = command(*where, cwd=tmp_path, code=code, PYTHONDONTWRITEBYTECODE="1")
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert done.stderr.startswith("public/one/index.html (")
    assert "Port-Avel" in (tmp_path / "public" / "one" / "articles" / "dockers.html").read_text(encoding="utf-8")
    assert not archive.site.exists()
    assert differing(snapshot(code), before) == []


def test_other_seeds_leave_the_archives_own_pages_alone(archive: Archive, tmp_path: Path) -> None:
    write(archive.root, {"docs/places/alep.md": "---\ntitle: Alep\nkind: place\n---\n"})
    before = snapshot(archive.root)
    write(tmp_path, {"seeds/articles/other.txt": "Another archive's only text.\n"})
    done = command("--seeds", tmp_path / "seeds", "--site", tmp_path / "site", cwd=archive.root)
    assert done.returncode == 0, done.stderr
    pages = sorted(path for path in snapshot(tmp_path / "site") if path.startswith(("articles", "places", "essay")))
    assert pages == [
        "articles/index.html",
        "articles/other.html",
        "essay.html",
        "places/index.html",
        "places/index/none.html",
    ]
    assert differing(snapshot(archive.root), before) == []


def test_check_writes_nothing(archive: Archive) -> None:
    before = snapshot(archive.root)
    done = command("check", cwd=archive.root)
    assert (done.returncode, done.stdout) == (0, "")
    *_, end = done.stderr.splitlines()
    assert re.fullmatch(r"errors: 0, warnings: \d \(articles: 4, records: 8\)", end)
    assert differing(snapshot(archive.root), before) == []


@pytest.mark.parametrize(
    ("task", "end"),
    [
        ("check", r"errors: 3, warnings: \d \(articles: 5, records: 8\)"),
        ("build", r"3 problems; the site is as it was"),
    ],
)
def test_every_mistake_is_said_at_once_and_nothing_written(
    archive: Archive, old_site: dict[str, bytes], task: str, end: str
) -> None:
    write(archive.root, {"seeds/articles/bad.txt": "---\nfoo: 1\ndate: 5/48\n---\nText.\n", "seeds/articles/x.md": ""})
    before = snapshot(archive.root)
    done = command(task, "--quiet", cwd=archive.root)
    lines = done.stderr.splitlines()
    assert (done.returncode, done.stdout, len(lines)) == (1, "", 4)
    places = ["seeds/articles/bad.txt:2: foo:", "seeds/articles/bad.txt:3: date:", "seeds/articles/x.md:"]
    assert [line.startswith(place) for line, place in zip(lines, places, strict=False)] == [True] * 3
    assert re.fullmatch(end, lines[-1])
    assert differing(snapshot(archive.root), before) == []


# What it says


def test_quiet_says_nothing_but_errors(archive: Archive) -> None:
    done = command("--quiet", cwd=archive.root)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_terminal_shows_the_stages_on_one_line(archive: Archive) -> None:
    with at_terminal(cwd=archive.root) as terminal:
        assert terminal.end() == 0
        *stages, last = terminal.shown.split("\r\x1b[K")
    begun = [stage.removesuffix(" …") for stage in stages if stage.endswith(" …")]
    assert [re.sub(r" \(\d+\)", "", stage) for stage in begun] == STAGES
    assert re.fullmatch(SITE_IS_THERE, last)


def test_a_mistake_stands_on_a_line_of_its_own(archive: Archive) -> None:
    write(archive.root, {"seeds/articles/bad.txt": ""})
    with at_terminal(cwd=archive.root) as terminal:
        assert terminal.end() == 1
        assert terminal.shown == (
            "\r\x1b[Kread records …\r\x1b[Kread and link (5) …\r\x1b[K"
            "seeds/articles/bad.txt:1: has no text; paste the article below the front matter\n"
            "1 problem; the site is as it was\n"
        )


def test_ci_sees_one_line(archive: Archive) -> None:
    with at_terminal(cwd=archive.root, CI="true") as terminal:
        assert terminal.end() == 0
        assert re.fullmatch(SITE_IS_THERE, terminal.shown)


def test_timings_say_what_every_stage_cost(archive: Archive) -> None:
    begun = time.monotonic()
    done = command("--timings", cwd=archive.root)
    passed = time.monotonic() - begun
    assert (done.returncode, done.stdout) == (0, "")
    head, *lines, last = done.stderr.splitlines(keepends=True)
    assert head.split() == ["stage", "things", "s", "CPU", "s", "MB"]
    assert re.fullmatch(SITE_IS_THERE, last)
    form = re.compile(r"(?P<stage>[a-zA-Z ]*[a-zA-Z])  +(\d+  +)?(?P<s>[\d.]+) +(?P<work>[\d.]+) +(?P<memory>\d+)\n")
    *stages, whole = (match for line in lines if (match := form.fullmatch(line)))
    assert [stage["stage"] for stage in (*stages, whole)] == ["start", *STAGES, "all"]
    for column in ("s", "work"):
        total = sum(float(stage[column]) for stage in stages)
        assert 0 < float(whole[column]) == pytest.approx(total, abs=0.005 * len(lines))
    assert float(whole["s"]) <= passed
    assert int(whole["memory"]) == max(int(stage["memory"]) for stage in stages) > 0


# How it ends


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["bulid"], "invalid choice: 'bulid'"),
        (["--seed"], "expected one argument"),
        (["--nope"], "unrecognized arguments: --nope"),
        (["check", "--timings"], "check takes no --timings"),
        (["--quiet", "--timings"], "not allowed with argument"),
        (["serve", "--address", "8000"], "'8000' is no HOST:PORT, such as 127.0.0.1:8000"),
        (["serve", "--address", "localhost:99999"], "'localhost:99999' is no HOST:PORT, such as 127.0.0.1:8000"),
    ],
)
def test_wrong_usage_ends_with_2(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("config", "said"),
    [
        (None, r"mkdocs\.yml: no such file; name the archive's mkdocs\.yml with -f"),
        ("site_name: [x\n", r"mkdocs\.yml:2: is not YAML: expected .+; correct the line"),
        ("site_name: \x01\n", r"mkdocs\.yml: is not YAML: special characters are not allowed; correct the line"),
        ("day: 2024-13-01\n", r"mkdocs\.yml: is not YAML: month must be in 1\.\.12; correct the line"),
        (b"site_name: \xe9\n", r"mkdocs\.yml: cannot be read \(.+\); save it as UTF-8"),
        ("- site_name\n", r"mkdocs\.yml:1: is no list of settings; begin with 'site_name: …'"),
        ("", r"mkdocs\.yml:1: is no list of settings; begin with 'site_name: …'"),
        (
            "theme: {language: de}\n",
            r"mkdocs\.yml: theme\.language: no messages for the language 'de'; there are: en, fr; choose one .+",
        ),
    ],
)
def test_settings_that_cannot_be_used_are_one_line(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    config: str | bytes | None,
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    if config is not None:
        write(tmp_path, {"mkdocs.yml": config})
    for task in ("build", "check"):
        assert main([task]) == 1
        first, last = capsys.readouterr().err.splitlines()
        assert re.fullmatch(said, first)
        assert last == "1 problem; the site is as it was"


def test_a_disk_that_refuses_is_said_in_one_line(archive: Archive, old_site: dict[str, bytes]) -> None:
    write(archive.root, {"file": ""})
    done = command("--site", "file/site", cwd=archive.root)
    assert done.returncode == 1
    assert re.fullmatch(r"\[Errno \d+\] \w.+: '.*file'; the site is as it was\n", done.stderr)


@pytest.mark.parametrize("stop", [Terminal.press_ctrl_c, Terminal.terminate])
@pytest.mark.parametrize("stage", ["read records", "publish with MkDocs"])
def test_a_build_that_is_stopped_leaves_the_old_site(
    archive: Archive, old_site: dict[str, bytes], stage: str, stop: Callable[[Terminal], None]
) -> None:
    with at_terminal(cwd=archive.root) as terminal:
        terminal.wait_for(stage)
        stop(terminal)
        assert terminal.end() == 130
        assert terminal.shown.endswith("\r\x1b[Kinterrupted; the site is as it was\n")
        assert "Traceback" not in terminal.shown
    assert differing(snapshot(archive.site), old_site) == []
    assert {path.name for path in archive.root.iterdir() if path.name.startswith(".")} <= {".cache"}


# What is written about it


def help_text() -> str:
    done = command("--help", cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def options_in(text: str) -> set[str]:
    return set(re.findall(r"(?<!\w)--[a-z-]+", text))


def test_the_help_names_every_command_and_option() -> None:
    options = {"--help", "--config-file", "--seeds", "--site", "--address", "--against", "--summary", "--quiet"}
    options |= {"--timings", "--dry-run", "--into", "--format", "--encoding", "--repair"}
    assert options_in(help_text()) == options
    assert "{build,check,serve,add}" in help_text()
    assert "Exit status: 0 good, 1 the archive has errors (one line each), 2 wrong usage." in help_text()


def test_the_readme_mentions_every_command_and_option() -> None:
    readme, usage = README.read_text(encoding="utf-8"), help_text()
    commands = re.findall(r"\[\{([a-z,]+)\}\]", usage)[0].split(",")
    assert [name for name in commands if name != "build" and f"build_archive.py {name}" not in readme] == []
    assert sorted(options_in(usage) - options_in(readme)) == []


def test_what_the_readme_says_to_type_is_understood() -> None:
    lines = re.findall(r"(?m)^[\w./]*python[\d.]* build_archive\.py(.*)$", README.read_text(encoding="utf-8"))
    assert lines
    for line in lines:
        command_line().parse_intermixed_args(shlex.split(line, comments=True))


def test_every_task_of_make_that_is_written_about_exists() -> None:
    texts = [(ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "CONTRIBUTING.md")]
    named = set(re.findall(r"(?m)(?:^|`)make ([a-z]+)", "\n".join(texts)))
    tasks = set(re.findall(r"(?m)^([a-z]+):.*##", (ROOT / "Makefile").read_text(encoding="utf-8")))
    assert {"site", "serve", "test"} <= named <= tasks
