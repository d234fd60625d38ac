"""When a sweep may stop: looks at 64, 128, 256, ... replications that share one error.

The interval of each look keeps ``error / number of looks``. By the inequality of Boole the
probability that any of them misses is at most ``error``, so that the one at which the sweep stops
keeps its promise, whatever the reason for which it stopped there.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from eastflank.measures.uncertainty.intervals import share_interval
from eastflank.model.sampling import Draws
from eastflank.model.streams import BLOCK


class Reason(StrEnum):
    """Why a look ends a sweep, or does not."""

    NARROW = "the interval is narrow enough"
    ABOVE = "the probability is above the required confidence"
    BELOW = "the probability is below the required confidence"
    MOST = "no more replications are allowed"
    GO_ON = "go on"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoppingRule:
    """What is asked: P(at least ``share`` of the moving force is closed by C+``day``).

    The sweep ends when the interval is no wider than ``width``, or when all of it lies on one side
    of ``confidence``, or with ``most`` replications.
    """

    share: float
    day: float
    width: float
    confidence: float | None = None
    most: int = 1024
    error: float = 0.05

    @property
    def error_of_a_look(self) -> float:
        """The error is spent evenly, so a look needs not know which one it is."""
        return self.error / len(looks(self))


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What is known after some replications, and whether that is enough."""

    replications: int
    estimate: float
    low: float
    high: float
    reason: Reason
    saved: int

    @property
    def stop(self) -> bool:
        """Whether the sweep ends here."""
        return self.reason is not Reason.GO_ON


def looks(rule: StoppingRule) -> tuple[int, ...]:
    """After how many replications to look: 64, then twice as many, at last ``most``."""
    numbers, number = [], BLOCK
    while number < rule.most:
        numbers.append(number)
        number *= 2
    return (*numbers, rule.most)


def look(hits_by_replication: NDArray[np.bool_], rule: StoppingRule, draws: Draws) -> Look:
    """Judge what has been seen: one truth value a replication, in order from replication 0.

    Call it only after the numbers of :func:`looks`: every other look spends error that is not
    there. A replication that failed has not hit: leave it in as False.
    """
    found = share_interval(hits_by_replication, draws, error=rule.error_of_a_look, exact=True)
    replications = hits_by_replication.size
    low, high = float(found.low), float(found.high)
    reason = _reason(low, high, replications, rule)
    return Look(
        replications=replications,
        estimate=float(found.estimate),
        low=low,
        high=high,
        reason=reason,
        saved=0 if reason is Reason.GO_ON else max(0, rule.most - replications),
    )


def _reason(low: float, high: float, replications: int, rule: StoppingRule) -> Reason:
    if rule.confidence is not None and low >= rule.confidence:
        return Reason.ABOVE
    if rule.confidence is not None and high < rule.confidence:
        return Reason.BELOW
    if high - low <= rule.width:
        return Reason.NARROW
    return Reason.MOST if replications >= rule.most else Reason.GO_ON
