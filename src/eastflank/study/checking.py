"""Checking: all mistakes of an experiment at once, else what there is and which ways lead there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from eastflank.compile.choice import ForceAccount
from eastflank.compile.feasibility import ReachRow, reach_report, unused
from eastflank.model.errors import PlannerError
from eastflank.runs.closings import closings_of
from eastflank.study.reading import read_and_compile


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckReport:
    """What a scenario holds, and by which modes each force line can reach its destination."""

    experiment: str
    counts: Mapping[str, int]
    force: ForceAccount
    reach: Sequence[ReachRow]
    warnings: Sequence[PlannerError]
    closings: Sequence[str] = ()  # what each disruption closes, when, and who would pass there


def check(file: Path | str, sets: Sequence[str] = ()) -> CheckReport:
    """Read everything, run nothing: all mistakes at once, else what there is."""
    read = read_and_compile(Path(file), sets)
    compiled = read.compiled
    return CheckReport(
        experiment=read.experiment.name,
        counts=compiled.counts,
        force=compiled.force,
        reach=reach_report(compiled.scenario),
        warnings=(*compiled.warnings, *unused(compiled.scenario)),
        closings=closings_of(compiled.scenario),
    )
