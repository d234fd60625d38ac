"""Two dispatch policies, worked out on paper: one train set, and a lot that could also march."""

from dataclasses import replace

import numpy as np
import pytest

from eastflank.engine.control import Control
from eastflank.engine.fleets import Fleets
from eastflank.engine.luck import Luck
from eastflank.engine.run import plan_book
from eastflank.engine.world import Traveller, World
from eastflank.model.scenario import Dispatch, Mode, Scenario
from eastflank.routing.book import Options
from eastflank.routing.legs import Closures
from tests.hand.test_rail import FREE
from tests.small import (
    DAY_AND_NIGHT,
    MARCH,
    TRAIN,
    arrivals,
    fleet,
    node,
    play,
    rail,
    road,
    scenario,
    terminal,
    unit,
)

FIRST, FAR, THEN, LAST = (
    "1st/tracked/00",
    "far/wheeled/00",
    "then/tracked/00",
    "then/tracked/01",
)


def fork(policy: Dispatch, *, march_km: float = 4000, review_h: float = 1e6) -> Scenario:
    """A, with one train set: 500 km of rail to B and to C, 2000 km of rail or more of road to L.

    In order of rank: a trainload to B, one to L that could march as well, two to C. A lift to B or
    C takes 6 + 10 + 4 = 20 h, and the set 10 h back; to L 6 + 40 + 4 = 50 h and 40 h back. A march
    of 4000 km takes 1 + 4000 / 40 + 1 = 102 h.
    """
    world = scenario(
        [node("a"), node("b"), node("c"), node("l")],
        [
            rail("ab", "a", "b", 500, **FREE),
            rail("ac", "a", "c", 500, **FREE),
            rail("al", "a", "l", 2000, **FREE),
            road("march", "a", "l", march_km),
        ],
        [terminal("railhead", place) for place in ("a", "b", "c", "l")],
        [TRAIN, MARCH],
        [fleet("train", "a", 1)],
        [
            unit("1st", "a", "b", {"tracked": [30]}, priority=1),
            unit("far", "a", "l", {"wheeled": [30]}, priority=2),
            unit("then", "a", "c", {"tracked": [30, 30]}, priority=3),
        ],
        review_interval=review_h,
        march_limit=1e5,
        **DAY_AND_NIGHT,
    )
    return replace(world, dispatch=policy)


def test_a_selfish_lot_takes_the_train_and_keeps_it_for_long() -> None:
    """It would wait 30 h and take 50: 80, not 102. But the set is back from L at 120 only."""
    _, rows = play(fork(Dispatch.SOONEST))

    assert arrivals(rows) == pytest.approx({FIRST: 20, FAR: 80, THEN: 140, LAST: 170}, abs=1e-9)


def test_a_considerate_lot_marches_and_the_force_closes_earlier() -> None:
    """One lot is on the list. The far one holds the set for 90 h: 80 + 90 is more than 102."""
    _, rows = play(fork(Dispatch.CONSIDERATE))

    assert arrivals(rows) == pytest.approx({FIRST: 20, FAR: 102, THEN: 50, LAST: 80}, abs=1e-9)


def test_a_review_charges_what_the_choice_charged() -> None:
    """The march takes 202 h. At 0 the train costs 80 and 96 for one other lot: it is waited for.

    At 24 the train to B is done with and two lots are on the list for C: 110 h and 2 x 96 are more
    than 202, so the lot marches, 24 + 202. Three lots gain 0 + 90 + 90 h, it loses 146.
    """
    worlds = [fork(policy, march_km=8000, review_h=24) for policy in Dispatch]
    selfish, considerate = (arrivals(play(world)[1]) for world in worlds)

    assert selfish == pytest.approx({FIRST: 20, FAR: 80, THEN: 140, LAST: 170}, abs=1e-9)
    assert considerate == pytest.approx({FIRST: 20, FAR: 226, THEN: 50, LAST: 80}, abs=1e-9)
    assert sum(selfish.values()) - sum(considerate.values()) == pytest.approx(34.0)


def control_of(policy: Dispatch) -> Control:
    """Movement control of the fork before anything moves."""
    world = fork(policy)
    scene = World(
        world, plan_book(world), Luck(dict(world.evidence), 1, None, world.draws), lambda _: None
    )
    scene.fleets = Fleets(scene)
    scene.control = Control(scene)
    return scene.control


def lot(control: Control, name: str) -> Traveller:
    found = control.world.scenario.lots
    (each,) = [lot for lot in found.values() if lot.id == name]
    return Traveller(each, control.world.scenario.units[each.unit], (0.0,))


def charge(control: Control, traveller: Traveller) -> dict[Mode, float]:
    """What the lot is charged beyond its own arrival, by the mode of its first leg."""
    options = offered(control, traveller)
    eta = control.accounts.arrivals(options)
    toll = control.accounts.charged(traveller, options, eta) - eta
    legs = [plan.legs[0].mode for plan in options.itineraries]
    return {mode: float(toll[legs.index(mode)]) for mode in legs}


def offered(control: Control, traveller: Traveller) -> Options:
    return control.world.book.options(
        (traveller.node, traveller.lot.destination, traveller.lot.cargo, True, Closures())
    )


def test_the_toll_is_the_delay_of_those_on_the_same_things() -> None:
    """One lot waits for the set and for the ramp at A: 90 h and 6 h longer. Nobody is on the road.

    Two lots: twice that. Who has done with them, or gives them up, is delayed no more.
    """
    control = control_of(Dispatch.CONSIDERATE)
    far, first, then = (lot(control, name) for name in (FAR, FIRST, THEN))

    assert charge(control, far) == {Mode.RAIL: 0.0, Mode.ROAD: 0.0}
    control.plan(first)
    assert charge(control, far) == {Mode.RAIL: pytest.approx(96.0), Mode.ROAD: 0.0}
    control.plan(then)
    assert charge(control, far) == {Mode.RAIL: pytest.approx(192.0), Mode.ROAD: 0.0}
    control.drop(first)
    control.drop(then)
    assert charge(control, far) == {Mode.RAIL: 0.0, Mode.ROAD: 0.0}


def test_a_smaller_lot_delays_others_by_less() -> None:
    control = control_of(Dispatch.CONSIDERATE)
    far = lot(control, FAR)
    control.plan(lot(control, FIRST))
    far.pieces = 10.0

    assert charge(control, far)[Mode.RAIL] == pytest.approx(96.0 / 3)


def test_nothing_is_charged_by_default() -> None:
    control = control_of(Dispatch.SOONEST)
    far = lot(control, FAR)
    control.plan(lot(control, FIRST))
    options = offered(control, far)
    eta = control.accounts.arrivals(options)

    assert np.array_equal(control.accounts.charged(far, options, eta), eta)
