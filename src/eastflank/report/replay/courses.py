"""The lines along which things move, on the map: links, sea lanes, ways through the air."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

import pandas as pd

from eastflank.charts.projection import FLANK, Points, Projection
from eastflank.model.modes import MODES, Medium, Mode

Line = Sequence[Sequence[float]]
Flights: TypeAlias = Callable[[str, str], Points]  # degrees along the way between two places


class Courses:
    """Courses by number: each is drawn once, however many lifts run along it."""

    def __init__(
        self,
        lines: Mapping[str, Line],
        flights: Flights,
        lanes: Mapping[frozenset[str], str],
        on: Projection = FLANK,
    ) -> None:
        self._lines = lines
        self._flights = flights
        self._on = on
        self._lanes = lanes  # two ports -> the sea link between them
        self._number: dict[str, int] = {}
        self.points: list[Points] = []

    def of_link(self, link: str) -> int:
        """The course of a link from its first to its second end."""
        return self._of(link, lambda: self._on(self._lines[link]))

    def of_flight(self, start: str, end: str) -> int:
        """The way through the air between two places."""
        return self._of(f"{start}>{end}", lambda: self._on(self._flights(start, end)))

    def _of(self, name: str, drawn: Callable[[], Points]) -> int:
        if name not in self._number:
            self._number[name] = len(self.points)
            self.points.append(drawn())
        return self._number[name]

    def numbers_of(
        self, legs: pd.DataFrame, links: Mapping[str, tuple[str, str]]
    ) -> list[tuple[int, bool]]:
        """For each stretch its course, and whether it is gone against its direction.

        Ships that sail empty, or on to another port, follow the link between the two ports.
        """
        columns = (legs[name].tolist() for name in ("link", "mode", "start", "towards"))
        found = []
        for told, mode, start, towards in zip(*columns, strict=True):
            sails = MODES[Mode(mode)].medium is Medium.LANE
            lane = self._lanes.get(frozenset((start, towards)), "") if sails else ""
            link = told if told in links else lane
            if link in self._lines and link in links:
                _, second = links[link]
                backward = start == second if start != towards else towards == second
                found.append((self.of_link(link), backward))
            else:
                found.append((self.of_flight(start, towards), False))
        return found
