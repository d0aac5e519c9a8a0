"""The running line at a terminal: how far a stage is, within the terminal's width, and nothing of it elsewhere."""

from __future__ import annotations

import fcntl
import io
import os
import re
import struct
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

import pytest

from archive.progress import Progress

WIPE = "\r\x1b[K"


@contextmanager
def screen(columns: int) -> Iterator[tuple[TextIO, list[str]]]:
    """A terminal so wide, to write to; and, once the block has ended, every state of its line."""
    near, far = os.openpty()
    fcntl.ioctl(far, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    states: list[str] = []
    with os.fdopen(far, "w", encoding="utf-8") as stream:
        yield stream, states
    shown = b""
    with suppress(OSError):  # Linux's way to say that nobody writes there any more
        while data := os.read(near, 4096):
            shown += data
    os.close(near)
    states += shown.decode("utf-8").split(WIPE)


@pytest.fixture(autouse=True)
def a_person_s_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("TERM", "xterm")


def work(progress: Progress, many: int) -> list[int]:
    """A stage whose things take longer than the line rests."""
    done = []
    for thing in progress.over("link names", range(many)):
        time.sleep(0.11)
        done.append(thing)
    return done


def test_the_line_shows_how_far_a_stage_is_how_fast_and_how_long_yet() -> None:
    with screen(100) as (stream, states):
        assert work(Progress(stream), 4) == [0, 1, 2, 3]
    assert states[1] == "link names (4) …"
    state = r"link names  (█*)(░*)  (\d) of 4  \d+/s  0:0\d left"
    found = [re.fullmatch(state, line) for line in states[2:]]
    assert [(len(one[1]), len(one[2]), one[3]) for one in found if one] == [
        (6, 18, "1"),
        (12, 12, "2"),
        (18, 6, "3"),
        (24, 0, "4"),
    ]


def test_how_far_is_shown_of_what_has_no_known_end() -> None:
    with screen(100) as (stream, states):
        progress = Progress(stream)
        for _ in progress.over("render pages", iter(range(2))):
            time.sleep(0.11)
    assert [re.sub(r"\d+/s", "n/s", state) for state in states[1:]] == [
        "render pages …",
        "render pages  1  n/s",
        "render pages  2  n/s",
    ]


def test_what_processes_hand_back_together_counts_together() -> None:
    with screen(100) as (stream, states):
        progress = Progress(stream)
        progress.stage("link names", 1000)
        time.sleep(0.11)
        progress.advance(500)
    assert "  500 of 1,000  " in states[-1]


def test_the_line_never_runs_into_a_second_one() -> None:
    with screen(30) as (stream, states):
        work(Progress(stream), 2)
    assert len(states) == 4
    assert all(len(state) < 30 for state in states)


def test_a_message_stands_on_a_line_of_its_own_and_the_work_goes_on() -> None:
    with screen(100) as (stream, states):
        progress = Progress(stream)
        progress.stage("link names", 2)
        progress.say("waiting for another build to end")
        time.sleep(0.11)
        progress.advance()
    assert states[1:3] == ["link names (2) …", "waiting for another build to end\r\n"]
    assert states[3].startswith("link names  ")


@pytest.mark.parametrize(("name", "value"), [("CI", "true"), ("TERM", "dumb")])
def test_there_is_no_line_where_it_could_not_be_wiped(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with screen(100) as (stream, states):
        work(Progress(stream), 1)
        print("end", file=stream)
    assert states == ["end\r\n"]


def test_there_is_no_line_in_a_file_and_none_when_quiet() -> None:
    file = io.StringIO()
    assert work(Progress(file), 1) == [0]
    assert file.getvalue() == ""
    with screen(100) as (stream, states):
        work(Progress(stream, quiet=True), 1)
        print("end", file=stream)
    assert states == ["end\r\n"]
