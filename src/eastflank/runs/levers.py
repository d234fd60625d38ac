"""Levers: what would turn the answer, where ``eastflank require`` was asked and its table kept."""

import shlex
from pathlib import Path
from typing import Any, Final

import pandas as pd

from eastflank.runs.stored import StoredRun
from eastflank.runs.wording import chances, numbers
from eastflank.store.tables import read_table

NAME: Final = "require.csv"
BEST: Final = 3
MILLION: Final = "M€"


def levers_path(run: StoredRun) -> Path:
    """Where the table of ``eastflank require EXPERIMENT --csv`` is looked for."""
    return run.root.parent / NAME


def levers_command(run: StoredRun) -> str:
    """What it takes to have it."""
    asked = shlex.join(["eastflank", "require", run.manifest.file, "--csv"])
    return f"{asked} > {levers_path(run).as_posix()}"


def lever_lines(run: StoredRun) -> list[str]:
    """The three bundles of levers that promise most, confirmed ones first; none if not stored."""
    path = levers_path(run)
    if not path.is_file():
        return []
    table = read_table(path.read_text(encoding="utf-8"))
    ranked = table.assign(screened=table["told_by"] != "confirmed").sort_values(
        ["screened", "chance", "price_meur"], ascending=[True, False, True]
    )
    return [_line(row) for row in _rows(ranked.head(BEST))]


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): cell for name, cell in row.items()} for row in table.to_dict("records")]


def _line(row: dict[str, Any]) -> str:
    more = numbers.whole_troops(float(row["more_troops"]))
    chance, price = chances.one_digit(float(row["chance"])), numbers.count(row["price_meur"])
    return (
        f"{_steps(str(row['steps']))}: {more} more, {chance}, {price} {MILLION} ({row['told_by']})"
    )


def _steps(told: str) -> str:
    """``lever=2 other=1`` as 2 × lever and 1 × other."""
    parts = (part.partition("=") for part in told.split())
    return numbers.listing([f"{number} × {lever}" for lever, _, number in parts] or ["nothing"])
