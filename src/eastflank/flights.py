"""Flights: how long an aircraft takes from block to block."""

import numpy as np
import numpy.typing as npt

from eastflank.scenario import AssetType

FloatArray = npt.NDArray[np.float64]


def block_h(kind: AssetType, km: float, extra_h: float) -> float:
    """Hours from block to block: cruise over the way flown, and the fixed part of every flight.

    ``extra_h`` is what taxi, climb and approach cost beyond cruising over the same way, so that a
    short flight is slower than a long one. No flight (0 km) takes no time.
    """
    return float(blocks_h(kind, np.array([km]), extra_h)[0])


def blocks_h(kind: AssetType, km: FloatArray, extra_h: float) -> FloatArray:
    """``block_h`` of many flights."""
    hours: FloatArray = np.where(km > 0, km / (kind.speed_kmh or 1.0) + extra_h, 0.0)
    return hours
