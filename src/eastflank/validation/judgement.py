"""Judgement: where a published figure lies among the draws of the model."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from eastflank.measures.frames import quantile
from eastflank.validation.timing import Found

LOW: Final = 0.05
HIGH: Final = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What the draws say of a published figure; ``rank`` is the share of draws below it."""

    draws: int
    p5: float
    p50: float
    p95: float
    rank: float
    found: Found

    @property
    def width(self) -> float:
        """P95 over P5: how much the draws leave open."""
        return self.p95 / self.p5 if self.p5 > 0 else float("inf")


def judge(draws: Sequence[float], published: float) -> Judgement:
    """Inside if the figure lies from P5 to P95; draws that equal it count half for its rank."""
    values = np.asarray(draws, dtype=float)
    low, high = quantile(values, LOW), quantile(values, HIGH)
    below = float(np.mean(values < published)) + float(np.mean(values == published)) / 2.0
    return Judgement(
        draws=len(values),
        p5=low,
        p50=quantile(values, 0.5),
        p95=high,
        rank=below,
        found=_found(published, low, high),
    )


def _found(published: float, low: float, high: float) -> Found:
    if published > high:
        return Found.QUICK
    return Found.SLOW if published < low else Found.INSIDE
