"""How well two workers share a sweep, and what part of the work is writing.

Both are ratios within one run: the same replications by one worker and by two, and the time
that keeping a replication takes over that of the whole replication.
"""

import tempfile
import time
from pathlib import Path

import pandas as pd
from tests.small import TRAIN, fleet, node, rail, scenario, terminal, unit

from eastflank.scenario import Scenario
from eastflank.store.folder import RunFolder
from eastflank.store.parquet import Level
from eastflank.store.situation import units_table
from eastflank.study import replication
from eastflank.study.plan import Plan
from eastflank.study.pool import processes
from eastflank.study.replication import Job
from eastflank.study.source import Prepared

REPLICATIONS = 24
LOADS = 600


def busy_line() -> Scenario:
    """600 loads over 12 sections: a replication takes long enough for the pool not to matter."""
    places = [f"n{i:02d}" for i in range(13)]
    first, last = places[0], places[-1]
    return scenario(
        [node(place) for place in places],
        [rail(f"s{i:02d}", places[i], places[i + 1], 100.0) for i in range(12)],
        [terminal("railhead", first, 4), terminal("railhead", last, 4)],
        [TRAIN],
        [fleet("train", first, 60)],
        [unit("u", first, last, {"wheeled": [30.0] * LOADS})],
    )


def main() -> None:
    """Print both ratios."""
    world = busy_line()
    with tempfile.TemporaryDirectory() as root:
        one_s = _seconds(world, Path(root) / "one", 1)
        two_s = _seconds(world, Path(root) / "two", 2)
        print(f"two workers: {one_s / two_s / 2:.2f} of what two perfect ones would do")
        print(f"writing: {100 * _write_share(world, Path(root) / 'write'):.1f} % of a replication")


def _job(world: Scenario, root: Path) -> Job:
    return Job(scenario=world, units=units_table(world), seed=1, folder=RunFolder(root))


def _seconds(world: Scenario, root: Path, workers: int) -> float:
    """From the first outcome to the last: starting processes is paid once, not by replication."""
    plan = Plan(replications=REPLICATIONS, level=Level.SUMMARY, lean=True)
    with processes(Prepared(only=_job(world, root)), workers) as carry_out:
        list(carry_out(plan.wanted()[: 2 * workers]))
        began = time.perf_counter()
        list(carry_out(plan.wanted()[2 * workers :]))
        return (time.perf_counter() - began) / (len(plan.wanted()) - 2 * workers)


def _write_share(world: Scenario, root: Path) -> float:
    """Time within the function that keeps a replication, at the level that keeps most."""
    job = _job(world, root)
    engine = job.prepare(world)
    kept: list[float] = []
    keep = replication._keep  # noqa: SLF001 - the seam that is measured

    def timed(*parts: object) -> None:
        began = time.perf_counter()
        keep(*parts)  # type: ignore[arg-type]
        kept.append(time.perf_counter() - began)

    replication._keep = timed  # type: ignore[assignment]  # noqa: SLF001
    try:
        tasks = [replication.Task(replication=r, level=Level.FULL) for r in range(4)]
        whole = pd.Series([replication.carry_out(job, engine, task).seconds for task in tasks])
    finally:
        replication._keep = keep  # noqa: SLF001
    return sum(kept) / float(whole.sum())


if __name__ == "__main__":
    main()
