"""The story of every unit of a run, told from its own rows and those of its lifts."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from eastflank.charts import words
from eastflank.charts.sources import Source
from eastflank.stories import ON_THE_WAY, unit_story
from eastflank.study.summary import account_of


def unit_texts(source: Source, units: Sequence[str]) -> dict[str, list[str]]:
    """The sentences of ``explain`` for each of these units."""
    records = source.records
    named = {asset_type: words.asset(asset_type) for asset_type in source.modes}
    account = replace(account_of(source.folder, source.told), asset_names=named)
    is_on_way = records["stage"].isin(ON_THE_WAY)
    of_lift = _rows_by(records.loc[is_on_way, "lift"])
    of_unit = _rows_by(records["unit"])
    lifts = records["lift"].astype(str).to_numpy()
    way_at = np.flatnonzero(is_on_way.to_numpy())
    told = {}
    for unit in units:
        own = of_unit.get(unit, np.array([], dtype=int))
        ways = [way_at[of_lift[lift]] for lift in sorted(set(lifts[own])) if lift in of_lift]
        rows = records.iloc[np.unique(np.concatenate([own, *ways]))]
        told[unit] = unit_story(replace(account, records=rows), unit)
    return told


def _rows_by(column: pd.Series) -> dict[str, NDArray[np.int64]]:
    found = column.reset_index(drop=True).astype(str)
    return {str(key): np.asarray(rows) for key, rows in found.groupby(found).indices.items()}
