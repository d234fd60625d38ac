"""Tables beside the page: the movement table and the schedules of the terminals, as CSV."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from eastflank.charts.sources import Source
from eastflank.measures.use.schedules import movement_table, terminal_schedule
from eastflank.report.flows import flows_geojson
from eastflank.store.atomic import write_json, write_text


def write_tables(source: Source, folder: Path) -> list[Path]:
    """Write the movement table, the terminal schedule and the flows of a run; their paths.

    ``movement_table.csv``, ``terminal_schedule.csv`` and ``flows.geojson``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, table in _tables(source):
        path = folder / f"{name}.csv"
        text = table.to_csv(index=False, float_format="%.6g", lineterminator="\n")
        write_text(path, text)
        paths.append(path)
    flows = folder / "flows.geojson"
    write_json(flows, flows_geojson(source))
    return [*paths, flows]


def _tables(source: Source) -> Iterator[tuple[str, pd.DataFrame]]:
    yield "movement_table", _movements(source)
    yield "terminal_schedule", _schedules(source)


def movements(root: Path) -> pd.DataFrame:
    """The movement table of a run folder: units by POE, POD and mode, places with their names."""
    return _movements(Source(root))


def _movements(source: Source) -> pd.DataFrame:
    table = movement_table(
        source.records, source.closures, source.folder.units(), modes=source.modes
    )
    return _named(table, source, ("destination", "poe", "pod"))


def schedules(root: Path) -> pd.DataFrame:
    """What leaves and arrives at each terminal of a run folder by mode and day."""
    return _schedules(Source(root))


def _schedules(source: Source) -> pd.DataFrame:
    table = terminal_schedule(source.records, modes=source.modes)
    return _named(table, source, ("place",))


def _named(table: pd.DataFrame, source: Source, columns: tuple[str, ...]) -> pd.DataFrame:
    """The names of places beside their ids."""
    for column in columns:
        names = table[column].map(source.names)
        table.insert(list(table.columns).index(column) + 1, f"{column}_name", names)
    return table
