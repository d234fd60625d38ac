"""Chart of the modes by which troops and equipment came into their country of destination."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from eastflank.charts import style
from eastflank.charts.style import Caption
from eastflank.runs.wording.names import country

TITLE: Final = "How troops and equipment reached their country of destination"
EMPTY: Final = "Nothing crossed the border of a country of destination in this run."
WORTH_NAMING: Final = 0.055  # of the longest bar: a shorter piece has no room for its number


@style.styled
def modes_chart(entries: pd.DataFrame, *, captions: Sequence[Caption]) -> Figure:
    """Stacked bars by country: troops and tonnes by the mode that brought them in last.

    Columns: destination_country, mode, troops, tonnes.
    """
    if not len(entries):
        return style.nothing(TITLE, EMPTY, captions)
    order = entries.groupby("destination_country")["tonnes"].sum().sort_values(ascending=False)
    tall = max(3.4, 1.9 + 0.36 * len(order))
    drawn = style.figure(
        TITLE,
        "By the mode of the last leg over the border; lots that began in the country are left out",
        captions,
        size=(11.0, tall),
    )
    low, high = 0.80 / tall, 1.0 - (0.80 + 1.05) / tall
    left = style.axes(drawn, (0.105, low, 0.42, high), captions)
    right = style.axes(drawn, (0.555, low, 0.42, high), captions)
    rows = np.arange(len(order))[::-1].astype(float)
    _stack(left, entries, list(order.index), rows, "troops", label="troops")
    of_all = "equipment and people"
    _stack(right, entries, list(order.index), rows, "tonnes", label=of_all, unit="t")
    left.set_yticks(rows, [country(str(code)) for code in order.index])
    right.set_yticks(rows, [""] * len(rows))
    left.legend(loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=4, borderaxespad=0.2)
    return drawn


def _stack(
    axes: Axes,
    entries: pd.DataFrame,
    order: list[str],
    rows: np.ndarray,
    what: str,
    *,
    label: str,
    unit: str = "",
) -> None:
    wide = (
        entries.pivot_table(index="destination_country", columns="mode", values=what, aggfunc="sum")
        .reindex(order)
        .fillna(0.0)
    )
    longest = max(float(wide.sum(axis=1).max()), 1.0)
    reached = np.zeros(len(order))
    for mode, stroke in style.told(wide).items():
        values = wide[mode].to_numpy() if mode in wide else np.zeros(len(order))
        axes.barh(
            rows,
            values,
            left=reached,
            height=0.7,
            label=stroke.label,
            facecolor=stroke.colour,
            edgecolor="white",
            linewidth=0.6,
            hatch=style.MODE_HATCHES[mode],
        )
        for row, value, start in zip(rows, values, reached, strict=True):
            if value >= WORTH_NAMING * longest:
                axes.text(
                    start + value / 2,
                    row,
                    style.in_unit(value, longest),
                    ha="center",
                    va="center",
                    fontsize=style.SMALL_SIZE,
                    path_effects=list(style.HALO),
                )
        reached = reached + values
    _scale(axes, longest, len(rows))
    style.count_axis(axes.xaxis, longest, label, unit)


def _scale(axes: Axes, longest: float, rows: int) -> None:
    axes.set_xlim(0, 1.04 * longest)
    axes.set_ylim(-0.55, rows - 0.45)
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=True, axis="x", color=style.FAINT, linewidth=0.6)
    axes.set_axisbelow(True)
