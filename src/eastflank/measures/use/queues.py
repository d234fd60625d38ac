"""Queues over time: how much waits, hour by hour, for what is waited for most."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from eastflank.measures.frames import rows_of
from eastflank.measures.use.waiting import OWN_QUEUE, QUEUES
from eastflank.model.records import Stage
from eastflank.model.units import HOURS_PER_DAY

STEP_DAYS: Final = 0.25
COLUMNS: Final = ["cause", "day", "lots"]
SPELLS: Final = ["cause", "start_h", "end_h", "part", "place", "unit", "lot"]


def queue_curves(
    records: pd.DataFrame,
    causes: Sequence[str],
    still_waiting: Sequence[Mapping[str, Any]] = (),
    *,
    end_h: float = np.nan,
    last_day: float = 60.0,
) -> pd.DataFrame:
    """Lots that wait for each cause, by quarter of a day: mean over replications.

    A wait counts as the part of its lot that it carries; causes are those of ``waits_by_cause``.
    ``still_waiting`` (mappings with lot, for_what, since_h) wait until ``end_h``.
    Columns: cause, day, lots; a cause that nothing waits for has zeros.
    """
    spells = wait_spells(records, still_waiting, end_h)
    runs = max(1, records["replication"].nunique())
    grid = np.arange(0.0, last_day + STEP_DAYS / 2, STEP_DAYS)
    parts = [
        pd.DataFrame({"cause": cause, "day": grid,
                      "lots": _waiting_at(spells.loc[spells["cause"] == cause], grid) / runs})
        for cause in causes
    ]  # fmt: skip
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=COLUMNS)


def queues_at(records: pd.DataFrame) -> pd.DataFrame:
    """Days that whole lots waited at each place, whatever for: mean over replications.

    Waits that ended are told; a lot that still waits at the end of a run has no place in records.
    Columns: place (a node), lot_days; the place of most waiting first.
    """
    spells = wait_spells(records, (), np.nan)
    days = (spells["end_h"] - spells["start_h"]) * spells["part"] / HOURS_PER_DAY
    total = days.groupby(spells["place"]).sum()
    total = total / max(1, records["replication"].nunique())
    table = total.rename_axis("place").rename("lot_days").reset_index()
    return table.sort_values(["lot_days", "place"], ascending=[False, True], ignore_index=True)


def wait_spells(
    records: pd.DataFrame, still_waiting: Sequence[Mapping[str, Any]], end_h: float
) -> pd.DataFrame:
    """One row a wait: its cause, when it began and ended, the part of a lot that waited, where.

    What still waits at the end waits where its lot was last told of.
    """
    rows = rows_of(records, *QUEUES)
    stage = rows["stage"].astype(str)
    waits_whole = stage.isin([Stage.WAIT, Stage.STRANDED])
    own = stage.map({key.value: text for key, text in OWN_QUEUE.items()})
    named = rows["waited_for"].fillna("").astype(str) if len(rows) else rows["waited_for"]
    table = pd.DataFrame(
        {
            "cause": named.where(named != "", own + " at " + rows["place"].astype(str)).astype(str),
            "start_h": rows["from_h"].astype(float),
            "end_h": rows["work_h"].where(~waits_whole, rows["to_h"]).astype(float),
            "part": _part_of_lot(records, rows),
            **{name: rows[name].astype(str) for name in ("place", "unit", "lot")},
        }
    )
    left = _left_waiting(records, still_waiting, end_h)
    table = pd.concat([part for part in (table, left) if len(part)] or [table], ignore_index=True)
    return table.loc[table["end_h"] > table["start_h"]]


def _left_waiting(
    records: pd.DataFrame, still_waiting: Sequence[Mapping[str, Any]], end_h: float
) -> pd.DataFrame:
    """The waits that no record ends, because the run ended first."""
    lots = [str(lot["lot"]) for lot in still_waiting]
    last = records.loc[records["lot"].isin(lots)].sort_values("to_h").groupby("lot")["place"].last()
    rows = [
        (str(lot["for_what"]), float(lot["since_h"]), end_h, 1.0, str(last.get(lot["lot"], "")),
         str(lot["lot"]).split("/", maxsplit=1)[0], str(lot["lot"]))
        for lot in still_waiting
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=SPELLS)


def _part_of_lot(records: pd.DataFrame, rows: pd.DataFrame) -> pd.Series:
    """The part of its lot that a row carries; 1 where the size of the lot is not told."""
    ready = rows_of(records, Stage.READY).astype({"lot": str})
    if ready.empty or rows.empty:
        return pd.Series(1.0, index=rows.index)
    whole = rows["lot"].astype(str).map(ready.groupby("lot")["pieces"].max())
    part: pd.Series = (rows["pieces"] / whole).where(whole > 0, 1.0).clip(upper=1.0)
    return part


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
