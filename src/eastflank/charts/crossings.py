"""Chart of lifts a day over the crossings of a corridor, against what they may carry."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from eastflank.charts import style
from eastflank.charts.style import Caption
from eastflank.runs.wording.names import LIFTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """One crossing: its name, the node that lies forward, what it may carry a day each way.

    ``ways`` are the words for the two directions.
    """

    link_id: str
    label: str
    mode: str
    forward: str
    ways: tuple[str, str] = ("forward", "back")
    per_day: float | None = None
    is_single_track: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure:
    """When something is closed, in days; ``end`` is inf when open-ended."""

    start: float
    end: float
    label: str = "closed"


@style.styled
def crossings_chart(
    daily: pd.DataFrame,
    crossings: Sequence[Crossing],
    *,
    closures: Sequence[Closure] = (),
    caption: Caption,
    last_day: float = 60.0,
) -> Figure:
    """Lifts a day over each crossing: forward above the line, back below, against capacity.

    ``daily`` has columns link_id, towards, mode, day, loaded, lifts.
    """
    drawn = style.figure(
        "Traffic over the corridor, crossing by crossing",
        f"Lifts a day: {crossings[0].ways[0]} above the line, {crossings[0].ways[1]} below; "
        "full colour loaded, pale empty",
        [caption],
        size=(11.0, 1.75 + 1.55 * len(crossings)),
    )
    tall = drawn.get_size_inches()[1]
    height = (tall - 1.75) / tall / len(crossings)
    for place, crossing in enumerate(crossings):
        bottom = (0.85 / tall) + height * (len(crossings) - 1 - place)
        axes = style.axes(drawn, (0.075, bottom, 0.70, height * 0.80))
        rows = daily.loc[daily["link_id"] == crossing.link_id]
        _crossing(axes, rows, crossing, closures, last_day)
        if place < len(crossings) - 1:
            axes.set_xlabel("")
            axes.set_xticklabels([])
    return drawn


def _crossing(
    axes: Axes, rows: pd.DataFrame, crossing: Crossing, closures: Sequence[Closure], last_day: float
) -> None:
    style.day_axis(axes, last_day)
    days = np.arange(int(last_day) + 1)
    colour = style.MODES[crossing.mode].colour
    ahead, back = (_by_day(rows, crossing, days, forward=way) for way in (True, False))
    for (loaded, empty), sign in ((ahead, 1), (back, -1)):
        _fill(axes, days, np.zeros(len(days)), sign * loaded, colour)
        _fill(axes, days, sign * loaded, sign * (loaded + empty), colour, alpha=0.35)
    most_ahead, most_back = (float((way[0] + way[1]).max()) for way in (ahead, back))
    top = max(most_ahead, most_back, crossing.per_day or 0.0, 1.0)
    axes.set_ylim(-1.15 * max(most_back, crossing.per_day or 0.0, 0.12 * top), 1.25 * top)
    axes.axhline(0, color=style.INK, linewidth=0.8)
    _capacity(axes, crossing, last_day)
    _closed(axes, closures, last_day)
    axes.yaxis.set_major_locator(MaxNLocator(4, integer=True, steps=[1, 2, 5, 10]))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda v, _: f"{abs(v):,.0f}"))
    axes.set_ylabel(f"{LIFTS[crossing.mode]} a day")
    told = "\n".join(
        f"{way}: {loaded.sum():,.0f} loaded, {empty.sum():,.0f} empty"
        for way, (loaded, empty) in zip(crossing.ways, (ahead, back), strict=True)
    )
    corner = axes.transAxes
    axes.text(1.015, 0.52, crossing.label, transform=corner, va="bottom", fontweight="bold")
    axes.text(1.015, 0.48, told, transform=corner, va="top", fontsize=style.SMALL_SIZE)


def _fill(
    axes: Axes, days: np.ndarray, low: np.ndarray, high: np.ndarray, colour: str, alpha: float = 1.0
) -> None:
    """A day is as wide as a day; the last one too."""
    bottom, top = (np.append(values, values[-1]) for values in (low, high))
    ends = np.append(days, days[-1] + 1)
    axes.fill_between(ends, bottom, top, step="post", color=colour, alpha=alpha, linewidth=0)


def _by_day(
    rows: pd.DataFrame, crossing: Crossing, days: np.ndarray, *, forward: bool
) -> tuple[np.ndarray, np.ndarray]:
    """Loaded and empty lifts of each day in one direction."""
    way = rows.loc[(rows["towards"] == crossing.forward) == forward]
    parts = []
    for loaded in (True, False):
        lifts = way.loc[way["loaded"] == loaded].groupby("day")["lifts"].sum()
        parts.append(lifts.reindex(days, fill_value=0.0).to_numpy(dtype=float))
    return parts[0], parts[1]


def _capacity(axes: Axes, crossing: Crossing, last_day: float) -> None:
    if crossing.per_day is None:
        return
    for sign in (1, -1):
        axes.axhline(sign * crossing.per_day, color=style.INK, linewidth=0.9, linestyle=(0, (3, 2)))
    told = f"military paths: {crossing.per_day:.0f} a day each way"
    if crossing.is_single_track:
        told = f"single track, {2 * crossing.per_day:.0f} military paths a day both ways: half each"
    axes.annotate(
        told,
        xy=(last_day, crossing.per_day),
        xytext=(-3, 2),
        textcoords="offset points",
        ha="right",
        va="bottom",
        fontsize=style.SMALL_SIZE,
    )


def _closed(axes: Axes, closures: Sequence[Closure], last_day: float) -> None:
    for closure in closures:
        axes.axvspan(
            closure.start, min(closure.end, last_day), facecolor=style.FAINT, alpha=0.4, zorder=0
        )
        axes.annotate(
            closure.label,
            xy=(closure.start, 1),
            xycoords=("data", "axes fraction"),
            xytext=(4, -3),
            textcoords="offset points",
            va="top",
            fontsize=style.SMALL_SIZE,
            color=style.MUTED,
        )
