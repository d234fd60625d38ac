"""The door of decisions: what must be true, by when to order, what it takes, what is critical.

It takes a stored run, its folder, an experiment file or a name, as :mod:`eastflank.api` does.
"""

from pathlib import Path

from eastflank.runs.conditions import Condition, Conditions, Region, conditions_of
from eastflank.runs.finding import find_run
from eastflank.runs.stored import StoredRun
from eastflank.study.settings import RESULTS

__all__ = ["Condition", "Conditions", "Region", "conditions"]

Asked = StoredRun | Path | str


def conditions(run: Asked, results: Path = RESULTS, *, troops: float | None = None) -> Conditions:
    """Where in the evidence a stored run meets its target, and where it fails."""
    return conditions_of(_stored(run, results), troops=troops)


def _stored(run: Asked, results: Path) -> StoredRun:
    return run if isinstance(run, StoredRun) else find_run(run, results)
