"""The table of a ladder: what each rung closes, what it gains, and the share of the gap."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from eastflank.measures.uncertainty.intervals import mean_interval
from eastflank.runs.wording import numbers
from tools.ladder.climbs import REGISTER, TARGET_DAY, Climb, Found, read_climbs
from tools.ladder.rungs import HIGHEST, LOWEST, RUNGS, Rung
from tools.page_table import markdown

DAYS: Final = (10, 20, 30, 45)
MILLION: Final = 1e6
HEAD: Final = (
    "rung",
    *(f"C+{day}" for day in DAYS),
    "80 %",
    "95 %",
    "EE, LV, LT by C+30",
    "gain by C+30",
    "gain in troop-days, million",
    "share of the gap",
    "CPU s",
    "pairs",
)


@dataclass(frozen=True, slots=True)
class Pairs:
    """What was found on one rung and on the lowest under the same luck, and the bounds of it."""

    rung: Rung
    here: Sequence[Climb]
    below: Sequence[Found]  # of the rung below
    lowest: Sequence[Found]
    bounds: Sequence[Found]


def stored_ladders() -> dict[str, str]:
    """The table of each experiment that was measured, by the name that its mark uses."""
    climbs = read_climbs(REGISTER)
    names = sorted({climb.experiment for climb in climbs})
    return {
        f"ladder-{name}": ladder([each for each in climbs if each.experiment == name], RUNGS)
        for name in names
    }


def ladder(climbs: Sequence[Climb], rungs: Sequence[Rung]) -> str:
    """The table of one experiment; each rung over the replications that all of its rungs have."""
    by_rung = {
        rung.name: {each.replication: each for each in climbs if each.rung == rung.name}
        for rung in rungs
    }
    measured = [found for found in by_rung.values() if found]
    common = sorted(set.intersection(*(set(found) for found in measured))) if measured else []
    rows, below = [], LOWEST.name
    for rung in rungs:
        if not by_rung[rung.name] or not common:
            continue
        here = [by_rung[rung.name][replication] for replication in common]
        founds = {
            name: [found[replication].found for replication in common if replication in found]
            for name, found in by_rung.items()
        }
        bounds = founds.get(HIGHEST.name, [])
        rows.append(_row(Pairs(rung, here, founds[below], founds[LOWEST.name], bounds)))
        below = rung.name
    return markdown(HEAD, rows)


def _row(pairs: Pairs) -> list[str]:
    here = [climb.found for climb in pairs.here]
    is_rule = pairs.rung.dispatch is not None and pairs.rung.name != LOWEST.name
    return [
        pairs.rung.told,
        *(numbers.whole_troops(_mean([found.closed[day] for found in here])) for day in DAYS),
        numbers.c_day(_mean([found.day_80 for found in here])),
        numbers.c_day(_mean([found.day_95 for found in here])),
        numbers.whole_troops(_mean([found.baltic for found in here])),
        gain_by_day(here, pairs.below) if is_rule else "",
        gain_in_area(here, pairs) if is_rule else "",
        share_of_gap(here, pairs) if is_rule else "",
        numbers.count(_mean([climb.cpu_s for climb in pairs.here])),
        str(len(here)),
    ]


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values)) if values else math.nan


def gain_by_day(here: Sequence[Found], below: Sequence[Found]) -> str:
    """Troops more by C+30 than on the rung below, the mean of the pairs and its interval."""
    gains = [a.closed[TARGET_DAY] - b.closed[TARGET_DAY] for a, b in zip(here, below, strict=True)]
    mean, low, high = (round(value, -2) for value in mean_interval(gains))
    return numbers.interval(mean, low, high, ",.0f")


def gain_in_area(here: Sequence[Found], pairs: Pairs) -> str:
    """Troop-days more than on the rung below until the bound reaches 95 %, in millions."""
    gains = [
        (a.area(until) - b.area(until)) / MILLION
        for a, b, until in zip(here, pairs.below, _until(pairs), strict=True)
    ]
    return numbers.interval(*mean_interval(gains), ".2f")


def share_of_gap(here: Sequence[Found], pairs: Pairs) -> str:
    """Of the troop-days between nobody's plan and the bound, the share that a rung closes."""
    if len(pairs.bounds) != len(here):
        return numbers.DASH
    shares = [
        (a.area(until) - low.area(until)) / (top.area(until) - low.area(until))
        for a, low, top, until in zip(here, pairs.lowest, pairs.bounds, _until(pairs), strict=True)
    ]
    return numbers.share(_mean(shares))


def _until(pairs: Pairs) -> list[int]:
    """The whole day by which 95 % could be closed, of each pair; C+30 where no bound was sought."""
    if len(pairs.bounds) != len(pairs.here):
        return [TARGET_DAY] * len(pairs.here)
    return [math.ceil(min(found.day_95, TARGET_DAY)) for found in pairs.bounds]
