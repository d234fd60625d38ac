"""Chart of queues over time: small multiples of what was waited for most."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from eastflank.charts import style
from eastflank.charts.style import Caption
from eastflank.measures.use.waiting import CAUSE, Cause
from eastflank.runs.wording.numbers import on_day

TITLE: Final = "Queues over time"
EMPTY: Final = "Nothing waited for anything in this run."
ROW: Final = 0.98  # inches a row of small charts takes


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of small charts: its heading and the causes in it, the longest queue first."""

    heading: str
    labels: Mapping[Cause, str]
    colour: str


@style.styled
def queues_chart(
    curves: pd.DataFrame, columns: Sequence[Column], *, caption: Caption, last_day: float = 60.0
) -> Figure:
    """Lots waiting by day for each cause (columns of a cause, day, lots); each on its own scale."""
    shown = [column for column in columns if column.labels]
    if not shown:
        return style.nothing(TITLE, EMPTY, [caption])
    deep = max(len(column.labels) for column in shown)
    tall = 1.75 + ROW * deep
    drawn = style.figure(
        TITLE,
        "Whole lots that wait, by day, each on its own scale. A queue shows where the plan stood, "
        "not what would shorten it",
        [caption],
        size=(11.0, tall),
    )
    wide, of_cause = 0.92 / len(shown), dict(list(curves.groupby(CAUSE)))
    for place, column in enumerate(shown):
        left = 0.07 + place * wide
        drawn.text(left, 1.0 - 0.93 / tall, column.heading, fontweight="bold", va="top")
        for row, (cause, label) in enumerate(column.labels.items()):
            bottom = (0.78 + ROW * (deep - 1 - row)) / tall
            axes = style.axes(drawn, (left, bottom, wide - 0.06, (ROW - 0.40) / tall))
            is_last = row == len(column.labels) - 1
            curve = of_cause.get(cause, curves.head(0))
            _queue(axes, curve, label, column.colour, last_day, is_last=is_last)
    return drawn


def _queue(
    axes: Axes, curve: pd.DataFrame, label: str, colour: str, last_day: float, *, is_last: bool
) -> None:
    style.day_axis(axes, last_day, label="day after C-day (00:00 UTC)" if is_last else "")
    if not is_last:
        axes.set_xticklabels([])
    day, lots = curve["day"].to_numpy(), curve["lots"].to_numpy()
    axes.fill_between(day, 0.0, lots, step="post", color=colour, alpha=0.35, linewidth=0)
    axes.step(day, lots, where="post", color=colour, linewidth=1.4)
    most = float(lots.max()) if len(lots) else 0.0
    axes.set_ylim(0, 1.15 * max(most, 1.0))
    axes.yaxis.set_major_locator(MaxNLocator(2, integer=True))
    axes.set_ylabel("lots", fontsize=style.SMALL_SIZE)
    axes.grid(visible=True, axis="y", color=style.FAINT, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.text(0.0, 1.05, label, transform=axes.transAxes, fontsize=style.SMALL_SIZE + 0.6)
    if most > 0:
        at = float(day[int(lots.argmax())])
        axes.text(
            1.0,
            1.05,
            f"most {most:,.0f} lots, {on_day(round(at))}",
            transform=axes.transAxes,
            ha="right",
            fontsize=style.SMALL_SIZE,
            color=style.MUTED,
        )
