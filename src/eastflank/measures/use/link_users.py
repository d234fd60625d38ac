"""Which units use a link or a corridor, how much of them, by which mode and when."""

from collections.abc import Collection, Mapping
from typing import Final

import pandas as pd

from eastflank.measures.frames import asset_rows, lot_rows
from eastflank.measures.use.usage import mode_of
from eastflank.model.ids import SUPPLY
from eastflank.model.records import Stage
from eastflank.model.units import HOURS_PER_DAY

PARTS: Final = ["unit", "mode", "troops", "tonnes", "loads", "from_h", "to_h"]
USERS: Final = [
    "unit",
    "name",
    "nation",
    "mode",
    "troops",
    "tonnes",
    "loads",
    "first_day",
    "last_day",
]
TOTALS: Final = ["nation", "mode", "units", "troops", "tonnes", "loads", "first_day", "last_day"]
ALL: Final = "all"
SUPPLIES: Final = "supplies"
AMOUNTS: Final = {"loads": "pieces", "troops": "troops", "tonnes": "tonnes"}


def parts_over(
    records: pd.DataFrame, links: Collection[str], modes: Mapping[str, str]
) -> pd.DataFrame:
    """What each loaded lift of one replication brought onto the links, a row a lift and unit.

    A lift counts once, with what it carried when it first entered one of the links; one that turned
    back has entered too. What it carried is shared out as it was loaded. ``loads`` is the part of
    the lift that the unit had, so that shared trains add up to whole ones. ``from_h``, ``to_h``:
    hours at which it first entered and last left.
    """
    rows = asset_rows(records, Stage.LINK, Stage.VOYAGE).astype({"lift": str})
    rows = rows.loc[rows["place"].isin(list(links)) & (rows["pieces"] > 0)]
    rows = rows.sort_values("work_h", kind="stable")
    left = rows.groupby("lift")["to_h"].max()
    lifts = rows.drop_duplicates("lift").set_index("lift")
    lifts = pd.DataFrame(
        {
            "mode": mode_of(lifts["asset_type"], modes),
            "lift_troops": lifts["troops"],
            "lift_tonnes": lifts["tonnes"],
            "lift_loads": 1.0,
            "from_h": lifts["work_h"],
            "to_h": left,
        }
    )
    parts = _shares(records).merge(lifts, on="lift")
    for amount in AMOUNTS:
        parts[amount] = parts[f"{amount}_share"] * parts[f"lift_{amount}"]
    return parts[PARTS]


def _shares(records: pd.DataFrame) -> pd.DataFrame:
    """The share of each unit in the troops, tonnes and pieces of each lift as it was loaded."""
    loads = lot_rows(records, Stage.LOAD).astype({"lift": str, "unit": str})
    by_unit = loads.groupby(["lift", "unit"])[list(AMOUNTS.values())].sum()
    whole = by_unit.groupby("lift").transform("sum")
    shares = (by_unit / whole).fillna(0.0)
    named = {amount: f"{name}_share" for name, amount in AMOUNTS.items()}
    return shares.rename(columns=named).reset_index()


def planned_parts(ways: pd.DataFrame, ready_h: pd.Series) -> pd.DataFrame:
    """What lots would bring onto the links, from their planned ways and when they were ready.

    ``ways`` has a row a lot and mode: lot, unit, mode, troops, tonnes, loads, and free-flow hours
    from readiness until it enters and leaves the links (lead_h, through_h). A lot that never got
    ready has no hour.
    """
    ready = ways["lot"].map(ready_h)
    return ways.assign(from_h=ready + ways["lead_h"], to_h=ready + ways["through_h"])[PARTS]


def ready_hours(records: pd.DataFrame) -> pd.Series:
    """The hour at which each lot was ready, by lot."""
    rows = lot_rows(records, Stage.READY).astype({"lot": str})
    return rows.groupby("lot")["to_h"].min()


def users(parts: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """One row a unit and mode: troops, tonnes, loads, and the days of first entry and last exit.

    Daily supplies stand in one row a mode, of the unit "supplies" and of no nation.
    """
    table = _summed(_named(parts, units), ["nation", "unit", "name", "mode"])
    return table[USERS]


def users_total(parts: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """The sums by nation and mode, then of all nations by mode, then of all."""
    named = _named(parts, units)
    every = named.assign(nation=ALL)
    whole = every.assign(mode=ALL)
    summed = [_summed(each, ["nation", "mode"]) for each in (named, every, whole)]
    return pd.concat(summed, ignore_index=True)[TOTALS]


def _named(parts: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    known = units.astype({"uln": str}).set_index("uln")[["name", "nation"]]
    supplies = parts["unit"].str.startswith(SUPPLY).astype(bool)
    named = parts.assign(unit=parts["unit"].where(~supplies, SUPPLIES))
    return named.join(known, on="unit").fillna({"name": "", "nation": ""})


def _summed(parts: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    table = parts.groupby(keys).agg(
        units=("unit", "nunique"),
        troops=("troops", "sum"),
        tonnes=("tonnes", "sum"),
        loads=("loads", "sum"),
        first_day=("from_h", "min"),
        last_day=("to_h", "max"),
    )
    table[["first_day", "last_day"]] /= HOURS_PER_DAY
    return table.reset_index()
