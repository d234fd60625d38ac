"""What the cut costs by what was known beforehand, and what it is worth to insure against it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from eastflank.api import LIKELY
from eastflank.model.scenario import Dispatch
from eastflank.runs.wording import numbers
from tools.ladder.climbs import TARGET_DAY, Climb, Found
from tools.ladder.gains import ByReplication, gain, troops
from tools.ladder.rungs import FOREWARNED, INSURED, LOWEST
from tools.page_table import markdown

OPEN: Final = "ready-force"
CUT: Final = "ready-force-cut"
NOT_MEASURED: Final = "Not measured."
STAFF: Final = Dispatch.PLANNED.value
HEAD: Final = (
    "who moves the force",
    "closed by C+30, open",
    "closed by C+30, cut at C+8",
    "the cut costs by C+30",
    "EE, LV, LT by C+30, open",
    "EE, LV, LT, cut",
    "80 %, open",
    "80 %, cut",
    "the cut makes 80 % later, days",
    "over the staff, open",
    "over the staff, cut",
    "pairs",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """Who moves the force, and on which rungs what it does with and without a cut was measured."""

    told: str
    open: str
    cut: str


STAFFS: Final = (
    Staff(told="nobody coordinates", open=LOWEST.name, cut=LOWEST.name),
    Staff(told="a staff that expects no cut", open=STAFF, cut=STAFF),
    Staff(told="a staff that sends the Baltic states first", open=INSURED.name, cut=INSURED.name),
    Staff(told="a staff that knows the day from C-day on", open=STAFF, cut=FOREWARNED.name),
)


def insurance(climbs: Sequence[Climb]) -> str:
    """The table, of the staffs that were measured both open and cut; means over the pairs."""
    found: dict[tuple[str, str], dict[int, Found]] = {}
    for climb in climbs:
        if climb.replication != LIKELY:
            place = (climb.experiment, climb.rung)
            found.setdefault(place, {})[climb.replication] = climb.found
    staff = found.get((OPEN, STAFF), {}), found.get((CUT, STAFF), {})
    measured = [
        (each.told, found[OPEN, each.open], found[CUT, each.cut])
        for each in STAFFS
        if (OPEN, each.open) in found and (CUT, each.cut) in found
    ]
    rows = [_row(told, here, there, *staff) for told, here, there in measured]
    return markdown(HEAD, rows) if rows else NOT_MEASURED


def _row(
    told: str, free: ByReplication, cut: ByReplication, staff: ByReplication, hit: ByReplication
) -> list[str]:
    pairs = sorted(set(free) & set(cut))
    later = gain(cut, free, pairs, lambda found: found.day_80)
    return [
        told,
        *(_mean([each[pair].closed[TARGET_DAY] for pair in pairs]) for each in (free, cut)),
        _more(free, cut),
        *(_mean([each[pair].baltic for pair in pairs]) for each in (free, cut)),
        *(_day([each[pair].day_80 for pair in pairs]) for each in (free, cut)),
        numbers.interval(*later, ".1f"),
        "" if free is staff else _more(free, staff),
        "" if cut is hit else _more(cut, hit),
        str(len(pairs)),
    ]


def _more(here: ByReplication, than: ByReplication) -> str:
    """Troops by C+30 that one closes more than the other, the mean of pairs and its interval."""
    pairs = sorted(set(here) & set(than))
    mean, low, high = (round(value, -2) for value in gain(here, than, pairs, troops))
    return numbers.interval(mean, low, high, ",.0f")


def _mean(values: Sequence[float]) -> str:
    return numbers.whole_troops(float(np.mean(values)))


def _day(values: Sequence[float]) -> str:
    return numbers.c_day(float(np.mean(values)))
