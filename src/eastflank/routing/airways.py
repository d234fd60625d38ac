"""Airways: the shortest ways between places through the air that go round closed areas.

Ways turn only at corners of areas, so that few points are enough: the places and the corners, each
two of them joined where the great circle between them meets no side of an area.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from eastflank.model.units import EARTH_RADIUS_KM, Outline

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

BERTH_KM: Final = 2.0  # how far off a corner an aircraft turns


@dataclass(frozen=True)
class Airways:
    """Places in the air, (lon, lat) in degrees, and the outlines of the areas that are closed."""

    places: Outline
    areas: Sequence[Outline] = ()

    @cached_property
    def km(self) -> Floats:
        """The shortest flown kilometres between each two places; inf where none can be reached."""
        km: Floats = self._shortest[0]
        return km[:, : len(self.places)]

    def way(self, start: int, end: int) -> Outline:
        """The points from one place to another, both included: those between are corners."""
        before, at = self._shortest[1], [end]
        while at[-1] != start and before[start, at[-1]] >= 0:
            at.append(int(before[start, at[-1]]))
        lonlat = self._points
        return tuple((float(lonlat[i, 0]), float(lonlat[i, 1])) for i in reversed(at))

    @cached_property
    def _points(self) -> Floats:
        """The places, then the corners. One that another area covers cannot be reached."""
        corners = [_berths(np.array(area)) for area in self.areas]
        return np.vstack([np.array(self.places, dtype=np.float64).reshape(-1, 2), *corners])

    @cached_property
    def _shortest(self) -> tuple[Floats, npt.NDArray[np.int32]]:
        """Flown kilometres from the places to all points, and the point before each."""
        at = _vectors(self._points)
        first, second = np.triu_indices(len(at), 1)
        free = ~self._blocked(at[first], at[second])
        first, second = first[free], second[free]
        km = _km(at[first], at[second])
        graph = csr_matrix((km, (first, second)), shape=(len(at), len(at)))
        places = np.arange(len(self.places))
        km, before = dijkstra(graph, directed=False, indices=places, return_predecessors=True)
        return km, before

    def _blocked(self, start: Floats, end: Floats) -> Flags:
        """Which of these great circles cross a side of an area."""
        blocked = np.zeros(len(start), dtype=bool)
        normal = np.cross(start, end)
        for area in self.areas:
            corners = _vectors(np.array(area))
            for here, there in zip(corners, np.roll(corners, -1, axis=0), strict=True):
                blocked |= _crosses(start, end, normal, here, there)
        return blocked


def _crosses(start: Floats, end: Floats, normal: Floats, here: Floats, there: Floats) -> Flags:
    """Which great circles from ``start`` to ``end`` cross the one from ``here`` to ``there``."""
    side = np.cross(here, there)
    parted = ((normal @ here) * (normal @ there) < 0) & ((start @ side) * (end @ side) < 0)
    ahead = (start + end) @ (here + there) > 0  # and not on the far side of the Earth
    return np.asarray(parted & ahead)


def _vectors(lonlat: Floats) -> Floats:
    lon, lat = np.radians(lonlat[:, 0]), np.radians(lonlat[:, 1])
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def _km(a: Floats, b: Floats) -> Floats:
    half = np.minimum(1.0, np.linalg.norm(a - b, axis=1) / 2.0)
    return np.asarray(2.0 * EARTH_RADIUS_KM * np.arcsin(half), dtype=np.float64)


def _berths(area: Floats) -> Floats:
    """The corners of an area moved outwards, so that a way round it does not touch it."""
    flat = np.column_stack([np.cos(np.radians(area[:, 1])), np.ones(len(area))])
    flat *= np.radians(1.0) * EARTH_RADIUS_KM  # kilometres a degree
    ahead = _unit((np.roll(area, -1, axis=0) - area) * flat)
    behind = _unit((np.roll(area, 1, axis=0) - area) * flat)
    out = -_unit(ahead + behind)
    turned = np.where((_inside(area + BERTH_KM * out / flat, area))[:, None], -out, out)
    return np.asarray(area + BERTH_KM * turned / flat)


def _unit(vectors: Floats) -> Floats:
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.asarray(vectors / np.where(length > 0, length, 1.0), dtype=np.float64)


def _inside(points: Floats, area: Floats) -> Flags:
    """Which points lie in an area: an odd number of its sides lies to the east of them."""
    lon, lat = points[:, :1], points[:, 1:]
    start, end = area, np.roll(area, -1, axis=0)
    crosses = (start[:, 1] > lat) != (end[:, 1] > lat)
    rise = np.where(crosses, end[:, 1] - start[:, 1], 1.0)
    east = start[:, 0] + (lat - start[:, 1]) / rise * (end[:, 0] - start[:, 0]) > lon
    return np.asarray((crosses & east).sum(axis=1) % 2 == 1)
