"""Bounds of cases: computed once for each question, stored, and read again."""

from pathlib import Path

from eastflank.plan.bound import QUICK, Curve, Form, bound_curve
from eastflank.plan.dearest import dearest
from eastflank.runs.wording.bounds import dear_said
from eastflank.store.bounds import bound_path, read_bound, write_bound
from eastflank.store.folder import LIKELY
from eastflank.study.case import Case
from eastflank.study.prepare import folder_of


def dearest_of(
    case: Case, *, day: float, replication: int = LIKELY, form: Form = QUICK
) -> tuple[str, ...]:
    """What one more of each scarce thing could add by a day, the dearest first, in words."""
    found = dearest(
        case.scenario,
        day=day,
        seed=case.experiment.run.seed,
        replication=None if replication == LIKELY else replication,
        form=form,
    )
    names = {node.id: node.name for node in case.scenario.nodes.values()}
    return tuple(dear_said(each, names) for each in found)


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
