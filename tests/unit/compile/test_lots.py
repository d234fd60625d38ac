"""Lots: what a unit has is in its lots, no more and no less."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.tables import BASELINE, FORCES, set_cell, write_project

from eastflank.compile import compile_scenario
from eastflank.compile.lots import split
from eastflank.config import read_experiment
from eastflank.model.ids import LotId
from eastflank.model.scenario import CargoClass, Scenario


@pytest.fixture
def scenario(tmp_path: Path) -> Scenario:
    root = write_project(tmp_path)
    return compile_scenario(read_experiment(root / BASELINE), root)


@given(pieces=st.integers(0, 5_000), most=st.integers(1, 300))
def test_a_split_keeps_all_pieces_in_as_few_and_equal_lots_as_can_be(
    pieces: int, most: int
) -> None:
    lots = split(pieces, most)

    assert sum(lots) == pieces
    assert all(0 < lot <= most for lot in lots)
    assert len(lots) == -(-pieces // most)
    assert max(lots, default=0) - min(lots, default=0) <= 1


def test_the_lots_of_a_unit_add_up_to_the_unit(scenario: Scenario) -> None:
    pieces: Counter[tuple[str, str]] = Counter()
    for lot in scenario.lots.values():
        pieces[lot.unit, lot.cargo] += int(lot.pieces)

    assert pieces == {
        ("007", "people"): 600,
        ("007", "wheeled"): 131,
        ("007", "tracked"): 10,
        ("007", "heavy_tracked"): 44,
        ("007", "containers"): 24,
        ("1e3", "people"): 651,
        ("1e3", "wheeled"): 90,
        ("1e3", "containers"): 11,
    }


def test_the_troops_are_the_people_and_nobody_else(scenario: Scenario) -> None:
    troops = Counter({lot.unit: 0 for lot in scenario.lots.values()})
    for lot in scenario.lots.values():
        troops[lot.unit] += lot.troops

    assert troops == {
        unit.id: unit.personnel for unit in scenario.units.values() if not unit.in_place
    }
    assert all(lot.troops == 0 for lot in scenario.lots.values() if lot.cargo != "people")


def test_ids_name_unit_class_and_ordinal(scenario: Scenario) -> None:
    wheeled = [
        lot for lot in scenario.lots.values() if lot.unit == "007" and lot.cargo == "wheeled"
    ]

    # 131 vehicles, at most 30 a lot: 5 lots of 27 + 26 × 4
    assert [lot.id for lot in wheeled] == [f"007/wheeled/0{n}" for n in range(1, 6)]
    assert [lot.pieces for lot in wheeled] == [27, 26, 26, 26, 26]
    assert wheeled[0].tonnes == 27 * 9
    assert wheeled[0].length_km == pytest.approx(27 * 0.009)


def test_people_begin_at_the_origin_and_kit_where_it_lies(scenario: Scenario) -> None:
    origins = {(lot.cargo, lot.origin) for lot in scenario.lots.values() if lot.unit == "1e3"}

    assert origins == {
        (CargoClass.PEOPLE, "DE_BERGEN"),
        (CargoClass.WHEELED, "PL_GDYNIA"),
        (CargoClass.CONTAINERS, "PL_GDYNIA"),
    }


def test_people_may_fly_and_kit_only_of_types_that_may(scenario: Scenario) -> None:
    flying = {(lot.unit, lot.cargo.value) for lot in scenario.lots.values() if lot.may_fly}

    assert flying == {
        ("007", "people"),
        ("1e3", "people"),
        ("1e3", "wheeled"),
        ("1e3", "containers"),
    }


def test_units_in_place_are_shown_and_have_no_lots(scenario: Scenario) -> None:
    assert [unit.id for unit in scenario.units.values() if unit.in_place] == ["FORWARD"]
    assert not [lot for lot in scenario.lots.values() if lot.unit == "FORWARD"]


def test_the_order_of_the_force_list_makes_no_difference(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    plain = compile_scenario(read_experiment(root / BASELINE), root)
    path = root / FORCES / "nato.csv"
    header, *lines = path.read_text().splitlines()
    path.write_text("\n".join([header, *reversed(lines)]) + "\n")

    turned = compile_scenario(read_experiment(root / BASELINE), root)

    assert list(turned.lots) == list(plain.lots)
    assert turned == plain


def test_a_larger_lot_makes_fewer_lots(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    set_cell(root, f"{FORCES}/cargo_classes.csv", 3, "lot_pieces_max", "131")

    scenario = compile_scenario(read_experiment(root / BASELINE), root)

    assert scenario.lots[LotId("007/wheeled/01")].pieces == 131
