"""The solver: HiGHS on the program of the columns that are known, which proposes prices."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import numpy as np

from eastflank.model.errors import PlannerError
from eastflank.model.units import NEGLIGIBLE
from eastflank.plan.demand import Need
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
        stages, flows = len(program.stages_h), len(program.flows)
        limits = [
            *(each.ravel() for each in (capacity.pool, capacity.server)),
            *(each.ravel() for each in (capacity.slot, capacity.turn, stand)),
            np.ones(len(program.needs)),
            np.zeros(stages * flows),
        ]
        first = np.cumsum([0, *(len(each) for each in limits)]).tolist()
        self._pool, self._server, self._slot, self._turn, self._stand = first[:5]
        self._unit, self._flow, self._rows = first[5:]
        self._limit(np.concatenate(limits))
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
            count,
            [-gain for gain in gains],
            [0.0] * count,
            [most] * count,
            len(index),
            starts,
            index,
            value,
        )

    def _add_units(self, deadline_h: float) -> None:
        program = self._program
        columns, gains = [], []
        for stage, before_h in enumerate(program.stages_h):
            for number, need in enumerate(program.needs):
                if program.can_close(need, deadline_h - before_h):
                    columns.append(self._closing(number, need, stage))
                    gains.append(float(need.troops))
        self._add(gains, self._inf, columns)
        self._add_at_home()

    def _closing(self, number: int, need: Need, stage: int) -> dict[int, float]:
        """A unit that could close by a stage, and not by the one before."""
        program, column = self._program, {self._unit + number: 1.0}
        for part in need.parts:
            row = self._flow_row(program.number[part.flow], stage)
            column[row] = column.get(row, 0.0) + part.pieces
        turns = program.reception.use[:, number]
        column |= {self._slot + int(row): float(turns[row]) for row in np.flatnonzero(turns)}
        place = int(program.turns.place[number])
        later = range(stage, len(program.stages_h) - 1) if place >= 0 else ()
        return column | {self._turn + j * program.turns.count + place: 1.0 for j in later}

    def _flow_row(self, number: int, stage: int) -> int:
        return int(self._flow + stage * len(self._program.flows) + number)

    def _add_at_home(self) -> None:
        """What is where it should be needs no way."""
        at_home = [
            {self._flow_row(number, stage): -1.0}
            for stage in range(len(self._program.stages_h))
            for number, each in enumerate(self._program.flows)
            if each.origin == each.destination
        ]
        self._add([0.0] * len(at_home), self._inf, at_home)

    def add_ways(self, columns: Iterable[Column]) -> list[Column]:
        """Ways of flows; those of them that are new."""
        found, fresh = [], []
        for column in columns:
            rows = self._used_by(column)
            key = tuple(rows.items())
            if key not in self._known:
                self._known.add(key)
                found.append(rows)
                fresh.append(column)
        self._add([0.0] * len(found), self._inf, found)
        return fresh

    def _used_by(self, column: Column) -> dict[int, float]:
        """Hours up to the stage of a way and up to all later ones, and assets at places."""
        rows = {
            self._stand + number * self._regions + region: share
            for (number, region), share in column.stand.items()
        }
        servers = len(self._program.uses.servers)
        for stage in range(column.stage + 1):
            pool, server = self._pool + stage * self._pools, self._server + stage * servers
            rows |= {pool + number: hours for number, hours in column.pool.items()}
            rows |= {server + number: hours for number, hours in column.server.items()}
        rows[self._flow_row(column.flow, column.stage)] = -1.0
        return rows

    def add_empties(self, prices: Prices) -> list[EmptyLeg]:
        """The empty legs that these prices pay for most, those of them that are new."""
        legs = []
        for number, pool in enumerate(self._program.uses.pools):
            if pool.empty_h is None:
                continue
            stand = prices.stand[number]
            gain = stand[None, :] - stand[:, None] - prices.pool[0, number] * _finite(pool.empty_h)
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
        first = self._stand + number * self._regions
        took = 0.0 if hours is None else float(hours[start, end])
        return {self._pool + number: took, first + start: 1.0, first + end: -1.0}

    # -- prices -----------------------------------------------------------------------------------

    def solve(self) -> tuple[float, Prices]:
        """What the known ways allow, and the prices of it."""
        self._solver.run()
        duals = -np.array(self._solver.getSolution().row_dual)
        stages = len(self._program.stages_h)
        reached = -float(self._solver.getInfo().objective_function_value)
        return reached, Prices(
            duals[self._pool : self._server].reshape(stages, -1),
            duals[self._server : self._slot].reshape(stages, -1),
            duals[self._slot : self._turn],
            duals[self._turn : self._stand].reshape(stages - 1, self._program.turns.count),
            duals[self._stand : self._unit].reshape(self._pools, self._regions),
        )


def _finite(hours: Floats) -> Floats:
    return np.where(np.isfinite(hours), hours, 0.0)
