"""The table of a ladder: what each rung closes, what it gains, and the share of the gap."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from eastflank.api import LIKELY
from eastflank.measures.uncertainty.intervals import mean_interval
from eastflank.runs.wording import numbers
from tools.ladder.climbs import REGISTER, TARGET_DAY, Climb, Found, read_climbs
from tools.ladder.rungs import HIGHEST, LOWEST, RUNGS, Rung
from tools.page_table import markdown

EXPERIMENTS: Final = ("ready-force", "ready-force-cut", "ready-force-cut-c0")
NOT_MEASURED: Final = "Not measured."
DAYS: Final = (10, 20, 30, 45)
MILLION: Final = 1e6
HEAD: Final = (
    "rung",
    *(f"C+{day}" for day in DAYS),
    "80 %",
    "95 %",
    "EE, LV, LT by C+30",
    "tanks by C+30",
    "of them EE, LV, LT",
    "gain by C+30",
    "gain in troop-days, million",
    "share of the gap, likely",
    "share of the gap, drawn",
    "pairs",
)
ByReplication = Mapping[int, Found]


@dataclass(frozen=True, slots=True)
class Step:
    """A rung, what was found on it, on the rung below and on the lowest, and what bounds it."""

    rung: Rung
    here: ByReplication
    below: ByReplication
    lowest: ByReplication
    bounds: ByReplication
    pairs: Sequence[int]

    @property
    def gains(self) -> bool:
        """Whether it is a rule of dispatch with another one below."""
        return self.rung is not LOWEST and self.rung.dispatch is not None


def stored_ladders() -> dict[str, str]:
    """The table of each experiment, by the name that its mark uses."""
    climbs = read_climbs(REGISTER)
    return {
        f"ladder-{name}": ladder([each for each in climbs if each.experiment == name], RUNGS)
        for name in EXPERIMENTS
    }


def ladder(climbs: Sequence[Climb], rungs: Sequence[Rung]) -> str:
    """The table of one experiment; rules of dispatch over the replications that all have."""
    if not climbs:
        return NOT_MEASURED
    measured = [rung for rung in rungs if any(climb.rung == rung.name for climb in climbs)]
    by_rung = {
        rung.name: {each.replication: each.found for each in climbs if each.rung == rung.name}
        for rung in measured
    }
    rules = [set(by_rung[rung.name]) for rung in measured if rung.dispatch is not None]
    common = sorted(set.intersection(*rules) - {LIKELY}) if rules else []
    below = {rung.name: measured[max(0, place - 1)].name for place, rung in enumerate(measured)}
    return markdown(
        HEAD,
        [
            _row(
                Step(
                    rung=rung,
                    here=by_rung[rung.name],
                    below=by_rung[below[rung.name]],
                    lowest=by_rung.get(LOWEST.name, {}),
                    bounds=by_rung.get(HIGHEST.name, {}),
                    pairs=common if rung.dispatch is not None else [LIKELY],
                )
            )
            for rung in measured
        ],
    )


def _row(step: Step) -> list[str]:
    founds = [step.here[replication] for replication in step.pairs if replication in step.here]
    return [
        step.rung.told,
        *(numbers.whole_troops(_mean([found.closed[day] for found in founds])) for day in DAYS),
        numbers.c_day(_mean([found.day_80 for found in founds])),
        numbers.c_day(_mean([found.day_95 for found in founds])),
        numbers.whole_troops(_mean([found.baltic for found in founds])),
        numbers.count(_mean([found.tanks for found in founds])),
        numbers.count(_mean([found.tanks_baltic for found in founds])),
        gain_by_day(step) if step.gains else "",
        gain_in_area(step) if step.gains else "",
        share_of_gap(step, [LIKELY]) if step.gains else "",
        share_of_gap(step, step.pairs) if step.gains else "",
        "likely" if step.rung.dispatch is None else str(len(founds)),
    ]


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values)) if values else math.nan


def gain_by_day(step: Step) -> str:
    """Troops more by C+30 than on the rung below, the mean of the pairs and its interval."""
    gains = [
        step.here[pair].closed[TARGET_DAY] - step.below[pair].closed[TARGET_DAY]
        for pair in step.pairs
    ]
    mean, low, high = (round(value, -2) for value in mean_interval(gains))
    return numbers.interval(mean, low, high, ",.0f")


def gain_in_area(step: Step) -> str:
    """Troop-days more by C+30 than on the rung below, in millions."""
    gains = [
        (step.here[pair].area(TARGET_DAY) - step.below[pair].area(TARGET_DAY)) / MILLION
        for pair in step.pairs
    ]
    return numbers.interval(*mean_interval(gains), ".2f")


def share_of_gap(step: Step, replications: Sequence[int]) -> str:
    """Of the troop-days between nobody's plan and the bound, the share that a rung closes.

    The days are those until the bound reaches 95 %, C+30 at the latest.
    """
    shares = [
        _share(step.here[each], step.lowest[each], step.bounds[each])
        for each in replications
        if each in step.here and each in step.lowest and each in step.bounds
    ]
    return f"{numbers.share(_mean(shares))} ({len(shares)})" if shares else numbers.DASH


def _share(here: Found, lowest: Found, bound: Found) -> float:
    until = math.ceil(min(bound.day_95, TARGET_DAY))
    gap = bound.area(until) - lowest.area(until)
    return (here.area(until) - lowest.area(until)) / gap if gap > 0 else math.nan
