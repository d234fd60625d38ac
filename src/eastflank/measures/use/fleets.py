"""How well lift was used: fill, turn, empty running, hours at a server, speed over the ground."""

from typing import Final

import pandas as pd

from eastflank.measures.frames import asset_rows, cargo_of, lot_rows
from eastflank.measures.use.situation import Situation
from eastflank.measures.use.usage import asset_usage, mode_of
from eastflank.model.ids import MARCH
from eastflank.model.modes import MODES
from eastflank.model.records import Stage
from eastflank.model.units import HOURS_PER_DAY

PART_FULL: Final = 0.90  # a company of 15 on 16 wagons is full
GROUND: Final = [mode.value for mode, row in MODES.items() if row.is_ground]
LEG: Final = ["replication", "lift", "from_h"]


def fleet_usage(records: pd.DataFrame, situation: Situation) -> pd.DataFrame:
    """How each asset type was used, one row a type that carried anything, means over replications.

    - fleet: assets held and to be called up; assets: those that carried anything; loads.
    - mean_fill: pieces carried over the room for them, mean over loaded legs; part_full: the share
      of loaded legs with less than 90 % of the room filled (empty for march).
    - tonnes_per_load: cargo on a loaded leg, mean.
    - turn_days, turn_days_median: from one load of an asset to its next, idle time included.
    - loaded_share, served_share, empty_share_h, yard_share, idle_share: of the hours of the assets
      that carried anything, from the first load of each to the end of the run.
    - loaded_km, empty_km: kilometres run on rail and road; empty_share: the empty part of them. By
      sea and air, where ways are not told link by link, empty_share is of the hours under way.
    - speed_kmh: loaded kilometres over the hours from the end of loading to the end of the leg,
      with waits, border stops and rests.
    - load_h, unload_h: mean hours of work at the start and at the end of a leg.
    """
    table = asset_usage(records).set_index("asset_type")
    table["mode"] = mode_of(table.index.to_series(), situation.modes)
    owned = situation.fleets.groupby("asset_type")[["held", "callup"]].sum().sum(axis=1)
    table["fleet"] = owned.reindex(table.index)
    table = table.join(lift_fill(records, situation.capacities))
    table = table.join(kilometres(records, situation.links)).join(_service_hours(records))
    table["tonnes_per_load"] = _tonnes(records)
    table = _shares(table)
    under_way = table["empty_h"] / (table["empty_h"] + table["loaded_h"])
    on_ground = table["mode"].isin(GROUND)
    table["empty_share"] = table["empty_share"].where(on_ground, under_way)
    table["speed_kmh"] = (table["loaded_km"] / table["loaded_h"]).where(on_ground)
    return table.reset_index().sort_values(["mode", "asset_type"], ignore_index=True)[COLUMNS]


COLUMNS: Final = [
    "asset_type",
    "mode",
    "fleet",
    "assets",
    "loads",
    "mean_fill",
    "part_full",
    "tonnes_per_load",
    "turn_days",
    "turn_days_median",
    "loaded_share",
    "served_share",
    "empty_share_h",
    "yard_share",
    "idle_share",
    "loaded_km",
    "empty_km",
    "empty_share",
    "speed_kmh",
    "load_h",
    "unload_h",
]


def lift_fill(records: pd.DataFrame, capacities: pd.DataFrame) -> pd.DataFrame:
    """Mean fill of loaded legs, and the share of them under 90 %, by asset type.

    Fill is the sum over the lots aboard of pieces over the pieces of that class that would fill
    the asset alone; at a break of gauge the near and the far set count as a leg each.
    """
    legs = lot_rows(records, Stage.TRANSIT)
    legs = legs.assign(asset_type=legs["asset_type"].astype(str), cargo=cargo_of(legs["lot"]))
    legs = legs.loc[legs["asset_type"] != MARCH]
    room = capacities.rename(columns={"pieces": "room"})[["asset_type", "cargo", "room"]]
    legs = legs.merge(room, on=["asset_type", "cargo"], how="inner")
    legs["fill"] = legs["pieces"] / legs["room"]
    fill = legs.groupby([*LEG, "asset_type"], observed=True)["fill"].sum().reset_index()
    fill["part_full"] = fill["fill"] < PART_FULL
    by_type = fill.groupby("asset_type")
    return pd.DataFrame(
        {"mean_fill": by_type["fill"].mean(), "part_full": by_type["part_full"].mean()}
    )


def _tonnes(records: pd.DataFrame) -> pd.Series:
    legs = lot_rows(records, Stage.TRANSIT)
    legs = legs.assign(asset_type=legs["asset_type"].astype(str))
    each = legs.groupby([*LEG, "asset_type"], observed=True)["tonnes"].sum()
    return each.groupby("asset_type").mean()


def kilometres(records: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """Loaded and empty kilometres on rail and road by asset type, and the empty share of them."""
    rows = asset_rows(records, Stage.LINK)
    length_km = links.set_index("link_id")["length_km"]
    table = pd.DataFrame(
        {
            "asset_type": rows["asset_type"].astype(str),
            "km": rows["place"].astype(str).map(length_km).astype(float),
            "loaded": (rows["pieces"] > 0) | (rows["troops"] > 0),
        }
    )
    runs = max(1, records["replication"].nunique())
    loaded = table.loc[table["loaded"]].groupby("asset_type")["km"].sum() / runs
    empty = table.loc[~table["loaded"]].groupby("asset_type")["km"].sum() / runs
    sums = pd.DataFrame({"loaded_km": loaded, "empty_km": empty}).fillna(0.0)
    return sums.assign(empty_share=sums["empty_km"] / (sums["loaded_km"] + sums["empty_km"]))


def _service_hours(records: pd.DataFrame) -> pd.DataFrame:
    """Mean hours of work of loading and of unloading a lift, by asset type."""
    found = {}
    for column, stage in (("load_h", Stage.LOAD), ("unload_h", Stage.UNLOAD)):
        rows = lot_rows(records, stage).drop_duplicates(["replication", "lift", "work_h"])
        hours = rows["to_h"] - rows["work_h"]
        found[column] = hours.groupby(rows["asset_type"].astype(str)).mean()
    return pd.DataFrame(found)


def _shares(table: pd.DataFrame) -> pd.DataFrame:
    hours = table[["loaded_h", "served_h", "empty_h", "yard_h", "idle_h"]].fillna(0.0)
    whole = hours.sum(axis=1)
    names = ("loaded_share", "served_share", "empty_share_h", "yard_share", "idle_share")
    shares = {
        name: hours[column] / whole for name, column in zip(names, hours.columns, strict=True)
    }
    return table.assign(**shares)


def trains_per_day(records: pd.DataFrame, modes: dict[str, str]) -> pd.DataFrame:
    """Loaded trains that set out by day, mean over replications: day, trains, troops, tonnes."""
    legs = lot_rows(records, Stage.TRANSIT)
    rail = legs.loc[mode_of(legs["asset_type"], modes) == "rail"]
    rail = rail.assign(day=(rail["from_h"] // HOURS_PER_DAY).astype(int))
    runs = max(1, records["replication"].nunique())
    amounts = rail.groupby("day")[["troops", "tonnes"]].sum() / runs
    trains = rail.drop_duplicates(LEG).groupby("day").size() / runs
    return amounts.assign(trains=trains).reset_index()[["day", "trains", "troops", "tonnes"]]
