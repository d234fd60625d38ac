"""Durations: the time between two moments of a move, read off the records of one replication."""

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Final

import pandas as pd

from eastflank.measures.frames import lot_rows, require_records, rows_of
from eastflank.model.records import Stage
from eastflank.validation.timing import At, Clock, Duration, Each, Moment, Take

NEVER: Final = float("inf")
ROUNDING: Final = 1e-6  # parts of lots are sums of floats: a share of 1 is met but for rounding
HOUR_OF: Final = {At.ASKED: "from_h", At.BEGUN: "work_h", At.ENDED: "to_h"}


def duration_h(
    records: pd.DataFrame, timed: Duration, *, modes: Mapping[str, str], order_h: float
) -> float:
    """Hours from the first start to the last end, of each lift, lot or unit or of the whole move.

    A lift, lot, unit or move that began and has not come whole to its end never ends: inf, and so
    is the mean with it. With ``Take.COUNT`` it is how many began. ``modes``: of each asset type.
    """
    require_records(records)
    told = _told(records, timed.lots)
    starts = _starts(told, timed, modes, order_h)
    if timed.take is Take.COUNT:
        return float(len(starts))
    if not len(starts):
        return NEVER
    ends = _ends(told, timed, modes).reindex(starts.index, fill_value=NEVER)
    return _taken(ends - starts, ends, timed.take)


def _taken(hours: pd.Series, ends: pd.Series, take: Take) -> float:
    if take is Take.MEAN:
        return float(hours.mean())
    chosen = ends.idxmin() if take is Take.FIRST else ends.idxmax()
    return float(hours.loc[str(chosen)])


def _told(records: pd.DataFrame, patterns: Sequence[str]) -> pd.DataFrame:
    """The rows of the lots that are timed, and those of their units."""
    rows = lot_rows(records, *map(str, Stage))
    lots = [lot for lot in pd.unique(rows["lot"]) if _is_meant(str(lot), patterns)]
    rows = rows.loc[rows["lot"].isin(lots)]
    whole = rows_of(records, Stage.INTEGRATION)
    return pd.concat([rows, whole.loc[whole["unit"].isin(rows["unit"].unique())]])


def _is_meant(lot: str, patterns: Sequence[str]) -> bool:
    return not patterns or any(fnmatchcase(lot, pattern) for pattern in patterns)


def _keys(rows: pd.DataFrame, each: Each) -> pd.Series:
    """What the rows are gathered by."""
    if each is Each.MOVE:
        return pd.Series("", index=rows.index)
    return rows[each.value].astype(str)


def _starts(
    told: pd.DataFrame, timed: Duration, modes: Mapping[str, str], order_h: float
) -> pd.Series:
    """The first start of each."""
    if isinstance(timed.start, Moment):
        rows = _at(told, timed.start, modes)
        return rows[HOUR_OF[timed.start.at]].groupby(_keys(rows, timed.each)).min()
    ready = rows_of(told, Stage.READY)
    hour = order_h if timed.start is Clock.ORDER else 0.0
    return pd.Series(hour, index=pd.unique(_keys(ready, timed.each)), dtype=float)


def _ends(told: pd.DataFrame, timed: Duration, modes: Mapping[str, str]) -> pd.Series:
    """The end of each: of a lift its last row, else when enough of its pieces have ended."""
    rows = _at(told, timed.end, modes).sort_values(HOUR_OF[timed.end.at], kind="stable")
    hours, keys = rows[HOUR_OF[timed.end.at]], _keys(rows, timed.each)
    if timed.each is Each.LIFT:
        return hours.groupby(keys).max()
    ready = rows_of(told, Stage.READY)
    needed = ready["pieces"].groupby(_keys(ready, timed.each)).sum() * (timed.share - ROUNDING)
    came = _pieces(rows, ready).groupby(keys).cumsum()
    enough = came >= keys.map(needed)
    return hours.loc[enough].groupby(keys.loc[enough]).min()


def _pieces(rows: pd.DataFrame, ready: pd.DataFrame) -> pd.Series:
    """The pieces behind each row: integration is of a whole unit, all else of part of a lot."""
    whole = ready["pieces"].groupby(ready["unit"].astype(str)).sum()
    of_units = rows["unit"].astype(str).map(whole)
    return rows["pieces"].where(rows["stage"] != Stage.INTEGRATION, of_units)


def _at(told: pd.DataFrame, moment: Moment, modes: Mapping[str, str]) -> pd.DataFrame:
    """The rows of a moment's stage, mode and places."""
    rows = rows_of(told, moment.stage)
    if moment.mode:
        rows = rows.loc[rows["asset_type"].astype(str).map(modes) == moment.mode]
    return rows.loc[rows["place"].isin(moment.places)] if moment.places else rows
