"""Charts of units: the moves of those that close last, and how many are late and by how much."""

import math
from collections.abc import Hashable, Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.figure import Figure

from eastflank.charts import style
from eastflank.charts.style import Caption, Stroke
from eastflank.model.modes import MODES
from eastflank.runs.wording.names import FIRST, country

LAST: Final = 32
WAIT_ROOM: Final = 43  # letters beside a bar
LEGEND: Final = 10  # entries of a legend in one row
NAME_ROOM: Final = 38  # letters that the margin of the chart holds
SEEN: Final = 0.0013  # of the axis of days: one dot of a picture
GANTT_TITLE: Final = "The units that close last"
LATE_TITLE: Final = "Troops by delay against their required delivery date"
NO_UNIT: Final = "No unit of this selection moves."
DOINGS: Final = {
    "getting ready": Stroke(label="getting ready", colour="#ffffff"),
    "waiting": Stroke(label="waiting", colour="#f4dc8a", hatch="////"),
    "at a terminal": Stroke(label="at a terminal", colour=style.ORANGE),
    **{
        mode.value: Stroke(label=row.word, colour=row.colour, hatch=row.hatch)
        for mode, row in MODES.items()
    },
    "staging": Stroke(label="staging", colour=style.SKY, hatch="||||"),
    "waiting for integration": Stroke(label="", colour="#f4dc8a", hatch="////"),
    "integration": Stroke(label="integration", colour=style.INK),
}
LATENESS: Final = {
    "in time": Stroke(label="in time", colour=style.GREEN),
    "up to 5 days": Stroke(label="up to 5 days late", colour="#f4dc8a", hatch="..."),
    "5 to 10 days": Stroke(label="5 to 10", colour=style.ORANGE, hatch="///"),
    "over 10 days": Stroke(label="over 10", colour=style.VERMILION, hatch="xxx"),
    "never": Stroke(label="never", colour=style.INK),
}


