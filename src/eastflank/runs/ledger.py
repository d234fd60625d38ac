"""The delay ledger: of each unit one chain, back from its closure to the order, that adds up."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

import pandas as pd

from eastflank.model.causes import CauseKind, WaitCause
from eastflank.model.records import COLUMNS, Stage, StageRecord
from eastflank.runs.delays import SLACK_H, Halt, Halts, halts_on_legs, stays_of
from eastflank.runs.last_lot import Lot, last_staged, way_back
from eastflank.runs.steps import cause_of, waited
from eastflank.runs.stored import StoredRun
from eastflank.runs.timeline import refuse_unknown
from eastflank.store.folder import LIKELY

WAIT: Final = "waiting"
MOVE: Final = "moving"
HANDLING: Final = "handling"
UNTOLD: Final = "not told"
LEDGER: Final = [
    "unit",
    "step",
    "place",
    "from_h",
    "to_h",
    "doing",
    "cause",
    "cause_thing",
    "closed_by",
    "hours",
]
FORCE: Final = ["nation", "brigade", "destination_country", "troops"]
_HANDLED: Final[dict[str, str]] = {
    Stage.LOAD: "loading",
    Stage.PREPARE: "train yard",
    Stage.PLACE: "train yard",
    Stage.TRANSFER: "change of gauge",
    Stage.UNLOAD: "unloading",
    Stage.STAGING: "staging",
    Stage.INTEGRATION: "integration",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """What the hours of each unit from the order to its closure went to.

    - rows: a row a unit and step, in order: what it waited for (cause, cause_thing, closed_by), or
      what was done with it (moving by a mode, handling); the hours of a unit are its closure less
      the order. Columns nation, brigade, destination_country and troops are those of the unit.
    - never: units that had not closed by the end of the run; no chain is told of them.
    """

    run: StoredRun
    replication: int
    rows: pd.DataFrame
    never: tuple[str, ...]


def ledger_of(run: StoredRun, replication: int = LIKELY, unit: str = "") -> Ledger:
    """The ledger of one replication, of all units or of one.

    A chain goes back from the closure over the lot that closed the unit, row by row, to the order.
    Each interval is charged to what was refused last in it. Waits within a leg are told where rows
    of links were kept; else they count as moving.
    """
    told = run.replication(replication)
    asked = [unit] if unit else list(run.units["uln"].astype(str))
    if unit:
        refuse_unknown(unit, run.units)
    chains = list(_chains(told.records, asked, run))
    rows = pd.DataFrame([row for chain in chains for row in chain], columns=LEDGER)
    force = told.closures.set_index("unit")
    force = force.loc[force.index.isin(asked)]
    closed = force["closed_095_h"].map(math.isfinite)
    return Ledger(
        run=run,
        replication=replication,
        rows=rows.merge(force[FORCE], left_on="unit", right_index=True, how="left"),
        never=tuple(sorted(map(str, force.index[~closed]))),
    )


Row = tuple[str, int, str, float, float, str, str, str, str, float]
Part = tuple[str, tuple[str, str, str], float]  # doing, cause, hours


def _chains(records: pd.DataFrame, units: Sequence[str], run: StoredRun) -> Iterator[list[Row]]:
    """The chain of each unit that closed."""
    chosen = records["unit"].fillna("").astype(str).isin(units)
    columns = records.loc[chosen, list(COLUMNS)]
    rows = [StageRecord._make(values) for values in columns.itertuples(index=False, name=None)]
    ordered = sorted(rows, key=lambda row: (row.unit, row.from_h, row.to_h))
    halts = halts_on_legs([row for row in rows if row.lot], stays_of(records))
    for unit, own in groupby(ordered, key=lambda row: row.unit):
        steps = _steps(list(own), halts, run)
        if steps:
            yield _numbered(unit, steps)


def _numbered(unit: str, steps: Sequence[tuple[StageRecord, Part]]) -> list[Row]:
    """The parts in order, each with the row that it is told by."""
    return [
        (unit, step, row.place, row.from_h, row.to_h, doing, *cause, hours)
        for step, (row, (doing, cause, hours)) in enumerate(steps)
    ]


def _steps(
    rows: Sequence[StageRecord], halts: Halts, run: StoredRun
) -> list[tuple[StageRecord, Part]]:
    """From the order to the closure of one unit: each part of the chain, with its row."""
    by_lot = sorted((row for row in rows if row.lot), key=lambda row: (row.lot, row.from_h))
    lots = [list(group) for _, group in groupby(by_lot, key=lambda row: row.lot)]
    found = last_staged(rows, lots)
    if found is None:
        return []
    lot, staged = found
    done = max((row for row in rows if row.stage == Stage.INTEGRATION), key=lambda row: row.to_h)
    back = [*_parts_back(done, [done, *way_back(lot, staged)], _ready(lot, staged), halts, run)]
    return [(row, part) for row, part in reversed(back) if part[2] > 0 or part[0] != UNTOLD]


def _ready(lot: Lot, staged: StageRecord) -> StageRecord:
    """The row that says when the lot was ready, and what held it; none is told of what has none."""
    ready = [row for row in lot if row.stage == Stage.READY]
    return max(ready, key=lambda row: row.to_h, default=staged)


def _parts_back(
    done: StageRecord,
    chain: Sequence[StageRecord],
    ready: StageRecord,
    halts: Halts,
    run: StoredRun,
) -> Iterator[tuple[StageRecord, Part]]:
    """From closure back to the order; where no row ends as the next begins, it says so."""
    told_from_h = done.to_h
    for row in chain:
        if abs(gap := told_from_h - row.to_h) > SLACK_H:
            yield row, (UNTOLD, _NO_CAUSE, gap)
        yield from ((row, part) for part in _parts(row, halts, run))
        told_from_h = row.from_h
    if abs(gap := told_from_h - ready.to_h) > SLACK_H:
        yield ready, (UNTOLD, _NO_CAUSE, gap)
    yield ready, (WAIT, cause_of(ready).columns, ready.to_h - ready.from_h)


_NO_CAUSE: Final = ("", "", "")


def _parts(row: StageRecord, halts: Halts, run: StoredRun) -> Iterator[Part]:
    """What one row says, backwards: the work, then what was waited for in it and before it."""
    stood = halts.get((row.lift, row.from_h), ()) if row.stage == Stage.TRANSIT else ()
    before = waited(row)
    work = row.to_h - row.from_h - before - sum(halt.hours for halt in stood)
    if row.stage == Stage.TRANSIT:
        yield MOVE, (run.modes.get(row.asset_type, row.asset_type), "", ""), work
    elif row.stage in _HANDLED:
        yield HANDLING, (_HANDLED[row.stage], "", ""), work
    elif work > SLACK_H:
        yield UNTOLD, _NO_CAUSE, work
    for cause, hours in _by_cause(stood).items():
        yield WAIT, cause.columns, hours
    if before > 0:
        yield WAIT, _waited_for(row).columns, before


def _by_cause(stood: Sequence[Halt]) -> dict[WaitCause, float]:
    """What a lift stood for on one leg, each cause once, the last that it met first."""
    hours: dict[WaitCause, float] = {}
    for halt in reversed(stood):
        hours[halt.cause] = hours.get(halt.cause, 0.0) + halt.hours
    return hours


def _waited_for(row: StageRecord) -> WaitCause:
    """What a row waited for; a repair tells a breakdown."""
    return cause_of(row) if row.cause else WaitCause(CauseKind.BREAKDOWN)


def chain_of(ledger: Ledger, unit: str) -> pd.DataFrame:
    """The chain of one unit, from the order to its closure."""
    return ledger.rows.loc[ledger.rows["unit"] == unit].sort_values("step", ignore_index=True)
