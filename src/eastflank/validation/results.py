"""Results: each check judged by the draws of its run."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eastflank.model.errors import PlannerError
from eastflank.model.units import HOURS_PER_DAY
from eastflank.runs.stored import StoredRun
from eastflank.study.case import load_all
from eastflank.study.conduct import Progress
from eastflank.study.settings import Settings
from eastflank.study.sweep import Swept, carry_out_sweep
from eastflank.validation.checks import Check, files_of
from eastflank.validation.durations import duration_h
from eastflank.validation.judgement import Judgement, judge


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A check, the value of each draw in its unit, and what they say of the published figure."""

    check: Check
    draws: tuple[float, ...]
    judgement: Judgement

    @property
    def is_stale(self) -> bool:
        """Whether its reading was written for another verdict."""
        reading = self.check.reading
        return reading is not None and reading.verdict != self.judgement.found.value


def run_checks(
    checks: Sequence[Check],
    root: Path,
    settings: Settings,
    *,
    sets: Sequence[str] = (),
    progress: Progress | None = None,
) -> list[Result]:
    """Run what is missing of each move and judge its checks; to run again is to resume."""
    runs: dict[str, StoredRun] = {}
    for name, file in files_of(checks, root).items():
        (case,) = load_all([file], sets)
        runs[name] = carry_out_sweep(Swept(case=case), settings, progress=progress)
    return [result_of(check, runs[check.measure.experiment]) for check in checks]


def result_of(check: Check, run: StoredRun) -> Result:
    """A check judged by the drawn replications of a stored run."""
    if not run.drawn:
        raise PlannerError(
            where=str(run.root),
            found="no replication was drawn, so nothing can be judged.",
            right="Give --replications.",
        )
    draws = tuple(_value(check, run, replication) for replication in run.drawn)
    return Result(check=check, draws=draws, judgement=judge(draws, check.row.published))


def _value(check: Check, run: StoredRun, replication: int) -> float:
    hours = duration_h(
        run.records(replication), check.timed, modes=run.modes, order_h=_order_h(run.resolved)
    )
    return hours / check.scale


def _order_h(resolved: Mapping[str, Any]) -> float:
    """When the order was given, in hours from C-day."""
    frame: Mapping[str, float] = resolved["experiment"]["frame"]
    return -frame["warning_days"] * HOURS_PER_DAY
