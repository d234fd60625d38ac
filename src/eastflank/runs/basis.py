"""What the numbers of a stored run rest on: how many replications, or which one, and their luck."""

from eastflank.measures.closure.verdict import ENOUGH
from eastflank.runs.stored import StoredRun
from eastflank.runs.wording.verdicts import DETERMINISTIC, basis
from eastflank.store.folder import LIKELY


def basis_of(run: StoredRun) -> str:
    """What a run, or a sweep at each of its points, was drawn from."""
    if run.is_sweep:
        return _basis_of_sweep(run)
    drawn = 0 if run.is_deterministic else len(run.replications)
    return basis(drawn, wanted=run.manifest.replications, seed=run.manifest.seed)


def basis_of_chances(run: StoredRun) -> str:
    """The same, and that no probability is told from few replications."""
    few = not run.is_sweep and not run.is_deterministic and not run.has_probability
    return f"{basis_of(run)}; no probability under {ENOUGH}" if few else basis_of(run)


def basis_of_records(run: StoredRun) -> str:
    """Which replication the records are of that are told."""
    return DETERMINISTIC if run.told.number == LIKELY else f"replication {run.told.number}"


def _basis_of_sweep(run: StoredRun) -> str:
    points, many = run.summary["point"].nunique(), run.most_drawn
    if not many:
        return f"{points} points, at each a {DETERMINISTIC}"
    least = int(run.summary["replications"].min())
    each = f"{many}" if many == least else f"{least} to {many}"
    return f"{points} points of {each} replications, seed {run.manifest.seed}"
