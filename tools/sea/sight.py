"""Waypoints off the capes, and which points see each other over water."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from eastflank.model.units import EARTH_RADIUS_KM
from tools.sea.geodesy import Floats, along, angles, vectors
from tools.sea.water import Water

Ints = NDArray[np.int64]

OFF_KM: Final = 4.0  # how far from land a ship rounds a cape
CLEAR_KM: Final = 1.2  # how near to land it passes on the way
ROUND_KM: Final = 24.0  # side of the square in which a cape is seen to stand out
CAPE_SHARE: Final = 0.46  # of the square that is land: along a straight coast it is more
APART_KM: Final = 8.0  # between two waypoints
FARTHEST_KM: Final = 1500.0
LOOKS: Final = (4, 20, 0)  # cells looked at, most pairs being refused at once; 0: all of them
SAMPLE_KM: Final = 1.0


def capes(water: Water) -> Floats:
    """Cells off convex coasts, the sharpest first, and none near one that is taken."""
    tall, wide = (int(ROUND_KM / step) | 1 for step in water.step_km)
    near_land = (water.clearance_km < OFF_KM).astype(np.float32)
    share = ndimage.uniform_filter(near_land, size=(tall, wide))
    off = (water.clearance_km >= OFF_KM) & (water.clearance_km < OFF_KM + 1.5)
    row, column = np.nonzero(off & (share < CAPE_SHARE))
    tall, wide = (int(APART_KM / step) for step in water.step_km)
    taken, kept = np.zeros_like(off), []
    for k in np.argsort(share[row, column], kind="stable"):
        r, c = row[k], column[k]
        if not taken[r, c]:
            kept.append(k)
            taken[max(r - tall, 0) : r + tall + 1, max(c - wide, 0) : c + wide + 1] = True
    return water.points(row[kept], column[kept])


def sights(water: Water, points: Floats) -> tuple[Ints, Ints, Floats]:
    """Pairs of points that see each other, as two columns of numbers, and their distances."""
    clear = water.clearance_km >= CLEAR_KM
    at = vectors(points)
    heads, tails, lengths = [], [], []
    for i in range(len(points) - 1):
        others = np.arange(i + 1, len(points))
        km = EARTH_RADIUS_KM * angles(at[i], at[others])
        others, km = others[km < FARTHEST_KM], km[km < FARTHEST_KM]
        for count in LOOKS:
            seen = _all_clear(water, clear, at[i], at[others], _counts(km, count))
            others, km = others[seen], km[seen]
        heads.append(np.full(len(others), i))
        tails.append(others)
        lengths.append(km)
    return np.concatenate(heads), np.concatenate(tails), np.concatenate(lengths)


def _counts(km: Floats, count: int) -> Ints:
    """How many cells to look at on each way: so many, or one a sample."""
    full = np.maximum(2, np.ceil(km / SAMPLE_KM)).astype(np.int64)
    return np.minimum(full, count) if count else full


def _all_clear(
    water: Water, clear: NDArray[np.bool_], start: Floats, ends: Floats, counts: Ints
) -> NDArray[np.bool_]:
    """For each end whether all cells looked at on the way to it are clear."""
    if not len(ends):
        return np.zeros(0, dtype=bool)
    way = np.repeat(np.arange(len(ends)), counts)
    first = np.cumsum(counts) - counts
    share = (np.arange(len(way)) - first[way] + 0.5) / counts[way]
    seen = clear[water.cells(along(np.broadcast_to(start, (len(way), 3)), ends[way], share))]
    return np.asarray(np.logical_and.reduceat(seen, first))
