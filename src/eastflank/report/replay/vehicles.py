"""Where every lift is at every hour: one row a link, flight or voyage, as the records tell it."""

from collections.abc import Mapping
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from eastflank.measures.frames import asset_rows
from eastflank.measures.use.usage import mode_of
from eastflank.model.modes import MODES
from eastflank.model.records import Stage

COLUMNS: Final = [
    "lift",
    "asset_type",
    "mode",
    "loaded",
    "from_h",
    "work_h",
    "to_h",
    "link",
    "start",
    "towards",
    "reach",
]
TEXTS: Final = ("stage", "place", "towards", "lift", "asset_type")
ACROSS: Final = [mode.value for mode, row in MODES.items() if not row.is_ground]
WHOLE: Final = 1.0


def vehicle_legs(
    records: pd.DataFrame, links: Mapping[str, tuple[str, str]], modes: Mapping[str, str]
) -> pd.DataFrame:
    """One row a stretch of one lift: it stands at ``start`` from ``from_h``, goes from ``work_h``.

    Stretches are links, flights and voyages, loaded or empty, and the empty legs of aircraft and
    ships. ``link`` is empty where it flew. ``reach`` is 1 for a lift that went the whole way; one
    that turned back went out and back over that share of the link, and start and end are the same.
    Ordered by ``from_h``.
    """
    rows = asset_rows(records, Stage.LINK, Stage.FLIGHT, Stage.VOYAGE, Stage.EMPTY)
    texts = {name: rows[name].astype(str) for name in TEXTS}
    rows = rows.assign(**texts, mode=mode_of(rows["asset_type"], modes))
    rows["to_h"] -= _stood_h(records, rows)
    is_empty_run = rows["stage"] == Stage.EMPTY
    rows = rows.loc[~is_empty_run | rows["mode"].isin(ACROSS)]
    rows = rows.loc[rows["to_h"] > rows["from_h"]].sort_values(["from_h", "to_h"], kind="stable")
    on_link = rows["stage"].isin([Stage.LINK, Stage.VOYAGE])
    legs = rows.assign(
        loaded=(rows["pieces"] > 0) | (rows["troops"] > 0),
        link=rows["place"].where(on_link, ""),
        start=rows["place"].where(~on_link, ""),
    )
    return _with_ways(legs, links).reindex(columns=COLUMNS).reset_index(drop=True)


def _stood_h(records: pd.DataFrame, rows: pd.DataFrame) -> list[float]:
    """The last hours of each stretch, in which a train stood aside: that is told as a halt."""
    stands = asset_rows(records, Stage.STAND)
    ends = zip(stands["lift"].astype(str), stands["to_h"], strict=True)
    hours = dict(zip(ends, stands["to_h"] - stands["from_h"], strict=True))
    told = zip(rows["lift"].tolist(), rows["to_h"].tolist(), strict=True)
    return [hours.get(end, 0.0) for end in told]


def _with_ways(legs: pd.DataFrame, links: Mapping[str, tuple[str, str]]) -> pd.DataFrame:
    """Where each stretch begins, and how far along its link it came."""
    on_link = legs["link"] != ""
    before = legs.groupby("lift")["towards"].shift()
    far = [
        _other_end(links.get(link), end, last)
        for link, end, last in zip(
            *(column.tolist() for column in (legs["link"], legs["towards"], before)), strict=True
        )
    ]
    turned = on_link & (legs["stage"] == Stage.LINK) & (before == legs["towards"])
    start = legs["start"].where(~on_link, pd.Series(far, index=legs.index, dtype=object))
    return legs.assign(
        start=start.where(~turned, legs["towards"]),
        reach=_reach(legs, turned),
    )


def _other_end(ends: tuple[str, str] | None, end: str, last: str) -> str:
    """Where a stretch that leads to one end begins; off all links it is where the last one led."""
    if ends is None:
        return last
    return ends[0] if end == ends[1] else ends[1]


def _reach(legs: pd.DataFrame, turned: pd.Series) -> pd.Series:
    """A lift that turned back took as long back as out; the whole link takes the usual time."""
    hours = (legs["to_h"] - legs["work_h"]).astype(float)
    whole = hours.where(~turned).groupby([legs["link"], legs["asset_type"]]).transform("median")
    share = (hours / 2 / whole).clip(upper=WHOLE).fillna(WHOLE)
    return share.where(turned, WHOLE)


def under_way(legs: pd.DataFrame, hour: float) -> pd.DataFrame:
    """The stretches whose lift stands before them or is on them at this hour."""
    return legs.loc[(legs["from_h"] <= hour) & (hour < legs["to_h"])]


def progress(legs: pd.DataFrame, hour: float) -> NDArray[np.float64]:
    """The share of its stretch that each lift has behind it, out and back where it turned."""
    hours = (legs["to_h"] - legs["work_h"]).to_numpy(dtype=float)
    gone = np.maximum(hour - legs["work_h"].to_numpy(dtype=float), 0.0)
    share = np.clip(np.divide(gone, hours, out=np.zeros_like(gone), where=hours > 0), 0.0, 1.0)
    turned = (legs["start"] == legs["towards"]).to_numpy()
    back = legs["reach"].to_numpy(dtype=float) * (1.0 - np.abs(2.0 * share - 1.0))
    return np.asarray(np.where(turned, back, share), dtype=np.float64)


def units_aboard(records: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """The units of the lots that each lift carried."""
    rows = records.loc[(records["unit"] != "") & (records["lift"] != ""), ["lift", "unit"]]
    aboard: dict[str, set[str]] = {}
    for lift, unit in rows.drop_duplicates().astype(str).itertuples(index=False, name=None):
        aboard.setdefault(lift, set()).add(unit)
    return {lift: tuple(sorted(units)) for lift, units in sorted(aboard.items())}
