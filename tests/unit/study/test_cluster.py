"""The cluster: batches of one point; a worker that is killed costs nothing."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.cli.commands import eastflank, start
from tests.cli.sweeps import grid_project, stored, sweep_folder

from eastflank.model.errors import PlannerError
from eastflank.store.parquet import Level
from eastflank.study import cluster
from eastflank.study.replication import Outcome, Task

WORDS = ("sweep", "experiments/grid.toml", "-q", "--records", "stages", "--replications", "8")


def tasks(points: int, replications: int) -> list[Task]:
    return [
        Task(point=point, replication=r, level=Level.SUMMARY)
        for point in range(points)
        for r in range(replications)
    ]


def test_no_batch_holds_two_points() -> None:
    found = [[(t.point, t.replication) for t in b] for b in cluster.batches(tasks(2, 3), 2)]

    assert found == [[(0, 0), (0, 1)], [(0, 2)], [(1, 0), (1, 1)], [(1, 2)]]


def test_without_the_extra_the_message_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)

    with pytest.raises(PlannerError, match=r"eastflank\[cluster\]"):
        cluster._distributed("tcp://127.0.0.1:1")


class NobodyComes:
    """A client of a scheduler that has no worker."""

    def wait_for_workers(self, n_workers: int, timeout: float) -> None:
        """Give up at once, as the library does after the time."""
        raise TimeoutError(f"Only 0/{n_workers} workers arrived after {timeout}")


def test_a_scheduler_without_a_worker_is_told_after_a_time_that_can_be_set() -> None:
    dask = pytest.importorskip("dask")

    with (
        dask.config.set({"eastflank.workers-within-s": 7}),
        pytest.raises(PlannerError, match=r"no worker after 7 s\. Begin one: dask worker tcp://a"),
    ):
        cluster._await_worker(NobodyComes(), "tcp://a")


def test_a_scheduler_that_goes_is_told_and_what_came_before_it_is_kept() -> None:
    pytest.importorskip("distributed")

    def outcomes() -> Iterator[Outcome]:
        yield Outcome(replication=0, seconds=0.0)
        raise CancelledError

    came = cluster._told_if_lost(outcomes(), "tcp://a")

    assert next(came).replication == 0
    with pytest.raises(PlannerError, match="the scheduler has gone"):
        next(came)


@pytest.mark.slow
def test_a_worker_killed_in_the_middle_leaves_the_sweep_of_one_process(tmp_path: Path) -> None:
    alone, shared = grid_project(tmp_path / "alone"), grid_project(tmp_path / "shared")
    eastflank(alone, *WORDS, "--workers", "1")

    with (
        scheduler(tmp_path) as address,
        worker(address, tmp_path) as first,
        worker(address, tmp_path),
    ):
        sweep = start(shared, *WORDS, "--cluster", address)
        wait_for_closures(shared, 8)
        first.kill()
        code = sweep.wait(timeout=300)

    assert code == 0
    assert stored(sweep_folder(shared)) == stored(sweep_folder(alone))


def wait_for_closures(root: Path, count: int) -> None:
    until = time.monotonic() + 200
    while len(list(root.glob("results/grid/*/closures/*/*.parquet"))) < count:
        assert time.monotonic() < until, "the cluster does not work"
        time.sleep(0.05)


@contextmanager
def scheduler(folder: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = ("distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", str(port))
    with process(folder, *words, "--no-dashboard"):
        yield f"tcp://127.0.0.1:{port}"


@contextmanager
def worker(address: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    words = ("distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny")
    with process(folder, *words, "--host", "127.0.0.1", "--no-dashboard") as started:
        yield started


@contextmanager
def process(folder: Path, module: str, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    started = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", module, *words],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield started
    finally:
        started.kill()
        started.wait()
