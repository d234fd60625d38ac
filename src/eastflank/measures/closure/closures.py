"""When lots are present and when units and brigades close."""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import pandas as pd

from eastflank.measures.frames import (
    TINY,
    asset_rows,
    cargo_of,
    country_of,
    lot_rows,
    require_records,
)
from eastflank.model.records import Stage

KEY: Final = ["replication", "unit"]
CARRIED_OVER: Final = [  # columns of the force list that closures keep
    "name",
    "nation",
    "brigade",
    "division",
    "weight",
    "tier",
    "priority",
    "destination_country",
    "required_delivery_h",
]
TOLD_BY: Final = (  # stages whose rows closures are made of
    Stage.READY,
    Stage.LOAD,
    Stage.TRANSIT,
    Stage.STAGING,
    Stage.INTEGRATION,
)
READINGS: Final[dict[str, str]] = {  # reading -> column of the closures
    "ready": "ready_h",
    "departed": "departed_h",
    "in_country": "in_country_h",
    "closed_080": "closed_080_h",
    "closed_095": "closed_095_h",
    "closed_100": "closed_100_h",
}


def lot_presence(records: pd.DataFrame) -> pd.DataFrame:
    """When the pieces of a lot are present at its destination: the end of each staging row.

    A lot that came in parts has one row a part. Columns: replication, unit, lot, cargo,
    present_h (hours), pieces.
    """
    require_records(records)
    rows = lot_rows(records, Stage.STAGING)
    return _events(rows, rows["to_h"])


def unit_closures(
    records: pd.DataFrame,
    units: pd.DataFrame,
    theta: float = 0.95,
    *,
    node_country: Mapping[str, str] | None = None,
    lots: pd.DataFrame | None = None,
    replications: Sequence[int] = (),
) -> pd.DataFrame:
    """One row a unit of the moving force and replication; times in hours, inf when never.

    - ready_h: it is ready to leave (the first end of its ready rows; equipment in store is drawn
      after that).
    - departed_h: its first lift begins to load or, without loading, to move.
    - in_country_h: the share of its pieces brought into the destination country reaches theta.
    - present_h: the share present reaches theta. Share present is the least, over its cargo
      classes, of pieces present over pieces required. Required are the pieces of ``lots`` (columns
      lot, unit, cargo, pieces) or, without them, of the lots that got ready in any replication.
    - closed_095_h: its integration ends. The run starts integration at its own theta (0.95 unless
      the experiment says otherwise), holding one of the slots of the destination.
    - closed_100_h: the later of closed_095_h and the hour at which the share present is 1.
    - closed_080_h: the hour of share 0.80 plus its integration work without the wait for a slot;
      a unit without an integration row has never closed at any share.

    ``replications``: those that the records tell of, where some may be without a row.
    """
    require_records(records)
    index = _every_unit(records, units, replications)
    required = _required(_lots(records) if lots is None else lots, index)
    present = lot_presence(records).rename(columns={"present_h": "at_h"})
    entered = _entries(records, units, node_country)
    done = _integration(records, index)
    hours = {
        "ready_h": _first(lot_rows(records, Stage.READY), "to_h", index),
        "departed_h": _first(lot_rows(records, Stage.LOAD, Stage.TRANSIT), "work_h", index),
        "in_country_h": _share_reached(entered, required, index, theta),
        "present_h": _share_reached(present, required, index, theta),
        "closed_080_h": _share_reached(present, required, index, 0.80) + done["work_h"],
        "closed_095_h": done["end_h"],
        "closed_100_h": np.maximum(done["end_h"], _share_reached(present, required, index, 1.0)),
    }
    return _with_force_columns(pd.DataFrame(hours, index=index), units)


def brigade_closures(closures: pd.DataFrame) -> pd.DataFrame:
    """One row a brigade and replication: closed when the last of its moving units is closed.

    Columns: replication, nation, brigade, destination_country (of most of its troops), battalions,
    troops, closed_h (hours, inf when never). Units without a brigade belong to none.
    """
    inside = closures.loc[closures["brigade"].notna() & (closures["brigade"] != "")]
    grouped = inside.groupby(["replication", "nation", "brigade"], observed=True, sort=True)
    table = grouped.agg(
        destination_country=("destination_country", "first"),
        battalions=("unit", "size"),
        troops=("troops", "sum"),
        closed_h=("closed_095_h", "max"),
    )
    return table.reset_index()


def moving(units: pd.DataFrame) -> pd.DataFrame:
    """The lines that move: those in place are shown, never counted."""
    if "in_place" not in units.columns:
        return units
    stays = units["in_place"].fillna(0).astype(str).str.lower().isin(["1", "1.0", "true"])
    return units.loc[~stays]


def _every_unit(
    records: pd.DataFrame, units: pd.DataFrame, replications: Sequence[int]
) -> pd.MultiIndex:
    """Every moving unit in every replication, whether or not it has a row."""
    told = replications or sorted(records["replication"].unique()) or [0]
    names = moving(units)["uln"].astype(str)
    return pd.MultiIndex.from_product([told, names], names=KEY)