@style.styled
def gantt_chart(
    closings: pd.DataFrame,
    spells: pd.DataFrame,
    *,
    caption: Caption,
    horizon_day: float,
    last: int = LAST,
    title: str = GANTT_TITLE,
    waits: Mapping[str, str] | None = None,
) -> Figure:
    """One bar a unit, the last to close on top: what the days of its last lot went to.

    ``waits`` tells of a unit what its last lot waited longest for.

    ``closings`` has columns unit, name, destination_country, closed_p50 and rdd; ``spells``
    unit, doing, start, end; both of one replication, in days after C-day, inf when never.
    """
    shown = closings.head(last)
    if not len(shown):
        return style.nothing(title, NO_UNIT, [caption])
    tall = 2.05 + 0.185 * len(shown)
    drawn = style.figure(
        f"{title}: {len(shown)} of {len(closings)}",
        "What the days of the last lot of each unit went to; diamond: required delivery date",
        [caption],
        size=(11.0, tall),
    )
    axes = style.axes(drawn, (0.28, 0.74 / tall, 0.47, 1.0 - 1.90 / tall))
    rows = np.arange(len(shown))[::-1].astype(float)
    style.day_axis(axes, _last_day(shown, spells, horizon_day))
    _spells(axes, spells, dict(zip(shown["unit"], rows, strict=True)))
    _ends(axes, shown, rows)
    _longest_waits(axes, dict(zip(shown["unit"], rows, strict=True)), waits or {})
    names = [_unit_label(cell) for cell in shown.to_dict("records")]
    axes.set_yticks(rows, names, fontsize=7.4)
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(-0.6, len(rows) - 0.4)
    axes.grid(visible=True, axis="x", color=style.FAINT, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.legend(
        loc="lower left",
        bbox_to_anchor=(-0.55, 1.0),
        ncols=LEGEND,
        borderaxespad=0.2,
        handlelength=1.3,
        columnspacing=1.1,
        fontsize=style.SMALL_SIZE,
    )
    return drawn


def _longest_waits(axes: Axes, rows: Mapping[str, float], waits: Mapping[str, str]) -> None:
    """Beside each bar what was waited for longest, on the way of the lot that came last."""
    if not waits:
        return
    lines = {row: waits.get(unit, "no wait") for unit, row in rows.items()}
    lines[max(rows.values()) + 0.8] = "longest wait of the last lot"
    for row, text in lines.items():
        axes.annotate(
            text if len(text) <= WAIT_ROOM else f"{text[: WAIT_ROOM - 1]}…",
            xy=(1.0, row),
            xycoords=("axes fraction", "data"),
            xytext=(7, 0),
            textcoords="offset points",
            va="center",
            fontsize=7.2,
            color=style.INK if row in rows.values() else style.MUTED,
            annotation_clip=False,
        )


def _last_day(shown: pd.DataFrame, spells: pd.DataFrame, horizon_day: float) -> float:
    own = spells.loc[spells["unit"].isin(shown["unit"]), "end"]
    ends = np.concatenate([shown[["closed_p50", "rdd"]].to_numpy(dtype=float).ravel(), own])
    seen = ends[np.isfinite(ends)]
    latest = float(seen.max()) if len(seen) else 0.0
    return min(horizon_day, 10.0 * math.ceil((latest + 2.0) / 10.0))


def _unit_label(cell: Mapping[Hashable, Any]) -> str:
    name = str(cell["name"])
    short = name if len(name) <= NAME_ROOM else f"{name[: NAME_ROOM - 1]}…"
    return f"{short}  → {cell['destination_country']}"


def _spells(axes: Axes, spells: pd.DataFrame, rows: Mapping[str, float]) -> None:
    edge = axes.get_xlim()[1]
    drawn = spells.loc[spells["unit"].isin(list(rows))]
    for doing, stroke in DOINGS.items():
        own = _joined(drawn.loc[drawn["doing"] == doing], SEEN * edge)
        start, end = (own[name].clip(0.0, edge).to_numpy() for name in ("start", "end"))
        low, high = (own["unit"].map(rows).to_numpy(dtype=float) + side for side in (-0.33, 0.33))
        corners = np.stack([start, low, end, low, end, high, start, high], axis=1)
        axes.add_collection(
            PolyCollection(
                list(corners.reshape(-1, 4, 2)),
                facecolors=stroke.colour,
                hatch=stroke.hatch,
                edgecolors=style.FAINT if doing == "getting ready" else "white",
                linewidths=0.3,
                label=stroke.label or None,
            ),
            autolim=False,
        )


def _joined(spells: pd.DataFrame, seen: float) -> pd.DataFrame:
    """Spells of one doing, those of a unit between which the eye sees no gap as one."""
    ordered = spells.sort_values(["unit", "start"], kind="stable", ignore_index=True)
    reached = ordered.groupby("unit", sort=False)["end"].cummax().shift(fill_value=-np.inf)
    is_first = ordered["unit"] != ordered["unit"].shift()
    part = (is_first | (ordered["start"] > reached + seen)).cumsum()
    return ordered.groupby(part).agg({"unit": "first", "start": "first", "end": "max"})


def _ends(axes: Axes, shown: pd.DataFrame, rows: np.ndarray) -> None:
    edge = axes.get_xlim()[1]
    for row, cell in zip(rows, shown.to_dict("records"), strict=True):
        if math.isinf(float(cell["closed_p50"])):
            axes.text(
                edge,
                row,
                "never closes ",
                ha="right",
                va="center",
                fontsize=7.2,
                fontweight="bold",
                path_effects=list(style.HALO),
            )
    due = np.minimum(shown["rdd"].to_numpy(dtype=float), edge)
    axes.plot(
        due,
        rows,
        linestyle="",
        marker="D",
        markersize=4.0,
        color="white",
        markeredgecolor=style.INK,
        markeredgewidth=0.9,
        zorder=5,
    )


@style.styled
def late_chart(
    by_priority: pd.DataFrame, by_country: pd.DataFrame, *, captions: Sequence[Caption]
) -> Figure:
    """Stacked bars of troops by how late they close: by priority, and by country of destination.

    Columns of both: value, late, troops (means over replications).
    """
    total = float(by_priority["troops"].sum())
    if total <= 0:
        return style.nothing(LATE_TITLE, NO_UNIT, captions)
    in_time = float(by_priority.loc[by_priority["late"] == "in time", "troops"].sum())
    deep = max(by_priority["value"].nunique(), by_country["value"].nunique())
    tall = 2.1 + 0.34 * deep
    largest = by_country.groupby("value")["troops"].sum().sort_values(ascending=False).index
    by_country = by_country.set_index("value").loc[list(largest)].reset_index()
    drawn = style.figure(
        f"{100 * in_time / total:.0f} % of the troops close by their required delivery date",
        f"Troops by delay against the required date of their unit; left by priority ({FIRST}, but "
        "may be ready later or go farther), right by destination",
        captions,
        size=(11.0, tall),
    )
    box = (0.80 / tall, 1.0 - 1.90 / tall)
    left = style.axes(drawn, (0.075, box[0], 0.40, box[1]), captions)
    right = style.axes(drawn, (0.575, box[0], 0.40, box[1]), captions)
    _late_bars(left, by_priority, [f"priority {value}" for value in _values(by_priority)])
    _late_bars(right, by_country, [country(str(value)) for value in _values(by_country)])
    left.legend(
        loc="lower left",
        bbox_to_anchor=(-0.02, 1.0),
        ncols=5,
        borderaxespad=0.2,
        handlelength=1.4,
        columnspacing=1.3,
    )
    return drawn


def _values(table: pd.DataFrame) -> list[object]:
    return list(dict.fromkeys(table["value"]))


def _late_bars(axes: Axes, table: pd.DataFrame, names: Sequence[str]) -> None:
    wide = table.pivot_table(index="value", columns="late", values="troops", sort=False)
    rows = np.arange(len(wide))[::-1].astype(float)
    reached = np.zeros(len(wide))
    for late, stroke in LATENESS.items():
        values = wide[late].to_numpy()
        axes.barh(
            rows,
            values,
            left=reached,
            height=0.7,
            label=stroke.label,
            facecolor=stroke.colour,
            edgecolor="white",
            linewidth=0.6,
            hatch=stroke.hatch,
        )
        reached = reached + values
    for row, total, punctual in zip(rows, reached, wide["in time"], strict=True):
        axes.annotate(
            f"{100 * punctual / max(total, 1.0):.0f} % in time",
            xy=(total, row),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            fontsize=style.SMALL_SIZE,
            color=style.MUTED,
        )
    axes.set_yticks(rows, list(names))
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(-0.55, len(rows) - 0.45)
    axes.set_xlim(0, 1.22 * max(float(reached.max()), 1.0))
    style.count_axis(axes.xaxis, float(reached.max()), "troops")
    axes.grid(visible=True, axis="x", color=style.FAINT, linewidth=0.6)
    axes.set_axisbelow(True)
