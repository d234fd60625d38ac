"""Checks: each published figure with how it is measured and how its result was read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from eastflank.config import project_root
from eastflank.model.errors import PlannerError
from eastflank.model.records import Stage
from eastflank.model.spelling import nearest
from eastflank.model.units import HOURS_PER_DAY
from eastflank.validation.tables import (
    CheckRow,
    MeasureRow,
    ReadingRow,
    experiment_file,
    read_backcasts,
)
from eastflank.validation.timing import At, Clock, Duration, Each, Moment, Take

IN_DAYS = "d"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A published figure that is measured on a run."""

    row: CheckRow
    measure: MeasureRow
    reading: ReadingRow | None

    @property
    def id(self) -> str:
        """Its name."""
        return self.row.check

    @property
    def scale(self) -> float:
        """What hours, or a count, are divided by for the unit of the published figure."""
        return HOURS_PER_DAY if self.row.unit == IN_DAYS else 1.0

    @property
    def timed(self) -> Duration:
        """What is timed."""
        return timed_of(self.measure)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checks:
    """What is measured, and the published figures that no run measures."""

    measured: tuple[Check, ...]
    told: tuple[CheckRow, ...]

    @property
    def experiments(self) -> tuple[str, ...]:
        """The experiments that are run, each once."""
        return tuple(dict.fromkeys(check.measure.experiment for check in self.measured))


def timed_of(measure: MeasureRow) -> Duration:
    """A row of measures as what is timed."""
    clocks = set(map(str, Clock))
    return Duration(
        each=Each(measure.each),
        take=Take(measure.take),
        lots=measure.lots,
        share=measure.share,
        start=Clock(measure.from_stage) if measure.from_stage in clocks else _start(measure),
        end=Moment(
            stage=Stage(measure.to_stage),
            at=At(measure.to_at),
            mode=measure.to_mode,
            places=measure.to_node,
        ),
    )


def _start(measure: MeasureRow) -> Moment:
    return Moment(
        stage=Stage(measure.from_stage),
        at=At(measure.from_at),
        mode=measure.from_mode,
        places=measure.from_node,
    )


def root_of(moves: Path) -> Path:
    """The project that holds the folder of the moves."""
    if not moves.is_dir():
        raise PlannerError(where=str(moves), found="there is no such folder.")
    return project_root(moves)


def read_checks(root: Path) -> Checks:
    """All published figures of the project at ``root``."""
    tables = read_backcasts(root)
    measures, readings = tables.measures.by_id, tables.readings.by_id
    rows = tables.checks.rows
    return Checks(
        measured=tuple(
            Check(row=row, measure=measures[row.check], reading=readings.get(row.check))
            for row in rows
            if row.check in measures
        ),
        told=tuple(row for row in rows if row.check not in measures),
    )


def chosen(checks: Checks, names: Sequence[str]) -> tuple[Check, ...]:
    """The checks of these names, which are checks, cases or experiments; none: all."""
    for name in names:
        known = {each for check in checks.measured for each in _names(check)}
        if name not in known:
            raise PlannerError(
                where="validate",
                found=f"no published move {name!r} is measured.",
                right=f"There is {', '.join(checks.experiments)}.",
                near=nearest(name, sorted(known)),
            )
    return tuple(c for c in checks.measured if not names or set(names) & set(_names(c)))


def _names(check: Check) -> tuple[str, str, str]:
    return check.id, check.row.case, check.measure.experiment


def files_of(checks: Iterable[Check], root: Path) -> dict[str, Path]:
    """The experiment files that the checks need, by name."""
    names = dict.fromkeys(check.measure.experiment for check in checks)
    return {name: experiment_file(root, name) for name in names}
