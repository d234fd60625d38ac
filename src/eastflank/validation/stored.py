"""The table of results: one row a check, as it is stored and as it is shown."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pandas as pd

from eastflank.model.errors import PlannerError
from eastflank.validation.results import Result

COLUMNS: Final = (
    "check",
    "case",
    "role",
    "regime",
    "mode",
    "unit",
    "published_low",
    "published",
    "published_high",
    "draws",
    "p5",
    "p50",
    "p95",
    "width",
    "rank",
    "verdict",
)


def table_of(results: Sequence[Result]) -> pd.DataFrame:
    """One row a check, in the unit of its published figure."""
    return pd.DataFrame([_row(result) for result in results], columns=list(COLUMNS))


def _row(result: Result) -> dict[str, object]:
    row, found = result.check.row, result.judgement
    told = ("check", "case", "role", "regime", "mode", "unit")
    figures = ("published_low", "published", "published_high")
    return {
        **{name: getattr(row, name) for name in (*told, *figures)},
        **{name: getattr(found, name) for name in ("draws", "p5", "p50", "p95", "width", "rank")},
        "verdict": found.found.value,
    }


def write_table(results: Sequence[Result], path: Path) -> Path:
    """Store the table; its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    table_of(results).to_csv(path, index=False)
    return path


def read_table(path: Path) -> pd.DataFrame:
    """A table that was stored, of these rows of evidence or of others."""
    if not path.is_file():
        raise PlannerError(where=str(path), found="there is no such table of results.")
    table = pd.read_csv(path)
    if missing := [name for name in COLUMNS if name not in table.columns]:
        raise PlannerError(where=str(path), found=f"it has no column {', '.join(missing)}.")
    return table
