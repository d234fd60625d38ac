"""The solver: HiGHS on the program of the columns that are known, which proposes prices."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import numpy as np

from eastflank.model.errors import PlannerError
from eastflank.model.units import NEGLIGIBLE
from eastflank.plan.program import Capacity, Column, Prices, Program
from eastflank.plan.regions import Floats

EmptyLeg = tuple[int, int, int]  # a pool, from region to region

MOST_EMPTIES: Final = 400  # new empty legs a round: those that the prices are most wrong about


def highs() -> Any:
    """A silent solver of one thread; the package that brings it is an extra."""
    try:
        from highspy._core import _Highs  # the class around it greets on standard output
    except ImportError as error:
        raise PlannerError(
            where="the bound",
            found="the solver HiGHS is not installed.",
            right="Install it: pip install 'eastflank[plan]'.",
        ) from error
    solver = _Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    return solver


class Master:
    """Shares of units that close, pieces on known ways, and empty legs, within what there is."""

    def __init__(self, program: Program, deadline_h: float, capacity: Capacity) -> None:
        self._program = program
        self._solver = highs()
        self._inf = float(self._solver.getInfinity())
        uses = program.uses
        self._pools, self._regions = len(uses.pools), uses.regions.count
        stand = np.zeros((self._pools, self._regions))
        for number, pool in enumerate(uses.pools):
            np.add.at(stand[number], pool.home, 1.0)
        limits = [capacity.pool, capacity.server, capacity.slot, stand.ravel()]
        self._first = np.cumsum([0, *(len(each) for each in limits)])  # of each block of rows
        self._limit(np.concatenate([*limits, np.zeros(len(program.flows))]))
        self._known: set[tuple[object, ...]] = set()
        self._add_units(deadline_h)

    def _limit(self, most: Floats) -> None:
        for each in most:
            self._solver.addRow(-self._inf, float(each), 0, [], [])

    # -- columns ----------------------------------------------------------------------------------

    def _add(
        self, gains: Sequence[float], most: float, columns: Sequence[Mapping[int, float]]
    ) -> None:
        """Columns with what each brings and uses."""
        if not columns:
            return
        index = [row for column in columns for row in column]
        value = [each for column in columns for each in column.values()]
        starts = np.cumsum([0, *(len(column) for column in columns[:-1])]).tolist()
        count = len(columns)
        self._solver.addCols(
            count, [-gain for gain in gains], [0.0] * count, [most] * count,
            len(index), starts, index, value,
        )  # fmt: skip

    def _add_units(self, deadline_h: float) -> None:
        program = self._program
        slot, flow = int(self._first[2]), int(self._first[4])
        columns, gains = [], []
        for number, need in enumerate(program.needs):
            if not program.can_close(need, deadline_h):
                continue
            column: dict[int, float] = {}
            for part in need.parts:
                row = flow + program.number[part.flow]
                column[row] = column.get(row, 0.0) + part.pieces
            turns = program.reception.use[:, number]
            column |= {slot + int(row): float(turns[row]) for row in np.flatnonzero(turns)}
            columns.append(column)
            gains.append(float(need.troops))
        self._add(gains, 1.0, columns)
        self._add_at_home(flow)

    def _add_at_home(self, flow: int) -> None:
        """What is where it should be needs no way."""
        at_home = [
            {flow + number: -1.0}
            for number, each in enumerate(self._program.flows)
            if each.origin == each.destination
        ]
        self._add([0.0] * len(at_home), self._inf, at_home)

    def add_ways(self, columns: Iterable[Column]) -> list[Column]:
        """Ways of flows; those of them that are new."""
        pool, server, _, stand, flow = (int(first) for first in self._first)
        found, fresh = [], []
        for column in columns:
            rows = {pool + number: hours for number, hours in column.pool.items()}
            rows |= {server + number: hours for number, hours in column.server.items()}
            rows |= {
                stand + number * self._regions + region: share
                for (number, region), share in column.stand.items()
            }
            rows[flow + column.flow] = -1.0
            key = tuple(rows.items())
            if key not in self._known:
                self._known.add(key)
                found.append(rows)
                fresh.append(column)
        self._add([0.0] * len(found), self._inf, found)
        return fresh

    def add_empties(self, prices: Prices) -> list[EmptyLeg]:
        """The empty legs that these prices pay for most, those of them that are new."""
        legs = []
        for number, pool in enumerate(self._program.uses.pools):
            if pool.empty_h is None:
                continue
            stand = prices.stand[number]
            gain = stand[None, :] - stand[:, None] - prices.pool[number] * _finite(pool.empty_h)
            gain[~np.isfinite(pool.empty_h)] = 0.0
            for start, end in zip(*np.nonzero(gain > NEGLIGIBLE), strict=True):
                legs.append((-float(gain[start, end]), number, int(start), int(end)))
        return self.add_legs(leg[1:] for leg in sorted(legs)[:MOST_EMPTIES])

    def add_legs(self, legs: Iterable[EmptyLeg]) -> list[EmptyLeg]:
        """Empty legs; those of them that are new."""
        fresh = [leg for leg in legs if leg not in self._known]
        self._known.update(fresh)
        columns = [self._empty(*leg) for leg in fresh]
        self._add([0.0] * len(columns), self._inf, columns)
        return fresh

    def _empty(self, number: int, start: int, end: int) -> dict[int, float]:
        hours = self._program.uses.pools[number].empty_h
        first = int(self._first[3]) + number * self._regions
        took = 0.0 if hours is None else float(hours[start, end])
        return {int(self._first[0]) + number: took, first + start: 1.0, first + end: -1.0}

    # -- prices -----------------------------------------------------------------------------------

    def solve(self) -> tuple[float, Prices]:
        """What the known ways allow, and the prices of it."""
        self._solver.run()
        duals = -np.array(self._solver.getSolution().row_dual)
        pool, server, slot, stand, _ = (
            duals[first:last]
            for first, last in zip(self._first, [*self._first[1:], len(duals)], strict=True)
        )
        reached = -float(self._solver.getInfo().objective_function_value)
        shape = (self._pools, self._regions)
        return reached, Prices(pool, server, slot, stand.reshape(shape))


def _finite(hours: Floats) -> Floats:
    return np.where(np.isfinite(hours), hours, 0.0)
