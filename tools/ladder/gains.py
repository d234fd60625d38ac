"""Gains: what one way to move a force has more in place than another, pair by pair.

The tables of the ladder and the figures of the pages tell them, and reckon them here.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Final

import numpy as np

from eastflank.api import LIKELY
from eastflank.measures.uncertainty.intervals import mean_interval
from eastflank.runs.wording import numbers
from tools.ladder.climbs import TARGET_DAY, Found

MILLION: Final = 1e6
TROOPS: Final = ",.0f"  # whole troops, to the nearest hundred
NOT_MEASURED: Final = "Not measured."
ByReplication = Mapping[int, Found]
Told = Callable[[Found], float]


def troops(found: Found) -> float:
    """Troops in place by C+30."""
    return found.closed[TARGET_DAY]


def troops_by(day: int) -> Told:
    """Troops in place by a day."""
    return partial(_closed_by, day)


def _closed_by(day: int, found: Found) -> float:
    return found.closed[day]


def baltic(found: Found) -> float:
    """Troops in place in Estonia, Latvia and Lithuania by C+30."""
    return found.baltic


def million_troop_days(found: Found) -> float:
    """Troop-days in place until C+30, in millions."""
    return found.area(TARGET_DAY) / MILLION


def tanks(found: Found) -> float:
    """Main battle tanks in place by C+30."""
    return found.tanks


def tanks_baltic(found: Found) -> float:
    """Of them those in Estonia, Latvia and Lithuania."""
    return found.tanks_baltic


def gain(
    here: ByReplication, lowest: ByReplication, pairs: Iterable[int], told: Told
) -> tuple[float, float, float]:
    """How much more there is here than on the lowest rung: the mean of the pairs and its interval.

    Each pair is one replication, under the same luck.
    """
    return mean_interval([told(here[pair]) - told(lowest[pair]) for pair in pairs])


def pairs_of(*runs: ByReplication) -> list[int]:
    """The replications that all of these have; the deterministic run is none of them."""
    return sorted(set.intersection(*map(set, runs)) - {LIKELY})


def mean(found: ByReplication, pairs: Iterable[int], told: Told) -> float:
    """The mean over these replications."""
    return float(np.mean([told(found[pair]) for pair in pairs]))


def told_gain(here: ByReplication, lowest: ByReplication, told: Told, form: str = TROOPS) -> str:
    """A gain over the replications that both have, in words; whole troops to the nearest hundred.

    Of one pair it is told without an interval.
    """
    mean_more, low, high = gain(here, lowest, pairs_of(here, lowest), told)
    if form == TROOPS:
        mean_more, low, high = (round(value, -2) for value in (mean_more, low, high))
    return numbers.interval(mean_more, low, high, form)
