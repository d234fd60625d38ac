"""The movement table of a stored run and the schedules of its terminals, places by name."""

from collections.abc import Sequence

import pandas as pd

from eastflank.measures.use.schedules import movement_table, terminal_schedule
from eastflank.runs.stored import StoredRun


def movements_of(run: StoredRun) -> pd.DataFrame:
    """The movement table: units by POE, POD and mode, with their dates."""
    table = movement_table(run.told.records, run.closures(), run.units, modes=run.modes)
    return _named(table, run, ("destination", "poe", "pod"))


def schedules_of(run: StoredRun) -> pd.DataFrame:
    """What leaves and arrives at each terminal by mode and day."""
    return _named(terminal_schedule(run.told.records, modes=run.modes), run, ("place",))


def _named(table: pd.DataFrame, run: StoredRun, columns: Sequence[str]) -> pd.DataFrame:
    """The names of places beside their ids."""
    for column in columns:
        names = table[column].map(run.network.names)
        table.insert(list(table.columns).index(column) + 1, f"{column}_name", names)
    return table
