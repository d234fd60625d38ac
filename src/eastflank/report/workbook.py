"""A workbook of one run: verdict, movement table, arrivals, utilisation, evidence, a sheet each."""

import importlib
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pandas as pd

from eastflank.measures.frames import days, quantile
from eastflank.measures.use.tables import usage_tables
from eastflank.model.errors import PlannerError
from eastflank.runs.basis import basis_of
from eastflank.runs.schedules import movements_of
from eastflank.runs.stored import StoredRun
from eastflank.runs.wording.numbers import NEVER
from eastflank.store.atomic import replacing

OPTIONS: Final = {  # cells are what was stored: never a formula, a link or a number in disguise
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
BAND: Final = {"p10": 0.1, "p50": 0.5, "p90": 0.9}
WIDEST: Final = 40  # letters of a column
SHEET_NAME: Final = 31  # letters that a spreadsheet takes


def write_workbook(run: StoredRun, path: Path) -> Path:
    """Write the workbook whole; its path."""
    library = _library()
    tables = sheets_of(run)
    with replacing(path) as beside:
        book = library.Workbook(str(beside), OPTIONS)
        bold = book.add_format({"bold": True, "bottom": 1})
        for name, table in tables.items():
            _write(book.add_worksheet(name[:SHEET_NAME]), table, bold)
        book.close()
    return path


def sheets_of(run: StoredRun) -> Mapping[str, pd.DataFrame]:
    """The tables by sheet, totals before details."""
    verdict, told = run.verdict, run.told
    usage = usage_tables(told.records, run.situation, told.waiting, end_h=told.end_h)
    return {
        "about": _about(run),
        "verdict": pd.DataFrame() if verdict is None else verdict,
        "movements": movements_of(run),
        "arrivals": _arrivals(run),
        **{f"use of {name}": table for name, table in usage.items()},
        "evidence": pd.DataFrame([dict(row) for row in run.evidence]),
    }


def _about(run: StoredRun) -> pd.DataFrame:
    """What was asked, and what the numbers rest on."""
    manifest = run.manifest
    rows = {
        "title": manifest.title,
        "experiment": run.label,
        "rests on": basis_of(run),
        "policy": manifest.policy,
        "run": manifest.run_id,
        "made with": f"eastflank {manifest.versions.get('eastflank', '')}",
        "made again by": manifest.command,
        "days": "after C-day (00:00 UTC)",
        NEVER: "not within the run",
    }
    return pd.DataFrame(rows.items(), columns=["what", "said"])


def _arrivals(run: StoredRun) -> pd.DataFrame:
    """The day on which each unit closes over the replications, by brigade, names before ids."""
    closures = run.closures()
    closed = days(closures["closed_095_h"]).groupby(closures["unit"])
    bands = pd.DataFrame(
        {f"closed_day_{name}": closed.agg(quantile, share) for name, share in BAND.items()}
    )
    named = ["name", "nation", "brigade", "destination_node_id", "personnel", "uln"]
    units = run.units.loc[run.units["uln"].isin(bands.index), named]
    table = units.merge(bands, left_on="uln", right_index=True)
    return table.sort_values(["brigade", "closed_day_p50", "uln"], kind="stable")


def _write(sheet: Any, table: pd.DataFrame, bold: object) -> None:
    for column, name in enumerate(table.columns):
        cells = [_cell(value) for value in table[name]]
        sheet.write_string(0, column, str(name), bold)
        for row, cell in enumerate(cells, start=1):
            if cell is not None:
                sheet.write(row, column, cell)
        widths = [len(str(cell)) for cell in cells if cell is not None]
        sheet.set_column(column, column, min(WIDEST, 2 + max([len(str(name)), *widths])))
    sheet.freeze_panes(1, 0)


def _cell(value: Any) -> str | float | None:
    """A value as a sheet holds it: what never comes is said, what is not known is empty."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, float) and math.isinf(value):
        return NEVER
    if hasattr(value, "item"):
        return _cell(value.item())
    return value if isinstance(value, int | float) else str(value)


def _library() -> Any:
    """The library, which is an extra: only who asks for a workbook needs it."""
    try:
        return importlib.import_module("xlsxwriter")
    except ImportError:
        raise PlannerError(
            where="--xlsx",
            found="the package xlsxwriter is not installed.",
            right="Install the extra: pip install 'eastflank[xlsx]'.",
        ) from None
