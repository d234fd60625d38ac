"""The stored run whose flows say what is closed: one that moved as the question moves."""

import shlex
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from eastflank.config import read_experiment
from eastflank.model.errors import PlannerError
from eastflank.runs.stored import StoredRun
from eastflank.store.folder import MANIFEST

MOVES_NOTHING: Final = frozenset({"experiment", "sweep", "stopping", "target"})  # sections
OF_DRAWS: Final = frozenset({"replications", "seed", "sampling", "luck_per_draw"})  # keys of [run]


def screened(run: StoredRun, file: Path, sets: Sequence[str] = ()) -> StoredRun:
    """The run if it asks what the file asks with these sets, else one beside it that does.

    What a run at likely values does not feel may differ: the target, the seed, the draws.
    """
    asked = _moved_by(read_experiment(file, sets).resolved())
    for each in (run, *_beside(run)):
        if not each.is_sweep and _moved_by(each.resolved.get("experiment", {})) == asked:
            return each
    words = [word for each in sets for word in ("--set", each)]
    raise PlannerError(
        where=str(run.root),
        found=f"{run.label} does not ask what {' '.join([str(file), *words])} asks, so its flows "
        "do not say what would be closed.",
        right=f"Run it first: {shlex.join(['eastflank', 'run', str(file), *words])}.",
    )


def _beside(run: StoredRun) -> Iterator[StoredRun]:
    """The other runs of the experiment that can be read."""
    for path in sorted(run.root.parent.glob(f"*/{MANIFEST}")):
        try:
            other = StoredRun(path.parent)
            if other.root != run.root and other.resolved:
                yield other
        except PlannerError:
            continue  # a folder that cannot be read is told of by whoever asks for it


def _moved_by(resolved: Mapping[str, Any]) -> dict[str, Any]:
    """What of a resolved experiment the flows of its run at likely values depend on."""
    asked = {name: part for name, part in resolved.items() if name not in MOVES_NOTHING}
    run = asked.get("run", {})
    return {**asked, "run": {key: value for key, value in run.items() if key not in OF_DRAWS}}
