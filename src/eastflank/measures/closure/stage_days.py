"""Where the time goes: the days to closing of a mean unit, by what its last lot did."""

from typing import Final, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Days: TypeAlias = NDArray[np.float64]
UNTOLD: Final = "waiting"  # between two records a lot stands
TABLE: Final = ["value", "doing", "days", "troops"]


def unit_days(spells: pd.DataFrame) -> pd.DataFrame:
    """Days after C-day of each unit by what its last lot did; they add up to its last day.

    ``spells`` as ``last_lot_spells`` tells them. Parts of a lot that do different things at one
    time share it; between two records the lot waits. Columns: unit, doing, days.
    """
    doing, names = pd.factorize(spells["doing"].astype(str), sort=True)
    start, end = (spells[name].clip(lower=0.0).to_numpy(dtype=float) for name in ("start", "end"))
    rows = [
        (unit, name, days)
        for unit, own in spells.groupby("unit", sort=True).indices.items()
        for name, days in _shared(start[own], end[own], doing[own], names).items()
    ]
    return pd.DataFrame(rows, columns=["unit", "doing", "days"])


def _shared(start: Days, end: Days, doing: NDArray[np.intp], names: pd.Index) -> dict[str, float]:
    edges = np.unique(np.concatenate([[0.0], start, end]))
    width, middle = np.diff(edges), (edges[:-1] + edges[1:]) / 2
    active = (start[:, None] <= middle) & (middle < end[:, None])
    at_once = active.sum(axis=0)
    days = (active / np.maximum(at_once, 1) * width).sum(axis=1)
    sums = np.bincount(doing, weights=days)
    told = {str(names[each]): float(sums[each]) for each in np.unique(doing)}
    untold = float(width[at_once == 0].sum())
    if untold > 0:
        told[UNTOLD] = told.get(UNTOLD, 0.0) + untold
    return told


def stage_days(days: pd.DataFrame, units: pd.DataFrame, *, by: str) -> pd.DataFrame:
    """Mean days of a unit by what its last lot did, for each value of a column of the units.

    Units count by their troops; one that never closes counts to the end of the run. ``days`` are
    those of :func:`unit_days`, ``units`` has unit, troops and the column ``by``. Columns: value,
    doing, days, troops (of the value).
    """
    days = days.merge(units[["unit", "troops", by]], on="unit")
    troops = days.drop_duplicates("unit").groupby(by, observed=True)["troops"].sum()
    weighted = (days["days"] * days["troops"]).groupby([days[by], days["doing"]]).sum()
    table = weighted.rename("days").rename_axis(["value", "doing"]).reset_index()
    table["troops"] = table["value"].map(troops)
    table["days"] /= table["troops"].where(table["troops"] > 0)
    return table[TABLE]
