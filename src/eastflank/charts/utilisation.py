"""Chart of use over time: how busy terminals and fleets were, day by day, as a field of greys."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from eastflank.charts import style
from eastflank.charts.style import Caption

TITLE: Final = "How busy terminals and fleets were, day by day"
EMPTY: Final = "Nothing was at work in this run."
LEVELS: Final = LinearSegmentedColormap.from_list("busy", ["#f4f6f8", style.SKY, "#08306b"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """Things of one kind: a heading, then a name and the busy share of each day for each."""

    heading: str
    names: Sequence[str]
    shares: np.ndarray  # a row a name, a column a day


@style.styled
def utilisation_chart(bands: Sequence[Band], *, caption: Caption) -> Figure:
    """A row a terminal or fleet, a column a day: the darker, the larger the share at work."""
    shown = [band for band in bands if len(band.names)]
    if not shown:
        return style.nothing(TITLE, EMPTY, [caption])
    rows = sum(len(band.names) for band in shown)
    tall = 1.65 + 0.2 * rows + 0.22 * len(shown)
    drawn = style.figure(
        TITLE,
        "Share of servers at work (terminals), or of the assets that carried anything (fleets); "
        "the busiest of each kind",
        [caption],
        size=(11.0, tall),
    )
    top = 1.0 - 1.02 / tall
    for place, band in enumerate(shown):
        high = 0.2 * len(band.names) / tall
        drawn.text(
            0.03, top, band.heading, fontweight="bold", va="bottom", fontsize=style.SMALL_SIZE + 0.8
        )
        axes = style.axes(drawn, (0.205, top - high, 0.70, high))
        _band(axes, band, is_last=place == len(shown) - 1)
        top -= high + 0.22 / tall
    _key(style.axes(drawn, (0.925, 0.78 / tall, 0.018, 1.0 - 1.8 / tall)))
    return drawn


def _band(axes: Axes, band: Band, *, is_last: bool) -> None:
    days = band.shares.shape[1]
    style.day_axis(axes, days, label="day after C-day (00:00 UTC)" if is_last else "")
    edges = np.arange(len(band.names) + 1) - 0.5
    axes.pcolormesh(
        np.arange(days + 1),
        edges,
        band.shares,
        cmap=LEVELS,
        vmin=0.0,
        vmax=1.0,
        edgecolor="white",
        linewidth=0.25,
    )
    axes.set_ylim(len(band.names) - 0.5, -0.5)
    axes.set_yticks(range(len(band.names)), list(band.names), fontsize=style.SMALL_SIZE)
    axes.tick_params(axis="y", length=0)
    if not is_last:
        axes.set_xticklabels([])
        axes.tick_params(axis="x", which="both", length=0)


def _key(axes: Axes) -> None:
    shares = np.linspace(0.0, 1.0, 11)
    axes.pcolormesh([0.0, 1.0], shares, shares[:-1, None] + 0.05, cmap=LEVELS, vmin=0.0, vmax=1.0)
    axes.set_xticks([])
    axes.yaxis.tick_right()
    axes.yaxis.set_label_position("right")
    axes.set_yticks(shares[::2], [f"{100 * share:.0f}" for share in shares[::2]])
    axes.set_ylabel("share at work (%)")
