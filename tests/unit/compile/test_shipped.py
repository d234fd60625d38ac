"""The experiments that ship compile without a word."""

from pathlib import Path

import pytest

from eastflank.compile import Compiled, compile_experiment
from eastflank.compile.feasibility import reach_report
from eastflank.config import read_experiment

ROOT = Path(__file__).parents[3]
FIRST = {"baseline-cut", "no-warning", "stress", "10pzd-by-sea"}  # one of each kind; more are slow
SHIPPED = [
    pytest.param(path, id=path.stem, marks=[] if path.stem in FIRST else [pytest.mark.slow])
    for path in sorted((ROOT / "experiments").glob("*.toml"))
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
