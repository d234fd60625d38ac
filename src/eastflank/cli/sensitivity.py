"""``eastflank sensitivity``: which evidence rows the answer of a run hangs on."""

import math
from collections.abc import Hashable, Mapping
from typing import Annotated, Any, Final

import typer

from eastflank.cli import options
from eastflank.cli.exits import ends_well
from eastflank.cli.layout import columns
from eastflank.cli.screen import result, result_json
from eastflank.cli.stored import stored_one
from eastflank.runs.wording.verdicts import FIRM, UNRANKED

SHOWN: Final = 10
HEAD: Final = ["", "grade", "rank correlation", "partial", "Sobol first", "total"]


@ends_well()
def sensitivity(
    run: Annotated[str, typer.Argument(help="A run folder, or an experiment: its latest run.")],
    against: Annotated[
        str | None,
        typer.Option(help="A run under the same luck: tell what the cost against it hangs on."),
    ] = None,
    out: options.Out = options.RESULTS,
    as_json: options.AsJson = False,
) -> None:
    """Tell which evidence rows the troops closed and the closure days hang on."""
    from eastflank import api

    base = stored_one(against, out) if against else None
    found = api.sensitivity(stored_one(run, out), against=base)
    if as_json:
        rows = [_plain(row) for row in found.table.to_dict("records")]
        weak = [_plain(row) for row in found.weak.to_dict("records")]
        result_json({"run": found.label, "sensitivity": rows, "grades_d_and_e": weak})
        return
    weak_of = {row["measure"]: row for row in found.weak.to_dict("records")}
    for measure, table in found.table.groupby("measure", sort=False):
        rows = [_plain(row) for row in table.to_dict("records")]
        result(f"{measure}: {_quality(rows[0])}{_weak(weak_of.get(measure))}")
        result(columns(HEAD, [_cells(row) for row in rows[:SHOWN]]) + "\n")


def _plain(row: Mapping[Hashable, Any]) -> dict[str, Any]:
    """Numbers that are not there are null."""
    return {
        str(name): None if isinstance(cell, float) and math.isnan(cell) else cell
        for name, cell in row.items()
    }


def _quality(row: Mapping[str, Any]) -> str:
    r2 = "" if row["r2"] is None else f", R² {row['r2']:.2f}"
    note = f"; no indices: {row['note']}" if row["note"] else ""
    few = f"; {UNRANKED}" if row["replications"] < FIRM else ""
    return f"{row['replications']} replications{r2}{note}{few}"


def _weak(row: Mapping[Hashable, Any] | None) -> str:
    if row is None or math.isnan(row["alone"]):
        return ""
    return f"; grades D and E bring {row['alone']:.0%} alone, at most {row['at_most']:.0%}"


def _cells(row: Mapping[str, Any]) -> list[str]:
    return [
        str(row["group"]),
        str(row["grade"]),
        _number(row, "rank_correlation", "low", "high"),
        *(_number(row, name, f"{name}_low", f"{name}_high") for name in MORE),
    ]


MORE: Final = ("partial", "sobol_first", "sobol_total")


def _number(row: Mapping[str, Any], name: str, low: str, high: str) -> str:
    """A number with its 95 % interval, where they are known."""
    if row[name] is None:
        return "–"
    ends = "" if row[low] is None else f" ({row[low]:.2f} to {row[high]:.2f})"
    return f"{row[name]:.2f}{ends}"
