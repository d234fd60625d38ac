"""The sea chart: points, the ways between them, and the shortest courses of ships over it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import dijkstra

from tools.sea.geodesy import Floats, Point, lengths_km
from tools.sea.sight import CLEAR_KM, OFF_KM, capes, sights
from tools.sea.water import Water
from tools.sea.waterways import Line, Waterways, as_points

TO_FAIRWAY_KM: Final = 8.0  # from a port to the fairway that leads there
TO_SEA_KM: Final = 20.0  # from a port to the open sea where no fairway is near
GATE_STEP: Final = 1.0  # degrees of latitude between two gates of the western edge
CANAL_SAVES_KM: Final = 240.0  # what a canal must save: six hours at 40 km/h are lost in it

Way = tuple[int, ...]


@dataclass
class Chart:
    """Points by number, and the ways between them with their lengths; canals apart."""

    points: list[Point] = field(default_factory=list)
    number: dict[Point, int] = field(default_factory=dict)
    ways: dict[tuple[int, int], float] = field(default_factory=dict)
    canals: dict[tuple[int, int], float] = field(default_factory=dict)

    def add(self, point: Point) -> int:
        """The number of a point; equal points are one."""
        at = (round(point[0], 3), round(point[1], 3))
        if at not in self.number:
            self.number[at] = len(self.points)
            self.points.append(at)
        return self.number[at]

    def join(self, a: Point, b: Point) -> None:
        """A way along the great circle."""
        km = float(lengths_km(as_points((a,)), as_points((b,)))[0])
        i, j = sorted((self.add(a), self.add(b)))
        self.ways[i, j] = km

    def follow(self, line: Line) -> None:
        """The ways along a line, by the length that is told for all of it."""
        kept = self.ways if line.length_km is None else self.canals
        points = as_points(line.points)
        km = lengths_km(points[:-1], points[1:])
        scale = 1.0 if line.length_km is None else line.length_km / float(km.sum())
        for (a, b), step in zip(pairwise(line.points), km, strict=True):
            i, j = sorted((self.add(a), self.add(b)))
            kept[i, j] = scale * float(step)

    def graph(self, *, canals: bool) -> csr_matrix:
        """The ways as a matrix."""
        ways = {**self.ways, **self.canals} if canals else self.ways
        ends = np.array(list(ways)).reshape(-1, 2)
        shape = (len(self.points),) * 2
        return coo_matrix((list(ways.values()), (ends[:, 0], ends[:, 1])), shape=shape).tocsr()


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """The way of a ship between two ports, by the numbers of points on the chart."""

    way: Way
    length_km: float
    by_canal: bool

    def reversed(self) -> "Course":
        """The same course from its end."""
        return replace(self, way=self.way[::-1])


def chart_of(water: Water, waterways: Waterways, ports: Mapping[str, Point]) -> Chart:
    """All points and ways: capes, fairways, canals, ocean lines, and the ports."""
    chart = Chart()
    lines = (*waterways.fairways, *waterways.canals)
    for line in (*lines, *waterways.ocean):
        chart.follow(line)
    inshore = [point for line in lines for point in line.points]
    offshore = [point for line in waterways.ocean for point in line.points]
    roads = [
        road
        for port in ports.values()
        for road in _hook(chart, water, port, inshore=inshore, offshore=offshore)
    ]
    seen = [*map(_point, capes(water)), *inshore, *roads]
    gates = list(_gates(water)) if waterways.ocean else []
    _see(chart, water, [*seen, *gates])
    _open(chart, waterways.ocean, gates)
    return chart


def _point(row: Floats) -> Point:
    return float(row[0]), float(row[1])


def _hook(
    chart: Chart, water: Water, port: Point, *, inshore: list[Point], offshore: list[Point]
) -> list[Point]:
    """Join a port to its fairway, else to the sea near it and farther out; the points there."""
    if fairway := _near(port, [*inshore, *offshore]):
        chart.join(port, fairway)
        return []
    found = (water.nearest(port, clear_km, TO_SEA_KM) for clear_km in (CLEAR_KM, OFF_KM))
    roads = [road for road in found if road is not None]
    if not roads:
        raise SystemExit(f"no water near the port at {port}: draw a fairway to it.")
    for road in roads:
        chart.join(port, road)
    return roads


def _near(port: Point, points: list[Point]) -> Point | None:
    if not points:
        return None
    gaps = lengths_km(as_points((port,) * len(points)), as_points(tuple(points)))
    best = int(gaps.argmin())
    return points[best] if gaps[best] <= TO_FAIRWAY_KM else None


def _gates(water: Water) -> Iterable[Point]:
    """Points of open sea on the western edge, from the south to the north."""
    row, _ = np.nonzero(water.clearance_km[:, :1] >= CLEAR_KM)
    edge = water.points(row, np.zeros_like(row))
    for lat in np.arange(np.ceil(edge[:, 1].min()), edge[:, 1].max(), GATE_STEP):
        yield (float(edge[0, 0]), float(lat))


def _see(chart: Chart, water: Water, points: list[Point]) -> None:
    """Join all points that see each other."""
    numbers = [chart.add(point) for point in dict.fromkeys(points)]
    heads, tails, km = sights(water, np.array([chart.points[n] for n in numbers]))
    for head, tail, length in zip(heads.tolist(), tails.tolist(), km.tolist(), strict=True):
        i, j = sorted((numbers[head], numbers[tail]))
        if i != j:
            chart.ways.setdefault((i, j), length)


def _open(chart: Chart, ocean: Iterable[Line], gates: list[Point]) -> None:
    """Join the ends of ocean lines to the gates that they see."""
    for line in ocean:
        for gate in gates if line.gates else ():
            if line.gates and line.gates[0] <= gate[1] <= line.gates[1]:
                chart.join(line.points[-1], gate)


def courses(chart: Chart, ports: Mapping[str, Point]) -> dict[tuple[str, str], Course]:
    """The course between each two ports: the shortest, by a canal only if that saves enough."""
    names = list(ports)
    numbers = [chart.add(ports[name]) for name in names]
    found: dict[tuple[str, str], Course] = {}
    round_it, through = (
        dijkstra(graph, directed=False, indices=numbers, return_predecessors=True)
        for graph in (chart.graph(canals=False), chart.graph(canals=True))
    )
    for i, name in enumerate(names):
        for j, other in enumerate(names[i + 1 :], start=i + 1):
            saved = round_it[0][i, numbers[j]] - through[0][i, numbers[j]]
            by_canal = bool(saved > CANAL_SAVES_KM)
            km, before = through if by_canal else round_it
            way = _way(before[i], numbers[i], numbers[j])
            found[name, other] = Course(
                way=way, length_km=float(km[i, numbers[j]]), by_canal=by_canal
            )
    return found


def _way(before: NDArray[np.int32], start: int, end: int) -> Way:
    """The points from start to end, walked back."""
    way = [end]
    while way[-1] != start:
        way.append(int(before[way[-1]]))
    return tuple(reversed(way))
