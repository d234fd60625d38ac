"""Reading: from a path to an experiment, or to all that is wrong with it."""

import copy
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from eastflank.config.experiment import Experiment
from eastflank.config.keys import spell_alike
from eastflank.config.layers import Key, Merged, label, read_layers
from eastflank.config.mending import Mending
from eastflank.config.project import project_root
from eastflank.config.sets import apply, apply_sets, parse_key
from eastflank.model.errors import CollectedError, PlannerError

# Keys that a point cannot have for itself: what is told of all points, how often they are run, with
# which luck. Points that met different luck would be set against each other as if they had not.
OF_ALL_POINTS: Final = (
    "experiment",
    "run.luck_per_draw",
    "run.replications",
    "run.sampling",
    "run.seed",
    "schema_version",
    "stopping",
    "sweep",
    "target",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """An experiment as far as it could be read, and all that is wrong with its files.

    With errors the experiment is the file without its mistakes, where it still asks of the same
    tables: good for finding more of them, and for nothing else.
    """

    experiment: Experiment | None
    errors: tuple[PlannerError, ...] = ()


def read_experiment(path: Path, sets: Sequence[str] = ()) -> Experiment:
    """Read an experiment file, what it extends and what the command line sets."""
    return _whole(read_as_far(path, sets))


def read_as_far(path: Path, sets: Sequence[str] = ()) -> Reading:
    """Read an experiment file as far as its mistakes allow."""
    if path.name.startswith("."):
        return Reading(experiment=None, errors=(_nameless(path),))
    try:
        merged = read_layers(path)
    except PlannerError as error:
        return Reading(experiment=None, errors=(error,))
    return _finish(merged, sets, name=path.stem)


def _nameless(path: Path) -> PlannerError:
    """The name of a file is that of its results, which no name may lead out of."""
    return PlannerError(
        where=path.as_posix(),
        found="the name of the file begins with a point.",
        right="Begin with a letter or a figure.",
    )


def with_sets(experiment: Experiment, sets: Sequence[str]) -> Experiment:
    """The same experiment with some keys set, through the same validation."""
    files = experiment.files
    origin = label(files[0], project_root(files[0])) if files else experiment.name
    origins = {(): origin, **experiment.origins}
    merged = Merged(content=experiment.resolved(), origins=origins, files=files)
    return _whole(_finish(merged, sets, name=experiment.name))


def _whole(reading: Reading) -> Experiment:
    if reading.errors or reading.experiment is None:
        raise CollectedError(reading.errors)
    return reading.experiment


def _finish(merged: Merged, sets: Sequence[str], *, name: str) -> Reading:
    apply_sets(merged, sets)
    spell_alike(merged.content)  # a table that was set may have brought other spellings
    mending = Mending(merged)
    errors = (*merged.errors, *mending.errors)
    if not mending.is_whole:
        return Reading(experiment=None, errors=errors)
    read = {"name": name, "files": merged.files, "origins": merged.origins}
    content = {**merged.content, **read}
    return Reading(
        experiment=Experiment.model_validate(content), errors=(*errors, *_bad_levels(merged))
    )


def _bad_levels(merged: Merged) -> Iterator[PlannerError]:
    """Factors that are none, and levels of a sweep that the key would not take."""
    sweep = merged.content.get("sweep", {})
    yield from _no_factors(merged, sweep)
    ranges = (sweep.get("design") or {}).get("ranges", {})
    for part, levels_of in (("factors", sweep.get("factors", {})), ("design.ranges", ranges)):
        for name, levels in levels_of.items():
            for level in levels:
                yield from _bad_level(merged, part, name, level)
    for place, point in enumerate(sweep.get("points", ())):
        for name, level in point.items():
            yield from _bad_level(merged, f"points[{place}]", name, level)
    for name, level in sweep.get("base", {}).items():
        yield from _bad_level(merged, "base", name, level)


def _no_factors(merged: Merged, sweep: Mapping[str, Any]) -> Iterator[PlannerError]:
    """Keys that would be shown as varied while every point has the value of the file."""
    ranges = (sweep.get("design") or {}).get("ranges", {})
    points = {name for point in sweep.get("points", ()) for name in point}
    for part, names in (
        ("factors", sweep.get("factors", {})),
        ("design.ranges", ranges),
        ("points", points),
        ("base", sweep.get("base", {})),
    ):
        for name in sorted(names):
            if any(name == key or name.startswith(f"{key}.") for key in OF_ALL_POINTS):
                yield PlannerError(
                    where=f"{merged.origin(('sweep', part.partition('.')[0], name))}, "
                    f"sweep.{part}.{name}",
                    found=f"{name} is one for all points.",
                    right="Run the experiment once for each value; eastflank compare --unpaired "
                    "sets runs of different luck side by side.",
                )


def _bad_level(merged: Merged, part: str, name: str, level: object) -> Iterator[PlannerError]:
    key: Key = ("sweep", part.partition(".")[0].partition("[")[0], name)
    trial = Merged(content=copy.deepcopy(merged.content))
    try:
        apply(trial, parse_key(name, name), level, name)
    except PlannerError as error:
        where = f"{merged.origin(key)}, sweep.{part}.{name}"
        yield PlannerError(where=where, found=error.found, right=error.right, near=error.near)
        return
    trial.origins = {(): f"{merged.origin(key)}, sweep.{part}: {name} = {level!r}"}
    yield from Mending(trial).errors
