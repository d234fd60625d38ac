"""What binds: what lots waited for at places, what lifts stood for, what held units until ready."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from eastflank.measures.frames import asset_rows, lot_rows, of_the_force, rows_of
from eastflank.model.causes import CauseKind
from eastflank.model.records import Stage
from eastflank.model.units import HOURS_PER_DAY

Cause = tuple[str, str, str]
CAUSE: Final = ["cause", "cause_thing", "closed_by"]  # the columns of a record that tell a cause
WHOLE_WAITS: Final = (Stage.WAIT, Stage.STRANDED)
QUEUES: Final = (
    *WHOLE_WAITS,
    Stage.UNLOAD,
    Stage.TRANSFER,
    Stage.REPAIR,
    Stage.INTEGRATION,
)
WHOLE_HALTS: Final = (Stage.CREW, Stage.STAND, Stage.TRACTION, Stage.REPAIR)
ON_THE_WAY: Final = (Stage.LINK, Stage.EMPTY, *WHOLE_HALTS)
COUNTED: Final = ["lots", "lot_hours", "troop_days", "tonne_days", "open_lots"]
WAITS: Final = [
    *CAUSE,
    "lots",
    "lot_hours",
    "troop_days",
    "tonne_days",
    "mean_h",
    "max_h",
    "open_lots",
]
SPELLS: Final = [
    *CAUSE,
    "start_h",
    "end_h",
    "part",
    "troops",
    "tonnes",
    "open",
    "place",
    "unit",
    "lot",
]
HALTS: Final = [*CAUSE, "lifts", "loaded", "hours", "mean_h", "max_h"]
READY: Final = [*CAUSE, "units", "troops", "mean_day", "last_day", "open_units"]
TOLD_IN: Final[dict[CauseKind, tuple[str, ...]]] = {  # the tables of use that tell of each kind
    **dict.fromkeys(
        (
            CauseKind.C_DAY,
            CauseKind.NOTICE,
            CauseKind.PERMISSION,
            CauseKind.STORED_KIT,
            CauseKind.PLAN_DATE,
        ),
        ("readiness",),
    ),
    **dict.fromkeys(
        (
            CauseKind.PLAN_ORDER,
            CauseKind.CONTROL,
            CauseKind.CALL_FORWARD,
            CauseKind.FILL,
            CauseKind.ASSET,
            CauseKind.LOADING,
            CauseKind.UNLOADING,
            CauseKind.TRANSFER,
            CauseKind.CRANE,
            CauseKind.PORT_LAND,
            CauseKind.INTEGRATION,
            CauseKind.REST_OF_UNIT,
            CauseKind.CLOSED_TERMINAL,
            CauseKind.NO_WAY,
            CauseKind.PATH_ORDER,
            CauseKind.OUT_OF_GAUGE,
            CauseKind.GROUND_CREW,
        ),
        ("waits",),
    ),
    **dict.fromkeys(  # among the waits too: the lots of who stands so when the run ends
        (
            CauseKind.PATH,
            CauseKind.HOLDING_TRACK,
            CauseKind.CLOSED_LINK,
            CauseKind.CREW,
            CauseKind.LOCOMOTIVE,
            CauseKind.BREAKDOWN,
            CauseKind.FIELD_HOURS,
            CauseKind.STANDING,
        ),
        ("waits", "halts"),
    ),
    CauseKind.UNDER_WAY: (),  # nothing is waited for
}
BEFORE_READY: Final = frozenset(kind for kind in CauseKind if "readiness" in TOLD_IN[kind])
NO_WAIT: Final = frozenset(kind for kind in CauseKind if "waits" not in TOLD_IN[kind])


def causes_of(table: pd.DataFrame) -> list[Cause]:
    """The cause of each row, by its columns."""
    kinds, things, closed_by = (table[name].astype(str).tolist() for name in CAUSE)
    return list(zip(kinds, things, closed_by, strict=True))


def waits_by_cause(
    records: pd.DataFrame, still_waiting: Sequence[Mapping[str, Any]] = (), *, end_h: float = np.nan
) -> pd.DataFrame:
    """What lots waited for, longest first; means over replications, one row a cause.

    - cause, cause_thing, closed_by: the kind, the id of the thing, the disruptions that had closed
      it for most of the wait (ids joined by ";").
    - lots: waits; lot_hours: their hours, each row weighted with the part of the lot that it
      carries (twelve sorties for one lot are not twelve lots); mean_h and max_h of one wait.
    - troop_days, tonne_days: days weighted with what waited. Troops alone would hide equipment,
      which has no troops.
    - open_lots: of them, lots that still wait at the end of the run (``still_waiting``); their
      hours count up to ``end_h``.

    Waits are those at places, before loading and after a leg. What a loaded lift stood for on its
    way is told by ``halts_by_cause``; supplies are left out (``measures.supply`` tells of them).

    The longest queue is where the plan stood, not proof that more of it would help: try that in a
    run.
    """
    spells = wait_spells(records, still_waiting, end_h)
    hours, runs = spells["end_h"] - spells["start_h"], _runs(records)
    rows = spells.assign(
        hours=hours,
        lot_hours=hours * spells["part"],
        troop_days=hours * spells["troops"] / HOURS_PER_DAY,
        tonne_days=hours * spells["tonnes"] / HOURS_PER_DAY,
    )
    table = rows.groupby(CAUSE).agg(
        lots=("hours", "size"),
        lot_hours=("lot_hours", "sum"),
        troop_days=("troop_days", "sum"),
        tonne_days=("tonne_days", "sum"),
        mean_h=("hours", "mean"),
        max_h=("hours", "max"),
        open_lots=("open", "sum"),
    )
    table[COUNTED] = table[COUNTED] / runs
    return _longest_first(table.reset_index(), "lot_hours")[WAITS]


def waits_by_kind(waits: pd.DataFrame) -> pd.DataFrame:
    """The waits summed over the kinds of cause."""
    table = waits.groupby("cause")[COUNTED].sum().reset_index()
    order = ["lot_hours", "cause"]
    return table.sort_values(order, ascending=[False, True], ignore_index=True)


def wait_spells(
    records: pd.DataFrame, still_waiting: Sequence[Mapping[str, Any]], end_h: float
) -> pd.DataFrame:
    """One row a wait of a lot of the force at a place: why, from when to when, how much of it.

    ``part`` is the part of its lot that waited, 0 to 1. A lot of ``still_waiting`` (as the note of
    a replication tells of it) waits to ``end_h`` where it then is; one that moves, is worked on or
    is not ready waits for nothing.
    """
    rows = of_the_force(rows_of(records, *QUEUES))
    rows = rows.loc[(rows["stage"] != Stage.REPAIR) | (rows["lot"] != "")]
    spells = pd.DataFrame(
        {
            **{name: rows[name].astype(str) for name in (*CAUSE, "place", "unit", "lot")},
            "start_h": rows["from_h"].astype(float),
            "end_h": rows["work_h"].where(~rows["stage"].isin(WHOLE_WAITS), rows["to_h"]),
            "part": _part_of_lot(records, rows),
            "troops": rows["troops"].astype(float),
            "tonnes": rows["tonnes"],
            "open": 0,
        }
    )
    left = _left_waiting(records, still_waiting, end_h)
    parts = [part for part in (spells, left) if len(part)] or [spells]
    table = pd.concat(parts, ignore_index=True)[SPELLS]
    return table.loc[table["end_h"] > table["start_h"]].reset_index(drop=True)


def _left_waiting(
    records: pd.DataFrame, still_waiting: Sequence[Mapping[str, Any]], end_h: float
) -> pd.DataFrame:
    """The waits that no record ends, because the run ended first."""
    waits = [lot for lot in still_waiting if CauseKind(lot["cause"]) not in NO_WAIT]
    columns = ["lot", "unit", "place", *CAUSE]
    left = pd.DataFrame([[str(lot[name]) for name in columns] for lot in waits], columns=columns)
    sizes = lot_rows(records).loc[:, ["lot", "troops", "tonnes"]].astype({"lot": str})
    left = left.join(sizes.groupby("lot").max(), on="lot")
    left[["troops", "tonnes"]] = left[["troops", "tonnes"]].astype(float).fillna(0.0)
    start_h = pd.Series([float(lot["since_h"]) for lot in waits], dtype=float)
    return left.assign(start_h=start_h, end_h=end_h, part=1.0, open=1)[SPELLS]


def _part_of_lot(records: pd.DataFrame, rows: pd.DataFrame) -> pd.Series:
    """The part of its lot that a row carries, 0 to 1; 1 where the lot's size is not told."""
    ready = rows_of(records, Stage.READY).astype({"lot": str})
    if ready.empty or rows.empty:
        return pd.Series(1.0, index=rows.index)
    whole = rows["lot"].astype(str).map(ready.groupby("lot")["pieces"].max())
    part: pd.Series = (rows["pieces"] / whole).where(whole > 0, 1.0).clip(upper=1.0)
    return part


