"""Steps: what each record of a lot says in words, and what was waited for in it."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

from eastflank.model.causes import CauseKind, WaitCause
from eastflank.model.records import Stage, StageRecord
from eastflank.runs.delays import SHORT_H, Halt, Halts
from eastflank.runs.wording.causes import reasons, sentence
from eastflank.runs.wording.names import Names, asset
from eastflank.runs.wording.numbers import c_hour, span


class Wait(NamedTuple):
    """A wait, and how it is told by itself."""

    hours: float
    text: str


class Step(NamedTuple):
    """What a lot did next, and the waits in it."""

    text: str
    waits: tuple[Wait, ...] = ()


def steps_of(row: StageRecord, names: Names, halts: Halts) -> Iterator[Step]:
    """What one row says: the wait before the work, then the work."""
    if waited(row) > SHORT_H:
        told = Wait(waited(row), _wait(row, names))
        yield Step(told.text, (told,))
    if row.stage == Stage.TRANSIT:
        yield _leg(row, names, halts.get((row.lift, row.from_h), ()))
    elif row.stage in _WORK:
        yield Step(
            _WORK[row.stage].format(
                place=names.place(row.place),
                at=c_hour(row.to_h),
                hours=span(row.to_h - row.work_h),
                why=reasons(cause_of(row), names) if row.stage == Stage.PLAN_VOID else "",
            )
        )


_WORK: Final[dict[str, str]] = {
    Stage.READY: "ready at {at}",
    Stage.PLAN_VOID: "gave up its plan at {place} at {at}: {why}",
    Stage.LOAD: "loaded in {hours}",
    Stage.PREPARE: "put together as a train in {hours}",
    Stage.TRANSFER: "changed gauge at {place} in {hours}",
    Stage.PLACE: "placed at its ramp in {hours}",
    Stage.UNLOAD: "unloaded in {hours}",
    Stage.STAGING: "staged, present at {at}",
}


def waited(row: StageRecord) -> float:
    """Hours between asking and work; being ready is not waited for, a stranded lot only waits."""
    if row.stage == Stage.READY:
        return 0.0
    return (row.to_h if row.stage == Stage.STRANDED else row.work_h) - row.from_h


def cause_of(row: StageRecord) -> WaitCause:
    """What a row waited for."""
    return WaitCause.of(row.cause, row.cause_thing, row.closed_by)


def _wait(row: StageRecord, names: Names) -> str:
    cause, place, told = cause_of(row), names.place(row.place), span(waited(row))
    if row.stage == Stage.REPAIR and row.lift:
        return f"halted {told} at {place} for a vehicle that had broken down"
    if row.stage == Stage.REPAIR:
        return f"a vehicle broke down, repaired in {told} at {place}, and followed by itself"
    if cause.kind is CauseKind.NO_WAY:
        return f"had no way for {told} at {place}: {reasons(cause, names)}"
    where = "" if names.place(cause.thing) == place else f" at {place}"
    return f"waited {told}{where} for {sentence(cause, names)}"


def _leg(row: StageRecord, names: Names, halts: Sequence[Halt]) -> Step:
    """A leg, and what its lift stood for: the halts of a kind are told together."""
    ordered = sorted(halts, key=lambda halt: halt.cause.kind)
    kinds = [list(same) for _, same in groupby(ordered, key=lambda halt: halt.cause.kind)]
    told = [
        (sum(halt.hours for halt in same), _stood_for(same, names))
        for same in sorted(kinds, key=lambda same: -sum(halt.hours for halt in same))
    ]
    told = [(hours, what) for hours, what in told if hours > SHORT_H]
    goal = names.place(row.towards)
    way = f"by {asset(row.asset_type)} to {goal} in {span(row.to_h - row.from_h)}"
    return Step(
        "".join([way, *(f", {span(hours)} of it waiting for {what}" for hours, what in told)]),
        tuple(
            Wait(hours, f"waited {span(hours)} on the way to {goal} for {what}")
            for hours, what in told
        ),
    )


def _stood_for(halts: Sequence[Halt], names: Names) -> str:
    """What a lift stood for longest, and how often for its like."""
    longest = max(halts, key=lambda halt: halt.hours)
    more = f" and {len(halts) - 1} more" if len(halts) > 1 else ""
    return f"{sentence(longest.cause, names)}{more}"
