"""Reach: the ways that a force line has, on a theatre small enough to draw (tests/tables.py)."""

from pathlib import Path

import pytest
from tests.tables import (
    BASELINE,
    EVIDENCE,
    FLEETS,
    FORCES,
    NETWORK,
    add_row,
    drop_row,
    replace_text,
    row_of,
    set_cell,
    write_project,
)

from eastflank.compile import compile_scenario
from eastflank.compile.feasibility import (
    RAIL,
    RAIL_ROAD,
    ROAD,
    THERE,
    TRANSFER,
    reach_report,
    unused,
)
from eastflank.compile.kept_plans import ways_within
from eastflank.config import read_experiment
from eastflank.model.errors import CollectedError
from eastflank.model.modes import MODES, Mode
from eastflank.model.scenario import CargoClass, Scenario
from eastflank.routing.book import Itineraries
from eastflank.study.checking import check


def scenario_of(root: Path) -> Scenario:
    return compile_scenario(read_experiment(root / BASELINE), root)


def ways(root: Path, unit: str, cargo: CargoClass) -> tuple[str, ...]:
    """The ways of one class of cargo of one force line."""
    (row,) = [r for r in reach_report(scenario_of(root)) if (r.unit, r.cargo) == (unit, cargo)]
    return row.ways


def test_tanks_that_bridges_do_not_bear_change_gauge_or_take_the_ship(tmp_path: Path) -> None:
    root = write_project(tmp_path)

    # the bridges between Warszawa and Kaunas bear 80, a loaded transporter weighs 100; but one may
    # drive to Gdynia and board the train there
    assert ways(root, "007", CargoClass.HEAVY_TRACKED) == (
        TRANSFER,
        RAIL_ROAD,
        MODES[Mode.SEA].crossing,
    )


