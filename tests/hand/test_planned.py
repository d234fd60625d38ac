"""Planned dispatch, worked out on paper: whom one train set carries first."""

from dataclasses import replace

import pytest

from eastflank.model.scenario import Dispatch, Precedence, Scenario
from tests.hand.test_rail import FREE
from tests.small import (
    TIERS,
    TRAIN,
    Force,
    arrivals,
    fleet,
    node,
    play,
    rail,
    scenario,
    terminal,
    unit,
)

SMALL, LARGE = "1st/tracked/00", "2nd/tracked/00"
INFANTRY, TANKS, SUPPLY = "a-inf/wheeled/00", "a-tanks/tracked/00", "b-supply/wheeled/00"
FIRST, FAR, NEAR = "first/tracked/00", "far/tracked/00", "near/tracked/00"


def one_set(*units: Force) -> Scenario:
    """Units that all go from A to B, 500 km, on one train set: 6 + 10 + 4 = 20 h, 10 h back."""
    return scenario(
        [node("a"), node("b")],
        [rail("ab", "a", "b", 500, **FREE)],
        [terminal("railhead", place) for place in ("a", "b")],
        [TRAIN],
        [fleet("train", "a", 1)],
        units,
    )


def two_units(policy: Dispatch) -> Scenario:
    """A trainload of a unit of 10 troops and one of a unit of 100."""
    world = one_set(
        unit("1st", "a", "b", {"tracked": [30]}, personnel=10),
        unit("2nd", "a", "b", {"tracked": [30]}, personnel=100),
    )
    return replace(world, dispatch=policy)


@pytest.mark.parametrize("policy", [Dispatch.USER_OPTIMAL, Dispatch.SYSTEM_OPTIMAL])
def test_units_that_are_ready_together_go_by_their_id(policy: Dispatch) -> None:
    _, rows = play(two_units(policy))

    assert arrivals(rows) == pytest.approx({SMALL: 20, LARGE: 50}, abs=1e-9)


def test_a_staff_first_moves_the_unit_that_takes_least_lift_for_each_of_its_troops() -> None:
    """30 h of the set for 100 troops, or for 10: 90 troops are there 30 h earlier."""
    _, rows = play(two_units(Dispatch.PLANNED))

    assert arrivals(rows) == pytest.approx({SMALL: 50, LARGE: 20}, abs=1e-9)


def brigade_and_supply(precedence: Precedence, fighting_share: float) -> Scenario:
    """Infantry (400) and tanks (100) of a brigade, supply (200) of a corps: a trainload each."""
    world = one_set(
        unit("a-inf", "a", "b", {"wheeled": [30]}, personnel=400),
        unit("a-tanks", "a", "b", {"tracked": [30]}, personnel=100, strength={"tanks": 30}),
        unit("b-supply", "a", "b", {"wheeled": [30]}, personnel=200, brigade=""),
    )
    staff = replace(world, dispatch=Dispatch.PLANNED)
    return replace(staff, precedence=precedence, fighting_share=fighting_share)


def test_a_staff_that_counts_troops_sends_the_tanks_last() -> None:
    _, rows = play(brigade_and_supply(Precedence.UNITS, 0.0))

    assert arrivals(rows) == pytest.approx({INFANTRY: 20, SUPPLY: 50, TANKS: 80}, abs=1e-9)


def test_tanks_that_go_with_their_brigade_do_not_wait_for_the_supply_of_others() -> None:
    """A trainload for 250 troops of the brigade, and for 200 of supply."""
    _, rows = play(brigade_and_supply(Precedence.BRIGADES, 0.0))

    assert arrivals(rows) == pytest.approx({INFANTRY: 20, TANKS: 50, SUPPLY: 80}, abs=1e-9)


def test_a_staff_that_counts_what_units_fight_with_sends_all_tanks_of_the_force_early() -> None:
    """Half of all worth is tanks: 1/14 + 1/2 of it go with them, 4/14 with infantry."""
    _, rows = play(brigade_and_supply(Precedence.UNITS, 0.5))

    assert arrivals(rows) == pytest.approx({TANKS: 20, INFANTRY: 50, SUPPLY: 80}, abs=1e-9)


def far_and_near(policy: Dispatch) -> Scenario:
    """One set carries a lot to B, and is free there at 20.

    A lot waits for it since 0 at F, 20 h away; another since 18 at N, 5 h away; both are to go to
    B. To fetch the far one takes 20 + 6 + 20 + 4 = 50 h, the near one 5 + 6 + 5 + 4 = 20 h.
    """
    world = scenario(
        [node("a"), node("b"), node("f"), node("n")],
        [
            rail("ab", "a", "b", 500, **FREE),
            rail("bf", "b", "f", 1000, **FREE),
            rail("bn", "b", "n", 250, **FREE),
        ],
        [terminal("railhead", place) for place in ("a", "b", "f", "n")],
        [TRAIN],
        [fleet("train", "a", 1)],
        [
            unit("first", "a", "b", {"tracked": [30]}, priority=1),
            unit("far", "f", "b", {"tracked": [30]}),
            unit("near", "n", "b", {"tracked": [30]}, notice_h=18.0),
        ],
    )
    return replace(world, frame=TIERS, dispatch=policy)


@pytest.mark.parametrize("policy", [Dispatch.USER_OPTIMAL, Dispatch.SYSTEM_OPTIMAL])
def test_a_free_set_fetches_first_who_has_waited_long(policy: Dispatch) -> None:
    """20 h of empty leg, against 5 h and 18 h that the near lot asked later."""
    _, rows = play(far_and_near(policy))

    assert arrivals(rows) == pytest.approx({FIRST: 20, FAR: 70, NEAR: 90}, abs=1e-9)


def test_a_staff_spends_few_empty_hours() -> None:
    """Three times 20 h, against three times 5 h and 18 h: nobody else is 30 h earlier for 20 h."""
    _, rows = play(far_and_near(Dispatch.PLANNED))

    assert arrivals(rows) == pytest.approx({FIRST: 20, FAR: 90, NEAR: 40}, abs=1e-9)
