"""Border crossings: loaded and empty lifts each way, by day, mean and peak."""

from typing import Final

import numpy as np
import pandas as pd

from eastflank.measures.frames import asset_rows
from eastflank.measures.use.situation import Situation
from eastflank.measures.use.usage import mode_of
from eastflank.model.records import Stage
from eastflank.model.units import HOURS_PER_DAY

BY_LINK: Final = ["crossing", "mode", "link_id"]
BY_COUNTRIES: Final = ["crossing", "mode"]
COLUMNS: Final = [
    "loaded",
    "empty",
    "loaded_per_day",
    "peak_per_day",
    "first_day",
    "last_day",
    "troops",
    "tonnes",
    "mean_wait_h",
    "max_wait_h",
]


def border_crossings(
    records: pd.DataFrame, situation: Situation, *, by: list[str] | None = None
) -> pd.DataFrame:
    """Lifts over every border each way, one row a link (or, ``by=BY_COUNTRIES``, a pair of states).

    - crossing: the countries in the direction of travel, such as ``PL>LT``.
    - loaded, empty: lifts that crossed, mean over replications.
    - loaded_per_day: loaded lifts over the days from the first of them to the last, both counted;
      peak_per_day: most loaded lifts in one day (00:00 to 24:00 UTC) of any replication.
    - mean_wait_h, max_wait_h: hours that lifts stood before they could enter.

    The busiest crossings stand first. What only came back empty has a row with no loaded lifts.
    """
    keys = by or BY_LINK
    rows = _crossed(records, situation)
    runs = max(1, records["replication"].nunique())
    grouped = rows.groupby(keys)
    table = grouped.agg(
        loaded=("loaded", "sum"),
        lifts=("loaded", "size"),
        troops=("troops", "sum"),
        tonnes=("tonnes", "sum"),
        mean_wait_h=("wait_h", "mean"),
        max_wait_h=("wait_h", "max"),
    )
    table["empty"] = table.pop("lifts") - table["loaded"]
    counted = ["loaded", "empty", "troops", "tonnes"]
    table[counted] = table[counted] / runs
    loaded = rows.loc[rows["loaded"]]
    table = table.join(loaded.groupby(keys)["day"].agg(first_day="min", last_day="max"))
    daily = loaded.groupby([*keys, "replication", "day"]).size()
    table["peak_per_day"] = daily.groupby(keys).max().reindex(table.index).fillna(0.0)
    span = table["last_day"] - table["first_day"] + 1
    table["loaded_per_day"] = (table["loaded"] / span).fillna(0.0)
    order = ["loaded", *keys]
    table = table.reset_index().sort_values(order, ascending=[False, *[True] * len(keys)])
    return table[[*keys, *COLUMNS]].reset_index(drop=True)


def _crossed(records: pd.DataFrame, situation: Situation) -> pd.DataFrame:
    """The passages over border links, with the direction in countries."""
    borders = situation.links.loc[situation.links["border"].astype(bool)]
    rows = asset_rows(records, Stage.LINK)
    rows = rows.assign(link_id=rows["place"].astype(str), towards=rows["towards"].astype(str))
    rows = rows.merge(borders[["link_id", "a", "b", "a_country", "b_country"]], on="link_id")
    forth = rows["towards"] == rows["b"]
    there = rows["b_country"].where(forth, rows["a_country"])
    here = rows["a_country"].where(forth, rows["b_country"])
    return pd.DataFrame(
        {
            "replication": rows["replication"],
            "link_id": rows["link_id"],
            "crossing": here + ">" + there,
            "mode": mode_of(rows["asset_type"], situation.modes),
            "day": np.floor(rows["work_h"] / HOURS_PER_DAY).astype(int),
            "loaded": (rows["pieces"] > 0) | (rows["troops"] > 0),
            "wait_h": rows["work_h"] - rows["from_h"],
            "troops": rows["troops"],
            "tonnes": rows["tonnes"],
        }
    )
