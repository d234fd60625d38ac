"""The bound over the theatre that ships: no run of it closes more, whatever its policy."""

from dataclasses import replace
from pathlib import Path

import pytest

from eastflank.compile import compile_scenario
from eastflank.config import read_experiment
from eastflank.engine.run import run
from eastflank.model.ids import UnitId
from eastflank.model.records import Records, Stage
from eastflank.model.scenario import Dispatch
from eastflank.model.units import HOURS_PER_DAY
from eastflank.plan.bound import bound_curve

ROOT = Path(__file__).parents[2]
SEED = 20260101

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("experiment", "replication", "dispatch"),
    [
        ("ready-force", None, Dispatch.USER_OPTIMAL),
        ("ready-force-cut", 1, Dispatch.PLANNED),
        ("baseline-cut-c0", 0, Dispatch.SYSTEM_OPTIMAL),
    ],
)
def test_no_run_of_the_theatre_passes_the_bound(
    experiment: str, replication: int | None, dispatch: Dispatch
) -> None:
    file = ROOT / "experiments" / f"{experiment}.toml"
    world = replace(compile_scenario(read_experiment(file), ROOT), dispatch=dispatch)
    bound = bound_curve(world, seed=SEED, replication=replication)
    kept = Records(assets=True, links=False)
    run(world, seed=SEED, replication=replication, records=kept)

    closed = 0
    for row in sorted(kept.rows(), key=lambda row: row.to_h):
        if row.stage == Stage.INTEGRATION:
            closed += world.units[UnitId(row.unit)].personnel
            assert bound.at(row.to_h / HOURS_PER_DAY) >= closed
    assert closed > 0
