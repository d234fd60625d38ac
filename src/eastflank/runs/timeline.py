"""The timeline of a unit: what happened to it, in plain sentences from the records of a run."""

import itertools
import math
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd

from eastflank.model.causes import CauseKind, WaitCause
from eastflank.model.errors import PlannerError
from eastflank.model.records import COLUMNS, Stage, StageRecord
from eastflank.model.spelling import nearest
from eastflank.model.units import HOURS_PER_DAY
from eastflank.runs.account import Account
from eastflank.runs.delays import (
    ON_THE_WAY,
    SHORT_H,
    Halts,
    halts_on_legs,
    stays_of,
    waits_within_legs,
)
from eastflank.runs.last_lot import Lot, hours_of, last_staged
from eastflank.runs.steps import Step, Wait, cause_of, steps_of, waited
from eastflank.runs.wording.causes import reasons, sentence
from eastflank.runs.wording.names import Names, plain, priority
from eastflank.runs.wording.numbers import c_hour, count, listing, span

LONGEST_WAITS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class LotStory:
    """What happened to a lot, or to several lots of one class to which the same happened."""

    cargo: str
    ordinals: tuple[str, ...]
    pieces: float
    steps: tuple[str, ...]
    waits: tuple[Wait, ...] = ()

    @property
    def text(self) -> str:
        """As one sentence."""
        named = f"{self.cargo}/{', '.join(self.ordinals)}"
        return f"{named} ({count(self.pieces)} pieces): {'; '.join(self.steps)}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What happened to a unit: who it is, what its lots did, what it waited for, when it closed."""

    opening: tuple[str, ...]
    lots: tuple[LotStory, ...] = ()
    closing: tuple[str, ...] = ()
    last: str = ""  # the lot that closed it: cargo class and ordinal

    @property
    def sentences(self) -> list[str]:
        """All of it, in order."""
        return [*self.opening, *(lot.text for lot in self.lots), *self.closing]


def unit_story(account: Account, unit: str) -> Story:
    """The story of a unit: who it is, how each lot went, what it waited for, when it closed."""
    refuse_unknown(unit, account.units)
    records = account.records
    own = records["unit"] == unit
    on_way = records["stage"].isin(ON_THE_WAY)
    its_lifts = on_way & records["lift"].isin(sorted(set(records.loc[own, "lift"].astype(str))))
    return Stories(replace(account, records=records.loc[own | its_lifts])).of(unit)


class Stories:
    """The stories of the units of an account, whose frames are gone through once for all units."""

    def __init__(self, account: Account) -> None:
        self._account = account
        lines = account.units.to_dict("records")
        self._lines = {str(line["uln"]): _by_name(line) for line in lines}
        self._rows = _rows_by_unit(account.records)
        self._stays = stays_of(account.records)
        ends = account.closures
        self._closed_h = dict(zip(ends["unit"].astype(str), ends["closed_095_h"], strict=True))

    def of(self, unit: str) -> Story:
        """The story of a unit of the force list."""
        account, line = self._account, self._lines[unit]
        told = _introduction(line, account.names)
        if line["in_place"]:
            place = "It is in place already: shown, never counted among those who move."
            return Story(opening=(told, place))
        rows = self._rows.get(unit, [])
        of_lots = sorted((row for row in rows if row.lot), key=lambda row: (row.lot, row.from_h))
        lots = [list(group) for _, group in itertools.groupby(of_lots, key=lambda row: row.lot)]
        halts = halts_on_legs(of_lots, self._stays)
        stories = list(_lot_stories(lots, account, halts))
        last = last_staged(rows, lots)
        return Story(
            opening=(told, _readiness(of_lots, account, unit)),
            lots=tuple(_together(stories)),
            closing=(
                _longest_waits([*stories, *_reception(rows, account.names)]),
                *([_where_hours_went(*last, halts)] if last else []),
                *_end(rows, line, float(self._closed_h.get(unit, math.inf)), account.names),
            ),
            last=_short(last[1].lot) if last else "",
        )


