"""A sweep: one experiment at many points; a run is a sweep of one point."""

import functools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import TypeGuard

from eastflank.config import experiment_file, read_experiment
from eastflank.model.errors import CollectedError, PlannerError
from eastflank.runs.stored import StoredRun
from eastflank.store.folder import RunFolder
from eastflank.store.manifest import Manifest, write_manifest
from eastflank.store.situation import units_table
from eastflank.study.case import Case, load_case
from eastflank.study.conduct import Progress, conduct
from eastflank.study.looks import Looks, looks_of
from eastflank.study.plan import Plan
from eastflank.study.points import Level, Point, points_of
from eastflank.study.prepare import folder_of, manifest_of, prepare, refuse_foreign
from eastflank.study.replication import Job
from eastflank.study.settings import RESULTS, Settings
from eastflank.study.source import FromFile, Prepared, Source
from eastflank.study.summary import summarise


@dataclass(frozen=True, slots=True, kw_only=True)
class Swept:
    """A case and the points at which it is run; ``inputs`` are those of all points."""

    case: Case
    points: tuple[Point, ...] = ()

    @property
    def many(self) -> bool:
        """Whether anything is varied."""
        return any(point.levels for point in self.points)

    def folder(self, out: Path) -> RunFolder:
        """Where the answer belongs."""
        return folder_of(self.case, out, self.points)


def load_sweep(file: Path, sets: Sequence[str] = ()) -> Swept:
    """Read and compile an experiment with its points; all that is wrong with it is said at once.

    Every point is read, and so many are compiled that no point can turn out to be wrong hours
    later for what it sets.
    """
    file = experiment_file(file)
    case = load_case(file, sets)
    points = points_of(case.experiment)
    mistakes: dict[str, PlannerError] = {}
    inputs = dict(case.inputs)
    for point in points:
        with _told_in(mistakes):
            read_experiment(file, (*sets, *point.sets))
    for point in _to_compile(points) if not mistakes else ():
        with _told_in(mistakes):
            inputs.update(load_case(file, (*sets, *point.sets)).inputs)
    if mistakes:
        raise CollectedError(mistakes.values())
    return Swept(case=replace(case, inputs=inputs), points=points)


@contextmanager
def _told_in(mistakes: dict[str, PlannerError]) -> Iterator[None]:
    try:
        yield
    except CollectedError as found:
        mistakes.update({str(error): error for error in found.errors})


def _to_compile(points: Sequence[Point]) -> Iterator[Point]:
    """Points at which each telling level is set, and each two of them that meet anywhere.

    A level tells something if it is a name or yes or no, which may ask for other tables, or the
    least or greatest number of its key: what a number may be has no gaps.
    """
    ends = _ends_of(points)
    seen: set[tuple[tuple[str, Level], ...]] = set()
    for point in points:
        telling = [
            (key, level)
            for key, level in point.levels.items()
            if not _is_number(level) or level in ends[key]
        ]
        marks = {(mark,) for mark in telling} | set(combinations(telling, 2))
        if not marks <= seen:
            seen |= marks
            yield point


def _ends_of(points: Sequence[Point]) -> dict[str, tuple[float, float]]:
    """The least and the greatest number of each key."""
    numbers: dict[str, list[float]] = {}
    for point in points:
        for key, level in point.levels.items():
            if _is_number(level):
                numbers.setdefault(key, []).append(float(level))
    return {key: (min(found), max(found)) for key, found in numbers.items()}


def _is_number(level: Level) -> TypeGuard[int | float]:
    return isinstance(level, int | float) and not isinstance(level, bool)


def source_of(
    swept: Swept,
    manifest: Manifest,
    folder: RunFolder,
    plan: Plan,
) -> Source:
    """One point in this process is compiled already; else workers compile for themselves."""
    case = swept.case
    if not swept.many and not plan.cluster:
        return Prepared(
            only=Job(
                scenario=case.scenario,
                units=units_table(case.scenario),
                seed=manifest.seed,
                folder=folder,
            )
        )
    return FromFile(
        file=case.file.resolve(),
        sets=case.sets,
        points=tuple(point.sets for point in swept.points) or ((),),
        inputs=case.inputs,
        seed=manifest.seed,
        folder=RunFolder(folder.root.resolve()),
    )


def carry_out_sweep(
    swept: Swept, settings: Settings, *, progress: Progress | None = None
) -> StoredRun:
    """Run what is missing of a sweep and write its summary; to run again is to resume."""
    case, folder = swept.case, swept.folder(settings.out)
    refuse_foreign(folder)
    if settings.force:
        folder.start_over()
    manifest = manifest_of(case, folder, swept.points, lean=settings.lean)
    plan = settings.plan(manifest.replications, manifest.points)
    write_manifest(folder.manifest_path, manifest)  # first: it says that the folder is a run's
    prepare(case, folder, swept.points, lean=plan.lean)
    source = source_of(swept, manifest, folder, plan)
    replay = functools.partial(
        case.replay_command,
        out=settings.out,
        usual=RESULTS,
        records=settings.records,
        sweeps=swept.many,
    )
    rule = looks_of(case.experiment)
    _refuse_looks_of_a_part(rule, plan)
    conduct(source, plan, manifest, replay=replay, progress=progress, rule=rule)
    done = StoredRun(folder.root)
    summarise(done)
    return done


def _refuse_looks_of_a_part(rule: Looks | None, plan: Plan) -> None:
    if rule and plan.shard:
        raise PlannerError(
            where="--shard",
            found="the experiment has [stopping], and a look needs all replications before it.",
            right="Take [stopping] out, or run it whole, with --cluster.",
        )
