"""The experiments that ship compile without a word."""

from collections import Counter
from pathlib import Path

import pytest

from eastflank.compile import Compiled, compile_experiment, compile_scenario
from eastflank.compile.additions import brigades_of
from eastflank.compile.feasibility import reach_report
from eastflank.compile.question import shelf_of
from eastflank.config import read_experiment
from eastflank.model.errors import CollectedError
from eastflank.model.scenario import Unit
from eastflank.tables import read_library
from eastflank.tables.force import EQUIPMENT, read_force

ROOT = Path(__file__).parents[3]
FIRST = {"baseline-cut", "stress", "10pzd-by-sea", "force-200k"}  # one of each kind; more are slow
SHIPPED = [
    pytest.param(path, id=path.stem, marks=[] if path.stem in FIRST else [pytest.mark.slow])
    for folder in ("experiments", "experiments/forces-variants")
    for path in sorted((ROOT / folder).glob("*.toml"))
]


@pytest.fixture(scope="module", params=SHIPPED)
def compiled(request: pytest.FixtureRequest) -> Compiled:
    return compile_experiment(read_experiment(request.param), ROOT)


def test_it_has_nothing_odd_and_everything_can_arrive(compiled: Compiled) -> None:
    reach = reach_report(compiled.scenario)

    assert compiled.warnings == ()
    assert {row.unit for row in reach} == {lot.unit for lot in compiled.scenario.lots.values()}
    assert [(row.unit, row.cargo) for row in reach if not row.ways] == []


def test_its_lots_carry_the_troops_of_its_moving_units(compiled: Compiled) -> None:
    scenario = compiled.scenario

    moving = sum(unit.personnel for unit in scenario.units.values() if not unit.in_place)

    assert sum(lot.troops for lot in scenario.lots.values()) == moving


def test_the_baseline_moves_300000() -> None:
    compiled = compile_experiment(read_experiment(ROOT / "experiments/baseline.toml"), ROOT)

    assert sum(lot.troops for lot in compiled.scenario.lots.values()) == 300_000


def moving(name: str) -> list[Unit]:
    """The units that move in a variant of the force."""
    path = ROOT / "experiments/forces-variants" / f"{name}.toml"
    units = compile_scenario(read_experiment(path), ROOT).units.values()
    return [unit for unit in units if not unit.in_place]


def by_nation(units: list[Unit]) -> Counter[str]:
    troops: Counter[str] = Counter()
    for unit in units:
        troops[unit.nation] += unit.personnel
    return troops


def test_200000_keep_the_share_of_every_nation_to_within_a_unit() -> None:
    whole = compile_scenario(read_experiment(ROOT / "experiments/ready-force.toml"), ROOT)
    listed = [unit for unit in whole.units.values() if not unit.in_place]
    largest = max(unit.personnel for unit in listed)
    all_of, some_of = by_nation(listed), by_nation(moving("force-200k"))

    met = sum(some_of.values())

    assert 200_000 - largest < met <= 200_000
    for nation, troops in all_of.items():
        assert some_of[nation] == pytest.approx(troops * met / 300_000, abs=largest), nation


def test_without_north_america_no_us_unit_starts_there() -> None:
    units = moving("force-without-north-america")

    starts = {unit.origin.partition("_")[0] for unit in units if unit.nation == "US"}
    assert starts == {"DE", "IT", "PL"}
    assert any(unit.origin.startswith("CA_") for unit in units)


def test_pledges_are_germany_s_division_and_few_more() -> None:
    assert set(by_nation(moving("force-pledges"))) == {"CA", "DE", "FR", "GB"}


def test_those_in_place_and_those_that_move_are_300000() -> None:
    path = ROOT / "experiments/forces-variants/force-in-place-counted.toml"

    force = compile_experiment(read_experiment(path), ROOT).force

    assert force.troops_in_place == 12_671
    assert 299_000 < force.troops_moving + force.troops_in_place <= 300_000


def test_the_order_on_c_day_leaves_no_day_of_warning() -> None:
    """Like no-warning in its clock, like ready-force in its units."""
    frames = {
        name: compile_scenario(read_experiment(ROOT / f"experiments/{name}.toml"), ROOT).frame
        for name in ("order-on-c-day", "no-warning", "ready-force")
    }

    assert frames["order-on-c-day"].order_h == frames["no-warning"].order_h == 0
    assert frames["order-on-c-day"].readiness == frames["ready-force"].readiness == "ready"
    assert frames["ready-force"].order_h == -240


def test_each_piece_of_equipment_is_among_the_pieces_of_its_type() -> None:
    types = read_force(ROOT, "nato-300k", "").unit_types.rows

    for row in types:
        numbers = [getattr(row, column) for column in EQUIPMENT.values()]
        tanks, ifvs, tracked, wheeled = numbers
        assert None not in numbers, row.unit_type
        assert tanks + tracked <= row.heavy_tracked, row.unit_type
        assert ifvs <= row.tracked, row.unit_type
        assert wheeled <= row.wheeled, row.unit_type


def test_every_type_of_brigade_that_ships_can_be_added() -> None:
    library = read_library(ROOT, shelf_of(read_experiment(ROOT / "experiments/baseline.toml")))

    assert len(brigades_of(library)) == 7
    for units in brigades_of(library).values():
        assert units[0].startswith("hq_")


def test_400_german_tanks_are_refused_by_name() -> None:
    """240 are in the list; two armoured brigades of two tank battalions make 160 more."""
    sets = [
        'force.add=[{type="armoured_brigade",origin="Bergen-Hohne",destination="Rukla",count=2}]'
    ]

    with pytest.raises(CollectedError) as caught:
        compile_experiment(read_experiment(ROOT / "experiments/ready-force.toml", sets), ROOT)

    message = next(str(error) for error in caught.value.errors if "tanks" in str(error))
    assert "Germany has 300 tanks (2025), and the force has 400: 80 in " in message
    assert "Panzerlehrbrigade 9" in message
