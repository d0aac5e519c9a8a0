"""Publishing ``docs/`` with MkDocs, which runs as a program of its own: nothing here imports it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, TypeAlias, cast

import yaml

from archive.keeping import output_of
from archive.languages import read_language
from archive.messages import Message
from archive.problems import ArchiveError, Problem
from archive.settings import Settings
from archive.stamping.orders import DIFFERS, HOOK, ORDERS, PLAINLY

THEME = Path(__file__).parent.parent / "templates" / "theme"
"""The theme that archives without one of their own are published with."""
_SAME_EVERYWHERE = {"SOURCE_DATE_EPOCH": "0", "PYTHONHASHSEED": "0", "TZ": "UTC", "NO_MKDOCS_2_WARNING": "1"}
"""Without it MkDocs writes today's date into the site."""
_NEWS = ("INFO ", "Aborted with ", "Traceback ")
_REFUSED_BY_DISK = re.compile(r"\w*Error: \[Errno (\d+)\] (.+)")
_LEVEL = re.compile(r"(?:WARNING|ERROR|CRITICAL) +-  ")

Work: TypeAlias = Callable[[], object]
MkDocs: TypeAlias = Callable[[Path, Work], subprocess.CompletedProcess[str]]
"""Builds as the configuration at a path says, strictly, while that work is done; gives what it said and its status."""


def _nothing() -> None:
    """No work."""


def publish(
    settings: Settings,
    docs: Path,
    site: Path,
    mkdocs: MkDocs,
    kept: Collection[str] = frozenset(),
    say: Callable[[str], object] = print,
    meanwhile: Work = _nothing,
) -> frozenset[str]:
    """Publishes *docs* into the folder *site* with *mkdocs*, strictly; does *meanwhile* what need not wait for it.

    *kept* are paths below *docs* whose output stands in *site* and is right: MkDocs passes over them, but for pages by
    hand and those of the navigation. Returns those that it did pass over. No file that stands in *site* is written on,
    for it may be another site's too: it gives way to a new one. Generated pages are put into the theme's shell
    (`archive.stamping`); when that turns out not to be what MkDocs makes of them, *say* is told and MkDocs publishes
    them all.

    Raises ArchiveError with what MkDocs said when it refuses, and OSError when the disk refused MkDocs.
    """
    with _room_for(site, kept) as target:
        with derived_config(settings, docs, target, hooks=[HOOK]) as config:
            orders = {"docs": str(docs.resolve()), "kept": sorted(kept)}
            config.with_name(ORDERS).write_text(json.dumps(orders), encoding="utf-8")
            done = mkdocs(config, meanwhile)
        made = _move(target, site) if kept and not done.returncode else frozenset[str]()
    passed_over = frozenset(path for path in kept if output_of(path) not in made)
    if done.returncode == PLAINLY:
        last = done.stderr.rstrip("\n").rpartition("\n")[2]
        if last.startswith(DIFFERS):
            slowly = Message(
                "{page}: the theme prints it otherwise than its shell foretold; all pages are published the slow way",
                page=last.removeprefix(DIFFERS),
            )
            say(read_language(settings.language).say(slowly))
        with derived_config(settings, docs, site) as config, ready_mkdocs() as another:
            done = another(config, _nothing)
        passed_over = frozenset()
    if done.returncode:
        shown = os.path.relpath(settings.config_file)
        complaints = list(_complaints(done.stderr + done.stdout))
        if complaints and (refused := _REFUSED_BY_DISK.fullmatch(complaints[-1])):
            raise OSError(int(refused[1]), refused[2])
        said = [Message("MkDocs: {line}", line=line) for line in complaints]
        found = said or [Message("MkDocs: ended with status {status}", status=done.returncode)]
        remedy = Message("correct mkdocs.yml or the page it names")
        raise ArchiveError(Problem(shown, 0, "", one, remedy) for one in found)
    return passed_over


