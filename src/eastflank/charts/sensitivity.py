"""Chart of sensitivity: which evidence rows move the answer, coloured by their grade."""

import itertools
from collections.abc import Hashable, Mapping
from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from eastflank.charts import style
from eastflank.charts.style import Caption, Stroke
from eastflank.runs.wording.verdicts import FIRM, UNRANKED

TITLE: Final = "What the answer hangs on"
EMPTY: Final = "No evidence row of this selection was drawn, so nothing can be said of its effect."
SHOWN: Final = 18
PANELS: Final = 3
NAME_ROOM: Final = 46
PALE: Final = 0.38  # the bars of effects that may be none
GRADES: Final = {
    "A": Stroke(label="A measured or official", colour="#08306b"),
    "B": Stroke(label="B operator or staff", colour=style.BLUE),
    "C": Stroke(label="C press or study", colour=style.SKY, hatch="...."),
    "D": Stroke(label="D by analogy", colour=style.ORANGE, hatch="////"),
    "E": Stroke(label="E estimated", colour=style.VERMILION, hatch="xxxx"),
}


@style.styled
def sensitivity_chart(table: pd.DataFrame, *, caption: Caption, last: int = SHOWN) -> Figure:
    """Rank correlation of each evidence row with each measure, the strongest of the first on top.

    Columns: measure, key, title, grade, rank_correlation, low, high (95 % interval); sobol_total
    (a diamond), r2 and replications where they are known. Fewer than 64 replications do not rank:
    the rows then stand by their titles, and the chart says so.
    """
    known = table.dropna(subset=["rank_correlation"])
    measures = list(dict.fromkeys(known["measure"]))[:PANELS]
    if not measures:
        return style.nothing(TITLE, EMPTY, [caption])
    first = known.loc[known["measure"] == measures[0]]
    is_firm = _is_firm(known)
    order = _strongest(first, last) if is_firm else first.sort_values("title").head(last)
    tall = 2.15 + 0.27 * len(order)
    drawn = style.figure(
        f"{TITLE}: {order['title'].iloc[0]} first" if is_firm else f"{TITLE}: {UNRANKED}",
        _told(known, measures),
        [caption],
        size=(11.0, tall),
    )
    rows = np.arange(len(order))[::-1].astype(float)
    wide = 0.665 / len(measures)
    for place, measure in enumerate(measures):
        box = (0.305 + place * wide, 0.78 / tall, wide - 0.02, 1.0 - 2.0 / tall)
        axes = style.axes(drawn, box)
        own = known.loc[known["measure"] == measure].set_index("key").reindex(order["key"])
        _panel(axes, own, rows, str(measure))
        names = [_name(row) for row in order.to_dict("records")]
        axes.set_yticks(rows, names if place == 0 else [""] * len(rows), fontsize=8.2)
    used = [grade for grade in GRADES if grade in set(order["grade"])]
    drawn.legend(
        handles=[_handle(GRADES[grade]) for grade in used],
        ncols=5,
        loc="lower left",
        bbox_to_anchor=(0.02, 1.0 - 1.02 / tall),
        fontsize=style.SMALL_SIZE,
        handlelength=1.4,
    )
    return drawn


def _is_firm(table: pd.DataFrame) -> bool:
    """Whether each measure has draws enough to rank the rows."""
    return "replications" not in table or bool((table["replications"] >= FIRM).all())


def _strongest(rows: pd.DataFrame, last: int) -> pd.DataFrame:
    strength = rows["rank_correlation"].abs()
    ordered = rows.assign(strength=strength).sort_values(
        ["strength", "key"], ascending=[False, True]
    )
    return ordered.head(last)


def _told(table: pd.DataFrame, measures: list[str]) -> str:
    diamond = "; diamond: total effect (Sobol)" if _has(table, "sobol_total") else ""
    first = "" if len(measures) == 1 else "; rows in the order of the first measure"
    several = first if _is_firm(table) else "; rows in the order of their titles"
    return (
        "Rank correlation over the replications with its 95 % interval; pale where that spans 0"
        f"{diamond}{several}"
    )


def _has(table: pd.DataFrame, column: str) -> bool:
    return column in table and bool(table[column].notna().any())


def _name(row: Mapping[Hashable, Any]) -> str:
    """The title of a row with the letter of its grade."""
    title = str(row["title"])
    short = title if len(title) <= NAME_ROOM else f"{title[: NAME_ROOM - 1]}…"
    return f"{short}  [{row['grade']}]"


def _handle(stroke: Stroke) -> Patch:
    return Patch(
        facecolor=stroke.colour,
        edgecolor="white",
        hatch=stroke.hatch,
        linewidth=0.4,
        label=stroke.label,
    )


def _panel(axes: Axes, own: pd.DataFrame, rows: np.ndarray, measure: str) -> None:
    effect = own["rank_correlation"].to_numpy(dtype=float)
    low, high = (own[name].to_numpy(dtype=float) for name in ("low", "high"))
    spans_zero = (low < 0.0) & (high > 0.0)
    for (grade, stroke), is_pale in itertools.product(GRADES.items(), (True, False)):
        chosen = (own["grade"] == grade).to_numpy() & np.isfinite(effect) & (spans_zero == is_pale)
        axes.barh(
            rows[chosen],
            effect[chosen],
            height=0.7,
            facecolor=stroke.colour,
            hatch=stroke.hatch,
            edgecolor="white",
            linewidth=0.4,
            alpha=PALE if is_pale else 1.0,
        )
    axes.hlines(rows, low, high, color="white", linewidth=3.2)
    axes.hlines(rows, low, high, color=style.INK, linewidth=1.2)
    if _has(own, "sobol_total"):
        axes.plot(
            own["sobol_total"].to_numpy(dtype=float),
            rows,
            linestyle="",
            marker="D",
            markersize=4.2,
            markerfacecolor="white",
            markeredgecolor=style.INK,
            zorder=5,
        )
    axes.axvline(0.0, color=style.MUTED, linewidth=0.8)
    axes.set_xlim(-1.08, 1.08)
    axes.set_xticks([-1.0, -0.5, 0.0, 0.5, 1.0], ["−1", "−0.5", "0", "0.5", "1"])
    axes.set_ylim(-0.6, len(rows) - 0.4)
    grows = "later" if measure.startswith("day") else "more"
    axes.set_xlabel(f"rank correlation (right: the higher, the {grows})")
    _panel_title(axes, own, measure)
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=True, axis="x", color=style.FAINT, linewidth=0.6)
    axes.set_axisbelow(True)


def _panel_title(axes: Axes, own: pd.DataFrame, measure: str) -> None:
    fit = own["r2"].dropna() if "r2" in own else pd.Series(dtype=float)
    explained = f"  (R² {float(fit.iloc[0]):.2f})" if len(fit) else ""
    axes.set_title(f"{measure}{explained}", fontsize=style.TEXT_SIZE, loc="left", pad=5)
