"""What keeps the staff plan from the bound: constraints taken out one after the other.

And what more of a thing brings: it must never be worse.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import Final

import numpy as np

from eastflank.api import LIKELY
from eastflank.model.scenario import Dispatch
from eastflank.runs.wording import numbers
from tools.ladder.climbs import Climb, Found
from tools.ladder.gains import ByReplication, Told, gain, million_troop_days
from tools.ladder.insurance import NOT_MEASURED
from tools.ladder.rungs import HIGHEST, MORE, RELAXED
from tools.page_table import markdown

EXPERIMENT: Final = "ready-force"
DAYS: Final = (10, 15, 20, 30)
HEAD: Final = (
    "taken out of the staff plan",
    *(f"C+{day}" for day in DAYS),
    "80 %",
    "95 %",
    "gain over the row above by C+10",
    "in troop-days until C+30, million",
    "pairs",
)
HEAD_MORE: Final = (
    "more than the staff plan has",
    *(f"more troops by C+{day}" for day in DAYS),
    "EE, LV, LT by C+30",
    "95 %, days",
    "pairs",
)


def relaxed(climbs: Sequence[Climb]) -> str:
    """The table: means over the pairs that all rows have; the bound at likely values is last."""
    found = _found(climbs)
    steps = [(rung.told, found[rung.name]) for rung in RELAXED if rung.name in found]
    if not steps:
        return NOT_MEASURED
    steps = [("nothing", found[Dispatch.PLANNED.value]), *steps]
    pairs = sorted(set.intersection(*(set(here) for _, here in steps)) - {LIKELY})
    rows = [_row(*steps[0], {}, pairs)]
    rows += [_row(*step, below, pairs) for (_, below), step in pairwise(steps)]
    if LIKELY in found.get(HIGHEST.name, {}):
        rows.append(_row(f"{HIGHEST.told}, likely values", found[HIGHEST.name], {}, [LIKELY]))
    return markdown(HEAD, rows)


def more(climbs: Sequence[Climb]) -> str:
    """The table of what more of a thing brings; means over the pairs of each row."""
    found = _found(climbs)
    rows = [
        _more_row(rung.told, found[rung.name], found[Dispatch.PLANNED.value])
        for rung in MORE
        if rung.name in found
    ]
    return markdown(HEAD_MORE, rows) if rows else NOT_MEASURED


def _more_row(told: str, here: ByReplication, staff: ByReplication) -> list[str]:
    pairs = sorted(set(here) & set(staff) - {LIKELY})
    return [
        told,
        *(_gain(here, staff, pairs, partial(_by, day), ",.0f") for day in DAYS),
        _gain(here, staff, pairs, lambda found: found.baltic, ",.0f"),
        _gain(here, staff, pairs, lambda found: found.day_95, ".1f"),
        str(len(pairs)),
    ]


def _found(climbs: Sequence[Climb]) -> Mapping[str, ByReplication]:
    """The replications of each rung."""
    found: dict[str, dict[int, Found]] = {}
    for climb in climbs:
        if climb.experiment == EXPERIMENT:
            found.setdefault(climb.rung, {})[climb.replication] = climb.found
    return found


def _row(told: str, here: ByReplication, below: ByReplication, pairs: Sequence[int]) -> list[str]:
    return [
        told,
        *(numbers.whole_troops(_mean(here, pairs, partial(_by, day))) for day in DAYS),
        numbers.c_day(_mean(here, pairs, lambda found: found.day_80)),
        numbers.c_day(_mean(here, pairs, lambda found: found.day_95)),
        _gain(here, below, pairs, partial(_by, DAYS[0]), ",.0f"),
        _gain(here, below, pairs, million_troop_days, ".2f"),
        "likely" if pairs == [LIKELY] else str(len(pairs)),
    ]


def _by(day: int, found: Found) -> float:
    return round(found.closed[day], -2)


def _mean(here: ByReplication, pairs: Sequence[int], of: Told) -> float:
    return float(np.mean([of(here[pair]) for pair in pairs]))


def _gain(
    here: ByReplication, below: ByReplication, pairs: Sequence[int], of: Told, form: str
) -> str:
    """How much more than another one has, the mean of the pairs and its interval."""
    return numbers.interval(*gain(here, below, pairs, of), form) if below else ""
