"""How many replications a minute one and two workers do, and whether memory stays flat.

One and two workers take turns at the same replications, so that a busy machine weighs on both; the
best round of each counts. Two bare loops side by side tell what the machine gives to two processes
at that hour. Beside it: the time that keeping a replication takes over that of the whole one.
"""

import resource
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from tests.small import TRAIN, fleet, node, rail, scenario, terminal, unit

from bench.keeping import Timed
from bench.keeping import share as keeping_share
from bench.page import Figure
from eastflank.model.scenario import Scenario
from eastflank.store.folder import RunFolder
from eastflank.store.parquet import Level
from eastflank.store.situation import units_table
from eastflank.study.plan import Plan
from eastflank.study.pool import Executor, processes
from eastflank.study.replication import Job, Task
from eastflank.study.source import Prepared

ROUNDS = 5
A_ROUND = 12  # replications; the first round of each warms up and does not count
LOADS = 600
LOOPS = 5_000_000
KEPT = 4  # replications of which the share of keeping is told
STATM = Path("/proc/self/statm")


@dataclass(frozen=True)
class Shared:
    """Seconds a replication with one and with two workers, and the resident memory of one."""

    one_s: float
    two_s: float
    machine: float
    resident_kib: Sequence[float]

    @property
    def growth_kib(self) -> float:
        """Resident memory gained a replication: the slope over what came after the first round."""
        return float(np.polyfit(range(len(self.resident_kib)), self.resident_kib, 1)[0])


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


def measured() -> dict[str, Figure]:
    """The efficiency of two workers, the growth of memory, and the share of keeping."""
    world = busy_line()
    with tempfile.TemporaryDirectory() as root:
        found = share(world, Path(root))
        engine = Timed(world)
        keeping = {
            level: keeping_share(engine, world, Path(root) / level.value, level, range(KEPT))
            for level in (Level.SUMMARY, Level.FULL)
        }
    two = f"{60 / found.two_s:.0f} a minute; two bare loops reach {found.machine:.2f}"
    count = len(found.resident_kib)
    held = f"{found.resident_kib[-1] / 1024:.0f} MiB after {count} replications"
    return {
        "pool.efficiency": Figure(value=found.one_s / found.two_s / 2, beside=two),
        "pool.growth": Figure(value=found.growth_kib, beside=held),
        "small.summary": Figure(value=keeping[Level.SUMMARY]),
        "small.full": Figure(value=keeping[Level.FULL]),
    }


def share(world: Scenario, root: Path) -> Shared:
    """Rounds of one and of two workers in turn, and of bare loops."""
    jobs = [_job(world, root / name) for name in ("one", "two")]
    seconds: dict[str, list[float]] = {"one": [], "two": [], "loop": [], "loops": []}
    resident: list[float] = []
    with (
        processes(Prepared(only=jobs[0]), 1) as one,
        processes(Prepared(only=jobs[1]), 2) as two,
        ProcessPoolExecutor(2, mp_context=get_context("spawn")) as loops,
    ):
        for number in range(ROUNDS):
            tasks = _tasks(number)
            seconds["one"].append(_round_s(one, tasks, resident))
            seconds["two"].append(_round_s(two, tasks, []))
            seconds["loop"].append(_loops_s(loops, 1))
            seconds["loops"].append(_loops_s(loops, 2))
    best = {name: min(found[1:]) for name, found in seconds.items()}
    return Shared(
        one_s=best["one"],
        two_s=best["two"],
        machine=best["loop"] / best["loops"],
        resident_kib=resident[A_ROUND:],
    )


def _tasks(number: int) -> list[Task]:
    plan = Plan(replications=ROUNDS * A_ROUND, level=Level.SUMMARY, lean=True)
    return list(plan.wanted())[number * A_ROUND : (number + 1) * A_ROUND]


def _round_s(carry_out: Executor, tasks: Sequence[Task], resident: list[float]) -> float:
    """Seconds a replication; what is resident in this process is noted after each."""
    began = time.perf_counter()
    resident.extend(_resident_kib() for _ in carry_out(tasks))
    return (time.perf_counter() - began) / len(tasks)


def _resident_kib() -> float:
    """Resident now; where the system does not tell, the most that there was."""
    if STATM.is_file():
        return int(STATM.read_text().split()[1]) * resource.getpagesize() / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _loops_s(pool: ProcessPoolExecutor, count: int) -> float:
    began = time.perf_counter()
    list(pool.map(_loop, [LOOPS] * count))
    return time.perf_counter() - began


def _loop(count: int) -> int:
    total = 0
    for each in range(count):
        total += each
    return total


def _job(world: Scenario, root: Path) -> Job:
    return Job(scenario=world, units=units_table(world), seed=1, folder=RunFolder(root))
