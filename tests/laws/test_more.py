"""More of a thing is not worse for a force that a staff moves, beyond what luck can explain."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import pytest

from eastflank.measures.uncertainty.intervals import mean_interval
from eastflank.model.ids import UnitId
from eastflank.model.records import Stage
from eastflank.model.scenario import Dispatch, Scenario
from eastflank.model.units import HOURS_PER_DAY
from tests.small import play
from tests.theatre import theatre

PAIRS: Final = 64
SOONER_H: Final = 10 * HOURS_PER_DAY

pytestmark = pytest.mark.slow


def few_wagons() -> Scenario:
    """The small theatre under a staff, where a third of the lift is left."""
    world = theatre()
    fleets = {
        name: replace(each, held=max(1, each.held // 3), callup=each.callup // 3)
        for name, each in world.fleets.items()
    }
    return replace(world, fleets=fleets, dispatch=Dispatch.PLANNED)


def more_lift(world: Scenario) -> Scenario:
    return replace(
        world,
        fleets={name: replace(x, held=2 * x.held) for name, x in world.fleets.items()},
    )


def more_paths(world: Scenario) -> Scenario:
    return replace(
        world,
        links={
            name: replace(x, paths_per_day_each_way=2 * x.paths_per_day_each_way)
            if x.paths_per_day_each_way
            else x
            for name, x in world.links.items()
        },
    )


def more_warning(world: Scenario) -> Scenario:
    frame = replace(world.frame, warning_h=world.frame.warning_h + SOONER_H)
    return replace(world, frame=frame)


def in_place(world: Scenario, replication: int) -> float:
    """Troop-hours in place from each closure to the horizon."""
    _, rows = play(world, seed=1, replication=replication)
    return sum(
        world.units[UnitId(row.unit)].personnel * (world.horizon_h - row.to_h)
        for row in rows
        if row.stage == Stage.INTEGRATION
    )


@pytest.mark.parametrize("more", [more_lift, more_paths, more_warning])
def test_more_is_not_worse_for_a_planned_force(more: Callable[[Scenario], Scenario]) -> None:
    few = few_wagons()
    gains = [in_place(more(few), pair) - in_place(few, pair) for pair in range(PAIRS)]

    _, _, most = mean_interval(gains)
    assert most >= 0.0


def test_less_lift_is_seen_to_be_worse() -> None:
    """The same measure finds a loss where there is one."""
    few = few_wagons()
    losses = [in_place(few, pair) - in_place(more_lift(few), pair) for pair in range(PAIRS)]

    _, _, most = mean_interval(losses)
    assert most < 0.0