def test_the_same_gauge_all_the_way_is_rail(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    set_cell(root, f"{NETWORK}/rail.csv", 4, "gauge_mm", "1435")
    set_cell(root, f"{NETWORK}/terminal.csv", 9, "gauge_mm", "1435")
    drop_row(root, f"{NETWORK}/terminal.csv", 11)
    drop_row(root, f"{NETWORK}/corridor.csv", 4)
    replace_text(root, f"{FLEETS}/mini.csv", "flat_1520,LT_KAUNAS", "flat_1435,LT_KAUNAS")
    replace_text(root, f"{FLEETS}/mini.csv", "coach_1520,LT_KAUNAS", "coach_1435,LT_KAUNAS")

    assert ways(root, "007", CargoClass.HEAVY_TRACKED)[0] == RAIL


def test_without_wide_wagons_there_is_no_transfer(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    drop_row(root, f"{FLEETS}/mini.csv", row_of(root, f"{FLEETS}/mini.csv", "FL_LT_FLAT"))

    assert ways(root, "007", CargoClass.HEAVY_TRACKED) == (MODES[Mode.SEA].crossing,)


def test_stronger_bridges_open_the_road_from_the_railhead(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    for row in (3, 4):
        set_cell(root, f"{NETWORK}/road.csv", row, "bridge_mlc", "120")

    assert ways(root, "007", CargoClass.HEAVY_TRACKED) == (
        TRANSFER,
        RAIL_ROAD,
        ROAD,
        MODES[Mode.SEA].crossing,
    )


def test_vehicles_march_without_a_fleet(tmp_path: Path) -> None:
    assert ROAD in ways(write_project(tmp_path), "007", CargoClass.WHEELED)


def test_transporters_without_a_fleet_carry_nothing(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    file = f"{FLEETS}/mini.csv"
    drop_row(root, file, row_of(root, file, "FL_DE_HET"))
    for row in (3, 4):  # bridges that bear a loaded transporter
        set_cell(root, f"{NETWORK}/road.csv", row, "bridge_mlc", "120")

    assert ROAD not in ways(root, "007", CargoClass.HEAVY_TRACKED)


def test_people_fly_where_runway_and_range_allow(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    assert MODES[Mode.AIR].crossing in ways(root, "007", CargoClass.PEOPLE)

    set_cell(root, f"{NETWORK}/airfield.csv", 3, "longest_paved_runway_m", "2100")

    assert MODES[Mode.AIR].crossing not in ways(root, "007", CargoClass.PEOPLE)


def test_a_runway_that_is_too_short_is_named(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    set_cell(root, f"{NETWORK}/airfield.csv", 3, "longest_paved_runway_m", "2100")

    (row,) = (
        r
        for r in reach_report(scenario_of(root))
        if (r.unit, r.cargo) == ("007", CargoClass.PEOPLE)
    )

    assert row.no_flight == ("the runway of AF_KAUNAS (2100 m) is too short for airliner (2200 m)")


def test_a_way_of_the_report_is_one_that_movement_control_finds(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    file = f"{FLEETS}/mini.csv"
    for fleet in ("FL_DE_BUS", "FL_DE_TRUCK", "FL_DE_HET", "FL_DE_RORO", "FL_LT_FLAT"):
        drop_row(root, file, row_of(root, file, fleet))

    scenario = scenario_of(root)
    with pytest.raises(CollectedError) as refused:
        reach_report(scenario)
    book = Itineraries(scenario)

    lots = scenario.lots.values()
    stuck = {lot.cargo.value for lot in lots if not ways_within(book, lot, None)}
    told = {cargo.value for cargo in CargoClass if f"brings {cargo} from" in str(refused.value)}
    assert stuck == told


def test_a_fleet_that_serves_others_does_not_count(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    file = f"{FLEETS}/mini.csv"
    set_cell(root, file, row_of(root, file, "FL_DE_AIR"), "serves", "PL")

    assert MODES[Mode.AIR].crossing not in ways(root, "007", CargoClass.PEOPLE)


def test_prepositioned_kit_is_already_there(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    set_cell(root, f"{FORCES}/nato.csv", 2, "kit_node_id", "LT_KAUNAS")

    assert ways(root, "007", CargoClass.HEAVY_TRACKED) == (THERE,)


def test_what_no_mode_brings_is_one_error_a_pair_and_class(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    file = f"{FLEETS}/mini.csv"
    for fleet in ("FL_LT_FLAT", "FL_DE_RORO"):
        drop_row(root, file, row_of(root, file, fleet))
    twin = ["008", "2nd Tank Battalion", "DE", "", "", "tank_bn", "1", "10", "1", "", "DE_BERGEN"]
    add_row(
        root,
        f"{FORCES}/nato.csv",
        *twin,
        "",
        "LT_KAUNAS",
        "20",
        "0",
        "notional",
        "E",
        "atlas",
        "",
    )

    with pytest.raises(CollectedError) as caught:
        reach_report(scenario_of(root))

    told = [str(error) for error in caught.value.errors]
    assert len(told) == 2
    assert told[0].startswith(
        "force line 007 and 1 more: no mode brings heavy_tracked from 'DE_BERGEN' to 'LT_KAUNAS'."
    )


def by_rail_alone(root: Path) -> Path:
    """The theatre without ships: heavy tracked pieces go through the yard, or not at all."""
    write_project(root)
    drop_row(root, f"{FLEETS}/mini.csv", row_of(root, f"{FLEETS}/mini.csv", "FL_DE_RORO"))
    return root


def no_rail(root: Path) -> list[str]:
    """What is said of the theatre where heavy tracked pieces go by rail alone, and cannot."""
    with pytest.raises(CollectedError) as caught:
        reach_report(scenario_of(root))
    told = [str(error) for error in caught.value.errors]
    assert "no mode brings heavy_tracked from 'DE_BERGEN' to 'LT_KAUNAS'" in told[0]
    return told


@pytest.mark.parametrize(
    ("file", "first", "column", "value", "says"),
    [
        (
            "rail",
            "RL2",
            "train_length_m",
            "25",
            "link RL2: not one wagon may run there: trains have at most 25 m, engine included and",
        ),
        (
            "rail",
            "RL2",
            "train_mass_t",
            "20",
            "trains have at most 600 m, engine included and 20 t",
        ),
        (
            "terminal",
            "RH15_KAUNAS",
            "max_train_m",
            "30",
            "terminal RH15_KAUNAS: not one wagon may come there: trains have at most 30 m",
        ),
        ("terminal", "TY_MOCKAVA", "max_train_m", "30", "terminal TY_MOCKAVA: not one wagon"),
    ],
)
def test_a_track_too_short_or_too_weak_for_one_wagon_is_no_way_and_is_named(
    tmp_path: Path, file: str, first: str, column: str, value: str, says: str
) -> None:
    """A wagon is 20 m and an engine likely 20 m; a wagon without a load weighs 25 t."""
    root = by_rail_alone(tmp_path)
    assert TRANSFER in ways(root, "007", CargoClass.HEAVY_TRACKED)
    table = f"{NETWORK}/{file}.csv"
    set_cell(root, table, row_of(root, table, first), column, value)

    assert any(says in told for told in no_rail(root))


def test_a_track_that_bears_the_lighter_cargo_alone_is_a_way_for_that(tmp_path: Path) -> None:
    """A tank of 62 t on its wagon of 25 t is more than 80 t; a lighter vehicle of 28 t is not."""
    root = by_rail_alone(tmp_path)
    set_cell(root, f"{NETWORK}/rail.csv", 3, "train_mass_t", "80")

    told = no_rail(root)

    assert not [each for each in told if "brings tracked" in each or "link RL2" in each]


def test_a_fleet_of_which_none_is_ever_called_up_carries_nothing_and_is_named(
    tmp_path: Path,
) -> None:
    """Of three that could be called up a tenth at most is."""
    root = by_rail_alone(tmp_path)
    file = f"{FLEETS}/mini.csv"
    set_cell(root, file, row_of(root, file, "FL_LT_FLAT"), "held", "0")
    for column, value in (("low", "0.05"), ("likely", "0.08"), ("high", "0.1")):
        set_cell(root, EVIDENCE, row_of(root, EVIDENCE, "callup_factor_rail"), column, value)

    assert (
        "fleet FL_LT_FLAT: of 3 that could be called up not one ever is: callup_factor_rail is at "
        "most 0.1."
    ) in no_rail(root)


def test_what_is_never_used_is_a_note_where_all_reach(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    assert unused(scenario_of(root)) == []

    row = row_of(root, f"{NETWORK}/terminal.csv", "RH_GDYNIA")
    set_cell(root, f"{NETWORK}/terminal.csv", row, "max_train_m", "30")

    assert [note.where for note in unused(scenario_of(root))] == ["terminal RH_GDYNIA"]
    assert [note.where for note in check(root / BASELINE).warnings] == ["terminal RH_GDYNIA"]


def supplied_from(root: Path, depot: str) -> Scenario:
    """The theatre with this depot for Lithuania."""
    (root / "experiments/supply.csv").write_text(
        f"country,depot_node_id,grade,source\nLT,{depot},E,study\n"
    )
    return compile_scenario(read_experiment(root / BASELINE, ["sustainment.on=true"]), root)


def test_supplies_that_reach_their_place_are_no_force_line(tmp_path: Path) -> None:
    report = reach_report(supplied_from(write_project(tmp_path), "PL_GDYNIA"))

    assert {row.unit for row in report} == {"007", "1e3"}


def test_a_place_that_no_depot_reaches_is_named(tmp_path: Path) -> None:
    root = write_project(tmp_path)
    for kind in ("flat_1435", "truck", "roro"):
        replace_text(root, f"{FORCES}/loading.csv", f"containers,{kind}", f"people,{kind}")

    with pytest.raises(CollectedError, match="supplies for LT_KAUNAS: no mode brings containers"):
        reach_report(supplied_from(root, "PL_GDYNIA"))
