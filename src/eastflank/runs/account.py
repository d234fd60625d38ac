"""An account: what the timeline of a unit is told from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from eastflank.runs.stored import StoredRun
from eastflank.runs.wording.names import Names


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What a unit is told from: frames of one replication and the names of things."""

    records: pd.DataFrame
    units: pd.DataFrame
    closures: pd.DataFrame
    names: Names
    waiting: Sequence[Mapping[str, object]] = ()


def account_of(run: StoredRun, replication: int) -> Account:
    """What the timeline of a unit is told from."""
    told = run.replication(replication)
    return Account(
        records=told.records,
        units=run.units,
        closures=told.closures,
        names=run.names,
        waiting=told.waiting,
    )
