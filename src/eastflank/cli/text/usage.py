"""The use of what is finite as text: what was waited for, then a list of each kind of thing."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import pandas as pd

from eastflank.api import Usage
from eastflank.cli.layout import columns
from eastflank.measures.use.finite import (
    CALL_FORWARD,
    FLEET,
    HOLDING_TRACK,
    SECTION,
    SLOTS,
    TERMINALS,
)
from eastflank.measures.use.waiting import causes_of
from eastflank.model.units import HOURS_PER_DAY
from eastflank.runs.wording.causes import labels
from eastflank.runs.wording.names import SERVERS, Names, asset
from eastflank.runs.wording.numbers import c_day, count, decimal, listing, on_day, share

Row = Mapping[str, Any]
FIRST: Final = 3  # waits that the sentence names
WAITED: Final = ("of", "busy", "lifts", "wait h", "mean", "longest", "most at once")
STOOD: Final = ("of", "busy", "stood there", "kept out h", "mean", "longest", "most at once")
THINGS: Final[dict[str, tuple[Sequence[str], Sequence[str]]]] = {  # kinds and heads, by title
    "Terminals, most waited for first": (TERMINALS, WAITED),
    "Sections of line and road": ((SECTION,), WAITED),
    "Holding tracks: who stood there, who was kept out": ((HOLDING_TRACK,), STOOD),
    "Fleets": ((FLEET,), WAITED),
    "Integration slots": ((SLOTS,), WAITED),
    "Call-forward places": ((CALL_FORWARD,), WAITED),
}


def usage_text(found: Usage, top: int) -> str:
    """What was waited for most in a sentence; tables of waits, then of each kind of thing."""
    tables, names = found.tables, found.run.names
    things = _rows(tables["finite-things"])
    crossings = [row for row in _rows(tables["crossings"]) if row["mode"] == "rail"]
    sections = {
        "What lots waited for": _waits(tables["waits"].head(top), names),
        "What lifts stood for on their way": _halts(tables["halts"].head(top), names),
        "What held units last until they were ready": _readiness(tables["readiness"], names),
        "Rail over borders, each way: loaded trains": _crossings(
            [row for row in crossings if row["loaded"] > 0][:top]
        ),
        "Lift: fill, turn and empty running of each type": _fleets(_rows(tables["fleets"])),
        **{
            title: _things([row for row in things if row["kind"] in kinds][:top], head, names)
            for title, (kinds, head) in THINGS.items()
        },
    }
    told = [f"{title}\n{text}" for title, text in sections.items() if text]
    return "\n\n".join([f"{found.run.name}: {_answer(tables['waits'], names)}", *told])


def _answer(waits: pd.DataFrame, names: Names) -> str:
    """What lots waited longest for, in a sentence."""
    said = labels(causes_of(waits.head(FIRST)), names)
    if not said:
        return "no lot waited for anything."
    days = float(waits["lot_hours"].sum()) / HOURS_PER_DAY
    return f"lots waited {count(days)} lot-days in all, longest for {listing(said)}."


def _rows(table: pd.DataFrame) -> list[Row]:
    return [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]


def _crossings(rows: Sequence[Row]) -> str:
    head = ["", "trains", "a day", "peak day", "empty", "from", "to", "mean wait h"]
    return _listed(
        head,
        [
            [
                row["crossing"],
                count(row["loaded"]),
                decimal(row["loaded_per_day"]),
                count(row["peak_per_day"]),
                count(row["empty"]),
                on_day(row["first_day"]),
                on_day(row["last_day"]),
                decimal(row["mean_wait_h"]),
            ]
            for row in rows
        ],
    )


def _fleets(rows: Sequence[Row]) -> str:
    head = [
        "",
        "assets",
        "of",
        "loads",
        "fill",
        "part-full",
        "turn d",
        "median",
        "empty",
        "idle",
        "km/h",
        "load h",
        "unload h",
    ]
    return _listed(
        head,
        [
            [
                asset(str(row["asset_type"])),
                count(row["assets"]),
                count(row["fleet"]),
                count(row["loads"]),
                share(row["mean_fill"]),
                share(row["part_full"]),
                decimal(row["turn_days"]),
                decimal(row["turn_days_median"]),
                share(row["empty_share"]),
                share(row["idle_share"]),
                decimal(row["speed_kmh"]),
                decimal(row["load_h"]),
                decimal(row["unload_h"]),
            ]
            for row in rows
        ],
    )


def _things(rows: Sequence[Row], head: Sequence[str], names: Names) -> str:
    return _listed(
        ["", *head],
        [
            [
                _called(row, names),
                decimal(row["capacity"]),
                share(row["busy_share"]),
                count(row["lifts"]),
                count(row["wait_h"]),
                decimal(row["mean_wait_h"]),
                decimal(row["max_wait_h"]),
                count(row["longest_queue"]),
            ]
            for row in rows
        ],
    )


def _called(row: Row, names: Names) -> str:
    """A finite thing by what it is called, and its id."""
    thing, kind = row["id"], row["kind"]
    if kind in {SECTION, HOLDING_TRACK}:
        return f"{names.link(thing.split(' ')[0])} ({thing})"
    if kind == FLEET:
        return f"{asset(thing)} ({thing})"
    server = f"{SERVERS[kind]} at " if kind in TERMINALS else ""
    return f"{server}{names.place(thing)} ({thing})"


def _readiness(table: pd.DataFrame, names: Names) -> str:
    head = ["", "units", "troops", "ready, mean", "last", "not ready at the end"]
    return _by_cause(
        head,
        table,
        names,
        lambda row: [
            count(row["units"]),
            count(row["troops"]),
            c_day(row["mean_day"]),
            c_day(row["last_day"]),
            count(row["open_units"]),
        ],
    )


def _waits(table: pd.DataFrame, names: Names) -> str:
    head = [
        "",
        "waits",
        "lot h",
        "mean h",
        "longest h",
        "troop days",
        "tonne days",
        "still at the end",
    ]
    return _by_cause(
        head,
        table,
        names,
        lambda row: [
            count(row["lots"]),
            count(row["lot_hours"]),
            decimal(row["mean_h"]),
            decimal(row["max_h"]),
            count(row["troop_days"]),
            count(row["tonne_days"]),
            count(row["open_lots"]),
        ],
    )


def _halts(table: pd.DataFrame, names: Names) -> str:
    head = ["", "halts", "of loaded", "hours", "mean h", "longest h"]
    return _by_cause(
        head,
        table,
        names,
        lambda row: [
            count(row["lifts"]),
            count(row["loaded"]),
            count(row["hours"]),
            decimal(row["mean_h"]),
            decimal(row["max_h"]),
        ],
    )


def _by_cause(
    head: Sequence[str],
    table: pd.DataFrame,
    names: Names,
    cells: Callable[[Row], list[str]],
) -> str:
    """A row a cause, called as charts and pages call it."""
    said = labels(causes_of(table), names)
    rows = zip(said, _rows(table), strict=True)
    return _listed(head, [[cause, *cells(row)] for cause, row in rows])


def _listed(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return columns(head, rows) if rows else ""
