"""Hours of empty legs: how far each place is for an asset that has nothing to carry."""

import math

import numpy as np

from eastflank.engine.crossing import empty_flights
from eastflank.engine.world import World
from eastflank.model.ids import AssetTypeId, NodeId
from eastflank.model.scenario import AssetType, Mode
from eastflank.model.units import GAUGE_FAMILY
from eastflank.routing.legs import Closures

Rows = dict[tuple[AssetTypeId, NodeId], list[float]]


class EmptyHours:
    """Free-flow hours of empty legs over what is known to be open; made once for each such state.

    It must say inf wherever an empty leg would be refused: an asset that is sent and does not leave
    would answer the same call again, at the same hour, for ever.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._rows: dict[Closures, Rows] = {}
        self._now: Rows = {}
        self._closures: Closures | None = None

    def row(self, kind: AssetTypeId, node: NodeId) -> list[float]:
        """Hours between a place and all others, inf where there is no way."""
        if self._closures is not self._world.closures:
            self._closures = self._world.closures
            self._now = self._rows.setdefault(self._closures, {})
        hours = self._now.get((kind, node))
        if hours is None:
            asset_type = self._world.scenario.asset_types[kind]
            hours = self._made(asset_type, self._world.network.index[node])
            self._now[kind, node] = hours
        return hours

    def _made(self, kind: AssetType, place: int) -> list[float]:
        world = self._world
        reach = world.network.reach(world.closures.links)
        if kind.mode is Mode.RAIL:
            ways = reach.rail.get(GAUGE_FAMILY[kind.gauge_mm or 1435])
            row = ways[0].hours[place] if ways else np.full(len(world.network.nodes), math.inf)
        elif kind.mode is Mode.ROAD:
            away_h = reach.road.hours[place]
            row = np.where(away_h <= world.luck.value("road_empty_limit"), away_h, math.inf)
        elif kind.mode is Mode.SEA:
            row = reach.sea_hours[place].copy()
            row[place] = 0.0
        else:
            row = empty_flights(world, kind, place)
        if world.scenario.free_empties:
            row = np.where(np.isfinite(row), 0.0, math.inf)
        hours: list[float] = row.tolist()
        return hours
