"""No force has more tanks, fighting vehicles or howitzers than its nations."""

from pathlib import Path

import pytest
from tests.compiling import refused
from tests.tables import BASELINE, FORCES, read_records, set_cell, write_project, write_records

from eastflank.compile import compile_experiment
from eastflank.config import read_experiment
from eastflank.tables.force import EQUIPMENT

TYPES = f"{FORCES}/unit_types.csv"
INVENTORY = f"{FORCES}/inventory.csv"
SECOND = '[{id="X",type="tank_bn",name="Reserve",origin="Bergen",destination="Kaunas"}]'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The tank battalion 007 has 44 tanks and 18 howitzers; Germany has 80 and 18."""
    write_project(tmp_path)
    header, *rows = read_records(tmp_path, TYPES)
    header += EQUIPMENT.values()
    numbers = {"tank_bn": ["44", "", "18", "0"]}
    write_records(tmp_path, TYPES, [header, *(row + numbers.get(row[0], [""] * 4) for row in rows)])
    (tmp_path / INVENTORY).write_text(
        "nation,equipment,number,year,grade,source\n"
        "DE,tank,80,2025,C,study\nDE,howitzer_tracked,18,2024,C,study\n"
    )
    return tmp_path


def test_a_force_may_have_all_that_a_nation_has(root: Path) -> None:
    set_cell(root, INVENTORY, 2, "number", "44")

    assert compile_experiment(read_experiment(root / BASELINE), root).scenario.units


def test_one_more_is_refused_by_name(root: Path) -> None:
    set_cell(root, INVENTORY, 2, "number", "43")

    (message,) = refused(root)

    has = "Germany has 43 tanks (2025), and the force has 44: 44 in Brigade 9."
    assert message.startswith(f"{INVENTORY}, row 2, column number: {has}")
    assert message.endswith("(force.remove, force.share.DE) or correct the table.")


def test_what_is_added_counts_too(root: Path) -> None:
    """44 and 44 are more than 80; 18 and 18 more than 18."""
    guns, tanks = refused(root, f"force.add={SECOND}")

    assert "the force has 36: 18 in Brigade 9, 18 in X." in guns
    assert "the force has 88: 44 in Brigade 9, 44 in X." in tanks


def test_units_that_stay_at_home_do_not_count(root: Path) -> None:
    sets = [f"force.add={SECOND}", 'force.remove=[{uln="007"}]']

    assert compile_experiment(read_experiment(root / BASELINE, sets), root).scenario.units


def test_equipment_of_a_nation_without_a_row_is_refused(root: Path) -> None:
    (root / INVENTORY).write_text(
        "nation,equipment,number,year,grade,source\nDE,howitzer_tracked,18,2024,C,study\n"
    )

    (message,) = refused(root)

    assert message.startswith(
        f"{INVENTORY}: Germany has no row for tanks, and the force has 44: 44 in Brigade 9."
    )


def test_without_an_inventory_nothing_is_compared(root: Path) -> None:
    (root / INVENTORY).unlink()

    assert compile_experiment(read_experiment(root / BASELINE), root).scenario.units


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("nation", "XX", "'XX' is not in networks/mini/country.csv"),
        ("equipment", "tanks", "Give one of tank, ifv, howitzer_tracked, howitzer_wheeled. Did"),
        ("number", "-1", "-1 is out of range."),
        ("year", "", "the cell is empty."),
    ],
)
def test_a_wrong_cell_is_named(root: Path, column: str, value: str, says: str) -> None:
    set_cell(root, INVENTORY, 2, column, value)

    assert any(says in message for message in refused(root))
