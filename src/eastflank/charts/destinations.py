"""Chart of troops closed by destination country: required, open, cut."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from eastflank.charts import style
from eastflank.charts.style import Caption, Stroke, Target
from eastflank.runs.wording import numbers
from eastflank.runs.wording.names import country

GROUPS: Final = {"destination_country": "country of destination", "nation": "sending nation"}
GROUP: Final = 0.78  # share of a row that its bars fill


@style.styled
def destinations_chart(
    tables: Mapping[str, pd.DataFrame],
    *,
    target: Target,
    captions: Sequence[Caption],
    by: str = "destination_country",
) -> Figure:
    """Bars by destination country or nation, one a run, within the outline of all its troops.

    Each table has the column ``by`` (a key of ``GROUPS``), required, p10, p50, p90, replications.
    """
    group = GROUPS[by]
    first = next(iter(tables.values()))
    tall = max(4.6, 2.1 + len(first) * (0.16 + 0.19 * len(tables)))
    many = max(int(table["replications"].max()) for table in tables.values()) > 1
    drawn = style.figure(
        f"Troops closed by {numbers.on_day(target.day)}, by {group}",
        f"Outline: all troops of the {group}; bar: closed" + (_BANDED if many else ""),
        captions,
        size=(11.0, tall),
    )
    below = 0.88 / tall
    axes = style.axes(drawn, (0.165, below, 0.805, 1.0 - below - 1.15 / tall), captions)
    rows = np.arange(len(first))[::-1].astype(float)
    axes.barh(
        rows,
        first["required"],
        height=GROUP + 0.08,
        facecolor="none",
        edgecolor=style.MUTED,
        linewidth=1.0,
    )
    for place, (name, table) in enumerate(tables.items()):
        stroke = style.RUNS[place % len(style.RUNS)]
        _bars(axes, first, table, stroke, rows + _offset(place, len(tables)), len(tables), name, by)
    _finish(axes, first, rows, by)
    if len(tables) > 1:
        axes.legend(
            loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=len(tables), borderaxespad=0.2
        )
    return drawn


_BANDED: Final = " (P50; whisker P10 to P90 of the replications)"


def _offset(place: int, runs: int) -> float:
    return GROUP / 2 - GROUP / runs * (place + 0.5)


def _bars(
    axes: Axes,
    first: pd.DataFrame,
    table: pd.DataFrame,
    stroke: Stroke,
    rows: np.ndarray,
    runs: int,
    name: str,
    by: str,
) -> None:
    lined = table.set_index(by).reindex(first[by]).fillna(0.0)
    middle = lined["p50"].to_numpy()
    whisker = [middle - lined["p10"].to_numpy(), lined["p90"].to_numpy() - middle]
    axes.barh(
        rows,
        middle,
        height=GROUP / runs * 0.9,
        label=name,
        facecolor=stroke.colour,
        edgecolor="white",
        linewidth=0.0,
        hatch=stroke.hatch,
        alpha=0.9,
    )
    if np.any(np.asarray(whisker) > 0):
        axes.errorbar(
            middle, rows, xerr=whisker, fmt="none", ecolor=style.INK, elinewidth=1.0, capsize=2.0
        )
    most = float(first["required"].max())
    for row, value, high, needed in zip(rows, middle, lined["p90"], first["required"], strict=True):
        axes.annotate(
            f"{_told(value, most)} ({100 * value / max(needed, 1):.0f} %)",
            xy=(max(needed, value, high), row),
            xytext=(5, 0),
            textcoords="offset points",
            va="center",
            fontsize=style.SMALL_SIZE,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.2, "alpha": 0.75},
        )


def _told(value: float, most: float) -> str:
    """Troops beside a bar, in the unit of the axis."""
    return numbers.thousands(value) if most >= numbers.LARGE_FORCE else numbers.count(value)


def _finish(axes: Axes, first: pd.DataFrame, rows: np.ndarray, by: str) -> None:
    axes.set_yticks(rows, [country(str(code)) for code in first[by]])
    axes.tick_params(axis="y", length=0)
    axes.set_xlim(0, 1.12 * max(float(first["required"].max()), 1.0))
    axes.set_ylim(-0.55, len(rows) - 0.45)
    style.count_axis(axes.xaxis, float(first["required"].max()), "troops")
    axes.set_ylabel(GROUPS[by])
    axes.grid(visible=True, axis="x", color=style.FAINT, linewidth=0.6)
    axes.set_axisbelow(True)
