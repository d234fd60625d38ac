"""Hindrances: what held a lift on its way, before sections, for crews and for locomotives."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from eastflank.model.records import Stage, StageRecord
from eastflank.runs.account import SHORT_H, Account
from eastflank.runs.wording.numbers import span

Held = Mapping[tuple[str, float], str]  # what held a lift on the leg that began at an hour


def hindrances(rows: Sequence[StageRecord], account: Account) -> Held:
    """For each leg of these lots (lift and hour) what held the lift on its way, if it stood."""
    lifts = [row.lift for row in rows if row.stage == Stage.TRANSIT and row.lift]
    if not lifts:
        return {}
    records = account.records
    on_way = records.loc[records["stage"].isin(ON_THE_WAY) & records["lift"].isin(lifts)]
    halts: dict[str, list[_Halt]] = {}
    columns = on_way[["lift", "stage", "place", "from_h", "work_h", "to_h"]]
    for lift, stage, place, from_h, work_h, to_h in columns.itertuples(index=False, name=None):
        wait_h = (work_h if stage == Stage.LINK else to_h) - from_h
        if wait_h > 0:
            halt = _Halt(str(stage), str(place), from_h, to_h, wait_h)
            halts.setdefault(str(lift), []).append(halt)
    return {
        (row.lift, row.from_h): _hindrance(halts.get(row.lift, []), row, account)
        for row in rows
        if row.stage == Stage.TRANSIT
    }


ON_THE_WAY: Final = (Stage.LINK, Stage.CREW, Stage.TRACTION)  # where a lift may stand


class _Halt(NamedTuple):
    """A stay on the way: before a section, for a new crew, for the engine of a district."""

    stage: str
    place: str
    from_h: float
    to_h: float
    wait_h: float


def _hindrance(halts: Iterable[_Halt], leg: StageRecord, account: Account) -> str:
    during = [
        halt
        for halt in halts
        if halt.from_h >= leg.from_h - SHORT_H and halt.to_h <= leg.to_h + SHORT_H
    ]
    told = [
        _stood([halt for halt in during if halt.stage == stage], account) for stage in ON_THE_WAY
    ]
    return "".join(f", {text}" for text in told if text)


def _stood(halts: Sequence[_Halt], account: Account) -> str:
    """How long a lift stood for one reason; nothing where it was short."""
    total_h = sum(halt.wait_h for halt in halts)
    if total_h <= SHORT_H:
        return ""
    worst = max(halts, key=lambda halt: halt.wait_h)
    if worst.stage == Stage.CREW:
        changes = "a new crew" if len(halts) == 1 else f"{len(halts)} changes of crew"
        return f"{span(total_h)} of it for {changes}"
    if worst.stage == Stage.TRACTION:
        return f"{span(total_h)} of it waiting for a locomotive of {worst.place}"
    return (
        f"{span(total_h)} of it standing before sections, most before {account.link(worst.place)}"
    )
