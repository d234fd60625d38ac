"""A sweep that is killed at any moment, again and again, ends as the one that was not."""

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
from tests.cli.commands import eastflank, start
from tests.cli.sweeps import grid_project, stored, sweep_folder

from eastflank.model.streams import uniform

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


def _kill(process: subprocess.Popen[bytes], after_s: float) -> bool:
    """Kill it and its workers; False where it had ended before."""
    time.sleep(after_s)
    if process.poll() is not None:
        return False
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return True
