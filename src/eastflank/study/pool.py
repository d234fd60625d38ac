"""The pool: work carried out one after the other or in worker processes."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing.connection import Connection
from typing import Final, TypeVar

from eastflank.study.replication import Engine, Job, Outcome, Task, carry_out

_HELD: Final[list[tuple[Job, Engine]]] = []  # one a worker process: sent once, not with each task


Item = TypeVar("Item")
Result = TypeVar("Result")


def outcomes(job: Job, tasks: Sequence[Task], workers: int) -> Iterator[Outcome]:
    """The outcome of each task as it ends, in any order."""
    if min(workers, len(tasks)) <= 1:
        return _in_this_process(job, tasks)
    return _in_processes(_carry_out_held, tasks, min(workers, len(tasks)), job)


def each(work: Callable[[Item], Result], items: Sequence[Item], workers: int) -> Iterator[Result]:
    """What comes of work on each item as it ends, in any order."""
    if min(workers, len(items)) <= 1:
        return map(work, items)
    return _in_processes(work, items, min(workers, len(items)), None)


def _in_this_process(job: Job, tasks: Sequence[Task]) -> Iterator[Outcome]:
    if tasks:
        engine = job.prepare(job.scenario)
        yield from (carry_out(job, engine, task) for task in tasks)


def _in_processes(
    work: Callable[[Item], Result], items: Sequence[Item], workers: int, job: Job | None
) -> Iterator[Result]:
    spawn = multiprocessing.get_context("spawn")
    lifeline, ours = spawn.Pipe(duplex=False)
    pool = ProcessPoolExecutor(
        workers, mp_context=spawn, initializer=_begin, initargs=(job, lifeline)
    )
    try:
        futures = [pool.submit(work, item) for item in items]
        for future in as_completed(futures):
            yield future.result()
        pool.shutdown()
    finally:
        ours.close()
        pool.shutdown(cancel_futures=True)
        lifeline.close()


def _begin(job: Job | None, lifeline: Connection) -> None:
    """Receive the job; leave an interrupt to the parent, and end when the parent lets go."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(lifeline,), daemon=True).start()
    _HELD[:] = [] if job is None else [(job, job.prepare(job.scenario))]


def _end_with(lifeline: Connection) -> None:
    """End this process when the other end of the pipe is gone: what it had begun is not stored."""
    lifeline.poll(None)
    os._exit(1)


def _carry_out_held(task: Task) -> Outcome:
    job, engine = _HELD[0]
    return carry_out(job, engine, task)
