"""Formations by day: brigades of a weight, battalions, the first brigade of a nation."""

from collections.abc import Collection
from typing import Final

import numpy as np
import pandas as pd

from eastflank.measures.closure.closures import brigade_closures
from eastflank.model.units import HOURS_PER_DAY

MOST: Final = 0.5  # more than this share of the units
MANOEUVRE: Final = (
    "tank_bn",
    "tank_bn_small",
    "mech_bn",
    "wheeled_inf_bn",
    "light_inf_bn",
    "mountain_inf_bn",
    "airborne_bn",
)


def brigades_of_weight(closures: pd.DataFrame, weight: str) -> pd.DataFrame:
    """The closures of brigades most of whose units have this weight, one row a replication each."""
    inside = closures.loc[closures["brigade"].notna() & (closures["brigade"] != "")]
    shares = (inside["weight"] == weight).groupby(inside["brigade"]).mean()
    brigades = brigade_closures(closures)
    return brigades.loc[brigades["brigade"].map(shares) > MOST]


def day_of_brigades(closures: pd.DataFrame, count: int, *, weight: str) -> pd.Series:
    """The day after C-day on which so many brigades of a weight are closed, one a replication.

    inf where the force has fewer, or where they are not closed within the horizon.
    """
    brigades = brigades_of_weight(closures, weight)
    everyone = np.sort(closures["replication"].unique())
    return (
        brigades.groupby("replication")["closed_h"]
        .apply(lambda hours: _nth(hours, count))
        .reindex(everyone, fill_value=np.inf)
    )


def _nth(hours: pd.Series, count: int) -> float:
    ordered = np.sort(hours.to_numpy(dtype=float))
    return float(ordered[count - 1]) / HOURS_PER_DAY if len(ordered) >= count else float("inf")


def first_brigade_day(closures: pd.DataFrame, nation: str) -> pd.Series:
    """The day after C-day on which the first brigade of a nation is closed, one a replication."""
    brigades = brigade_closures(closures)
    everyone = np.sort(closures["replication"].unique())
    theirs = brigades.loc[brigades["nation"] == nation]
    first = theirs.groupby("replication")["closed_h"].min()
    return first.reindex(everyone, fill_value=np.inf) / HOURS_PER_DAY


def battalions_closed(
    closures: pd.DataFrame,
    unit_types: pd.Series,
    *,
    by_day: float,
    without: Collection[str] = (),
    kinds: Collection[str] = MANOEUVRE,
) -> pd.Series:
    """Battalions closed at or before a day, one value a replication.

    ``unit_types`` is indexed by uln. At first manoeuvre battalions count: tanks and infantry of
    every kind; nations may be left out.
    """
    counted = closures["unit"].map(unit_types).isin(kinds) & ~closures["nation"].isin(without)
    in_time = counted & (closures["closed_095_h"] <= HOURS_PER_DAY * by_day)
    return in_time.groupby(closures["replication"]).sum()
