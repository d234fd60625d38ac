"""Tables beside the page: the movement table and the schedules of the terminals, as CSV."""

from pathlib import Path

from eastflank.report.flows import flows_geojson
from eastflank.runs.schedules import movements_of, schedules_of
from eastflank.runs.stored import StoredRun
from eastflank.store.atomic import write_json
from eastflank.store.places import refuse_foreign
from eastflank.store.tables import write_frame_csv


def write_tables(run: StoredRun, folder: Path) -> list[Path]:
    """Write the movement table, the terminal schedule and the flows of a run; their paths.

    ``movement_table.csv``, ``terminal_schedule.csv`` and ``flows.geojson``.
    """
    tables = {
        folder / "movement_table.csv": movements_of(run),
        folder / "terminal_schedule.csv": schedules_of(run),
    }
    flows = folder / "flows.geojson"
    refuse_foreign(flows, '"FeatureCollection"', "flows")
    for path, table in tables.items():
        refuse_foreign(path, ",".join(map(str, table.columns)), "table")
    for path, table in tables.items():
        write_frame_csv(path, table)
    write_json(flows, flows_geojson(run))
    return [*tables, flows]
