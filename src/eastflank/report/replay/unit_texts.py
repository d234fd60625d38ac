"""The story of every unit of a run, told from its own rows and those of its lifts."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from eastflank.model.records import COLUMNS
from eastflank.runs.account import Account, account_of
from eastflank.runs.delays import ON_THE_WAY
from eastflank.runs.stored import StoredRun
from eastflank.runs.timeline import Story, unit_story
from eastflank.runs.wording.names import plain

NONE: Final = np.array([], dtype=int)


def unit_texts(run: StoredRun, units: Sequence[str]) -> dict[str, Story]:
    """What ``explain`` tells of each of these units."""
    records = run.told.records
    account = replace(account_of(run, run.told.number), names=run.short_names)
    is_on_way = records["stage"].isin(ON_THE_WAY)
    of_lift = _rows_by(records.loc[is_on_way, "lift"])
    of_unit = _rows_by(records["unit"])
    lifts = records["lift"].astype(str).to_numpy()
    way_at = np.flatnonzero(is_on_way.to_numpy())
    account, told = _plain(account), dict[str, Story]()
    records = account.records
    lines, ends = _rows_by(account.units["uln"]), _rows_by(account.closures["unit"])
    for unit in units:
        own = of_unit.get(unit, NONE)
        ways = [way_at[of_lift[lift]] for lift in sorted(set(lifts[own])) if lift in of_lift]
        rows = records.iloc[np.unique(np.concatenate([own, *ways]))]
        own_account = replace(
            account,
            records=rows,
            units=account.units.iloc[lines.get(unit, NONE)],
            closures=account.closures.iloc[ends.get(unit, NONE)],
        )
        told[unit] = unit_story(own_account, unit)
    return told


def as_object(story: Story) -> dict[str, object]:
    """A story as the panel beside the map shows it."""
    return {
        "opening": story.opening,
        "lots": [
            {
                "name": f"{plain(lot.cargo)} {', '.join(lot.ordinals)}",
                "pieces": lot.pieces,
                "steps": lot.steps,
                "last": any(f"{lot.cargo}/{each}" == story.last for each in lot.ordinals),
            }
            for lot in story.lots
        ],
        "closing": story.closing,
    }


def _plain(account: Account) -> Account:
    """Words as words: a slice of categories is looked up in all of them."""
    records = account.records
    words_of = [name for name in COLUMNS if isinstance(records[name].dtype, pd.CategoricalDtype)]
    return replace(account, records=records.assign(**_words(records[words_of])))


def _words(table: pd.DataFrame) -> dict[str, pd.Series]:
    return {str(name): column.astype(object) for name, column in table.items()}


def _rows_by(column: pd.Series) -> dict[str, NDArray[np.int64]]:
    found = column.reset_index(drop=True).astype(str)
    return {str(key): np.asarray(rows) for key, rows in found.groupby(found).indices.items()}
