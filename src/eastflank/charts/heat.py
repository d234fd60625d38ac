"""Chart of a sweep of two factors: one field a pair of levels, its number written in it."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, Normalize
from matplotlib.figure import Figure

from eastflank.charts import style
from eastflank.charts.style import Caption
from eastflank.runs.wording import numbers
from eastflank.runs.wording.names import level

EMPTY: Final = "No point of this sweep has the measure that was asked for."
SCALE: Final = LinearSegmentedColormap.from_list("heat", ["#f4f6f8", style.SKY, "#08306b"])
DARK: Final = 0.62  # of the scale: from here numbers are white
LARGE: Final = 20_000.0  # from here all troops of a chart are told in thousands


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """What of a sweep is drawn: the factor along each axis, the measure and its level.

    ``value`` is the column of the number: p50 or probability. Labels are for readers; ``unit`` is
    that of the number: troops, day or share.
    """

    across: str
    up: str
    measure: str
    level: float
    label: str
    value: str = "p50"
    across_label: str = ""
    up_label: str = ""
    unit: str = "troops"

    @property
    def band(self) -> tuple[str, str]:
        """The columns of what surrounds the number."""
        return ("low", "high") if self.value == "probability" else ("p10", "p90")


@style.styled
def heat_chart(table: pd.DataFrame, field: Field, *, caption: Caption) -> Figure:
    """A field of two factors: number and band in each, the darker the more; no point, a hatch.

    Columns: the two factors (named by their keys), measure, level, p10, p50, p90, probability, low,
    high, replications.
    """
    rows = table.loc[(table["measure"] == field.measure) & np.isclose(table["level"], field.level)]
    rows = rows.dropna(subset=[field.value, field.across, field.up])
    if not len(rows):
        return style.nothing(field.label, EMPTY, [caption])
    across, up = (_levels(rows[name]) for name in (field.across, field.up))
    tall = max(4.4, 2.3 + 0.62 * len(up))
    drawn = style.figure(field.label, _told(rows, field), [caption], size=(11.0, tall))
    axes = style.axes(drawn, (0.165, 0.98 / tall, 0.70, 1.0 - 1.95 / tall))
    norm = _norm(rows[field.value], field)
    _fields(axes, rows, field, across, up, norm)
    axes.set_xlabel(field.across_label or field.across)
    axes.set_ylabel(field.up_label or field.up)
    _key(style.axes(drawn, (0.89, 0.98 / tall, 0.02, 1.0 - 1.95 / tall)), norm, field)
    return drawn


def _told(rows: pd.DataFrame, field: Field) -> str:
    least, most = int(rows["replications"].min()), int(rows["replications"].max())
    many = f"{least}" if least == most else f"{least} to {most}"
    if most == 1:
        return "One run a point, not a forecast"
    around = "its 95 % interval" if field.value == "probability" else "P10 to P90"
    what = "Share of replications" if field.value == "probability" else "P50"
    return f"{what}, below it {around}; {many} replications a point; the darker, the {_more(field)}"


def _more(field: Field) -> str:
    return "later" if field.unit == "day" else "more"


def _levels(values: pd.Series) -> list[object]:
    """Numbers in their order; words in the order in which the sweep has them."""
    unique = list(dict.fromkeys(values))
    numeric = pd.to_numeric(pd.Series(unique), errors="coerce")
    return unique if numeric.isna().any() else [unique[place] for place in np.argsort(numeric)]


def _norm(values: pd.Series, field: Field) -> Normalize:
    if field.value == "probability":
        return Normalize(0.0, 1.0)
    finite = values[np.isfinite(values)]
    low, high = (float(finite.min()), float(finite.max())) if len(finite) else (0.0, 1.0)
    return Normalize(low, high if high > low else low + 1.0)


def _fields(
    axes: Axes,
    rows: pd.DataFrame,
    field: Field,
    across: list[object],
    up: list[object],
    norm: Normalize,
) -> None:
    once = rows.drop_duplicates([field.across, field.up]).to_dict("records")
    of = {(row[field.across], row[field.up]): row for row in once}
    for x, column in enumerate(across):
        for y, line in enumerate(up):
            if (column, line) not in of:
                axes.fill_between(
                    [x - 0.5, x + 0.5],
                    y - 0.5,
                    y + 0.5,
                    facecolor="white",
                    hatch="////",
                    edgecolor=style.FAINT,
                    linewidth=0,
                )
                continue
            _field(axes, (x, y), of[column, line], field, norm)
    axes.set_xlim(-0.5, len(across) - 0.5)
    axes.set_ylim(-0.5, len(up) - 0.5)
    axes.set_xticks(range(len(across)), [level(each) for each in across])
    axes.set_yticks(range(len(up)), [level(each) for each in up])
    axes.tick_params(length=0)


def _field(
    axes: Axes, at: tuple[int, int], row: Mapping[Hashable, Any], field: Field, norm: Normalize
) -> None:
    value = float(row[field.value])
    share = float(np.clip(norm(value), 0.0, 1.0)) if np.isfinite(value) else 1.0
    x, y = at
    axes.fill_between(
        [x - 0.5, x + 0.5],
        y - 0.5,
        y + 0.5,
        facecolor=SCALE(share),
        edgecolor="white",
        linewidth=1.5,
    )
    colour = "white" if share > DARK else style.INK
    low, high = (float(row[name]) for name in field.band)
    has_band = not np.isnan([low, high]).any() and low < high
    centred: dict[str, Any] = {"ha": "center", "va": "center", "color": colour}
    lifted = y + (0.1 if has_band else 0.0)
    axes.text(x, lifted, _number(value, field, norm), fontweight="bold", **centred)
    if has_band:
        band = f"{_number(low, field, norm)}–{_number(high, field, norm)}"
        axes.text(x, y - 0.22, band, fontsize=style.SMALL_SIZE - 0.6, **centred)


def _number(value: float, field: Field, norm: Normalize) -> str:
    if np.isinf(value):
        return numbers.NEVER
    if field.value == "probability":
        return f"{value:.2f}"
    if field.unit == "day":
        return f"{value:.1f}"
    return f"{value / numbers.THOUSAND:,.1f}" if _is_large(norm) else f"{value:,.0f}"


def _is_large(norm: Normalize) -> bool:
    return float(norm.vmax or 0.0) >= LARGE


def _unit(field: Field, norm: Normalize) -> str:
    if field.unit == "day":
        return "day after C-day"
    if field.value == "probability":
        return "share of replications"
    return "thousand troops" if _is_large(norm) else "troops"


def _key(axes: Axes, norm: Normalize, field: Field) -> None:
    low, high = float(norm.vmin or 0.0), float(norm.vmax or 1.0)
    steps = np.linspace(low, high, 33)
    axes.pcolormesh(
        [0.0, 1.0], steps, (steps[:-1, None] + steps[1:, None]) / 2, cmap=SCALE, norm=norm
    )
    axes.set_xticks([])
    axes.yaxis.tick_right()
    ticks = np.linspace(low, high, 5)
    axes.set_yticks(ticks, [_number(float(tick), field, norm) for tick in ticks])
    axes.set_xlabel(_unit(field, norm), fontsize=style.SMALL_SIZE, labelpad=10.0)
