"""The transport catalogue: which asset types carry what, which terminals stand where."""

import math
from itertools import permutations

import numpy as np
import numpy.typing as npt

from eastflank.model.causes import Refusal
from eastflank.model.ids import AssetTypeId, EvidenceKey, NodeId, TerminalId
from eastflank.model.modes import MODES, Medium, Mode, TerminalKind
from eastflank.model.scenario import (
    AssetType,
    CargoClass,
    HeavyRoad,
    Scenario,
    Terminal,
)
from eastflank.model.units import GAUGE_FAMILY, HOURS_PER_DAY
from eastflank.routing.airways import Airways
from eastflank.routing.flights import Flights
from eastflank.routing.legs import Closures, Leg
from eastflank.routing.network import FloatMatrix, Network, Way

BoolMatrix = npt.NDArray[np.bool_]


class Catalogue:
    """Answers from the scenario's tables, looked up once."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.scenario: Scenario = network.scenario
        self._held: dict[AssetTypeId, float] = {}
        for fleet in self.scenario.fleets.values():
            if fleet.held + fleet.callup > 0:
                held = self._held.get(fleet.asset_type, 0.0)
                self._held[fleet.asset_type] = held + fleet.held + fleet.callup
        self._homes: dict[tuple[object, ...], tuple[NodeId, ...]] = {}
        self._sides: dict[tuple[object, ...], NodeId] = {}
        self._serve: dict[tuple[tuple[AssetTypeId, ...], str], bool] = {}
        self._terminals = sorted(self.scenario.terminals.values(), key=lambda t: t.id)
        self.flown_km: FloatMatrix = self._flown_km()
        self.flights = Flights(self.scenario)
        self._marching: dict[tuple[AssetTypeId, ...], bool] = {}
        self._flyable: dict[tuple[AssetTypeId, ...], BoolMatrix] = {}

    def likely(self, key: str) -> float:
        """The likely value of an evidence row."""
        return self.scenario.evidence[EvidenceKey(key)].likely

    def highest(self, key: str) -> float:
        """The largest value that an evidence row can take in any replication."""
        return self.scenario.evidence[EvidenceKey(key)].quantile(1.0)

    def turn_h(self, kind: AssetType) -> float:
        """Likely hours from the end of unloading until an asset of a type can go again."""
        is_wagons = MODES[kind.mode].medium is Medium.TRACK and not kind.carries_people
        return self.likely("wagon_turn") if is_wagons else 0.0

    def is_self_moving(self, asset_type: AssetTypeId) -> bool:
        """Whether this type needs no fleet: vehicles that march on their own wheels."""
        return self.scenario.asset_types[asset_type].is_self_moving

    def marches(self, types: tuple[AssetTypeId, ...]) -> bool:
        """Whether a leg by one of these types needs no fleet."""
        if types not in self._marching:
            self._marching[types] = any(self.is_self_moving(kind) for kind in types)
        return self._marching[types]

    def road_day_h(self, types: tuple[AssetTypeId, ...]) -> float:
        """Likely hours that columns of these types drive in 24, halts included."""
        limit_h = self.likely("driving_hours_per_day") / (1.0 - self.likely("halts_share"))
        heavy = any(self.scenario.asset_types[kind].mlc > 0 for kind in types)
        if not heavy or self.scenario.heavy_road is not HeavyRoad.NIGHT:
            return limit_h
        night_h = self.likely("heavy_night_end") - self.likely("heavy_night_start")
        return min(limit_h, night_h if night_h > 0 else night_h + HOURS_PER_DAY)

    def count(self, asset_type: AssetTypeId) -> float:
        """Assets of a type that are held or can be called up."""
        return self._held.get(asset_type, 0.0)

    def serve(self, types: tuple[AssetTypeId, ...], nation: str) -> bool:
        """Whether some fleet of these types carries a nation's lots, or they move themselves."""
        if (types, nation) not in self._serve:
            self._serve[types, nation] = any(self.is_self_moving(kind) for kind in types) or any(
                fleet.asset_type in types
                and fleet.held + fleet.callup > 0
                and (not fleet.serves or nation in fleet.serves)
                for fleet in self.scenario.fleets.values()
            )
        return self._serve[types, nation]

    def carriers(
        self, mode: Mode, cargo: CargoClass, gauge: int | None = None
    ) -> tuple[AssetTypeId, ...]:
        """Asset types of a mode (and gauge family) that carry this cargo and are held, by id."""
        return tuple(
            asset.id
            for asset in sorted(self.scenario.asset_types.values(), key=lambda a: a.id)
            if asset.mode is mode
            and (asset.id in self._held or asset.is_self_moving)
            and asset.capacity.get(cargo, 0.0) > 0
            and (gauge is None or GAUGE_FAMILY[asset.gauge_mm or 1435] == gauge)
        )

    def homes_near(
        self, types: tuple[AssetTypeId, ...], place: NodeId, closures: Closures
    ) -> tuple[NodeId, ...]:
        """Homes of fleets of these types that serve a place by road, the nearest first.

        Road transport answers calls up to ``road_empty_limit`` driving hours away.
        """
        key = (types, place, closures.links)
        if key not in self._homes:
            reach = self.network.reach(closures.links)
            hours = reach.road.hours[self.network.index[place]]
            homes = sorted(
                (float(hours[self.network.index[fleet.home]]), fleet.home)
                for fleet in self.scenario.fleets.values()
                if fleet.asset_type in types and fleet.held + fleet.callup > 0
            )
            limit_h = self.likely("road_empty_limit")
            near = [home for away_h, home in homes if away_h <= limit_h]
            self._homes[key] = tuple(dict.fromkeys(near))
        return self._homes[key]

    def pool_at(self, leg: Leg, closures: Closures) -> NodeId:
        """The place that stands for the pool which a leg calls on.

        After a cut a pool is as many pools as there are sides: the place is the first of the
        side by id. Road transport is local: the place is the nearest home. All aircraft can come
        to a field that is open day and night.
        """
        medium = MODES[leg.mode].medium
        if medium is Medium.STREET:
            homes = self.homes_near(leg.types, leg.start, closures)
            return homes[0] if homes else leg.start
        if medium is Medium.AIR:
            return self.flights.hub or leg.start
        key = (leg.mode, leg.gauge, leg.start, closures.links)
        if key not in self._sides:
            self._sides[key] = self._side_of(leg, closures)
        return self._sides[key]

    def _side_of(self, leg: Leg, closures: Closures) -> NodeId:
        """The first place by id that is joined with the start of a leg."""
        reach, start = self.network.reach(closures.links), self.network.index[leg.start]
        tracked = MODES[leg.mode].medium is Medium.TRACK
        hours = reach.rail[leg.gauge or 0][0].hours if tracked else reach.lanes[leg.mode].hours
        near = np.isfinite(hours[start])
        near[start] = True
        return self.network.nodes[int(np.argmax(near))]

    def passing(self, types: tuple[AssetTypeId, ...], way: Way) -> tuple[AssetTypeId, ...]:
        """Those of these types of vessel that fit every link of a way."""
        kinds, links = self.scenario.asset_types, [self.scenario.links[hop.link] for hop in way]
        return tuple(t for t in types if all(kinds[t].fits(link) for link in links))

    def terminals(self, kind: TerminalKind, closures: Closures) -> list[Terminal]:
        """Terminals of a kind that are not known to be closed, by id."""
        return [t for t in self._terminals if t.kind is kind and t.id not in closures.terminals]

    def railheads(self, gauge: int, closures: Closures) -> list[Terminal]:
        """Open railheads of a gauge family, by id."""
        return [
            t
            for t in self.terminals(TerminalKind.RAILHEAD, closures)
            if GAUGE_FAMILY[t.gauge_mm or 1435] == gauge
        ]

    def railhead_at(self, node: NodeId, gauge: int, closures: Closures) -> TerminalId | None:
        """The open railhead of a gauge family at a node, if there is one."""
        found = (t.id for t in self.railheads(gauge, closures) if t.node == node)
        return next(found, None)

    def air_km(self, start: NodeId, end: NodeId) -> float:
        """Flown kilometres between two airfields."""
        return float(self.flown_km[self.network.index[start], self.network.index[end]])

    def flyers(
        self, types: tuple[AssetTypeId, ...], start: Terminal, end: Terminal
    ) -> tuple[AssetTypeId, ...]:
        """Those of these types of aircraft that fly between two airfields."""
        km, kinds = self.air_km(start.node, end.node), self.scenario.asset_types
        return tuple(t for t in types if not self.flights.refusal(kinds[t], start, end, km))

    def flyable(self, types: tuple[AssetTypeId, ...]) -> BoolMatrix:
        """Between which nodes some of these types fly, by the place of the nodes."""
        if types not in self._flyable:
            count = len(self.network.nodes)
            self._flyable[types] = np.zeros((count, count), dtype=bool)
            fields = [t for t in self._terminals if t.kind is TerminalKind.AIRFIELD]
            for a, b in permutations(fields, 2):
                i, j = self.network.index[a.node], self.network.index[b.node]
                self._flyable[types][i, j] |= i != j and bool(self.flyers(types, a, b))
        return self._flyable[types]

    def no_flight(
        self, cargo: CargoClass, near_h: FloatMatrix, far_h: FloatMatrix, closures: Closures
    ) -> Refusal | None:
        """Why nothing that carries a cargo flies between the two fields nearest by road.

        ``near_h`` and ``far_h`` are the hours by road from the one place and to the other.
        """
        fields, index = self.terminals(TerminalKind.AIRFIELD, closures), self.network.index
        pairs = [
            (float(near_h[index[a.node]] + far_h[index[b.node]]), a.id, b.id)
            for a, b in permutations(fields, 2)
            if a.node != b.node
        ]
        hours, *ends = min(pairs, default=(math.inf, "", ""))
        if math.isinf(hours):
            return None
        a, b = (self.scenario.terminals[TerminalId(end)] for end in ends)
        kinds = [self.scenario.asset_types[t] for t in self.carriers(Mode.AIR, cargo)]
        return self.flights.no_type_flies(kinds, a, b, self.air_km(a.node, b.node))

    def _flown_km(self) -> FloatMatrix:
        """The flown kilometres between all fields, round closed airspace; elsewhere 0."""
        fields = sorted(
            {self.network.index[t.node] for t in self._terminals if t.kind is TerminalKind.AIRFIELD}
        )
        nodes = [self.scenario.nodes[self.network.nodes[i]] for i in fields]
        places = tuple((node.lon, node.lat) for node in nodes)
        km = np.zeros((len(self.network.nodes), len(self.network.nodes)))
        if fields:
            airways = Airways(places, self.scenario.no_fly)
            km[np.ix_(fields, fields)] = self.likely("air_route_factor") * airways.km
        return km
