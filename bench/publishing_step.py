"""Publishes an archive's ``docs/`` and prints what this step alone takes in all its processes: CPU seconds, seconds.

    python -m bench.publishing_step ARCHIVE SITE [--plain]

As the build does it; plainly: MkDocs with the same settings and nothing of ours.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from archive.publishing import derived_config, publish, run_mkdocs
from archive.settings import Settings, read_settings


def plainly(settings: Settings, docs: Path, site: Path) -> None:
    """MkDocs by itself, with the settings of the build and none of its hooks."""
    with derived_config(settings, docs, site) as config:
        run_mkdocs(config).check_returncode()


def main() -> None:
    """Reads the command line; see above."""
    root, site = map(Path, sys.argv[1:3])
    settings = read_settings(root / "mkdocs.yml")
    publish_it = plainly if "--plain" in sys.argv else publish
    before = os.times()
    publish_it(settings, settings.docs_dir, site)
    after = os.times()
    print(sum(after[:4]) - sum(before[:4]), after.elapsed - before.elapsed)


if __name__ == "__main__":
    main()
