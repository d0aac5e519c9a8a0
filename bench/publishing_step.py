"""Publishes an archive's ``docs/`` and prints what this step alone takes in all its processes: CPU seconds, seconds.

    python -m bench.publishing_step ARCHIVE SITE [--plain]

As the build does it; plainly: MkDocs with the same settings and nothing of ours.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from archive.publishing import derived_config, publish, ready_mkdocs
from archive.settings import Settings, read_settings


def plainly(settings: Settings, docs: Path, site: Path) -> None:
    """MkDocs by itself, with the settings of the build and none of its hooks."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "0", "PYTHONHASHSEED": "0", "TZ": "UTC"}
    with derived_config(settings, docs, site) as config:
        command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--config-file", str(config)]
        subprocess.run(command, env=environment, capture_output=True, check=True)


def as_in_a_build(settings: Settings, docs: Path, site: Path) -> None:
    """With all that the build does for it."""
    with ready_mkdocs() as mkdocs:
        publish(settings, docs, site, mkdocs)


def main() -> None:
    """Reads the command line; see above."""
    root, site = map(Path, sys.argv[1:3])
    settings = read_settings(root / "mkdocs.yml")
    publish_it = plainly if "--plain" in sys.argv else as_in_a_build
    before = os.times()
    publish_it(settings, settings.docs_dir, site)
    after = os.times()
    print(sum(after[:4]) - sum(before[:4]), after.elapsed - before.elapsed)


if __name__ == "__main__":
    main()
