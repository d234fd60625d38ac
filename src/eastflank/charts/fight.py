"""Fight-ready by day: tanks, infantry, howitzers and air defence, a panel each, a line a place."""

from collections.abc import Mapping
from typing import Final

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from eastflank.charts import style
from eastflank.charts.style import Caption, EndLabel, Stroke, Target
from eastflank.runs.wording import numbers

LAST_DAY: Final = 60.0
BAND: Final = 0.20
LINES: Final = (
    Stroke(label="", colour=style.INK, width=2.4),
    Stroke(label="", colour=style.VERMILION, width=2.4, line=(0, (6.0, 1.8))),
    Stroke(label="", colour=style.BLUE, width=1.8, line=(0, (8.0, 2.0, 1.5, 2.0))),
    Stroke(label="", colour=style.GREEN, width=1.8, line=(0, (2.5, 1.5))),
    Stroke(label="", colour=style.PURPLE, width=1.8, line=(0, (1.2, 1.4))),
)
BOXES: Final = tuple((left, low, 0.30, 0.31) for low in (0.545, 0.125) for left in (0.075, 0.572))


@style.styled
def fight_chart(
    table: pd.DataFrame,
    *,
    kinds: Mapping[str, str],
    places: Mapping[str, str],
    target: Target,
    caption: Caption,
) -> Figure:
    """A panel a kind (columns where, kind, day, required, p10, p50, p90), a line a place."""
    many = int(table["replications"].max()) > 1 if len(table) else False
    drawn = style.figure(
        f"Fight-ready by {numbers.on_day(target.day)}: {_answer(table, kinds, target.day)}",
        "What belongs to units that are in place, by the day"
        + ("; lines: P50, band of the whole: P10 to P90" if many else ""),
        [caption],
        size=(11.0, 7.0),
    )
    for box, (kind, called) in zip(BOXES, kinds.items(), strict=False):
        axes = style.axes(drawn, box)
        is_last = box[1] == BOXES[-1][1]
        _panel(axes, table.loc[table["kind"] == kind], places, target)
        axes.set_xlabel(axes.get_xlabel() if is_last else "")
        axes.set_title(called, loc="left", fontweight="bold", fontsize=style.TEXT_SIZE + 0.5)
    return drawn


def _answer(table: pd.DataFrame, kinds: Mapping[str, str], day: float) -> str:
    """What of the first two kinds is there, of how many; places come with the whole first."""
    told = []
    for kind, called in list(kinds.items())[:2]:
        own = table.loc[(table["kind"] == kind) & (table["day"] <= day)]
        if len(own):
            last = own.loc[own["where"] == own["where"].iloc[0]].iloc[-1]
            there, of = (numbers.count(float(last[name])) for name in ("p50", "required"))
            told.append(f"{there} of {of} {called}")
    return numbers.listing(told or ["nothing of it moves"])


def _panel(axes: Axes, table: pd.DataFrame, places: Mapping[str, str], target: Target) -> None:
    style.day_axis(axes, LAST_DAY)
    most = max(1.0, float(table["required"].max()) if len(table) else 1.0)
    axes.set_ylim(0, 1.08 * most)
    axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.grid(visible=True, axis="y", color=style.FAINT, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.set_ylabel("in place")
    axes.axvline(target.day, color=style.INK, linewidth=0.9, linestyle=(0, (3, 2)))
    labels = []
    for at, (where, called) in enumerate(places.items()):
        own = table.loc[table["where"] == where]
        if len(own):
            labels.append(_line(axes, own, called, LINES[at], banded=at == 0))
    style.end_labels(axes, labels, gap=0.105 * most)


def _line(axes: Axes, own: pd.DataFrame, called: str, stroke: Stroke, *, banded: bool) -> EndLabel:
    day, middle = own["day"].to_numpy(), own["p50"].to_numpy(dtype=float)
    if banded:
        low, high = (own[name].to_numpy(dtype=float) for name in ("p10", "p90"))
        axes.fill_between(day, low, high, step="post", color=stroke.colour, alpha=BAND, linewidth=0)
    axes.step(
        day,
        middle,
        where="post",
        color=stroke.colour,
        linestyle=stroke.line,
        linewidth=stroke.width,
    )
    text = f"{called}, of {numbers.count(float(own['required'].iloc[-1]))}"
    return EndLabel(height=float(middle[-1]), order=float(middle.mean()), text=text, stroke=stroke)
