"""The summary of a run: its verdict table, kept beside the records for people and programs."""

import pandas as pd

from eastflank.measures.verdict import verdict, verdict_csv
from eastflank.store.atomic import write_text
from eastflank.store.folder import LIKELY, RunFolder
from eastflank.store.parquet import write_frame


def verdict_of(folder: RunFolder) -> pd.DataFrame | None:
    """The verdict over the replications that are there; None where there are none.

    Without a drawn replication the deterministic run stands in: all rows at likely, no forecast.
    """
    drawn = list(folder.drawn())
    if not drawn and not folder.is_stored(LIKELY):
        return None
    closures = folder.closures(drawn or [LIKELY])
    return verdict(closures, target_day=folder.manifest.target_day)


def summarise(folder: RunFolder) -> pd.DataFrame | None:
    """The verdict of a run, written down beside its records."""
    table = verdict_of(folder)
    if table is not None:
        write_frame(folder.root / "summary.parquet", table)
        write_text(folder.root / "summary.csv", verdict_csv({folder.manifest.label: table}))
    return table
