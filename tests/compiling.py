"""Compiling the theatre of ``tests.tables``, and what is said where a cell of it is spoilt."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from eastflank.compile import compile_scenario
from eastflank.config import read_experiment
from eastflank.model.errors import CollectedError
from eastflank.model.scenario import Scenario
from tests.tables import BASELINE, set_cell, write_project


@dataclass(frozen=True)
class Broken:
    """What is spoilt, and the message that must come of it."""

    name: str
    spoil: Callable[[Path], object]
    where: str
    says: str


def cell(name: str, file: str, row: int, column: str, value: str, says: str) -> Broken:
    """One cell is wrong, and the message names it."""

    def spoil(root: Path) -> None:
        set_cell(root, file, row, column, value)

    return Broken(name, spoil, f"{file}, row {row}, column {column}", says)


def with_rows(root: Path, table: tuple[str, str], *rows: str) -> Path:
    """The small theatre and one more table: its file and its header, then its rows."""
    write_project(root)
    file, header = table
    (root / file).parent.mkdir(parents=True, exist_ok=True)
    (root / file).write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return root


def compiled(root: Path, *sets: str) -> Scenario:
    """The scenario of the baseline, with these settings laid over it."""
    return compile_scenario(read_experiment(root / BASELINE, sets), root)


def refused(root: Path, *sets: str) -> list[str]:
    """What is said of a baseline that cannot be compiled."""
    with pytest.raises(CollectedError) as caught:
        compiled(root, *sets)
    return [str(error) for error in caught.value.errors]
