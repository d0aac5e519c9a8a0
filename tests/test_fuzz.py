"""Whatever is handed in: it becomes pages or it is refused in our own words, soon and in little memory."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.building import ROOT


@pytest.mark.skipif(sys.platform != "linux", reason="no other system holds a program to a size")
def test_anything_is_read_or_refused_in_our_own_words() -> None:
    command = [sys.executable, "-m", "tests.fuzzing"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    outcomes = json.loads(done.stdout)
    assert min(outcomes["good"], outcomes["refused"]) > 30, "neither is rare"
