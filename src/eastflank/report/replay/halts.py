"""Where trains stand aside, for a new crew or for the locomotive of a district: a row a halt."""

from collections.abc import Mapping
from typing import Final

import pandas as pd

from eastflank.measures.frames import asset_rows
from eastflank.measures.use.waiting import CAUSE
from eastflank.model.records import Stage

COLUMNS: Final = ["lift", *CAUSE, "from_h", "to_h", "node", "loaded"]
TEXTS: Final = ("stage", "place", "towards", "lift", *CAUSE)


def train_halts(records: pd.DataFrame, links: Mapping[str, tuple[str, str]]) -> pd.DataFrame:
    """One row a halt of a train, in the order in which they began.

    A row of traction names the district; the train stands where its last link ended, or where its
    next one begins. ``links`` are the nodes at the ends of each link.
    """
    rows = asset_rows(records, Stage.LINK, Stage.STAND, Stage.CREW, Stage.TRACTION)
    rows = rows.assign(**{name: rows[name].astype(str) for name in TEXTS})
    halted = rows.loc[rows["stage"] != Stage.LINK, "lift"]
    rows = rows.loc[rows["lift"].isin(set(halted))]
    rows = rows.sort_values(["from_h", "to_h"], kind="stable")
    loaded = (rows["pieces"] > 0) | (rows["troops"] > 0)
    halts = rows.assign(node=_nodes(rows, links), loaded=loaded)
    stood = (halts["stage"] != Stage.LINK) & (halts["to_h"] > halts["from_h"])
    return halts.loc[stood, COLUMNS].reset_index(drop=True)


def _nodes(rows: pd.DataFrame, links: Mapping[str, tuple[str, str]]) -> pd.Series:
    """The node at which the train of each row stands."""
    by_lift = rows["lift"]
    is_link = rows["stage"] == Stage.LINK
    came_to = rows["towards"].where(is_link).groupby(by_lift).ffill()
    starts = [
        _other_end(links.get(place), towards)
        for place, towards in zip(rows["place"].tolist(), rows["towards"].tolist(), strict=True)
    ]
    goes_from = pd.Series(starts, index=rows.index).where(is_link).groupby(by_lift).bfill()
    known = rows["place"].where(rows["stage"] == Stage.CREW)
    known = known.fillna(rows["towards"].where(rows["stage"] == Stage.STAND))
    return known.fillna(came_to).fillna(goes_from).fillna("")


def _other_end(ends: tuple[str, str] | None, end: str) -> str | None:
    if ends is None:
        return None
    return ends[0] if end == ends[1] else ends[1]
