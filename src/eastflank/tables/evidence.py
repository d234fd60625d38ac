"""The evidence table: one row an uncertain quantity."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from eastflank.model.errors import PlannerError
from eastflank.model.units import CANONICAL
from eastflank.tables.columns import SourcedRow, ident, idents, number, text, word
from eastflank.tables.table import Table, read_named

# unit -> the largest value that can be meant
LARGEST: Final = {"share": 1.0, "pct": 100.0, "clock_h": 24.0, "h/d": 24.0, "factor": 100.0}
SIGNED_UNITS: Final = frozenset({"h", "d", "min"})  # a slip may be early


@dataclass(frozen=True, slots=True, kw_only=True)
class AssumptionRow(SourcedRow):
    """One row of the evidence table, in the unit that it names."""

    key: str = ident()
    title: str = text()
    unit: str = word(*CANONICAL)
    low: float | None = number(minimum=-1_000, required=False)
    likely: float = number(minimum=-1_000)
    high: float | None = number(minimum=-1_000, required=False)
    distribution: str = word("fixed", "triangular", "uniform")
    scope: str = word("knowledge", "luck")
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


def read_evidence(root: Path, file: str) -> Table[AssumptionRow]:
    """Read the evidence table at ``experiments/<file>``."""
    return read_named(root, f"experiments/{file}", AssumptionRow, "key")


def evidence_errors(table: Table[AssumptionRow]) -> Iterator[PlannerError]:
    """What is wrong between the cells of a row, and between the rows."""
    for row in table.rows:
        yield from row_errors(row)
    yield from _covered_twice(table)


def row_errors(row: AssumptionRow) -> Iterator[PlannerError]:
    """What is wrong between the cells of one row."""
    yield from _shape(row)
    yield from _size(row)


def _shape(row: AssumptionRow) -> Iterator[PlannerError]:
    for name in ("low", "high"):
        if row.distribution != "fixed" and getattr(row, name) is None:
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
    elif row.distribution == "fixed" and row.lowest != row.highest:
        yield PlannerError(
            where=row.where("distribution"),
            found=f"a fixed row spans {row.lowest:g} to {row.highest:g}.",
            right="Say triangular or uniform, or leave low and high empty.",
        )


def _size(row: AssumptionRow) -> Iterator[PlannerError]:
    largest = LARGEST.get(row.unit)
    if largest is not None and row.highest > largest:
        yield PlannerError(
            where=row.where("high"),
            found=f"{row.highest:g} {row.unit} is out of range.",
            right=f"At most {largest:g}.",
        )
    if row.lowest < 0 and row.unit not in SIGNED_UNITS:
        yield PlannerError(
            where=row.where("low"),
            found=f"{row.lowest:g} {row.unit} is negative.",
            right="At least 0.",
        )


def _covered_twice(table: Table[AssumptionRow]) -> Iterator[PlannerError]:
    first: dict[str, AssumptionRow] = {}
    for row in table.rows:
        for stage in row.covers:
            if stage in first:
                yield PlannerError(
                    where=row.where("covers"),
                    found=f"the stage {stage!r} is covered already by {first[stage].key!r} "
                    f"in row {first[stage].row}.",
                    right="Two rows for one stage would count its time twice.",
                )
            first.setdefault(stage, row)
