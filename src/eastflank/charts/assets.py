"""Chart of the assets: how much of their time they were loaded, served, empty, in yards or idle."""

from typing import Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from eastflank.charts import style
from eastflank.charts.style import Caption, Stroke
from eastflank.model.ids import MARCH
from eastflank.runs.wording.names import asset

TITLE: Final = "What the assets did with their time"
EMPTY: Final = "No asset carried anything in this run."
SHOWN: Final = 18
PARTS: Final = {
    "loaded_h": Stroke(label="loaded, on the way", colour=style.BLUE),
    "served_h": Stroke(label="at a terminal, queue included", colour=style.ORANGE, hatch="////"),
    "empty_h": Stroke(label="empty, on the way", colour=style.GREY, hatch="...."),
    "yard_h": Stroke(label="in yards", colour=style.SKY, hatch="\\\\\\\\"),
    "idle_h": Stroke(label="idle", colour="#ffffff"),
}


@style.styled
def assets_chart(usage: pd.DataFrame, *, caption: Caption) -> Figure:
    """Shares of the asset hours from first load to the last closing; a bar an asset type.

    Columns: asset_type, assets, loads, turn_days, loaded_h, served_h, empty_h, yard_h,
    idle_h.
    """
    fleets = usage.loc[usage["asset_type"] != MARCH].copy()
    fleets["total"] = fleets[list(PARTS)].fillna(0.0).sum(axis=1)
    fleets = (
        fleets.loc[fleets["total"] > 0]
        .sort_values(["loads", "asset_type"], ascending=[False, True])
        .head(SHOWN)
    )
    if not len(fleets):
        return style.nothing(TITLE, EMPTY, [caption])
    tall = 2.0 + 0.30 * len(fleets)
    drawn = style.figure(
        TITLE,
        "Share of asset hours, from the first load of each type to the closing of the last unit; "
        "types by loads carried",
        [caption],
        size=(11.0, tall),
    )
    axes = style.axes(drawn, (0.185, 0.72 / tall, 0.475, 1.0 - 1.82 / tall))
    rows = np.arange(len(fleets))[::-1].astype(float)
    _bars(axes, fleets, rows)
    axes.set_yticks(rows, [asset(str(name)) for name in fleets["asset_type"]])
    axes.legend(
        loc="lower left",
        bbox_to_anchor=(-0.25, 1.0),
        ncols=4,
        borderaxespad=0.2,
        handlelength=1.4,
        columnspacing=1.4,
    )
    _figures(axes, fleets, rows)
    return drawn


def _bars(axes: Axes, fleets: pd.DataFrame, rows: np.ndarray) -> None:
    reached = np.zeros(len(fleets))
    for part, stroke in PARTS.items():
        share = (fleets[part].fillna(0.0) / fleets["total"]).to_numpy()
        axes.barh(
            rows,
            share,
            left=reached,
            height=0.68,
            label=stroke.label,
            facecolor=stroke.colour,
            edgecolor=style.MUTED if part == "idle_h" else "white",
            linewidth=0.6,
            hatch=stroke.hatch,
        )
        reached = reached + share
    axes.set_xlim(0, 1)
    axes.set_ylim(-0.55, len(rows) - 0.45)
    axes.set_xlabel("share of asset hours (%)")
    axes.xaxis.set_major_formatter(FuncFormatter(lambda share, _: f"{100 * share:.0f}"))
    axes.tick_params(axis="y", length=0)


def _figures(axes: Axes, fleets: pd.DataFrame, rows: np.ndarray) -> None:
    """Beside each bar what it stands for: assets, loads, days from load to load, share empty."""
    columns = ((1.09, "assets"), (1.22, "loads"), (1.38, "days a turn"), (1.58, "empty of moving"))
    for x, name in columns:
        axes.text(
            x,
            len(rows) - 0.35,
            name,
            ha="right",
            va="bottom",
            fontsize=style.SMALL_SIZE,
            color=style.MUTED,
        )
    for row, cell in zip(rows, fleets.to_dict("records"), strict=True):
        moving = cell["loaded_h"] + cell["empty_h"]
        turn = "–" if np.isnan(cell["turn_days"]) else f"{cell['turn_days']:.1f}"
        empty = f"{100 * cell['empty_h'] / moving:.0f} %" if moving > 0 else "–"
        texts = (f"{cell['assets']:,.0f}", f"{cell['loads']:,.0f}", turn, empty)
        for (x, _), text in zip(columns, texts, strict=True):
            axes.text(x, row, text, ha="right", va="center", fontsize=style.SMALL_SIZE + 0.5)
