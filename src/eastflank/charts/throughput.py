"""Chart of throughput: lifts a day at the busiest terminals against what they could handle."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from eastflank.charts import style
from eastflank.charts.style import Caption

TITLE: Final = "Throughput against capacity"
EMPTY: Final = "No terminal served a lift in this run."
ROW: Final = 1.42  # inches a row of small charts takes
COLUMNS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """Terminals of one kind: their heading and colour, and the busiest of them with their names."""

    heading: str
    colour: str
    terminals: Mapping[str, str]


@style.styled
def throughput_chart(
    daily: pd.DataFrame, kinds: Sequence[Kind], *, caption: Caption, last_day: float = 60.0
) -> Figure:
    """Lifts begun a day at the busiest terminals of each kind, and what their servers could do.

    ``daily`` has columns terminal_id, day, lifts, per_day, busy_share.
    """
    shown = [kind for kind in kinds if kind.terminals]
    if not shown:
        return style.nothing(TITLE, EMPTY, [caption])
    tall = 1.42 + ROW * len(shown)
    drawn = style.figure(
        f"{TITLE}: ports, railheads, transfer yards, airfields",
        "Lifts served a day at the terminals of each kind that served most; dashed: what their "
        "servers could handle without a pause, at the mean time of a lift",
        [caption],
        size=(11.0, tall),
    )
    for row, kind in enumerate(shown):
        bottom = (0.78 + ROW * (len(shown) - 1 - row)) / tall
        drawn.text(
            0.022,
            bottom + 0.5 * (ROW - 0.5) / tall,
            kind.heading,
            rotation=90,
            fontweight="bold",
            ha="center",
            va="center",
        )
        for column, (terminal, name) in enumerate(kind.terminals.items()):
            box = (0.075 + 0.313 * column, bottom, 0.265, (ROW - 0.5) / tall)
            axes = style.axes(drawn, box)
            rows = daily.loc[daily["terminal_id"] == terminal]
            _terminal(axes, rows, name, kind.colour, last_day)
            _labels(axes, column=column, is_last=row == len(shown) - 1)
    return drawn


def _terminal(axes: Axes, rows: pd.DataFrame, name: str, colour: str, last_day: float) -> None:
    style.day_axis(axes, last_day, label="")
    days = np.arange(int(last_day) + 1, dtype=float)
    lifts = rows.set_index("day")["lifts"].reindex(days).fillna(0.0).to_numpy(dtype=float)
    axes.bar(days + 0.5, lifts, width=0.92, color=colour, linewidth=0)
    capacity = float(rows["per_day"].iloc[0]) if len(rows) else 0.0
    top = max(float(lifts.max()), capacity, 1.0)
    axes.axhline(capacity, color=style.INK, linewidth=0.9, linestyle=(0, (3, 2)))
    axes.set_ylim(0, 1.12 * top)
    axes.yaxis.set_major_locator(MaxNLocator(3, integer=True, steps=[1, 2, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda v, _: f"{v:,.0f}"))
    axes.grid(visible=True, axis="y", color=style.FAINT, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.text(0.0, 1.06, name, transform=axes.transAxes, fontsize=style.SMALL_SIZE + 0.6)
    axes.text(
        1.0,
        1.06,
        f"most {lifts.max():,.0f} of {capacity:,.0f} a day",
        transform=axes.transAxes,
        ha="right",
        fontsize=style.SMALL_SIZE - 0.5,
        color=style.MUTED,
    )


def _labels(axes: Axes, *, column: int, is_last: bool) -> None:
    if column == 0:
        axes.set_ylabel("lifts a day")
    if is_last:
        axes.set_xlabel("day after C-day (00:00 UTC)")
    else:
        axes.set_xticklabels([])
