"""Sources: where a worker gets the compiled scenario of a point from."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Protocol

from eastflank.model.errors import PlannerError
from eastflank.store.folder import RunFolder
from eastflank.store.situation import units_table
from eastflank.study.case import load_case
from eastflank.study.replication import Engine, Job, Outcome, Task, carry_out


class Source(Protocol):
    """What a worker is given once; small, because it is sent to every worker."""

    @property
    def folder(self) -> RunFolder:
        """Where outcomes go."""

    def job(self, point: int) -> Job:
        """What all replications of a point share."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A job that is compiled already: the one point of a run."""

    only: Job

    @property
    def folder(self) -> RunFolder:
        """Where outcomes go."""
        return self.only.folder

    def job(self, point: int) -> Job:
        """The job itself, which writes into its point."""
        return replace(self.only, folder=self.folder.at(point))


@dataclass(frozen=True, slots=True, kw_only=True)
class FromFile:
    """Points that a worker reads and compiles itself from the experiment file.

    ``inputs`` are the digests of what the sweep was begun with: a table that was changed since
    must not slip into half of the points.
    """

    file: Path
    sets: tuple[str, ...]
    points: tuple[tuple[str, ...], ...]
    inputs: Mapping[str, str]
    seed: int
    folder: RunFolder

    def job(self, point: int) -> Job:
        """Compile a point."""
        case = load_case(self.file, (*self.sets, *self.points[point]))
        changed = [name for name, found in case.inputs.items() if self.inputs.get(name) != found]
        if changed:
            raise PlannerError(
                where=", ".join(changed),
                found="changed while the sweep ran.",
                right="Give the same command again: it begins the sweep of the inputs as they are.",
            )
        units = units_table(case.scenario)
        folder = self.folder.at(point)
        return Job(scenario=case.scenario, units=units, seed=self.seed, folder=folder)


@dataclass(frozen=True, slots=True)
class _AtHand:
    source: Source
    point: int
    job: Job
    engine: Engine


class _Held(threading.local):
    """What one worker keeps: the compiled scenario and book of routes of the point it is at."""

    it: _AtHand | None = None


_HELD: Final = _Held()


def carry_out_from(source: Source, task: Task) -> Outcome:
    """Carry out a task; what the last task of the same point needed is still in hand."""
    held = _at_hand(source, task.point)
    return carry_out(held.job, held.engine, task)


def _at_hand(source: Source, point: int) -> _AtHand:
    held = _HELD.it
    if held is None or held.point != point or not _same(held.source, source):
        _HELD.it = None  # the last point goes before the next one comes
        job = source.job(point)
        held = _HELD.it = _AtHand(source, point, job, job.prepare(job.scenario))
    return held


def prepare(source: Source) -> None:
    """Have in hand what the first point of a source needs."""
    _at_hand(source, 0)


def _same(one: Source, other: Source) -> bool:
    """A source that was sent again compares by what it says; a prepared one is itself alone."""
    return one is other or (isinstance(one, FromFile) and one == other)


def let_go() -> None:
    """Let go of what is held, when the work of this process is done."""
    _HELD.it = None
