"""Archives for tests, made by the real command in a folder of their own, from files given as a dict."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from shutil import copytree
from typing import Any

import yaml

from archive.progress import Progress
from archive.search.files import index_files
from archive.settings import read_settings
from archive.writing import copy_pages_by_hand
from build_archive import collect, data_of, pages_of

ROOT = Path(__file__).resolve().parent.parent
"""The repository: the code under test, and its own archive."""

Files = Mapping[str, str | bytes]
"""Path below the archive's folder → what the file holds."""


@dataclass(frozen=True)
class Archive:
    """An archive that was built: its folder with mkdocs.yml, seeds/, docs/ and site/."""

    root: Path

    @property
    def site(self) -> Path:
        """The published site."""
        return self.root / "site"

    @cached_property
    def addresses(self) -> list[str]:
        """Every page of the site, as ``places/alep.html``, sorted; the 404 page, which has no address, apart."""
        found = (path.relative_to(self.site).as_posix() for path in self.site.rglob("*.html"))
        return sorted(address for address in found if address != "404.html")

    @cached_property
    def front_matter(self) -> dict[str, dict[str, Any]]:
        """Address → the front matter of each generated page in ``docs/``, read as any YAML reader does."""
        pages = {}
        docs = self.root / "docs"
        for path in sorted(docs.rglob("*.md")):
            head = path.read_text(encoding="utf-8").split("---\n", 2)
            if len(head) == 3 and not head[0] and "kind" in (values := yaml.safe_load(head[1])):
                pages[path.relative_to(docs).with_suffix(".html").as_posix()] = values
        return pages

    @cached_property
    def data(self) -> list[dict[str, Any]]:
        """The lines of ``data/articles.jsonl``."""
        lines = (self.site / "data" / "articles.jsonl").read_text(encoding="utf-8").split("\n")
        assert lines.pop() == ""
        return [json.loads(line) for line in lines]

    def body(self, id: str) -> str:
        """What stands below the front matter of a seed, with every line end as LF."""
        data = (self.root / "seeds" / "articles" / f"{id}.txt").read_bytes()
        if data.startswith(b"---\n"):
            data = data.split(b"---\n", 2)[2]
        return data.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")


def build(root: Path, files: Files) -> Archive:
    """Writes *files* below *root* and builds the archive; fails with what the command said when it refuses."""
    write(root, files)
    done = run(root)
    assert done.returncode == 0, done.stdout + done.stderr
    return Archive(root)


def build_own(root: Path) -> Archive:
    """The repository's own archive, built from a copy in *root*."""
    for name in ("seeds", "templates"):
        copytree(ROOT / name, root / name)
    (root / "docs").mkdir()
    copy_pages_by_hand(ROOT / "docs", root / "docs")
    return build(root, {"mkdocs.yml": (ROOT / "mkdocs.yml").read_bytes()})


def run(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """``build_archive.py`` with *arguments*, on the archive in *root*."""
    command = [sys.executable, str(ROOT / "build_archive.py"), "--quiet", "-f", str(root / "mkdocs.yml"), *arguments]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


def generated(root: Path) -> dict[str, str]:
    """Path below docs/ → text, of all that is made of the archive in *root*, without writing it."""
    settings = read_settings(root / "mkdocs.yml")
    collection = collect(settings, root / "seeds", Progress(io.StringIO(), quiet=True))
    return {
        file.path: file.data().decode()
        for file in (*pages_of(collection), *data_of(collection), *index_files(collection))
    }


def write(root: Path, files: Files) -> None:
    """Writes *files* below *root*, with their folders."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))


def config(language: str = "fr", **settings: str) -> str:
    """The repository's mkdocs.yml, for another archive: in *language*, with other top-level *settings*."""
    own = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    own["theme"]["language"] = language
    del own["theme"]["custom_dir"]  # as for anyone without a theme of their own
    return yaml.safe_dump({**own, **settings}, allow_unicode=True, sort_keys=False)


def seed(body: str | bytes, **front_matter: object) -> bytes:
    """A seed's file. The front matter is always there, so that *body* may begin with anything."""
    head = "".join(f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in front_matter.items())
    return f"---\n{head}---\n".encode() + (body if isinstance(body, bytes) else body.encode("utf-8"))


def records(*entries: Mapping[str, object]) -> str:
    """An authority file."""
    return json.dumps(entries, ensure_ascii=False, indent=1)
