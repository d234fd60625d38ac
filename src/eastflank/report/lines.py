"""Frames as plain lines, for text that is made of them."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

Line = Mapping[str, Any]


def lines_of(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a frame, each by its columns."""
    return [{str(name): cell for name, cell in row.items()} for row in table.to_dict("records")]


def lines_by(table: pd.DataFrame, key: str) -> dict[str, dict[str, Any]]:
    """The rows of a frame by what stands in one column."""
    return {str(line[key]): line for line in lines_of(table)}
