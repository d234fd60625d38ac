"""The march limit counts over the whole way of a lot, and short hops by ship are not weighed."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from eastflank.engine.run import plan_book
from eastflank.model.ids import NodeId
from eastflank.model.modes import Mode
from eastflank.model.scenario import CargoClass, Dispatch, Fleet, Link, Scenario
from eastflank.routing.legs import Closures
from tests import cells
from tests.checker import violations
from tests.facts_of import facts_of, frame_of
from tests.small import (
    DAY_AND_NIGHT,
    MARCH,
    TRAIN,
    arrivals,
    asset_type,
    fleet,
    node,
    of,
    play,
    rail,
    road,
    scenario,
    sea,
    terminal,
    unit,
)

SHIP = asset_type("ship", "sea", {"wheeled": 100.0}, speed_kmh=20.0)


def strait(
    *more: Link,
    trains: tuple[Fleet, ...] = (),
    second_km: float = 900.0,
    lots: Sequence[float] = (30.0,),
    **values: cells.Value,
) -> Scenario:
    """A --- 1000 km --- P ~ 40 km ~ Q --- 900 km --- B; by rail it is as far as the links say."""
    return scenario(
        [node("a"), node("p"), node("q"), node("b")],
        [
            road("ap", "a", "p", 1000),
            sea("pq", "p", "q", 40),
            road("qb", "q", "b", second_km),
            *more,
        ],
        [
            terminal("port", "p"),
            terminal("port", "q"),
            terminal("railhead", "a"),
            terminal("railhead", "b"),
        ],
        [MARCH, SHIP, TRAIN],
        [fleet("ship", "p", 1), *trains],
        [unit("u", "a", "b", {"wheeled": list(lots)})],
        given=values,
        **DAY_AND_NIGHT,
    )


def modes(world: Scenario) -> set[str]:
    """The types of asset that carried the lot."""
    return {row.asset_type for row in of(play(world)[1], "transit")}


def test_a_hop_by_ship_does_not_begin_the_march_anew() -> None:
    """1000 + 900 km are over 1500, so it is the train, though 6000 km by rail take longer."""
    world = strait(rail("ab", "a", "b", 6000), trains=(fleet("train", "a", 1),))

    assert modes(world) == {"train"}


@pytest.mark.parametrize("policy", Dispatch)
def test_no_dispatch_policy_passes_the_limit_where_there_is_a_train(policy: Dispatch) -> None:
    """Six lots want one set, and 6000 km there and back: to march 1900 km would be far sooner."""
    world = strait(rail("ab", "a", "b", 6000), trains=(fleet("train", "a", 1),), lots=[30.0] * 6)
    world = replace(world, dispatch=policy)
    _, rows = play(world)

    assert violations(frame_of(rows), {**facts_of(world), "march_km": 1500.0}) == []
    assert len(arrivals(rows)) == 6


def test_the_limit_of_the_run_counts_over_all_legs_and_not_the_highest_of_its_row() -> None:
    """1000 + 900 km are over the likely 1500, though not over the 2500 that some draw has."""
    line, trains = rail("ab", "a", "b", 6000), (fleet("train", "a", 1),)

    assert modes(strait(line, trains=trains, march_limit=(1000, 1500, 2500))) == {"train"}
    assert modes(strait(line, trains=trains, march_limit=2500)) == {"march", "ship"}


def test_two_marches_within_the_limit_are_allowed() -> None:
    """1000 + 400 km: over the strait, since it is the faster way."""
    line, trains = rail("ab", "a", "b", 6000), (fleet("train", "a", 1),)
    world = strait(line, trains=trains, second_km=400.0)

    assert modes(world) == {"march", "ship"}


def test_where_nothing_else_leads_on_a_lot_marches_farther_than_the_limit() -> None:
    """Without a railway the lot arrives all the same: the limit is a policy."""
    world = strait()

    assert modes(world) == {"march", "ship"}
    assert set(arrivals(play(world)[1])) == {"u/wheeled/00"}


@pytest.mark.parametrize(("km", "sails"), [(100.0, False), (2400.0, True)])
def test_a_ship_is_weighed_only_where_the_road_between_its_ports_takes_longer(
    km: float, *, sails: bool
) -> None:
    """40 km by sea take 2 h, with 2 h of handling; 100 km of road 2.5 h, 2400 km 60 h."""
    book = plan_book(strait(road("pq-road", "p", "q", km), ship_load=1, ship_unload=1))

    found = book.between((NodeId("a"), NodeId("b"), CargoClass.WHEELED, False, Closures()))

    assert any(Mode.SEA in plan.modes for plan in found) is sails
