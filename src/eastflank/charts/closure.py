"""Charts of troops over time: the readings of one run, and open against cut."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from eastflank.charts import style
from eastflank.charts.style import Caption, EndLabel, Stroke, Target
from eastflank.runs.wording import numbers
from eastflank.runs.wording.verdicts import ONE_PAIR

HEADROOM: Final = 1.10
BAND: Final = 0.22
LAST_DAY: Final = 60.0
LOW: Final = 0.15


@style.styled
def closure_chart(
    curves: pd.DataFrame,
    *,
    target: Target,
    caption: Caption,
    last_day: float = LAST_DAY,
    bound: pd.DataFrame | None = None,
) -> Figure:
    """The readings of the target side by side (columns reading, day, p10, p50, p90).

    ``bound`` (columns day, troops) is the best that any plan could do; nothing is drawn without.
    """
    many = int(curves["replications"].max()) > 1
    closed = _at(curves.loc[curves["reading"] == "closed_095"], target.day)["p50"]
    drawn = style.figure(
        f"{closed:,.0f} of {target.force:,.0f} troops closed by {numbers.on_day(target.day)}",
        "Troops at or beyond each stage by the day" + (_BANDED if many else ""),
        [caption],
    )
    axes = style.axes(drawn, (0.075, 0.145, 0.735, 0.695))
    style.day_axis(axes, last_day)
    style.troops_axis(axes, HEADROOM * target.force)
    _target_lines(axes, target)
    labels = []
    for reading, stroke in style.READINGS.items():
        curve = curves.loc[curves["reading"] == reading]
        if len(curve):
            _draw_curve(axes, curve, stroke, banded=many and reading in _WITH_BAND)
            labels.append(_label(curve, stroke, stroke.label))
    if bound is not None and len(bound):
        labels.append(_bound(axes, bound, BOUND_AT_LIKELY if many else BOUND))
    style.end_labels(axes, labels, gap=0.052 * target.force)
    _read_off(axes, curves.loc[curves["reading"] == "closed_095"], target)
    return drawn


def _bound(axes: Axes, bound: pd.DataFrame, stroke: Stroke) -> EndLabel:
    """The line that no plan can pass, with what lies beyond it shaded."""
    day, troops = bound["day"].to_numpy(), bound["troops"].to_numpy(dtype=float)
    top = axes.get_ylim()[1]
    axes.fill_between(day, troops, top, step="post", facecolor=style.FAINT, alpha=0.45, linewidth=0)
    axes.step(day, troops, where="post", color=stroke.colour, linewidth=stroke.width)
    return EndLabel(
        height=float(troops[-1]), order=float(troops.mean()), text=stroke.label, stroke=stroke
    )


BOUND: Final = Stroke(label="no plan can do better", colour=style.INK, width=1.4)
BOUND_AT_LIKELY: Final = replace(BOUND, label=f"{BOUND.label},\nevery row at likely")
_BANDED: Final = "; lines: P50, bands: P10 to P90 of the replications"
_WITH_BAND: Final = ("in_country", "closed_095")


@style.styled
def open_cut_chart(
    curves: Mapping[str, pd.DataFrame],
    differences: Mapping[str, pd.DataFrame],
    *,
    target: Target,
    captions: Sequence[Caption],
    last_day: float = LAST_DAY,
    remark: str = "",
) -> Figure:
    """Closed troops of several runs, and below what each cut costs against the first, paired.

    ``curves`` have columns day, p10, p50, p90, replications; ``differences`` these and mean,
    of the paired differences (first less other). All others are set against the first run.
    """
    many = max(int(curve["replications"].max()) for curve in curves.values()) > 1
    drawn = style.figure(
        _short_title(differences, target),
        "Above: troops closed (95 % present and integrated)"
        + (
            ", P50. Below: troops short of the first run, mean of pairs. Bands: P10 to P90"
            if many
            else ". Below: troops short of the first run"
        )
        + remark,
        captions,
        size=(11.0, 7.6),
    )
    strokes = dict(zip(curves, style.RUNS, strict=False))
    wide = style.beside_names(0.075, [*curves, ONE_PAIR], 11.0, most=0.70)
    upper = style.axes(drawn, (0.075, 0.42, wide, 0.455))
    _upper(upper, curves, strokes, target=target, last_day=last_day, many=many)
    lower = style.axes(drawn, (0.075, 0.125, wide, 0.235), captions)
    _lower(lower, differences, strokes, target=target, last_day=last_day)
    return drawn


def _is_told(difference: pd.DataFrame) -> bool:
    """Whether a cost is told: a single pair of runs measures none."""
    return int(difference["replications"].max()) > 1


def _short_title(differences: Mapping[str, pd.DataFrame], target: Target) -> str:
    short = [
        f"{numbers.thousands(float(_at(curve, target.day)['mean']))} ({name})"
        for name, curve in differences.items()
        if _is_told(curve)
    ]
    if not short:
        return "Open and cut: one pair of runs measures no penalty"
    return f"Troops short at {numbers.on_day(target.day)}: {', '.join(short)}"


def _upper(
    axes: Axes,
    curves: Mapping[str, pd.DataFrame],
    strokes: Mapping[str, Stroke],
    *,
    target: Target,
    last_day: float,
    many: bool,
) -> None:
    style.day_axis(axes, last_day, label="")
    style.troops_axis(axes, HEADROOM * target.force, label="troops closed")
    _target_lines(axes, target)
    for name, curve in curves.items():
        _draw_curve(axes, curve, strokes[name], banded=many)
    ends = [
        _label(curve, strokes[name], f"{name}\n{_told(curve, target)}")
        for name, curve in curves.items()
    ]
    style.end_labels(axes, ends, gap=0.125 * target.force)


def _lower(
    axes: Axes,
    differences: Mapping[str, pd.DataFrame],
    strokes: Mapping[str, Stroke],
    *,
    target: Target,
    last_day: float,
) -> None:
    style.day_axis(axes, last_day)
    style.troops_axis(axes, 1.0, label="troops short", force=target.force)
    lows = [float(curve[["p10", "p50"]].to_numpy().min()) for curve in differences.values()]
    highs = [float(curve[["p90", "p50"]].to_numpy().max()) for curve in differences.values()]
    room = max(*highs, *(-low for low in lows), 0.02 * target.force, 1.0)
    axes.set_ylim(min(0.0, 1.15 * min(lows)) - 0.08 * room, 1.15 * max(*highs, 0.3 * room))
    axes.axhline(0, color=style.MUTED, linewidth=0.8)
    axes.axvline(target.day, color=style.INK, linewidth=0.9, linestyle=(0, (3, 2)))
    labels = []
    for name, differing in differences.items():
        curve = differing.assign(p50=differing["mean"])
        told = _is_told(curve)
        _draw_curve(axes, curve, strokes[name], banded=told)
        if told:
            short = float(_at(curve, target.day)["p50"])
            marker, colour = strokes[name].marker, strokes[name].colour
            axes.plot([target.day], [short], marker=marker, color=colour)
        label = _told(curve, target) if told else ONE_PAIR
        labels.append(_label(curve, strokes[name], label))
    bottom, top = axes.get_ylim()
    style.end_labels(axes, labels, gap=0.14 * (top - bottom))


def _draw_curve(axes: Axes, curve: pd.DataFrame, stroke: Stroke, *, banded: bool) -> None:
    day = curve["day"].to_numpy()
    if banded:
        axes.fill_between(
            day,
            curve["p10"].to_numpy(),
            curve["p90"].to_numpy(),
            step="post",
            color=stroke.colour,
            alpha=BAND,
            linewidth=0,
        )
    axes.step(
        day,
        curve["p50"].to_numpy(),
        where="post",
        color=stroke.colour,
        linestyle=stroke.line,
        linewidth=stroke.width,
        label=stroke.label,
        solid_capstyle="butt",
    )


def _target_lines(axes: Axes, target: Target) -> None:
    axes.axhline(target.force, color=style.MUTED, linewidth=0.9)
    axes.axhline(target.troops, color=style.INK, linewidth=0.9, linestyle=(0, (3, 2)))
    axes.axvline(target.day, color=style.INK, linewidth=0.9, linestyle=(0, (3, 2)))
    lines = (
        (target.force, f"moving force {target.force:,.0f}", "bottom"),
        (target.troops, f"{100 * target.share:.0f} %: {target.troops:,.0f}", "top"),
    )
    for height, text, side in lines:
        shift = 2 if side == "bottom" else -2
        axes.annotate(
            text,
            xy=(0, height),
            xytext=(4, shift),
            textcoords="offset points",
            va=side,
            fontsize=style.SMALL_SIZE,
            color=style.INK,
            path_effects=list(style.HALO),
            zorder=6,
        )


def _read_off(axes: Axes, curve: pd.DataFrame, target: Target) -> None:
    """The number that is asked for, where the curve meets the day."""
    if not len(curve):
        return
    row = _at(curve, target.day)
    closed = float(row["p50"])
    axes.plot([target.day], [closed], "o", color=style.BLUE, markersize=7, zorder=5)
    is_low = closed < LOW * axes.get_ylim()[1]  # below it the axis would be written over
    low, high = float(row["p10"]), float(row["p90"])
    band = f"\nP10–P90: {numbers.thousands(low)}–{numbers.thousands(high)}" if low < high else ""
    axes.annotate(
        f"closed by {numbers.on_day(target.day)}: {closed:,.0f}\n"
        f"({100 * closed / max(target.force, 1):.0f} % of the moving force){band}",
        xy=(target.day, closed),
        xytext=(10, 10 if is_low else -10),
        textcoords="offset points",
        va="bottom" if is_low else "top",
        color=style.BLUE,
        fontsize=style.TEXT_SIZE,
    )


def _at(curve: pd.DataFrame, day: float) -> pd.Series:
    """The row of the last step at or before a day."""
    return curve.loc[curve["day"] <= day + 1e-9].iloc[-1]


def _told(curve: pd.DataFrame, target: Target) -> str:
    return (
        f"{numbers.on_day(target.day)}: {numbers.thousands(float(_at(curve, target.day)['p50']))}"
    )


def _label(curve: pd.DataFrame, stroke: Stroke, text: str) -> EndLabel:
    """Where lines end together, the one that was higher on the way stands above."""
    height, order = float(curve["p50"].iloc[-1]), float(curve["p50"].mean())
    return EndLabel(height=height, order=order, text=text, stroke=stroke)
