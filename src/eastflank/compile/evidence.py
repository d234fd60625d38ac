"""Evidence: rows of the evidence table with what the experiment sets, in canonical units."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from eastflank.compile.freeze import freeze_errors, is_frozen
from eastflank.compile.modes_on import modes_of
from eastflank.compile.question import Question
from eastflank.compile.required import REQUIRED_KEYS, keys_read
from eastflank.config import Override
from eastflank.model.errors import PlannerError
from eastflank.model.evidence import Assumption, Distribution, Likely, Scope
from eastflank.model.ids import EvidenceKey
from eastflank.model.spelling import nearest
from eastflank.model.units import CANONICAL, HOURS_PER_DAY
from eastflank.tables.evidence import AssumptionRow, row_errors, rows_in

TOLD_APART: Final = 3  # rows that nothing reads; more are told together


def evidence_of(question: Question) -> Mapping[EvidenceKey, Assumption]:
    """The rows of the regime by key, with what the experiment sets."""
    return {EvidenceKey(key): _canonical(row) for key, row in set_rows(question).items()}


def set_rows(question: Question) -> Mapping[str, AssumptionRow]:
    """The same in the units of the table."""
    overrides = question.experiment.assumptions.set
    frozen = question.experiment.assumptions.freeze
    return {
        key: _frozen(_set(row, overrides.get(key)), frozen)
        for key, row in sorted(_rows(question).items())
    }


def _rows(question: Question) -> Mapping[str, AssumptionRow]:
    return rows_in(question.library.evidence, question.experiment.frame.regime)


def evidence_errors(question: Question) -> Iterator[PlannerError]:
    """Keys that the engine needs and that are not there, and settings that cannot be."""
    rows = _rows(question)
    file = question.library.evidence.file
    for key, units in keys_read(question.library, modes_of(question.experiment)).items():
        if key in rows:
            yield from _unit_errors(rows[key], units)
        elif key in REQUIRED_KEYS:
            yield PlannerError(
                where=file,
                found=f"the key {key!r} is missing.",
                right=f"The model reads it in {REQUIRED_KEYS[key]}.",
                near=nearest(key, sorted(set(rows) - set(REQUIRED_KEYS))),
            )
    yield from _override_errors(question, rows)
    yield from freeze_errors(question)
    yield from _march_day_errors(question, rows)


def _unit_errors(row: AssumptionRow, units: Mapping[str, str]) -> Iterator[PlannerError]:
    """A row that is read in another unit than it has, or in two of which it can have but one."""
    has = CANONICAL[row.unit][0]
    for unit, cell in units.items():
        if unit != has and has in units:
            yield PlannerError(
                where=cell or units[has],
                found=f"{row.key!r} is read in {unit} and in {has}.",
                right="Name another row here.",
            )
        elif unit != has:
            yield PlannerError(
                where=row.where("unit"),
                found=f"{row.key!r} is in {row.unit}.",
                right=f"The model reads it in {unit}.",
            )


def _march_day_errors(
    question: Question, rows: Mapping[str, AssumptionRow]
) -> Iterator[PlannerError]:
    """A march day must have hours in it, else columns would rest for ever."""
    if not {"march_day_start", "march_day_end"} <= set(rows):
        return
    overrides = question.experiment.assumptions.set
    start, end = (
        _set(rows[key], overrides.get(key)) for key in ("march_day_start", "march_day_end")
    )
    if not has_march_hours(start, end):
        yield PlannerError(
            where=_where(question, start if start.key in overrides else end, "likely"),
            found=f"the march day goes from {start.likely:g} to {end.likely:g} o'clock.",
            right="It must begin before it ends, within 0 and 24.",
        )


def has_march_hours(start: AssumptionRow, end: AssumptionRow) -> bool:
    """Whether every march day that may be drawn begins before it ends."""
    return 0 <= start.highest < end.lowest <= HOURS_PER_DAY


def _where(question: Question, row: AssumptionRow, column: str) -> str:
    """The cell of the table, or the setting of the experiment that stands in its place."""
    if row.key in question.experiment.assumptions.set:
        return question.key(f"assumptions.set.{row.key}")
    return row.where(column)


def unread_evidence(question: Question) -> Iterator[PlannerError]:
    """Rows that nothing reads: to change them changes nothing."""
    named = keys_read(question.library, modes_of(question.experiment))
    unread = [row for row in _rows(question).values() if row.key not in named]
    if len(unread) > TOLD_APART:  # a table for more fleets than this question has
        listed = ", ".join(row.key for row in unread[:TOLD_APART])
        yield PlannerError(
            where=unread[0].file,
            found=f"nothing reads {len(unread)} rows: {listed} and others.",
        )
        return
    for row in unread:
        yield PlannerError(
            where=row.where("key"),
            found=f"nothing reads {row.key!r}.",
            near=nearest(row.key, sorted(named)),
        )


def _override_errors(
    question: Question, rows: Mapping[str, AssumptionRow]
) -> Iterator[PlannerError]:
    for key, override in question.experiment.assumptions.set.items():
        where = question.key(f"assumptions.set.{key}")
        if key not in rows:
            yield PlannerError(
                where=where,
                found=f"{key!r} is not in {question.library.evidence.file}.",
                near=nearest(key, sorted(rows)),
            )
            continue
        for error in row_errors(_set(rows[key], override)):
            right = f"{error.right} Give low and high too where likely moves past them."
            yield PlannerError(where=where, found=error.found, right=right)


def _set(row: AssumptionRow, override: Override | None) -> AssumptionRow:
    """The row with other values; one that is fixed keeps no width."""
    if override is None:
        return row
    if override.fixed is not None:
        return replace(row, low=None, likely=override.fixed, high=None, distribution="fixed")
    shape = override.distribution or Distribution(row.distribution)
    likely = row.likely if override.likely is None else override.likely
    width_kept = shape is not Distribution.FIXED
    low = override.low if override.low is not None else row.low if width_kept else None
    high = override.high if override.high is not None else row.high if width_kept else None
    return replace(row, low=low, likely=likely, high=high, distribution=shape.value)


def _frozen(row: AssumptionRow, freeze: Sequence[str]) -> AssumptionRow:
    """A frozen row keeps its likely value, which the experiment may have set, and its group."""
    if not is_frozen(row, freeze):
        return row
    return replace(row, low=None, high=None, distribution="fixed")


def _canonical(row: AssumptionRow) -> Assumption:
    unit, factor = CANONICAL[row.unit]
    return Assumption(
        key=EvidenceKey(row.key),
        unit=unit,
        low=row.lowest * factor,
        likely=row.likely * factor,
        high=row.highest * factor,
        distribution=Distribution(row.distribution),
        scope=Scope(row.scope),
        group=row.group or row.key,
        grade=row.grade,
        title=row.title,
        peak=row.peak * factor if row.likely_is in {Likely.MEDIAN, Likely.MEAN} else None,
    )
