"""Points: the combinations of levels that a sweep runs, in an order that never changes."""

import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from eastflank.config import Experiment
from eastflank.config.experiment import Latin
from eastflank.streams import uniform

Level = bool | int | float | str
Levels = Mapping[str, Level]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One combination of levels: dotted key -> level."""

    id: int
    levels: Levels

    @property
    def sets(self) -> tuple[str, ...]:
        """The point as ``--set`` takes it: key=value, the value as TOML writes it."""
        return tuple(
            f"{key}={json.dumps(value, ensure_ascii=False)}" for key, value in self.levels.items()
        )


def points_of(experiment: Experiment) -> tuple[Point, ...]:
    """The points of a sweep: every combination of factors, at every explicit or designed point.

    An experiment without a sweep is one point at which nothing is set.
    """
    sweep = experiment.sweep
    beside = list(sweep.points) or list(_latin(sweep.design, experiment.run.seed))
    combinations = itertools.product(*sweep.factors.values())
    crossed = itertools.product(beside or [{}], combinations)
    return tuple(
        Point(id=number, levels={**point, **dict(zip(sweep.factors, levels, strict=True))})
        for number, (point, levels) in enumerate(crossed)
    )


def _latin(design: Latin | None, seed: int) -> Iterator[dict[str, Level]]:
    """A Latin hypercube: each key meets each of N equal parts of its range at one point."""
    if design is None:
        return
    places = {key: _places(seed, key, design.points) for key in design.ranges}
    for number in range(design.points):
        yield {
            key: low + (high - low) * places[key][number]
            for key, (low, high) in design.ranges.items()
        }


def _places(seed: int, key: str, count: int) -> list[float]:
    """A place in (0, 1) for each point: its part, in an order that is luck, and luck within."""
    lots = [uniform(seed, number, "design-order", key) for number in range(count)]
    parts = sorted(range(count), key=lots.__getitem__)
    return [
        (part + uniform(seed, number, "design-place", key)) / count
        for number, part in enumerate(parts)
    ]


def design_table(points: Sequence[Point]) -> pd.DataFrame:
    """One row a point: ``point_id`` and a column for each factor, named by its dotted key."""
    return pd.DataFrame([{"point_id": point.id, **point.levels} for point in points])
