"""Several processes: the same results as one, the same mistakes, and nothing left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from itertools import islice
from pathlib import Path

import pytest

from archive.messages import Message
from archive.problems import ArchiveError, Problem
from archive.workers import available_cores, forks, meanwhile, spread
from tests.building import ROOT


def times(factor: int, number: int) -> int:
    return factor * number


def uneven(number: int) -> int:
    """The earlier, the slower: later chunks are done first."""
    time.sleep(0.02 if number < 20 else 0)
    return number


def first_is_slow(number: int) -> int:
    time.sleep(0 if number else 1)
    return number


STATE = "as imported"


def state(_: int) -> str:
    return STATE


def process_of(number: int) -> int:
    time.sleep(0.001)
    return os.getpid()


def faulty(number: int) -> int:
    if number in (57, 61):
        raise ArchiveError([Problem(f"{number}.txt", 3, "date", Message("is wrong"), Message("mend it"))])
    return number


def ended(number: int) -> int:
    if number == 20:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


@pytest.fixture(params=["fork", "spawn"])
def start(request: pytest.FixtureRequest) -> Iterator[str]:
    """How processes start here; on other machines, and where another test has left a thread, always the second way."""
    waiting = threading.Event()
    thread = threading.Thread(target=waiting.wait)
    if request.param == "spawn":
        thread.start()
    yield request.param
    waiting.set()
    if request.param == "spawn":
        thread.join()


def test_the_results_are_those_of_one_process_in_the_order_of_the_items(start: str) -> None:
    assert list(spread(partial(times, 3), range(1000), cores=3, chunk=7)) == [3 * number for number in range(1000)]


@pytest.mark.parametrize("many", [0, 1, 3, 4, 15, 16, 17, 100])
@pytest.mark.parametrize("cores", [0, 1, 2, 5])
def test_any_number_of_items_and_cores_gives_the_same(many: int, cores: int) -> None:
    assert list(spread(partial(times, 2), iter(range(many)), cores, chunk=4)) == [2 * number for number in range(many)]


def test_what_is_done_before_its_turn_waits() -> None:
    assert list(spread(uneven, range(400), cores=3, chunk=5)) == list(range(400))


def test_several_processes_work_and_none_of_them_is_this_one() -> None:
    processes = set(spread(process_of, range(200), cores=2, chunk=10))
    assert len(processes) == 2
    assert os.getpid() not in processes


@pytest.mark.parametrize(("many", "cores"), [(39, 2), (200, 1)])
def test_few_items_or_one_core_start_no_process(many: int, cores: int) -> None:
    assert set(spread(process_of, range(many), cores, chunk=10)) == {os.getpid()}


@pytest.mark.parametrize("cores", [1, 2])
def test_a_mistake_comes_after_the_results_before_it_and_as_it_was_raised(cores: int) -> None:
    results = spread(faulty, range(200), cores, chunk=10)
    assert list(islice(results, 57)) == list(range(57))
    with pytest.raises(ArchiveError, match=r"^57\.txt:3: date: is wrong; mend it") as told:
        next(results)
    assert told.value.problems == (Problem("57.txt", 3, "date", Message("is wrong"), Message("mend it")),)
    assert list(results) == []


def test_a_mistake_in_another_process_says_where_it_was_made() -> None:
    with pytest.raises(ArchiveError) as told:
        list(spread(faulty, range(200), cores=2, chunk=10))
    assert "in faulty\n" in told.value.__notes__[0]


def test_a_process_that_is_ended_from_outside_is_told() -> None:
    with pytest.raises(ChildProcessError, match="a process was ended from outside"):
        list(spread(ended, range(200), cores=2, chunk=10))


def test_a_program_with_threads_is_not_forked(start: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[__name__], "STATE", "changed")
    forks = start == "fork" and sys.platform == "linux" and threading.active_count() == 1
    assert set(spread(state, range(40), cores=2, chunk=10)) == {"changed" if forks else "as imported"}


def test_few_results_wait_for_one_that_takes_longer() -> None:
    taken = iter(range(100_000))
    with closing(spread(first_is_slow, taken, cores=2, chunk=5)) as results:
        assert next(results) == 0
    assert next(taken) < 200


def test_items_are_taken_as_they_are_needed() -> None:
    taken = iter(range(100_000))
    with closing(spread(partial(times, 2), taken, cores=2, chunk=5)) as results:
        assert list(islice(results, 20)) == list(range(0, 40, 2))
    assert next(taken) < 200


def test_what_is_worked_out_meanwhile_is_what_it_would_be_without(start: str) -> None:
    """In a process of its own only where that costs nothing: else everything that it needs would have to be copied."""
    for cores in (1, 2):
        with meanwhile(partial(sorted, [3, 1, 2]), cores) as found:
            assert found() == [1, 2, 3]
        with meanwhile(os.getpid, cores) as found:
            assert (found() != os.getpid()) == (cores > 1 and forks())
    assert forks() == (start == "fork" and sys.platform == "linux" and threading.active_count() == 1)


@pytest.mark.parametrize("cores", [1, 2])
def test_a_mistake_made_meanwhile_is_raised_where_one_asks(cores: int) -> None:
    with meanwhile(partial(faulty, 57), cores) as found, pytest.raises(ArchiveError, match=r"^57\.txt:3: date"):
        found()


MEANWHILE = """
import multiprocessing, os, signal
from functools import partial
from pathlib import Path
from archive.workers import meanwhile

