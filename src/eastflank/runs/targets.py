"""Targets: the day and the share that stored runs are read against, and runs that differ in it."""

from collections.abc import Sequence

from eastflank.model.errors import PlannerError
from eastflank.runs.stored import StoredRun
from eastflank.runs.wording.numbers import on_day


def read_against(run: StoredRun) -> tuple[float, float]:
    """The day and the share of the target of a run."""
    return run.manifest.target_day, run.manifest.target_share


def by_target(runs: Sequence[StoredRun]) -> list[list[StoredRun]]:
    """The runs in groups that are read against one target, in the order of their first."""
    alike: dict[tuple[float, float], list[StoredRun]] = {}
    for run in runs:
        alike.setdefault(read_against(run), []).append(run)
    return list(alike.values())


def unlike_targets(runs: Sequence[StoredRun]) -> PlannerError | None:
    """Why runs cannot be told side by side as one question; None where their target is one."""
    groups = by_target(runs)
    if len(groups) <= 1:
        return None
    return PlannerError(
        where=" and ".join(dict.fromkeys(group[0].name for group in groups)),
        found=f"their targets differ: {' and '.join(target_text(group[0]) for group in groups)}.",
        right="Run them against one target (--set target.day=30), or ask for each alone.",
    )


def target_text(run: StoredRun) -> str:
    """The target of a run in words: 95 % by C+30."""
    day, share = read_against(run)
    return f"{100 * share:g} % by {on_day(day)}"
