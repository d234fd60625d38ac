"""Cells of a frame as the types that they are."""

from numbers import Real

import pandas as pd


def number(cell: object) -> float:
    """A cell, or what stands under a name, as a number; the test fails where it is none."""
    assert isinstance(cell, Real), cell
    return float(cell)


def columns_on(table: pd.DataFrame, tail: str) -> list[str]:
    """The columns whose name ends on this, such as "_h"."""
    return [str(name) for name in table.columns if str(name).endswith(tail)]
