"""Rehearsals, worked out on paper: a queue that no estimate knows, and a lot that could march."""

from dataclasses import replace

import pytest

from eastflank.engine.state.wait_log import AssetWait
from eastflank.model.scenario import CutPolicy, Dispatch, Scenario
from eastflank.rehearsal.learning import Learning
from eastflank.rehearsal.rehearse import foreseeable, rehearse
from tests.hand.test_rail import FREE
from tests.small import (
    DAY_AND_NIGHT,
    MARCH,
    TRAIN,
    arrivals,
    cut,
    fleet,
    node,
    play,
    rail,
    road,
    scenario,
    terminal,
    unit,
)

LOT = "1st/wheeled/00"
POOL = ("pool", "a", "train")


def set_far_away() -> Scenario:
    """The one train set stands at F, 2000 km or 40 h of empty leg from A.

    From A to B a train takes 6 + 10 + 4 = 20 h, a march of 1120 km takes 1 + 28 + 1 = 30 h.
    """
    world = scenario(
        [node("a"), node("b"), node("f")],
        [
            rail("ab", "a", "b", 500, **FREE),
            rail("af", "a", "f", 2000, **FREE),
            road("march", "a", "b", 1120),
        ],
        [terminal("railhead", place) for place in ("a", "b", "f")],
        [TRAIN, MARCH],
        [fleet("train", "f", 1)],
        [unit("1st", "a", "b", {"wheeled": [30]})],
        **DAY_AND_NIGHT,
    )
    return replace(world, dispatch=Dispatch.REHEARSED)


def test_without_a_rehearsal_the_lot_waits_for_a_set_that_is_far_away() -> None:
    """The estimate is 20 h; the set comes after 40 h."""
    _, rows = play(set_far_away())

    assert arrivals(rows) == pytest.approx({LOT: 60})


def test_after_a_rehearsal_the_lot_marches() -> None:
    """It has waited 40 h for the set: 60 h by rail, 30 h on the road."""
    world = set_far_away()
    rehearsed = rehearse(world, runs=1)
    _, rows = play(replace(world, rehearsed=rehearsed))

    assert list(rehearsed.waits_h) == [POOL]
    assert rehearsed.waits_h[POOL] == pytest.approx((40.0,))
    assert arrivals(rows) == pytest.approx({LOT: 30})


def test_what_was_learned_stays_when_nobody_waits_any_more() -> None:
    """In the second rehearsal the lot marches: nobody has seen that the set comes sooner."""
    assert rehearse(set_far_away(), runs=2).waits_h[POOL] == pytest.approx((40.0,))


def test_who_arrives_later_in_the_day_waits_as_the_mean_of_the_day() -> None:
    """40 h and 20 h on the first day; nobody on the second; 6 h on the third."""
    learning = Learning()
    learning.learn(
        [AssetWait(POOL, 1.0, 40.0), AssetWait(POOL, 23.0, 20.0), AssetWait(POOL, 50.0, 6.0)]
    )
    rehearsed = learning.rehearsed()

    assert rehearsed.waits_h == {POOL: (30.0, 0.0, 6.0)}
    assert [rehearsed.wait_h(POOL, hour) for hour in (0.0, 30.0, 71.0, 72.0)] == [30, 0, 6, 0]


def test_the_last_rehearsal_weighs_most() -> None:
    """One load waited 40 h, then one 8 h: (0.6 x 40 + 8) / 1.6 = 20."""
    learning = Learning()
    learning.learn([AssetWait(POOL, 0.0, 40.0)])
    learning.learn([AssetWait(POOL, 0.0, 8.0)])

    assert learning.rehearsed().waits_h[POOL] == pytest.approx((20.0,))


def test_nobody_rehearses_a_cut_that_is_not_announced() -> None:
    sudden, told = cut("ab", start=5.0), cut("ab", start=9.0, id="told", known=True)
    world = replace(set_far_away(), disruptions=(sudden, told))

    assert foreseeable(world) == (told,)
    assert foreseeable(replace(world, policy=CutPolicy.FORESIGHT)) == (sudden, told)


def test_only_a_planned_force_heeds_rehearsals() -> None:
    world = set_far_away()
    rehearsed = rehearse(world, runs=1)
    for policy in (Dispatch.USER_OPTIMAL, Dispatch.SYSTEM_OPTIMAL):
        _, rows = play(replace(world, dispatch=policy, rehearsed=rehearsed))
        assert arrivals(rows) == pytest.approx({LOT: 60})
