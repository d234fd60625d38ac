"""The use of what is finite in one stored replication: crossings, fleets, things, waits."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from eastflank.measures.use.supply import supply_by_country
from eastflank.measures.use.tables import usage_tables
from eastflank.runs.stored import StoredRun
from eastflank.store.folder import LIKELY
from eastflank.store.tables import write_frame_csv


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """How the finite things of one stored replication were used: tables by name."""

    run: StoredRun
    tables: dict[str, pd.DataFrame]


def usage_of(run: StoredRun, replication: int = LIKELY) -> Usage:
    """Crossings, fleets, finite things and waits of one replication."""
    told = run.replication(replication)
    tables = usage_tables(told.records, run.situation, told.waiting, end_h=told.end_h)
    return Usage(run=run, tables=tables)


def supplies_of(run: StoredRun, replication: int = LIKELY) -> pd.DataFrame:
    """What troops that were there asked for, got, and how late, by country."""
    told = run.replication(replication)
    return supply_by_country(told.records, end_h=told.end_h)


def write_usage(found: Usage) -> list[Path]:
    """Write the tables of use below the run folder; their paths."""
    paths = {name: found.run.root / "usage" / f"{name}.csv" for name in found.tables}
    for name, table in found.tables.items():
        write_frame_csv(paths[name], table)
    return list(paths.values())
