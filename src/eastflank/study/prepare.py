"""Prepare a run folder: the question, its consequences and the geography, before the first run."""

import math
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from eastflank.config.layers import label
from eastflank.model.errors import PlannerError
from eastflank.model.scenario import Dispatch, Scenario
from eastflank.store.atomic import write_json, write_text
from eastflank.store.checksums import seal
from eastflank.store.folder import RunFolder
from eastflank.store.identity import commit, run_id, versions
from eastflank.store.manifest import Manifest, Status, read_manifest
from eastflank.store.parquet import write_frame
from eastflank.store.situation import COLUMNS, consequences, write_force, write_situation
from eastflank.study.case import Case
from eastflank.study.kin import kin_of
from eastflank.study.points import Point, design_table, factors_of
from eastflank.tables.force import FORCES
from eastflank.tables.table import listed

# of the network, for maps only
DRAWINGS: Final = ("backdrop.geojson", "sea_course.topojson", "link_shape.geojson")


def folder_of(case: Case, out: Path, points: Sequence[Point] = ()) -> RunFolder:
    """Where the answer belongs: the same question at the same points has the same folder."""
    sets = [point.sets for point in points]
    name = run_id(case.experiment.resolved(), case.inputs, case.experiment.run.seed, sets)
    return RunFolder(out / case.name / name)


def prepare(
    case: Case, folder: RunFolder, points: Sequence[Point] = (), *, lean: bool = False
) -> None:
    """Write what is known before the first replication; lean: the question and the force only."""
    write_frame(folder.design_path, design_table(points or (Point(id=0, levels={}),)))
    asked = folder.root / "experiment.toml"
    write_text(asked, case.file.read_text(encoding="utf-8"))
    resolved = {
        "experiment": case.experiment.resolved(),
        **consequences(case.scenario),
        "force": case.force.told(),
    }
    write_json(folder.resolved_path, resolved)
    if lean:
        write_force(folder, case.scenario)
        return
    write_situation(folder, case.scenario)
    for kept, path in _beside(case).items():
        if path.is_file():
            shutil.copyfile(path, folder.root / kept)
    tables = (folder.table_path(name) for name in COLUMNS)
    drawings = (folder.root / kept for kept in _beside(case))
    seal(folder.root, (asked, folder.resolved_path, folder.network_path, *tables, *drawings))


def _beside(case: Case) -> dict[str, Path]:
    """What reports and maps want as it stands in the inputs: name in the run folder -> file."""
    network = case.root / "networks" / case.experiment.network.folder
    experiments = case.root / "experiments"
    named = case.experiment.force.unit_types
    own = case.root / listed(FORCES, named) if named else None
    return {
        **{name: network / name for name in DRAWINGS},
        "assumptions.csv": experiments / case.experiment.assumptions.table,
        "sources.csv": experiments / "sources.csv",
        "unit_types.csv": experiments / "forces" / "unit_types.csv",
        **({"own_unit_types.csv": own} if own else {}),
        "network_sources.csv": network / "sources.csv",
    }


def manifest_of(
    case: Case, folder: RunFolder, points: Sequence[Point] = (), *, lean: bool = False
) -> Manifest:
    """The manifest of a run that begins or goes on; what was counted before stays."""
    experiment, scenario, kin = case.experiment, case.scenario, kin_of(case)
    manifest = Manifest(
        status=Status.RUNNING,
        experiment=case.name,
        title=experiment.experiment.title,
        run_id=folder.root.name,
        seed=experiment.run.seed,
        replications=case.replications,
        horizon_h=scenario.horizon_h,
        theta=scenario.theta,
        target_day=experiment.target.day,
        target_share=experiment.target.troops_share,
        policy=_policy_of(scenario),
        variation=case.variation,
        versions=versions(),
        commit=commit(),
        inputs=case.inputs,
        counts=case.counts,
        points=max(1, len(points)),
        factors=factors_of(points),
        files=(label(case.file, case.root.resolve()),),
        question=kin.question,
        cut_of=kin.cut_of,
        variant_of=kin.variant_of,
        lean=lean,
    )
    before = _before(folder)
    if before is None:
        return manifest
    return replace(
        manifest,
        files=tuple(dict.fromkeys((*manifest.files, *before.files))),
        timings_s=before.timings_s,
        stopping=before.stopping,
    )


def _policy_of(scenario: Scenario) -> str:
    """The policy at a cut, and what is not as all pages tell it."""
    words = [scenario.policy.value]
    if scenario.dispatch is not Dispatch.USER_OPTIMAL:
        words.append(f"{scenario.dispatch.value} dispatch")
    if any(math.isfinite(link.holding_tracks) for link in scenario.links.values()):
        words.append("trains wait on holding tracks")
    return ", ".join(words)


def _before(folder: RunFolder) -> Manifest | None:
    """The manifest of an earlier call, if there is one that can be read."""
    try:
        return read_manifest(folder.manifest_path)
    except PlannerError:
        return None


def refuse_foreign(folder: RunFolder) -> None:
    """Do not write into a folder that is not a run's."""
    if folder.root.is_dir() and not folder.manifest_path.is_file() and _holds_files(folder.root):
        raise PlannerError(
            where=str(folder.root),
            found="the folder is there but has no manifest.json.",
            right="Remove it, or choose another --out.",
        )


def _holds_files(root: Path) -> bool:
    """Anything but what another process is just writing: its manifest comes first."""
    return any(path.suffix != ".part" for path in root.iterdir())
