"""How the finite things were used: terminals, links, assets, and the mode of the last entry.

Use is use by the force and by its supplies together; the mode of entry is told of the force alone.
"""

from collections.abc import Iterable, Mapping
from typing import Final

import numpy as np
import pandas as pd

from eastflank.measures.closure.closures import moving
from eastflank.measures.frames import TINY, asset_rows, country_of, lot_rows
from eastflank.model.errors import PlannerError
from eastflank.model.ids import MARCH
from eastflank.model.records import Stage
from eastflank.model.units import HOURS_PER_DAY

MOVES: Final = (Stage.LINK, Stage.VOYAGE)
AMOUNTS: Final = ("troops", "tonnes")


def mode_of(asset_types: pd.Series, modes: Mapping[str, str]) -> pd.Series:
    """The mode of each asset type, as the table of what they carry names it.

    A row that names no asset type has no mode; a type that the table does not have is a mistake.
    """
    names = asset_types.astype(str)
    unknown = sorted(set(pd.unique(names)) - {"", *modes})
    if unknown:
        raise PlannerError(
            where="capacities.csv",
            found=f"no mode of {', '.join(unknown)}, which the records name.",
            right="Tables and records of a run folder belong together: run the experiment again.",
        )
    return names.map({"": "", **modes})


def link_usage(records: pd.DataFrame, *, modes: Mapping[str, str]) -> pd.DataFrame:
    """Lifts over each link and way, mean over replications; one row a link and way.

    - lifts, loaded, empty: lifts that entered; loaded when they carry anything.
    - per_day: lifts over the days from the first entry to the last; peak_per_day: most lifts in
      one day (00:00 to 24:00 UTC) of any replication.
    - troops, tonnes: carried over it; mean_wait_h: hours stood before entering.
    """
    rows = _passages(records, modes)
    runs = _replications(records)
    grouped = rows.groupby(["link_id", "towards", "mode"])
    usage = grouped.agg(
        lifts=("loaded", "size"),
        loaded=("loaded", "sum"),
        troops=("troops", "sum"),
        tonnes=("tonnes", "sum"),
        mean_wait_h=("wait_h", "mean"),
        first_day=("day", "min"),
        last_day=("day", "max"),
    )
    usage["empty"] = usage["lifts"] - usage["loaded"]
    counts = ["lifts", "loaded", "empty", *AMOUNTS]
    usage[counts] = usage[counts] / runs
    usage["per_day"] = usage["lifts"] / (usage["last_day"] - usage["first_day"] + 1)
    daily = rows.groupby(["link_id", "towards", "mode", "replication", "day"]).size()
    usage["peak_per_day"] = daily.groupby(["link_id", "towards", "mode"]).max()
    return usage.reset_index()


def crossings_per_day(
    records: pd.DataFrame, links: Iterable[str], *, modes: Mapping[str, str]
) -> pd.DataFrame:
    """Lifts over each of these links by day, way and load, mean over replications.

    Columns: link_id, towards, mode, day, loaded (bool), lifts, troops, tonnes. Days without a lift
    have no row.
    """
    rows = _passages(records, modes)
    rows = rows.loc[rows["link_id"].isin(list(links))]
    grouped = rows.groupby(["link_id", "towards", "mode", "day", "loaded"])
    table = grouped.agg(
        lifts=("wait_h", "size"), troops=("troops", "sum"), tonnes=("tonnes", "sum")
    )
    return (table / _replications(records)).reset_index()


def _passages(records: pd.DataFrame, modes: Mapping[str, str]) -> pd.DataFrame:
    rows = asset_rows(records, *MOVES)
    return pd.DataFrame(
        {
            "replication": rows["replication"],
            "link_id": rows["place"].astype(str),
            "towards": rows["towards"].astype(str),
            "mode": mode_of(rows["asset_type"], modes),
            "day": np.floor(rows["work_h"] / HOURS_PER_DAY).astype(int),
            "loaded": (rows["pieces"] > 0) | (rows["troops"] > 0),
            "wait_h": rows["work_h"] - rows["from_h"],
            "troops": rows["troops"],
            "tonnes": rows["tonnes"],
        }
    )


