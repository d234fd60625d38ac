"""Points: the combinations of levels that a sweep runs, in an order that never changes."""

import itertools
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from eastflank.config import Experiment
from eastflank.config.experiment import Latin
from eastflank.model.errors import PlannerError
from eastflank.model.streams import uniform

Level = bool | int | float | str
Levels = Mapping[str, Level]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One combination of levels: dotted key -> level; ``base`` is the point it is set against."""

    id: int
    levels: Levels
    base: int | None = None

    @property
    def sets(self) -> tuple[str, ...]:
        """The point as ``--set`` takes it: key=value, the value as TOML writes it."""
        return tuple(
            f"{key}={json.dumps(value, ensure_ascii=False)}" for key, value in self.levels.items()
        )


def points_of(experiment: Experiment) -> tuple[Point, ...]:
    """The points of a sweep: every combination of factors, at every explicit or designed point.

    An experiment without a sweep is one point at which nothing is set. Where ``[sweep.base]`` sets
    what is not varied, one more point is the base of all others.
    """
    sweep = experiment.sweep
    beside = list(sweep.points) or list(_latin(sweep.design, experiment.run.seed))
    combinations = itertools.product(*sweep.factors.values())
    crossed = itertools.product(beside or [{}], combinations)
    varied = [
        {**point, **dict(zip(sweep.factors, levels, strict=True))} for point, levels in crossed
    ]
    if sweep.base and not sweep.base.keys() <= varied[0].keys():
        everywhere = [*varied, dict(sweep.base)]
        bases: list[int | None] = [len(varied)] * len(everywhere)
    else:
        everywhere = varied
        bases = [_base_among(varied, {**levels, **sweep.base}) for levels in varied]
    return tuple(
        Point(id=number, levels=levels, base=base if sweep.base else None)
        for number, (levels, base) in enumerate(zip(everywhere, bases, strict=True))
    )


def _base_among(varied: Sequence[Levels], wanted: Levels) -> int:
    """The point that has the levels of the base and is otherwise the same."""
    if wanted not in varied:
        said = ", ".join(f"{key} = {json.dumps(level)}" for key, level in wanted.items())
        raise PlannerError(
            where="[sweep.base]",
            found=f"no point of the sweep has {said}.",
            right="Set a key that is varied to one of its levels, or a key that is not varied.",
        )
    return varied.index(wanted)


def factors_of(points: Sequence[Point]) -> tuple[str, ...]:
    """All that is set at any point, in the order in which it is met."""
    return tuple(dict.fromkeys(key for point in points for key in point.levels))


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
    """One row a point: ``point_id`` and a column for each factor, named by its dotted key.

    ``base_id`` is the point that it is set against, where the sweep has a base; bases have their
    own. What is not set at a point is empty: there the file speaks.
    """
    table = pd.DataFrame([{"point_id": point.id, **point.levels} for point in points])
    if any(point.base is not None for point in points):
        table.insert(1, "base_id", [point.base for point in points])
    return table
