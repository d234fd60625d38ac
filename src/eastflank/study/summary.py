"""The summary of a run: its verdict table, kept beside the records for people and programs."""

import pandas as pd

from eastflank.measures.verdict import verdict, verdict_csv
from eastflank.store.atomic import write_text
from eastflank.store.folder import LIKELY, RunFolder
from eastflank.store.parquet import write_frame


def summarise(folder: RunFolder) -> pd.DataFrame | None:
    """The verdict over the replications that are there, written down; None where there are none.

    Without a drawn replication the deterministic run stands in: all rows at likely, no forecast.
    """
    drawn = list(folder.drawn())
    if not drawn and not folder.is_stored(LIKELY):
        return None
    manifest = folder.manifest
    closures = folder.closures(drawn or [LIKELY])
    table = verdict(closures, target_day=manifest.target_day)
    write_frame(folder.root / "summary.parquet", table)
    write_text(folder.root / "summary.csv", verdict_csv({manifest.label: table}))
    return table
