"""Stories: what happened to one unit, told in plain sentences from the records of a run."""

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

import pandas as pd

from eastflank.model.errors import PlannerError, nearest
from eastflank.model.records import COLUMNS, Stage, StageRecord
from eastflank.model.units import HOURS_PER_DAY
from eastflank.runs.account import SHORT_H, Account
from eastflank.runs.delays import Held, hindrances
from eastflank.runs.wording.numbers import c_hour, span

LONGEST_WAITS: Final = 3


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
        *_lot_stories(lots, account, hindrances(of_lots, account)),
        _longest_waits(of_lots, account),
        *_last_lot(rows, lots),
        *_end(rows, line, _closed_h(account.closures, unit)),
    ]


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
        f"{c_hour(line['required_delivery_h'])}."
    )


def _readiness(rows: Sequence[StageRecord]) -> str:
    ready = [row.to_h for row in rows if row.stage == Stage.READY]
    if not ready:
        return "None of its lots got ready within the run."
    last = max((row for row in rows if row.stage == Stage.READY), key=lambda row: row.to_h)
    held = _held_ready(last.waited_for)
    if max(ready) - min(ready) < SHORT_H:
        return f"All its lots were ready at {c_hour(max(ready))}{held}."
    return f"Its lots were ready from {c_hour(min(ready))} to {c_hour(max(ready))}{held}."


def _held_ready(cause: str) -> str:
    """What held a unit last until it was ready: ``permission PL`` names the host."""
    what, _, which = cause.partition(" ")
    if what == "permission" and which:
        return f", held last by the permission of {which}"
    return _HELD_READY.get(cause, f", held last by its plan: {cause}" if what == "not" else "")


_HELD_READY: Final[dict[str, str]] = {
    "C-day": ", held by nothing but C-day",
    "notice": ", held last by its notice",
    "stored kit": ", held last by the draw of its stored equipment",
}


def _lot_stories(
    lots: Iterable[Sequence[StageRecord]], account: Account, moves: Held
) -> Iterator[str]:
    """The story of each lot; lots of one class to which the same happened are told together."""
    told: dict[tuple[str, str], list[str]] = {}
    for rows in lots:
        cargo, ordinal = rows[0].lot.split("/")[-2:]
        told.setdefault((cargo, _lot_story(rows, account, moves)), []).append(ordinal)
    for (cargo, story), ordinals in told.items():
        yield f"{cargo}/{', '.join(ordinals)} {story}"


def _lot_story(rows: Sequence[StageRecord], account: Account, moves: Held) -> str:
    steps = [step for row in rows for step in _steps(row, account, moves)]
    lot = rows[0].lot
    waits = [_still_waits(each) for each in account.waiting if each.get("lot") == lot]
    pieces = max(row.pieces for row in rows)
    return f"({pieces:,.0f} pieces): {'; '.join([*_once(steps), *waits])}."


def _once(steps: Sequence[str]) -> Iterator[str]:
    """The same step of several lifts is told once."""
    for step, same in itertools.groupby(steps):
        lifts = len(list(same))
        yield f"{step} (in {lifts} lifts)" if lifts > 1 else step


def _steps(row: StageRecord, account: Account, moves: Held) -> Iterator[str]:
    """What one row says: the wait before the work, then the work."""
    if _waited(row) > SHORT_H:
        yield _wait(row, account)
    if row.stage in _TOLD and row.stage != Stage.STRANDED:
        yield _TOLD[row.stage].format(
            place=account.place(row.place),
            where=account.place(row.towards),
            at=c_hour(row.to_h),
            hours=span(row.to_h - row.work_h),
            by=account.asset(row.asset_type) or "march",
            held=moves.get((row.lift, row.from_h), ""),
            why=row.waited_for,
        )


_TOLD: Final[dict[str, str]] = {
    Stage.READY: "ready at {at}",
    Stage.PLAN_VOID: "gave up its plan at {place} at {at}: {why}",
    Stage.LOAD: "loaded in {hours}",
    Stage.TRANSIT: "by {by} to {where} in {hours}{held}",
    Stage.TRANSFER: "changed gauge at {place} in {hours}",
    Stage.UNLOAD: "unloaded in {hours}",
    Stage.STAGING: "staged, present at {at}",
}

_HELD: Final[dict[str, str]] = {  # what a stage waits for where its row does not say
    Stage.LOAD: "a place to load",
    Stage.UNLOAD: "a place to unload",
    Stage.TRANSFER: "wagons of the other gauge or a transfer track",
}


def _waited(row: StageRecord) -> float:
    """Hours between asking and work; being ready is not waited for, a stranded lot only waits."""
    if row.stage == Stage.READY:
        return 0.0
    return (row.to_h if row.stage == Stage.STRANDED else row.work_h) - row.from_h


def _wait(row: StageRecord, account: Account) -> str:
    if row.stage == Stage.REPAIR:
        return _repair(row, account)
    how = "stranded" if row.stage == Stage.STRANDED else "waited"
    what = _cause(row, account) or _HELD.get(row.stage, "lift")
    return f"{how} {span(_waited(row))} for {what} at {account.place(row.place)}"


