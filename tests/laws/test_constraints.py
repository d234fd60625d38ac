"""Each constraint is wired: on the stress case its removal changes when some unit closes."""

from functools import cache
from pathlib import Path

import pytest

from eastflank.compile import compile_scenario
from eastflank.compile.relax import RELAXATIONS, relaxed
from eastflank.config import read_experiment
from eastflank.engine.run import run
from eastflank.model.records import Stage, StageRecord
from eastflank.model.scenario import Scenario

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.slow


@cache
def stress() -> Scenario:
    """No warning, peacetime rules, heavy loads at night, a third of the ships, and the cut."""
    return compile_scenario(read_experiment(ROOT / "experiments" / "stress.toml"), ROOT)


Closure = tuple[str, float]


class OtherHourError(Exception):
    """A unit closes at an hour at which it does not close with every constraint kept."""


@cache
def as_it_is() -> frozenset[Closure]:
    """Each unit and the hour at which it closes under the stress."""
    return closures(stress())


def closures(scenario: Scenario, known: frozenset[Closure] | None = None) -> frozenset[Closure]:
    """Each unit and its hour of closure in the deterministic run; ends at the first unknown one."""
    closed: set[Closure] = set()

    def keep(row: StageRecord) -> None:
        if row.stage != Stage.INTEGRATION:
            return
        closed.add((row.unit, row.to_h))
        if known is not None and (row.unit, row.to_h) not in known:
            raise OtherHourError

    run(scenario, seed=1, replication=None, record=keep)
    return frozenset(closed)


@pytest.mark.parametrize("name", RELAXATIONS)
def test_without_it_some_unit_closes_at_another_hour(name: str) -> None:
    try:
        without = closures(relaxed(stress(), [name]), as_it_is())
    except OtherHourError:
        return
    assert without != as_it_is()
