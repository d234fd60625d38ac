"""Bounds of cases: computed once for each question, stored, and read again."""

from pathlib import Path
from typing import Final

from eastflank.plan.bound import Curve, quick_bound
from eastflank.store.bounds import bound_path, read_bound, write_bound
from eastflank.store.folder import LIKELY
from eastflank.study.case import Case
from eastflank.study.prepare import folder_of

QUICK: Final = "quick"


def bound_of(case: Case, out: Path, *, replication: int = LIKELY) -> Curve:
    """The bound of a case: every row at its likely value, or as one replication draws it."""
    path = bound_path(folder_of(case, out).root, QUICK, replication)
    known = read_bound(path)
    if known is not None:
        return known
    drawn = None if replication == LIKELY else replication
    curve = quick_bound(case.scenario, seed=case.experiment.run.seed, replication=drawn)
    write_bound(path, curve)
    return curve
