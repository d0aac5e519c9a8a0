"""MkDocs, loaded before it is known what it is to build: the same as ``mkdocs build --strict --config-file PATH``.

    python -m archive.stamping.ready        and then PATH, as a line of JSON, on the standard input

Where no line comes, it ends.
"""

from __future__ import annotations

import json
import runpy
import sys

import archive.stamping.hook  # noqa: F401 - loads most of what a build needs


def main() -> None:
    """Waits for the path, and builds."""
    if line := sys.stdin.readline():
        sys.argv = ["mkdocs", "build", "--strict", "--config-file", json.loads(line)]
        runpy.run_module("mkdocs", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
