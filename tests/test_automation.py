"""The repository's own automation: nothing in it is unsafe, and each of its steps does here what it does on GitHub."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
import yaml

from tests.adding.test_issue_form import issue
from tests.building import ROOT, seed, write
from tests.test_publishing import clone

GITHUB = ROOT / ".github"
WORKFLOWS = {
    path.stem: yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - `on` stays text
    for path in sorted((GITHUB / "workflows").glob("*.yml"))
}
PROGRAMS = Path(sys.executable).parent
ARTICLE = "seeds/articles/nouveau.txt"


def steps(workflow: str, job: str | None = None) -> Iterator[dict[str, Any]]:
    """The steps of a workflow, or of one of its jobs."""
    for name, one in WORKFLOWS[workflow]["jobs"].items():
        if job in (None, name):
            yield from one["steps"]


# What is unsafe


def findings(folder: Path) -> str:
    """What zizmor reports of *folder*, strictest; empty when it is content."""
    options = ["--offline", "--no-progress", "--persona", "auditor", "--format", "plain"]
    done = subprocess.run([PROGRAMS / "zizmor", *options, folder], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode in (0, 11, 12, 13, 14), done.stderr
    return done.stdout if done.returncode else ""


def test_nothing_in_the_automation_is_unsafe() -> None:
    assert findings(GITHUB) == ""


@pytest.mark.parametrize(
    ("file", "written", "instead", "found"),
    [
        ("check.yml", "actions/checkout@[0-9a-f]{40}", "actions/checkout@v6", "unpinned-uses"),
        ("check.yml", "run: mv pr/seeds", "run: echo ${{ github.head_ref }} pr/seeds", "template-injection"),
        ("check.yml", "on:\n  pull_request:", "on:\n  pull_request_target:", "dangerous-triggers"),
        ("check.yml", "permissions: {}", "permissions: write-all", "excessive-permissions"),
        ("pages.yml", "persist-credentials: false", "persist-credentials: true", "artipacked"),
    ],
)
def test_what_is_unsafe_would_be_found(tmp_path: Path, file: str, written: str, instead: str, found: str) -> None:
    copytree(GITHUB, tmp_path / ".github")
    path = tmp_path / ".github" / "workflows" / file
    text, times = re.subn(written, instead, path.read_text(encoding="utf-8"), count=1)
    assert times == 1
    path.write_text(text, encoding="utf-8")
    assert found in findings(tmp_path / ".github")


def test_every_action_is_pinned_to_one_version_that_a_person_can_read() -> None:
    pins: dict[str, set[str]] = {}
    for path in (GITHUB / "workflows").glob("*.yml"):
        for line in re.findall(r"uses: (.*)", path.read_text(encoding="utf-8")):
            match = re.fullmatch(r"([\w-]+/[\w-]+)(?:/[\w-]+)?@([0-9a-f]{40} # v\d+\.\d+\.\d+)", line)
            assert match, line
            pins.setdefault(match[1], set()).add(match[2])
    assert {action: len(versions) for action, versions in pins.items() if len(versions) > 1} == {}


def test_nothing_may_be_written_but_by_the_jobs_that_are_for_it() -> None:
    rights = {
        f"{workflow}.{job}": {right for right, level in one["permissions"].items() if level == "write"}
        for workflow, content in WORKFLOWS.items()
        for job, one in content["jobs"].items()
    }
    assert {content["permissions"] == {} for content in WORKFLOWS.values()} == {True}
    assert {job: write for job, write in rights.items() if write} == {
        "pages.deploy": {"pages", "id-token"},
        "article.propose": {"contents", "pull-requests"},
    }


def test_every_job_ends_by_itself() -> None:
    jobs = [one for content in WORKFLOWS.values() for one in content["jobs"].values()]
    assert all(5 <= int(one["timeout-minutes"]) <= 60 for one in jobs)


@pytest.mark.parametrize("workflow", WORKFLOWS)
def test_every_step_is_one_command_and_nothing_of_a_stranger_s_is_in_it(workflow: str) -> None:
    for step in steps(workflow):
        command = step.get("run", "true")
        assert "${{" not in command
        assert "shell" not in step
        assert re.search(r"[;|&<>`\n]|\$\(", command) is None, command
        assert re.fullmatch(r'(?:[^$]|"\$[A-Z_]+")*', command), command
        assert re.fullmatch(r"[a-z]+", shlex.split(command)[0])


# What the steps do


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "protocol.file.allow=always"]
    return subprocess.run(
        ["git", *identity, *arguments], cwd=folder, capture_output=True, encoding="utf-8", check=True
    ).stdout


class Runner:
    """A workspace in which the commands of a workflow are run, as GitHub's own runner does."""

    def __init__(self, workspace: Path) -> None:
        self.workspace = workspace
        self.summary = workspace.parent / "summary.md"
        self.said = ""

    def run(self, step: Mapping[str, Any], **variables: str) -> int:
        """Runs the command of *step*; returns its status."""
        done = subprocess.run(
            ["bash", "-e", "-c", step["run"]],
            cwd=self.workspace / step.get("working-directory", "."),
            env={
                **os.environ,
                "PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}",
                "CI": "true",
                "GITHUB_STEP_SUMMARY": str(self.summary),
                **{name: value.replace("${{ github.event.issue.number }}", "12") for name, value in variables.items()},
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        self.said = done.stdout
        return done.returncode

    def run_all(self, workflow: str, job: str, **variables: str) -> str:
        """Runs every command of a job until one fails; returns the name of that step, else nothing."""
        given = {**WORKFLOWS[workflow]["jobs"][job].get("env", {}), **variables}
        for step in steps(workflow, job):
            if "run" in step and self.run(step, **given) != 0:
                return str(step["name"])
        return ""


@pytest.fixture(scope="module")
def main_branch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository whose branch ``main`` is what this one would be once everything is committed."""
    repository = clone(tmp_path_factory.mktemp("main"))
    git(repository, "init", "--quiet", "--initial-branch", "main")
    git(repository, "add", "--all")
    git(repository, "commit", "--quiet", "-m", "The archive")
    return repository


def pull_request(main_branch: Path, folder: Path, files: Mapping[str, bytes | str], *deleted: str) -> Runner:
    """A workspace with what GitHub would merge, as the first step of the check fetches it."""
    fork = folder / "fork"
    git(folder, "clone", "--quiet", str(main_branch), str(fork))
    git(fork, "checkout", "--quiet", "-b", "change")
    write(fork, files)
    for name in deleted:
        (fork / name).unlink()
    git(fork, "add", "--all", "--force")
    git(fork, "commit", "--quiet", "-m", "A change")
    git(fork, "checkout", "--quiet", "main")
    git(fork, "merge", "--quiet", "--no-ff", "-m", "Merge it", "change")
    runner = Runner(folder / "workspace")
    runner.workspace.mkdir()
    git(folder, "clone", "--quiet", "--depth", "2", fork.as_uri(), str(runner.workspace / "pr"))
    return runner


NEW = seed("À Alep, ce 2 décembre 2024.\n", title="Neuf @all", outlet="rt-france", date="2024-12-02")


def test_the_check_shows_a_pull_request_s_articles_and_runs_nothing_of_it(main_branch: Path, tmp_path: Path) -> None:
    trap = "raise SystemExit('the code of the pull request ran')\n"
    traps = dict.fromkeys(
        (
            "build_archive.py",
            "mkdocs.py",
            "archive/__init__.py",
            "sitecustomize.py",
            "seeds/yaml.py",
            "yaml/__init__.py",
        ),
        trap,
    )
    overrides = {
        "templates/theme/main.html": "{{ 1/0 }}",
        "mkdocs.yml": "site_name: Ours now\n",
        "requirements.lock": "x",
    }
    runner = pull_request(main_branch, tmp_path, {ARTICLE: NEW, **traps, **overrides})
    assert runner.run_all("check", "check") == "", runner.said
    site = runner.workspace / "base" / "site"
    assert "Neuf @all" in (site / "articles" / "nouveau.html").read_text(encoding="utf-8")
    assert "Regards croisés" in (site / "index.html").read_text(encoding="utf-8")
    summary = runner.summary.read_text(encoding="utf-8")
    assert "### Nouveau : `Neuf @all`\n\n- fichier : `seeds/articles/nouveau.txt`\n" in summary
    assert "1 nouvel article." in summary


def test_the_check_tells_where_a_pull_request_is_wrong_as_github_names_its_files(
    main_branch: Path, tmp_path: Path
) -> None:
    bad = NEW.replace(b"2024-12-02", b"5/48")
    gone = min(path.name for path in (ROOT / "seeds" / "articles").iterdir())
    runner = pull_request(main_branch, tmp_path, {ARTICLE: bad}, f"seeds/articles/{gone}")
    assert runner.run_all("check", "check") == "Check, and sum up"
    errors = [line for line in runner.said.splitlines() if line.startswith("::error ")]
    assert [re.split("file=|,", line)[1] for line in errors] == [f"seeds/articles/{gone}", ARTICLE]
    assert "### Nouveau : `Neuf @all`" in runner.summary.read_text(encoding="utf-8")


def caching(workflow: str) -> dict[str, Any]:
    """The step of *workflow* that has to do with caches."""
    (step,) = (step for step in steps(workflow) if step.get("uses", "").startswith("actions/cache"))
    return step


def test_only_builds_of_the_main_branch_keep_what_they_know() -> None:
    assert {name for name in WORKFLOWS if any("actions/cache@" in step.get("uses", "") for step in steps(name))} == {
        "pages"
    }
    assert WORKFLOWS["pages"]["on"] == {"push": {"branches": ["main"]}, "workflow_dispatch": ""}
    assert caching("check")["uses"].startswith("actions/cache/restore@")


def test_a_check_finds_what_builds_of_the_main_branch_know(main_branch: Path, tmp_path: Path) -> None:
    kept, found = caching("pages")["with"], caching("check")["with"]
    assert found["path"] == kept["path"]
    assert kept["key"].startswith(found["key"].replace("base/", ""))
    assert found["key"].replace("base/", "") in kept["restore-keys"].splitlines()
    assert kept["restore-keys"].splitlines()[-1] == found["restore-keys"]
    for pattern in re.findall(r"'(.+?)'", kept["key"]):
        assert list(ROOT.glob(pattern)), pattern
    runner = pull_request(main_branch, tmp_path, {ARTICLE: NEW})
    write(runner.workspace, {f"{kept['path']}/of-the-main-branch": "known"})
    assert runner.run_all("check", "check") == "", runner.said
    assert (runner.workspace / "base" / kept["path"] / "of-the-main-branch").is_file()


def test_the_site_that_goes_to_pages_is_that_of_the_main_branch(main_branch: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", str(main_branch), "workspace")
    runner = Runner(tmp_path / "workspace")
    assert runner.run_all("pages", "build") == "", runner.said
    (upload,) = (step for step in steps("pages", "build") if "upload-pages-artifact" in step.get("uses", ""))
    assert (runner.workspace / upload["with"]["path"] / "index.html").is_file()


def test_the_tests_are_run_by_a_task_that_there_is(main_branch: Path) -> None:
    (step,) = (step for step in steps("test") if "run" in step)
    runner = Runner(main_branch)
    assert runner.run(step, MAKEFLAGS="n") == 0, runner.said
    assert "/pytest" in runner.said


# From the issue form to a pull request

PROGRAM = """#!/bin/sh
echo "$@" >> "$0.calls"
"""
"""In place of GitHub's own program, which nobody can run here: it notes what it is asked."""


def proposed(main_branch: Path, folder: Path, event: object) -> tuple[Runner, str]:
    """The workspace of the job that reads the form, and the name of its step that failed."""
    git(folder, "clone", "--quiet", str(main_branch), "workspace")
    write(folder, {"event.json": json.dumps(event)})
    runner = Runner(folder / "workspace")
    return runner, runner.run_all("article", "read", GITHUB_EVENT_PATH=str(folder / "event.json"))


def test_an_issue_becomes_a_branch_with_one_article_and_a_pull_request(main_branch: Path, tmp_path: Path) -> None:
    text = 'À Alep, ce 2 décembre 2024.\n\n### $(touch ran) `touch ran` "; touch ran'
    reader, failed = proposed(main_branch, tmp_path, issue(text, title="$(touch ran)", outlet="RT France"))
    assert failed == "", reader.said
    git(tmp_path, "clone", "--quiet", "--bare", str(main_branch), "origin")
    git(tmp_path, "clone", "--quiet", "origin", "writer/workspace")
    writer = Runner(tmp_path / "writer" / "workspace")
    proposal = writer.workspace / "proposal"
    copytree(reader.workspace / "proposal", proposal)
    strange = ("x.txt", "articles/UPPER.txt", "articles/a b.txt", "articles/x.yml", "articles/sub/x.txt")
    write(proposal, dict.fromkeys(strange, "no article of the form"))
    (proposal / "articles" / "link.txt").symlink_to("/etc/passwd")
    write(tmp_path, {"bin/gh": PROGRAM})
    (tmp_path / "bin" / "gh").chmod(0o755)
    path = f"{tmp_path / 'bin'}{os.pathsep}{PROGRAMS}{os.pathsep}{os.environ['PATH']}"
    assert writer.run_all("article", "propose", PATH=path) == "", writer.said
    changed = git(tmp_path / "origin", "diff", "--name-status", "main", "article-12").split()
    assert changed == ["A", "seeds/articles/touch-ran.txt"]
    seed = git(tmp_path / "origin", "show", "article-12:seeds/articles/touch-ran.txt")
    assert seed.endswith(f"---\n{text}")
    assert git(tmp_path / "origin", "log", "-1", "--format=%B", "article-12").strip() == "Article : #12\n\nCloses #12"
    assert (tmp_path / "bin" / "gh.calls").read_text(encoding="utf-8").splitlines() == [
        "auth setup-git",
        "pr create --head article-12 --title Article : #12 --body-file proposal/summary.md",
    ]
    assert "### Nouveau : `$(touch ran)`" in (proposal / "summary.md").read_text(encoding="utf-8")
    assert list(tmp_path.rglob("ran")) == []


def test_an_issue_that_is_not_from_the_form_changes_nothing(main_branch: Path, tmp_path: Path) -> None:
    reader, failed = proposed(main_branch, tmp_path, {"issue": {"body": "Un texte.", "title": "x"}})
    assert failed == "Make the seed"
    assert git(reader.workspace, "status", "--porcelain") == ""


def test_only_a_keeper_s_label_begins_it() -> None:
    article = WORKFLOWS["article"]
    assert article["on"] == {"issues": {"types": ["labeled"]}}
    assert article["jobs"]["read"]["if"] == "github.event.label.name == 'article'"
    assert article["jobs"]["propose"]["needs"] == "read"
    forms = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in (GITHUB / "ISSUE_TEMPLATE").glob("*.yml")]
    assert [form["labels"] for form in forms if "labels" in form] == []  # a form's own label would begin it for anyone
