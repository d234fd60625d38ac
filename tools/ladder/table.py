"""The table of a ladder: what each rung closes, what it gains, and the share of the gap."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np

from eastflank.api import LIKELY
from eastflank.runs.wording import numbers
from tools.ladder import gains
from tools.ladder.climbs import REGISTER, TARGET_DAY, Climb, Found, by_rung, read_climbs
from tools.ladder.gains import NOT_MEASURED, ByReplication
from tools.ladder.insurance import insurance, insurance_gains
from tools.ladder.relaxed import more, relaxed
from tools.ladder.rungs import HIGHEST, LOWEST, RUNGS, Rung
from tools.page_table import markdown

EXPERIMENTS: Final = ("ready-force", "ready-force-cut", "ready-force-cut-c0")
DAYS: Final = (10, 20, 30, 45)
NO_ROOM: Final = 15_000  # troops by the target day; one run moves by 10,000
HEAD: Final = (
    "rung",
    *(f"C+{day}" for day in DAYS),
    "80 %",
    "95 %",
    "EE, LV, LT by C+30",
    "tanks by C+30",
    "of them EE, LV, LT",
    "gain over nobody by C+30",
    "the same in troop-days, million",
    "gain in tanks by C+30",
    "of them EE, LV, LT, gain",
    "share of the gap until the bound has 95 %, likely",
    "the same, drawn",
    "share of the gap until C+30, likely",
    "until C+30, drawn",
    "replications",
)


@dataclass(frozen=True, slots=True)
class Step:
    """A rung, what was found on it and on the lowest, and what bounds it."""

    rung: Rung
    here: ByReplication
    lowest: ByReplication
    bounds: ByReplication

    @property
    def told(self) -> Sequence[int]:
        """The replications that the row is a mean of; where only likely rows are, those."""
        return sorted(set(self.here) - {LIKELY}) or [LIKELY]

    @property
    def pairs(self) -> Sequence[int]:
        """The replications that it shares with the lowest rung."""
        return sorted(set(self.here) & set(self.lowest) - {LIKELY})

    @property
    def gains(self) -> bool:
        """Whether it is a rule of dispatch above another one."""
        return self.rung is not LOWEST and self.rung.dispatch is not None


def stored_ladders() -> dict[str, str]:
    """The table of each experiment, by the name that its mark uses."""
    climbs = read_climbs(REGISTER)
    ladders = {
        f"ladder-{name}": ladder([each for each in climbs if each.experiment == name], RUNGS)
        for name in EXPERIMENTS
    }
    return {
        **ladders,
        "insurance": insurance(climbs),
        "insurance-gains": insurance_gains(climbs),
        "relaxed": relaxed(climbs),
        "more": more(climbs),
    }


def ladder(climbs: Sequence[Climb], rungs: Sequence[Rung]) -> str:
    """The table of one experiment: each rung over its replications, gains over the lowest."""
    if not climbs:
        return NOT_MEASURED
    measured = {rung: found for (_, rung), found in by_rung(climbs).items()}
    found = {rung.name: measured.get(rung.name, {}) for rung in rungs}
    lowest, bounds = found[LOWEST.name], found[HIGHEST.name]
    steps = [Step(rung, found[rung.name], lowest, bounds) for rung in rungs if found[rung.name]]
    blocks = [markdown(HEAD, list(map(_row, steps))), room_left(lowest, bounds)]
    return "\n\n".join(block for block in blocks if block)


def _row(step: Step) -> list[str]:
    founds = [step.here[replication] for replication in step.told]
    return [
        step.rung.told,
        *(numbers.whole_troops(_mean([found.closed[day] for found in founds])) for day in DAYS),
        numbers.c_day(_mean([found.day_80 for found in founds])),
        numbers.c_day(_mean([found.day_95 for found in founds])),
        numbers.whole_troops(_mean([found.baltic for found in founds])),
        numbers.count(_mean([found.tanks for found in founds])),
        numbers.count(_mean([found.tanks_baltic for found in founds])),
        *(told if step.gains else "" for told in _gains(step)),
        *_shares_of_gaps(step),
        "likely" if step.told == [LIKELY] else str(len(founds)),
    ]


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values)) if values else math.nan


def _gains(step: Step) -> Iterator[str]:
    """What is more in place than on the lowest rung by C+30: troops, troop-days, tanks."""
    over = partial(gains.gain, step.here, step.lowest, step.pairs)
    mean, low, high = (round(value, -2) for value in over(gains.troops))
    yield numbers.interval(mean, low, high, ",.0f")
    yield numbers.interval(*over(gains.million_troop_days), ".2f")
    yield numbers.interval(*over(gains.tanks), ",.0f")
    yield numbers.interval(*over(gains.tanks_baltic), ",.0f")


def _shares_of_gaps(step: Step) -> Iterator[str]:
    """The share until the bound has 95 % and until C+30, at likely values and drawn."""
    for ends_with_bound in (True, False):
        for replications in ([LIKELY], step.pairs):
            told = share_of_gap(step, replications, ends_with_bound=ends_with_bound)
            yield told if step.gains else ""


def share_of_gap(step: Step, replications: Sequence[int], *, ends_with_bound: bool) -> str:
    """Of the troop-days between nobody's plan and the bound, the share that a rung closes.

    The days are those until the bound reaches 95 %, or until C+30 if that is sooner or asked for.
    """
    shares = [
        _share(step.here[each], step.lowest[each], step.bounds[each], ends_with_bound)
        for each in replications
        if each in step.here and each in step.lowest and each in step.bounds
    ]
    return (
        f"{numbers.signed(numbers.share(_mean(shares)))} ({len(shares)})"
        if shares
        else numbers.DASH
    )


def _share(here: Found, lowest: Found, bound: Found, ends_with_bound: bool) -> float:
    until = math.ceil(min(bound.day_95, TARGET_DAY)) if ends_with_bound else TARGET_DAY
    gap = bound.area(until) - lowest.area(until)
    return (here.area(until) - lowest.area(until)) / gap if gap > 0 else math.nan


def room_left(lowest: ByReplication, bounds: ByReplication) -> str:
    """What dispatch alone could still bring by C+30 at likely values; nothing where unknown."""
    if LIKELY not in lowest or LIKELY not in bounds:
        return ""
    most, least = (each[LIKELY].closed[TARGET_DAY] for each in (bounds, lowest))
    verdict = "no room left" if most - least < NO_ROOM else "room is left"
    return (
        f"At likely values no plan closes more than {numbers.whole_troops(most)} by "
        f"C+{TARGET_DAY}, and nobody's plan closes {numbers.whole_troops(least)}: "
        f"{numbers.whole_troops(most - least)} between them, {verdict} by that day."
    )
