"""What the cut costs by what was known beforehand, and what it is worth to insure against it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from eastflank.measures.uncertainty.intervals import share_interval
from eastflank.model.scenario import Dispatch
from eastflank.runs.wording import numbers
from tools.ladder import gains
from tools.ladder.climbs import TARGET_DAY, Climb, Found, by_rung
from tools.ladder.gains import NOT_MEASURED, ByReplication, pairs_of, told_gain
from tools.ladder.rungs import FOREWARNED, INSURED, LAID_ON, LOWEST
from tools.page_table import markdown

OPEN: Final = "ready-force"
CUT: Final = "ready-force-cut"
EXPECTS_NONE: Final = Dispatch.PLANNED.value
HEAD: Final = (
    "who moves the force",
    "closed by C+30, open",
    "closed by C+30, cut at C+8",
    "the cut costs by C+30",
    "EE, LV, LT by C+30, open",
    "EE, LV, LT, cut",
    "80 %, open",
    "80 %, cut",
    "chance of 95 % by C+30, open",
    "the same, cut",
    "pairs",
)
DAYS: Final = (10, 15, 20, 25, 30)
HEAD_OF_GAINS: Final = (
    "against the staff that expects no cut",
    *(f"more troops by C+{day}" for day in DAYS),
    "million troop-days until C+30",
    "EE, LV, LT by C+30",
    "tanks by C+30",
    "of them EE, LV, LT",
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
    Staff(told="a staff that expects no cut", open=EXPECTS_NONE, cut=EXPECTS_NONE),
    Staff(told="a staff that lays on assets a day ahead", open=LAID_ON.name, cut=LAID_ON.name),
    Staff(told="a staff that sends the Baltic states first", open=INSURED.name, cut=INSURED.name),
    Staff(told="a staff that knows the day from C-day on", open=EXPECTS_NONE, cut=FOREWARNED.name),
)


def insurance(climbs: Sequence[Climb]) -> str:
    """What each staff closes and what the cut costs it; means over the pairs."""
    found = by_rung(climbs)
    rows = [_row(staff, found[OPEN, staff.open], found[CUT, staff.cut]) for staff in _told(found)]
    return markdown(HEAD, rows) if rows else NOT_MEASURED


def insurance_gains(climbs: Sequence[Climb]) -> str:
    """What each other staff has more than the one that expects no cut, open and under the cut."""
    found = by_rung(climbs)
    rows = [
        _gains(f"{staff.told}, {said}", found[experiment, rung], found[experiment, EXPECTS_NONE])
        for staff in _told(found)
        for experiment, rung, said in ((OPEN, staff.open, "open"), (CUT, staff.cut, "cut"))
        if rung not in (EXPECTS_NONE, LOWEST.name) and (experiment, EXPECTS_NONE) in found
    ]
    return markdown(HEAD_OF_GAINS, rows) if rows else NOT_MEASURED


def _told(found: Mapping[tuple[str, str], ByReplication]) -> list[Staff]:
    """The staffs that were measured both with and without the cut."""
    return [staff for staff in STAFFS if (OPEN, staff.open) in found and (CUT, staff.cut) in found]


def _row(staff: Staff, free: ByReplication, cut: ByReplication) -> list[str]:
    pairs = pairs_of(free, cut)
    by = [partial(gains.mean, each, pairs) for each in (free, cut)]
    return [
        staff.told,
        *(numbers.whole_troops(mean(gains.troops)) for mean in by),
        told_gain(free, cut, gains.troops),
        *(numbers.whole_troops(mean(gains.baltic)) for mean in by),
        *(numbers.c_day(mean(lambda found: found.day_80)) for mean in by),
        *(_chance([each[pair] for pair in pairs]) for each in (free, cut)),
        str(len(pairs)),
    ]


def _chance(founds: Sequence[Found]) -> str:
    """In how many draws 95 % are closed by C+30, with its interval."""
    hits = share_interval([found.day_95 <= TARGET_DAY for found in founds])
    return numbers.interval(hits.estimate, hits.low, hits.high, ".2f")


def _gains(told: str, here: ByReplication, than: ByReplication) -> list[str]:
    return [
        told,
        *(told_gain(here, than, gains.troops_by(day)) for day in DAYS),
        told_gain(here, than, gains.million_troop_days, ".2f"),
        told_gain(here, than, gains.baltic),
        told_gain(here, than, gains.tanks, ".0f"),
        told_gain(here, than, gains.tanks_baltic, ".0f"),
        str(len(pairs_of(here, than))),
    ]