def _events(rows: pd.DataFrame, at_h: pd.Series) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "replication": rows["replication"],
            "unit": rows["unit"].astype(str),
            "lot": rows["lot"].astype(str),
            "cargo": cargo_of(rows["lot"]),
            "present_h": at_h,
            "pieces": rows["pieces"].astype(float),
        }
    ).reset_index(drop=True)


def _lots(records: pd.DataFrame) -> pd.DataFrame:
    """The lots that have a row: they are the same in every replication."""
    ready = lot_rows(records, Stage.READY)
    ready = ready if len(ready) else lot_rows(records, *Stage)
    lots = ready.groupby("lot", observed=True).agg(unit=("unit", "first"), pieces=("pieces", "max"))
    return lots.reset_index().assign(cargo=lambda rows: cargo_of(rows["lot"]))


def _required(lots: pd.DataFrame, index: pd.MultiIndex) -> pd.DataFrame:
    """Pieces required by unit and cargo class, for every unit and replication."""
    named = lots.assign(unit=lots["unit"].astype(str), cargo=lots["cargo"].astype(str))
    needed = named.groupby(["unit", "cargo"], as_index=False)["pieces"].sum()
    return index.to_frame(index=False).merge(needed, on="unit", how="inner")


def _entries(
    records: pd.DataFrame, units: pd.DataFrame, node_country: Mapping[str, str] | None
) -> pd.DataFrame:
    """Pieces brought into the destination country: legs that end in it and began outside."""
    legs = lot_rows(records, Stage.TRANSIT)
    goal = legs["unit"].astype(str).map(_destination_country(units))
    inside = country_of(legs["towards"], node_country) == goal
    outside = country_of(legs["place"], node_country) != goal
    crossed = legs.loc[inside & outside]
    staged = lot_rows(records, Stage.STAGING)
    entry_key = pd.MultiIndex.from_frame(crossed[["replication", "lot"]].astype({"lot": str}))
    staged_key = pd.MultiIndex.from_frame(staged[["replication", "lot"]].astype({"lot": str}))
    unseen = staged.loc[~staged_key.isin(entry_key)]
    parts = [_events(crossed, crossed["to_h"]), _events(unseen, unseen["from_h"])]
    events = pd.concat([p for p in parts if len(p)] or parts[:1], ignore_index=True)
    return events.rename(columns={"present_h": "at_h"})


def _destination_country(units: pd.DataFrame) -> dict[str, str]:
    return dict(
        zip(units["uln"].astype(str), units["destination_country"].astype(str), strict=True)
    )


def _share_reached(
    events: pd.DataFrame, required: pd.DataFrame, index: pd.MultiIndex, share: float
) -> pd.Series:
    """The hour at which every cargo class of a unit has at least ``share`` of its pieces."""
    if not len(events) or not len(required):
        return pd.Series(np.inf, index=index)
    by_class = ["replication", "unit", "cargo"]
    ordered = events.sort_values("at_h", kind="stable")
    ordered = ordered.assign(arrived=ordered.groupby(by_class, sort=False)["pieces"].cumsum())
    ordered = ordered.merge(required, on=by_class, how="inner", suffixes=("", "_needed"))
    enough = ordered["arrived"] >= share * ordered["pieces_needed"] * (1 - TINY) - TINY
    first = ordered.loc[enough].groupby(by_class, sort=False)["at_h"].min().rename("at_h")
    every = required.join(first, on=by_class)["at_h"].fillna(np.inf)
    unit_h = every.groupby([required["replication"], required["unit"]]).max()
    return unit_h.reindex(index).fillna(np.inf)


def _integration(records: pd.DataFrame, index: pd.MultiIndex) -> pd.DataFrame:
    rows = asset_rows(records, Stage.INTEGRATION)
    rows = rows.assign(unit=rows["unit"].astype(str), span_h=rows["to_h"] - rows["work_h"])
    grouped = rows.groupby(KEY, sort=False)
    table = pd.DataFrame({"end_h": grouped["to_h"].max(), "work_h": grouped["span_h"].max()})
    return table.reindex(index).fillna(np.inf)


def _first(rows: pd.DataFrame, column: str, index: pd.MultiIndex) -> pd.Series:
    hours = rows.assign(unit=rows["unit"].astype(str)).groupby(KEY, sort=False)[column].min()
    return hours.reindex(index).fillna(np.inf)


def _with_force_columns(hours: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    force = moving(units).assign(uln=moving(units)["uln"].astype(str)).set_index("uln")
    kept = [name for name in CARRIED_OVER if name in force.columns]
    columns = force[kept].assign(troops=force["personnel"].astype(int))
    return hours.reset_index().merge(columns, left_on="unit", right_index=True, how="left")
