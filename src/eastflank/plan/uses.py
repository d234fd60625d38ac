"""Uses: the legs that cargo can take between regions, and what a piece uses of finite things.

Every leg that the engine can run is among them, with no more hours and no more use than it has
there. Loading and unloading use the servers of the region; a fleet is one pool from any place.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from typing import Final, NamedTuple

import numpy as np

from eastflank.model.ids import AssetTypeId, NodeId
from eastflank.model.modes import MODES, Medium, TerminalKind
from eastflank.model.scenario import AssetType, CargoClass, Scenario, Terminal
from eastflank.model.units import GAUGE_FAMILY, HOURS_PER_DAY
from eastflank.plan.callup import asset_hours
from eastflank.plan.demand import Kind
from eastflank.plan.distances import Distances, Shut
from eastflank.plan.least import Least
from eastflank.plan.regions import Floats, Ints, Regions
from eastflank.routing.catalogue import Catalogue

NOBODY: Final = 0  # the server that is never scarce

Ends = tuple[TerminalKind, int]  # and the gauge family, 0 where there is none


class Handling(NamedTuple):
    """Hours of one service of a lift at each region, and the servers there; inf where none is."""

    hours: Floats
    server: Ints


@dataclass(frozen=True, slots=True)
class Pool:
    """All assets of one type: from when each is there, in which region, and empty hours.

    ``bonus_h``: of the last lift of an asset the turn, or the way home and the rest, need not be
    over in time.
    """

    kind: AssetType
    hours: Floats
    home: Ints
    empty_h: Floats | None  # between regions; None where each lift begins and ends at home
    bonus_h: float = 0.0


@dataclass(frozen=True)
class Legs:
    """Legs by the region where they start: of which pool, and what one piece uses.

    ``run_h`` is the least time of the leg, loading and unloading included; ``share`` of an asset is
    what one piece fills.
    """

    pool: Ints
    start: Ints
    end: Ints
    run_h: Floats
    share: Floats
    asset_h: Floats
    load: Ints
    load_h: Floats
    unload: Ints
    unload_h: Floats

    @cached_property
    def starts(self) -> tuple[Ints, Ints]:
        """The regions from which legs lead, and the first leg of each."""
        regions, first = np.unique(self.start, return_index=True)
        return regions, first


class Uses:
    """The pools, servers and legs of one scenario and replication."""

    def __init__(self, catalogue: Catalogue, least: Least, shut: Shut, regions: Regions) -> None:
        self.regions = regions
        self._scenario: Scenario = catalogue.scenario
        self._catalogue = catalogue
        self._least = least
        self._shut = shut
        self.distances = Distances(catalogue, least, shut)
        self.servers: list[float] = [0.0]  # how many, by number; number 0 is never scarce
        self.handling_h: list[float] = [0.0]  # the longest work of each that legs ask for
        self._server: dict[tuple[Ends, int], int] = {}
        self._ends: dict[Ends, list[Terminal]] = {}
        for terminal in sorted(self._scenario.terminals.values(), key=lambda each: each.id):
            if terminal.id not in shut.terminals:
                self._count(terminal)
        self._loaded: dict[tuple[AssetTypeId, bool], Floats] = {}
        self.pools = tuple(self._pool(kind) for kind in self._kinds())

    # -- servers ----------------------------------------------------------------------------------

    def _count(self, terminal: Terminal) -> None:
        for ends in _ends_of(terminal):
            self._ends.setdefault(ends, []).append(terminal)
        key = (_ends_of(terminal)[0], self.regions.at(terminal.node))
        number = self._server.setdefault(key, len(self.servers))
        if number == len(self.servers):
            self.servers.append(0.0)
            self.handling_h.append(0.0)
        self.servers[number] += self._servers_at(terminal)

    def _servers_at(self, terminal: Terminal) -> float:
        if terminal.kind is not TerminalKind.TRANSFER_YARD:
            return float(terminal.servers)
        return max(1.0, terminal.servers * self._least.value("transfer_tracks_factor") + 0.5)

    @property
    def server_region(self) -> Ints:
        """The region of each server; that of number 0 does not matter."""
        regions = np.zeros(len(self.servers), dtype=np.intp)
        for (_, region), number in self._server.items():
            regions[number] = region
        return regions

    def named_servers(self) -> Iterator[tuple[int, TerminalKind, tuple[NodeId, ...]]]:
        """The servers that terminals have, by number: of which kind, at which places together."""
        for (ends, region), number in self._server.items():
            nodes = {x.node for x in self._ends[ends] if self.regions.at(x.node) == region}
            if ends[0] is not TerminalKind.STAGING_AREA:
                yield number, ends[0], tuple(sorted(nodes))

    def slots(self) -> dict[NodeId, float]:
        """The integration slots of each place."""
        slots: dict[NodeId, float] = {}
        for terminal in self._ends.get((TerminalKind.STAGING_AREA, 0), ()):
            slots[terminal.node] = max(slots.get(terminal.node, 0.0), float(terminal.servers))
        return slots

    def _handling(self, ends: Ends, hours: float) -> Handling:
        """What a service takes at the best terminal of each region."""
        took = np.full(self.regions.count, np.inf)
        server = np.zeros(self.regions.count, dtype=np.intp)
        scale = self._least.value("service_scale")
        for terminal in self._ends.get(ends, ()):
            region, work_h = self.regions.at(terminal.node), hours * terminal.service_factor * scale
            took[region] = min(took[region], work_h)
            number = server[region] = self._server[_ends_of(terminal)[0], region]
            self.handling_h[number] = max(self.handling_h[number], work_h)
        return Handling(took, server)

    def _anywhere(self, hours: float) -> Handling:
        count = self.regions.count
        return Handling(np.full(count, hours), np.full(count, NOBODY, dtype=np.intp))

    # -- pools ------------------------------------------------------------------------------------

    def _kinds(self) -> list[AssetType]:
        held = {fleet.asset_type for fleet in self._scenario.fleets.values()}
        kinds = sorted(self._scenario.asset_types.values(), key=lambda kind: kind.id)
        return [kind for kind in kinds if kind.id in held and not kind.is_self_moving]

    def _pool(self, kind: AssetType) -> Pool:
        hours, homes = [], []
        order_h, starts_h = self._scenario.frame.order_h, self._scenario.starts_h
        for fleet in self._scenario.fleets.values():
            if fleet.asset_type == kind.id:
                there = asset_hours(fleet, self._least.luck, order_h)
                hours += [max(starts_h, each) for each in there]
                homes += [self.regions.at(fleet.home)] * len(there)
        home = np.array(homes, dtype=np.intp)
        pool = Pool(kind, np.array(hours), home, self._empty_h(kind))
        return replace(pool, bonus_h=self._bonus_h(pool))

    def _turn_h(self, kind: AssetType) -> float:
        """The least that a set of wagons takes after each lift until it can go again."""
        is_wagons = MODES[kind.mode].medium is Medium.TRACK and not kind.carries_people
        return self._least.hours("wagon_turn") if is_wagons else 0.0

    def _bonus_h(self, pool: Pool) -> float:
        """The most that a turn, or home and rest, can take of a cycle."""
        if pool.empty_h is not None:
            return self._turn_h(pool.kind)
        if not len(pool.home):
            return 0.0
        flight_h = self.regions.least(self.distances.flight_h(pool.kind))
        start, end = np.nonzero(np.isfinite(flight_h))
        cycle_h = self._cycle_h(pool, flight_h, (start, end), np.zeros(len(start)))
        return float((cycle_h - flight_h[start, end]).max())

    def _empty_h(self, kind: AssetType) -> Floats | None:
        if MODES[kind.mode].medium is Medium.AIR:
            return None
        if MODES[kind.mode].medium is Medium.TRACK:
            between = self.distances.rail_h(_gauge(kind), loaded=False)
        elif MODES[kind.mode].medium is Medium.STREET:
            between = self.distances.road_h(kind, for_tanks=False)
        else:
            between = self.distances.empty_lane_h(kind)
        hours = self.regions.least(between)
        return np.where(np.isfinite(hours), 0.0, np.inf) if self._scenario.free_empties else hours

    # -- legs -------------------------------------------------------------------------------------

    def legs_of(self, kind: Kind) -> Legs:
        """All legs of one kind of cargo on assets, by their start."""
        parts = [
            part
            for number, pool in enumerate(self.pools)
            if pool.kind.capacity.get(kind.cargo, 0.0) > 0 and len(pool.hours)
            if MODES[pool.kind.mode].medium is not Medium.AIR or kind.may_fly
            for part in self._of_pool(number, pool, kind.cargo)
        ]
        if not parts:
            nothing = np.zeros(0)
            nowhere = np.zeros(0, dtype=np.intp)
            return Legs(
                nowhere,
                nowhere,
                nowhere,
                nothing,
                nothing,
                nothing,
                nowhere,
                nothing,
                nowhere,
                nothing,
            )
        table = [np.concatenate(column) for column in zip(*parts, strict=True)]
        order = np.argsort(table[1], kind="stable")
        return Legs(*(column[order] for column in table))

    def _of_pool(
        self, number: int, pool: Pool, cargo: CargoClass
    ) -> Iterator[tuple[np.ndarray, ...]]:
        kind = pool.kind
        load_h, unload_h = self._least.hours(kind.load_key), self._least.hours(kind.unload_key)
        if MODES[kind.mode].medium is Medium.TRACK:
            yield from self._by_rail(number, pool, cargo)
        elif MODES[kind.mode].medium is Medium.STREET:
            run_h = self.distances.road_h(kind, for_tanks=cargo is CargoClass.HEAVY_TRACKED)
            ends = self._anywhere(load_h), self._anywhere(unload_h)
            yield self._joined(number, pool, cargo, run_h, ends)
        elif MODES[kind.mode].medium is Medium.LANE:
            ports = (MODES[kind.mode].home_kind, 0)
            ends = self._handling(ports, load_h), self._handling(ports, unload_h)
            yield self._joined(number, pool, cargo, self.distances.lane_h(kind), ends)
        else:
            fields = (TerminalKind.AIRFIELD, 0)
            ends = self._handling(fields, load_h), self._handling(fields, unload_h)
            yield self._joined(number, pool, cargo, self.distances.flight_h(kind), ends)

    def _by_rail(
        self, number: int, pool: Pool, cargo: CargoClass
    ) -> Iterator[tuple[np.ndarray, ...]]:
        """Between railheads; from a yard the train is loaded by transfer, to it for one.

        Trains of wagons are prepared after loading, and placed at the ramp before unloading.
        """
        kind, gauge = pool.kind, _gauge(pool.kind)
        run_h = self.distances.rail_h(gauge, loaded=True)
        people = cargo is CargoClass.PEOPLE
        change_h = self._least.hours("gauge_transfer_people" if people else "gauge_transfer")
        heads, yards = (TerminalKind.RAILHEAD, gauge), (TerminalKind.TRANSFER_YARD, gauge)
        unload_h = self._least.hours(kind.unload_key)
        prepare_h, place_h = (
            0.0 if kind.carries_people else self._least.hours(key)
            for key in ("train_prepare", "train_place")
        )
        on = (
            (self._handling(heads, self._least.hours(kind.load_key)), prepare_h),
            (self._handling(yards, change_h), 0.0),
        )
        off = (
            (self._handling(heads, unload_h), place_h),
            (self._unserved(self._handling(yards, min(change_h, unload_h))), 0.0),
        )
        for (start, before_h), (end, after_h) in product(on, off):
            between = run_h + before_h + after_h
            yield self._joined(number, pool, cargo, between, (start, end))

    def _unserved(self, handling: Handling) -> Handling:
        return Handling(handling.hours, np.zeros_like(handling.server))

    def _joined(
        self,
        number: int,
        pool: Pool,
        cargo: CargoClass,
        between: Floats,
        ends: tuple[Handling, Handling],
    ) -> tuple[np.ndarray, ...]:
        """The legs of one pool between all regions that it joins."""
        on, off = ends
        run_h = self.regions.least(between)
        start, end = np.nonzero(
            np.isfinite(run_h)
            & np.isfinite(on.hours)[:, None]
            & np.isfinite(off.hours)[None, :]
            & ~np.eye(len(run_h), dtype=bool)
        )
        run, load_h, unload_h = run_h[start, end], on.hours[start], off.hours[end]
        room = pool.kind.capacity[cargo] * max(1.0, self._room_share(pool.kind))
        by_fill = MODES[pool.kind.mode].medium is Medium.LANE
        asset_h = load_h + run + unload_h + self._turn_h(pool.kind)
        if pool.empty_h is None:
            asset_h = self._cycle_h(pool, run_h, (start, end), load_h + unload_h)
        return (
            np.full(len(start), number, dtype=np.intp),
            start,
            end,
            run if by_fill else load_h + run + unload_h,
            np.full(len(start), 1.0 / room),
            asset_h / room,
            on.server[start],
            load_h / room,
            off.server[end],
            unload_h / room,
        )

    def _room_share(self, kind: AssetType) -> float:
        """The share of an asset that may be used, as far as it is more than all."""
        key = MODES[kind.mode].room_key
        return self._least.value(key) if key else 1.0

    def _cycle_h(
        self, pool: Pool, run_h: Floats, ends: tuple[Ints, Ints], ground_h: Floats
    ) -> Floats:
        """Hours of an aircraft from home to home, with the rest that keeps its daily rate.

        Where a field may close it may rest elsewhere: then only the flight with its load counts.
        """
        start, end = ends
        flown_h = run_h[start, end]
        if not (self._scenario.free_empties or self._scenario.disruptions):
            homes = np.unique(pool.home)
            there_h = run_h[homes][:, start] + run_h[:, homes][end].T
            there_h = there_h.min(axis=0)
            flown_h = flown_h + np.where(np.isfinite(there_h), there_h, 0.0)
        rate = HOURS_PER_DAY / pool.kind.utilisation_h_per_day
        return np.maximum(ground_h + flown_h, flown_h * rate)


def _ends_of(terminal: Terminal) -> tuple[Ends, ...]:
    if terminal.kind is TerminalKind.RAILHEAD:
        return ((terminal.kind, GAUGE_FAMILY[terminal.gauge_mm or 1435]),)
    if terminal.kind is TerminalKind.TRANSFER_YARD:
        gauges = (terminal.gauge_mm or 1435, terminal.far_gauge_mm or 1520)
        return tuple((terminal.kind, GAUGE_FAMILY[gauge]) for gauge in gauges)
    return ((terminal.kind, 0),)


def _gauge(kind: AssetType) -> int:
    return GAUGE_FAMILY[kind.gauge_mm or 1435]
