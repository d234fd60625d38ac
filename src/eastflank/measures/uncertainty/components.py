"""What is not known and what varies: two bands, where replications share knowledge draws."""

from typing import Final

import numpy as np
import pandas as pd
from scipy.special import fdtri

from eastflank.measures.frames import quantile

COLUMNS: Final = [
    "measure",
    "draws",
    "luck_per_draw",
    "between_share",
    "low",
    "high",
    "knowledge_p10",
    "knowledge_p90",
    "luck_p10",
    "luck_p90",
    "note",
]


def variance_components(
    measure: str, answer: pd.Series, *, luck_per_draw: int
) -> dict[str, object]:
    """How much of a measure's variance lies between draws of knowledge, and the bands of both.

    - between_share: the share of variance between draws, from mean squares of whole draws (Searle
      and others 1992), with the exact 95 % interval low..high of normal values.
    - knowledge_p10..p90: the band of the means over luck of each draw: what is not known.
    - luck_p10..p90: the band about the mean of its draw, laid about the mean of all: what varies.

    A draw with a value that is not finite leaves the bands of means open, and has no variances.
    """
    values = _whole_draws(answer, luck_per_draw)
    told: dict[str, object] = dict.fromkeys(COLUMNS, float("nan"))
    told |= {"measure": measure, "draws": len(values), "luck_per_draw": luck_per_draw, "note": ""}
    if luck_per_draw == 1 or len(values) <= 1:
        return told | {"note": "needs several replications of each of several draws"}
    if not np.isfinite(values).all():
        return told | {"note": "some replications never get there"}
    means = values.mean(axis=1)
    spread = (values - means[:, None]).ravel() * np.sqrt(luck_per_draw / (luck_per_draw - 1))
    share, low, high = _between(values)
    return told | {
        "between_share": share,
        "low": low,
        "high": high,
        "knowledge_p10": quantile(means, 0.10),
        "knowledge_p90": quantile(means, 0.90),
        "luck_p10": means.mean() + quantile(spread, 0.10),
        "luck_p90": means.mean() + quantile(spread, 0.90),
    }


def _whole_draws(answer: pd.Series, luck_per_draw: int) -> np.ndarray:
    """One row a draw of which every replication is there."""
    draw = np.asarray(answer.index, dtype=int) // luck_per_draw
    grouped = answer.astype(float).groupby(draw)
    rows = [part.to_numpy() for _, part in grouped if len(part) == luck_per_draw]
    return np.array(rows).reshape(-1, luck_per_draw)


def _between(values: np.ndarray) -> tuple[float, float, float]:
    """The intraclass share and its interval by the ratio of mean squares."""
    draws, size = values.shape
    means = values.mean(axis=1)
    between = size * float(means.var(ddof=1))
    within = float(((values - means[:, None]) ** 2).sum()) / (draws * (size - 1))
    if within == 0:
        return (1.0, 1.0, 1.0) if between > 0 else (float("nan"),) * 3
    degrees = draws - 1, draws * (size - 1)
    ratios = [
        between / within / float(point)
        for point in (1.0, fdtri(*degrees, 0.975), fdtri(*degrees, 0.025))
    ]
    share, low, high = (max(0.0, (ratio - 1) / (ratio - 1 + size)) for ratio in ratios)
    return share, low, high
