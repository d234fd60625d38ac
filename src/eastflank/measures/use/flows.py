"""What moved where: loaded lifts over links and between airfields, and the places that served.

The force and its supplies together; ``measures.supply`` tells the supplies apart.
"""

from collections.abc import Mapping
from typing import Final

import pandas as pd

from eastflank.measures.frames import asset_rows, lot_rows
from eastflank.measures.use.usage import mode_of
from eastflank.model.records import Stage

AMOUNTS: Final = ["lifts", "troops", "tonnes"]


def link_flows(records: pd.DataFrame, *, modes: Mapping[str, str]) -> pd.DataFrame:
    """Loaded lifts over each link in both directions together, mean over replications.

    Columns: link_id, mode, lifts, troops, tonnes. Empty lifts are left to ``link_usage``.
    """
    rows = asset_rows(records, Stage.LINK, Stage.VOYAGE)
    loaded = rows.loc[(rows["pieces"] > 0) | (rows["troops"] > 0)]
    keys = {"link_id": loaded["place"].astype(str), "mode": mode_of(loaded["asset_type"], modes)}
    return _summed(loaded, keys, records)


def air_flows(records: pd.DataFrame) -> pd.DataFrame:
    """Loaded sorties between airfields, both directions together, mean over replications.

    Columns: a, b (node ids in order), lifts, troops, tonnes.
    """
    rows = asset_rows(records, Stage.FLIGHT)
    loaded = rows.loc[(rows["pieces"] > 0) | (rows["troops"] > 0)]
    here, there = loaded["place"].astype(str), loaded["towards"].astype(str)
    keys = {"a": here.where(here < there, there), "b": there.where(here < there, here)}
    return _summed(loaded, keys, records)


def places_used(records: pd.DataFrame, *, modes: Mapping[str, str]) -> pd.DataFrame:
    """Lifts loaded or unloaded at each node by mode, mean over replications.

    Columns: node_id, mode, lifts, troops, tonnes (what was put on and taken off there). A lift with
    several lots counts once.
    """
    rows = lot_rows(records, Stage.LOAD, Stage.UNLOAD)
    keys = {"node_id": rows["place"].astype(str), "mode": mode_of(rows["asset_type"], modes)}
    sums = _summed(rows, keys, records)
    lifts = rows.assign(**keys).drop_duplicates(["replication", "lift", "stage", *keys])
    counted = lifts.groupby(list(keys)).size() / _replications(records)
    return sums.drop(columns="lifts").merge(counted.rename("lifts").reset_index(), on=list(keys))


def _summed(rows: pd.DataFrame, keys: dict[str, pd.Series], records: pd.DataFrame) -> pd.DataFrame:
    table = rows[["troops", "tonnes"]].assign(lifts=1.0, **keys)
    return (table.groupby(list(keys))[AMOUNTS].sum() / _replications(records)).reset_index()


def _replications(records: pd.DataFrame) -> int:
    return max(1, records["replication"].nunique())
