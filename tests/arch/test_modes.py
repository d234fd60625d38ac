"""A mode is told by its row and does what its module says: nobody asks which mode it is."""

import ast
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from eastflank.model.modes import MODES, Medium, Mode

SOURCE = Path(__file__).parents[2] / "src" / "eastflank"
ENGINE = SOURCE / "engine"


def named(tree: ast.AST) -> Iterator[ast.Attribute]:
    """Where a single mode is named: ``Mode.RAIL``."""
    for node in ast.walk(tree):
        mode = isinstance(node, ast.Attribute) and ast.unparse(node.value) == "Mode"
        if isinstance(node, ast.Attribute) and mode and node.attr in Mode.__members__:
            yield node


def parsed(file: Path) -> ast.AST:
    return ast.parse(file.read_text(encoding="utf-8"))


def test_nothing_is_compared_with_a_single_mode() -> None:
    compared = [
        f"{file.relative_to(SOURCE)}, line {node.lineno}"
        for file in sorted(SOURCE.rglob("*.py"))
        for node in ast.walk(parsed(file))
        if isinstance(node, ast.Compare) and list(named(node))
    ]

    assert compared == []


def test_in_the_engine_only_the_module_of_a_mode_names_it() -> None:
    found = {
        (file.relative_to(ENGINE).as_posix(), node.attr)
        for file in sorted(ENGINE.rglob("*.py"))
        for node in named(parsed(file))
    }

    assert found == {(f"moves/{mode.value}.py", mode.name) for mode in Mode}


@pytest.mark.parametrize("mode", list(Mode))
def test_every_mode_has_a_row_and_a_module_with_its_mover(mode: Mode) -> None:
    module = import_module(f"eastflank.engine.moves.{mode.value}")

    assert MODES[mode].word
    assert callable(module.mover)


def test_rows_of_modes_can_be_told_apart() -> None:
    for column in ("word", "lifts", "assets", "letter", "colour", "marker", "crossing"):
        counted = Counter(getattr(row, column) for row in MODES.values() if getattr(row, column))
        assert max(counted.values()) == 1, column


def test_no_two_modes_share_a_facility_or_a_row_of_evidence() -> None:
    for column in ("facilities", "evidence"):
        counted = Counter(each for row in MODES.values() for each in getattr(row, column))
        assert max(counted.values()) == 1, column


def test_a_hold_and_an_approach_are_rows_of_evidence_of_their_mode() -> None:
    for row in MODES.values():
        assert {row.hold_key, row.approach_key} - {""} <= set(row.evidence)
        assert bool(row.approach_key) <= (row.medium is Medium.LANE)
