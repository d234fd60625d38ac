"""The program: what any set of prices proves, and the columns from which better prices come.

A price is what an hour of something finite is worth, in troops that close in time. At any prices
each unit is worth at most its troops less the cheapest ways of what it needs; the sum of that and
of the worth of all that there is can be passed by no plan. So the bound does not rest on the
solver, which only proposes prices.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from eastflank.plan.cheapest import Cheapest
from eastflank.plan.demand import Flow, Kind, Need
from eastflank.plan.reception import Reception, Turns
from eastflank.plan.regions import Floats
from eastflank.plan.uses import NOBODY, Legs, Pool, Uses

ROUNDING: Final = 1e-7  # of the force, for sums that are rounded
ROUNDING_H: Final = 1e-6  # hours that two sums of the same times may differ by


@dataclass(frozen=True, slots=True)
class Prices:
    """Troops for an hour of each pool, server and window of slots, and for an asset at a place.

    ``stand`` is what an asset of each pool is worth in each region beside its hours.
    """

    pool: Floats
    server: Floats
    slot: Floats
    turn: Floats
    stand: Floats

    def mixed(self, other: "Prices", share: float) -> "Prices":
        """A share of these prices, and the rest of others."""
        return Prices(
            *(
                share * mine + (1.0 - share) * theirs
                for mine, theirs in (
                    (self.pool, other.pool),
                    (self.server, other.server),
                    (self.slot, other.slot),
                    (self.turn, other.turn),
                    (self.stand, other.stand),
                )
            )
        )


@dataclass(frozen=True, slots=True)
class Capacity:
    """What there is of each pool, server and window of slots before a deadline."""

    pool: Floats
    server: Floats
    slot: Floats
    turn: Floats


@dataclass(frozen=True, slots=True)
class Column:
    """One way of a flow, and what a piece uses on it of pools, servers and assets at places.

    ``stage``: it is over in time for who could close by that stage.
    """

    flow: int
    stage: int
    pool: Mapping[int, float]
    server: Mapping[int, float]
    stand: Mapping[tuple[int, int], float]


@dataclass(frozen=True, slots=True)
class Proof:
    """What some prices prove, and the ways that are cheapest at them."""

    bound: float
    prices: Prices
    columns: tuple[Column, ...]


class Program:
    """What does not depend on the deadline: the needs, the flows, their legs and least times."""

    def __init__(
        self,
        uses: Uses,
        needs: Sequence[Need],
        march: Mapping[Kind, "Marching"],
        least_h: Mapping[Flow, float] | None = None,
        stages_h: Sequence[float] = (0.0,),
    ) -> None:
        self.uses = uses
        self.needs = needs
        self.flows: list[Flow] = sorted({part.flow for need in needs for part in need.parts})
        self.number = {flow: place for place, flow in enumerate(self.flows)}
        self.kinds: list[Kind] = sorted({flow.kind for flow in self.flows})
        self.legs: dict[Kind, Legs] = {kind: uses.legs_of(kind) for kind in self.kinds}
        self._march = march
        self._times = {kind: self._least_times(kind) for kind in self.kinds}
        known = least_h or {}
        self._least_h = {flow: known.get(flow, self._between_h(flow)) for flow in self.flows}
        begins_h = np.array([self.closes_h(need) - need.integration_h for need in needs])
        self.reception = Reception(needs, begins_h - ROUNDING_H, uses.slots())
        self.turns = Turns(needs, uses.slots())
        self.stages_h = tuple(stages_h)  # before the deadline

    # -- least times ------------------------------------------------------------------------------

    def _least_times(self, kind: Kind) -> Floats:
        """The least hours between all regions."""
        count, legs = self.uses.regions.count, self.legs[kind]
        march = self._march[kind].in_time if kind in self._march else None
        return Cheapest(legs, legs.run_h, range(count), count, march).costs()

    def _between_h(self, flow: Flow) -> float:
        if flow.origin == flow.destination:
            return 0.0
        start, end = self._ends(flow)
        return float(self._times[flow.kind][start, end])

    def _ends(self, flow: Flow) -> tuple[int, int]:
        regions = self.uses.regions
        return regions.at(flow.origin), regions.at(flow.destination)

    def closes_h(self, need: Need) -> float:
        """When a unit could close if it had everything for itself."""
        there = (part.leaves_h + self._least_h[part.flow] + part.staging_h for part in need.parts)
        return max(there, default=math.inf) + need.integration_h

    def can_close(self, need: Need, deadline_h: float) -> bool:
        """Whether it could then close by a deadline."""
        return self.closes_h(need) <= deadline_h + ROUNDING_H

    # -- what there is ----------------------------------------------------------------------------

    @cached_property
    def _from_h(self) -> Floats:
        """The least hour at which cargo of any kind can be in each region."""
        earliest = np.full(self.uses.regions.count, math.inf)
        for need in self.needs:
            for part in need.parts:
                start, _ = self._ends(part.flow)
                reached = part.leaves_h + self._times[part.flow.kind][start]
                earliest = np.minimum(earliest, reached)
        return earliest

    @cached_property
    def _after_h(self) -> Floats:
        """The least hours from each region until a unit closes."""
        least = np.full(self.uses.regions.count, math.inf)
        for need in self.needs:
            for part in need.parts:
                _, end = self._ends(part.flow)
                rest_h = part.staging_h + need.integration_h
                least = np.minimum(least, self._times[part.flow.kind][:, end] + rest_h)
        return least

    def capacity(self, deadline_h: float) -> Capacity:
        """What can still serve who closes by the deadline, or could have by an earlier stage."""
        hours = [self._hours(deadline_h - before_h) for before_h in self.stages_h]
        pool, server = (np.array(each) for each in zip(*hours, strict=True))
        turn = [self.turns.capacity(before_h) for before_h in self.stages_h[1:]]
        turns = np.array(turn).reshape(len(turn), self.turns.count)
        return Capacity(pool, server, self.reception.capacity(deadline_h), turns)

    def _hours(self, deadline_h: float) -> tuple[Floats, Floats]:
        """Hours of pools and servers."""
        latest_h, last_h = self._latest_h(deadline_h), deadline_h - self._after_h
        pool = [
            float(np.maximum(0.0, latest_h - pool.hours).sum()) + pool.bonus_h * len(pool.hours)
            for pool in self.uses.pools
        ]
        return np.array(pool), np.array(self.uses.servers) * self._open_h(last_h, deadline_h)

    def _latest_h(self, deadline_h: float) -> float:
        """The hour after which no asset can serve anybody who closes in time."""
        last_h = deadline_h - self._after_h
        return float(last_h[np.isfinite(last_h)].max(initial=0.0))

    def asset_h(self, pool: Pool, deadline_h: float) -> float:
        """The hours of one asset that is there from C-day on."""
        return self._latest_h(deadline_h) + pool.bonus_h

    def _open_h(self, last_h: Floats, deadline_h: float) -> Floats:
        """Hours in which each server can be at work for who closes in time.

        Its first work may end when the first cargo can be there, and its last work begin when the
        last cargo must go on.
        """
        handling_h, region = np.array(self.uses.handling_h), self.uses.server_region
        begins = np.maximum(0.0, self._from_h[region] - handling_h)
        ends = np.minimum(deadline_h, last_h[region] + handling_h)
        is_used = np.isfinite(begins) & np.isfinite(ends)
        hours = np.where(is_used, ends, 0.0) - np.where(is_used, begins, 0.0)
        open_h: Floats = np.maximum(0.0, hours)
        return open_h

    # -- proofs -----------------------------------------------------------------------------------

    def nothing(self) -> Prices:
        """All prices at nothing."""
        pools, stages = len(self.uses.pools), len(self.stages_h)
        return Prices(
            np.zeros((stages, pools)),
            np.zeros((stages, len(self.uses.servers))),
            np.zeros(len(self.reception.use)),
            np.zeros((stages - 1, self.turns.count)),
            np.zeros((pools, self.uses.regions.count)),
        )

    def proof(self, prices: Prices, deadline_h: float, capacity: Capacity) -> Proof:
        """The bound that these prices prove for a deadline."""
        prices = self._feasible(prices)
        ways = [self._ways(prices, stage) for stage in self._open_stages(deadline_h)]
        turn = self._turn_prices(prices)
        worth = self._worth(prices, capacity)
        worth += sum(
            self._gain(number, deadline_h, [cost for cost, _ in ways], turn[:, number])
            for number in range(len(self.needs))
        )
        force = sum(need.troops for need in self.needs)
        bound = min(float(force), worth + ROUNDING * force)
        return Proof(bound, prices, tuple(column for _, columns in ways for column in columns))

    def _open_stages(self, deadline_h: float) -> list[int]:
        """The stages by which some unit could close."""
        first_h = min(self.closes_h(need) for need in self.needs) - ROUNDING_H
        return [
            stage
            for stage, before_h in enumerate(self.stages_h)
            if stage == 0 or deadline_h - before_h >= first_h
        ]

    def _turn_prices(self, prices: Prices) -> Floats:
        """What each unit pays for turns, by stage: who closes later takes more of them."""
        slot: Floats = prices.slot @ self.reception.use
        paid = np.tile(slot, (len(self.stages_h), 1))
        has_place = self.turns.place >= 0
        later = np.cumsum(prices.turn[::-1], axis=0)[::-1]
        for stage, price in enumerate(later):
            paid[stage, has_place] += price[self.turns.place[has_place]]
        return paid

    def _ways(self, prices: Prices, stage: int) -> tuple[Floats, list[Column]]:
        """What each flow pays a piece to be over by a stage, and the ways that it pays for."""
        searches = {kind: self._cheapest(kind, prices, stage) for kind in self.kinds}
        cost = np.array([self._cost(searches, flow) for flow in self.flows])
        return cost, list(self._columns(searches, cost, stage))

    def _feasible(self, prices: Prices) -> Prices:
        """No asset is worth more at a place than where it is worth least plus the way there."""
        stand = np.maximum(0.0, prices.stand)
        for number, pool in enumerate(self.uses.pools):
            if pool.empty_h is None:
                stand[number] = 0.0
            else:
                joined = np.isfinite(pool.empty_h)
                way = max(0.0, prices.pool[0, number]) * np.where(joined, pool.empty_h, 0.0)
                there = stand[number][:, None] + np.where(joined, way, math.inf)
                stand[number] = there.min(axis=0)
        server = np.maximum(0.0, prices.server)
        server[:, NOBODY] = 0.0
        hours, slot, turn = (np.maximum(0.0, x) for x in (prices.pool, prices.slot, prices.turn))
        return Prices(hours, server, slot, turn, stand)

    def _cheapest(self, kind: Kind, prices: Prices, stage: int) -> Cheapest:
        """Who is over by a stage uses what there is up to it, and up to all later ones."""
        legs, regions = self.legs[kind], self.uses.regions
        pool = prices.pool[: stage + 1].sum(axis=0)
        server = prices.server[: stage + 1].sum(axis=0)
        cost = pool[legs.pool] * legs.asset_h
        cost += server[legs.load] * legs.load_h
        cost += server[legs.unload] * legs.unload_h
        here, there = prices.stand[legs.pool, legs.start], prices.stand[legs.pool, legs.end]
        cost += (here - there) * legs.share
        goals = sorted({regions.at(x.destination) for x in self.flows if x.kind == kind})
        march = self._march[kind].in_cost if kind in self._march else None
        return Cheapest(legs, np.maximum(0.0, cost), goals, regions.count, march)

    def _cost(self, searches: Mapping[Kind, Cheapest], flow: Flow) -> float:
        if flow.origin == flow.destination:
            return 0.0
        return searches[flow.kind].cost(*self._ends(flow))

    def _worth(self, prices: Prices, capacity: Capacity) -> float:
        """What all that there is, is worth."""
        hours = (
            float((prices.pool * capacity.pool).sum())
            + float((prices.server * capacity.server).sum())
            + float(prices.slot @ capacity.slot)
            + float((prices.turn * capacity.turn).sum())
        )
        return hours + sum(
            float(prices.stand[number, pool.home].sum())
            for number, pool in enumerate(self.uses.pools)
        )

    def _gain(self, number: int, deadline_h: float, costs: Sequence[Floats], turn: Floats) -> float:
        """Troops of a unit less what it costs at the best stage; nothing if it costs more."""
        need, best = self.needs[number], 0.0
        for stage, cost in enumerate(costs):
            if self.can_close(need, deadline_h - self.stages_h[stage]):
                pays = sum(part.pieces * float(cost[self.number[part.flow]]) for part in need.parts)
                best = max(best, need.troops - pays - float(turn[stage]))
        return best

    # -- columns ----------------------------------------------------------------------------------

    def _columns(
        self, searches: Mapping[Kind, Cheapest], cost: Floats, stage: int
    ) -> Iterator[Column]:
        for number, flow in enumerate(self.flows):
            if math.isfinite(cost[number]) and flow.origin != flow.destination:
                steps = searches[flow.kind].way(*self._ends(flow))
                legs = [step.leg for step in steps if step.leg >= 0]
                yield self._column((number, stage), self.legs[flow.kind], legs)

    def _column(self, of: tuple[int, int], table: Legs, legs: Sequence[int]) -> Column:
        pool: defaultdict[int, float] = defaultdict(float)
        server: defaultdict[int, float] = defaultdict(float)
        stand: defaultdict[tuple[int, int], float] = defaultdict(float)
        for leg in legs:
            which = int(table.pool[leg])
            pool[which] += float(table.asset_h[leg])
            for end, hours in ((table.load, table.load_h), (table.unload, table.unload_h)):
                if end[leg] != NOBODY:
                    server[int(end[leg])] += float(hours[leg])
            if self.uses.pools[which].empty_h is not None:
                stand[which, int(table.start[leg])] += float(table.share[leg])
                stand[which, int(table.end[leg])] -= float(table.share[leg])
        return Column(*of, pool, server, stand)


@dataclass(frozen=True, slots=True)
class Marching:
    """Marches of one kind of cargo: in hours, and in prices."""

    in_time: Floats
    in_cost: Floats


def least_hours(
    uses: Uses, needs: Sequence[Need], march: Mapping[Kind, Marching]
) -> dict[Flow, float]:
    """The least hours that the cargo of each flow takes, each for itself."""
    regions, flows = uses.regions, {part.flow for need in needs for part in need.parts}
    found: dict[Flow, float] = {}
    for kind in sorted({flow.kind for flow in flows}):
        ours = [flow for flow in flows if flow.kind == kind]
        goals = sorted({regions.at(flow.destination) for flow in ours})
        in_time, legs = march[kind].in_time if kind in march else None, uses.legs_of(kind)
        times = Cheapest(legs, legs.run_h, goals, regions.count, in_time)
        for flow in ours:
            ends = regions.at(flow.origin), regions.at(flow.destination)
            found[flow] = 0.0 if flow.origin == flow.destination else times.cost(*ends)
    return found
