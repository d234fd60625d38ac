"""The cheapest ways of one kind of cargo at given prices: leg after leg, with marches between.

The cost of a way is never more than that of any way which the engine can find: every leg that it
can run is among the legs, and any number of them may follow each other.
"""

import math
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np

from eastflank.plan.regions import Floats
from eastflank.plan.uses import Legs

GAIN: Final = 1e-11  # less than this is rounding, and no cheaper way


class Step(NamedTuple):
    """One leg of a way: its number among the legs, or a march between two regions."""

    leg: int
    start: int
    end: int


class Cheapest:
    """The least cost from every region to the goals, and the ways that cost so much."""

    def __init__(
        self, legs: Legs, cost: Floats, goals: Sequence[int], count: int, march: Floats | None
    ) -> None:
        self._legs = legs
        self._cost = cost
        self._march = march  # what a march between two regions costs
        self._goal = {goal: place for place, goal in enumerate(goals)}
        self._there = np.full((count, len(goals)), math.inf)
        for goal, place in self._goal.items():
            self._there[goal, place] = 0.0
        # by rounds: with at most so many lifts, before and after a march
        self._lifted: list[Floats] = [self._there]
        self._least: list[Floats] = [self._marched(self._there)]
        self._search()

    def cost(self, start: int, goal: int) -> float:
        """The least cost from a region to a goal; inf if there is no way."""
        return float(self._least[-1][start, self._goal[goal]])

    def costs(self) -> Floats:
        """The least cost from every region to every goal."""
        return self._least[-1]

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
            through = self._cost[:, None] + after[self._legs.end]
            best = np.minimum.reduceat(through, first, axis=0)
            lifted[regions] = np.minimum(lifted[regions], best)
        return lifted

    def _marched(self, lifted: Floats) -> Floats:
        """A march first."""
        if self._march is None:
            return lifted
        best = (self._march[:, :, None] + lifted[None, :, :]).min(axis=1)
        marched: Floats = np.minimum(lifted, best)
        return marched

    # -- ways -------------------------------------------------------------------------------------

    def _steps(self, start: int, place: int) -> Iterator[Step]:
        at = start
        for lifts in range(len(self._least) - 1, -1, -1):
            camp = self._marches_to(self._lifted[lifts][:, place], at)
            if camp != at:
                yield Step(-1, at, camp)
                at = camp
            if self._there[at, place] == 0.0:
                return
            leg = self._best_leg(self._least[lifts - 1][:, place], at)
            yield Step(leg, at, int(self._legs.end[leg]))
            at = int(self._legs.end[leg])

    def _marches_to(self, lifted: Floats, at: int) -> int:
        """Where the next lift is taken."""
        if self._march is None:
            return at
        costs = self._march[at] + lifted
        best = int(np.argmin(costs))
        return at if lifted[at] <= costs[best] else best

    def _best_leg(self, after: Floats, at: int) -> int:
        first, last = np.searchsorted(self._legs.start, [at, at + 1])
        costs = self._cost[first:last] + after[self._legs.end[first:last]]
        return int(first + np.argmin(costs))
