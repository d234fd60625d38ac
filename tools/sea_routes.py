"""Shortest sea paths between the ports of a network, over a raster of water.

Reads ``node.csv`` and ``backdrop.geojson`` of a network folder and writes one row a pair of ports:
the length in kilometres with and without the Kiel Canal, and the course of each as WKT.

Water is every cell of about 5 km whose centre lies in no country of the backdrop. Rivers, fjords
and straits that this misses are carved; waters that a RoRo ship cannot use are filled. Cells are
joined to 16 neighbours, and every path found is pulled straight where the water allows it, so
that the error of the raster's directions is gone and what remains is its coarseness.

Use: ``python tools/sea_routes.py networks/eastern-flank --out sea_routes.csv``
"""

import argparse
import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import connected_components, dijkstra

Point: TypeAlias = tuple[float, float]  # longitude, latitude in degrees
Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]

EARTH_KM = 6371.0
WEST, EAST, SOUTH, NORTH = -12.0, 45.0, 34.0, 72.0
LON_STEP, LAT_STEP = 0.08, 0.045  # 5.1 x 5.0 km at 55 degrees north
COLUMNS, ROWS = round((EAST - WEST) / LON_STEP), round((NORTH - SOUTH) / LAT_STEP)
SIGHT_STEP_KM = 2.0
MAX_VERTICES = 25

# The canal from Brunsbuettel to Kiel-Holtenau is 98.6 km long.
CANAL: tuple[Point, Point] = ((9.14, 53.88), (10.15, 54.37))
CANAL_KM = 98.6

CARVED: dict[str, list[Point]] = {
    "Strait of Messina": [(15.66, 38.32), (15.63, 38.22), (15.59, 38.05), (15.6, 37.9)],
    "Oresund": [(12.5, 56.15), (12.66, 56.02), (12.72, 55.75), (12.72, 55.5), (12.7, 55.3)],
    "Great Belt": [(10.9, 55.9), (10.95, 55.6), (11.03, 55.35), (10.85, 55.1), (10.9, 54.8)],
    "Bosphorus": [(29.15, 41.3), (29.06, 41.1), (28.98, 41.0), (28.9, 40.9)],
    "Dardanelles": [(26.1, 40.0), (26.35, 40.15), (26.42, 40.22), (26.7, 40.42), (27.1, 40.5)],
    "Scheldt": [(3.4, 51.43), (3.65, 51.42), (4.0, 51.39), (4.25, 51.35), (4.4, 51.24)],
    "Maas": [(3.9, 52.02), (4.12, 51.97), (4.43, 51.89)],
    "Elbe": [(8.4, 54.0), (9.14, 53.88), (9.4, 53.78), (9.55, 53.62), (9.98, 53.53)],
    "Weser": [(8.1, 53.85), (8.4, 53.68), (8.56, 53.57)],
    "Ems": [(6.5, 53.62), (6.85, 53.44), (7.19, 53.34)],
    "Trave": [(10.98, 54.05), (10.88, 53.96), (10.8, 53.9)],
    "Kiel Fjord": [(10.35, 54.52), (10.2, 54.42), (10.15, 54.37), (10.14, 54.33)],
    "Warnow": [(12.08, 54.25), (12.11, 54.13)],
    "Oder mouth": [(14.3, 54.02), (14.25, 53.91), (14.4, 53.75), (14.58, 53.6), (14.56, 53.43)],
    "Daugava": [(23.95, 57.12), (24.05, 57.02), (24.11, 56.95)],
    "Klaipeda Strait": [(21.0, 55.74), (21.14, 55.7)],
    "Humber": [(0.2, 53.55), (-0.19, 53.63)],
    "Southampton Water": [(-1.1, 50.72), (-1.3, 50.78), (-1.44, 50.9)],
    "Tagus": [(-9.4, 38.62), (-9.12, 38.7)],
    "Gothenburg roads": [(11.6, 57.62), (11.97, 57.7)],
    "Oslo Fjord": [(10.6, 59.1), (10.5, 59.4), (10.62, 59.7), (10.75, 59.9)],
    "Trondheim Fjord": [(9.5, 63.6), (9.9, 63.5), (10.4, 63.44)],
    "Ofot Fjord": [(15.6, 68.2), (16.3, 68.4), (17.43, 68.44)],
    "Turku archipelago": [(21.2, 59.8), (21.7, 60.15), (22.27, 60.45)],
    "Gavle Bay": [(17.5, 60.78), (17.15, 60.68)],
    "Gulf of Izmir": [(26.6, 38.7), (26.85, 38.5), (27.15, 38.43)],
    "Gulf of Thessaloniki": [(22.8, 40.3), (22.93, 40.64)],
}

