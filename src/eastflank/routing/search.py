"""The search for itineraries: road, rail, rail through a gauge break, sea and air.

Each question is one kind of cargo under one set of closures. Rail, sea and air have road legs at
their ends; of the many pairs of terminals only the best few are kept, spread over several places.
"""

import math
from typing import Final

import numpy as np
import numpy.typing as npt

from eastflank.model.causes import Refusal
from eastflank.model.ids import AssetTypeId, NodeId, TerminalId
from eastflank.model.modes import MODES, Mode, TerminalKind
from eastflank.model.scenario import (
    AssetType,
    CargoClass,
    Terminal,
)
from eastflank.model.units import GAUGE_FAMILY
from eastflank.routing.catalogue import Catalogue
from eastflank.routing.far_legs import air_leg, lane_leg
from eastflank.routing.flights import blocks_h
from eastflank.routing.legs import Closures, Itinerary, Leg, itinerary, leg_hours
from eastflank.routing.network import FloatMatrix, Reach, Ways
from eastflank.routing.pairs import best_pairs
from eastflank.routing.rail_legs import Trains

RAIL_ENDS: Final = 3  # railheads tried at either end, and pairs of them that are kept
LANE_PAIRS: Final = 4
AIR_PAIRS: Final = 4

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.intp]


class Search:
    """The search for one kind of cargo under one set of closures."""

    def __init__(self, catalogue: Catalogue, reach: Reach, closures: Closures, cargo: CargoClass):
        self.catalogue = catalogue
        self.reach = reach
        self.closures = closures
        self.cargo = cargo
        self.index = catalogue.network.index
        self.nodes = catalogue.network.nodes
        self.heavy = cargo is CargoClass.HEAVY_TRACKED
        self.road_ways: Ways = reach.road_heavy if self.heavy else reach.road
        self.road_types = catalogue.carriers(Mode.ROAD, cargo)
        self._heads = {
            gauge: [
                (t.node, self.index[t.node], t.id) for t in catalogue.railheads(gauge, closures)
            ]
            for gauge in reach.rail
        }
        self._near: dict[tuple[NodeId, int], list[NodeId]] = {}
        self._spread: dict[NodeId, FloatMatrix] = {}
        self._roads: dict[tuple[NodeId, NodeId], Leg | None] = {}
        self._airs: dict[tuple[TerminalId, TerminalId], Leg] = {}
        self._crossings: dict[tuple[Mode, TerminalId, TerminalId], Leg | None] = {}
        self._beaten: dict[Mode, Bools] = {}
        self.trains = Trains(catalogue, reach, closures, cargo)
        self._access: dict[tuple[NodeId, NodeId], list[tuple[Leg, ...]]] = {}

    # -- ground -------------------------------------------------------------------------------

    def ground(self, place: NodeId, destination: NodeId) -> list[Itinerary]:
        """Road, rail, and rail through a gauge break."""
        road = self.road(place, destination)
        found = [itinerary([road])] if road else []
        for gauge in self.reach.rail:
            found += self._rail(place, destination, gauge)
        return found + self._transferred(place, destination)

    def road(self, place: NodeId, destination: NodeId) -> Leg | None:
        """The road leg, if this cargo can go by road that far."""
        key = (place, destination)
        if key not in self._roads:
            self._roads[key] = self._road_leg(place, destination)
        return self._roads[key]

    def _road_leg(self, place: NodeId, destination: NodeId) -> Leg | None:
        i, j = self.index[place], self.index[destination]
        hours = float(self.road_ways.hours[i, j])
        if place == destination or not self.road_types or not math.isfinite(hours):
            return None
        kind = self.catalogue.scenario.asset_types[self.road_types[0]]
        way = self.road_ways.way(i, j)
        if self.catalogue.is_self_moving(kind.id):
            km = sum(self.catalogue.scenario.links[hop.link].length_km for hop in way)
            if km > self.catalogue.highest("march_limit"):
                return None
        elif not self.catalogue.homes_near(self.road_types, place, self.closures):
            return None
        return Leg(
            mode=Mode.ROAD,
            start=place,
            end=destination,
            types=self.road_types,
            way=way,
            run_h=self._with_rests(hours / self._pace(kind)),
            load_h=self.catalogue.likely(kind.load_key),
            unload_h=self.catalogue.likely(kind.unload_key),
        )

    def _road_h(self, place: NodeId, other: NodeId) -> float:
        """Hours of a road leg to or from a railhead, with its handling; inf if nothing can go."""
        if place == other:
            return 0.0
        leg = self.road(place, other)
        return leg_hours(leg) if leg else math.inf

    def _pace(self, kind: AssetType) -> float:
        """Heavy transporters (types with a load class) march slower than the column's rate."""
        return self.catalogue.likely("het_speed_factor") if kind.mlc > 0 else 1.0

    def _with_rests(self, hours: float) -> float:
        if not math.isfinite(hours):
            return hours
        day = self.catalogue.road_day_h(self.road_types)
        return hours + max(0.0, math.ceil(hours / day) - 1.0) * max(0.0, 24.0 - day)

    def _ends(self, place: NodeId, gauge: int) -> list[NodeId]:
        """Railheads of a gauge that serve a place: itself first, then the nearest by road."""
        key = (place, gauge)
        if key not in self._near:
            i = self.index[place]
            near = sorted(
                (0.0 if node == place else float(self.road_ways.hours[j, i]), node)
                for node, j, _ in self._heads[gauge]
                if node == place or self.road_types
            )
            self._near[key] = [node for hours, node in near[:RAIL_ENDS] if math.isfinite(hours)]
        return self._near[key]

    def _rail(self, place: NodeId, destination: NodeId, gauge: int) -> list[Itinerary]:
        if not self.trains.types[gauge]:
            return []
        starts, ends = self._ends(place, gauge), self._ends(destination, gauge)
        hours = self.reach.rail[gauge][0].hours
        far_h = {t: self._road_h(t, destination) for t in ends}
        ranked = sorted(
            (self._road_h(place, a) + float(hours[self.index[a], self.index[t]]) + far_h[t], a, t)
            for a in starts
            for t in ends
            if a != t
        )
        found: list[Itinerary] = []
        for total, a, t in ranked[:RAIL_ENDS]:
            if not math.isfinite(total):
                break
            for way in self.trains.ways(a, t, gauge):
                leg = self.trains.leg(a, t, gauge, way)
                found += self._framed(place, leg, destination)
        return found

    def _transferred(self, place: NodeId, destination: NodeId) -> list[Itinerary]:
        found: list[Itinerary] = []
        for yard in self.catalogue.terminals(TerminalKind.TRANSFER_YARD, self.closures):
            near = GAUGE_FAMILY[yard.gauge_mm or 1435]
            far = GAUGE_FAMILY[yard.far_gauge_mm or 1520]
            for first, second in ((near, far), (far, near)):
                found += self._through(place, destination, yard, first, second)
        return found

    def _through(
        self, place: NodeId, destination: NodeId, yard: Terminal, first: int, second: int
    ) -> list[Itinerary]:
        rail = self.reach.rail
        both = first in rail and second in rail
        if not both or not (self.trains.types[first] and self.trains.types[second]):
            return []
        y = self.index[yard.node]
        starts = sorted(
            (self._road_h(place, a) + float(rail[first][0].hours[self.index[a], y]), a)
            for a in self._ends(place, first)
            if a != yard.node
        )[:1]
        ends = sorted(
            (self._road_h(t, destination) + float(rail[second][0].hours[y, self.index[t]]), t)
            for t in self._ends(destination, second)
            if t != yard.node
        )[:2]
        found: list[Itinerary] = []
        for near_h, a in starts:
            for far_h, t in ends:
                if not math.isfinite(near_h + far_h):
                    continue
                beyond = rail[second][0].way(y, self.index[t])
                onward = self.trains.leg(yard.node, t, second, beyond, from_yard=yard)
                ways = self.trains.ways(a, yard.node, first)
                for way in ways if t == ends[0][1] else ways[:1]:
                    leg = self.trains.leg(a, yard.node, first, way, to_yard=yard)
                    found += self._framed(place, self.trains.joined(leg, onward), destination)
        return found

    def _framed(self, place: NodeId, leg: Leg | None, destination: NodeId) -> list[Itinerary]:
        """A leg with the road legs that lead to it and from it; nothing if there is no leg."""
        if leg is None:
            return []
        legs: list[Leg] = []
        if leg.start != place:
            first = self.road(place, leg.start)
            if first is None:
                return []
            legs.append(first)
        legs.append(leg)
        end = leg.last.end
        if end != destination:
            last = self.road(end, destination)
            if last is None:
                return []
            legs.append(last)
        return [itinerary(legs)]

    # -- lanes and air ------------------------------------------------------------------------

    def lanes(
        self, mode: Mode, place: NodeId, destination: NodeId, *, planned: bool = False
    ) -> list[Itinerary]:
        """Between the best pairs of ports; lanes that the road beats only if ``planned``."""
        types = self.catalogue.carriers(mode, self.cargo)
        ports = self.catalogue.terminals(MODES[mode].home_kind, self.closures)
        if not types or not ports:
            return []
        at = np.array([self.index[t.node] for t in ports])
        cost = (
            self._ground_hours(place)[at][:, None]
            + self.reach.lanes[mode].hours[np.ix_(at, at)]
            + self._ground_hours(destination)[at][None, :]
        )
        if not planned and MODES[mode].is_direct:
            cost[self._beaten_by_road(mode, at, types)] = math.inf
        found: list[Itinerary] = []
        for p, q in best_pairs(cost, LANE_PAIRS):
            leg = self._crossing(mode, ports[p], ports[q], types)
            found += self._between_ports(place, leg, destination) if leg else []
        return found

    def _between_ports(self, place: NodeId, leg: Leg, destination: NodeId) -> list[Itinerary]:
        """A crossing with the best ways to its first port and from its last."""
        after = self._accesses(leg.end, destination)[:2]
        return [
            itinerary([*before, leg, *last])
            for before in self._accesses(place, leg.start)[:2]
            for last in after
        ]

    def _beaten_by_road(self, mode: Mode, at: Ints, types: tuple[AssetTypeId, ...]) -> Bools:
        """Pairs of ports between which the road is quicker than the crossing with its handling.

        A hop along the coast saves no way; it would only set wagons free that it does not own.
        """
        if mode not in self._beaten:
            pairs, kinds = np.ix_(at, at), self.catalogue.scenario.asset_types
            first = kinds[types[0]]
            handling = self.catalogue.likely(first.load_key) + self.catalogue.likely(
                first.unload_key
            )
            crossed_h = self.reach.lanes[mode].hours[pairs] + handling
            self._beaten[mode] = self._road_with_rests(pairs) < crossed_h
        return self._beaten[mode]

    def _road_with_rests(self, pairs: tuple[Ints, ...]) -> FloatMatrix:
        """Hours by road with nightly rests between pairs of places, inf where nothing can go."""
        hours: FloatMatrix = self.road_ways.hours[pairs]
        if not self.road_types:
            return np.full(hours.shape, math.inf)
        hours = hours / self._pace(self.catalogue.scenario.asset_types[self.road_types[0]])
        day = self.catalogue.road_day_h(self.road_types)
        nights = np.ceil(np.where(np.isfinite(hours), hours, 0.0) / day) - 1.0
        return hours + np.maximum(0.0, nights) * max(0.0, 24.0 - day)

    def _crossing(
        self, mode: Mode, port: Terminal, other: Terminal, types: tuple[AssetTypeId, ...]
    ) -> Leg | None:
        """The leg of one mode between two ports; None if no type passes the whole way."""
        key = (mode, port.id, other.id)
        if key not in self._crossings:
            self._crossings[key] = lane_leg(
                self.catalogue, self.reach.lanes[mode], mode, (port, other), types
            )
        return self._crossings[key]

    def _accesses(self, place: NodeId, other: NodeId) -> list[tuple[Leg, ...]]:
        """The best road and the best rail between a place and a port, the faster first."""
        if place == other:
            return [()]
        key = (place, other)
        if key not in self._access:
            road = self.road(place, other)
            plans = [itinerary([road])] if road else []
            for gauge in self.reach.rail:
                by_rail = self._rail(place, other, gauge)
                plans += [min(by_rail, key=lambda plan: plan.hours)] if by_rail else []
            plans.sort(key=lambda plan: plan.hours)
            self._access[key] = [plan.legs for plan in plans]
        return self._access[key]

    def _ground_hours(self, place: NodeId) -> FloatMatrix:
        """Rough hours over the ground between a place and every node."""
        if place in self._spread:
            return self._spread[place]
        by_road = self._road_hours(place)
        hours = by_road.copy()
        for gauge in self.reach.rail:
            kinds = self.trains.types[gauge]
            starts = self._ends(place, gauge)
            if not kinds or not starts:
                continue
            kind = self.catalogue.scenario.asset_types[kinds[0]]
            handling = self.catalogue.likely(kind.load_key) + self.catalogue.likely(kind.unload_key)
            rail_h = self.reach.rail[gauge][0].hours
            rows = [by_road[self.index[a]] + rail_h[self.index[a]] for a in starts]
            at = [j for _, j, _ in self._heads[gauge]]
            arrive = np.min(rows, axis=0)[at] + handling
            hours[at] = np.minimum(hours[at], arrive)
            if self.road_types:
                hours = np.minimum(
                    hours, np.min(arrive[:, None] + self.road_ways.hours[at], axis=0)
                )
        self._spread[place] = hours
        return hours

    def air(self, place: NodeId, destination: NodeId) -> list[Itinerary]:
        """By aircraft between the best pairs of airfields that some type can use."""
        fields = self.catalogue.terminals(TerminalKind.AIRFIELD, self.closures)
        types = self.catalogue.carriers(Mode.AIR, self.cargo)
        if not types or not fields:
            return []
        at = np.array([self.index[t.node] for t in fields])
        kinds, extra_h = (
            self.catalogue.scenario.asset_types,
            self.catalogue.likely("air_block_extra"),
        )
        flown = self.catalogue.flown_km[np.ix_(at, at)]
        hours = np.min([blocks_h(kinds[t], flown, extra_h) for t in types], axis=0)
        near, far = self._road_hours(place)[at], self._road_hours(destination)[at]
        cost = near[:, None] + hours + far[None, :]
        cost[~self.catalogue.flyable(types)[np.ix_(at, at)]] = math.inf
        found: list[Itinerary] = []
        for p, q in best_pairs(cost, AIR_PAIRS):
            pair = (fields[p].id, fields[q].id)
            if pair not in self._airs:
                self._airs[pair] = air_leg(self.catalogue, (fields[p], fields[q]), types)
            found += self._framed(place, self._airs[pair], destination)
        return found

    def no_flight(self, place: NodeId, destination: NodeId) -> Refusal | None:
        """Why aircraft do not fly this cargo between the nearest fields; None if they do."""
        near, far = self._road_hours(place), self._road_hours(destination)
        return self.catalogue.no_flight(self.cargo, near, far, self.closures)

    def _road_hours(self, place: NodeId) -> FloatMatrix:
        i = self.index[place]
        if self.road_types:
            by_road: FloatMatrix = self.road_ways.hours[i]
            return by_road
        hours = np.full(len(self.nodes), math.inf)
        hours[i] = 0.0
        return hours
