"""Tables of the scenario as CSV: written with plain values, read so that ids stay strings."""

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import pandas as pd

from eastflank.model.formulas import as_written, harmless
from eastflank.store.atomic import write_text

ID_COLUMNS: Final = (
    "uln",
    "name",
    "nation",
    "brigade",
    "division",
    "unit_type",
    "weight",
    "origin_node_id",
    "origin_country",
    "kit_node_id",
    "destination_node_id",
    "destination_country",
    "lot",
    "unit",
    "cargo",
    "fleet_id",
    "owner",
    "asset_type",
    "mode",
    "home_node_id",
    "terminal_id",
    "node_id",
    "kind",
)

Rows = Sequence[Mapping[str, object]]


def write_csv(path: Path, rows: Rows, columns: Sequence[str]) -> None:
    """Write rows as a table with these columns, which stand there where no row does."""
    write_text(path, csv_text(rows, columns))


def write_frame_csv(path: Path, frame: pd.DataFrame) -> None:
    """Write a frame as a table for readers: six digits, lines that end alike everywhere."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_text(path, frame_csv(frame))


def frame_csv(frame: pd.DataFrame) -> str:
    """The same as text."""
    return str(frame.map(harmless).to_csv(index=False, float_format="%.6g", lineterminator="\n"))


def csv_text(rows: Rows, columns: Sequence[str]) -> str:
    """Rows as CSV text."""
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: harmless(cell) for name, cell in row.items()} for row in rows)
    return text.getvalue()


def read_table(text: str) -> pd.DataFrame:
    """A table of the scenario from its CSV text. Ids stay strings."""
    texts = dict.fromkeys(ID_COLUMNS, str)
    frame = pd.read_csv(io.StringIO(text), dtype=texts, keep_default_na=False, na_values=[""])
    words = frame.fillna(dict.fromkeys(ID_COLUMNS, ""))
    return words.map(as_written)
