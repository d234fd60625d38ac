"""Chart of brigades: how many are closed by the day, and when each one closes."""

from collections.abc import Hashable, Mapping
from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from eastflank.charts import style
from eastflank.charts.style import Caption
from eastflank.charts.symbols import role_of, unit_symbols
from eastflank.runs.wording import numbers

TITLE: Final = "Brigades closed"
NONE: Final = "No unit of this run belongs to a brigade that moves."
NAME_ROOM: Final = 34


@style.styled
def brigades_chart(
    curve: pd.DataFrame,
    brigades: pd.DataFrame,
    *,
    target_day: float,
    horizon_day: float,
    caption: Caption,
) -> Figure:
    """Left the brigades closed by the day, right the day on which each closes, first on top.

    ``curve`` has columns day, p10, p50, p90, replications; ``brigades`` nation, brigade,
    destination_country, weight, p10, p50, p90 (days after C-day, inf when never).
    """
    if not len(brigades):
        return style.nothing(TITLE, NONE, [caption])
    many = int(curve["replications"].max()) > 1
    closed = float(curve.loc[curve["day"] <= target_day + 1e-9, "p50"].iloc[-1])
    tall = max(5.2, 2.0 + 0.165 * len(brigades))
    banded = "; bands and whiskers: P10 to P90 of the replications" if many else ""
    drawn = style.figure(
        f"{closed:,.0f} of {len(brigades)} brigades closed by {numbers.on_day(target_day)}",
        f"A brigade is closed when the last of its moving battalions is{banded}",
        [caption],
        size=(11.0, tall),
    )
    low, high = 0.74 / tall, 1.0 - 1.62 / tall
    left = style.axes(drawn, (0.06, low, 0.30, high))
    right = style.axes(drawn, (0.645, low, 0.325, high))
    _curve(left, curve, len(brigades), target_day)
    _days(right, brigades, target_day, horizon_day)
    return drawn


def _curve(axes: Axes, curve: pd.DataFrame, brigades: int, target_day: float) -> None:
    style.day_axis(axes, float(curve["day"].max()))
    day = curve["day"].to_numpy()
    axes.fill_between(
        day,
        curve["p10"].to_numpy(),
        curve["p90"].to_numpy(),
        step="post",
        color=style.BLUE,
        alpha=0.22,
        linewidth=0,
    )
    axes.step(day, curve["p50"].to_numpy(), where="post", color=style.BLUE, linewidth=2.6)
    axes.axhline(brigades, color=style.MUTED, linewidth=0.9)
    axes.axvline(target_day, color=style.INK, linewidth=0.9, linestyle=(0, (3, 2)))
    axes.annotate(
        f"all {brigades} brigades that move",
        xy=(0, brigades),
        xytext=(4, 2),
        textcoords="offset points",
        va="bottom",
        fontsize=style.SMALL_SIZE,
    )
    axes.set_ylim(0, 1.06 * brigades)
    axes.set_ylabel("brigades closed")
    axes.yaxis.set_major_locator(MaxNLocator(8, integer=True, steps=[1, 2, 5, 10]))
    axes.grid(visible=True, axis="y", color=style.FAINT, linewidth=0.6)
    axes.set_axisbelow(True)


def _days(axes: Axes, brigades: pd.DataFrame, target_day: float, horizon_day: float) -> None:
    days = brigades[["p10", "p50", "p90"]].to_numpy(dtype=float)
    last = min(horizon_day, 10.0 * np.ceil((_latest(days) + 2.0) / 10.0))
    rows = np.arange(len(brigades))[::-1].astype(float)
    style.day_axis(axes, last, label="day on which the brigade closes (P50)")
    low, middle, high = np.minimum(days, last).T
    axes.hlines(rows, low, high, color=style.SKY, linewidth=3.2)
    seen = days[:, 1] <= last
    axes.plot(middle[seen], rows[seen], "o", color=style.BLUE, markersize=4.2)
    for row in rows[~seen]:
        axes.text(last, row, "never ", ha="right", va="center", fontsize=6.8, fontweight="bold")
    axes.axvline(target_day, color=style.INK, linewidth=0.9, linestyle=(0, (3, 2)))
    axes.set_yticks(rows, [_name(row) for row in brigades.to_dict("records")], fontsize=7.0)
    axes.tick_params(axis="y", length=0, pad=24)
    axes.set_ylim(-0.7, len(rows) - 0.3)
    axes.grid(visible=True, axis="x", color=style.FAINT, linewidth=0.6)
    axes.set_axisbelow(True)
    _symbols(axes, brigades, rows, last)


def _latest(days: np.ndarray) -> float:
    seen = days[np.isfinite(days)]
    return float(seen.max()) if len(seen) else 0.0


def _name(row: Mapping[Hashable, Any]) -> str:
    name = str(row["brigade"])
    short = name if len(name) <= NAME_ROOM else f"{name[: NAME_ROOM - 1]}…"
    return f"{row['nation']}  {short} → {row['destination_country']}"


def _symbols(axes: Axes, brigades: pd.DataFrame, rows: np.ndarray, last: float) -> None:
    """The symbol of each brigade between its name and its day."""
    roles = brigades["weight"].astype(str).map(role_of).to_numpy()
    for role in sorted(set(roles)):
        own = rows[roles == role]
        at = np.column_stack([np.full(len(own), -0.055 * last), own])
        unit_symbols(axes, at, role=role, echelon="brigade", points=6.4)
