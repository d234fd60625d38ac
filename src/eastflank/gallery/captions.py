"""What stands under a chart of a stored run, and the target that it is read against."""

from eastflank import __version__
from eastflank.charts.style import Caption, Target
from eastflank.runs.basis import basis_of, basis_of_records
from eastflank.runs.stored import StoredRun


def target_of(run: StoredRun) -> Target:
    """The target of the experiment against its moving force."""
    return Target(force=run.force, day=run.day, share=run.manifest.target_share)


def caption_of(run: StoredRun, *, of_records: bool = False) -> Caption:
    """What stands under a chart of this run; of its records one replication is told."""
    manifest = run.manifest
    return Caption(
        title=manifest.title or run.label,
        policy=manifest.policy,
        basis=basis_of_records(run) if of_records else basis_of(run),
        run_id=manifest.run_id,
        version=manifest.versions.get("eastflank", __version__),
        experiment=run.label if manifest.title else "",
    )
