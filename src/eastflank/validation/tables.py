"""Backcasts: published moves, how each is measured on a run, and how a result is read."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from eastflank.model.errors import CollectedError, PlannerError
from eastflank.model.evidence import Regime
from eastflank.model.modes import Mode
from eastflank.model.records import Stage
from eastflank.tables.columns import Row, ident, number, text, texts, word
from eastflank.tables.references import Target, dangling
from eastflank.tables.table import R, Table, listed, read_named
from eastflank.validation.timing import At, Clock, Each, Found, Take

ROLES: Final = ("judged", "programme", "calibration", "part", "found later")
MUST_BE_MEASURED: Final = "judged"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRow(Row):
    """One published figure of a move. Accepted bands are those of the sources' spread.

    ``judged_before``: the figure by which it was judged until its source was read anew.
    """

    check: str = ident()
    case: str = text()
    role: str = word(*ROLES)
    regime: str = word(*map(str, Regime))
    mode: str = word(*map(str, Mode))
    move: str = text()
    from_node: str = text(required=False)
    to_node: str = text(required=False)
    size: str = text()
    published_low: float = number()
    published: float = number()
    published_high: float = number()
    unit: str = text()
    km: float | None = number(required=False, above=0)
    measured_as: str = text(required=False)
    accept_low: float | None = number(required=False)
    accept_high: float | None = number(required=False)
    judged_before: float | None = number(required=False)
    grade: str = word("A", "B", "C", "D", "E")
    source: str = text()
    note: str = text(required=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureRow(Row):
    """How a check is measured: on which run, of what, from which moment to which."""

    check: str = ident(references="checks")
    experiment: str = ident()
    each: str = word(*map(str, Each))
    take: str = word(*map(str, Take))
    lots: tuple[str, ...] = texts(required=False)
    share: float = number(above=0, maximum=1)
    from_stage: str = word(*map(str, Clock), *map(str, Stage))
    from_at: str = word(*map(str, At), required=False)
    from_mode: str = word(*map(str, Mode), required=False)
    from_node: tuple[str, ...] = texts(required=False)
    to_stage: str = word(*map(str, Stage))
    to_at: str = word(*map(str, At))
    to_mode: str = word(*map(str, Mode), required=False)
    to_node: tuple[str, ...] = texts(required=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingRow(Row):
    """What a result teaches, written for the verdict that was found when it was written."""

    check: str = ident(references="checks")
    verdict: str = word(*map(str, Found))
    reading: str = text()


@dataclass(frozen=True, slots=True, kw_only=True)
class Backcasts:
    """The tables of ``experiments/backcasts/``, free of errors of their own."""

    checks: Table[CheckRow]
    measures: Table[MeasureRow]
    readings: Table[ReadingRow]


def read_backcasts(root: Path) -> Backcasts:
    """Read and check the tables below ``root``; raise all their errors at once."""
    found = Backcasts(
        checks=_read(root, "backcast-cases", CheckRow),
        measures=_read(root, "backcast-measures", MeasureRow),
        readings=_read(root, "backcast-readings", ReadingRow, may_be_empty=True),
    )
    if errors := tuple(_errors(found, root)):
        raise CollectedError(errors)
    return found


def experiment_file(root: Path, name: str) -> Path:
    """The experiment of a published move."""
    return root / "experiments" / "backcasts" / name / f"{name}.toml"


def _read(root: Path, name: str, row_type: type[R], *, may_be_empty: bool = False) -> Table[R]:
    return read_named(root, listed("backcasts", name), row_type, "check", may_be_empty=may_be_empty)


def _errors(found: Backcasts, root: Path) -> Iterator[PlannerError]:
    tables = (found.checks, found.measures, found.readings)
    for table in tables:
        yield from table.errors
    yield from dangling(tables, {"checks": Target.of(found.checks)})
    for measure in found.measures.rows:
        yield from _measure_errors(measure, root)
    for check in found.checks.rows:
        if check.role == MUST_BE_MEASURED and check.check not in found.measures.ids:
            yield PlannerError(
                where=check.where("role"),
                found=f"{check.check!r} is judged and has no row in {found.measures.file}.",
                right="Say there how it is measured.",
            )


def _measure_errors(measure: MeasureRow, root: Path) -> Iterator[PlannerError]:
    if not experiment_file(root, measure.experiment).is_file():
        file = experiment_file(root, measure.experiment).relative_to(root).as_posix()
        yield PlannerError(where=measure.where("experiment"), found=f"there is no {file}.")
    if (measure.from_stage in list(Clock)) is bool(measure.from_at):
        yield PlannerError(
            where=measure.where("from_at"),
            found=f"{measure.from_stage!r} with {measure.from_at or 'nothing'}.",
            right="A stage is asked for, begun or ended; order and c_day have no such cell.",
        )
