"""Conduct a study: what is stored is not run again, what fails is written down, to the end."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any, Protocol

from eastflank.store.atomic import remove_left_behind
from eastflank.store.folder import LIKELY, RunFolder
from eastflank.store.manifest import Manifest, Status, write_manifest
from eastflank.study.account import settle
from eastflank.study.cluster import cluster
from eastflank.study.failures import Replay, write_failures
from eastflank.study.plan import Plan, missing
from eastflank.study.pool import Executor, processes
from eastflank.study.replication import Outcome, Task
from eastflank.study.source import Source

Progress = Callable[[int, int], None]


class Rule(Protocol):
    """When a point has been run often enough."""

    @property
    def looks(self) -> Sequence[int]:
        """The numbers of replications at which it looks, rising."""

    def reason(self, folder: RunFolder, look: int) -> str | None:
        """Why the first ``look`` replications of a point are enough, or None."""


@dataclass(slots=True, kw_only=True)
class _Course:
    """How far a study has come in this call."""

    total: int
    until_s: float | None
    progress: Progress | None
    ended: list[Outcome] = field(default_factory=list)
    stopped: dict[str, dict[str, Any]] = field(default_factory=dict)
    ran_out: bool = False

    def while_time_lasts(self, tasks: Iterable[Task]) -> Iterator[Task]:
        """The tasks, until the time is used: then no other is begun."""
        for task in tasks:
            if self.until_s is not None and time.monotonic() >= self.until_s:
                self.ran_out = True
                return
            yield task

    def tell(self) -> None:
        """Tell how much is done."""
        if self.progress and self.total:
            self.progress(len(self.ended), self.total)


def conduct(
    source: Source,
    plan: Plan,
    manifest: Manifest,
    *,
    replay: Replay,
    progress: Progress | None = None,
    rule: Rule | None = None,
) -> Manifest:
    """Carry out what is missing of a study and write down how it went.

    An interrupt leaves a folder that the same call resumes, and is raised again.
    """
    began = time.perf_counter()
    folder = source.folder
    remove_left_behind(folder.root)
    running = replace(manifest, status=Status.RUNNING, started=_now(), ended=None)
    write_manifest(folder.manifest_path, running)
    course = _course(folder, plan, progress)
    course.stopped |= {point: dict(found) for point, found in manifest.stopping.items()}
    try:
        _carry_out_all(source, plan, course, rule)
    except BaseException as reason:
        stopped = isinstance(reason, KeyboardInterrupt)
        found = settle(folder, plan, running, course.ended, time.perf_counter() - began)
        status = Status.INTERRUPTED if stopped else Status.FAILED
        write_manifest(folder.manifest_path, replace(found, status=status))
        raise
    running = replace(
        running, stopping=course.stopped, stopped_by="budget used" if course.ran_out else ""
    )
    write_failures(folder, (each for each in course.ended if each.error), replay, running)
    return settle(folder, plan, running, course.ended, time.perf_counter() - began)


def _course(folder: RunFolder, plan: Plan, progress: Progress | None) -> _Course:
    total = sum(1 for _ in missing(folder, plan.wanted()))
    until = None if plan.budget_s is None else time.monotonic() + plan.budget_s
    return _Course(total=total, until_s=until, progress=progress)


def _carry_out_all(source: Source, plan: Plan, course: _Course, rule: Rule | None) -> None:
    """All at once, or look after look; what is asked for by number is run whatever looks say."""
    course.tell()
    if not course.total and rule is None:
        return
    with _executor(source, plan, course.total) as carry_out:
        if rule is None or plan.only:
            _round(source.folder, plan.wanted(), carry_out, course)
        if rule:
            _look_after_look(source.folder, plan, course, rule, carry_out)


def _look_after_look(
    folder: RunFolder, plan: Plan, course: _Course, rule: Rule, carry_out: Executor
) -> None:
    """Run each point up to the look that settles it; what failed is not tried again."""
    wanted = () if plan.only else plan.wanted()
    still_open = set(plan.chosen_points)
    looks = [look for look in rule.looks if look < plan.replications]
    for last, look in pairwise((LIKELY, *looks, plan.replications)):
        tasks = [t for t in wanted if last <= t.replication < look and t.point in still_open]
        _round(folder, tasks, carry_out, course)
        if course.ran_out or look == plan.replications:
            return
        settled = _settled(folder, sorted(still_open), look, rule)
        saved = plan.replications - look
        course.stopped |= {
            str(point): {"replications": look, "saved": saved, "reason": reason}
            for point, reason in settled.items()
        }
        still_open -= settled.keys()


def _round(folder: RunFolder, tasks: Sequence[Task], carry_out: Executor, course: _Course) -> None:
    for outcome in carry_out(course.while_time_lasts(missing(folder, tasks))):
        course.ended.append(outcome)
        course.tell()


def _settled(folder: RunFolder, points: Iterable[int], look: int, rule: Rule) -> Mapping[int, str]:
    """The points that need no more; one of which a replication failed is not looked at."""
    reasons = {}
    for point in points:
        there = folder.at(point)
        if all(there.is_stored(replication) for replication in range(look)):
            reasons[point] = rule.reason(there, look)
    return {point: reason for point, reason in reasons.items() if reason}


def _executor(source: Source, plan: Plan, tasks: int) -> AbstractContextManager[Executor]:
    if plan.cluster:
        return cluster(source, plan.cluster, tasks)
    return processes(source, min(plan.workers, max(1, tasks)))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
