"""A sweep of the small theatre, and what its folder holds."""

from dataclasses import replace
from pathlib import Path

from tests.cli.commands import small_project

from eastflank.runs.stored import StoredRun
from eastflank.store.manifest import write_manifest
from eastflank.store.parquet import write_frame
from eastflank.study.summary import summarise

GRID = """
extends = "cut.toml"
[experiment]
title = "Day and severity"
[run]
replications = 2
[sweep.factors]
"disruptions.suwalki.start_day" = [0.0, 8.0]
"disruptions.suwalki.severity" = [0.0, 1.0]
"""


def grid_project(root: Path, text: str = GRID) -> Path:
    """The small theatre with a sweep of four points."""
    small_project(root)
    (root / "experiments" / "grid.toml").write_text(text)
    return root


def sweep_folder(root: Path, results: str = "results") -> Path:
    """The one run folder of the sweep."""
    (manifest,) = (root / results / "grid").glob("*/manifest.json")
    return manifest.parent


def stored(folder: Path) -> dict[str, bytes]:
    """Every record and closure file, by its path, with its bytes."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for kind in ("closures", "records")
        for path in sorted((folder / kind).rglob("*.parquet"))
    }


def as_if_drawn(root: Path, replications: int, day: float = 60.0) -> StoredRun:
    """The folder with more replications: those stored, by turns and a bit later, all closed."""
    sweep = StoredRun(root)
    stored_now = sweep.manifest.replications
    for point in range(sweep.manifest.points):
        here = sweep.at(point)
        for replication in range(replications):
            closures = here.closures([replication % stored_now])
            hours = closures["closed_095_h"].clip(upper=day * 24)
            late = closures.assign(
                replication=replication, closed_095_h=hours - 36 * replication - 120 * point
            )
            write_frame(here.folder.closures_path(replication), late, {"records": "summary"})
    manifest = replace(sweep.manifest, replications=replications)
    write_manifest(sweep.folder.manifest_path, manifest)
    summarise(StoredRun(root))
    return StoredRun(root)
