"""Chart of where the time goes: the days to closing by what the last lot of a unit did."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from eastflank.charts import style
from eastflank.charts.style import Caption
from eastflank.charts.units import DOINGS
from eastflank.runs.wording.names import country

TITLE: Final = "Where the time goes"
EMPTY: Final = "No unit of this selection moves."
WORTH_NAMING: Final = 0.045  # of the longest bar: a shorter piece has no room for its number
WAITS: Final = ("waiting", "waiting for integration")


@style.styled
def stages_chart(
    by_destination: pd.DataFrame, by_nation: pd.DataFrame, *, caption: Caption
) -> Figure:
    """Mean days to closing of a unit, weighted by troops, by what its last lot did.

    Columns of both: value, doing, days, troops.
    """
    if not len(by_destination):
        return style.nothing(TITLE, EMPTY, [caption])
    deep = max(by_destination["value"].nunique(), by_nation["value"].nunique())
    tall = 2.1 + 0.27 * deep
    drawn = style.figure(
        f"{TITLE}: {_waiting(by_destination):.0f} % of the days to closing are waiting",
        "Days after C-day of the last lot of each unit, mean weighted by troops; a unit that never "
        "closes counts to the end of the run",
        [caption],
        size=(11.0, tall),
    )
    low, high = 0.78 / tall, 1.0 - 1.88 / tall
    left = style.axes(drawn, (0.105, low, 0.36, high))
    right = style.axes(drawn, (0.61, low, 0.36, high))
    _stack(left, by_destination, "by country of destination")
    _stack(right, by_nation, "by sending nation")
    left.legend(
        loc="lower left",
        bbox_to_anchor=(-0.22, 1.0),
        ncols=10,
        borderaxespad=0.2,
        handlelength=1.3,
        columnspacing=0.9,
        fontsize=style.SMALL_SIZE,
    )
    return drawn


def _waiting(table: pd.DataFrame) -> float:
    weighted = table["days"] * table["troops"]
    total = float(weighted.sum())
    waits = float(weighted[table["doing"].isin(WAITS)].sum())
    return 100.0 * waits / total if total > 0 else 0.0


def _stack(axes: Axes, table: pd.DataFrame, heading: str) -> None:
    wide = table.pivot_table(index="value", columns="doing", values="days").fillna(0.0)
    wide = wide.loc[wide.sum(axis=1).sort_values(ascending=False, kind="stable").index]
    longest = max(float(wide.sum(axis=1).max()), 1e-9)
    rows = np.arange(len(wide))[::-1].astype(float)
    reached = np.zeros(len(wide))
    for doing, stroke in DOINGS.items():
        days = wide[doing].to_numpy() if doing in wide else np.zeros(len(wide))
        axes.barh(
            rows,
            days,
            left=reached,
            height=0.7,
            label=stroke.label or None,
            linewidth=0.5,
            facecolor=stroke.colour,
            hatch=stroke.hatch,
            edgecolor=style.MUTED if doing == "getting ready" else "white",
        )
        _numbers(axes, rows, days, reached, longest, is_dark=stroke.colour == style.INK)
        reached = reached + days
    for row, total in zip(rows, reached, strict=True):
        axes.annotate(
            f"{total:.1f}",
            xy=(total, row),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            fontsize=style.SMALL_SIZE,
        )
    axes.set_yticks(rows, [country(str(value)) for value in wide.index])
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(-0.55, len(rows) - 0.45)
    style.day_axis(axes, 1.1 * longest, label=f"day after C-day, {heading}")
    axes.grid(visible=True, axis="x", color=style.FAINT, linewidth=0.6)
    axes.set_axisbelow(True)


def _numbers(
    axes: Axes,
    rows: np.ndarray,
    days: Sequence[float] | np.ndarray,
    start: np.ndarray,
    longest: float,
    *,
    is_dark: bool,
) -> None:
    for row, value, left in zip(rows, days, start, strict=True):
        if value >= WORTH_NAMING * longest:
            axes.text(
                left + value / 2,
                row,
                f"{value:.1f}",
                ha="center",
                va="center",
                fontsize=style.SMALL_SIZE - 1.0,
                color="white" if is_dark else style.INK,
                path_effects=[] if is_dark else list(style.HALO),
            )
