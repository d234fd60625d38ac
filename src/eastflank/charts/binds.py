"""Chart of what binds: waiting by cause."""

from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from eastflank.charts import style
from eastflank.charts.style import Caption
from eastflank.model.causes import CauseKind

SHOWN: Final = 14


@style.styled
def binds_chart(waits: pd.DataFrame, *, caption: Caption) -> Figure:
    """The longest waits by cause (columns label, cause, lots, lot_hours, troop_days, max_h)."""
    longest = waits.head(SHOWN)
    total = float(waits["lot_hours"].sum())
    share = float(longest["lot_hours"].sum()) / total if total else 0.0
    drawn = style.figure(
        "What lots and troops waited for",
        f"The {len(longest)} longest of {len(waits)} causes ({100 * share:.0f} % of all waiting). "
        "A long queue shows where it stood, not that more of it would help",
        [caption],
        size=(11.0, 6.8),
    )
    left = style.axes(drawn, (0.27, 0.135, 0.39, 0.71))
    right = style.axes(drawn, (0.70, 0.135, 0.27, 0.71))
    rows = np.arange(len(longest))[::-1]
    _wait_bars(left, longest, rows, longest["lot_hours"] / 24.0, "lot-days waited")
    _wait_bars(right, longest, rows, longest["troop_days"], "troop-days waited")
    _legend(left, longest)
    left.set_yticks(rows, list(longest["label"]), fontsize=8.6)
    right.set_yticks(rows, [""] * len(rows))
    for row, cell in zip(rows, longest.to_dict("records"), strict=True):
        left.annotate(
            f"{_waits(float(cell['lots']))}, longest {cell['max_h'] / 24:.1f} d",
            xy=(cell["lot_hours"] / 24.0, row),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            fontsize=7.2,
            color=style.MUTED,
        )
    return drawn


def _waits(number: float) -> str:
    return "1 wait" if number == 1 else f"{number:,.0f} waits"


def _legend(axes: Axes, longest: pd.DataFrame) -> None:
    """The families of what is shown, by their colours."""
    seen = {CauseKind(kind) for kind in longest["cause"]}
    shown = [
        Patch(facecolor=colour, label=family)
        for family, (colour, kinds) in style.CAUSE_FAMILIES.items()
        if seen.intersection(kinds)
    ]
    axes.legend(
        handles=shown,
        loc="lower left",
        bbox_to_anchor=(-0.42, 1.0),
        ncols=len(shown) or 1,
        borderaxespad=0.2,
        handlelength=1.1,
        columnspacing=1.1,
        fontsize=style.SMALL_SIZE,
    )


def _wait_bars(
    axes: Axes, longest: pd.DataFrame, rows: np.ndarray, values: pd.Series, label: str
) -> None:
    colours = [style.CAUSES[CauseKind(kind)] for kind in longest["cause"]]
    axes.barh(rows, values, height=0.68, color=colours)
    top = float(values.max()) if len(values) else 0.0
    axes.set_xlim(0, (1.5 if label.startswith("lot") else 1.05) * max(top, 1.0))
    axes.set_ylim(-0.6, len(rows) - 0.4 if len(rows) else 1)
    style.count_axis(axes.xaxis, top, label)
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=True, axis="x", color=style.FAINT, linewidth=0.6)
    axes.set_axisbelow(True)
