"""Troops over time for every reading of the target, with bands over the replications."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from eastflank.measures.closure.closures import READINGS, brigade_closures
from eastflank.measures.frames import TINY, quantile
from eastflank.model.units import HOURS_PER_DAY

STEP_DAYS: Final = 0.25
COLUMNS: Final = ["reading", "day", "p10", "p50", "p90", "replications"]


def troops_closed(
    closures: pd.DataFrame, *, by_day: float, reading: str = "closed_095"
) -> pd.Series:
    """Troops of units whose reading is reached at or before ``by_day``, one value a replication."""
    everyone = closures["replication"].unique()
    in_time = closures.loc[closures[READINGS[reading]] <= HOURS_PER_DAY * by_day]
    return in_time.groupby("replication")["troops"].sum().reindex(everyone, fill_value=0)


def day_of_share(closures: pd.DataFrame, *, share: float, reading: str = "closed_095") -> pd.Series:
    """Day after C-day on which units with ``share`` of the moving force have the reading.

    One value a replication; inf where the share is never reached.
    """
    column = READINGS[reading]
    ordered = closures.sort_values(["replication", column], kind="stable")
    grouped = ordered.groupby("replication")["troops"]
    enough = grouped.cumsum() >= share * grouped.transform("sum") * (1 - TINY)
    hours = ordered.loc[enough].groupby("replication")[column].min()
    return (hours / HOURS_PER_DAY).reindex(closures["replication"].unique()).fillna(np.inf)


def troops_curves(
    closures: pd.DataFrame,
    *,
    readings: Sequence[str] = tuple(READINGS),
    first_day: float = 0.0,
    last_day: float = 60.0,
) -> pd.DataFrame:
    """Troops at or beyond each reading by the day: P10, P50 and P90 over the replications.

    Tidy: one row a reading and quarter day. Troops count as a whole unit or not at all.
    """
    grid = _grid(first_day, last_day)
    parts = [
        _bands(closures, READINGS[name], "troops", grid).assign(reading=name) for name in readings
    ]
    return pd.concat(parts, ignore_index=True)[COLUMNS]


def brigades_curve(
    closures: pd.DataFrame, *, first_day: float = 0.0, last_day: float = 60.0
) -> pd.DataFrame:
    """Brigades closed by the day (all their moving units): P10, P50, P90 over replications."""
    brigades = brigade_closures(closures).assign(one=1)
    grid = _grid(first_day, last_day)
    table = _bands(brigades, "closed_h", "one", grid, closures["replication"].unique())
    return table.assign(reading="brigades")[COLUMNS]


def country_closed(closures: pd.DataFrame, *, by_day: float) -> pd.DataFrame:
    """Troops closed by the day in each destination country, of those bound for it.

    One row a country: destination_country, required, p10, p50, p90, replications.
    """
    return closed_of(closures, "destination_country", by_day=by_day)


def closed_of(closures: pd.DataFrame, column: str, *, by_day: float) -> pd.DataFrame:
    """Troops closed by the day for each value of a column, of all troops with that value.

    One row a value, the largest first: the column, required, p10, p50, p90, replications.
    """
    rows = []
    for value, members in closures.groupby(column, observed=True):
        closed = troops_closed(members, by_day=by_day).to_numpy(dtype=float)
        band = {f"p{100 * share:.0f}": quantile(closed, share) for share in (0.1, 0.5, 0.9)}
        required = float(members["troops"].sum()) / len(closed)
        rows.append({column: value, "required": required, **band, "replications": len(closed)})
    return pd.DataFrame(rows).sort_values("required", ascending=False, ignore_index=True)


def brigade_days(closures: pd.DataFrame) -> pd.DataFrame:
    """When each brigade closes (all its moving units): days after C-day, inf when never.

    One row a brigade, the first to close first: nation, brigade, destination_country, weight (of
    most of its troops), battalions, troops, p10, p50, p90 over the replications.
    """
    closed = brigade_closures(closures)
    keys = ["nation", "brigade"]
    heads = closures.groupby([*keys, "weight"], observed=True)["troops"].sum().reset_index()
    weight = heads.sort_values("troops").groupby(keys, observed=True)["weight"].last()
    grouped = closed.groupby(keys, observed=True)
    table = grouped[["destination_country", "battalions", "troops"]].first().join(weight)
    for share in (0.1, 0.5, 0.9):
        hours = {key: quantile(each, share) for key, each in grouped["closed_h"]}
        table[f"p{100 * share:.0f}"] = pd.Series(hours) / HOURS_PER_DAY
    return table.reset_index().sort_values(["p50", "p90", *keys], ignore_index=True)


def _grid(first_day: float, last_day: float) -> NDArray[np.float64]:
    return np.arange(first_day, last_day + STEP_DAYS / 2, STEP_DAYS)


def _bands(
    rows: pd.DataFrame,
    column: str,
    weight: str,
    grid: NDArray[np.float64],
    replications: NDArray[np.int64] | None = None,
) -> pd.DataFrame:
    """Weighted counts at or before each day of the grid, as quantiles over replications."""
    everyone = rows["replication"].unique() if replications is None else replications
    counts = np.zeros((len(everyone), len(grid)))
    groups = dict(list(rows.groupby("replication")))
    for place, replication in enumerate(everyone):
        if replication in groups:
            counts[place] = _counts(groups[replication], column, weight, grid)
    low, mid, high = np.quantile(counts, [0.1, 0.5, 0.9], axis=0, method="inverted_cdf")
    return pd.DataFrame(
        {"day": grid, "p10": low, "p50": mid, "p90": high, "replications": len(everyone)}
    )


def _counts(
    rows: pd.DataFrame, column: str, weight: str, grid: NDArray[np.float64]
) -> NDArray[np.float64]:
    ordered = rows.sort_values(column, kind="stable")
    total = np.concatenate([[0.0], ordered[weight].cumsum().to_numpy(dtype=float)])
    at = np.searchsorted(ordered[column].to_numpy(), grid * HOURS_PER_DAY + TINY, side="right")
    return np.asarray(total[at], dtype=np.float64)
