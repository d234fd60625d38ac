"""Laws of dispatch: a policy chooses among ways, and breaks no rule."""

from dataclasses import replace

from hypothesis import given

from eastflank.model.scenario import Dispatch, Scenario
from tests.checker import violations
from tests.facts_of import facts_of, frame_of
from tests.laws.test_cuts import alone
from tests.laws.test_runs import played, replications, seeds
from tests.strategies import Drawn, worlds


def system_optimal(world: Scenario) -> Scenario:
    return replace(world, dispatch=Dispatch.SYSTEM_OPTIMAL)


@given(drawn=worlds(), seed=seeds, replication=replications)
def test_system_optimal_dispatch_breaks_no_rule_and_is_the_same_again(
    drawn: Drawn, seed: int, replication: int | None
) -> None:
    world = system_optimal(drawn.world)
    end, rows = played(world, seed, replication)

    assert violations(frame_of(rows), facts_of(world, seed=seed, replication=replication)) == []
    assert (end, rows) == played(world, seed, replication)


@given(drawn=worlds(), seed=seeds, replication=replications)
def test_who_is_alone_delays_nobody_and_goes_as_it_always_did(
    drawn: Drawn, seed: int, replication: int | None
) -> None:
    world = alone(drawn.world)

    assert played(system_optimal(world), seed, replication) == played(world, seed, replication)
