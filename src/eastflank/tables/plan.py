"""The movement plan: what is fixed beforehand for units, row by row."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from eastflank.model.errors import CollectedError
from eastflank.model.modes import Mode
from eastflank.tables.columns import Row, idents, number, text, texts, word
from eastflank.tables.force import CARGO_CLASSES
from eastflank.tables.table import Spec, Table, listed, read_table

KEY: Final = ("uln", "cargo", "lot")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow(Row):
    """What is fixed for a unit (or brigade:NAME, division:NAME); an empty cell fixes nothing.

    ``lot`` names lots of the unit by their numbers; empty: all. The columns from ``poe`` to
    ``arrival_day`` say what the plan came to when it was made. They fix nothing.
    """

    uln: str = text()
    cargo: tuple[str, ...] = word(*CARGO_CLASSES, required=False, separator=";")
    lot: tuple[str, ...] = texts(required=False, may_be_absent=True)
    modes: tuple[str, ...] = word(*(mode.value for mode in Mode), required=False, separator=";")
    via: tuple[str, ...] = idents(references="terminal", required=False)
    not_before_day: float | None = number(minimum=-365, maximum=3_650, required=False)
    after: tuple[str, ...] = texts(required=False)
    poe: str = text(required=False, may_be_absent=True)
    pod: str = text(required=False, may_be_absent=True)
    asset: str = text(required=False, may_be_absent=True)
    start_day: float | None = number(minimum=-365, required=False, may_be_absent=True)
    arrival_day: float | None = number(minimum=-365, required=False, may_be_absent=True)
    note: str = text(required=False, may_be_absent=True)


PLAN: Final = Spec(row_type=PlanRow, key=KEY)


def read_plan(root: Path, name: str) -> Table[PlanRow] | None:
    """Read the movement plan ``name``; without a name nothing is fixed."""
    if not name:
        return None
    file = listed("plans", name)
    return read_table(root / file, file, PLAN)


def read_plan_file(path: Path) -> tuple[PlanRow, ...]:
    """The rows of a plan wherever it lies; all that is wrong in it is said at once."""
    table = read_table(path, str(path), PLAN)
    if table.errors:
        raise CollectedError(table.errors)
    return table.rows
