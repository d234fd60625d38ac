"""What a stored run is read into: its verdict, the use of what is finite, a unit's account."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from eastflank.measures.closure.verdict import verdict, verdict_csv
from eastflank.measures.uncertainty.quantiles import quantile_table
from eastflank.measures.use.situation import Situation
from eastflank.measures.use.tables import usage_tables
from eastflank.model.errors import PlannerError
from eastflank.runs.account import Account
from eastflank.runs.wording.names import Names
from eastflank.store.atomic import write_text
from eastflank.store.folder import LIKELY, RunFolder
from eastflank.store.parquet import read_frame, write_frame
from eastflank.study.differences import differences_of
from eastflank.study.draws import components_of, draws_of


def verdict_of(folder: RunFolder) -> pd.DataFrame | None:
    """The verdict over the replications that are there; None where there are none.

    Without a drawn replication the deterministic run stands in: all rows at likely, no forecast.
    """
    drawn = list(folder.drawn())
    if not drawn and not folder.is_stored(LIKELY):
        return None
    closures = folder.closures(drawn or [LIKELY])
    return verdict(
        closures, target_day=folder.manifest.target_day, draws=draws_of(folder.resolved())
    )


def quantiles_of(folder: RunFolder) -> pd.DataFrame | None:
    """P10, P50 and P90 with their intervals; None for sweeps and single replications."""
    drawn = list(folder.drawn())
    if folder.manifest.points > 1 or len(drawn) <= 1:
        return None
    return quantile_table(folder.closures(drawn), draws=draws_of(folder.resolved()))


def summarise(folder: RunFolder) -> pd.DataFrame | None:
    """The verdict of a run, or of each point of a sweep, written down beside its records."""
    if folder.manifest.points > 1:
        return _summarise_points(folder)
    table = verdict_of(folder)
    if table is not None:
        write_frame(folder.root / "summary.parquet", table)
        if len(bands := components_of(folder)):
            write_text(folder.root / "bands.csv", bands.to_csv(index=False, float_format="%.6g"))
        write_text(folder.root / "summary.csv", verdict_csv({folder.manifest.label: table}))
    return table


def _summarise_points(folder: RunFolder) -> pd.DataFrame | None:
    design = folder.design().drop(columns="base_id", errors="ignore")
    design = design.rename(columns={"point_id": "point"})
    verdicts = [_verdict_at(folder, int(point)) for point in design["point"]]
    found = [table for table in verdicts if table is not None]
    if not found:
        return None
    table = design.merge(pd.concat(found, ignore_index=True), on="point")
    _write_both(folder, "summary", table)
    differences = differences_of(folder)
    if differences is not None:
        _write_both(folder, "differences", differences)
    return table


def _write_both(folder: RunFolder, name: str, table: pd.DataFrame) -> None:
    write_frame(folder.root / f"{name}.parquet", table)
    text = table.to_csv(index=False, float_format="%.6g", lineterminator="\n")
    write_text(folder.root / f"{name}.csv", text)


def _verdict_at(folder: RunFolder, point: int) -> pd.DataFrame | None:
    table = verdict_of(folder.at(point))
    return None if table is None else table.assign(point=point)


def sweep_frame(folder: RunFolder) -> pd.DataFrame:
    """The summary of a sweep in long form, for charts and reports: one row a point and measure.

    Columns: ``point``, the factors by their dotted keys (``folder.manifest.factors``), ``measure``,
    ``level``, ``p10``, ``p50``, ``p90``, ``probability``, ``low``, ``high``, ``replications``. A
    run is a sweep of one point without factors.
    """
    table = read_frame(folder.root / "summary.parquet")
    if "point" not in table:
        table.insert(0, "point", 0)
    return table[["point", *folder.manifest.factors, *FRAME]]


def sweep_differences(folder: RunFolder) -> pd.DataFrame | None:
    """Each point of a sweep against its base, as the sweep wrote it down; None without a base."""
    path = folder.root / "differences.parquet"
    return read_frame(path) if path.is_file() else None


FRAME: Final = [
    "measure", "level", "p10", "p50", "p90", "probability", "low", "high", "replications",
]  # fmt: skip


def situation_of(folder: RunFolder) -> Situation:
    """What there was of each finite thing in a stored run."""
    if not (folder.root / "capacities.csv").is_file():
        raise PlannerError(
            where=str(folder.root),
            found="the folder does not hold what lifts carry and where links lie.",
            right="Run the experiment again; runs of eastflank ablate keep closures alone.",
        )
    return Situation(
        terminals=folder.table("terminals"),
        fleets=folder.table("fleets"),
        links=folder.links(),
        capacities=folder.table("capacities"),
        path_share=_path_share(folder.resolved()),
    )


def _path_share(resolved: Mapping[str, object]) -> float:
    """The likely part of a line's paths that military trains get."""
    rows = resolved.get("evidence")
    known = {row["key"]: row["likely"] for row in rows} if isinstance(rows, list) else {}
    return float(known.get("military_path_share", 1.0))


def use_of(folder: RunFolder, replication: int) -> dict[str, pd.DataFrame]:
    """Crossings, fleets, finite things and waits of one stored replication."""
    return usage_tables(
        folder.records(replication),
        situation_of(folder),
        waiting_of(folder, replication),
        end_h=float(str(folder.note(replication).get("end_h", "nan"))),
    )


def account_of(folder: RunFolder, replication: int) -> Account:
    """What the story of a unit is told from."""
    return Account(
        records=folder.records(replication),
        units=folder.units(),
        closures=folder.closures([replication]),
        names=names_of(folder),
        waiting=waiting_of(folder, replication),
    )


def names_of(folder: RunFolder) -> Names:
    """What the places, terminals and links of a stored run are called."""
    terminals, links = folder.table("terminals"), folder.links()
    places = zip(terminals["kind"], terminals["node_id"], strict=True)
    ends = zip(links["a"], links["b"], strict=True)
    return Names(
        places=folder.place_names(),
        terminals=dict(zip(terminals["terminal_id"], places, strict=True)),
        links=dict(zip(links["link_id"], ends, strict=True)),
        roads=frozenset(links.loc[links["mode"] == "road", "link_id"]),
    )


def waiting_of(folder: RunFolder, replication: int) -> Sequence[Mapping[str, Any]]:
    """The lots that had not closed at the end."""
    found = folder.note(replication).get("waiting")
    return found if isinstance(found, list) else ()
