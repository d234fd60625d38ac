"""The last lot of each unit: what its days went to, spell by spell."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from eastflank.measures.frames import asset_rows, lot_rows
from eastflank.measures.use.usage import mode_of
from eastflank.model.records import Stage
from eastflank.model.units import HOURS_PER_DAY

COLUMNS: Final = ["unit", "lot", "doing", "start", "end"]
TINY_H: Final = 1e-6
WHOLE_WAIT: Final = (Stage.WAIT, Stage.STRANDED)


def last_lot_spells(
    records: pd.DataFrame,
    still_waiting: Sequence[Mapping[str, Any]] = (),
    *,
    modes: Mapping[str, str],
    end_h: float = np.nan,
) -> pd.DataFrame:
    """What the last lot of each unit did, of one replication; days after C-day.

    The last lot is the one whose staging let the integration of its unit begin; of a unit that was
    never integrated, the one that went on longest. ``doing`` is getting ready, waiting, at a
    terminal, rail, road, sea, air, staging, waiting for integration or integration; a lot of
    ``still_waiting`` (lot, since_h) waits to ``end_h``. Columns: unit, lot, doing, start, end.
    """
    rows = lot_rows(records, *Stage).astype({"lot": str, "unit": str, "stage": str, "lift": str})
    done = asset_rows(records, Stage.INTEGRATION).astype({"unit": str})
    begun = done.groupby("unit")["from_h"].max()
    last = _last_lots(rows, begun, still_waiting)
    rows = rows.loc[rows["lot"].isin(last)]
    parts = [
        _spells(rows, modes),
        _integration(done, last),
        _open_waits(still_waiting, last, end_h),
    ]
    table = pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
    table[["start", "end"]] = table[["start", "end"]] / HOURS_PER_DAY
    table = table.loc[table["end"] > table["start"]]
    return table.sort_values(["unit", "start", "end"], ignore_index=True)[COLUMNS]


def _last_lots(
    rows: pd.DataFrame, begun: pd.Series, still_waiting: Sequence[Mapping[str, Any]]
) -> dict[str, str]:
    """Lot -> unit. A lot that still waits goes on longer than any that does not."""
    waiting = {str(lot["lot"]) for lot in still_waiting}
    ends = rows.groupby(["unit", "lot"])["to_h"].max().reset_index()
    limit = ends["unit"].map(begun)
    ends["to_h"] = ends["to_h"].where(~(limit.isna() & ends["lot"].isin(waiting)), np.inf)
    in_time = ends.loc[limit.isna() | (ends["to_h"] <= limit + TINY_H)]
    chosen = in_time.sort_values(["to_h", "lot"], kind="stable").groupby("unit").last()["lot"]
    return {str(lot): str(unit) for unit, lot in chosen.items()}


def _spells(rows: pd.DataFrame, modes: Mapping[str, str]) -> pd.DataFrame:
    """Each row is a wait, a work, or first the one and then the other."""
    stage = rows["stage"]
    works = ~stage.isin(WHOLE_WAIT)
    wait_end = rows["work_h"].where(works, rows["to_h"])
    doing = mode_of(rows["asset_type"], modes).where(stage == Stage.TRANSIT, "at a terminal")
    doing = doing.mask(stage == Stage.READY, "getting ready").mask(
        stage == Stage.STAGING, "staging"
    )
    frame = {"unit": rows["unit"], "lot": rows["lot"]}
    waits = pd.DataFrame({**frame, "doing": "waiting", "start": rows["from_h"], "end": wait_end})
    work = pd.DataFrame({**frame, "doing": doing, "start": _begun_h(rows), "end": rows["to_h"]})
    is_ready = stage == Stage.READY
    ready = work.loc[is_ready].assign(start=rows.loc[is_ready, "from_h"])
    return pd.concat([waits.loc[~is_ready], work.loc[works & ~is_ready], ready])


def _begun_h(rows: pd.DataFrame) -> pd.Series:
    """When the work of each row began; a voyage once the ship no longer waited in port."""
    part = ["replication", "lot", "lift"]
    waits = rows.loc[rows["stage"] == Stage.WAIT, [*part, "from_h", "to_h"]]
    legs = rows.loc[rows["stage"] == Stage.TRANSIT, [*part, "from_h", "to_h"]].reset_index()
    both = legs.merge(waits, on=part, suffixes=("", "_waited"))
    within = (both["from_h"] <= both["from_h_waited"]) & (both["to_h_waited"] <= both["to_h"])
    left_h = both.loc[within].groupby("index")["to_h_waited"].max()
    begun: pd.Series = left_h.reindex(rows.index).fillna(rows["work_h"])
    return begun


def _integration(done: pd.DataFrame, last: Mapping[str, str]) -> pd.DataFrame:
    lot_of = {unit: lot for lot, unit in last.items()}
    frame = {"unit": done["unit"], "lot": done["unit"].map(lot_of).astype(object).fillna("")}
    words = ("waiting for integration", "from_h", "work_h"), ("integration", "work_h", "to_h")
    parts = [
        pd.DataFrame({**frame, "doing": doing, "start": done[start], "end": done[end]})
        for doing, start, end in words
    ]
    return pd.concat(parts)


def _open_waits(
    still_waiting: Sequence[Mapping[str, Any]], last: Mapping[str, str], end_h: float
) -> pd.DataFrame:
    rows = [
        (last[lot["lot"]], lot["lot"], "waiting", float(lot["since_h"]), end_h)
        for lot in still_waiting
        if lot["lot"] in last
    ]
    return pd.DataFrame(rows, columns=COLUMNS)
