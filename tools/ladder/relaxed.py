"""What keeps the staff plan from the bound: constraints taken out one after the other.

And what more of a thing brings: it must never be worse.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import Final

from eastflank.api import LIKELY
from eastflank.model.scenario import Dispatch
from eastflank.runs.wording import numbers
from tools.ladder import gains
from tools.ladder.climbs import Climb, by_rung
from tools.ladder.gains import NOT_MEASURED, ByReplication, pairs_of, told_gain
from tools.ladder.rungs import HIGHEST, MORE, RELAXED
from tools.page_table import markdown

EXPERIMENT: Final = "ready-force"
STAFF: Final = Dispatch.PLANNED.value
DAYS: Final = (10, 15, 20, 30)
HEAD: Final = (
    "taken out of the staff plan",
    *(f"C+{day}" for day in DAYS),
    "80 %",
    "95 %",
    "more than the row above by C+10",
    "million troop-days until C+30, more than the row above",
    "pairs",
)
HEAD_MORE: Final = (
    "more than the staff plan has",
    *(f"more troops by C+{day}" for day in DAYS),
    "EE, LV, LT by C+30",
    "95 %, days later",
    "pairs",
)


def relaxed(climbs: Sequence[Climb]) -> str:
    """The table: means over the pairs that all rows have; the bound at likely values is last."""
    found = _found(climbs)
    steps = [(rung.told, found[rung.name]) for rung in RELAXED if rung.name in found]
    if not steps or STAFF not in found:
        return NOT_MEASURED
    steps = [("nothing", found[STAFF]), *steps]
    pairs = pairs_of(*(here for _, here in steps))
    rows = [[*_levels(told, here, pairs), "", "", str(len(pairs))] for told, here in steps[:1]]
    for (_, below), (told, here) in pairwise(steps):
        both = {pair: here[pair] for pair in pairs}
        over = [
            told_gain(both, below, gains.troops_by(DAYS[0])),
            told_gain(both, below, gains.million_troop_days, ".2f"),
        ]
        rows.append([*_levels(told, here, pairs), *over, str(len(pairs))])
    bound = found.get(HIGHEST.name, {})
    if LIKELY in bound:
        rows.append([*_levels(f"{HIGHEST.told}, likely values", bound, [LIKELY]), "", "", "likely"])
    return markdown(HEAD, rows)


def _levels(told: str, here: ByReplication, replications: Sequence[int]) -> list[str]:
    mean = partial(gains.mean, here, replications)
    return [
        told,
        *(numbers.whole_troops(mean(gains.troops_by(day))) for day in DAYS),
        numbers.c_day(mean(lambda found: found.day_80)),
        numbers.c_day(mean(lambda found: found.day_95)),
    ]


def more(climbs: Sequence[Climb]) -> str:
    """The table of what more of a thing brings; means over the pairs of each row."""
    found = _found(climbs)
    staff = found.get(STAFF, {})
    rows = [
        [
            rung.told,
            *(told_gain(found[rung.name], staff, gains.troops_by(day)) for day in DAYS),
            told_gain(found[rung.name], staff, gains.baltic),
            told_gain(found[rung.name], staff, lambda found: found.day_95, ".1f"),
            str(len(pairs_of(found[rung.name], staff))),
        ]
        for rung in MORE
        if staff and rung.name in found
    ]
    return markdown(HEAD_MORE, rows) if rows else NOT_MEASURED


def _found(climbs: Sequence[Climb]) -> Mapping[str, ByReplication]:
    """The replications of each rung of the experiment that is told."""
    return {
        rung: found
        for (experiment, rung), found in by_rung(climbs).items()
        if experiment == EXPERIMENT
    }