def _by_name(line: Mapping[Hashable, Any]) -> dict[str, Any]:
    return {str(column): value for column, value in line.items()}


def refuse_unknown(unit: str, units: pd.DataFrame) -> None:
    """Do not tell of a unit that the force list does not have."""
    known = units["uln"].astype(str)
    if unit not in set(known):
        raise PlannerError(
            where="units.csv",
            found=f"no unit {unit!r} in this run.",
            right="Units are named by the uln of the force list.",
            near=nearest(unit, known),
        )


def _rows_by_unit(records: pd.DataFrame) -> dict[str, list[StageRecord]]:
    """The rows of each unit in the order in which they began."""
    owned = records.loc[records["unit"].notna() & (records["unit"] != ""), list(COLUMNS)]
    rows = map(StageRecord, *(owned[name].tolist() for name in COLUMNS))
    by_unit: dict[str, list[StageRecord]] = {}
    for row in sorted(rows, key=lambda row: (row.from_h, row.to_h)):
        by_unit.setdefault(row.unit, []).append(row)
    return by_unit


def _introduction(line: Mapping[str, Any], names: Names) -> str:
    kit = line["kit_node_id"]
    apart = "" if kit == line["origin_node_id"] else f", its equipment from {names.place(kit)},"
    parent = f", {line['brigade']}" if line["brigade"] else ""
    return (
        f"{line['uln']}, {line['name']} ({line['nation']}{parent}): {line['personnel']:,} troops, "
        f"tier {line['tier']}, {priority(line['priority'])}. "
        f"It goes from {names.place(line['origin_node_id'])}{apart} to "
        f"{names.place(line['destination_node_id'])} and is required by "
        f"{c_hour(line['required_delivery_h'])}."
    )


def _readiness(rows: Sequence[StageRecord], account: Account, unit: str) -> str:
    ready = [row for row in rows if row.stage == Stage.READY]
    if not ready:
        causes = [_cause_left(lot) for lot in account.waiting if lot["unit"] == unit]
        held = listing([_held(cause, account.names) for cause in dict.fromkeys(causes)] or [""])
        return f"None of its lots got ready within the run{held}."
    first, last = (f(ready, key=lambda row: row.to_h) for f in (min, max))
    held = _held(cause_of(last), account.names)
    if last.to_h - first.to_h < SHORT_H:
        return f"All its lots were ready at {c_hour(last.to_h)}{held}."
    return f"Its lots were ready from {c_hour(first.to_h)} to {c_hour(last.to_h)}{held}."


def _held(cause: WaitCause, names: Names) -> str:
    """What held a unit last until it was ready."""
    if cause.kind is CauseKind.C_DAY:
        return ", held by nothing but C-day"
    return f", held last by {sentence(cause, names)}"


def _lot_stories(lots: Iterable[Lot], account: Account, halts: Halts) -> Iterator[LotStory]:
    left = {str(lot["lot"]): lot for lot in account.waiting}
    for rows in lots:
        on_the_way = waits_within_legs(rows)
        told = (row for row in rows if row not in on_the_way)
        steps = [step for row in told for step in steps_of(row, account.names, halts)]
        at_end = [_still_waits(left[rows[0].lot], account.names)] if rows[0].lot in left else []
        cargo, ordinal = rows[0].lot.split("/")[-2:]
        yield LotStory(
            cargo=cargo,
            ordinals=(ordinal,),
            pieces=max(row.pieces for row in rows),
            steps=(*_once([step.text for step in steps]), *at_end),
            waits=tuple(wait for step in steps for wait in step.waits),
        )


def _once(steps: Sequence[str]) -> Iterator[str]:
    """The same step of several lifts is told once."""
    for step, same in itertools.groupby(steps):
        lifts = len(list(same))
        yield f"{step} (in {lifts} lifts)" if lifts > 1 else step


