"""The machine's cores: a pure function of many items worked out in several processes, the results as from one."""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from itertools import chain, islice
from multiprocessing.connection import Connection, wait
from traceback import format_exc
from typing import Any, TypeVar, cast

T = TypeVar("T")
R = TypeVar("R")

_LEAST = 4
"""Chunks for which it is worth while to start processes."""
_AHEAD = 4
"""Chunks a process that may be done before their turn: they stay in memory."""


def available_cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def forks() -> bool:
    """Whether processes are forked here, and have what this one has; else all that they are given is pickled."""
    return sys.platform == "linux" and threading.active_count() == 1  # a fork would copy locks that threads hold


def spread(function: Callable[[T], R], items: Iterable[T], cores: int, chunk: int = 64) -> Generator[R, None, None]:
    """*function* of each of *items*, in their order, worked out in *cores* processes; from the results nobody can tell.

    *chunk* is how many items go to a process at a time, best a tenth of a second's work. With one core, or fewer items
    than four chunks, no process is started. Items are taken as they are needed, and few results wait for their turn.

    *function* goes to each process once: what all items share belongs in it (``partial(render, collection)``), and
    large items are best named by numbers into a sequence that it holds. What it changes is lost. Where processes are
    not forked (macOS, Windows, a program with threads) it is pickled; items and results always are.

    Raises what *function* raises, after the results of the items before; ChildProcessError when a process is ended from
    outside. All processes end with the iteration, whatever ends it.
    """
    rest = iter(items)
    first = list(islice(rest, _LEAST * chunk))
    if cores < 2 or len(first) < _LEAST * chunk:
        yield from map(function, chain(first, rest))
        return
    chunks = enumerate(_chunked(chain(first, rest), chunk))
    del first
    working: dict[Connection, int] = {}
    done: dict[int, bytes] = {}
    turn = 0
    with ExitStack() as processes:
        idle = [processes.enter_context(_process(function)) for _ in range(cores)]
        while True:
            while idle and len(done) < _AHEAD * cores and (given := next(chunks, None)):
                working[process := idle.pop()] = given[0]
                with suppress(OSError):  # it has ended: to wait for its answer will tell
                    process.send(given[1])
            if turn in done:
                yield from _results(done.pop(turn))
                turn += 1
            elif not working:
                return
            for process in cast("list[Connection]", wait(working, 0 if turn in done or not working else None)):
                done[working.pop(process)] = _answer_of(process)  # unpacked after it has its next chunk
                idle.append(process)


@contextmanager
def meanwhile(function: Callable[[], R], cores: int) -> Iterator[Callable[[], R]]:
    """Begins to work out what *function* gives, in a process of its own; what it yields waits for that and gives it.

    What *function* changes is lost. With one core, or where processes are not forked, it is worked out when it is asked
    for. Raises, when asked, what *function* raises, and ChildProcessError when the process is ended from outside. The
    process ends with the block, whatever ends it.
    """
    if cores < 2 or not forks():
        yield function
        return
    with _process(lambda _: function()) as process:
        process.send([None])

        def result() -> R:
            return cast("R", next(_results(_answer_of(process))))

        yield result


def _chunked(items: Iterator[T], size: int) -> Iterator[list[T]]:
    while some := list(islice(items, size)):
        yield some


def _answer_of(process: Connection) -> bytes:
    try:
        return process.recv_bytes()
    except (EOFError, OSError):
        raise ChildProcessError("a process was ended from outside; is there memory enough?") from None


def _results(answer: bytes) -> Iterator[Any]:
    results, error, trace = pickle.loads(answer)  # noqa: S301 - from a process of our own
    yield from results
    if error is not None:
        error.add_note(trace)
        raise error


@contextmanager
def _process(function: Callable[[Any], Any]) -> Iterator[Connection]:
    """The way to a process that answers chunks of items; it ends with the context."""
    context = multiprocessing.get_context("fork" if forks() else "spawn")
    here, there = context.Pipe()
    process: Any = context.Process(target=_answer, args=(function, here, there), daemon=True)  # type: ignore[attr-defined]
    with _signals_wait():
        process.start()
    there.close()  # else nobody would notice that the process is gone
    try:
        yield here
    finally:
        here.close()
        process.kill()
        process.join()


_STOPS = (signal.SIGINT, signal.SIGTERM)


@contextmanager
def _signals_wait() -> Iterator[None]:
    """A process that starts meanwhile takes no signal of those that stop the program before it knows what to do."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _STOPS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _answer(function: Callable[[Any], Any], asker: Connection, way: Connection) -> None:
    """What a process does: it answers chunks until nobody asks any more."""
    asker.close()  # else this process would keep the way open when nobody asks any more
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal sends Ctrl-C to all: who asks will end this one
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPS)
    gc.freeze()  # to look through what was inherited would copy it
    try:
        while True:
            way.send_bytes(_worked_out(function, way.recv()))
    except (EOFError, OSError):
        return


def _worked_out(function: Callable[[Any], Any], items: list[Any]) -> bytes:
    """The results, and what ended them before the last."""
    results: list[Any] = []
    error, trace = None, ""
    try:
        for item in items:
            results.append(function(item))  # noqa: PERF401 - those before a mistake count
    except Exception as mistake:  # noqa: BLE001 - of whatever kind, it is raised by who asked
        error, trace = mistake, format_exc()
    return pickle.dumps((results, error, trace), pickle.HIGHEST_PROTOCOL)
