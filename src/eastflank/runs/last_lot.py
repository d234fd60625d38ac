"""The last lot: the one whose arrival let integration begin, and where its hours went."""

from collections.abc import Iterator, Sequence
from typing import Final

from eastflank.model.records import Stage, StageRecord
from eastflank.runs.delays import SLACK_H, Halts
from eastflank.runs.steps import waited

Lot = Sequence[StageRecord]  # the rows of one lot

WAITING: Final = "waiting"
ON_THE_WAY: Final = "on the way"
HANDLING: Final = "loading, yards, transfer and unloading"
STAGING: Final = "staging"
UNTOLD: Final = "not told by the records"
_WORK: Final[dict[str, str]] = {
    Stage.TRANSIT: ON_THE_WAY,
    Stage.LOAD: HANDLING,
    Stage.PREPARE: HANDLING,
    Stage.TRANSFER: HANDLING,
    Stage.PLACE: HANDLING,
    Stage.UNLOAD: HANDLING,
    Stage.STAGING: STAGING,
}


def last_staged(rows: Sequence[StageRecord], lots: Sequence[Lot]) -> tuple[Lot, StageRecord] | None:
    """The lot whose staging let integration begin, with the row of it; None before integration."""
    began_h = next((row.from_h for row in rows if row.stage == Stage.INTEGRATION), None)
    if began_h is None:
        return None
    staged = [
        (abs(row.to_h - began_h), place, row.from_h, row)
        for place, lot in enumerate(lots)
        for row in lot
        if row.stage == Stage.STAGING
    ]
    if not staged:
        return None
    _, place, _, row = min(staged, key=lambda each: each[:3])
    return lots[place], row


def hours_of(lot: Lot, staged: StageRecord, halts: Halts) -> dict[str, float]:
    """Where the hours went from readiness until a part of a lot was staged; they add up."""
    ready_h = max((row.to_h for row in lot if row.stage == Stage.READY), default=staged.to_h)
    spent = dict.fromkeys((WAITING, ON_THE_WAY, HANDLING, STAGING, UNTOLD), 0.0)
    told_from_h = staged.to_h
    for row in way_back(lot, staged):
        on_the_way = halts.get((row.lift, row.from_h), ()) if row.stage == Stage.TRANSIT else ()
        stood_h = waited(row) + sum(halt.hours for halt in on_the_way)
        spent[WAITING] += stood_h
        if row.stage in _WORK:
            spent[_WORK[row.stage]] += row.to_h - row.from_h - stood_h
        spent[UNTOLD] += told_from_h - row.to_h
        told_from_h = row.from_h
    spent[UNTOLD] += told_from_h - ready_h
    return spent


def way_back(lot: Lot, staged: StageRecord) -> Iterator[StageRecord]:
    """From the staging of a part back to its readiness: each row ended as the one after it began.

    Of several rows that end together the one of the same lift is the part's own. Where no row ends
    then, the records leave a gap, and the one before it is the last that had ended.
    """
    rows = [
        row
        for row in lot
        if row.stage not in {Stage.READY, Stage.STAGING} and row.to_h > row.from_h + SLACK_H
    ]
    row: StageRecord | None = staged
    while row is not None:
        yield row
        row = _row_before(row, rows)


def _row_before(row: StageRecord, rows: Sequence[StageRecord]) -> StageRecord | None:
    began_h, lift = row.from_h, row.lift
    joined = [each for each in rows if abs(each.to_h - began_h) < SLACK_H]
    if joined:
        return max(joined, key=lambda each: (each.lift == lift, each.from_h))
    ended = [each for each in rows if each.to_h < began_h]
    return max(ended, key=lambda each: (each.lift == lift, each.to_h), default=None)
