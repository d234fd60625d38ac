"""Reading: an experiment file and what was set beside it, compiled, or all of its mistakes."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from eastflank.compile import Compiled, compile_experiment
from eastflank.config import Experiment, Reading, experiment_file, project_root, read_as_far
from eastflank.model.errors import CollectedError, PlannerError


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """An experiment as it was read, and what its tables made of it."""

    file: Path
    root: Path
    experiment: Experiment
    compiled: Compiled


def read_and_compile(file: Path, sets: Sequence[str] = ()) -> Read:
    """Read an experiment and compile it; all that is wrong with it is said at once."""
    file = experiment_file(file)
    reading, root = read_as_far(file, sets), project_root(file)
    if reading.errors or reading.experiment is None:
        raise CollectedError((*reading.errors, *_beside(reading, root)))
    compiled = compile_experiment(reading.experiment, root)
    return Read(file=file, root=root, experiment=reading.experiment, compiled=compiled)


def _beside(reading: Reading, root: Path) -> tuple[PlannerError, ...]:
    """What else is wrong where a file has mistakes: its tables, and names that they do not know."""
    if reading.experiment is None:
        return ()
    try:
        compile_experiment(reading.experiment, root)
    except CollectedError as found:
        return found.errors
    return ()