def _cause(row: StageRecord, account: Account) -> str:
    """A cause as a planner says it: ``terminal RH_X`` is a ramp, at X unless it waits there."""
    kind, _, name = row.waited_for.partition(" ")
    what, node = account.terminals.get(name, ("", name))
    if not name or kind not in {"asset", "terminal", *_CAUSES}:
        return "more lots to fill a lift" if row.waited_for == "fill of a lift" else row.waited_for
    if kind == "asset":
        return _free(name, account)
    if kind == "terminal":
        server = _SERVERS.get(what, "a place")
        return server if node == row.place else f"{server} at {account.place(node)}"
    return _CAUSES[kind].format(name=name, at=account.place(node))


_CAUSES: Final[dict[str, str]] = {  # by the first word; ``at`` is the place of the terminal
    "after": "{name} to close",
    "control": "movement control, hit by {name}",
    "disruption": "{name} to end",
    "staging": "room on the land of {at}",
    "traction": "a locomotive of {name}",
    "call-forward": "a call-forward place at {at}",
}


def _free(asset_type: str, account: Account) -> str:
    """An asset that is free, by its name if it has one (names are in the plural)."""
    named = account.asset_names.get(asset_type)
    return f"free {named}" if named else f"a free {asset_type}"


_SERVERS: Final[dict[str, str]] = {
    "railhead": "a ramp",
    "transfer_yard": "a transfer track",
    "port": "a berth",
    "airfield": "a parking spot",
}


def _repair(row: StageRecord, account: Account) -> str:
    """A vehicle that fell out of its column, or a lift that halted for one."""
    told, place = span(_waited(row)), account.place(row.place)
    if row.lift:
        return f"halted {told} at {place} for a vehicle that had broken down"
    return f"a vehicle broke down, repaired in {told} at {place}, and followed by itself"


def _longest_waits(rows: Sequence[StageRecord], account: Account) -> str:
    waits = sorted((row for row in rows if _waited(row) > SHORT_H), key=_waited, reverse=True)
    if not waits:
        return "It never waited once it was ready."
    told = dict.fromkeys(_wait(row, account) for row in waits)
    return f"Longest: {'; '.join(itertools.islice(told, LONGEST_WAITS))}."


def _last_lot(rows: Sequence[StageRecord], lots: Sequence[Sequence[StageRecord]]) -> Iterator[str]:
    """The lot whose arrival let integration begin, and where its days went."""
    began = [row.from_h for row in rows if row.stage == Stage.INTEGRATION]
    staged = [
        (abs(row.to_h - began[0]), place, row.to_h)
        for place, lot in enumerate(lots)
        for row in lot
        if began and row.stage == Stage.STAGING
    ]
    if staged:
        _, place, staged_h = min(staged)
        yield _days_of(lots[place], staged_h)


def _days_of(rows: Sequence[StageRecord], staged_h: float) -> str:
    """From readiness to the staging area: waits, ways and handling of the lot's last part."""
    ready_h = max((row.to_h for row in rows if row.stage == Stage.READY), default=staged_h)
    spent = {"waiting": 0.0, "on the way": 0.0, "loading, transfer and unloading": 0.0}
    for row in _last_part(rows):
        waited_h = max(0.0, _waited(row))
        spent["waiting"] += waited_h
        if row.stage in _WORK:
            spent[_WORK[row.stage]] += row.to_h - row.from_h - waited_h
    spent["staging"] = max(0.0, staged_h - ready_h - sum(spent.values()))
    told = ", ".join(f"{span(hours)} {what}" for what, hours in spent.items() if hours > SHORT_H)
    short = "/".join(rows[0].lot.split("/")[-2:])
    return (
        f"What closed it last: {short}, present at {c_hour(staged_h)}, "
        f"{span(staged_h - ready_h)} after it was ready: {told}."
    )


_WORK: Final[dict[str, str]] = {
    Stage.TRANSIT: "on the way",
    Stage.LOAD: "loading, transfer and unloading",
    Stage.TRANSFER: "loading, transfer and unloading",
    Stage.UNLOAD: "loading, transfer and unloading",
}


def _last_part(rows: Sequence[StageRecord]) -> Iterator[StageRecord]:
    """Back from the end, each row that ended as the one after it began: one part's own story."""
    at_h = max((row.from_h for row in rows if row.stage == Stage.STAGING), default=math.inf)
    for row in sorted(rows, key=lambda row: (row.to_h, row.from_h), reverse=True):
        told = row.stage in _WORK or row.stage in {Stage.WAIT, Stage.STRANDED}
        if told and abs(row.to_h - at_h) < SHORT_H and row.to_h > row.from_h:
            at_h = row.from_h
            yield row


def _end(rows: Sequence[StageRecord], line: Mapping[str, Any], closed_h: float) -> Iterator[str]:
    if math.isinf(closed_h):
        yield "It had not closed by the end of the run."
        return
    for row in rows:
        if row.stage == Stage.INTEGRATION:
            slot = f"waited {span(_waited(row))} for an integration slot and "
            yield (
                f"Enough of it was present at {c_hour(row.from_h)}; it "
                f"{slot if _waited(row) > SHORT_H else ''}"
                f"took {span(row.to_h - row.work_h)} to integrate."
            )
    late_d = (closed_h - float(line["required_delivery_h"])) / HOURS_PER_DAY
    margin = f"{late_d:.1f} days late" if late_d > 0 else f"{-late_d:.1f} days in hand"
    yield f"Closed at {c_hour(closed_h)}, {margin}."


def _still_waits(lot: Mapping[str, object]) -> str:
    since = c_hour(float(str(lot["since_h"])))
    return f"at the end of the run {lot['state']} since {since}, waiting for {lot['for_what']}"
