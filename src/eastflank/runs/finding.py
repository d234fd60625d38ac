"""Finding a stored run: by its folder, by its experiment file, or by the name of an experiment."""

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from eastflank.config.project import (
    ENDING,
    EXPERIMENTS,
    experiment_file,
    experiments_of,
    project_root,
)
from eastflank.model.errors import PlannerError
from eastflank.model.spelling import nearest
from eastflank.runs.shelves import other_build, state_of
from eastflank.runs.stored import StoredRun
from eastflank.store.folder import LIKELY, MANIFEST
from eastflank.store.manifest import Status, no_run_folder

TOLD: Final = 3  # folders that are named; the others are counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """The runs of one name: finished, unfinished, and why the others could not be read."""

    finished: Sequence[StoredRun]
    unfinished: Sequence[StoredRun]
    unreadable: Sequence[PlannerError]


def find_run(name: str | Path, results: Path) -> StoredRun:
    """A run folder by its path, or the latest finished run of an experiment file or of its name.

    Where none is finished it is the latest that has a replication, and says how far it came.
    Folders of that name that cannot be read are passed over; the run that is found tells of them.
    """
    path = Path(name)
    if (path / MANIFEST).is_file():
        return _told(StoredRun(path))
    experiment = path.stem if path.suffix == ".toml" else str(name)
    shelf = _shelf(results / experiment)
    asked = [run for run in shelf.finished if _is_of(run, path)]
    asked = asked or [run for run in shelf.unfinished if _is_of(run, path) and _has_any(run)]
    if not asked:
        raise _not_found(str(name), experiment, results, shelf)
    if files := _colliding(asked):
        raise PlannerError(
            where=str(results / experiment),
            found=f"{experiment!r} is the name of several experiments: {', '.join(files)}.",
            right="Give the experiment file, or the run folder.",
        )
    latest = max(asked, key=_precedence)
    return _told(latest, _remarks(shelf.unreadable))


def single(run: StoredRun) -> StoredRun:
    """The run, unless it is a sweep: what one run is asked would be told of its first point."""
    if not run.is_sweep:
        return run
    raise PlannerError(
        where=str(run.root),
        found=f"{run.label} is a sweep, and this is told of one run.",
        right="Give a run. eastflank verdict, chart and report tell every point of a sweep; "
        "in Python StoredRun(folder).at(POINT) is one of them.",
    )


def _told(run: StoredRun, passed_over: Sequence[str] = ()) -> StoredRun:
    """The run, with what the reader must know of it: that it is not whole, or of another build."""
    manifest, remarks = run.manifest, [*passed_over]
    if manifest.status is not Status.FINISHED:
        go_on = f"To go on: {manifest.command}."
        remarks.append(f"{run.root} is not finished ({state_of(run)}). {go_on}")
    if made_by := other_build(manifest):
        remarks.append(
            f"{run.root} was run by another build of the model ({made_by}) than this one: run it "
            "again before it is set beside runs of this one."
        )
    return StoredRun(run.root, run.folder.point, remarks=remarks)


def _has_any(run: StoredRun) -> bool:
    points = (run.at(point) for point in range(run.manifest.points))
    return any(here.drawn or here.is_stored(LIKELY) for here in points)


def _remarks(unreadable: Sequence[PlannerError]) -> list[str]:
    """What was passed over; many folders of an older version take no more than a line."""
    told = [f"passed over {error}" for error in unreadable[:TOLD]]
    rest = len(unreadable) - len(told)
    return [*told, f"and {rest} more folders"] if rest else told


def _shelf(folder: Path) -> Shelf:
    runs: list[StoredRun] = []
    unreadable: list[PlannerError] = []
    for path in sorted(folder.glob(f"*/{MANIFEST}")):
        try:
            runs.append(StoredRun(path.parent))
        except PlannerError as error:
            unreadable.append(error)
    return Shelf(
        finished=[run for run in runs if run.manifest.status is Status.FINISHED],
        unfinished=[run for run in runs if run.manifest.status is not Status.FINISHED],
        unreadable=unreadable,
    )


def _is_of(run: StoredRun, path: Path) -> bool:
    """Whether a run is one of this experiment file; a name alone means every file of that name."""
    if path.suffix != ".toml":
        return True
    whole = path.absolute().as_posix()
    return any(whole.endswith(f"/{file}") for file in run.manifest.files or (path.name,))


def _colliding(runs: Sequence[StoredRun]) -> list[str]:
    """The experiment files of these runs, where they are not all of one."""
    files = [set(run.manifest.files) for run in runs]
    return [] if set.intersection(*files) or not any(files) else sorted(set.union(*files))


def _precedence(run: StoredRun) -> tuple[bool, bool, str]:
    """Runs go before sweeps, a file as it stands before values set beside it, then the later."""
    found = run.manifest
    return (not found.is_sweep, not found.variation, found.ended or "")


def _not_found(name: str, experiment: str, results: Path, shelf: Shelf) -> PlannerError:
    """Why there is no run of this name, and what to do: go on, mend, or run it first."""
    if others := sorted({file for run in shelf.finished for file in run.manifest.files}):
        return PlannerError(
            where=str(results),
            found=f"no finished run of {name!r}; runs of that name are of {', '.join(others)}.",
            right=_run_first(name),
        )
    if shelf.unfinished:
        run = max(shelf.unfinished, key=_precedence)
        return PlannerError(
            where=str(run.root),
            found=f"the run of {name!r} is {run.manifest.status}, not finished.",
            right=f"Go on with it: {run.manifest.command}. Or give its folder.",
        )
    if shelf.unreadable:
        return shelf.unreadable[-1]
    if (folder := Path(name)).is_dir() and len(folder.parts) > 1:
        return no_run_folder(folder)
    known = [path.name for path in sorted(results.glob("*")) if path.is_dir()]
    known += experiments_of(project_root(Path.cwd() / EXPERIMENTS))
    return PlannerError(
        where=str(results),
        found=f"no run folder and no finished run of {name!r}.",
        right=_run_first(name),
        near=nearest(experiment, (other for other in known if other != experiment)),
    )


def _run_first(name: str) -> str:
    """The command that would make a run of what was asked for, if there is such an experiment."""
    file = experiment_file(Path(name if name.endswith(ENDING) else f"{name}{ENDING}"))
    if file.is_file():
        return f"Run it first: eastflank run {shlex.quote(str(file))}."
    return "There is no experiment file of that name either."
