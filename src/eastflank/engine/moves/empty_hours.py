"""Hours of empty legs: how far each place is for an asset that has nothing to carry."""

import math
from collections.abc import Callable

import numpy as np

from eastflank.engine.state.world import World
from eastflank.model.ids import AssetTypeId, NodeId
from eastflank.model.scenario import AssetType
from eastflank.routing.legs import Closures
from eastflank.routing.network import FloatMatrix

Rows = dict[tuple[AssetTypeId, NodeId], list[float]]


class EmptyHours:
    """Free-flow hours of empty legs over what is known to be open; made once for each such state.

    It must say inf wherever an empty leg would be refused: an asset that is sent and does not leave
    would answer the same request again, at the same hour, for ever.
    """

    def __init__(self, world: World, made: Callable[[AssetType, int], FloatMatrix]) -> None:
        self._world = world
        self._knowledge = world.knowledge
        self._index = world.network.index
        self._made = made
        self._rows: dict[Closures, Rows] = {}
        self._now: Rows = {}
        self._closures: Closures | None = None

    def row(self, kind: AssetType, node: NodeId) -> list[float]:
        """Hours between a place and all others, inf where there is no way."""
        closures = self._knowledge.known.closed
        if self._closures is not closures:
            self._closures = closures
            self._now = self._rows.setdefault(closures, {})
        hours = self._now.get((kind.id, node))
        if hours is None:
            hours = self._now[kind.id, node] = self._new_row(kind, node)
        return hours

    def between(self, kind: AssetType, start: NodeId, end: NodeId) -> float:
        """Hours from a place to another."""
        return self.row(kind, start)[self._index[end]]

    def _new_row(self, kind: AssetType, node: NodeId) -> list[float]:
        row = self._made(kind, self._index[node])
        if self._world.scenario.free_empties:
            row = np.where(np.isfinite(row), 0.0, math.inf)
        hours: list[float] = row.tolist()
        return hours
