"""The lines along which things move, on the map: links, sea lanes, great circles."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from eastflank.charts.projection import Points, project

ARC_POINTS: Final = 24
SHORT_RAD: Final = 1e-6

Line = Sequence[Sequence[float]]


class Courses:
    """Courses by number: each is drawn once, however many lifts run along it."""

    def __init__(
        self,
        lines: Mapping[str, Line],
        nodes: Mapping[str, tuple[float, float]],
        lanes: Mapping[frozenset[str], str],
    ) -> None:
        self._lines = lines
        self._nodes = nodes
        self._lanes = lanes  # two ports -> the sea link between them
        self._number: dict[str, int] = {}
        self.points: list[Points] = []

    def of_link(self, link: str) -> int:
        """The course of a link from its first to its second end."""
        return self._of(link, lambda: project(self._lines[link]))

    def of_flight(self, start: str, end: str) -> int:
        """The great circle between two places."""
        return self._of(f"{start}>{end}", lambda: project(self._arc(start, end)))

    def _of(self, name: str, drawn: Callable[[], Points]) -> int:
        if name not in self._number:
            self._number[name] = len(self.points)
            self.points.append(drawn())
        return self._number[name]

    def _arc(self, start: str, end: str) -> NDArray[np.float64]:
        return great_circle(self._nodes[start], self._nodes[end])

    def numbers_of(
        self, legs: pd.DataFrame, links: Mapping[str, tuple[str, str]]
    ) -> list[tuple[int, bool]]:
        """For each stretch its course, and whether it is gone against its direction.

        Ships that sail empty, or on to another port, follow the link between the two ports.
        """
        columns = legs[["link", "mode", "start", "towards"]].itertuples(index=False, name=None)
        found = []
        for told, mode, start, towards in columns:
            lane = self._lanes.get(frozenset((start, towards)), "") if mode == "sea" else ""
            link = told if told in links else lane
            if link in self._lines and link in links:
                _, second = links[link]
                backward = start == second if start != towards else towards == second
                found.append((self.of_link(link), backward))
            else:
                found.append((self.of_flight(start, towards), False))
        return found


def great_circle(start: tuple[float, float], end: tuple[float, float]) -> NDArray[np.float64]:
    """Degrees (lon, lat) along the shortest way over the sphere, ends included."""
    first, second = _vector(start), _vector(end)
    angle = float(np.arccos(np.clip(first @ second, -1.0, 1.0)))
    if angle < SHORT_RAD:
        return np.array([start, end], dtype=np.float64)
    share = np.linspace(0.0, 1.0, ARC_POINTS)[:, None]
    along = (np.sin((1 - share) * angle) * first + np.sin(share * angle) * second) / np.sin(angle)
    lat = np.degrees(np.arcsin(np.clip(along[:, 2], -1.0, 1.0)))
    return np.column_stack([np.degrees(np.arctan2(along[:, 1], along[:, 0])), lat])


def _vector(lonlat: tuple[float, float]) -> NDArray[np.float64]:
    lon, lat = np.radians(lonlat)
    return np.array([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])
