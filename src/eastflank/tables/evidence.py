"""The evidence table: one row an uncertain quantity, or one a regime where regimes differ."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from eastflank.model.errors import PlannerError
from eastflank.model.evidence import Distribution, Likely, Regime, Scope, log_peak_of, peak_of
from eastflank.model.units import CANONICAL, NEGLIGIBLE
from eastflank.tables.columns import SourcedRow, ident, idents, number, text, word
from eastflank.tables.plausible import bounds_of, is_plausible
from eastflank.tables.table import Table, read_named
from eastflank.tables.theatre import SourceRow

TRIANGLES: Final = frozenset({Distribution.TRIANGULAR, Distribution.LOG_TRIANGULAR})


@dataclass(frozen=True, slots=True, kw_only=True)
class AssumptionRow(SourcedRow):
    """One row of the evidence table, in the unit that it names."""

    key: str = ident()
    regime: str = word(*map(str, Regime), required=False)
    title: str = text()
    unit: str = word(*CANONICAL)
    low: float | None = number(minimum=-1e6, maximum=1e9, required=False)
    likely: float = number(minimum=-1e6, maximum=1e9)
    high: float | None = number(minimum=-1e6, maximum=1e9, required=False)
    likely_is: str = word(*map(str, Likely), required=False)
    distribution: str = word(*map(str, Distribution))
    scope: str = word(*map(str, Scope))
    per: str = text(required=False)
    group: str = text(required=False)
    starts: str = text(required=False)
    covers: tuple[str, ...] = idents(required=False)

    @property
    def lowest(self) -> float:
        """The low end; a fixed row may leave it empty."""
        return self.likely if self.low is None else self.low

    @property
    def highest(self) -> float:
        """The high end; a fixed row may leave it empty."""
        return self.likely if self.high is None else self.high

    @property
    def peak(self) -> float:
        """Where the shape is highest, so that its mode, median or mean is the likely value."""
        meaning = Likely(self.likely_is or Likely.MODE)
        if self.distribution == Distribution.LOG_TRIANGULAR:
            return log_peak_of(self.lowest, self.likely, self.highest, meaning)
        return peak_of(self.lowest, self.likely, self.highest, meaning)


def read_evidence(root: Path, file: str) -> Table[AssumptionRow]:
    """Read the evidence table at ``experiments/<file>``."""
    return read_named(root, f"experiments/{file}", AssumptionRow, "key", "regime")


def rows_in(table: Table[AssumptionRow], regime: Regime) -> Mapping[str, AssumptionRow]:
    """The row of each key that holds in a regime."""
    return {row.key: row for row in table.rows if row.regime in {"", regime.value}}


def evidence_errors(table: Table[AssumptionRow]) -> Iterator[PlannerError]:
    """What is wrong between the cells of a row, and between the rows."""
    for row in table.rows:
        yield from row_errors(row)
    yield from _regimes(table)
    yield from _covered_twice(table)


def judge_errors(table: Table[AssumptionRow], sources: Table[SourceRow]) -> Iterator[PlannerError]:
    """Rows that rest on the duration of a published move that judges the model."""
    judges = {source.source_id: source.judges for source in sources.rows if source.judges}
    for row in table.rows:
        for source in row.source:
            if source in judges:
                yield PlannerError(
                    where=row.where("source"),
                    found=f"{row.key!r} rests on {source!r}, which times the published move "
                    f"{judges[source]}.",
                    right="That move judges the model. Find a source that does not depend on it.",
                )


def row_errors(row: AssumptionRow) -> Iterator[PlannerError]:
    """What is wrong between the cells of one row."""
    yield from _shape(row)
    yield from _size(row)
    yield from _peak(row)


def _shape(row: AssumptionRow) -> Iterator[PlannerError]:
    for name in ("low", "high"):
        if row.distribution != Distribution.FIXED and getattr(row, name) is None:
            yield PlannerError(
                where=row.where(name),
                found=f"a {row.distribution} row has no {name}.",
                right=f"Give {name}, or say fixed.",
            )
    if not row.lowest <= row.likely <= row.highest:
        yield PlannerError(
            where=row.where("likely"),
            found=f"low {row.lowest:g}, likely {row.likely:g}, high {row.highest:g}: out of order.",
            right="low <= likely <= high must hold.",
        )
    elif row.distribution == Distribution.FIXED and row.lowest != row.highest:
        yield PlannerError(
            where=row.where("distribution"),
            found=f"a fixed row spans {row.lowest:g} to {row.highest:g}.",
            right="Say triangular or uniform, or leave low and high empty.",
        )
    elif row.distribution == Distribution.LOG_TRIANGULAR and row.lowest <= 0:
        yield PlannerError(
            where=row.where("low"),
            found=f"a log_triangular row begins at {row.lowest:g}.",
            right="Above 0: it is a triangle on a scale of factors.",
        )


def _size(row: AssumptionRow) -> Iterator[PlannerError]:
    bounds = bounds_of(row.key, row.unit)
    if bounds is None or is_plausible(row.key, row.unit, row.lowest, row.highest):
        return
    least, most = bounds
    is_low = not is_plausible(row.key, row.unit, row.lowest, max(row.lowest, least))
    yield PlannerError(
        where=row.where("low" if is_low else "high"),
        found=f"{row.key!r} may be {row.lowest if is_low else row.highest:g} {row.unit}.",
        right=f"Give {least:g} to {most:g} {row.unit}.",
    )


def _peak(row: AssumptionRow) -> Iterator[PlannerError]:
    """A triangle says what its likely value is; no shape between two ends has every median."""
    if row.distribution not in TRIANGLES or row.lowest == row.highest:
        return
    if not row.likely_is:
        yield PlannerError(
            where=row.where("likely_is"),
            found=f"a {row.distribution} row does not say what its likely value is.",
            right=f"Say {', '.join(Likely)}.",
        )
    elif row.distribution == Distribution.LOG_TRIANGULAR and row.likely_is == Likely.MEAN:
        yield PlannerError(
            where=row.where("likely_is"),
            found="the likely value of a log_triangular row cannot be its mean.",
            right="Say mode or median.",
        )
    elif row.likely_is != Likely.MODE and _is_in_order(row):
        yield from _reachable(row)


def _is_in_order(row: AssumptionRow) -> bool:
    above_0 = row.lowest > 0 or row.distribution != Distribution.LOG_TRIANGULAR
    return above_0 and row.lowest <= row.likely <= row.highest


def _reachable(row: AssumptionRow) -> Iterator[PlannerError]:
    if not row.lowest - NEGLIGIBLE <= row.peak <= row.highest + NEGLIGIBLE:
        yield PlannerError(
            where=row.where("likely_is"),
            found=f"no {row.distribution} shape from {row.lowest:g} to {row.highest:g} "
            f"has the {row.likely_is} {row.likely:g}.",
            right="Move it towards the middle, or say mode.",
        )


def _regimes(table: Table[AssumptionRow]) -> Iterator[PlannerError]:
    """A key has one row, or one for each regime, in one unit and scope."""
    of_key: dict[str, list[AssumptionRow]] = {}
    for row in table.rows:
        of_key.setdefault(row.key, []).append(row)
    for key, rows in of_key.items():
        found = {row.regime for row in rows}
        if found not in ({""}, {regime.value for regime in Regime}):
            yield PlannerError(
                where=rows[-1].where("regime"),
                found=f"{key!r} has rows for {', '.join(sorted(x or 'any' for x in found))}.",
                right="Give one row without a regime, or one for peace and one for crisis.",
            )
        for name in ("unit", "scope", "per", "group"):
            if len({getattr(row, name) for row in rows}) > 1:
                yield PlannerError(
                    where=rows[-1].where(name),
                    found=f"the rows of {key!r} differ in {name}.",
                    right="Only values, shape, grade and source may differ between regimes.",
                )


def _covered_twice(table: Table[AssumptionRow]) -> Iterator[PlannerError]:
    first: dict[str, AssumptionRow] = {}
    for row in table.rows:
        for stage in row.covers:
            if stage in first and first[stage].key != row.key:
                yield PlannerError(
                    where=row.where("covers"),
                    found=f"the stage {stage!r} is covered already by {first[stage].key!r} "
                    f"in row {first[stage].row}.",
                    right="Two rows for one stage would count its time twice.",
                )
            first.setdefault(stage, row)
