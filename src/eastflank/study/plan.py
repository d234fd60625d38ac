"""The plan: which replications of which points are wanted, and how much of each is kept."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eastflank.store.folder import LIKELY, RunFolder
from eastflank.store.parquet import Level
from eastflank.study.replication import Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """Part ``number`` of ``of`` equal parts of a study, counted from 1."""

    number: int
    of: int

    def part(self, tasks: Sequence[Task]) -> Sequence[Task]:
        """One stretch of the tasks, so that a point stays together as far as it can."""
        first = (self.number - 1) * len(tasks) // self.of
        return tasks[first : self.number * len(tasks) // self.of]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Which replications are wanted, how much of them is kept, by whom, for how long."""

    replications: int
    points: int = 1
    level: Level = Level.STAGES
    workers: int = 1
    only: tuple[int, ...] = ()
    only_point: int | None = None
    lean: bool = False
    shard: Shard | None = None
    budget_s: float | None = None
    cluster: str = ""

    @property
    def of_each_point(self) -> Sequence[int]:
        """A run has its deterministic run too; at many points luck alone is compared."""
        if self.points > 1 and self.replications:
            return range(self.replications)
        return (LIKELY, *range(self.replications))

    @property
    def chosen_points(self) -> Sequence[int]:
        """All points, or the one that is asked for."""
        return range(self.points) if self.only_point is None else [self.only_point]

    def wanted(self) -> Sequence[Task]:
        """Point after point. Of a shard only its part, whatever is stored already."""
        tasks = [
            Task(replication=r, level=self._level(r), point=point)
            for point in self.chosen_points
            for r in self.only or self.of_each_point
        ]
        return self.shard.part(tasks) if self.shard else tasks

    def _level(self, replication: int) -> Level:
        """The deterministic run and the first replication are kept in full, for charts.

        A lean run keeps the closures of all of them, and no record; a sweep keeps all alike.
        """
        if self.lean:
            return Level.SUMMARY
        return Level.FULL if replication <= 0 and self.points == 1 else self.level


def default_workers() -> int:
    """Two, where there are two."""
    return min(2, os.cpu_count() or 1)


def to_do(folder: RunFolder, plan: Plan) -> list[Task]:
    """What is wanted and not stored yet."""
    return list(missing(folder, plan.wanted()))


def missing(folder: RunFolder, tasks: Iterable[Task]) -> Iterable[Task]:
    """The tasks whose outcome is not stored yet."""
    return (
        task for task in tasks if not folder.at(task.point).is_stored(task.replication, task.level)
    )
