"""Queues over time: how much waits, hour by hour, for what is waited for most."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from eastflank.measures.use.waiting import CAUSE, Cause, wait_spells
from eastflank.model.units import HOURS_PER_DAY

STEP_DAYS: Final = 0.25
COLUMNS: Final = [*CAUSE, "day", "lots"]


def queue_curves(
    records: pd.DataFrame,
    causes: Sequence[Cause],
    still_waiting: Sequence[Mapping[str, Any]] = (),
    *,
    end_h: float = np.nan,
    last_day: float = 60.0,
) -> pd.DataFrame:
    """Lots that wait for each cause, by quarter of a day: mean over replications.

    A wait counts as the part of its lot that it carries; causes are those of ``waits_by_cause``.
    ``still_waiting`` wait until ``end_h``. Columns: cause, cause_thing, closed_by, day, lots; a
    cause that nothing waits for has zeros.
    """
    spells = wait_spells(records, still_waiting, end_h)
    of_cause = dict(list(spells.groupby(CAUSE)))
    runs = max(1, records["replication"].nunique())
    grid = np.arange(0.0, last_day + STEP_DAYS / 2, STEP_DAYS)
    parts = [
        pd.DataFrame(
            {
                **dict(zip(CAUSE, cause, strict=True)),
                "day": grid,
                "lots": _waiting_at(of_cause.get(cause, spells.head(0)), grid) / runs,
            }
        )
        for cause in causes
    ]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=COLUMNS)


def queues_at(
    records: pd.DataFrame, still_waiting: Sequence[Mapping[str, Any]] = (), *, end_h: float = np.nan
) -> pd.DataFrame:
    """Days that whole lots waited at each place, whatever for: mean over replications.

    Columns: place (a node), lot_days; the place of most waiting first.
    """
    spells = wait_spells(records, still_waiting, end_h)
    days = (spells["end_h"] - spells["start_h"]) * spells["part"] / HOURS_PER_DAY
    total = days.groupby(spells["place"]).sum()
    total = total / max(1, records["replication"].nunique())
    table = total.rename_axis("place").rename("lot_days").reset_index()
    return table.sort_values(["lot_days", "place"], ascending=[False, True], ignore_index=True)


def _waiting_at(spells: pd.DataFrame, grid: NDArray[np.float64]) -> NDArray[np.float64]:
    """What has begun to wait by each hour less what has ceased to."""
    hours = grid * HOURS_PER_DAY
    begun = _sum_until(spells["start_h"], spells["part"], hours)
    return np.maximum(begun - _sum_until(spells["end_h"], spells["part"], hours), 0.0)


def _sum_until(
    at_h: pd.Series, amount: pd.Series, hours: NDArray[np.float64]
) -> NDArray[np.float64]:
    order = np.argsort(at_h.to_numpy(), kind="stable")
    total = np.concatenate([[0.0], np.cumsum(amount.to_numpy(dtype=float)[order])])
    found = np.searchsorted(at_h.to_numpy()[order], hours, side="right")
    return np.asarray(total[found], dtype=np.float64)
