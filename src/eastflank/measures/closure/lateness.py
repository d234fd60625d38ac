"""Lateness: which units close after they are required, and by how much."""

from typing import Final

import numpy as np
import pandas as pd

from eastflank.measures.frames import quantile
from eastflank.model.units import HOURS_PER_DAY

CLASSES: Final = ("in time", "up to 5 days", "5 to 10 days", "over 10 days", "never")
BOUNDS: Final = (0.0, 5.0, 10.0)  # days late that part the classes
FORCE: Final = ["name", "nation", "brigade", "destination_country", "priority", "troops"]
TABLE: Final = ["group", "value", "late", "units", "troops"]


def days_late(closures: pd.DataFrame) -> pd.Series:
    """Days from the required delivery date to closing; negative when early, inf when never."""
    late: pd.Series = (closures["closed_095_h"] - closures["required_delivery_h"]) / HOURS_PER_DAY
    return late


def lateness(closures: pd.DataFrame, *, by: str) -> pd.DataFrame:
    """Units and troops by how late they close against their required delivery date.

    ``by`` is a column of the closures (priority, nation, destination_country). One row a value of
    it and class: in time, up to 5 days late, 5 to 10, over 10, never; means over replications.
    Columns: group (the column), value, late, units, troops.
    """
    runs = max(1, closures["replication"].nunique())
    rows = closures.assign(late=_class_of(days_late(closures)), units=1.0)
    sums = rows.groupby([by, "late"])[["units", "troops"]].sum() / runs
    values = sorted(closures[by].unique())
    every = pd.MultiIndex.from_product([values, CLASSES], names=["value", "late"])
    table = sums.reindex(every.set_names([by, "late"]), fill_value=0.0).rename_axis(
        ["value", "late"]
    )
    return table.reset_index().assign(group=by)[TABLE]


def _class_of(late: pd.Series) -> pd.Series:
    edges = np.searchsorted(BOUNDS, late.to_numpy(dtype=float) - 1e-9, side="left")
    named = np.array(CLASSES)[np.where(np.isinf(late), len(CLASSES) - 1, edges)]
    return pd.Series(named, index=late.index)


def closing_days(closures: pd.DataFrame) -> pd.DataFrame:
    """When each unit closes, the latest first: P10, P50 and P90 over replications.

    One row a unit: its force columns, closed_p10, closed_p50, closed_p90 and rdd (days after
    C-day, inf when never).
    """
    grouped = closures.groupby("unit", sort=True)
    shares = {"closed_p10": 0.1, "closed_p50": 0.5, "closed_p90": 0.9}
    ends = {name: _closing(closures, q) for name, q in shares.items()}
    due = grouped["required_delivery_h"].first() / HOURS_PER_DAY
    table = grouped[FORCE].first().assign(**ends, rdd=due).reset_index()
    return table.sort_values(
        ["closed_p50", "closed_p90", "unit"], ascending=[False, False, True], ignore_index=True
    )


def _closing(closures: pd.DataFrame, share: float) -> pd.Series:
    hours = closures.groupby("unit", sort=True)["closed_095_h"]
    found: pd.Series = hours.agg(lambda each: quantile(each, share) / HOURS_PER_DAY)
    return found
