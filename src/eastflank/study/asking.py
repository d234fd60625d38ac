"""Asking: load a question, foresee it, run it, bound it."""

from collections.abc import Sequence
from pathlib import Path

from eastflank.model.scenario import Scenario
from eastflank.plan.bound import FORMS, Curve
from eastflank.runs.stored import StoredRun
from eastflank.store.folder import LIKELY
from eastflank.store.parquet import Level
from eastflank.study import foresight
from eastflank.study.bounds import bound_of, dearest_of
from eastflank.study.case import Case, load_all, load_case
from eastflank.study.conduct import Progress
from eastflank.study.foresight import Foresight
from eastflank.study.settings import RESULTS, Settings
from eastflank.study.sweep import Swept, carry_out_sweep, load_sweep


def load(file: Path | str, sets: Sequence[str] = ()) -> Scenario:
    """The scenario of an experiment file, with ``key=value`` settings laid over it."""
    return load_case(Path(file), sets).scenario


def foresee(case: Case | Swept, settings: Settings | None = None) -> Foresight:
    """What :func:`run_case` or :func:`sweep` would do and take, without writing anything."""
    return foresight.foresee(_swept(case), settings or Settings())


def bound(
    case: Case, out: Path = RESULTS, *, replication: int = LIKELY, form: str = "quick"
) -> Curve:
    """How many troops no plan can close by each day; computed once for a question, then read.

    The tight form takes minutes and proves more.
    """
    return bound_of(case, out, replication=replication, form=FORMS[form])


def dearest(
    case: Case, *, day: float, replication: int = LIKELY, form: str = "quick"
) -> tuple[str, ...]:
    """What one more of each scarce thing could add by a day at most, the dearest first."""
    return dearest_of(case, day=day, replication=replication, form=FORMS[form])


def run(
    file: Path | str,
    sets: Sequence[str] = (),
    settings: Settings | None = None,
    *,
    progress: Progress | None = None,
) -> StoredRun:
    """Run what is missing of an experiment; to run again is to resume."""
    (case,) = load_all([Path(file)], sets)
    return run_case(case, settings, progress=progress)


def run_case(
    case: Case | Swept, settings: Settings | None = None, *, progress: Progress | None = None
) -> StoredRun:
    """Run what is missing of a case, or of a sweep, that was loaded, and write its summary."""
    return carry_out_sweep(_swept(case), settings or Settings(), progress=progress)


def sweep(
    file: Path | str,
    sets: Sequence[str] = (),
    settings: Settings | None = None,
    *,
    progress: Progress | None = None,
) -> StoredRun:
    """Run what is missing of a sweep; ``summary`` has the verdict of each point."""
    settings = settings or Settings(records=Level.SUMMARY)
    return run_case(load_sweep(Path(file), sets), settings, progress=progress)


def _swept(case: Case | Swept) -> Swept:
    """A run is a sweep of one point."""
    return case if isinstance(case, Swept) else Swept(case=case)