def _move(made: Path, site: Path) -> frozenset[str]:
    """Moves all files in *made* to their place in *site*; returns their paths there."""
    paths: set[str] = set()
    for folder, _, names in os.walk(made):
        below = Path(folder).relative_to(made)
        (site / below).mkdir(exist_ok=True)
        for name in names:
            (Path(folder) / name).replace(site / below / name)
            paths.add((below / name).as_posix())
    return frozenset(paths)


@contextmanager
def _room_for(site: Path, kept: Collection[str]) -> Iterator[Path]:
    """Where MkDocs may publish: it empties the folder, so not where something is *kept*."""
    if not kept:
        yield site
        return
    with TemporaryDirectory(dir=site, prefix=".new-") as beside:
        yield Path(beside)


@contextmanager
def ready_mkdocs() -> Iterator[MkDocs]:
    """MkDocs in a process of its own, which loads while others work; what it yields has it build, once."""
    # -P: not our rooms, nor anything else, from a folder of their name where the command is given
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "archive.stamping.ready"],
        env=_environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        close_fds=False,  # it inherits the locks: see `archive.staging`
    )

    def build(config: Path, meanwhile: Work) -> subprocess.CompletedProcess[str]:
        with suppress(BrokenPipeError):  # it has ended: what it said tells why
            stdin.write(f"{json.dumps(str(config))}\n")
            stdin.flush()
        meanwhile()
        out, said = process.communicate()
        return subprocess.CompletedProcess(process.args, process.returncode, out, said)

    stdin = cast("IO[str]", process.stdin)
    with process:
        try:
            yield build
        finally:
            process.kill()


def _environment() -> Mapping[str, str]:
    """In which a process finds these rooms, and MkDocs does the same everywhere."""
    here = str(Path(__file__).parent.parent)
    paths = os.pathsep.join(filter(None, (here, os.environ.get("PYTHONPATH"))))
    return {**os.environ, **_SAME_EVERYWHERE, "PYTHONPATH": paths}


def _complaints(output: str) -> Iterator[str]:
    """What MkDocs complains of, without its news and tracebacks: the line after a traceback says what is wrong."""
    passed_over = False
    for line in output.splitlines():
        if not line.startswith(" "):  # else it goes on with what the line before began
            passed_over = line.startswith(_NEWS)
        if line.strip() and not passed_over:
            yield _LEVEL.sub("", line.strip()).rstrip(".")


@contextmanager
def showing(site: Path, address: str, path: str, sign: Path) -> Iterator[subprocess.Popen[bytes]]:
    """MkDocs' own web server, showing *site* at *address* (``host:port``) below *path*; ended with the block.

    Browsers load a page again when the file *sign* was touched.
    """
    command = [str(site), address, path, str(sign)]
    server = subprocess.Popen([sys.executable, "-P", "-m", "archive.stamping.showing", *command], env=_environment())
    try:
        yield server
    finally:
        server.terminate()
        server.wait()


@contextmanager
def derived_config(settings: Settings, docs: Path, site: Path, hooks: Sequence[Path] = ()) -> Iterator[Path]:
    """A configuration that inherits the archive's own and differs in its folders, and in *hooks* added.

    Pages are real files, as their links say; and the theme here brings its own fonts, so that none is asked for from
    elsewhere.
    """
    theme: dict[str, Any] = {
        "name": settings.theme_name or "material",
        "custom_dir": str(settings.custom_dir or THEME),
        "language": settings.language,
        **({} if settings.custom_dir else {"font": False}),
    }
    derived: Mapping[str, Any] = {
        "INHERIT": str(settings.config_file),
        "docs_dir": str(docs.resolve()),
        "site_dir": str(site.resolve()),
        "use_directory_urls": False,
        "theme": theme,
        "hooks": [str(path) for path in (*settings.hooks, *hooks)],
    }
    with TemporaryDirectory() as folder:
        config = Path(folder) / "mkdocs.yml"
        config.write_text(yaml.safe_dump(dict(derived), allow_unicode=True), encoding="utf-8")
        yield config
