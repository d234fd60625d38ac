"""Each constraint is wired: on the stress case its removal changes when some unit closes."""

from functools import cache
from pathlib import Path

import pytest

from eastflank.compile import compile_scenario
from eastflank.compile.relax import RELAXATIONS, relaxed
from eastflank.config import read_experiment
from eastflank.engine.run import run
from eastflank.records import Stage, StageRecord
from eastflank.scenario import Scenario

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.slow


@cache
def stress() -> Scenario:
    """No warning, peacetime rules, heavy loads at night, a third of the ships, and the cut."""
    return compile_scenario(read_experiment(ROOT / "experiments" / "stress.toml"), ROOT)


@cache
def as_it_is() -> dict[str, float]:
    """When each unit closes under the stress."""
    return closures(stress())


def closures(scenario: Scenario) -> dict[str, float]:
    """Hour of closure of each unit that closes, in the deterministic run."""
    closed: dict[str, float] = {}

    def keep(row: StageRecord) -> None:
        if row.stage == Stage.INTEGRATION:
            closed[row.unit] = row.to_h

    run(scenario, seed=1, replication=None, record=keep)
    return closed


@pytest.mark.parametrize("name", RELAXATIONS)
def test_without_it_some_unit_closes_at_another_hour(name: str) -> None:
    assert closures(relaxed(stress(), [name])) != as_it_is()
