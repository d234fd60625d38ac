"""Cells of a frame as the types that they are."""

from numbers import Real
from typing import Any

import pandas as pd


def number(cell: object) -> float:
    """A cell, or what stands under a name, as a number; the test fails where it is none."""
    assert isinstance(cell, Real), cell
    return float(cell)


def line(table: pd.DataFrame, row: Any) -> pd.Series:
    """The one row of this name, or of these names."""
    found: pd.Series = table.loc[row]
    return found


def cell(table: pd.DataFrame, row: Any, column: str) -> Any:
    """What stands in a row under a name."""
    return line(table, row)[column]


def cells(table: pd.DataFrame, row: Any, *columns: str) -> list[Any]:
    """What stands in a row under these names."""
    return [cell(table, row, column) for column in columns]


def columns_on(table: pd.DataFrame, tail: str) -> list[str]:
    """The columns whose name ends on this, such as "_h"."""
    return [str(name) for name in table.columns if str(name).endswith(tail)]
