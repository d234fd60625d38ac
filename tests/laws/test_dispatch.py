"""Laws of dispatch: a policy chooses among ways, and breaks no rule."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given

from eastflank.model.records import StageRecord
from eastflank.model.scenario import Dispatch, Precedence, Scenario
from tests.checker import violations
from tests.facts_of import facts_of, frame_of
from tests.laws.test_cuts import alone
from tests.laws.test_runs import played, replications, seeds
from tests.strategies import Drawn, worlds


def system_optimal(world: Scenario) -> Scenario:
    return replace(world, dispatch=Dispatch.SYSTEM_OPTIMAL)


def planned(world: Scenario) -> Scenario:
    return replace(world, dispatch=Dispatch.PLANNED)


def by_brigades(world: Scenario) -> Scenario:
    return replace(planned(world), precedence=Precedence.BRIGADES, fighting_share=0.5)


def laid_on(world: Scenario) -> Scenario:
    """The order comes two days before C-day, assets are sent for in the second of them."""
    staff = replace(by_brigades(world), lay_on_h=30.0, empty_weight=10.0)
    return replace(staff, frame=replace(world.frame, warning_h=48.0))


def readiness_of(rows: list[StageRecord], world: Scenario) -> list[StageRecord]:
    """When each lot of the force was ready, and what held it until then."""
    return sorted(row for row in rows if row.stage == "ready" and row.unit in world.units)


@pytest.mark.parametrize("moved", [system_optimal, planned, by_brigades, laid_on])
@given(drawn=worlds(), seed=seeds, replication=replications)
def test_dispatch_for_all_breaks_no_rule_and_is_the_same_again(
    moved: Callable[[Scenario], Scenario], drawn: Drawn, seed: int, replication: int | None
) -> None:
    world = moved(drawn.world)
    end, rows = played(world, seed, replication)

    assert violations(frame_of(rows), facts_of(world, seed=seed, replication=replication)) == []
    assert (end, rows) == played(world, seed, replication)


@given(drawn=worlds(), seed=seeds, replication=replications)
def test_who_is_alone_delays_nobody_and_goes_as_it_always_did(
    drawn: Drawn, seed: int, replication: int | None
) -> None:
    world = alone(drawn.world)

    for moved in (system_optimal, planned):
        assert played(moved(world), seed, replication) == played(world, seed, replication)


@given(drawn=worlds(), seed=seeds, replication=replications)
def test_a_planned_force_meets_the_same_luck(
    drawn: Drawn, seed: int, replication: int | None
) -> None:
    """It is ready when an unplanned one is, held by the same."""
    ahead = laid_on(drawn.world)
    of_itself, of_a_staff, of_none_ahead, of_a_staff_ahead = (
        readiness_of(played(world, seed, replication)[1], world)
        for world in (drawn.world, planned(drawn.world), replace(ahead, lay_on_h=0.0), ahead)
    )

    assert of_a_staff == of_itself
    assert of_a_staff_ahead == of_none_ahead


@given(drawn=worlds(), seed=seeds, replication=replications)
def test_the_order_of_the_force_list_is_no_order_of_the_force(
    drawn: Drawn, seed: int, replication: int | None
) -> None:
    world = planned(drawn.world)
    units, lots = list(world.units.items())[::-1], list(world.lots.items())[::-1]

    other = replace(world, units=dict(units), lots=dict(lots))

    assert sorted(played(other, seed, replication)[1]) == sorted(
        played(world, seed, replication)[1]
    )
