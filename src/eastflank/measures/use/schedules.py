"""Schedules: the movement table of the units, and what comes and goes at each terminal by day."""

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd

from eastflank.measures.closure.closures import moving
from eastflank.measures.frames import days, lot_rows, quantile
from eastflank.measures.use.usage import mode_of
from eastflank.model.modes import MODES
from eastflank.model.records import Stage
from eastflank.model.units import HOURS_PER_DAY

BANDS: Final = {"p10": 0.10, "p50": 0.50, "p90": 0.90}
MAIN_LEGS: Final = {mode.value: row.main_leg for mode, row in MODES.items()}
MOVEMENT: Final = [
    "unit",
    "name",
    "nation",
    "destination",
    "poe",
    "pod",
    "mode",
    "lots",
    "troops",
    "tonnes",
    "rld",
    "ald",
    "lad",
    "rdd",
    "arrival_p10",
    "arrival_p50",
    "arrival_p90",
    "closed_p10",
    "closed_p50",
    "closed_p90",
]
SCHEDULE: Final = ["place", "way", "mode", "day", "lifts", "troops", "pieces", "tonnes"]
LEG: Final = ["replication", "lift", "from_h"]


def movement_table(
    records: pd.DataFrame,
    closures: pd.DataFrame,
    units: pd.DataFrame,
    *,
    modes: Mapping[str, str],
) -> pd.DataFrame:
    """One row a moving unit, port of embarkation, port of debarkation and mode; days after C-day.

    A lot has one main leg: its last leg at sea, else its last by air, else its longest. POE and POD
    are the ends of that leg (ports, airfields, railheads, or places where columns form). Lots with
    the same ends and mode share a row; a unit that never left has one row without them.

    - rld: day on which the unit was ready to load at its origin.
    - ald: day on which the first of these lots was at the POE and could be loaded.
    - lad: day on which the last of these lots arrived at the POD.
    - rdd: required delivery date.
    - arrival: day on which the unit was present at its destination with the share that closes it.
    - closed: day on which it was closed.

    Legs, rld, ald and lad are of the replications of ``records`` (their mean); arrival and closed
    are P10, P50 and P90 over the replications of ``closures``, inf when never.
    """
    legs = _by_row(main_legs(records, modes))
    force = moving(units).astype({"uln": str}).set_index("uln")
    ready = _ready_day(records)
    table = force.join(legs.set_index("unit")).rename_axis("unit").reset_index()
    arrival, closed = _bands(closures, "present_h"), _bands(closures, "closed_095_h")
    for name in BANDS:
        table[f"arrival_{name}"] = table["unit"].map(arrival[name])
        table[f"closed_{name}"] = table["unit"].map(closed[name])
    return table.assign(
        destination=table["destination_node_id"],
        rld=table["unit"].map(ready),
        rdd=days(table["required_delivery_h"]),
    )[MOVEMENT]


def _ready_day(records: pd.DataFrame) -> pd.Series:
    """The day on which the first lot of each unit was ready, mean over replications."""
    rows = lot_rows(records, Stage.READY).astype({"unit": str})
    first = rows.groupby(["replication", "unit"])["to_h"].min()
    return days(first.groupby("unit").mean())


def main_legs(records: pd.DataFrame, modes: Mapping[str, str]) -> pd.DataFrame:
    """The main leg of each lot, with the hour at which the lot was there to be loaded.

    A row a lift on that leg: replication, lot, unit, mode, place, towards, troops, tonnes, ...
    """
    legs = lot_rows(records, Stage.TRANSIT)
    legs = legs.astype({"lot": str, "unit": str, "lift": str, "place": str, "towards": str})
    legs = legs.assign(
        mode=mode_of(legs["asset_type"], modes), span_h=legs["to_h"] - legs["from_h"]
    )
    legs["rank"] = legs["mode"].map(MAIN_LEGS).fillna(0)
    legs["at_poe_h"] = _there_since(records, legs)
    legs["last"] = legs["from_h"].where(legs["rank"] > 0, legs["span_h"])
    by_lot = legs.sort_values(["rank", "last"], kind="stable").groupby(["replication", "lot"])
    ends = by_lot[["mode", "place", "towards"]].last()
    keys = ["replication", "lot", "mode", "place", "towards"]
    # A lot that was split has several lifts on its main leg: all of them count.
    return legs.merge(ends.reset_index(), on=keys)