def asset_usage(records: pd.DataFrame, *, until_h: float | None = None) -> pd.DataFrame:
    """How each asset type was used, mean over replications; one row a type that moved.

    - assets: assets that carried anything; loads: lifts they carried; empty_legs.
    - loaded_h: from the end of loading to the end of the leg; served_h: at a server, with the
      queue before it; empty_h: on empty legs; yard_h: put together, placed at a ramp, turned round;
      idle_h: the rest, from the first load of the asset to the last hour (or ``until_h``);
      empty for march, whose vehicles are the cargo.
    - turn_days, turn_days_median: from one load of an asset to its next, over all pairs of loads;
      the time that it stands idle between them counts.
    """
    # vehicles that fall out of a column have left with it, and end their leg before it
    legs = lot_rows(records, Stage.TRANSIT).sort_values("to_h", kind="stable")
    legs = legs.drop_duplicates(["replication", "lift", "from_h"], keep="last")
    runs = _replications(records)
    served, empty = asset_rows(records, Stage.SERVE), asset_rows(records, Stage.EMPTY)
    in_yards = asset_rows(records, Stage.PREPARE, Stage.PLACE, Stage.TURN)
    # a lift that halts for a repair has a leg before it and one after
    first = legs.sort_values("from_h", kind="stable")
    table = _turns(first.drop_duplicates(["replication", "lift", "asset"]), runs)
    table["loaded_h"] = _hours(legs, "from_h") / runs
    table["served_h"] = _hours(served, "from_h") / runs
    table["empty_h"] = _hours(empty, "from_h") / runs
    table["yard_h"] = _hours(in_yards, "from_h") / runs
    table["empty_legs"] = empty.groupby(empty["asset_type"].astype(str)).size() / runs
    table = table.fillna(dict.fromkeys(("served_h", "empty_h", "yard_h", "empty_legs"), 0.0))
    end_h = float(records["to_h"].max()) if until_h is None else until_h
    in_use = table[["loaded_h", "served_h", "empty_h", "yard_h"]].sum(axis=1)
    table["idle_h"] = (table["assets"] * (end_h - table.pop("first_h")) - in_use).clip(lower=0.0)
    table.loc[table.index == MARCH, "idle_h"] = np.nan
    return table.rename_axis("asset_type").reset_index()


def _hours(rows: pd.DataFrame, since: str) -> pd.Series:
    return (rows["to_h"] - rows[since]).groupby(rows["asset_type"].astype(str)).sum()


def _turns(legs: pd.DataFrame, runs: int) -> pd.DataFrame:
    """Assets, loads, days from load to load, and the mean hour of the first load."""
    names = legs.assign(asset_type=legs["asset_type"].astype(str), asset=legs["asset"].astype(str))
    one = ["asset_type", "replication", "asset"]
    each = names.groupby(one)["from_h"].agg(["size", "min"])
    by_type = each.groupby("asset_type")
    ordered = names.sort_values("from_h", kind="stable")
    turns = ordered.groupby(one)["from_h"].diff().groupby(ordered["asset_type"])
    return pd.DataFrame(
        {
            "assets": by_type.size() / runs,
            "loads": by_type["size"].sum() / runs,
            "turn_days": turns.mean() / HOURS_PER_DAY,
            "turn_days_median": turns.median() / HOURS_PER_DAY,
            "first_h": by_type["min"].mean(),
        }
    )


def entry_modes(
    records: pd.DataFrame,
    units: pd.DataFrame,
    *,
    modes: Mapping[str, str],
    node_country: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Troops and tonnes by the mode that last brought them into the destination country.

    A leg counts when it ends in the destination country of its unit and began outside; of several
    the last, for each piece of a lot, parts of which come by several lifts. Columns:
    destination_country, mode, troops, tonnes (means over replications).
    """
    legs = lot_rows(records, Stage.TRANSIT)
    force = moving(units)
    goal = (
        legs["unit"]
        .astype(str)
        .map(
            dict(
                zip(force["uln"].astype(str), force["destination_country"].astype(str), strict=True)
            )
        )
    )
    enters = (country_of(legs["towards"], node_country) == goal) & (
        country_of(legs["place"], node_country) != goal
    )
    into = legs.loc[enters].assign(destination_country=goal[enters].astype(str))
    into = into.assign(mode=mode_of(into["asset_type"], modes))
    into = into.sort_values("to_h", kind="stable")
    pieces = into.groupby(["replication", "lot"], observed=True)["pieces"]
    came_later = pieces.transform("sum") - pieces.cumsum()
    whole = lot_rows(records, Stage.READY).astype({"lot": str}).groupby("lot")["pieces"].max()
    of_lot = into["lot"].astype(str).map(whole).astype(float).fillna(pieces.transform("max"))
    kept = into.loc[came_later < of_lot - TINY]
    totals = kept.groupby(["destination_country", "mode"])[list(AMOUNTS)].sum()
    return (totals / _replications(records)).reset_index()


def _replications(records: pd.DataFrame) -> int:
    return max(1, records["replication"].nunique())
