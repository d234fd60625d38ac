"""The bracket as a chart: nobody coordinates, a staff plan, no plan can beat; open above cut."""

import math
from collections.abc import Sequence
from typing import Final

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from eastflank.charts import style
from eastflank.charts.style import Caption, Stroke, Target
from eastflank.runs.wording import numbers

STROKES: Final = (  # of the rungs, from below to what nobody passes
    Stroke(label="nobody coordinates", colour=style.VERMILION, marker="s"),
    Stroke(label="staff plan", colour=style.BLUE, marker="o"),
    Stroke(label="no plan can beat", colour=style.INK, marker="|"),
)
SIMULATED: Final = tuple(stroke.label for stroke in STROKES[:2])
ROW_IN: Final = 0.34  # inches of a rung
SIDE_IN: Final = 0.42  # inches between two sides
WIDE_IN: Final = 11.0
BOX: Final = (0.235, 0.965)  # left and right of the axes
THIN: Final = 0.16
CLOSE: Final = 1.08  # what lies so near above the target has its label below it
ALPHA: Final = 0.35


def _answer(table: pd.DataFrame) -> str:
    """The medians of the best rung that is simulated on every side, with its name."""
    there = table.dropna(subset="p50")
    rungs = there.groupby("rung")["side"].nunique()
    everywhere = set(rungs.index[rungs == table["side"].nunique()])
    best = next((rung for rung in reversed(SIMULATED) if rung in everywhere), None)
    if best is None:
        return "not computed on every side"
    told = there.loc[there["rung"] == best]
    medians = zip(told["p50"].astype(float), told["side"], strict=True)
    return f"{best}, {numbers.listing([f'{numbers.thousands(at)} {side}' for at, side in medians])}"


@style.styled
def bracket_chart(
    table: pd.DataFrame, *, target: Target, captions: Sequence[Caption], remark: str = ""
) -> Figure:
    """Troops in place by the day (columns side, rung, p10, p50, p90), a block a side.

    A rung that is not stored has no number and says so.
    """
    sides = list(dict.fromkeys(table["side"]))
    foot = style.CAPTION_IN * len(style.caption_lines(captions, WIDE_IN))
    height = 1.75 + foot + len(sides) * (3 * ROW_IN + SIDE_IN)
    drawn = style.figure(
        f"In place by {numbers.on_day(target.day)}: {_answer(table)}",
        "Mark: median; bar: P10 to P90. A unit counts when 95 % of it is there and "
        f"integrated{remark}",
        captions,
        size=(WIDE_IN, height),
    )
    low = (0.62 + foot) / height
    axes = drawn.add_axes((BOX[0], low, BOX[1] - BOX[0], 1 - low - 0.78 / height))
    draw_bracket(axes, table, target)
    return drawn


def draw_bracket(axes: Axes, table: pd.DataFrame, target: Target) -> None:
    """The bars into given axes; names of sides and rungs stand to the left of them."""
    sides, rungs = list(dict.fromkeys(table["side"])), list(dict.fromkeys(table["rung"]))
    step = SIDE_IN / ROW_IN
    ticks, labels = [], []
    for at, side in enumerate(sides):
        top = -at * (len(rungs) + step)
        axes.text(
            0.0,
            top + 0.62,
            f"{side}",
            fontweight="bold",
            ha="left",
            va="bottom",
            transform=axes.get_yaxis_transform(),
        )
        own = table.loc[table["side"] == side].set_index("rung")
        for place, (rung, stroke) in enumerate(zip(rungs, STROKES, strict=True)):
            _rung(axes, own.loc[rung], top - place, stroke, target)
            ticks.append(top - place)
            labels.append(rung)
    axes.set_yticks(ticks, labels)
    axes.set_ylim(min(ticks) - 0.6, 1.25)
    _finish(axes, target)


def _rung(axes: Axes, row: pd.Series, height: float, stroke: Stroke, target: Target) -> None:
    low, mid, high = (float(row[name]) for name in ("p10", "p50", "p90"))
    if math.isnan(mid):
        axes.text(0.01 * target.force, height, "not computed yet", color=style.MUTED, va="center")
        return
    if low < high:
        axes.barh(height, high - low, left=low, height=0.5, color=stroke.colour, alpha=ALPHA)
        axes.barh(height, high - low, left=low, height=0.5, fill=False, edgecolor=stroke.colour)
    else:
        axes.plot([0, mid], [height, height], color=stroke.colour, linewidth=1.0, alpha=ALPHA)
    axes.plot(mid, height, stroke.marker, color=stroke.colour, markersize=9, markeredgewidth=3.0)
    is_one = stroke.label in SIMULATED and not row["replications"]
    axes.annotate(
        _told(low, mid, high, target.force) + (" one run" if is_one else ""),
        xy=(_beside_target(low, target), height),
        xytext=(-10, 0),
        textcoords="offset points",
        ha="right",
        va="center",
        color=stroke.colour,
        fontweight="bold",
        path_effects=list(style.HALO),
    )


def _beside_target(low: float, target: Target) -> float:
    """Where a label ends: not across the line of the target."""
    return target.troops if target.troops < low <= CLOSE * target.troops else low


def _told(low: float, mid: float, high: float, force: float) -> str:
    scale = numbers.THOUSAND if force >= numbers.LARGE_FORCE else 1.0
    return numbers.band(*(numbers.count(value / scale) for value in (low, mid, high)))


def _finish(axes: Axes, target: Target) -> None:
    axes.set_xlim(0, 1.03 * target.force)
    axes.axvline(target.troops, color=style.INK, linewidth=1.1, linestyle=(0, (3, 2)), zorder=0)
    axes.axvline(target.force, color=style.MUTED, linewidth=0.9, zorder=0)
    axes.annotate(
        f"target {numbers.share(target.share)}: {numbers.count(target.troops)}",
        xy=(target.troops, 1.0),
        xycoords=("data", "axes fraction"),
        xytext=(-4, -3),
        textcoords="offset points",
        ha="right",
        va="top",
        fontsize=style.SMALL_SIZE,
    )
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.tick_params(axis="y", length=0)
    is_large = target.force >= numbers.LARGE_FORCE
    scale = numbers.THOUSAND if is_large else 1.0
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value / scale:,.0f}"))
    axes.set_xlabel(numbers.troops_unit(target.force))
    axes.grid(visible=True, axis="x", color=style.FAINT, linewidth=0.6)
    axes.set_axisbelow(True)