# West, south, east, north: too shallow, too narrow or not a passage for ships of this size.
FILLED: dict[str, tuple[float, float, float, float]] = {
    "Limfjord": (8.25, 56.5, 10.2, 57.1),
    "Moonsund": (23.2, 58.5, 23.6, 58.72),
    "Strelasund": (13.0, 54.22, 13.25, 54.4),
    "Isthmus of Corinth": (22.94, 37.88, 23.06, 37.98),
    "Euripus": (23.54, 38.42, 23.68, 38.52),
}

# Ocean legs of the ports beyond the raster end at one of these points on its western edge.
GATES: dict[str, Point] = {
    "north of Scotland": (-11.9, 58.9),
    "western approaches": (-11.9, 49.0),
    "cape saint vincent": (-11.9, 36.4),
}
OCEAN: dict[str, list[Point]] = {
    "CA_MONTREAL": [(-71.2, 46.8), (-68.0, 48.8), (-64.8, 49.4), (-60.0, 47.3), (-52.8, 46.2)],
    "US_CHARLESTON": [(-75.0, 34.9), (-52.0, 45.0)],
    "US_BEAUMONT": [(-93.8, 29.5), (-83.5, 24.3), (-80.0, 24.9), (-79.5, 27.5), (-52.0, 45.0)],
}
SOUTHERN_OCEAN: dict[str, list[Point]] = {
    "CA_MONTREAL": OCEAN["CA_MONTREAL"],
    "US_CHARLESTON": [],
    "US_BEAUMONT": OCEAN["US_BEAUMONT"][:-1],
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Water:
    """The raster: which cells are water, where they lie and how they hang together."""

    wet: NDArray[np.bool_]
    lon: Floats
    lat: Floats
    graph: csr_matrix
    component: Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A path over water: its length, and the points that it turns at."""

    length_km: float
    points: tuple[Point, ...]


def distance_km(a: Point, b: Point) -> float:
    """Great-circle distance."""
    return float(distances_km(np.array([a]), np.array([b]))[0])


def distances_km(a: Floats, b: Floats) -> Floats:
    """Great-circle distances between two columns of points."""
    lon_a, lat_a = np.radians(a[:, 0]), np.radians(a[:, 1])
    lon_b, lat_b = np.radians(b[:, 0]), np.radians(b[:, 1])
    chord = (
        np.sin((lat_b - lat_a) / 2) ** 2
        + np.cos(lat_a) * np.cos(lat_b) * np.sin((lon_b - lon_a) / 2) ** 2
    )
    return np.asarray(2 * EARTH_KM * np.arcsin(np.sqrt(chord)), dtype=np.float64)


def cell_of(point: Point) -> tuple[int, int]:
    """Row and column of the cell that holds a point, kept inside the raster."""
    row = int((point[1] - SOUTH) / LAT_STEP)
    column = int((point[0] - WEST) / LON_STEP)
    return min(max(row, 0), ROWS - 1), min(max(column, 0), COLUMNS - 1)


def polygons(backdrop: Path) -> Iterator[list[Floats]]:
    """Every polygon of every country: its outline, then its holes."""
    for feature in json.loads(backdrop.read_text(encoding="utf-8"))["features"]:
        shape = feature["geometry"]
        parts = shape["coordinates"]
        for part in [parts] if shape["type"] == "Polygon" else parts:
            yield [np.asarray(ring, dtype=np.float64) for ring in part]


def land_of_ring(ring: Floats) -> NDArray[np.bool_]:
    """Cells whose centre lies inside one ring, by counting crossings along each row."""
    inside = np.zeros((ROWS, COLUMNS), dtype=bool)
    start, end = ring[:-1], ring[1:]
    first = max(int((ring[:, 1].min() - SOUTH) / LAT_STEP - 1), 0)
    last = min(int((ring[:, 1].max() - SOUTH) / LAT_STEP + 1), ROWS)
    centres = WEST + (np.arange(COLUMNS) + 0.5) * LON_STEP
    for row in range(first, last):
        lat = SOUTH + (row + 0.5) * LAT_STEP
        crosses = (start[:, 1] > lat) != (end[:, 1] > lat)
        if not crosses.any():
            continue
        low, high = start[crosses], end[crosses]
        share = (lat - low[:, 1]) / (high[:, 1] - low[:, 1])
        at = np.sort(low[:, 0] + share * (high[:, 0] - low[:, 0]))
        inside[row] = np.searchsorted(at, centres) % 2 == 1
    return inside


def wet_cells(backdrop: Path) -> NDArray[np.bool_]:
    """Water after carving and filling. A hole in a polygon is no land of that polygon."""
    land = np.zeros((ROWS, COLUMNS), dtype=bool)
    for outline, *holes in polygons(backdrop):
        body = land_of_ring(outline)
        for hole in holes:
            body &= ~land_of_ring(hole)
        land |= body
    for west, south, east, north in FILLED.values():
        (bottom, left), (top, right) = cell_of((west, south)), cell_of((east, north))
        land[bottom : top + 1, left : right + 1] = True
    for channel in CARVED.values():
        for a, b in pairwise(channel):
            for share in np.linspace(0.0, 1.0, int(distance_km(a, b) / 1.0) + 2):
                land[cell_of((a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])))] = False
    return ~land


def moves() -> list[tuple[int, int, list[tuple[int, int]]]]:
    """Half of the 16 moves (the graph is undirected), with the cells that each passes."""
    return [
        (0, 1, []),
        (1, 0, []),
        (1, 1, []),
        (1, -1, []),
        (1, 2, [(0, 1), (1, 1)]),
        (2, 1, [(1, 0), (1, 1)]),
        (1, -2, [(0, -1), (1, -1)]),
        (2, -1, [(1, 0), (1, -1)]),
    ]


def shifted(cells: NDArray[np.bool_], rows: int, columns: int) -> NDArray[np.bool_]:
    """The raster moved, so that each cell shows its neighbour; beyond the edge is no water."""
    out = np.zeros_like(cells)
    height, width = cells.shape
    out[: height - rows, max(-columns, 0) : width - max(columns, 0)] = cells[
        rows:, max(columns, 0) : width + min(columns, 0)
    ]
    return out


def water_of(backdrop: Path) -> Water:
    """Build the raster and its graph."""
    wet = wet_cells(backdrop)
    index = np.full(wet.shape, -1, dtype=np.int64)
    index[wet] = np.arange(int(wet.sum()))
    row, column = np.nonzero(wet)
    lon: Floats = (WEST + (column + 0.5) * LON_STEP).astype(np.float64)
    lat: Floats = (SOUTH + (row + 0.5) * LAT_STEP).astype(np.float64)
    heads, tails, lengths = [], [], []
    for rows, columns, passed in moves():
        free = wet & shifted(wet, rows, columns)
        for cell in passed:
            free &= shifted(wet, *cell)
        at_row, at_column = np.nonzero(free)
        head, tail = index[at_row, at_column], index[at_row + rows, at_column + columns]
        heads.append(head)
        tails.append(tail)
        lengths.append(
            distances_km(
                np.column_stack([lon[head], lat[head]]), np.column_stack([lon[tail], lat[tail]])
            )
        )
    graph = coo_matrix(
        (np.concatenate(lengths), (np.concatenate(heads), np.concatenate(tails))),
        shape=(len(lon), len(lon)),
    ).tocsr()
    _, component = connected_components(graph, directed=False)
    return Water(wet=wet, lon=lon, lat=lat, graph=graph, component=component.astype(np.int64))


def with_canal(water: Water) -> csr_matrix:
    """The graph with the Kiel Canal as one more edge."""
    west, east = (nearest_water(water, end) for end in CANAL)
    edge = coo_matrix(([CANAL_KM], ([west], [east])), shape=water.graph.shape)
    return (water.graph + edge).tocsr()


def nearest_water(water: Water, point: Point) -> int:
    """The nearest cell of the open sea."""
    sea = np.bincount(water.component).argmax()
    gap = np.hypot((water.lon - point[0]) * np.cos(np.radians(point[1])), water.lat - point[1])
    gap[water.component != sea] = np.inf
    return int(gap.argmin())


def clear(water: Water, a: Point, b: Point) -> bool:
    """Whether the straight line between two points touches no land."""
    steps = int(distance_km(a, b) / SIGHT_STEP_KM) + 2
    lon, lat = np.linspace(a[0], b[0], steps), np.linspace(a[1], b[1], steps)
    row = np.clip(((lat - SOUTH) / LAT_STEP).astype(int), 0, ROWS - 1)
    column = np.clip(((lon - WEST) / LON_STEP).astype(int), 0, COLUMNS - 1)
    return bool(water.wet[row, column].all())


def straightened(water: Water, points: Sequence[Point]) -> list[Point]:
    """Leave out every point that the ship need not turn at."""
    kept, at = [points[0]], 0
    while at < len(points) - 1:
        reach = 1
        while at + 2 * reach < len(points) and clear(water, points[at], points[at + 2 * reach]):
            reach *= 2
        last = min(at + 2 * reach, len(points) - 1)
        while last > at + reach and not clear(water, points[at], points[last]):
            last -= max((last - at - reach) // 4, 1)
        at = max(last, at + 1)
        kept.append(points[at])
    return kept


def thinned(points: Sequence[Point]) -> list[Point]:
    """Drop the points that bend the line least, until few enough are left to draw."""
    kept = list(points)
    while len(kept) > MAX_VERTICES:
        bends = [
            distance_km(a, b) + distance_km(b, c) - distance_km(a, c)
            for a, b, c in zip(kept, kept[1:], kept[2:], strict=False)
        ]
        del kept[int(np.argmin(bends)) + 1]
    return kept


def length_of(points: Sequence[Point]) -> float:
    """Length of a line."""
    return sum(distance_km(a, b) for a, b in pairwise(points))


def course(water: Water, before: NDArray[np.int32], start: int, end: int, ends: set[int]) -> Course:
    """Walk a path back, straighten it on each side of the canal and measure it."""
    cells = [end]
    while cells[-1] != start:
        cells.append(int(before[cells[-1]]))
    cells.reverse()
    steps = enumerate(pairwise(cells), start=1)
    cut = next((i for i, step in steps if set(step) == ends), None)
    points = [(float(water.lon[c]), float(water.lat[c])) for c in cells]
    if cut is None:
        line = straightened(water, points)
        return Course(length_km=length_of(line), points=tuple(line))
    first, second = straightened(water, points[:cut]), straightened(water, points[cut:])
    length = length_of(first) + CANAL_KM + length_of(second)
    return Course(length_km=length, points=(*first, *second))


def ocean_km(port: str, where: Point, gate: str) -> float:
    """Length of the ocean leg from a port beyond the raster to a gate."""
    southern = gate == "cape saint vincent"
    way = SOUTHERN_OCEAN[port] if southern else OCEAN[port]
    return length_of([where, *way, GATES[gate]])


def read_ports(folder: Path) -> dict[str, Point]:
    """Nodes whose kinds name a port, with their positions."""
    with (folder / "node.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["node_id"]: (float(row["x_coord"]), float(row["y_coord"]))
            for row in csv.DictReader(file)
            if "port" in row["kinds"].split(";")
        }


def courses(water: Water, graph: csr_matrix, places: dict[str, Point]) -> dict[str, Course]:
    """The best course for each pair of places, keyed ``a|b`` in the order given."""
    cell = {name: nearest_water(water, at) for name, at in places.items()}
    ends = {nearest_water(water, end) for end in CANAL}
    names, found = list(places), {}
    for number, name in enumerate(names):
        _, before = dijkstra(graph, directed=False, indices=cell[name], return_predecessors=True)
        for other in names[number + 1 :]:
            way = course(water, before, cell[name], cell[other], ends)
            line = (places[name], *way.points[1:-1], places[other])
            hook = 0.0
            for port in (name, other):
                at = cell[port]
                hook += distance_km(places[port], (float(water.lon[at]), float(water.lat[at])))
            found[f"{name}|{other}"] = Course(length_km=way.length_km + hook, points=line)
    return found


def wkt(points: Sequence[Point]) -> str:
    """A line as well-known text."""
    return "LINESTRING (" + ", ".join(f"{x:.3f} {y:.3f}" for x, y in thinned(points)) + ")"


def overseas_rows(
    ports: dict[str, Point], found: dict[str, Course]
) -> Iterator[tuple[str, str, float]]:
    """Length from each port beyond the raster to each port on it, by the best gate."""
    for far in sorted(OCEAN):
        for near in (name for name in ports if name not in OCEAN):
            best = min(
                ocean_km(far, ports[far], gate) + found[f"{near}|{gate}"].length_km
                for gate in GATES
            )
            yield far, near, best


def main() -> None:
    """Read the network, find the courses, write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("network", type=Path, help="folder with node.csv and backdrop.geojson")
    parser.add_argument("--out", type=Path, required=True, help="CSV to write")
    chosen = parser.parse_args()

    ports = read_ports(chosen.network)
    water = water_of(chosen.network / "backdrop.geojson")
    places = {name: at for name, at in ports.items() if name not in OCEAN} | GATES
    outside, inside = (courses(water, graph, places) for graph in (water.graph, with_canal(water)))

    with chosen.out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["from", "to", "length_km", "canal_length_km", "line", "canal_line"])
        for pair, way in outside.items():
            a, b = pair.split("|")
            if b in GATES:
                continue
            canal = inside[pair]
            lengths = (f"{way.length_km:.1f}", f"{canal.length_km:.1f}")
            writer.writerow([a, b, *lengths, wkt(way.points), wkt(canal.points)])
        for far, near, length in overseas_rows(ports, outside):
            writer.writerow([far, near, f"{length:.1f}", f"{length:.1f}", "", ""])
    print(f"{chosen.out}: {len(outside)} pairs of places")


if __name__ == "__main__":
    main()