def _together(stories: Iterable[LotStory]) -> Iterator[LotStory]:
    """Lots of one class to which the same happened are told together."""
    alike: dict[tuple[str, float, tuple[str, ...]], list[LotStory]] = {}
    for story in stories:
        alike.setdefault((story.cargo, story.pieces, story.steps), []).append(story)
    for (cargo, pieces, steps), lots in alike.items():
        ordinals = tuple(ordinal for lot in lots for ordinal in lot.ordinals)
        yield LotStory(cargo=cargo, ordinals=ordinals, pieces=pieces, steps=steps)


def _still_waits(lot: Mapping[str, object], names: Names) -> str:
    """Where a lot is at the end of the run, since when and what it waits for."""
    cause, since = _cause_left(lot), c_hour(float(str(lot["since_h"])))
    where = f"at the end of the run at {names.place(str(lot['place']))} since {since}"
    if cause.kind is CauseKind.NO_WAY:
        return f"{where}, without a way: {reasons(cause, names)}"
    if cause.kind is CauseKind.UNDER_WAY:
        return f"at the end of the run {plain(str(lot['state']))} since {since}"
    onward = (
        f", to go by {lot['mode']} to {names.place(str(lot['towards']))}" if lot["mode"] else ""
    )
    return f"{where}, waiting for {sentence(cause, names)}{onward}{_opens(lot, names)}"


def _opens(lot: Mapping[str, object], names: Names) -> str:
    """What of its way opens only later, and when, if that is known."""
    if not lot["opens"]:
        return ""
    thing = str(lot["opens"])
    called = names.link(thing) if thing in names.links else names.place(thing)
    return f"; {called} does not open before {c_hour(float(str(lot['opens_h'])))}"


def _cause_left(lot: Mapping[str, object]) -> WaitCause:
    return WaitCause.of(*(str(lot[name]) for name in ("cause", "cause_thing", "closed_by")))


def _reception(rows: Sequence[StageRecord], names: Names) -> Iterator[Step]:
    for row in rows:
        if row.stage == Stage.INTEGRATION:
            yield from steps_of(row, names, {})


def _longest_waits(told: Sequence[LotStory | Step]) -> str:
    waits = sorted((wait for each in told for wait in each.waits), key=lambda wait: -wait.hours)
    if not waits:
        return "It never waited once it was ready."
    texts = dict.fromkeys(wait.text for wait in waits)
    return f"Longest: {'; '.join(itertools.islice(texts, LONGEST_WAITS))}."


def _where_hours_went(lot: Lot, staged: StageRecord, halts: Halts) -> str:
    spent = hours_of(lot, staged, halts)
    told = ", ".join(f"{span(hours)} {what}" for what, hours in spent.items() if hours > SHORT_H)
    return (
        f"What closed it last: {_short(staged.lot)}, present at {c_hour(staged.to_h)}, "
        f"{span(sum(spent.values()))} after it was ready: {told}."
    )


def _short(lot: str) -> str:
    return "/".join(lot.split("/")[-2:])


def _end(
    rows: Sequence[StageRecord], line: Mapping[str, Any], closed_h: float, names: Names
) -> Iterator[str]:
    if math.isinf(closed_h):
        yield "It had not closed by the end of the run."
        return
    for row in rows:
        if row.stage == Stage.INTEGRATION:
            queued = ""
            if waited(row) > SHORT_H:
                queued = f"waited {span(waited(row))} for {sentence(cause_of(row), names)}, and "
            yield (
                f"Enough of it was present at {c_hour(row.from_h)}; it {queued}"
                f"took {span(row.to_h - row.work_h)} to integrate."
            )
    late_d = (closed_h - float(line["required_delivery_h"])) / HOURS_PER_DAY
    margin = f"{late_d:.1f} days late" if late_d > 0 else f"{-late_d:.1f} days in hand"
    yield f"Closed at {c_hour(closed_h)}, {margin}."
