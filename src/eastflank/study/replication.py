"""One replication: run the engine, measure the closures, keep both; a failure is a result."""

import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, Protocol

import pandas as pd

from eastflank.engine.run import RunEnd, plan_book, run
from eastflank.measures.closure.closures import TOLD_BY, unit_closures
from eastflank.model.records import Records
from eastflank.model.scenario import Scenario
from eastflank.store.folder import LIKELY, RunFolder
from eastflank.store.parquet import Columns, Level, number_note, write_frame

MOST_ANSWERS: Final = 8_000  # in a book of routes, about 300 MB of them on the real theatre


class Engine(Protocol):
    """The door of the engine, with what a scenario's replications share already in hand."""

    def __call__(self, *, seed: int, replication: int | None, records: Records) -> RunEnd:
        """Run one replication, or for ``None`` the deterministic run."""


class Resident:
    """The engine of one scenario, with a book of routes that goes from replication to replication.

    A book that has grown thick is put away before the next replication, and a new one begun, so
    that thousands of replications need no more memory than the first few. No number depends on it.
    """

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario
        self.book = plan_book(scenario)
        self.book.answer_all()

    def __call__(self, *, seed: int, replication: int | None, records: Records) -> RunEnd:
        """Run one replication."""
        if self.book.answers > MOST_ANSWERS:
            self.book = plan_book(self._scenario)
        return run(
            self._scenario,
            seed=seed,
            replication=replication,
            records=records,
            book=self.book,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What all replications of a run share."""

    scenario: Scenario
    units: pd.DataFrame
    seed: int
    folder: RunFolder
    prepare: Callable[[Scenario], Engine] = Resident


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One replication to carry out, and how much of it to keep."""

    replication: int
    level: Level
    point: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a task ended."""

    replication: int
    seconds: float
    events: int = 0
    stages: int = 0
    unexplained: int = 0
    error: str | None = None
    point: int = 0
    skipped: bool = False


def carry_out(job: Job, engine: Engine, task: Task) -> Outcome:
    """Run one replication and keep it; what goes wrong in it is reported, not raised.

    What another process has stored since the task was given is not run again.
    """
    began = time.perf_counter()
    done = Outcome(replication=task.replication, point=task.point, seconds=0.0, skipped=True)
    if job.folder.is_stored(task.replication, task.level):
        return done
    try:
        end = _simulate(job, engine, task)
    except Exception:
        error = traceback.format_exc()
        return replace(done, skipped=False, seconds=time.perf_counter() - began, error=error)
    return replace(
        done,
        skipped=False,
        seconds=time.perf_counter() - began,
        events=end.events,
        stages=end.stages,
        unexplained=sum(not lot.explained for lot in end.waiting),
    )


def _simulate(job: Job, engine: Engine, task: Task) -> RunEnd:
    records = task.level.records()
    replication = None if task.replication == LIKELY else task.replication
    end = engine(seed=job.seed, replication=replication, records=records)
    columns = Columns(records)
    closures = unit_closures(
        columns.frame(task.replication, TOLD_BY),
        job.units,
        job.scenario.theta,
        node_country={node.id: node.country for node in job.scenario.nodes.values()},
        replications=[task.replication],
    )
    _keep(job.folder, task, columns, closures, end)
    return end


def _keep(
    folder: RunFolder, task: Task, columns: Columns, closures: pd.DataFrame, end: RunEnd
) -> None:
    """Records first: the closures are what says that a replication is done."""
    of = number_note(task.replication, folder.point)
    if task.level is not Level.SUMMARY:
        columns.write(folder.records_path(task.replication), of)
    note = {
        **of,
        "records": task.level.value,
        "end_h": end.end_h,
        "events": end.events,
        "stages": end.stages,
        "waiting": [lot.flat() for lot in end.waiting],
        "supplies": [lot.flat() for lot in end.supplies],
    }
    write_frame(folder.closures_path(task.replication), closures, note)
