"""Intervals: for a share of replications, and for the mean of paired differences."""

import math
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

Z_95: Final = 1.959963984540054  # 97.5 % point of the standard normal distribution
# 97.5 % points of Student's t for 1..30 degrees of freedom (any table of the distribution)
T_95: Final = (
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228,
    2.201, 2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086,
    2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
)  # fmt: skip


def wilson(hits: int, trials: int) -> tuple[float, float]:
    """The 95 % score interval of a share (Wilson 1927): never outside 0..1, never of no width."""
    if trials == 0:
        return 0.0, 1.0
    share = hits / trials
    spread = Z_95**2 / trials
    middle = (share + spread / 2) / (1 + spread)
    half = Z_95 * math.sqrt(share * (1 - share) / trials + spread / (4 * trials)) / (1 + spread)
    low = 0.0 if hits == 0 else max(0.0, middle - half)
    high = 1.0 if hits == trials else min(1.0, middle + half)
    return low, high


def student_t(degrees: int) -> float:
    """The 97.5 % point of Student's t; past the table the normal with its first correction."""
    if degrees <= len(T_95):
        return T_95[degrees - 1]
    return Z_95 + (Z_95**3 + Z_95) / (4 * degrees)


def mean_interval(values: ArrayLike) -> tuple[float, float, float]:
    """Mean and its 95 % interval by Student's t; no interval (nan) from a single value."""
    numbers = np.asarray(values, dtype=float)
    if numbers.size == 0:
        return math.nan, math.nan, math.nan
    mean = float(numbers.mean())
    if numbers.size == 1:
        return mean, math.nan, math.nan
    half = student_t(numbers.size - 1) * float(numbers.std(ddof=1)) / math.sqrt(numbers.size)
    return mean, mean - half, mean + half