ours, theirs = Path("ours"), Path("theirs")

def answered():
    theirs.write_text("begun")
    return ours.read_text()

def ended():
    os.kill(os.getpid(), signal.SIGKILL)

with meanwhile(answered, cores=2) as found:  # each waits for the other, which neither could before it has ended
    print(theirs.read_text())
    ours.write_text("answer")
    print(found())
with meanwhile(ended, cores=2) as found:
    try:
        found()
    except ChildProcessError as error:
        print(error)
try:
    with meanwhile(ours.read_text, cores=2):  # nobody writes: it would never end
        raise KeyboardInterrupt
except KeyboardInterrupt:
    print(multiprocessing.active_children())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="where no process is forked, nothing is done meanwhile")
def test_both_work_at_the_same_time_and_end_together(tmp_path: Path) -> None:
    """In a program without threads, as the command is."""
    for name in ("ours", "theirs"):
        os.mkfifo(tmp_path / name)
    done = subprocess.run(
        [sys.executable, "-c", MEANWHILE],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    told = "begun\nanswer\na process was ended from outside; is there memory enough?\n[]\n"
    assert (done.stdout, done.stderr) == (told, "")


def test_a_machine_has_a_core() -> None:
    assert available_cores() >= 1


PROGRAM = """
import sys, time
from itertools import count
from archive.workers import spread

def slow(number):
    if number == 20:
        print("working", flush=True)
        time.sleep(int(sys.argv[1]))
    return number

if __name__ == "__main__":
    try:
        for _ in spread(slow, count(), cores=3, chunk=5):
            pass
    except KeyboardInterrupt:
        print("interrupted", flush=True)
        sys.exit(130)
"""


@contextmanager
def at_work(folder: Path, seconds: int) -> Iterator[subprocess.Popen[str]]:
    """A program at work in several processes, one of them for so many seconds; in a group as on a terminal."""
    file = folder / "program.py"
    file.write_text(PROGRAM, encoding="utf-8")
    command = [sys.executable, str(file), str(seconds)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    out = subprocess.PIPE
    with subprocess.Popen(
        command, env=environment, stdout=out, stderr=out, text=True, start_new_session=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "working\n"
        yield process


def test_ctrl_c_ends_all_processes_at_once_and_quietly(tmp_path: Path) -> None:
    with at_work(tmp_path, seconds=600) as program:
        os.killpg(program.pid, signal.SIGINT)
        assert program.communicate(timeout=60) == ("interrupted\n", "")
        assert program.returncode == 130


def test_no_process_outlives_the_program(tmp_path: Path) -> None:
    with at_work(tmp_path, seconds=1) as program:
        program.kill()
        assert program.communicate(timeout=60) == ("", ""), "as long as one lives, the output does not end"
