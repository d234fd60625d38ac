"""The means of the theatre: which asset types carry what, which terminals stand where."""

import numpy as np

from eastflank.ids import AssetTypeId, EvidenceKey, NodeId, TerminalId
from eastflank.legs import Closures
from eastflank.routing import GAUGE_FAMILY, FloatMatrix, Network
from eastflank.scenario import CargoClass, Mode, Scenario, Terminal, TerminalKind
from eastflank.units import great_circle_km


class Means:
    """Answers from the scenario's tables, looked up once."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.scenario: Scenario = network.scenario
        self._fleetless = frozenset(self.scenario.asset_types) - frozenset(
            fleet.asset_type for fleet in self.scenario.fleets.values()
        )
        self._homes: dict[tuple[tuple[AssetTypeId, ...], NodeId], tuple[NodeId, ...]] = {}
        self._terminals = sorted(self.scenario.terminals.values(), key=lambda t: t.id)
        self.flown_km: FloatMatrix = self._great_circles()

    def likely(self, key: str) -> float:
        """The likely value of an evidence row."""
        return self.scenario.evidence[EvidenceKey(key)].likely

    def is_self_moving(self, asset_type: AssetTypeId) -> bool:
        """Whether this type needs no fleet: vehicles that march on their own wheels."""
        return asset_type in self._fleetless

    def carriers(
        self, mode: Mode, cargo: CargoClass, gauge: int | None = None
    ) -> tuple[AssetTypeId, ...]:
        """Asset types of a mode (and gauge family) that carry this cargo, by id."""
        return tuple(
            asset.id
            for asset in sorted(self.scenario.asset_types.values(), key=lambda a: a.id)
            if asset.mode is mode
            and asset.capacity.get(cargo, 0.0) > 0
            and (gauge is None or GAUGE_FAMILY[asset.gauge_mm or 1435] == gauge)
        )

    def homes_near(self, types: tuple[AssetTypeId, ...], place: NodeId) -> tuple[NodeId, ...]:
        """Homes of fleets of these types that serve a place, the nearest first.

        Road transport answers calls up to ``road_empty_limit`` driving hours away; wagons, ships
        and aircraft answer from anywhere.
        """
        key = (types, place)
        if key not in self._homes:
            hours = self.network.reach(frozenset()).road.hours[self.network.index[place]]
            homes = sorted(
                (float(hours[self.network.index[fleet.home]]), fleet.home)
                for fleet in self.scenario.fleets.values()
                if fleet.asset_type in types and fleet.held + fleet.callup > 0
            )
            limit_h = self.likely("road_empty_limit")
            near = [home for away_h, home in homes if away_h <= limit_h]
            self._homes[key] = tuple(dict.fromkeys(near))
        return self._homes[key]

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

    def _great_circles(self) -> FloatMatrix:
        nodes = [self.scenario.nodes[node] for node in self.network.nodes]
        factor = self.likely("air_route_factor")
        km = np.zeros((len(nodes), len(nodes)))
        fields = sorted(
            {self.network.index[t.node] for t in self._terminals if t.kind is TerminalKind.AIRFIELD}
        )
        for i in fields:
            for j in fields:
                a, b = nodes[i], nodes[j]
                km[i, j] = factor * great_circle_km(a.lon, a.lat, b.lon, b.lat)
        return km
