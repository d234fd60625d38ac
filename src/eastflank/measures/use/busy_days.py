"""Day by day: what terminals handled of what they could, and how busy they and fleets were."""

from typing import Final

import numpy as np
import pandas as pd

from eastflank.measures.frames import asset_rows, lot_rows
from eastflank.model.ids import MARCH
from eastflank.model.records import Stage
from eastflank.model.units import HOURS_PER_DAY

TERMINAL_DAYS: Final = ["terminal_id", "day", "lifts", "per_day", "busy_share"]
FLEET_DAYS: Final = ["asset_type", "day", "busy_share"]


def terminal_days(
    records: pd.DataFrame, terminals: pd.DataFrame, *, last_day: int = 60
) -> pd.DataFrame:
    """What each terminal did on each day, mean over replications; one row a terminal and day.

    - lifts: lifts whose loading, unloading or transfer began on the day.
    - per_day: lifts that its servers could handle in a day without a pause, at the mean time that
      a lift of this run took there.
    - busy_share: hours of work of its servers on the day over servers times 24.

    ``terminals`` has terminal_id and servers; a terminal that served nothing has no row.
    """
    rows = asset_rows(records, Stage.SERVE)
    rows = rows.assign(place=rows["place"].astype(str))
    servers = terminals.set_index(terminals["terminal_id"].astype(str))["servers"].astype(float)
    rows = rows.loc[rows["place"].isin(servers.index)]
    if rows.empty:
        return pd.DataFrame(columns=TERMINAL_DAYS)
    runs = _runs(records)
    busy_h = hours_by_day(rows["place"], rows["work_h"], rows["to_h"], last_day=last_day) / runs
    begun = np.floor(rows["work_h"] / HOURS_PER_DAY)
    lifts = pd.crosstab(rows["place"], begun).reindex(columns=busy_h.columns, fill_value=0) / runs
    mean_h = (rows["to_h"] - rows["work_h"]).groupby(rows["place"]).mean()
    own = servers.reindex(busy_h.index)
    table = _long(lifts, "terminal_id", "lifts")
    shares = _long(busy_h.div(HOURS_PER_DAY * own, axis=0), "terminal_id", "busy_share")
    table["busy_share"] = shares["busy_share"]
    per_day = HOURS_PER_DAY * own / mean_h.where(mean_h > 0)
    return table.assign(per_day=table["terminal_id"].map(per_day))[TERMINAL_DAYS]


def fleet_days(records: pd.DataFrame, *, last_day: int = 60) -> pd.DataFrame:
    """The share of each fleet at work on each day, mean over replications.

    At work is loaded on the way, at a server with the queue before it, or empty on the way; the
    whole is the assets that carried anything in the run. Columns: asset_type, day, busy_share.
    """
    legs = lot_rows(records, Stage.TRANSIT).sort_values("to_h", kind="stable")
    legs = legs.drop_duplicates(["replication", "lift", "from_h"], keep="last")
    spells = pd.concat([legs, asset_rows(records, Stage.SERVE, Stage.EMPTY)])
    kinds = spells["asset_type"].astype(str)
    spells, kinds = spells.loc[kinds != MARCH], kinds.loc[kinds != MARCH]
    carried = legs.astype({"asset_type": str, "asset": str}).drop_duplicates(
        ["replication", "asset_type", "asset"]
    )
    fleet = carried.groupby("asset_type").size()
    spells, kinds = spells.loc[kinds.isin(fleet.index)], kinds.loc[kinds.isin(fleet.index)]
    if spells.empty:
        return pd.DataFrame(columns=FLEET_DAYS)
    hours = hours_by_day(kinds, spells["from_h"], spells["to_h"], last_day=last_day)
    share = hours.div(HOURS_PER_DAY * fleet.reindex(hours.index), axis=0).clip(upper=1.0)
    return _long(share, "asset_type", "busy_share")[FLEET_DAYS]


def hours_by_day(
    keys: pd.Series, from_h: pd.Series, to_h: pd.Series, *, last_day: int
) -> pd.DataFrame:
    """The hours of spells that fall on each day 0 .. last_day: a row a key, a column a day."""
    edges = HOURS_PER_DAY * np.arange(last_day + 2)
    start, end = from_h.to_numpy(dtype=float), to_h.to_numpy(dtype=float)
    until = np.clip(edges[None, :], start[:, None], np.maximum(start, end)[:, None])
    table = pd.DataFrame(np.diff(until, axis=1), columns=np.arange(last_day + 1, dtype=float))
    return table.groupby(keys.astype(str).to_numpy()).sum()


def _long(wide: pd.DataFrame, key: str, value: str) -> pd.DataFrame:
    """A row a key and day, in their order."""
    table = wide.rename_axis(index=key, columns=None).reset_index()
    long = table.melt(id_vars=key, var_name="day", value_name=value)
    return long.sort_values([key, "day"], ignore_index=True).astype({"day": float})


def _runs(records: pd.DataFrame) -> int:
    return max(1, records["replication"].nunique())