def _there_since(records: pd.DataFrame, legs: pd.DataFrame) -> pd.Series:
    """When the lot of each leg began to wait for it, or to be loaded, at its first place."""
    before = lot_rows(records, Stage.WAIT, Stage.LOAD).astype({"lot": str, "lift": str})
    since = before.groupby(["replication", "lot", "lift"])["from_h"].min().rename("since_h")
    found: pd.Series = legs.join(since, on=["replication", "lot", "lift"])["since_h"]
    return found.fillna(legs["from_h"])


def _by_row(legs: pd.DataFrame) -> pd.DataFrame:
    runs = max(1, legs["replication"].nunique())
    grouped = legs.groupby(["unit", "place", "towards", "mode"])
    table = grouped.agg(
        lots=("lot", "nunique"),
        troops=("troops", "sum"),
        tonnes=("tonnes", "sum"),
        ald=("at_poe_h", "min"),
        lad=("to_h", "max"),
    )
    table[["lots", "troops", "tonnes"]] /= runs
    table[["ald", "lad"]] /= HOURS_PER_DAY
    named = table.reset_index().rename(columns={"place": "poe", "towards": "pod"})
    return named.sort_values(
        ["unit", "tonnes", "poe", "pod", "mode"], ascending=[True, False, True, True, True]
    )


def _bands(closures: pd.DataFrame, column: str) -> dict[str, dict[str, float]]:
    """Unit -> day, for each quantile."""
    grouped = {str(unit): rows.to_numpy() for unit, rows in closures.groupby("unit")[column]}
    return {
        name: {unit: quantile(hours, share) / HOURS_PER_DAY for unit, hours in grouped.items()}
        for name, share in BANDS.items()
    }


def terminal_schedule(records: pd.DataFrame, *, modes: Mapping[str, str]) -> pd.DataFrame:
    """What left and what arrived at each place by mode and day: mean over replications.

    ``way`` is "out" (a loaded lift departs) or "in" (it arrives); ``day`` is the day after C-day in
    which that happens (0: from 00:00 UTC of C-day to midnight). A lift with several lots counts
    once. Days without a lift have no row.
    """
    legs = lot_rows(records, Stage.TRANSIT)
    ways = {"out": ("place", "work_h"), "in": ("towards", "to_h")}
    parts = [
        _movements(legs, modes, place, hour).assign(way=way) for way, (place, hour) in ways.items()
    ]
    runs = max(1, records["replication"].nunique())
    table = pd.concat(parts, ignore_index=True)
    table[["lifts", "troops", "pieces", "tonnes"]] /= runs
    ordered = table.sort_values(["place", "way", "mode", "day"], ignore_index=True)
    return ordered[SCHEDULE]


def _movements(legs: pd.DataFrame, modes: Mapping[str, str], place: str, hour: str) -> pd.DataFrame:
    keys = {
        "place": legs[place].astype(str),
        "mode": mode_of(legs["asset_type"], modes),
        "day": np.floor(legs[hour] / HOURS_PER_DAY).astype(int),
    }
    rows = legs[["replication", "lift", "troops", "pieces", "tonnes"]].assign(**keys)
    first = ~rows.duplicated(["replication", "lift", *keys])
    grouped = rows.assign(lifts=first.astype(float)).groupby(list(keys))
    return grouped[["lifts", "troops", "pieces", "tonnes"]].sum().reset_index()
