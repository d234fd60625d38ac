"""The movement plan: what is fixed beforehand for units, row by row."""

from dataclasses import dataclass
from pathlib import Path

from eastflank.model.modes import Mode
from eastflank.tables.columns import Row, idents, number, text, texts, word
from eastflank.tables.force import CARGO_CLASSES
from eastflank.tables.table import Table, listed, read_named


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow(Row):
    """What is fixed for a unit (or brigade:NAME, division:NAME); an empty cell fixes nothing."""

    uln: str = text()
    cargo: tuple[str, ...] = word(*CARGO_CLASSES, required=False, separator=";")
    modes: tuple[str, ...] = word(*(mode.value for mode in Mode), required=False, separator=";")
    via: tuple[str, ...] = idents(references="terminal", required=False)
    not_before_day: float | None = number(minimum=-365, maximum=3_650, required=False)
    after: tuple[str, ...] = texts(required=False)
    note: str = text(required=False, may_be_absent=True)


def read_plan(root: Path, name: str) -> Table[PlanRow] | None:
    """Read the movement plan ``name``; without a name nothing is fixed."""
    if not name:
        return None
    return read_named(root, listed("plans", name), PlanRow, "uln", "cargo")
