"""What binds: hours that lots waited, by the thing they waited for."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from eastflank.measures.frames import of_the_force, rows_of
from eastflank.model.records import Stage
from eastflank.model.units import HOURS_PER_DAY

QUEUES: Final = (
    Stage.WAIT, Stage.UNLOAD, Stage.TRANSFER, Stage.REPAIR, Stage.STRANDED, Stage.INTEGRATION,
)  # fmt: skip
OWN_QUEUE: Final = {  # what a row without ``waited_for`` waited for at its place
    Stage.UNLOAD: "unloading",
    Stage.TRANSFER: "transfer",
    Stage.INTEGRATION: "integration",
    Stage.STRANDED: "no open way",
    Stage.WAIT: "not named",
}
COLUMNS: Final = [
    "cause", "kind", "lots", "lot_hours", "troop_days", "tonne_days", "mean_h", "max_h",
    "open_lots",
]  # fmt: skip
KINDS: Final = {  # first word of ``waited_for`` -> the kind of thing
    "asset": "lift", "wagon": "lift", "ship": "lift", "fill": "fill of a lift",
    "terminal": "loading", "ramp": "loading", "call-forward": "call-forward", "corridor": "cut",
    "no": "no open way", "hours": "closed airfields", "staging": "port land",
    "after": "sequence of the plan", "control": "cut", "disruption": "cut", "link": "cut",
    "inside": "no open way",
}  # fmt: skip


def waits_by_cause(
    records: pd.DataFrame, still_waiting: Sequence[Mapping[str, Any]] = (), *, end_h: float = np.nan
) -> pd.DataFrame:
    """What lots waited for, longest first; means over replications, one row a cause.

    - lots: waits; lot_hours: their hours, each row weighted with the part of the lot that it
      carries (twelve sorties for one lot are not twelve lots); mean_h and max_h of one wait.
    - troop_days, tonne_days: days weighted with what waited. Troops alone would hide equipment,
      which has no troops.
    - open_lots: of them, lots that still wait at the end of the run (``still_waiting``: mappings
      with lot, for_what, since_h); their hours count up to ``end_h``.

    Supplies are left out (``measures.supply`` tells of them): what the force waited for stands
    here, whoever stood in the way.

    A cause is what the row says it waited for, else the queue at the place of the row. The longest
    queue is where the plan stood, not proof that more of it would help: try that in a run.
    """
    rows = _queues(records)
    left = _left_over(records, still_waiting, end_h)
    rows = pd.concat([part for part in (rows, left) if len(part)] or [rows], ignore_index=True)
    grouped = rows.groupby("cause")
    table = grouped.agg(
        lots=("hours", "size"),
        lot_hours=("lot_hours", "sum"),
        troop_days=("troop_days", "sum"),
        tonne_days=("tonne_days", "sum"),
        mean_h=("hours", "mean"),
        max_h=("hours", "max"),
        open_lots=("open", "sum"),
    ).reset_index()
    runs = max(1, records["replication"].nunique())
    counted = ["lots", "lot_hours", "troop_days", "tonne_days", "open_lots"]
    table[counted] = table[counted] / runs
    table["kind"] = table["cause"].map(kind_of)
    return table.sort_values(["lot_hours", "cause"], ascending=[False, True])[COLUMNS].reset_index(
        drop=True
    )


def waits_by_kind(waits: pd.DataFrame) -> pd.DataFrame:
    """The waits summed over the kinds of cause: lift, loading, unloading, call-forward, cut ..."""
    counted = ["lots", "lot_hours", "troop_days", "tonne_days", "open_lots"]
    table = waits.groupby("kind")[counted].sum().reset_index()
    return table.sort_values(["lot_hours", "kind"], ascending=[False, True]).reset_index(drop=True)


def kind_of(cause: str) -> str:
    """The kind of thing that a cause names: ``call-forward RH_LT_RUKLA`` is a call-forward."""
    first = cause.split(" ", 1)[0]
    return KINDS.get(first, first)


def _queues(records: pd.DataFrame) -> pd.DataFrame:
    """Rows in which something waited; a wait row waits whole, the others until work began."""
    rows = of_the_force(rows_of(records, *QUEUES))
    rows = rows.loc[(rows["stage"] != Stage.REPAIR) | (rows["pieces"] > 0)]  # empties wait alone
    stage = rows["stage"].astype(str)
    waits_whole = stage.isin([Stage.WAIT, Stage.STRANDED])
    hours = rows["work_h"].where(~waits_whole, rows["to_h"]) - rows["from_h"]
    named = rows["waited_for"].fillna("").astype(str) if len(rows) else rows["waited_for"]
    own = stage.map({key.value: text for key, text in OWN_QUEUE.items()})
    cause = named.where(named != "", own + " at " + rows["place"].astype(str))
    table = pd.DataFrame(
        {
            "cause": cause.astype(str),
            "hours": hours,
            "lot_hours": hours * _part_of_lot(records, rows),
            "troop_days": hours * rows["troops"] / HOURS_PER_DAY,
            "tonne_days": hours * rows["tonnes"] / HOURS_PER_DAY,
            "open": 0,
        }
    )
    return table.loc[table["hours"] > 0]


def _part_of_lot(records: pd.DataFrame, rows: pd.DataFrame) -> pd.Series:
    """The part of its lot that a row carries, 0 to 1; 1 where the lot's size is not told."""
    ready = rows_of(records, Stage.READY).astype({"lot": str})
    if ready.empty or rows.empty:
        return pd.Series(1.0, index=rows.index)
    whole = rows["lot"].astype(str).map(ready.groupby("lot")["pieces"].max())
    part: pd.Series = (rows["pieces"] / whole).where(whole > 0, 1.0).clip(upper=1.0)
    return part


def _left_over(
    records: pd.DataFrame, still_waiting: Sequence[Mapping[str, Any]], end_h: float
) -> pd.DataFrame:
    left = pd.DataFrame(
        [(str(w["lot"]), str(w["for_what"]), float(w["since_h"])) for w in still_waiting],
        columns=["lot", "cause", "since_h"],
    )
    sizes = records.loc[records["lot"] != ""].astype({"lot": str})
    sizes = sizes.groupby("lot")[["troops", "tonnes"]].max()
    left = left.join(sizes, on="lot").fillna({"troops": 0.0, "tonnes": 0.0})
    hours = (end_h - left["since_h"]).clip(lower=0.0).fillna(0.0)
    return left.assign(
        hours=hours,
        lot_hours=hours,
        troop_days=hours * left["troops"] / HOURS_PER_DAY,
        tonne_days=hours * left["tonnes"] / HOURS_PER_DAY,
        open=1,
    )[["cause", "hours", "lot_hours", "troop_days", "tonne_days", "open"]]
