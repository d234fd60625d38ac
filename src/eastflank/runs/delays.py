"""En-route delays: what a loaded lift stood for on a leg, before sections, for crews, in port."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

import pandas as pd

from eastflank.model.causes import WaitCause
from eastflank.model.records import Stage, StageRecord

SHORT_H: Final = 0.05  # a wait under three minutes is not told
ON_THE_WAY: Final = (
    Stage.LINK,
    Stage.CREW,
    Stage.STAND,
    Stage.TRACTION,
)  # rows of a lift that may stand
SLACK_H: Final = 1e-6  # hours are sums of floats


class Halt(NamedTuple):
    """A stay of a lift within a leg: for what, and how long."""

    cause: WaitCause
    hours: float


Leg = tuple[str, float]  # the lift, and the hour at which its leg began
Halts = Mapping[Leg, Sequence[Halt]]
Stay = tuple[float, float, float, tuple[str, str, str]]  # from, to, hours stood, cause
Stays = Mapping[str, Iterable[Stay]]  # by lift


def halts_on_legs(rows: Sequence[StageRecord], stays: Stays) -> Halts:
    """What held the lift on each leg of these lots, in the order in which it stood.

    ``stays`` tell where the lifts stood; a ship that waits in port for its lane is told by rows of
    its lots, within the leg.
    """
    legs = {(row.lift, row.from_h): row for row in rows if row.stage == Stage.TRANSIT and row.lift}
    stood = {lift: set(stays.get(lift, ())) for lift, _ in legs}
    for row in waits_within_legs(rows):
        stay = (row.from_h, row.to_h, row.to_h - row.from_h, _cause(row))
        stood.setdefault(row.lift, set()).add(stay)
    return {
        key: [
            Halt(WaitCause.of(*cause), hours)
            for from_h, to_h, hours, cause in sorted(stood.get(leg.lift, ()))
            if _is_within(leg, from_h, to_h)
        ]
        for key, leg in legs.items()
    }


def waits_within_legs(rows: Sequence[StageRecord]) -> set[StageRecord]:
    """Waits of lots that are those of their lift on its way: the hours of the leg count them."""
    legs: dict[str, list[StageRecord]] = {}
    for row in rows:
        if row.stage == Stage.TRANSIT:
            legs.setdefault(row.lift, []).append(row)
    return {
        row
        for row in rows
        if row.stage == Stage.WAIT
        and any(_is_within(leg, row.from_h, row.to_h) for leg in legs.get(row.lift, ()))
    }


def _is_within(leg: StageRecord, from_h: float, to_h: float) -> bool:
    return leg.from_h - SLACK_H <= from_h and to_h <= leg.to_h + SLACK_H


def stays_of(records: pd.DataFrame) -> Stays:
    """Where each lift of these records stood, and for what: rows in which none stood are left."""
    on_way = records.loc[records["stage"].isin(ON_THE_WAY)]
    until_h = on_way["work_h"].where(on_way["stage"] == Stage.LINK, on_way["to_h"])
    on_way = on_way.assign(hours=until_h - on_way["from_h"])
    columns = ["lift", "from_h", "hours", "cause", "cause_thing", "closed_by"]
    rows = on_way.loc[on_way["hours"] > 0, columns].itertuples(index=False, name=None)
    stays: dict[str, set[Stay]] = {}
    for lift, from_h, hours, *cause in rows:
        kind, thing, closed_by = map(str, cause)
        stay = (from_h, from_h + hours, hours, (kind, thing, closed_by))
        stays.setdefault(str(lift), set()).add(stay)
    return stays


def _cause(row: StageRecord) -> tuple[str, str, str]:
    return row.cause, row.cause_thing, row.closed_by
