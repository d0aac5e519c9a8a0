"""What passes between `archive.publishing` and the hook in MkDocs' process."""

from __future__ import annotations

from pathlib import Path

HOOK = Path(__file__).parent / "hook.py"
ORDERS = "stamping.json"
"""Beside MkDocs' configuration: ``docs``, the folder; ``kept``, paths below it whose output is there already."""
PLAINLY = 75
"""MkDocs' exit status when all is to be published without the hook."""
DIFFERS = "differs: "
"""Begins the last line of its output when that is because a page, named next, came out otherwise."""
