"""Conduct a run: what is stored is not run again, what fails is written down, to the end."""

import json
import os
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from eastflank.store.atomic import write_text
from eastflank.store.folder import LIKELY, RunFolder, replication_name
from eastflank.store.manifest import Manifest, Status, write_manifest
from eastflank.store.parquet import Level
from eastflank.study.pool import outcomes
from eastflank.study.replication import Job, Outcome, Task

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Which replications are wanted, how much of them is kept, by how many workers."""

    replications: int
    level: Level = Level.STAGES
    workers: int = 1
    only: tuple[int, ...] = ()
    lean: bool = False

    def wanted(self) -> list[Task]:
        """The deterministic run and the first replication are kept in full, for charts.

        A lean run keeps the closures of all of them, and no record.
        """
        everything = self.only or (LIKELY, *range(self.replications))
        if self.lean:
            return [Task(replication=r, level=Level.SUMMARY) for r in everything]
        return [Task(replication=r, level=Level.FULL if r <= 0 else self.level) for r in everything]


def default_workers() -> int:
    """Two, where there are two."""
    return min(2, os.cpu_count() or 1)


def to_do(folder: RunFolder, plan: Plan) -> list[Task]:
    """What is wanted and not stored yet."""
    return [task for task in plan.wanted() if not folder.is_stored(task.replication, task.level)]


def conduct(
    job: Job,
    plan: Plan,
    manifest: Manifest,
    *,
    replay: Callable[[int], str],
    progress: Progress | None = None,
) -> Manifest:
    """Carry out what is missing of a run and write down how it went.

    An interrupt leaves a folder that the same call resumes, and is raised again.
    """
    began = time.perf_counter()
    running = replace(manifest, status=Status.RUNNING, started=_now(), ended=None)
    write_manifest(job.folder.manifest_path, running)
    ended: list[Outcome] = []
    try:
        _carry_out_all(job, to_do(job.folder, plan), plan, ended, progress)
    except BaseException as reason:
        stopped = isinstance(reason, KeyboardInterrupt)
        status = Status.INTERRUPTED if stopped else Status.FAILED
        _close(job, running, status, ended, time.perf_counter() - began)
        raise
    _write_failures(job, [outcome for outcome in ended if outcome.error], replay)
    return _close(job, running, _status(job, plan, ended), ended, time.perf_counter() - began)


def _carry_out_all(
    job: Job, tasks: Sequence[Task], plan: Plan, ended: list[Outcome], progress: Progress | None
) -> None:
    if progress and tasks:
        progress(0, len(tasks))
    for outcome in outcomes(job, tasks, plan.workers):
        ended.append(outcome)
        if progress:
            progress(len(ended), len(tasks))


def _status(job: Job, plan: Plan, ended: Sequence[Outcome]) -> Status:
    """Finished means whole: a few replications run alone leave a run that can be resumed."""
    if any(outcome.error for outcome in ended):
        return Status.FAILED
    whole = (LIKELY, *range(plan.replications))
    complete = all(job.folder.is_stored(replication) for replication in whole)
    return Status.FINISHED if complete else Status.INTERRUPTED


def _close(
    job: Job, running: Manifest, status: Status, ended: Sequence[Outcome], seconds: float
) -> Manifest:
    manifest = replace(
        running,
        status=status,
        ended=_now(),
        counts={**running.counts, **_counts(job, running, ended)},
        timings_s=_timings(ended, seconds) if ended else _kept_timings(running),
    )
    write_manifest(job.folder.manifest_path, manifest)
    return manifest


def _counts(job: Job, running: Manifest, ended: Sequence[Outcome]) -> dict[str, int]:
    stored = [r for r in (LIKELY, *range(running.replications)) if job.folder.is_stored(r)]
    notes = [job.folder.note(replication) for replication in stored]
    return {
        "stored": len(stored),
        "run_now": len(ended),
        "failed": sum(outcome.error is not None for outcome in ended),
        "waiting_unexplained": sum(_unexplained(note) for note in notes),
    }


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


def _kept_timings(running: Manifest) -> Mapping[str, float]:
    """Nothing was run now: the times of the run that is stored still stand."""
    return running.timings_s


def _write_failures(job: Job, failed: Sequence[Outcome], replay: Callable[[int], str]) -> None:
    """One line a failure of this call; without failures there is no file."""
    if not failed:
        job.folder.failures_path.unlink(missing_ok=True)
        return
    lines = [
        json.dumps(
            {
                "replication": replication_name(outcome.replication),
                "error": (outcome.error or "").strip().splitlines()[-1],
                "traceback": outcome.error,
                "replay": replay(outcome.replication),
            }
        )
        for outcome in sorted(failed, key=lambda each: each.replication)
    ]
    write_text(job.folder.failures_path, "\n".join(lines) + "\n")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
