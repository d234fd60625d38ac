"""Two dispatch policies, worked out on paper: one train set, and a lot that could also march."""

from dataclasses import dataclass, replace

import numpy as np
import pytest

from eastflank.engine.clock import Work
from eastflank.engine.control.choosing import Choosing
from eastflank.engine.control.commitments import Commitments
from eastflank.engine.control.dispatch import commitments_for
from eastflank.engine.fleet.fleets import Fleets
from eastflank.engine.moves.registry import movers_of
from eastflank.engine.run import plan_book
from eastflank.engine.state.consignment import Consignment, Plan
from eastflank.engine.state.lift import Lift
from eastflank.engine.state.world import World
from eastflank.model.ids import EvidenceKey, LotId
from eastflank.model.luck import Luck
from eastflank.model.modes import Mode
from eastflank.model.records import Records
from eastflank.model.scenario import Dispatch, Scenario
from eastflank.routing.book import Options
from eastflank.routing.legs import Closures
from eastflank.routing.network import Way
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


def test_a_user_optimal_lot_takes_the_train_and_keeps_it_for_long() -> None:
    """It would wait 30 h and take 50: 80, not 102. But the set is back from L at 120 only."""
    _, rows = play(fork(Dispatch.USER_OPTIMAL))

    assert arrivals(rows) == pytest.approx({FIRST: 20, FAR: 80, THEN: 140, LAST: 170}, abs=1e-9)


def test_a_system_optimal_lot_marches_and_the_force_closes_earlier() -> None:
    """One lot is on the list. The far one holds the set for 90 h: 80 + 90 is more than 102."""
    _, rows = play(fork(Dispatch.SYSTEM_OPTIMAL))

    assert arrivals(rows) == pytest.approx({FIRST: 20, FAR: 102, THEN: 50, LAST: 80}, abs=1e-9)


def test_a_review_charges_what_the_choice_charged() -> None:
    """The march takes 202 h. At 0 the train costs 80 and 96 for one other lot: it is waited for.

    At 24 the train to B is done with and two lots are on the list for C: 110 h and 2 x 96 are more
    than 202, so the lot marches, 24 + 202. Three lots gain 0 + 90 + 90 h, it loses 146.
    """
    policies = (Dispatch.USER_OPTIMAL, Dispatch.SYSTEM_OPTIMAL)
    worlds = [fork(policy, march_km=8000, review_h=24) for policy in policies]
    user, system = (arrivals(play(world)[1]) for world in worlds)

    assert user == pytest.approx({FIRST: 20, FAR: 80, THEN: 140, LAST: 170}, abs=1e-9)
    assert system == pytest.approx({FIRST: 20, FAR: 226, THEN: 50, LAST: 80}, abs=1e-9)
    assert sum(user.values()) - sum(system.values()) == pytest.approx(34.0)


@pytest.mark.parametrize("policy", list(Dispatch))
def test_sets_that_are_promised_for_later_change_nothing(policy: Dispatch) -> None:
    """Three more sets from hour 1000 on: nobody waits for them, and none stays for want of them."""
    world = fork(policy)
    later = fleet("train", "b", 0, callup=3)
    late = replace(world.evidence[EvidenceKey("callup_start_rail")], likely=1000.0)
    promised = replace(
        world,
        fleets={**world.fleets, later.id: later},
        evidence={**world.evidence, late.key: late},
    )

    assert arrivals(play(promised)[1]) == arrivals(play(world)[1])


class Nobody:
    """Nothing moves, so nobody is asked for another way, or for the journey of a part."""

    def divert(self, lift: Lift, ahead: Way, detour: Way | None) -> Way:
        raise AssertionError

    def go_on(self, consignment: Consignment) -> Work[None]:
        raise AssertionError


@dataclass
class Scene:
    """The fork before anything moves, as movement control sees it."""

    world: World
    commitments: Commitments
    choosing: Choosing


def scene_of(policy: Dispatch) -> Scene:
    fork_of = fork(policy)
    luck = Luck(dict(fork_of.evidence), 1, None, fork_of.draws)
    world = World(fork_of, plan_book(fork_of), luck, Records())
    fleets = Fleets(world, movers_of(world, Nobody(), Nobody()))
    commitments = commitments_for(world, fleets.holdings)
    return Scene(world, commitments, Choosing(world, commitments))


def lot(scene: Scene, name: str) -> Consignment:
    each = scene.world.scenario.lots[LotId(name)]
    whole = scene.world.scenario.units[each.unit]
    return Consignment(0, each, whole, (0.0,), node=each.origin, pieces=each.pieces, plan=Plan())


def charge(scene: Scene, consignment: Consignment) -> dict[Mode, float]:
    """What the lot is charged beyond its own arrival, by the mode of its first leg."""
    options = offered(scene, consignment)
    eta = scene.commitments.arrivals(options)
    extra = scene.commitments.charged(consignment, options, eta) - eta
    legs = [plan.legs[0].mode for plan in options.itineraries]
    return {mode: float(extra[legs.index(mode)]) for mode in legs}


def offered(scene: Scene, consignment: Consignment) -> Options:
    bound_for, cargo = consignment.lot.destination, consignment.lot.cargo
    return scene.world.book.options((consignment.node, bound_for, cargo, True, Closures()))


def test_the_charge_is_the_delay_of_those_on_the_same_things() -> None:
    """One lot waits for the set and for the ramp at A: 90 h and 6 h longer. Nobody is on the road.

    Two lots: twice that. Who has done with them, or gives them up, is delayed no more.
    """
    scene = scene_of(Dispatch.SYSTEM_OPTIMAL)
    far, first, then = (lot(scene, name) for name in (FAR, FIRST, THEN))

    assert charge(scene, far) == {Mode.RAIL: 0.0, Mode.ROAD: 0.0}
    scene.choosing.choose(first)
    assert charge(scene, far) == {Mode.RAIL: pytest.approx(96.0), Mode.ROAD: 0.0}
    scene.choosing.choose(then)
    assert charge(scene, far) == {Mode.RAIL: pytest.approx(192.0), Mode.ROAD: 0.0}
    scene.choosing.drop(first)
    scene.choosing.drop(then)
    assert charge(scene, far) == {Mode.RAIL: 0.0, Mode.ROAD: 0.0}


def test_a_smaller_lot_delays_others_by_less() -> None:
    scene = scene_of(Dispatch.SYSTEM_OPTIMAL)
    far = lot(scene, FAR)
    scene.choosing.choose(lot(scene, FIRST))
    far.pieces = 10.0

    assert charge(scene, far)[Mode.RAIL] == pytest.approx(96.0 / 3)


def test_nothing_is_charged_by_default() -> None:
    scene = scene_of(Dispatch.USER_OPTIMAL)
    far = lot(scene, FAR)
    scene.choosing.choose(lot(scene, FIRST))
    options = offered(scene, far)
    eta = scene.commitments.arrivals(options)

    assert np.array_equal(scene.commitments.charged(far, options, eta), eta)
