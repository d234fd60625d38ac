"""Regions: places that lie together, between which the bound asks for no way.

Hours between two regions are the least between any of their places, so that whatever moves in the
simulation moves no more slowly here.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from eastflank.model.ids import NodeId
from eastflank.model.scenario import Node
from eastflank.model.units import great_circle_km

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]


class Regions:
    """The places of a network in at most so many regions; each its own if there are no more."""

    def __init__(self, nodes: Sequence[Node], most: int) -> None:
        self.of: Ints = _nearest(nodes, most) if len(nodes) > most else np.arange(len(nodes))
        self.count = int(self.of.max()) + 1
        self._order = np.argsort(self.of, kind="stable")
        self._starts = np.searchsorted(self.of[self._order], np.arange(self.count))
        self._index = {node.id: place for place, node in enumerate(nodes)}

    def at(self, node: NodeId) -> int:
        """The region of a place."""
        return int(self.of[self._index[node]])

    def least(self, between: Floats) -> Floats:
        """The least between the places of each two regions."""
        rows = np.minimum.reduceat(between[self._order], self._starts, axis=0)
        least: Floats = np.minimum.reduceat(rows[:, self._order], self._starts, axis=1)
        return least


def _nearest(nodes: Sequence[Node], most: int) -> Ints:
    """Each place with the nearest of ``most`` heads, which lie as far apart as may be."""
    nearest = np.zeros(len(nodes), dtype=np.intp)
    least = _km_from(nodes[0], nodes)
    for head in range(1, most):
        if least.max() <= 0.0:
            break
        away = _km_from(nodes[int(least.argmax())], nodes)
        nearest[away < least] = head
        least = np.minimum(least, away)
    return nearest


def _km_from(head: Node, nodes: Sequence[Node]) -> Floats:
    return np.array([great_circle_km(head.lon, head.lat, node.lon, node.lat) for node in nodes])
