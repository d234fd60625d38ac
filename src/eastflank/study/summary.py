"""The summary: the verdict of a run, or of each point of a sweep, written beside its records."""

import pandas as pd

from eastflank.measures.closure.verdict import verdict_csv
from eastflank.runs.bands import bands_of
from eastflank.runs.differences import differences_of
from eastflank.runs.stored import StoredRun
from eastflank.store.atomic import write_text
from eastflank.store.parquet import write_frame
from eastflank.store.tables import write_frame_csv


def summarise(run: StoredRun) -> None:
    """Write down what is known of a run so far; nothing where no replication is stored."""
    if run.is_sweep:
        _summarise_points(run)
        return
    if run.verdict is None:
        return
    write_frame(run.root / "summary.parquet", run.verdict)
    if len(bands := bands_of(run)):
        write_frame_csv(run.root / "bands.csv", bands)
    write_text(run.root / "summary.csv", verdict_csv({run.label: run.verdict}))


def _summarise_points(sweep: StoredRun) -> None:
    design = sweep.design.drop(columns="base_id", errors="ignore")
    design = design.rename(columns={"point_id": "point"})
    verdicts = [_verdict_at(sweep, int(point)) for point in design["point"]]
    found = [table for table in verdicts if table is not None]
    if not found:
        return
    _write_both(sweep, "summary", design.merge(pd.concat(found, ignore_index=True), on="point"))
    differences = differences_of(sweep)
    if differences is None:  # of a base that was named before, and is not any more
        _remove_both(sweep, "differences")
    else:
        _write_both(sweep, "differences", differences)


def _verdict_at(sweep: StoredRun, point: int) -> pd.DataFrame | None:
    table = sweep.at(point).verdict
    return None if table is None else table.assign(point=point)


def _write_both(sweep: StoredRun, name: str, table: pd.DataFrame) -> None:
    write_frame(sweep.root / f"{name}.parquet", table)
    write_frame_csv(sweep.root / f"{name}.csv", table)


def _remove_both(sweep: StoredRun, name: str) -> None:
    for ending in ("parquet", "csv"):
        (sweep.root / f"{name}.{ending}").unlink(missing_ok=True)
