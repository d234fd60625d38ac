"""P10, P50 and P90 with their intervals, a row a measure."""

from collections.abc import Mapping
from typing import Any, Final

import pandas as pd

from eastflank.cli.layout import columns
from eastflank.runs.wording.numbers import count, days, on_day, share

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
    return (
        f"troops by {on_day(level)}"
        if measure == "troops_closed"
        else f"{share(level)} closed on C+"
    )


def _cell(row: Mapping[Any, Any]) -> str:
    say = count if row["unit"] == "troops" else days
    return f"{say(row['estimate'])} ({say(row['low'])} to {say(row['high'])})"
