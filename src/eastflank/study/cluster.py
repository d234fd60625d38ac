"""The cluster: batches of replications carried out by the workers of a Dask scheduler."""

import importlib
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from itertools import groupby, islice
from typing import Any, Final

from eastflank.model.errors import PlannerError
from eastflank.study.pool import AHEAD, Executor
from eastflank.study.replication import Outcome, Task
from eastflank.study.source import Source, carry_out_from

LARGEST: Final = 100  # replications a batch: one a batch wasted half of the time
TURNS: Final = 4  # batches a worker at least, so that none is idle while the last one works
WAIT_S: Final = 30  # for the scheduler to answer
WORKERS_WITHIN_S: Final = 120.0  # for a worker to come; eastflank.workers-within-s of Dask sets it

Batch = list[Task]


@contextmanager
def cluster(source: Source, address: str, tasks: int) -> Iterator[Executor]:
    """The workers of the scheduler at an address; they must see the same folders.

    A batch whose worker dies is given to another one: what it had stored is not run again.
    """
    client = _client(address)
    try:
        _await_worker(client, address)
        workers = max(1, len(client.scheduler_info(n_workers=-1)["workers"]))
        size = min(LARGEST, max(1, tasks // (TURNS * workers)))
        yield lambda wanted: _told_if_lost(
            _outcomes(client, source, batches(wanted, size), workers), address
        )
    finally:
        client.close()


def batches(tasks: Iterable[Task], size: int) -> Iterator[Batch]:
    """The tasks in batches; none holds two points, for a worker compiles one at a time."""
    for _, of_a_point in groupby(tasks, key=lambda task: task.point):
        while batch := list(islice(of_a_point, size)):
            yield batch


def carry_out_batch(source: Source, batch: Batch) -> list[Outcome]:
    """What a worker of the cluster does."""
    return [carry_out_from(source, task) for task in batch]


def _outcomes(
    client: Any, source: Source, waiting: Iterator[Batch], workers: int
) -> Iterator[Outcome]:
    def submit(batch: Batch) -> Any:
        return client.submit(carry_out_batch, source, batch, pure=False)

    begun = _distributed(client.scheduler.address).as_completed(
        [submit(batch) for batch in islice(waiting, AHEAD * workers)], loop=client.loop
    )
    for future in begun:
        for batch in islice(waiting, 1):
            begun.add(submit(batch))
        yield from future.result()


def _await_worker(client: Any, address: str) -> None:
    """A scheduler without a worker would keep everybody waiting in silence."""
    settings = importlib.import_module("dask").config
    within_s = float(settings.get("eastflank.workers-within-s", WORKERS_WITHIN_S))
    try:
        client.wait_for_workers(1, timeout=within_s)
    except TimeoutError:
        raise PlannerError(
            where=f"--cluster {address}",
            found=f"the scheduler has no worker after {within_s:g} s.",
            right=f"Begin one: dask worker {address}. DASK_EASTFLANK__WORKERS_WITHIN_S=600 would "
            "wait for ten minutes.",
        ) from None


def _told_if_lost(outcomes: Iterator[Outcome], address: str) -> Iterator[Outcome]:
    """The outcomes; a scheduler that is gone is the reader's to mend, and no bug."""
    closed = _distributed(address).comm.CommClosedError
    try:
        yield from outcomes
    except (CancelledError, closed):
        raise PlannerError(
            where=f"--cluster {address}",
            found="the scheduler has gone while replications were under way.",
            right="What is stored stays: give the same command when there is a scheduler again.",
        ) from None


def _client(address: str) -> Any:
    try:
        return _distributed(address).Client(address, timeout=WAIT_S, set_as_default=False)
    except (OSError, ValueError) as error:
        raise PlannerError(
            where=f"--cluster {address}",
            found=f"no scheduler answers: {error}.",
            right="Give the address that dask scheduler prints, e.g. tcp://10.0.0.1:8786.",
        ) from None


def _distributed(address: str) -> Any:
    """The library, which is an extra: only who asks for a cluster needs it."""
    try:
        return importlib.import_module("distributed")
    except ImportError:
        raise PlannerError(
            where=f"--cluster {address}",
            found="the package distributed is not installed.",
            right="Install the extra: pip install 'eastflank[cluster]'.",
        ) from None
