"""The pool: tasks carried out one after the other or in worker processes."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing.connection import Connection
from typing import Final

from eastflank.study.replication import Engine, Job, Outcome, Task, carry_out

_HELD: Final[list[tuple[Job, Engine]]] = []  # one a worker process: sent once, not with each task


def outcomes(job: Job, tasks: Sequence[Task], workers: int) -> Iterator[Outcome]:
    """The outcome of each task as it ends, in any order."""
    if min(workers, len(tasks)) <= 1:
        return _in_this_process(job, tasks)
    return _in_processes(job, tasks, min(workers, len(tasks)))


def _in_this_process(job: Job, tasks: Sequence[Task]) -> Iterator[Outcome]:
    if tasks:
        engine = job.prepare(job.scenario)
        yield from (carry_out(job, engine, task) for task in tasks)


def _in_processes(job: Job, tasks: Sequence[Task], workers: int) -> Iterator[Outcome]:
    spawn = multiprocessing.get_context("spawn")
    lifeline, ours = spawn.Pipe(duplex=False)
    pool = ProcessPoolExecutor(
        workers, mp_context=spawn, initializer=_hold, initargs=(job, lifeline)
    )
    try:
        futures = [pool.submit(_carry_out_held, task) for task in tasks]
        for future in as_completed(futures):
            yield future.result()
        pool.shutdown()
    finally:
        ours.close()
        pool.shutdown(cancel_futures=True)
        lifeline.close()


def _hold(job: Job, lifeline: Connection) -> None:
    """Receive the job; leave an interrupt to the parent, and end when the parent lets go."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(lifeline,), daemon=True).start()
    _HELD[:] = [(job, job.prepare(job.scenario))]


def _end_with(lifeline: Connection) -> None:
    """End this process when the other end of the pipe is gone: what it had begun is not stored."""
    lifeline.poll(None)
    os._exit(1)


def _carry_out_held(task: Task) -> Outcome:
    job, engine = _HELD[0]
    return carry_out(job, engine, task)