def halts_by_cause(records: pd.DataFrame) -> pd.DataFrame:
    """What lifts stood for on their way, loaded and empty, longest first; means over replications.

    - cause, cause_thing, closed_by: as of ``waits_by_cause``.
    - lifts: halts, loaded: those of lifts that carried something; hours: their sum; mean_h, max_h.

    Halts before sections are told where the run kept rows of links.
    """
    rows = asset_rows(records, *ON_THE_WAY)
    whole = rows["stage"].isin(WHOLE_HALTS)
    hours = rows["to_h"].where(whole, rows["work_h"]) - rows["from_h"]
    loaded = (rows["pieces"] > 0) | (rows["troops"] > 0)
    halts = rows[CAUSE].astype(str).assign(hours=hours, loaded=loaded.astype(float))
    table = (
        halts.loc[hours > 0]
        .groupby(CAUSE)
        .agg(
            lifts=("hours", "size"),
            loaded=("loaded", "sum"),
            total=("hours", "sum"),
            mean_h=("hours", "mean"),
            max_h=("hours", "max"),
        )
    )
    table = table.rename(columns={"total": "hours"}).reset_index()
    table[["lifts", "loaded", "hours"]] /= _runs(records)
    return _longest_first(table, "hours")[HALTS]


def readiness_by_cause(
    records: pd.DataFrame, still_waiting: Sequence[Mapping[str, Any]] = ()
) -> pd.DataFrame:
    """What held units last until they were ready, most troops first; means over replications.

    - units, troops (their lots' people); mean_day, last_day: days after C-day on which their last
      lots were ready; open_units: units with lots that were not ready at the end of the run.
    """
    rows = of_the_force(lot_rows(records, Stage.READY))
    ready = rows.assign(**{name: rows[name].astype(str) for name in (*CAUSE, "unit")})
    units = ready.sort_values("to_h", kind="stable").groupby(["replication", "unit"])
    last = units[[*CAUSE, "to_h"]].last().join(units["troops"].sum())
    table = last.groupby(CAUSE).agg(
        units=("to_h", "size"),
        troops=("troops", "sum"),
        mean_day=("to_h", "mean"),
        last_day=("to_h", "max"),
    )
    not_ready = [lot for lot in still_waiting if CauseKind(lot["cause"]) in BEFORE_READY]
    open_units = pd.DataFrame(
        [[str(lot[name]) for name in (*CAUSE, "unit")] for lot in not_ready],
        columns=[*CAUSE, "unit"],
    )
    still_open = open_units.groupby(CAUSE)["unit"].nunique().rename("open_units")
    table = table.join(still_open, how="outer")
    table = table.fillna({"units": 0.0, "troops": 0.0, "open_units": 0.0}).reset_index()
    table[["units", "troops", "open_units"]] /= _runs(records)
    table[["mean_day", "last_day"]] /= HOURS_PER_DAY
    order = ["troops", "units", *CAUSE]
    return table.sort_values(order, ascending=[False, False, True, True, True], ignore_index=True)[
        READY
    ]


def _longest_first(table: pd.DataFrame, by: str) -> pd.DataFrame:
    order = [by, *CAUSE]
    return table.sort_values(order, ascending=[False, True, True, True], ignore_index=True)


def _runs(records: pd.DataFrame) -> int:
    return max(1, records["replication"].nunique())
