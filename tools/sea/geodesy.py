"""Great circles on the sphere: lengths, and points along them. Points are (lon, lat) in degrees."""

from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from eastflank.model.units import EARTH_RADIUS_KM

Floats = NDArray[np.float64]
Point = tuple[float, float]

TINY_RAD: Final = 1e-9


def vectors(points: Floats) -> Floats:
    """Unit vectors of points, one a row."""
    lon, lat = np.radians(points[:, 0]), np.radians(points[:, 1])
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def angles(a: Floats, b: Floats) -> Floats:
    """Angles between unit vectors, row by row, exact also where they are small."""
    half = np.linalg.norm(a - b, axis=-1) / 2.0
    return np.asarray(2.0 * np.arcsin(np.minimum(1.0, half)), dtype=np.float64)


def lengths_km(a: Floats, b: Floats) -> Floats:
    """Great-circle distances between points, row by row."""
    return np.asarray(EARTH_RADIUS_KM * angles(vectors(a), vectors(b)), dtype=np.float64)


def length_km(points: Floats) -> float:
    """Length of a line of great circles."""
    return float(lengths_km(points[:-1], points[1:]).sum())


def along(a: Floats, b: Floats, share: Floats) -> Floats:
    """Points at a share of the way between unit vectors, all of the same shape; as points."""
    angle = np.maximum(angles(a, b), TINY_RAD)[..., None]
    share = share[..., None]
    x, y, z = np.moveaxis(
        (np.sin((1 - share) * angle) * a + np.sin(share * angle) * b) / np.sin(angle), -1, 0
    )
    lon, lat = np.arctan2(y, x), np.arcsin(np.clip(z, -1.0, 1.0))
    return np.asarray(np.degrees(np.stack([lon, lat], axis=-1)), dtype=np.float64)


def drawn(points: Floats, step_km: float) -> Floats:
    """A line with points so near each other that straight lines on any map do for great circles."""
    parts = [points[:1]]
    for start, end in pairwise(points):
        ends = vectors(np.array([start, end]))
        count = int(np.ceil(EARTH_RADIUS_KM * angles(ends[0], ends[1]) / step_km)) or 1
        share = np.arange(1, count + 1) / count
        parts.append(along(ends[[0] * count], ends[[1] * count], share))
    return np.vstack(parts)
