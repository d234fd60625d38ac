"""Gains: what one way to move a force has more in place than another, pair by pair.

The ladder and the figures of the pages both tell them, and reckon them here.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from eastflank.measures.uncertainty.intervals import mean_interval
from tools.ladder.climbs import TARGET_DAY, Found

MILLION: Final = 1e6
ByReplication = Mapping[int, Found]
Told = Callable[[Found], float]


def troops(found: Found) -> float:
    """Troops in place by C+30."""
    return found.closed[TARGET_DAY]


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
