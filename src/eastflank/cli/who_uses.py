"""``eastflank who-uses``: which units use a link or a corridor, as it went and as was planned."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from eastflank.cli import options
from eastflank.cli.exits import ends_well
from eastflank.cli.layout import columns
from eastflank.cli.screen import result, result_json
from eastflank.cli.stored import stored_one
from eastflank.runs.wording.numbers import DASH, c_day, count, decimal

if TYPE_CHECKING:
    import pandas as pd

    from eastflank.api import LinkUse
    from eastflank.runs.who_uses import Users

Row = Mapping[str, Any]
AMOUNTS: Final = ("troops", "tonnes", "loads")


@ends_well()
def who_uses(
    name: Annotated[
        str, typer.Argument(help="A link by its id, or a corridor.", metavar="LINK_OR_CORRIDOR")
    ],
    run: Annotated[
        str, typer.Argument(help="A run folder, or an experiment: its latest run.", metavar="RUN")
    ],
    replication: Annotated[
        int | None, typer.Option(min=0, help="A replication; the deterministic run by default.")
    ] = None,
    out: options.Out = options.RESULTS,
    as_json: options.AsJson = False,
) -> None:
    """Print which units use a link or corridor: how much of them, by which mode, when.

    Actual: the loaded lifts that entered it, from records with links (--records full).
    Planned: what units would use were nothing to happen, each lot by the way that is fastest in
    free flow with all links open: no queue and no scarcity of lift is weighed.
    """
    from eastflank import api

    chosen = api.LIKELY if replication is None else replication
    found = api.who_uses(name, stored_one(run, out), replication=chosen)
    if as_json:
        result_json(_object(found, replication))
    else:
        result(_text(found))


def _object(found: "LinkUse", replication: int | None) -> dict[str, Any]:
    return {
        "run": str(found.run.root),
        "replication": replication,
        "name": found.name,
        "links": list(found.links),
        "actual": _tables(found.actual),
        "planned": None if found.planned is None else _tables(found.planned),
        "not_planned": found.not_planned,
    }


def _tables(users: "Users") -> dict[str, Any]:
    return {
        "units": users.units.to_dict("records"),
        "totals": users.totals.to_dict("records"),
    }


def _text(found: "LinkUse") -> str:
    which = "the deterministic run" if found.replication < 0 else f"replication {found.replication}"
    head = f"{found.run.name}: who uses {found.name} ({', '.join(found.links)})"
    actual = _users(f"Actual, {which}", found.actual)
    if found.planned is None:
        planned = f"Planned: not told. {found.not_planned}"
    else:
        planned = _users("Planned, fastest ways in free flow", found.planned)
    return "\n\n".join([head, actual, planned])


def _users(title: str, users: "Users") -> str:
    rows, totals = _rows(users.units), _rows(users.totals)
    if not rows:
        return f"{title}: no unit."
    head = [title, "nation", "mode", *AMOUNTS, "from", "to"]
    lines = [[_called(row), row["nation"] or DASH, row["mode"], *_cells(row)] for row in rows]
    sums = [
        [_total(row["units"]), row["nation"] or DASH, row["mode"], *_cells(row)] for row in totals
    ]
    return columns(head, [*sums, *lines])


def _called(row: Row) -> str:
    return f"{row['name']} ({row['unit']})" if row["name"] else str(row["unit"])


def _total(units: int) -> str:
    return f"total, {units} unit{'' if units == 1 else 's'}"


def _cells(row: Row) -> list[str]:
    amounts = [count(row["troops"]), count(row["tonnes"]), decimal(row["loads"])]
    return [*amounts, *(c_day(row[name]) for name in ("first_day", "last_day"))]


def _rows(table: "pd.DataFrame") -> list[Row]:
    return [{str(key): value for key, value in row.items()} for row in table.to_dict("records")]
