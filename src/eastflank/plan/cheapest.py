"""The cheapest ways of one kind of cargo at given prices: leg after leg, with marches between.

The cost of a way is never more than that of any way which the engine can find: every leg that it
can run is among the legs, and any number of them may follow each other.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np

from eastflank.plan.regions import Floats, Ints
from eastflank.plan.uses import Legs

GAIN: Final = 1e-11  # less than this is rounding, and no cheaper way


@dataclass(frozen=True, slots=True)
class March:
    """What a march between two regions costs, and how many steps of the march limit it takes.

    ``steps`` are rounded down; ``most`` is the number of steps that a lot may march in all.
    """

    cost: Floats
    steps: Ints
    most: int


class Step(NamedTuple):
    """One leg of a way: its number among the legs, or a march between two regions."""

    leg: int
    start: int
    end: int


class Cheapest:
    """The least cost from every region to the goals, and the ways that cost so much."""

    def __init__(
        self, legs: Legs, cost: Floats, goals: Sequence[int], count: int, march: March | None
    ) -> None:
        self._legs = legs
        self._cost = cost
        self._march = march
        self._goal = {goal: place for place, goal in enumerate(goals)}
        levels = march.most + 1 if march else 1
        self._there = np.full((levels, count, len(goals)), math.inf)
        for goal, place in self._goal.items():
            self._there[:, goal, place] = 0.0
        # by rounds: with at most so many lifts, before and after a march
        self._lifted: list[Floats] = [self._there]
        self._least: list[Floats] = [self._marched(self._there)]
        self._search()

    def cost(self, start: int, goal: int) -> float:
        """The least cost from a region to a goal; inf if there is no way."""
        return float(self._least[-1][-1, start, self._goal[goal]])

    def costs(self) -> Floats:
        """The least cost from every region to every goal."""
        costs: Floats = self._least[-1][-1]
        return costs

    def way(self, start: int, goal: int) -> list[Step]:
        """The steps of a way of that cost."""
        return list(self._steps(start, self._goal[goal]))

    # -- costs ------------------------------------------------------------------------------------

    def _search(self) -> None:
        while True:
            lifted = self._one_more_lift(self._least[-1])
            least = np.minimum(self._least[-1], self._marched(lifted))
            gains = np.any(self._least[-1] > least * (1.0 + GAIN) + GAIN)
            self._lifted.append(lifted)
            self._least.append(least)
            if not gains:
                return

    def _one_more_lift(self, after: Floats) -> Floats:
        regions, first = self._legs.starts
        lifted = self._there.copy()
        if len(first):
            for level, costs in enumerate(after):
                through = self._cost[:, None] + costs[self._legs.end]
                best = np.minimum.reduceat(through, first, axis=0)
                lifted[level, regions] = np.minimum(lifted[level, regions], best)
        return lifted

    def _marched(self, lifted: Floats) -> Floats:
        """A march first, within what is left of the limit."""
        if self._march is None:
            return lifted
        marched = lifted.copy()
        columns = np.arange(len(self._march.steps))[None, :]
        for level in range(len(lifted)):
            left = level - self._march.steps
            onward = lifted[np.maximum(left, 0), columns]
            cost = np.where(left >= 0, self._march.cost, math.inf)
            best = (cost[:, :, None] + onward).min(axis=1)
            marched[level] = np.minimum(marched[level], best)
        return marched

    # -- ways -------------------------------------------------------------------------------------

    def _steps(self, start: int, place: int) -> Iterator[Step]:
        at, level = start, len(self._there) - 1
        for lifts in range(len(self._least) - 1, -1, -1):
            camp = self._marches_to(self._lifted[lifts], level, at, place)
            if camp != at and self._march is not None:
                yield Step(-1, at, camp)
                level -= int(self._march.steps[at, camp])
                at = camp
            if self._there[level, at, place] == 0.0:
                return
            leg = self._best_leg(self._least[lifts - 1][level], at, place)
            yield Step(leg, at, int(self._legs.end[leg]))
            at = int(self._legs.end[leg])

    def _marches_to(self, lifted: Floats, level: int, at: int, place: int) -> int:
        if self._march is None:
            return at
        left = level - self._march.steps[at]
        onward = lifted[np.maximum(left, 0), np.arange(len(left)), place]
        costs = np.where(left >= 0, self._march.cost[at] + onward, math.inf)
        best = int(np.argmin(costs))
        return at if lifted[level, at, place] <= costs[best] else best

    def _best_leg(self, after: Floats, at: int, place: int) -> int:
        first, last = np.searchsorted(self._legs.start, [at, at + 1])
        costs = self._cost[first:last] + after[self._legs.end[first:last], place]
        return int(first + np.argmin(costs))
