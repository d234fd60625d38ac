"""``eastflank usage``: how busy each finite thing of a run was, and what was waited for."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from eastflank.cli import options
from eastflank.cli.exits import ends_well
from eastflank.cli.screen import columns, result, result_files, result_json
from eastflank.runs.wording.numbers import count, decimal, on_day, share

if TYPE_CHECKING:
    import pandas as pd

    from eastflank.api import Usage

Row = Mapping[str, Any]
OF_TERMINALS: Final = ("ramp", "transfer track", "berth", "airfield spot")


@ends_well()
def usage(
    run: Annotated[
        str, typer.Argument(help="A run folder, or an experiment: its latest run.", metavar="RUN")
    ],
    replication: Annotated[
        int | None, typer.Option(min=0, help="A replication; the deterministic run by default.")
    ] = None,
    out: options.Out = options.RESULTS,
    top: Annotated[int, typer.Option(min=1, help="Rows of each list.")] = 10,
    csv: Annotated[
        bool, typer.Option("--csv", help="Write whole tables to <run folder>/usage instead.")
    ] = False,
    as_json: options.AsJson = False,
) -> None:
    """Print crossings, fleets, terminals, slots and waits of a stored run, the busiest first."""
    from eastflank import api

    chosen = api.LIKELY if replication is None else replication
    found = api.usage(run, out, replication=chosen)
    if as_json:
        tables = {name: table.to_dict("records") for name, table in found.tables.items()}
        result_json({"run": str(found.folder.root), "replication": replication, **tables})
    elif csv:
        result_files(api.write_usage(found))
    else:
        result(_text(found, top))


def _text(found: "Usage", top: int) -> str:
    crossings, fleets = _rows(found.tables["crossings"]), _rows(found.tables["fleets"])
    things, waits = _rows(found.tables["finite-things"]), _rows(found.tables["waits"])
    trains = [row for row in crossings if row["mode"] == "rail" and row["loaded"] > 0]
    sections = {
        "Rail over borders, each way: loaded trains": _crossings(trains, top),
        "Lift: fill, turn and empty running of each type": _fleets(fleets),
        "Terminals, most waited for first": _things(things, OF_TERMINALS, top),
        "Sections of line and road": _things(
            _with_ends(things, found.link_ends), ("section",), top
        ),
        "Fleets": _things(things, ("fleet",), top),
        "Integration slots": _things(things, ("integration slot",), top),
        "Call-forward places": _things(things, ("call-forward place",), top),
        "What lots waited for": _waits(waits, top),
    }
    told = [f"{title}\n{text}" for title, text in sections.items() if text]
    return "\n\n".join([f"{found.folder.manifest.label}: use of what is finite", *told])


def _with_ends(things: Sequence[Row], ends: Mapping[str, tuple[str, str]]) -> list[Row]:
    """Sections with the places at their ends: ``RL0373 PL_SUWALKI–LT_MOCKAVA``."""
    return [
        {**row, "id": f"{row['id']} {'–'.join(ends.get(row['id'].split(' ')[0], ()))}"}
        for row in things
    ]


def _rows(table: "pd.DataFrame") -> list[Row]:
    return [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]


def _crossings(rows: Sequence[Row], top: int) -> str:
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
            for row in rows[:top]
        ],
    )


def _fleets(rows: Sequence[Row]) -> str:
    head = [
        "", "assets", "of", "loads", "fill", "part-full", "turn d", "median", "empty", "idle",
        "km/h", "load h", "unload h",
    ]  # fmt: skip
    return _listed(
        head,
        [
            [
                row["asset_type"],
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


def _things(rows: Sequence[Row], kinds: Sequence[str], top: int) -> str:
    chosen = [row for row in rows if row["kind"] in kinds][:top]
    head = ["", "of", "busy", "lifts", "wait h", "mean", "longest", "most at once"]
    return _listed(
        head,
        [
            [
                row["id"] if len(kinds) == 1 else f"{row['kind']} {row['id']}",
                decimal(row["capacity"]),
                share(row["busy_share"]),
                count(row["lifts"]),
                count(row["wait_h"]),
                decimal(row["mean_wait_h"]),
                decimal(row["max_wait_h"]),
                count(row["longest_queue"]),
            ]
            for row in chosen
        ],
    )


def _waits(rows: Sequence[Row], top: int) -> str:
    head = ["", "waits", "lot h", "mean h", "longest h", "troop days", "tonne days"]
    return _listed(
        head,
        [
            [
                row["cause"],
                count(row["lots"]),
                count(row["lot_hours"]),
                decimal(row["mean_h"]),
                decimal(row["max_h"]),
                count(row["troop_days"]),
                count(row["tonne_days"]),
            ]
            for row in rows[:top]
        ],
    )


def _listed(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return columns(head, rows) if rows else ""
