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
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from itertools import islice
from multiprocessing.connection import Connection
from typing import Any, Final, Protocol, TypeVar

from eastflank.model.errors import PlannerError
from eastflank.study.replication import Outcome, Task
from eastflank.study.source import Prepared, Source, carry_out_from, let_go, prepare

# Libraries of macOS do not survive a fork; from 3.12 on Python warns of one beside a thread.
FORKS: Final = sys.platform == "linux" and sys.version_info < (3, 12)
AHEAD: Final = 2  # tasks given to a worker at a time, so that none waits and few are begun in vain
LOSSES: Final = 3  # of workers in a row, without a result between them, until that is told
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
    with _ready(source), _crew(workers, source) as crew:
        yield lambda tasks: _in_turn(crew, _carry_out_given, tasks)


def in_order(
    work: Callable[[Item], Result], items: Sequence[Item], workers: int
) -> Iterator[Result]:
    """What comes of work on each item, in the order of the items."""
    if min(workers, len(items)) <= 1:
        yield from map(work, items)
        return
    with _pool(min(workers, len(items)), None) as pool:
        try:
            yield from pool.map(work, items)
        except BrokenProcessPool:
            raise _ended_from_outside() from None


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
    with _crew(min(workers, len(items)), None) as crew:
        yield from _in_turn(crew, work, items)


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


class _Crew:
    """Worker processes, and others in their place when one of them is ended from outside."""

    def __init__(self, workers: int, source: Source | None, until: ExitStack) -> None:
        self._workers, self._source, self._until = workers, source, until
        self._losses = 0
        self._pool = until.enter_context(_pool(workers, source))

    @property
    def ahead(self) -> int:
        """How many items it is given at a time."""
        return AHEAD * self._workers

    def give(self, work: Callable[[Item], Result], item: Item) -> Future[Result]:
        """Begin an item; where a process has just been ended, the future says so."""
        try:
            return self._pool.submit(work, item)
        except BrokenProcessPool as broken:
            lost: Future[Result] = Future()
            lost.set_exception(broken)
            return lost

    def ended_well(self) -> None:
        """An item has a result: earlier losses are forgotten."""
        self._losses = 0

    def renew(self) -> None:
        """Other processes in the place of those that were lost; not without end."""
        self._losses += 1
        if self._losses > LOSSES:
            raise _ended_from_outside()
        self._until.close()
        self._pool = self._until.enter_context(_pool(self._workers, self._source))


@contextmanager
def _crew(workers: int, source: Source | None) -> Iterator[_Crew]:
    with ExitStack() as until:
        yield _Crew(workers, source, until)


def _ended_from_outside() -> PlannerError:
    return PlannerError(
        where="workers",
        found="a worker process was ended from outside, as by a system without memory left.",
        right="What is stored stays. Give the same command with fewer --workers.",
    )


def _in_turn(
    crew: _Crew, work: Callable[[Item], Result], items: Iterable[Item]
) -> Iterator[Result]:
    """Hold a few items a worker in hand, whatever their number; what was lost is done again."""
    left = iter(items)
    begun: dict[Future[Result], Item] = {}
    while True:
        begun |= {crew.give(work, item): item for item in islice(left, crew.ahead - len(begun))}
        if not begun:
            return
        ended, _ = wait(begun, return_when=FIRST_COMPLETED)
        lost = [begun.pop(each) for each in ended if _is_lost(each)]
        for future in ended & begun.keys():
            del begun[future]
            crew.ended_well()
            yield future.result()
        if lost:
            crew.renew()
            begun = {crew.give(work, item): item for item in (*lost, *begun.values())}


def _is_lost(future: Future[Any]) -> bool:
    """Whether its process was ended under it."""
    return isinstance(future.exception(), BrokenProcessPool)


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
