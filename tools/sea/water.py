"""The raster of water: which cells are land, and how far each cell of water lies from it."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from tools.sea.geodesy import Floats, Point

Bools = NDArray[np.bool_]
Rings = list[Floats]

LON_STEP, LAT_STEP = 0.02, 0.0125  # 1.3 x 1.4 km at 55 degrees north
KM_PER_DEGREE: Final = 111.2
MIDDLE_LAT: Final = 55.0  # where a cell is as wide as the raster takes all cells to be
A_SEA: Final = 20_000  # cells; a smaller piece of water is a lake or a lagoon


@dataclass(frozen=True)
class Water:
    """Cells in rows from the south and columns from the west; a cell is land by its middle."""

    land: Bools
    west: float
    south: float

    @property
    def step_km(self) -> tuple[float, float]:
        """Height and width of a cell."""
        width = LON_STEP * KM_PER_DEGREE * np.cos(np.radians(MIDDLE_LAT))
        return LAT_STEP * KM_PER_DEGREE, float(width)

    @cached_property
    def clearance_km(self) -> Floats:
        """How far each cell lies from land; 0 on land, and on water that is no sea."""
        parts, _ = ndimage.label(~self.land)
        small = np.bincount(parts.ravel()) < A_SEA
        dry = self.land | small[parts]
        return np.asarray(ndimage.distance_transform_edt(~dry, sampling=self.step_km))

    def cells(self, points: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Rows and columns of points; those beyond the edge lie on it."""
        rows, columns = self.land.shape
        row = ((points[..., 1] - self.south) / LAT_STEP).astype(np.int64)
        column = ((points[..., 0] - self.west) / LON_STEP).astype(np.int64)
        return np.clip(row, 0, rows - 1), np.clip(column, 0, columns - 1)

    def points(self, row: NDArray[np.int64], column: NDArray[np.int64]) -> Floats:
        """The middles of cells."""
        lon = self.west + (column + 0.5) * LON_STEP
        return np.column_stack([lon, self.south + (row + 0.5) * LAT_STEP])

    def nearest(self, point: Point, clearance_km: float, reach_km: float) -> Point | None:
        """The nearest cell so far from land, None if there is none within reach."""
        here = np.array([point])
        row, column = (int(at[0]) for at in self.cells(here))
        tall, wide = (int(reach_km / step) + 1 for step in self.step_km)
        south, west = max(row - tall, 0), max(column - wide, 0)
        near = self.clearance_km[south : row + tall + 1, west : column + wide + 1] >= clearance_km
        rows, columns = np.nonzero(near)
        at = self.points(rows + south, columns + west)
        if not len(at):
            return None
        narrow = np.cos(np.radians(point[1]))
        gap = np.hypot((at[:, 0] - point[0]) * narrow, at[:, 1] - point[1]) * KM_PER_DEGREE
        best = int(gap.argmin())
        return (float(at[best, 0]), float(at[best, 1])) if gap[best] <= reach_km else None


def water_of(backdrop: Path, closed: Sequence[Rings]) -> Water:
    """The water that the countries of a backdrop leave, without what is closed to ships."""
    features = json.loads(backdrop.read_text(encoding="utf-8"))["features"]
    countries = [list(rings_of(feature["geometry"])) for feature in features]
    corners = np.vstack([ring for rings in countries for ring in rings])
    (west, south), (east, north) = corners.min(axis=0), corners.max(axis=0)
    shape = round((north - south) / LAT_STEP), round((east - west) / LON_STEP)
    land = np.zeros(shape, dtype=bool)
    for rings in [*countries, *closed]:
        land |= inside(rings, shape, float(west), float(south))
    return Water(land=land, west=float(west), south=float(south))


def rings_of(geometry: dict[str, Any]) -> Iterator[Floats]:
    """All rings of a polygon or of several."""
    parts = geometry["coordinates"]
    for part in [parts] if geometry["type"] == "Polygon" else parts:
        for ring in part:
            yield np.asarray(ring, dtype=np.float64)


def inside(rings: Rings, shape: tuple[int, int], west: float, south: float) -> Bools:
    """Cells whose middle lies inside: an odd number of sides crosses the row west of it."""
    rows, columns = shape
    odd = np.zeros((rows, columns + 1), dtype=bool)
    for ring in rings:
        row, lon = crossings(ring[:-1], ring[1:], south)
        column = np.ceil((lon - west) / LON_STEP - 0.5).astype(np.int64)
        seen = (row >= 0) & (row < rows)
        np.logical_xor.at(odd, (row[seen], np.clip(column[seen], 0, columns)), True)
    return np.asarray(np.logical_xor.accumulate(odd, axis=1)[:, :columns])


def crossings(start: Floats, end: Floats, south: float) -> tuple[NDArray[np.int64], Floats]:
    """Where the sides of a ring cross the middles of rows: the rows, and the longitudes there."""
    low, high = np.minimum(start[:, 1], end[:, 1]), np.maximum(start[:, 1], end[:, 1])
    first = np.ceil((low - south) / LAT_STEP - 0.5).astype(np.int64)
    count = np.ceil((high - south) / LAT_STEP - 0.5).astype(np.int64) - first
    side = np.repeat(np.arange(len(start)), count)
    row = first[side] + np.arange(len(side)) - np.repeat(np.cumsum(count) - count, count)
    lat = south + (row + 0.5) * LAT_STEP
    share = (lat - start[side, 1]) / (end[side, 1] - start[side, 1])
    return row, start[side, 0] + share * (end[side, 0] - start[side, 0])
