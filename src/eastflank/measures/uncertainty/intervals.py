"""Intervals that are right for the sampling: shares, means and quantiles over replications.

docs/sampling.md has the formulas and says why each of them holds. Arrays may have any number of
leading axes; the last axis is the replications, in order from the first.
"""

import math
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import bdtr, betaincinv, ndtri, stdtrit

from eastflank.measures.frames import quantile
from eastflank.model.sampling import Draws, Sampling
from eastflank.model.streams import BLOCK

ENOUGH_BLOCKS: Final = 8  # from here Student's t over block means is worth its wider tails
ERROR: Final = 0.05
LEAST_BLOCK_VARIANCE: Final = 0.25  # of the hits of a block: a whole number is told to a half
PLAIN: Final = Draws(sampling=Sampling.PLAIN)

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """An estimate and the ends of its interval; arrays where many were asked for at once."""

    estimate: Any
    low: Any
    high: Any


def student_t(degrees: float, error: float = ERROR) -> float:
    """The point of Student's t that leaves half of the error above it."""
    return float(stdtrit(degrees, 1 - error / 2))


def share_interval(
    hits: ArrayLike, draws: Draws = PLAIN, *, error: float = ERROR, exact: bool = False
) -> Interval:
    """A share of replications and its interval.

    From eight whole blocks on of Latin or Sobol draws: the score interval of the number of plain
    replications that would spread as the block means do, with Student's t. Else the score interval
    (``exact``: Clopper and Pearson 1934) of as many draws, which stratified draws only make too
    wide. Replications that share a draw count as one: also too wide, never too narrow.
    """
    found = np.asarray(hits, dtype=float)
    share = found.mean(axis=-1)
    count = found.shape[-1] / draws.luck_per_draw
    low, high = _unblocked(share, count, error, exact=exact)
    blocks = found.shape[-1] // draws.together
    if draws.sampling is not Sampling.PLAIN and blocks >= ENOUGH_BLOCKS:
        some = (share > 0) & (share < 1)
        by_block = _like_blocks(found, share, draws, error)
        low, high = np.where(some, by_block[0], low), np.where(some, by_block[1], high)
    return Interval(estimate=share[()], low=low[()], high=high[()])


def _unblocked(
    share: Numbers, count: float, error: float, *, exact: bool
) -> tuple[Numbers, Numbers]:
    if not exact:
        return _score(share, count, float(ndtri(1 - error / 2)))
    hits = share * count
    low = betaincinv(np.maximum(hits, 1e-300), count - hits + 1, error / 2)
    high = betaincinv(hits + 1, np.maximum(count - hits, 1e-300), 1 - error / 2)
    return np.where(hits <= 0, 0.0, low), np.where(hits >= count, 1.0, high)


def _like_blocks(
    found: Numbers, share: Numbers, draws: Draws, error: float
) -> tuple[Numbers, Numbers]:
    """The score interval of the plain replications that spread as the block means do."""
    means = block_means(found, draws)
    spread = np.maximum(means.var(axis=-1, ddof=1), LEAST_BLOCK_VARIANCE / BLOCK**2)
    of_mean = spread * draws.together / found.shape[-1]
    worth = share * (1 - share) / of_mean
    return _score(share, np.maximum(worth, 1e-9), student_t(means.shape[-1] - 1, error))


def _score(share: Numbers, trials: ArrayLike, point: float) -> tuple[Numbers, Numbers]:
    spread = point**2 / np.asarray(trials, dtype=float)
    middle = (share + spread / 2) / (1 + spread)
    half = np.sqrt(spread * share * (1 - share) + spread**2 / 4) / (1 + spread)
    low = np.where(share <= 0, 0.0, np.maximum(0.0, middle - half))
    high = np.where(share >= 1, 1.0, np.minimum(1.0, middle + half))
    return low, high


def block_means(values: ArrayLike, draws: Draws) -> Numbers:
    """The means of the whole blocks; what is left over at the end is left out."""
    numbers = np.asarray(values, dtype=float)
    blocks = numbers.shape[-1] // draws.together
    whole = numbers[..., : blocks * draws.together]
    means: Numbers = whole.reshape(*numbers.shape[:-1], blocks, draws.together).mean(axis=-1)
    return means


def mean_interval(values: ArrayLike, draws: Draws = PLAIN) -> tuple[float, float, float]:
    """Mean and its 95 % interval by Student's t; no interval (nan) from a single draw.

    Over block means from eight whole blocks on, else over draws, as if these were independent.
    """
    numbers = np.asarray(values, dtype=float)
    if numbers.size == 0:
        return math.nan, math.nan, math.nan
    mean = float(numbers.mean())
    parts = parts_of(numbers, draws)
    if parts.size <= 1:
        return mean, math.nan, math.nan
    half = student_t(parts.size - 1) * float(parts.std(ddof=1)) / math.sqrt(parts.size)
    return mean, mean - half, mean + half


def parts_of(numbers: Numbers, draws: Draws) -> Numbers:
    """What counts as independent: means of whole blocks from eight on, else means of draws."""
    blocks = block_means(numbers, draws)
    if blocks.size >= ENOUGH_BLOCKS:
        return blocks
    of_draws = Draws(sampling=Sampling.PLAIN, luck_per_draw=draws.luck_per_draw)
    return block_means(numbers, of_draws)


def quantile_interval(
    values: ArrayLike, share: float, draws: Draws = PLAIN, *, error: float = ERROR
) -> Interval:
    """A quantile between two order statistics (Wilks 1948); what never came counts as infinite.

    An end is nan where the replications are too few to have one. Replications that share a draw
    count as one.
    """
    numbers = np.sort(np.asarray(values, dtype=float))
    count = max(1, numbers.size // draws.luck_per_draw)
    below = bdtr(np.arange(count + 1), count, share)  # P(at most k draws lie below the quantile)
    first = int(np.searchsorted(below, error / 2, side="right"))
    last = int(np.searchsorted(below, 1 - error / 2, side="left")) + 1
    return Interval(
        estimate=quantile(numbers, share),
        low=_at(numbers, math.floor(first * numbers.size / count)),
        high=_at(numbers, math.ceil(last * numbers.size / count)),
    )


def _at(ordered: Numbers, rank: int) -> float:
    """The value of a rank counted from 1; nan past the ends."""
    return float(ordered[rank - 1]) if 1 <= rank <= ordered.size else math.nan
