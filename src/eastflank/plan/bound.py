"""The bound: how many troops can be closed by each day at most, whatever is planned.

For each of some deadlines prices are sought that prove little; what they prove holds whether or not
better ones exist. Between two deadlines the bound of the later one holds.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from eastflank.model.scenario import Scenario
from eastflank.model.units import HOURS_PER_DAY
from eastflank.plan.demand import Need, needs_of
from eastflank.plan.distances import shut_for_good
from eastflank.plan.least import Least
from eastflank.plan.marching import marching_of
from eastflank.plan.program import ROUNDING_H, Column, Prices, Program, Proof, least_hours
from eastflank.plan.regions import Regions
from eastflank.plan.solve import Master
from eastflank.plan.uses import Uses
from eastflank.routing.book import Itineraries

TRUST: Final = (0.5, 1.0)  # by turns, the share of the newest prices in those tried next
STEP_H: Final = 12.0  # stages are no closer to each other


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How closely the bound looks.

    ``stages``: hours before the deadline at which it looks what could have closed by then.
    ``enough``: of the force; prices that could prove only so little more are not sought.
    """

    name: str
    regions: int
    stages: int
    rounds: int
    enough: float


QUICK: Final = Form(name="quick", regions=60, stages=1, rounds=30, enough=0.005)
TIGHT: Final = Form(name="tight", regions=90, stages=6, rounds=50, enough=0.003)
FORMS: Final = {form.name: form for form in (QUICK, TIGHT)}


@dataclass(frozen=True, slots=True)
class Point:
    """The most troops that can be closed by a day, and the most that a fluid plan was seen to."""

    day: float
    troops: float
    reached: float


@dataclass(frozen=True, slots=True)
class Curve:
    """The bound over time. ``closings`` are the hours and troops of units each for itself."""

    force: int
    points: tuple[Point, ...]
    closings: tuple[tuple[float, int], ...]

    def at(self, day: float) -> float:
        """The most troops that can be closed at or before a day."""
        until_h = HOURS_PER_DAY * day + ROUNDING_H
        alone = sum(troops for hour, troops in self.closings if hour <= until_h)
        later = (point.troops for point in self.points if point.day >= day)
        return min(float(alone), min(later, default=math.inf))

    def day_of(self, share: float) -> float:
        """The first day on which so many could be closed; inf if there is none."""
        days = [point.day for point in self.points] + [h / HOURS_PER_DAY for h, _ in self.closings]
        steps = (step for day in sorted(days) for step in (day, math.nextafter(day, math.inf)))
        return next((day for day in steps if self.at(day) >= share * self.force), math.inf)


def program_of(
    scenario: Scenario,
    *,
    seed: int,
    replication: int | None,
    book: Itineraries | None = None,
    form: Form = QUICK,
) -> Program:
    """The program of a scenario and replication (``None``: every row at its likely value)."""
    book = book or Itineraries(scenario)
    least = Least(scenario, seed=seed, replication=replication)
    needs = needs_of(scenario, book, least.luck)
    kinds = {part.flow.kind for need in needs for part in need.parts}
    shut = shut_for_good(scenario, least)
    nodes = [scenario.nodes[node] for node in book.network.nodes]
    each = Uses(book.catalogue, least, shut, Regions(nodes, len(nodes)))
    marches = marching_of(scenario, least, each, kinds)
    uses = Uses(book.catalogue, least, shut, Regions(nodes, form.regions))
    least_h = least_hours(each, needs, marches)
    marches = marching_of(scenario, least, uses, kinds)
    return Program(uses, needs, marches, least_h, _stages_h(needs, form))


def _stages_h(needs: Sequence[Need], form: Form) -> list[float]:
    """Stages are an integration apart, for that is how long a slot serves one unit."""
    step_h = max(STEP_H, min((need.integration_h for need in needs), default=0.0))
    return [step_h * stage for stage in range(form.stages)]


def bound_curve(
    scenario: Scenario,
    *,
    seed: int,
    replication: int | None = None,
    book: Itineraries | None = None,
    form: Form = QUICK,
    days: Sequence[float] = (),
) -> Curve:
    """The bound over time, each deadline by itself."""
    program = program_of(scenario, seed=seed, replication=replication, book=book, form=form)
    closings = sorted((program.closes_h(need), need.troops) for need in program.needs)
    possible = [closing for closing in closings if closing[0] <= scenario.horizon_h]
    first_h = possible[0][0] if possible else scenario.horizon_h
    wanted = days or tuple(deadlines(first_h, scenario.horizon_h))
    force = sum(troops for _, troops in closings)
    return Curve(force, tuple(_points(program, wanted, force, form)), tuple(possible))


def deadlines(first_h: float, horizon_h: float) -> Iterator[float]:
    """Each day after the first closure for two weeks, then fewer."""
    day, last = math.ceil(first_h / HOURS_PER_DAY), math.floor(horizon_h / HOURS_PER_DAY)
    begins = day
    while day <= last:
        yield float(day)
        day += 1 if day < begins + 14 else 2 if day < begins + 28 else 5


def _points(program: Program, days: Sequence[float], force: int, form: Form) -> Iterator[Point]:
    """A point a day, until all could be closed."""
    search = Search(program, form)
    for day in days:
        proof, reached = search.best(HOURS_PER_DAY * day)
        yield Point(day, proof.bound, reached)
        if proof.bound >= force:
            return


class Search:
    """The search for prices: ways that were found for a deadline are tried at the next one too."""

    def __init__(self, program: Program, form: Form = QUICK) -> None:
        self._program = program
        self._form = form
        self._ways: list[Column] = []
        self._empties: list[tuple[int, int, int]] = []
        self._prices = program.nothing()

    def best(self, deadline_h: float) -> tuple[Proof, float]:
        """The least bound that was proved for a deadline, and what a fluid plan reaches."""
        program, capacity = self._program, self._program.capacity(deadline_h)
        force = sum(need.troops for need in program.needs)
        master = Master(program, deadline_h, capacity)
        master.add_ways(self._ways)
        master.add_legs(self._empties)
        best = program.proof(self._prices, deadline_h, capacity)
        proof = best
        for turn in range(self._form.rounds):
            self._ways += master.add_ways(proof.columns)
            reached, prices = self._solved(master)
            if best.bound - reached <= self._form.enough * force:
                break
            tried = prices.mixed(best.prices, TRUST[turn % len(TRUST)])
            proof = program.proof(tried, deadline_h, capacity)
            best = min(best, proof, key=lambda each: each.bound)
        self._prices = best.prices
        return best, reached

    def _solved(self, master: Master) -> tuple[float, Prices]:
        """Solve until no empty leg is missing."""
        reached, prices = master.solve()
        while found := master.add_empties(prices):
            self._empties += found
            reached, prices = master.solve()
        return reached, prices
