"""Publishes an archive's ``docs/`` and prints the CPU seconds that this step alone takes, in all its processes.

    python -m bench.publishing_step ARCHIVE SITE [--plain]

As the build does it; plainly: MkDocs with the same settings and nothing of ours.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import yaml

from archive.publishing import derived_config, publish
from archive.settings import Settings, read_settings

_SAME_EVERYWHERE = {"SOURCE_DATE_EPOCH": "0", "PYTHONHASHSEED": "0", "TZ": "UTC", "NO_MKDOCS_2_WARNING": "1"}


def plainly(settings: Settings, docs: Path, site: Path) -> None:
    """MkDocs by itself. Its settings are those of the build without the hooks that the build adds."""
    with derived_config(settings, docs, site) as config:
        derived = yaml.safe_load(config.read_text(encoding="utf-8"))
        derived.pop("hooks", None)
        config.write_text(yaml.safe_dump(derived, allow_unicode=True), encoding="utf-8")
        subprocess.run(
            [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--config-file", str(config)],
            env={**os.environ, **_SAME_EVERYWHERE},
            check=True,
        )


def main() -> None:
    """Reads the command line; see above."""
    root, site = map(Path, sys.argv[1:3])
    settings = read_settings(root / "mkdocs.yml")
    publish_it = plainly if "--plain" in sys.argv else publish
    before = os.times()
    publish_it(settings, settings.docs_dir, site)
    after = os.times()
    print(sum(after[:4]) - sum(before[:4]))


if __name__ == "__main__":
    main()
