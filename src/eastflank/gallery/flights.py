"""The lines along which aircraft fly on maps: great circles, round the airspace that is closed."""

from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from eastflank.model.units import Outline
from eastflank.routing.airways import Airways
from eastflank.runs.stored import StoredRun

ARC_POINTS: Final = 24  # of one great circle
SHORT_RAD: Final = 1e-6

Points = NDArray[np.float64]


class FlightLines:
    """The lines between the places of a run, each found once."""

    def __init__(self, run: StoredRun) -> None:
        self._where = {
            str(node): (float(lon), float(lat))
            for node, lon, lat in run.network.nodes[["id", "lon", "lat"]].itertuples(index=False)
        }
        fields = {node for node, kind in run.terminals.values() if kind == "airfield"}
        self._number = {node: i for i, node in enumerate(sorted(fields & self._where.keys()))}
        places = tuple(self._where[node] for node in self._number)
        self._airways = Airways(places, run.network.no_fly)

    def line(self, start: str, end: str) -> Points:
        """Degrees (lon, lat) from one place to another; straight between what are no airfields."""
        turns: Outline = (self._where[start], self._where[end])
        if start in self._number and end in self._number:
            turns = self._airways.way(self._number[start], self._number[end])
        arcs = [great_circle(a, b) for a, b in pairwise(turns)]
        return np.vstack([arcs[0], *(arc[1:] for arc in arcs[1:])])


def great_circle(start: tuple[float, float], end: tuple[float, float]) -> Points:
    """Degrees (lon, lat) along the shortest way over the sphere, ends included."""
    first, second = _vector(start), _vector(end)
    angle = float(np.arccos(np.clip(first @ second, -1.0, 1.0)))
    if angle < SHORT_RAD:
        return np.array([start, end], dtype=np.float64)
    share = np.linspace(0.0, 1.0, ARC_POINTS)[:, None]
    along = (np.sin((1 - share) * angle) * first + np.sin(share * angle) * second) / np.sin(angle)
    lat = np.degrees(np.arcsin(np.clip(along[:, 2], -1.0, 1.0)))
    return np.column_stack([np.degrees(np.arctan2(along[:, 1], along[:, 0])), lat])


def _vector(lonlat: tuple[float, float]) -> Points:
    lon, lat = np.radians(lonlat)
    return np.array([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
