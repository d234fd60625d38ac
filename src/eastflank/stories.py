"""Stories: what happened to one unit, told in plain sentences from the records of a run."""

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from eastflank.errors import PlannerError, nearest
from eastflank.records import COLUMNS, Stage, StageRecord
from eastflank.units import HOURS_PER_DAY

SHORT_H: Final = 0.05  # a wait under three minutes is not told
LONGEST_WAITS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What a story is told from: frames of one replication and the names of places."""

    records: pd.DataFrame
    units: pd.DataFrame
    closures: pd.DataFrame
    place_names: Mapping[str, str]
    waiting: Sequence[Mapping[str, object]] = ()

    def place(self, place_id: str) -> str:
        """The name of a place, else its id."""
        return self.place_names.get(place_id, place_id)


def unit_story(account: Account, unit: str) -> list[str]:
    """The story of a unit: who it is, how each lot went, what it waited for, when it closed."""
    line = _force_line(account.units, unit)
    told = [_introduction(line, account)]
    if line["in_place"]:
        return [*told, "It is in place already: shown, never counted among those who move."]
    rows = _rows(account.records, unit)
    of_lots = sorted((row for row in rows if row.lot), key=lambda row: (row.lot, row.from_h))
    lots = [list(group) for _, group in itertools.groupby(of_lots, key=lambda row: row.lot)]
    return [
        *told,
        _readiness(of_lots),
        *(_lot_story(lot, account) for lot in lots),
        _longest_waits(of_lots, account),
        *_end(rows, line, _closed_h(account.closures, unit)),
    ]


def day(hour: float) -> str:
    """An hour as planners say it: C+9.5."""
    return "never" if math.isinf(hour) else f"C{hour / HOURS_PER_DAY:+.1f}"


def _force_line(units: pd.DataFrame, unit: str) -> dict[str, Any]:
    known = units["uln"].astype(str)
    if unit not in set(known):
        raise PlannerError(
            where="units.csv",
            found=f"no unit {unit!r} in this run.",
            right="Units are named by the uln of the force list.",
            near=nearest(unit, known),
        )
    (line,) = units.loc[known == unit].to_dict("records")
    return {str(column): value for column, value in line.items()}


def _rows(records: pd.DataFrame, unit: str) -> list[StageRecord]:
    """The rows of a unit in the order in which they began."""
    columns = records.loc[records["unit"] == unit, list(COLUMNS)]
    rows = [StageRecord._make(values) for values in columns.itertuples(index=False, name=None)]
    return sorted(rows, key=lambda row: (row.from_h, row.to_h))


def _closed_h(closures: pd.DataFrame, unit: str) -> float:
    found = closures.loc[closures["unit"] == unit, "closed_095_h"]
    return float(found.iloc[0]) if len(found) else math.inf


def _introduction(line: Mapping[str, Any], account: Account) -> str:
    kit = line["kit_node_id"]
    apart = "" if kit == line["origin_node_id"] else f", its equipment from {account.place(kit)},"
    parent = f", {line['brigade']}" if line["brigade"] else ""
    return (
        f"{line['uln']}, {line['name']} ({line['nation']}{parent}): {line['personnel']:,} troops, "
        f"tier {line['tier']}, priority {line['priority']}. "
        f"It goes from {account.place(line['origin_node_id'])}{apart} to "
        f"{account.place(line['destination_node_id'])} and is required by "
        f"{day(line['required_delivery_h'])}."
    )


def _readiness(rows: Sequence[StageRecord]) -> str:
    ready = [row.to_h for row in rows if row.stage == Stage.READY]
    if not ready:
        return "None of its lots got ready within the run."
    if max(ready) - min(ready) < SHORT_H:
        return f"All its lots were ready at {day(max(ready))}."
    return f"Its lots were ready from {day(min(ready))} to {day(max(ready))}."


def _lot_story(rows: Sequence[StageRecord], account: Account) -> str:
    lot = rows[0].lot
    steps = [step for row in rows for step in _steps(row, account)]
    waits = [_still_waits(each) for each in account.waiting if each.get("lot") == lot]
    pieces = max(row.pieces for row in rows)
    short = "/".join(lot.split("/")[-2:])
    return f"{short} ({pieces:,.0f} pieces): {'; '.join([*_once(steps), *waits])}."


def _once(steps: Sequence[str]) -> Iterator[str]:
    """The same step of several lifts is told once."""
    for step, same in itertools.groupby(steps):
        lifts = len(list(same))
        yield f"{step} (in {lifts} lifts)" if lifts > 1 else step


def _steps(row: StageRecord, account: Account) -> Iterator[str]:
    """What one row says: the wait before the work, then the work."""
    if _waited(row) > SHORT_H:
        yield _wait(row, account)
    if row.stage in _TOLD and row.stage != Stage.STRANDED:
        yield _TOLD[row.stage].format(
            place=account.place(row.place),
            where=account.place(row.towards),
            at=day(row.to_h),
            hours=_span(row.to_h - row.work_h),
            by=row.asset_type or "march",
        )


_TOLD: Final[dict[str, str]] = {
    Stage.READY: "ready at {at}",
    Stage.LOAD: "loaded in {hours}",
    Stage.TRANSIT: "by {by} to {where} in {hours}",
    Stage.TRANSFER: "changed gauge at {place} in {hours}",
    Stage.UNLOAD: "unloaded in {hours}",
    Stage.STAGING: "staged, present at {at}",
}

_HELD: Final[dict[str, str]] = {  # what a stage waits for where its row does not say
    Stage.LOAD: "a place to load",
    Stage.UNLOAD: "a place to unload",
    Stage.TRANSFER: "a transfer track",
}


def _waited(row: StageRecord) -> float:
    """Hours between asking and work; being ready is not waited for, a stranded lot only waits."""
    if row.stage == Stage.READY:
        return 0.0
    return (row.to_h if row.stage == Stage.STRANDED else row.work_h) - row.from_h


def _wait(row: StageRecord, account: Account) -> str:
    how = "stranded" if row.stage == Stage.STRANDED else "waited"
    what = row.waited_for or _HELD.get(row.stage, "lift")
    return f"{how} {_span(_waited(row))} for {what} at {account.place(row.place)}"


def _longest_waits(rows: Sequence[StageRecord], account: Account) -> str:
    waits = sorted((row for row in rows if _waited(row) > SHORT_H), key=_waited, reverse=True)
    if not waits:
        return "It never waited once it was ready."
    return f"Longest: {'; '.join(_wait(row, account) for row in waits[:LONGEST_WAITS])}."


def _end(rows: Sequence[StageRecord], line: Mapping[str, Any], closed_h: float) -> Iterator[str]:
    if math.isinf(closed_h):
        yield "It had not closed by the end of the run."
        return
    for row in rows:
        if row.stage == Stage.INTEGRATION:
            yield (
                f"Enough of it was present at {day(row.from_h)}; it waited "
                f"{_span(_waited(row))} for an integration slot and took "
                f"{_span(row.to_h - row.work_h)} to integrate."
            )
    late_d = (closed_h - float(line["required_delivery_h"])) / HOURS_PER_DAY
    margin = f"{late_d:.1f} days late" if late_d > 0 else f"{-late_d:.1f} days in hand"
    yield f"Closed at {day(closed_h)}, {margin}."


def _still_waits(lot: Mapping[str, object]) -> str:
    since = day(float(str(lot["since_h"])))
    return f"at the end of the run {lot['state']} since {since}, waiting for {lot['for_what']}"


def _span(hours: float) -> str:
    return f"{hours / HOURS_PER_DAY:.1f} days" if hours >= 2 * HOURS_PER_DAY else f"{hours:.1f} h"
