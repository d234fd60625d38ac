"""Questions of decision: what must be true, by when to order, what it takes, what is critical.

It takes a stored run, its folder, an experiment file or a name, as :mod:`eastflank.api` does.
"""

from pathlib import Path

from eastflank.measures.closure.order_days import OrderDay
from eastflank.runs.conditions import Condition, Conditions, Region, conditions_of
from eastflank.runs.finding import find_run, single
from eastflank.runs.latest import Asked, Latest, latest_of_stored
from eastflank.runs.stored import StoredRun
from eastflank.study.critical import Criticality, Loss, Screen, criticality
from eastflank.study.latest import REPLICATIONS, WARNINGS, latest_by_runs
from eastflank.study.require import (
    CONFIRMED,
    Bundle,
    LeverGain,
    Requirement,
    Wanted,
    require,
)
from eastflank.study.screened import screened
from eastflank.study.settings import RESULTS, Settings

__all__ = [
    "CONFIRMED",
    "REPLICATIONS",
    "WARNINGS",
    "Asked",
    "Bundle",
    "Condition",
    "Conditions",
    "Criticality",
    "Latest",
    "LeverGain",
    "Loss",
    "OrderDay",
    "Region",
    "Requirement",
    "Screen",
    "Settings",
    "Wanted",
    "conditions",
    "criticality",
    "latest",
    "latest_by_runs",
    "require",
    "screened",
]

Run = StoredRun | Path | str  # a run, its folder, an experiment file, the name of an experiment


def conditions(run: Run, results: Path = RESULTS, *, troops: float | None = None) -> Conditions:
    """Where in the evidence a stored run meets its target, and where it fails."""
    return conditions_of(_stored(run, results), troops=troops)


def latest(run: Run, asked: Asked, results: Path = RESULTS) -> Latest:
    """By when the order must be given, where C-day moves with it; read from a stored run."""
    return latest_of_stored(_stored(run, results), asked)


def _stored(run: Run, results: Path) -> StoredRun:
    return run if isinstance(run, StoredRun) else single(find_run(run, results))
