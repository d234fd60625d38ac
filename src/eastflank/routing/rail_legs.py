"""Trains: the rail legs of one kind of cargo, and how much of a wagon set each way lets run.

A limit of length counts the engine, a limit of mass does not. Wagons are whole: of a set of 16 of
which 14.9 could run, 14 go.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from eastflank.model.ids import AssetTypeId, NodeId
from eastflank.model.modes import Mode, TerminalKind
from eastflank.model.scenario import (
    AssetType,
    CargoClass,
    Link,
    Terminal,
)
from eastflank.model.units import NEGLIGIBLE
from eastflank.routing.catalogue import Catalogue
from eastflank.routing.legs import Closures, Leg, transferred
from eastflank.routing.network import Reach, Way

Kinds = Mapping[AssetTypeId, AssetType]


class Trains:
    """The trains that one kind of cargo can take under one set of closures."""

    def __init__(self, catalogue: Catalogue, reach: Reach, closures: Closures, cargo: CargoClass):
        self.catalogue = catalogue
        self.reach = reach
        self.cargo = cargo
        self.types = {gauge: catalogue.carriers(Mode.RAIL, cargo, gauge) for gauge in reach.rail}
        self._head_at = {
            (gauge, head.node): head
            for gauge in reach.rail
            for head in catalogue.railheads(gauge, closures)
        }
        self._ways: dict[tuple[NodeId, NodeId, int], list[Way]] = {}
        self._legs: dict[tuple[object, ...], Leg | None] = {}
        self._chains: dict[tuple[int, int], Leg | None] = {}  # the legs stay alive in ``_legs``

    def ways(self, a: NodeId, t: NodeId, gauge: int) -> list[Way]:
        """The shortest way between two places, and those that avoid what it crowds."""
        key = (a, t, gauge)
        if key not in self._ways:
            index = self.catalogue.network.index
            ways = (ways.way(index[a], index[t]) for ways in self.reach.rail[gauge])
            self._ways[key] = list(dict.fromkeys(ways))
        return self._ways[key]

    def leg(
        self,
        a: NodeId,
        t: NodeId,
        gauge: int,
        way: Way,
        *,
        from_yard: Terminal | None = None,
        to_yard: Terminal | None = None,
    ) -> Leg | None:
        """A train from one place to another; None where not even one wagon may run.

        Nor do containers come to a yard without a crane.
        """
        load = from_yard or self._head_at.get((gauge, a))
        unload = to_yard or self._head_at.get((gauge, t))
        ends = [end for end in (load, unload) if end is not None]
        key = (a, t, gauge, way, *(end.id for end in ends), to_yard is None)
        if key not in self._legs:
            idle = to_yard is not None and self._by_crane(to_yard) and not to_yard.cranes
            rooms = {} if idle else self._rooms(gauge, way, ends)
            leg = self._made(a, t, gauge, way, rooms) if rooms else None
            self._legs[key] = leg and self._ended(leg, load, unload)
        return self._legs[key]

    def _rooms(self, gauge: int, way: Way, ends: list[Terminal]) -> dict[AssetTypeId, float]:
        """How much of each type may run, without those of which nothing may."""
        scenario, engine_km = self.catalogue.scenario, self.catalogue.likely("locomotive_length")
        limits = limits_of((scenario.links[hop.link] for hop in way), ends)
        rooms = {
            kind: room_on(scenario.asset_types[kind], self.cargo, limits, engine_km)
            for kind in self.types[gauge]
        }
        return {kind: room for kind, room in rooms.items() if room > 0}

    def _made(
        self, a: NodeId, t: NodeId, gauge: int, way: Way, rooms: dict[AssetTypeId, float]
    ) -> Leg:
        kind = self.catalogue.scenario.asset_types[next(iter(rooms))]
        return Leg(
            mode=Mode.RAIL,
            start=a,
            end=t,
            types=tuple(rooms),
            rooms=tuple(rooms.values()),
            way=way,
            gauge=gauge,
            run_h=sum(self.catalogue.network.rail_plan_h(hop.link) for hop in way),
            load_h=self.catalogue.likely(kind.load_key),
            unload_h=self.catalogue.likely(kind.unload_key),
            leave_h=self._leave_h(kind),
            place_h=0.0 if kind.carries_people else self.catalogue.likely("train_place"),
        )

    def _leave_h(self, kind: AssetType) -> float:
        """From the end of loading until a train leaves, if it is loaded when it is asked for."""
        likely = self.catalogue.likely
        prepare_h = 0.0 if kind.carries_people else likely("train_prepare")
        heavy = self.cargo is CargoClass.HEAVY_TRACKED
        order_h = max(likely("path_order"), likely("out_of_gauge_order") if heavy else 0.0)
        return max(prepare_h, order_h - likely(kind.load_key))

    def _ended(self, leg: Leg, load: Terminal | None, unload: Terminal | None) -> Leg:
        """The leg with the terminals at its ends; at a yard it is transferred."""
        leg = replace(leg, load=load.id if load else None, unload=unload.id if unload else None)
        if unload is None or unload.kind is not TerminalKind.TRANSFER_YARD:
            return leg
        people = self.cargo is CargoClass.PEOPLE
        key = "gauge_transfer_people" if people else "gauge_transfer"
        crane = unload.id if self._by_crane(unload) else None
        return replace(leg, place_h=0.0, unload_h=self.catalogue.likely(key), crane=crane)

    def _by_crane(self, yard: Terminal) -> bool:
        """Whether a yard lifts this cargo by a crane that may be scarce."""
        return self.cargo is CargoClass.CONTAINERS and yard.cranes is not None

    def joined(self, leg: Leg | None, onward: Leg | None) -> Leg | None:
        """Two trains through a yard, each with what the other can carry; None if nothing."""
        if leg is None or onward is None:
            return None
        key = (id(leg), id(onward))
        if key not in self._chains:
            self._chains[key] = joined(leg, onward, self.catalogue.scenario.asset_types, self.cargo)
        return self._chains[key]


@dataclass(frozen=True, slots=True)
class Limits:
    """The longest train in kilometres, engine included, and the heaviest in tonnes without it."""

    train_km: float = math.inf
    train_t: float = math.inf


def limits_of(links: Iterable[Link], ends: Iterable[Terminal]) -> Limits:
    """The limits of a way: the tightest of its sections, and of the terminals at its ends."""
    sections = tuple(links)
    lengths = [*(link.train_km for link in sections), *(end.train_km for end in ends)]
    return Limits(
        min(lengths, default=math.inf), min((link.train_t for link in sections), default=math.inf)
    )


def room_on(kind: AssetType, cargo: CargoClass, limits: Limits, engine_km: float) -> float:
    """The share of a set that may run loaded within limits: whole wagons over all its wagons."""
    wagon_km, wagon_t = kind.length_km / kind.carriers, kind.loaded_t.get(cargo, 0.0)
    by_length = (limits.train_km - engine_km) / wagon_km if wagon_km > 0 else math.inf
    by_mass = limits.train_t / wagon_t if wagon_t > 0 else math.inf
    return whole_wagons(min(1.0, by_length / kind.carriers, by_mass / kind.carriers), kind)


def whole_wagons(share: float, kind: AssetType) -> float:
    """A share of a set, rounded down to whole wagons."""
    return max(0, math.floor(share * kind.carriers + NEGLIGIBLE)) / kind.carriers


def joined(leg: Leg, onward: Leg, kinds: Kinds, cargo: CargoClass) -> Leg | None:
    """Two legs through a gauge break: each train carries what the other can; None if nothing."""
    near, far = _pieces(leg, kinds, cargo), _pieces(onward, kinds, cargo)
    most = min(max(near), *far)
    first, second = (_cut_down(each, kinds, cargo, most) for each in (leg, onward))
    if min(*first.rooms, *second.rooms) <= 0.0:
        return None
    return transferred(first, second)


def _pieces(leg: Leg, kinds: Kinds, cargo: CargoClass) -> list[float]:
    """What a train of each type carries."""
    return [leg.room(kind) * kinds[kind].capacity[cargo] for kind in leg.types]


def _cut_down(leg: Leg, kinds: Kinds, cargo: CargoClass, most: float) -> Leg:
    """The leg with trains of at most so many pieces."""
    rooms = [
        whole_wagons(min(leg.room(kind), most / kinds[kind].capacity[cargo]), kinds[kind])
        for kind in leg.types
    ]
    return replace(leg, rooms=tuple(rooms))
