"""What it would take, as it is stored: a table beside the run folders of the same question."""

from pathlib import Path
from typing import Final

import pandas as pd

from eastflank.store.damage import damaged
from eastflank.store.tables import Rows, read_table, write_csv

FOLDER: Final = "require"
COLUMNS: Final = (
    "steps",
    "price_meur",
    "more_troops",
    "chance",
    "low",
    "high",
    "pairs",
    "told_by",
    "confidence",
    "target_troops",
    "by_day",
)
PULLED: Final = "pulled"  # the steps in words; what was stored before has none


def requirement_path(root: Path, troops: float | None = None) -> Path:
    """Where the bundles of a run's question lie; the folder of the run need not be there.

    ``root`` is named by the digest of the question, of its tables and of the model. Troops other
    than those of its target have a table of their own.
    """
    asked = "" if troops is None else f"-{troops:.0f}" if troops % 1 == 0 else f"-{troops!r}"
    return root.parent / FOLDER / f"{root.name}{asked}.csv"


def write_requirement(path: Path, rows: Rows) -> None:
    """Write a row for each bundle of the front."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_csv(path, rows, (*COLUMNS, PULLED))


def read_requirement(path: Path) -> pd.DataFrame | None:
    """The bundles as they were stored, the texts of one without a lever empty; None if none are."""
    if not path.is_file():
        return None
    table = read_table(path.read_text(encoding="utf-8"))
    if missing := [name for name in COLUMNS if name not in table.columns]:
        raise damaged(path, f"it has no column {', '.join(missing)}")
    texts = table.reindex(columns=["steps", PULLED]).astype(object)
    return table.assign(**texts.where(texts.notna(), ""))
