"""Lanes: the courses as a TopoJSON, so that a stretch that many courses share is kept once."""

import json
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Final

from tools.sea.chart import Chart, Course, Way
from tools.sea.geodesy import drawn
from tools.sea.waterways import as_points

STEP_KM: Final = 200.0  # between drawn points: a great circle bows by 800 m over so much
DIGITS: Final = 3  # 0.001 degrees are 111 m
ON_A_LINE: Final = 2  # points beside one that courses only pass


def lanes(ways: Iterable[Way]) -> list[Way]:
    """The stretches between points where courses part, meet or end, each once."""
    ways = list(ways)
    beside: dict[int, set[int]] = {}
    for way in ways:
        for a, b in pairwise(way):
            beside.setdefault(a, set()).add(b)
            beside.setdefault(b, set()).add(a)
    ends = {point for way in ways for point in (way[0], way[-1])}
    knots = ends | {point for point, near in beside.items() if len(near) != ON_A_LINE}
    return list(dict.fromkeys(_forward(lane) for way in ways for lane in _cut(way, knots)))


def _cut(way: Way, knots: set[int]) -> Iterable[Way]:
    at = [i for i, point in enumerate(way) if point in knots]
    return (way[a : b + 1] for a, b in pairwise(at))


def _forward(lane: Way) -> Way:
    """The same lane whichever way a ship goes along it."""
    return min(lane, lane[::-1])


def topology(chart: Chart, courses: Mapping[str, Course]) -> str:
    """The courses by link as TopoJSON: an arc a lane, ``~arc`` where it is gone backwards."""
    kept = lanes(course.way for course in courses.values())
    number = {lane: arc for arc, lane in enumerate(kept)}
    knots = {point for lane in kept for point in (lane[0], lane[-1])}
    shapes = []
    for link, course in courses.items():
        cut = list(_cut(course.way, knots))
        arcs = [number[x] if x in number else ~number[x[::-1]] for x in cut]
        shapes.append({"type": "LineString", "id": link, "arcs": arcs})
    return _written([_line(chart, lane) for lane in kept], shapes)


def _line(chart: Chart, lane: Way) -> list[list[float]]:
    points = as_points(tuple(chart.points[point] for point in lane))
    return [[round(float(x), DIGITS), round(float(y), DIGITS)] for x, y in drawn(points, STEP_KM)]


def _written(arcs: Iterable[object], shapes: Iterable[object]) -> str:
    """One arc and one course a line, so that a change is seen in a comparison of texts."""

    def rows(items: Iterable[object]) -> str:
        return ",\n".join(json.dumps(item, separators=(",", ":")) for item in items)

    return (
        f'{{"type":"Topology","arcs":[\n{rows(arcs)}\n],"objects":{{"course":'
        f'{{"type":"GeometryCollection","geometries":[\n{rows(shapes)}\n]}}}}}}\n'
    )
