"""P10, P50 and P90 with their intervals, a row a measure."""

import math
from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from eastflank.cli.screen import columns

TITLE: Final = "Quantiles over the replications (95 % interval; –: too few replications for an end)"


def quantile_text(table: pd.DataFrame) -> str:
    """Troops closed by day, then the day on which a share is closed."""
    names = sorted(table["quantile"].unique())
    rows = [
        [_label(str(measure), float(str(level))), *(_cell(row) for row in part.to_dict("records"))]
        for (measure, level), part in table.groupby(["measure", "level"], sort=False)
    ]
    return f"{TITLE}\n{columns(['', *(f'P{100 * name:.0f}' for name in names)], rows)}\n"


def _label(measure: str, level: float) -> str:
    return f"troops by C+{level:g}" if measure == "troops_closed" else f"{level:.0%} closed on C+"


def _cell(row: Mapping[Any, Any]) -> str:
    say = _troops if row["unit"] == "troops" else _day
    return f"{say(row['estimate'])} ({say(row['low'])}..{say(row['high'])})"


def _troops(count: float) -> str:
    return "–" if math.isnan(count) else f"{count:,.0f}"


def _day(day: float) -> str:
    if math.isnan(day):
        return "–"
    return "never" if math.isinf(day) else f"{day:.1f}"
