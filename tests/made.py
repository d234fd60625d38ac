"""Small runs that the engine made and the store keeps: each is run once a session, when asked for.

``run("theatre")`` is the folder of a run, with records in full of the deterministic run and of each
drawn replication; do not write to it. Together the worlds wait for everything that there is to wait
for.
"""

import atexit
import functools
import math
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import pandas as pd

from eastflank.model.scenario import Scenario
from eastflank.runs.stored import StoredRun
from eastflank.store.atomic import write_json
from eastflank.store.folder import LIKELY, RunFolder
from eastflank.store.manifest import Manifest, Status, write_manifest
from eastflank.store.parquet import Level, write_frame
from eastflank.store.situation import consequences, units_table, write_situation
from eastflank.store.tables import write_csv
from eastflank.study.replication import Job, Resident, Task, carry_out
from tests import theatre, waits
from tests.frames import columns_on

CUT_H: Final = 192.0


@dataclass(frozen=True, slots=True)
class World:
    """A scenario, how it is made, and how many replications are drawn of it."""

    make: Callable[[], Scenario]
    drawn: int = 0
    experiment: str = ""


WORLDS: Final[dict[str, World]] = {
    "theatre": World(theatre.theatre, drawn=3),
    "theatre-cut": World(lambda: theatre.theatre(cut_h=CUT_H), drawn=3),
    "theatre-likely": World(theatre.theatre, experiment="theatre"),
    "theatre-one": World(theatre.theatre, drawn=1, experiment="theatre"),
    "ramp": World(waits.ramp),
    "paths": World(waits.paths),
    "ordered": World(waits.ordered),
    "exceptional": World(waits.exceptional),
    "aside": World(waits.aside),
    "holding": World(waits.holding),
    "engines": World(waits.engines),
    "filling": World(waits.filling),
    "shared": World(waits.shared),
    "calling": World(waits.calling),
    "supplies": World(waits.supplies),
    "hosts": World(waits.hosts),
    "plan": World(waits.plan),
    "void": World(waits.void),
    "control": World(waits.control),
    "slots": World(waits.slots),
    "struck": World(waits.struck),
    "stranded": World(waits.stranded),
    "short": World(waits.short),
    "queues": World(waits.queues),
    "yard": World(waits.yard),
    "coast": World(waits.coast),
    "lane": World(waits.lane),
    "river": World(waits.river),
    "strike": World(waits.strike),
    "column": World(waits.column),
    "breakdown": World(waits.breakdown),
    "field": World(waits.field),
    "shifts": World(waits.shifts),
}


# -- run and keep ---------------------------------------------------------------------------------


@functools.cache
def run(name: str) -> Path:
    """The folder of a run of one of ``WORLDS``; do not write to it."""
    world = WORLDS[name]
    return keep(
        _room() / name, world.make(), drawn=world.drawn, experiment=world.experiment or name
    )


@functools.cache
def _room() -> Path:
    room = tempfile.TemporaryDirectory(prefix="eastflank-made-")
    atexit.register(room.cleanup)
    return Path(room.name)


def records(name: str, replication: int = LIKELY) -> pd.DataFrame:
    """The records of a run; a frame of one's own."""
    return StoredRun(run(name)).records(replication)


def drawn_often(name: str, root: Path, replications: int, *, later_h: float = 2.0) -> Path:
    """A copy of a run as if it had been drawn so often: its replications by turns, each later."""
    shutil.copytree(run(name), root)
    folder = RunFolder(root)
    stored = StoredRun(root)
    drawn = len(stored.drawn)
    for replication in range(drawn, replications):
        closures = stored.closures([replication % drawn]).assign(replication=replication)
        closures[columns_on(closures, "_h")] += later_h * replication
        note = {"records": "summary", "end_h": 2880.0, "waiting": []}
        write_frame(folder.closures_path(replication), closures, note)
    manifest = replace(stored.manifest, run_id=root.name, replications=replications)
    write_manifest(folder.manifest_path, manifest)
    return root


def never_closed(name: str, root: Path) -> Path:
    """A copy of a run in whose deterministic replication no unit ever closes."""
    shutil.copytree(run(name), root)
    folder = RunFolder(root)
    closures = StoredRun(root).closures([LIKELY])
    closures[columns_on(closures, "_h")] = math.inf
    note = {"records": "full", "end_h": 2880.0, "waiting": []}
    write_frame(folder.closures_path(LIKELY), closures, note)
    return root


def keep(root: Path, world: Scenario, *, drawn: int = 0, experiment: str = "made") -> Path:
    """Run a scenario and store what a run stores: the deterministic replication, then the drawn."""
    folder = RunFolder(root)
    write_situation(folder, world)
    write_json(root / "resolved.json", {"experiment": {"run": {}}, **consequences(world)})
    write_json(root / "backdrop.geojson", BACKDROP)
    types = {unit.unit_type for unit in world.units.values()}
    rows = [{"unit_type": each, "tanks": 4, "infantry_battalions": 1} for each in sorted(types)]
    write_csv(root / "unit_types.csv", rows, ("unit_type", "tanks", "infantry_battalions"))
    job = Job(scenario=world, units=units_table(world), seed=1, folder=folder)
    engine = Resident(world)
    for replication in (LIKELY, *range(drawn)):
        outcome = carry_out(job, engine, Task(replication=replication, level=Level.FULL))
        assert outcome.error is None, outcome.error
    write_manifest(folder.manifest_path, _manifest(root, world, experiment, drawn))
    return root


def _manifest(root: Path, world: Scenario, experiment: str, drawn: int) -> Manifest:
    return Manifest(
        status=Status.FINISHED,
        experiment=experiment,
        title=f"Title of {experiment}",
        run_id=root.name,
        seed=1,
        replications=max(drawn, 1),
        horizon_h=world.horizon_h,
        theta=world.theta,
        target_day=30.0,
        target_share=0.95,
        policy=world.policy.value,
        question="how the force moves",
        counts={"disruptions": len(world.disruptions)},
        versions={"eastflank": "0.0.test"},
    )


BACKDROP: Final[dict[str, Any]] = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"name": "Somewhere"},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[4.0, 45.0], [28.0, 45.0], [28.0, 60.0], [4.0, 52.0]]],
            },
        }
    ],
}
