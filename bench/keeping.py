"""Keeping: what writing and measuring a replication take of its CPU time."""

import time
from pathlib import Path

from eastflank.engine.run import RunEnd
from eastflank.model.records import Records
from eastflank.model.scenario import Scenario
from eastflank.store.folder import RunFolder
from eastflank.store.parquet import Level
from eastflank.store.situation import units_table
from eastflank.study.replication import Job, Resident, Task, carry_out


class Timed(Resident):
    """The engine, which notes its own CPU time."""

    seconds = 0.0

    def __call__(self, *, seed: int, replication: int | None, records: Records) -> RunEnd:
        """Run one replication."""
        began = time.process_time()
        end = super().__call__(seed=seed, replication=replication, records=records)
        self.seconds += time.process_time() - began
        return end


def share(engine: Timed, world: Scenario, folder: Path, level: Level, replications: range) -> float:
    """Percent of the CPU time of these replications that is not the engine's."""
    job = Job(scenario=world, units=units_table(world), seed=1, folder=RunFolder(folder))
    engine.seconds, began = 0.0, time.process_time()
    for replication in replications:
        outcome = carry_out(job, engine, Task(replication=replication, level=level))
        assert outcome.error is None, outcome.error
    whole = time.process_time() - began
    return 100.0 * (whole - engine.seconds) / whole
