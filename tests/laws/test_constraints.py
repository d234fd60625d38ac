"""Each constraint is wired: its removal changes when some unit of the stress case closes."""

from functools import cache
from pathlib import Path

import pytest

from eastflank.compile import compile_scenario
from eastflank.compile.relax import RELAXATIONS, relaxed
from eastflank.config import read_experiment
from eastflank.engine.run import run
from eastflank.model.causes import WaitCause
from eastflank.model.records import Amounts, Hours, Records, Stage
from eastflank.model.scenario import Scenario

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.slow


CASES = {"traction": "ready-force"}  # of the stress too few trains take the line of few engines


@cache
def case(experiment: str) -> Scenario:
    return compile_scenario(read_experiment(ROOT / "experiments" / f"{experiment}.toml"), ROOT)


Closure = tuple[str, float]


class OtherHourError(Exception):
    """A unit closes at an hour at which it does not close with every constraint kept."""


class ClosuresOnly(Records):
    """Records of nothing but hours of closure; they end the run at the first unknown one."""

    def __init__(self, known: frozenset[Closure] | None) -> None:
        super().__init__(assets=False)
        self.known = known
        self.closed: set[Closure] = set()

    def add(
        self,
        stage: str,
        places: tuple[str, str],
        owner: tuple[str, str],
        carrier: tuple[str, str, str],
        hours: Hours,
        amounts: Amounts,
        cause: WaitCause | None,
    ) -> None:
        if stage != Stage.INTEGRATION:
            return
        closure = owner[0], hours[-1]
        self.closed.add(closure)
        if self.known is not None and closure not in self.known:
            raise OtherHourError


@cache
def as_it_is(experiment: str) -> frozenset[Closure]:
    """Each unit and the hour at which it closes with every constraint kept."""
    return closures(case(experiment))


def closures(scenario: Scenario, known: frozenset[Closure] | None = None) -> frozenset[Closure]:
    """Each unit and its hour of closure in the deterministic run; ends at the first unknown one."""
    closures = ClosuresOnly(known)
    run(scenario, seed=1, replication=None, records=closures)
    return frozenset(closures.closed)


@pytest.mark.parametrize("name", RELAXATIONS)
def test_without_it_some_unit_closes_at_another_hour(name: str) -> None:
    experiment = CASES.get(name, "stress")
    kept = as_it_is(experiment)
    try:
        without = closures(relaxed(case(experiment), [name]), kept)
    except OtherHourError:
        return
    assert without != kept
