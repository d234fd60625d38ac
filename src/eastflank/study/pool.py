"""The pool: work carried out one after the other or in worker processes.

Where the platform forks safely, workers are forked from a process that has the scenario, and the
ways of all lots while all is open, in hand: they are made and held once for all. Elsewhere each
worker makes its own.
"""

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from itertools import islice
from multiprocessing.connection import Connection
from typing import Final, Protocol, TypeVar

from eastflank.study.replication import Outcome, Task
from eastflank.study.source import Prepared, Source, carry_out_from, let_go, prepare

# Libraries of macOS do not survive a fork; from 3.12 on Python warns of one beside a thread.
FORKS: Final = sys.platform == "linux" and sys.version_info < (3, 12)
AHEAD: Final = 2  # tasks given to a worker at a time, so that none waits and few are begun in vain
_GIVEN: Final[list[Source]] = []  # one a worker process: sent once, not with each task


Item = TypeVar("Item")
Result = TypeVar("Result")


class Executor(Protocol):
    """The seam between a study and whatever carries it out."""

    def __call__(self, tasks: Iterable[Task]) -> Iterator[Outcome]:
        """The outcome of each task as it ends, in any order; tasks are taken when wanted."""


@contextmanager
def processes(source: Source, workers: int) -> Iterator[Executor]:
    """This process for one worker, else a pool of processes that is kept for all calls."""
    if workers <= 1:
        try:
            yield lambda tasks: (carry_out_from(source, task) for task in tasks)
        finally:
            let_go()
        return
    with _ready(source), _pool(workers, source) as pool:
        yield lambda tasks: _in_turn(pool, _carry_out_given, tasks, workers)


def in_order(
    work: Callable[[Item], Result], items: Sequence[Item], workers: int
) -> Iterator[Result]:
    """What comes of work on each item, in the order of the items."""
    if min(workers, len(items)) <= 1:
        yield from map(work, items)
        return
    with _pool(min(workers, len(items)), None) as pool:
        yield from pool.map(work, items)


@contextmanager
def _ready(source: Source) -> Iterator[None]:
    """Have in hand what forked workers share.

    The collector of garbage leaves it alone, so that it stays shared.
    """
    if not FORKS or not isinstance(source, Prepared):
        yield
        return
    prepare(source)
    gc.collect()
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
        let_go()


def each(work: Callable[[Item], Result], items: Sequence[Item], workers: int) -> Iterator[Result]:
    """What comes of work on each item as it ends, in any order."""
    if min(workers, len(items)) <= 1:
        yield from map(work, items)
        return
    with _pool(min(workers, len(items)), None) as pool:
        yield from _in_turn(pool, work, items, workers)


@contextmanager
def _pool(workers: int, source: Source | None) -> Iterator[ProcessPoolExecutor]:
    way = multiprocessing.get_context("fork" if FORKS else "spawn")
    lifeline, ours = way.Pipe(duplex=False)
    given = (source, lifeline, ours if FORKS else None)
    pool = ProcessPoolExecutor(workers, mp_context=way, initializer=_begin, initargs=given)
    try:
        yield pool
        pool.shutdown()
    finally:
        ours.close()
        pool.shutdown(cancel_futures=True)
        lifeline.close()


def _in_turn(
    pool: ProcessPoolExecutor,
    work: Callable[[Item], Result],
    items: Iterable[Item],
    workers: int,
) -> Iterator[Result]:
    """Hold a few items a worker in the pool, whatever their number is."""
    left = iter(items)
    begun: set[Future[Result]] = {pool.submit(work, item) for item in islice(left, AHEAD * workers)}
    while begun:
        ended, begun = wait(begun, return_when=FIRST_COMPLETED)
        begun |= {pool.submit(work, item) for item in islice(left, len(ended))}
        yield from (future.result() for future in ended)


def _begin(source: Source | None, lifeline: Connection, parents: Connection | None) -> None:
    """Receive the source; leave an interrupt to the parent, and end when the parent lets go.

    A fork has the end of the pipe by which the parent holds on, and lets go of it.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if parents is not None:
        parents.close()
    threading.Thread(target=_end_with, args=(lifeline,), daemon=True).start()
    _GIVEN[:] = [] if source is None else [source]


def _end_with(lifeline: Connection) -> None:
    """End this process when the other end of the pipe is gone: what it had begun is not stored."""
    lifeline.poll(None)
    os._exit(1)


def _carry_out_given(task: Task) -> Outcome:
    return carry_out_from(_GIVEN[0], task)
