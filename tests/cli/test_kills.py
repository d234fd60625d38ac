"""What is killed at any moment, again and again, ends as what was not; so does a killed worker."""

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
from tests.cli.commands import eastflank, small_project, start
from tests.cli.sweeps import grid_project, stored, sweep_folder

from eastflank.model.streams import uniform

BASELINE = "experiments/baseline.toml"
KILLS = 20
SEED = 20260101
LONGEST_S = 9.0  # some kills fall into the start, some into reading, most into replications


@pytest.mark.slow
def test_twenty_kills_at_any_moment_leave_the_uninterrupted_sweep(tmp_path: Path) -> None:
    killed = grid_project(tmp_path / "killed")
    whole = grid_project(tmp_path / "whole")
    words = (
        "sweep",
        "experiments/grid.toml",
        "-q",
        "--workers",
        "1",
        "--records",
        "stages",
        "--replications",
        "16",
    )
    killed_after: list[float] = []
    moments = (LONGEST_S * uniform(SEED, moment, "kill", "sweep") for moment in range(4 * KILLS))

    while len(killed_after) < KILLS:
        after_s = next(moments)
        if _kill(start(killed, *words), after_s):
            killed_after.append(after_s)
        else:  # it was done before: half of it is taken away, and the next one goes on
            for path in sorted((sweep_folder(killed) / "closures").rglob("*.parquet"))[::2]:
                path.unlink()
    resumed = eastflank(killed, *words)
    eastflank(whole, *words)

    assert resumed.code == 0
    assert stored(sweep_folder(killed)) == stored(sweep_folder(whole))


@pytest.mark.slow
def test_a_worker_that_is_killed_leaves_the_run_of_all_workers(tmp_path: Path) -> None:
    killed, whole = small_project(tmp_path / "killed"), small_project(tmp_path / "whole")
    words = ("run", BASELINE, "-q", "--workers", "2", "--replications", "60")

    run = start(killed, *words)
    while not (worker := _worker_of(run.pid)) and run.poll() is None:
        time.sleep(0.05)
    os.kill(worker, signal.SIGKILL)
    eastflank(whole, *words)

    assert run.wait() == 0
    verdicts = [
        eastflank(root, "verdict", "baseline", "--json").object["runs"][0]
        for root in (killed, whole)
    ]
    assert verdicts[0]["verdict"] == verdicts[1]["verdict"]
    assert verdicts[0]["replications"] == 60


def _worker_of(parent: int) -> int:
    """One of the processes that a process has begun; 0 where there is none yet."""
    tasks = Path(f"/proc/{parent}/task/{parent}/children")
    children = tasks.read_text().split() if tasks.exists() else []
    return int(children[-1]) if children else 0


def _kill(process: subprocess.Popen[bytes], after_s: float) -> bool:
    """Kill it and its workers; False where it had ended before."""
    time.sleep(after_s)
    if process.poll() is not None:
        return False
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return True
