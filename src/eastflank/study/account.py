"""The account of a study: status, counts and timings, from what is stored and what was run now."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from eastflank.store.folder import RunFolder
from eastflank.store.manifest import Manifest, Status, write_manifest
from eastflank.study.plan import Plan
from eastflank.study.replication import Outcome

Notes = Sequence[Mapping[str, object]]


def settle(
    folder: RunFolder, plan: Plan, running: Manifest, ended: Sequence[Outcome], seconds: float
) -> Manifest:
    """Write the manifest of what is there; again, when another process stored more meanwhile."""
    while True:
        found = _manifest(folder, plan, running, ended, seconds)
        write_manifest(folder.manifest_path, found)
        now = _manifest(folder, plan, running, ended, seconds)
        if now.counts == found.counts:
            return found


def _manifest(
    folder: RunFolder, plan: Plan, running: Manifest, ended: Sequence[Outcome], seconds: float
) -> Manifest:
    notes = _notes(folder, plan, running)
    run_now = [outcome for outcome in ended if not outcome.skipped]
    failed = sum(outcome.error is not None for outcome in run_now)
    whole = sum(_wanted_at(plan, running, point) for point in range(plan.points))
    return replace(
        running,
        status=_status(failed, whole - len(notes)),
        ended=datetime.now(UTC).isoformat(timespec="seconds"),
        counts={
            **running.counts,
            "stored": len(notes),
            "run_now": len(run_now),
            "failed": failed,
            "waiting_unexplained": sum(_unexplained(note) for note in notes),
        },
        timings_s=_timings(run_now, seconds) if run_now else running.timings_s,
    )


def _status(failed: int, missing: int) -> Status:
    """Finished means whole: a few replications run alone leave a run that can be resumed."""
    if failed:
        return Status.FAILED
    return Status.INTERRUPTED if missing else Status.FINISHED


def _notes(folder: RunFolder, plan: Plan, manifest: Manifest) -> Notes:
    """How each stored replication ended, of all points; of one that stopped, up to its look."""
    return [
        note
        for point in range(plan.points)
        for replication in plan.of_each_point
        if replication < manifest.drawn_at(point)
        if (note := folder.at(point).stored_note(replication)) is not None
    ]


def _wanted_at(plan: Plan, manifest: Manifest, point: int) -> int:
    return sum(r < manifest.drawn_at(point) for r in plan.of_each_point)


def _unexplained(note: Mapping[str, object]) -> int:
    waiting = note.get("waiting")
    return sum(not lot["explained"] for lot in waiting) if isinstance(waiting, list) else 0


def _timings(ended: Sequence[Outcome], seconds: float) -> dict[str, float]:
    work = sum(outcome.seconds for outcome in ended)
    return {
        "wall": round(seconds, 3),
        "replications": round(work, 3),
        "mean_replication": round(work / len(ended), 3),
    }
