"""Bounds of cases: computed once for each question, stored, and read again."""

from pathlib import Path

from eastflank.plan.bound import QUICK, Curve, Form, bound_curve
from eastflank.store.bounds import bound_path, read_bound, write_bound
from eastflank.store.folder import LIKELY
from eastflank.study.case import Case
from eastflank.study.prepare import folder_of


def bound_of(case: Case, out: Path, *, replication: int = LIKELY, form: Form = QUICK) -> Curve:
    """The bound of a case: every row at its likely value, or as one replication draws it."""
    path = bound_path(folder_of(case, out).root, form.name, replication)
    known = read_bound(path)
    if known is not None:
        return known
    drawn = None if replication == LIKELY else replication
    seed = case.experiment.run.seed
    curve = bound_curve(case.scenario, seed=seed, replication=drawn, form=form)
    write_bound(path, curve)
    return curve
