"""How lots share lifts, wait for fill, are called forward and are split over lifts."""

from dataclasses import replace

import pytest

from eastflank.model.scenario import Scenario
from tests.hand.test_rail import line, trains
from tests.small import (
    DAY_AND_NIGHT,
    HET,
    MARCH,
    TRAIN,
    Force,
    arrivals,
    asset_type,
    fleet,
    node,
    of,
    play,
    rail,
    road,
    scenario,
    terminal,
    unit,
    why,
)


def half(name: str, origin: str = "a") -> Force:
    """A unit that fills half a train."""
    return unit(name, origin, "b", {"wheeled": [15]})


def gathered(*, hold_h: float) -> Scenario:
    """C --- 320 km of road --- A --- 2000 km of rail --- B; U waits at A, V marches from C."""
    return scenario(
        [node("a"), node("b"), node("c")],
        [rail("ab", "a", "b", 2000), road("ca", "c", "a", 320)],
        [terminal("railhead", "a"), terminal("railhead", "b")],
        [TRAIN, MARCH],
        [fleet("train", "a", 2)],
        [half("u"), half("v", "c")],
        rail_hold_for_fill=hold_h,
        **DAY_AND_NIGHT,
    )


def test_lots_of_two_units_share_one_train() -> None:
    """Two halves, both there at 0: one train, loaded once in 6 h, both off at 50."""
    _, rows = play(line(half("u"), half("v"), sets=2, rail_hold_for_fill=24))

    assert set(arrivals(rows).values()) == {50.0}
    assert {row.lift for row in of(rows, "load")} == {"rail-00001"}
    (served, *_) = of(rows, "serve")
    assert served.pieces == 30


def test_a_full_load_does_not_wait_for_the_hold_limit() -> None:
    """V forms 1, marches 320 km at 40 km/h = 8, disperses 1: at A at 10; full, so 10 + 50 = 60."""
    _, rows = play(gathered(hold_h=48))

    assert arrivals(rows) == pytest.approx({"u/wheeled/00": 60.0, "v/wheeled/00": 60.0}, abs=1e-9)
    assert len({row.lift for row in of(rows, "load") if row.lift.startswith("rail")}) == 1


def test_a_part_load_leaves_when_the_hold_limit_passes() -> None:
    """A hold of 7 h: U leaves alone at 7 (57); V is there at 10, holds until 17 (67)."""
    _, rows = play(gathered(hold_h=7))

    assert arrivals(rows) == pytest.approx({"u/wheeled/00": 57.0, "v/wheeled/00": 67.0}, abs=1e-9)
    waits = {row.lot: row for row in of(rows, "wait") if row.lift.startswith("rail")}
    assert why(waits["u/wheeled/00"]) == "fill"


def test_call_forward_keeps_the_second_train_at_home() -> None:
    """One place at B: the second begins to load when the first is off, 50: 50 + 50 = 100 h."""
    _, rows = play(line(trains(2), sets=2, ramps=(2, 2), limit=1))

    assert sorted(arrivals(rows).values()) == pytest.approx([50, 100], abs=1e-9)
    (wait,) = [row for row in of(rows, "wait") if row.to_h > 0]
    assert (wait.place, wait.to_h, why(wait)) == ("a", 50.0, "call_forward railhead:b")


def test_a_wait_is_told_thing_by_thing_in_turn() -> None:
    """One place at B, one set: V waits for the place until 50, then 40 h for the set to be back."""
    _, rows = play(line(trains(2), ramps=(2, 2), limit=1))

    second = [row for row in of(rows, "wait") if row.lot == "u/wheeled/01"]
    assert [(why(row), row.from_h, row.to_h) for row in second] == [
        ("call_forward railhead:b", 0.0, 50.0),
        ("asset train", 50.0, 90.0),
    ]


def test_call_forward_of_two_lets_two_trains_be_under_way() -> None:
    """Two places at B: two loaded at once (50), the third after the first is off (100)."""
    _, rows = play(line(trains(3), sets=3, ramps=(3, 3), limit=2, theta=1.0))

    assert sorted(arrivals(rows).values()) == pytest.approx([50, 50, 100], abs=1e-9)


def test_a_lot_larger_than_a_train_is_together_when_its_last_part_lands() -> None:
    """60 pieces, one set of 30: 0-50, empty back 40 h, 90-140: the lot is there at 140."""
    _, rows = play(line(trains(1, pieces=60.0)))

    assert arrivals(rows) == pytest.approx({"u/wheeled/00": 140.0}, abs=1e-9)
    assert [(row.pieces, row.to_h) for row in of(rows, "unload")] == [(30, 50), (30, 140)]
    assert [row.pieces for row in of(rows, "staging")] == [60]


def test_a_lot_of_two_pieces_takes_one_transporter_twice() -> None:
    """80 km at 40 km/h = 2 h: load 2, 2 h, unload 2 (6), empty back 2, again 6: 14 h."""
    world = scenario(
        [node("a"), node("b")],
        [road("ab", "a", "b", 80)],
        [],
        [HET],
        [fleet("het", "a", 1)],
        [unit("u", "a", "b", {"heavy_tracked": [2]})],
        **DAY_AND_NIGHT,
    )

    _, rows = play(world)

    assert arrivals(rows) == pytest.approx({"u/heavy_tracked/00": 14.0}, abs=1e-9)


def test_a_lot_of_two_pieces_takes_two_transporters_at_once() -> None:
    """Two HETs for two pieces: load 2, 2 h, unload 2: 6 h."""
    world = scenario(
        [node("a"), node("b")],
        [road("ab", "a", "b", 80)],
        [],
        [HET],
        [fleet("het", "a", 2)],
        [unit("u", "a", "b", {"heavy_tracked": [2]})],
        packet_flow_two_lane=1e15,
        **DAY_AND_NIGHT,
    )

    _, rows = play(world)

    assert arrivals(rows) == pytest.approx({"u/heavy_tracked/00": 6.0}, abs=1e-9)


def test_three_lots_of_sixty_percent_need_three_trains() -> None:
    """1.8 trains of cargo, but no two lots fit together: ramp 0-6, 6-12, 12-18; 50, 56, 62."""
    world = line(unit("u", "a", "b", {"wheeled": [18, 18, 18]}), sets=3, theta=1.0)

    _, rows = play(world)

    assert sorted(arrivals(rows).values()) == pytest.approx([50, 56, 62], abs=1e-9)


def test_a_fleet_serves_only_its_own_nations() -> None:
    """The set at A serves only PL: the DE lot waits for the PL lot's end, and longer: for ever."""
    world = scenario(
        [node("a"), node("b")],
        [rail("ab", "a", "b", 2000)],
        [terminal("railhead", "a"), terminal("railhead", "b")],
        [TRAIN],
        [fleet("train", "a", 1, serves=("PL",))],
        [
            unit("de", "a", "b", {"wheeled": [30]}, nation="DE", priority=1),
            unit("pl", "a", "b", {"wheeled": [30]}, nation="PL", priority=2),
        ],
        horizon_h=480.0,
    )

    end, rows = play(world)

    assert arrivals(rows) == pytest.approx({"pl/wheeled/00": 50.0}, abs=1e-9)
    assert [waiting.unit for waiting in end.waiting] == ["de"]


def test_a_freed_asset_answers_no_nation_that_its_fleet_does_not_serve() -> None:
    """One set at A for DE, off at B at 50. The PL lot at B is near and of priority 1, and waits.

    The set goes back 40 h for the second DE lot: 90, loaded 96, 136, off 140.
    """
    world = scenario(
        [node("a"), node("b")],
        [rail("ab", "a", "b", 2000)],
        [terminal("railhead", "a"), terminal("railhead", "b")],
        [TRAIN],
        [fleet("train", "a", 1, serves=("DE",)), fleet("train", "b", 0, serves=("PL",))],
        [
            unit("de", "a", "b", {"wheeled": [30]}, nation="DE", priority=2),
            unit("pl", "b", "a", {"wheeled": [30]}, nation="PL", priority=1),
            unit("then", "a", "b", {"wheeled": [30]}, nation="DE", priority=3),
        ],
        horizon_h=480.0,
    )

    end, rows = play(world)

    assert arrivals(rows) == pytest.approx({"de/wheeled/00": 50, "then/wheeled/00": 140}, abs=1e-9)
    assert [waiting.unit for waiting in end.waiting] == ["pl"]


def test_a_freed_asset_leaves_an_open_request_of_a_nation_that_it_does_not_serve() -> None:
    """The set for DE is off at B at 50, where the PL lot waits for its own set of hour 300.

    It goes back for the second DE lot: off 140. The PL lot: loaded 306, 346, off 350.
    """
    world = scenario(
        [node("a"), node("b")],
        [rail("ab", "a", "b", 2000)],
        [terminal("railhead", "a"), terminal("railhead", "b")],
        [TRAIN],
        [
            fleet("train", "a", 1, serves=("DE",)),
            fleet("train", "b", 0, callup=1, serves=("PL",)),
        ],
        [
            unit("de", "a", "b", {"wheeled": [30]}, nation="DE", priority=2),
            unit("pl", "b", "a", {"wheeled": [30]}, nation="PL", priority=1),
            unit("then", "a", "b", {"wheeled": [30]}, nation="DE", priority=3),
        ],
        callup_start_rail=300,
    )

    _, rows = play(world)

    expected = {"de/wheeled/00": 50.0, "then/wheeled/00": 140.0, "pl/wheeled/00": 350.0}
    assert arrivals(rows) == pytest.approx(expected, abs=1e-9)


def test_an_asset_is_sent_to_the_call_of_the_best_priority() -> None:
    """One set, three loads: by priority 1 (50), 2 (140), 3 (230), not by the order of the list."""
    world = line(
        unit("c", "a", "b", {"wheeled": [30]}, priority=1),
        unit("a", "a", "b", {"wheeled": [30]}, priority=3),
        unit("b", "a", "b", {"wheeled": [30]}, priority=2),
    )

    _, rows = play(world)

    expected = {"c/wheeled/00": 50.0, "b/wheeled/00": 140.0, "a/wheeled/00": 230.0}
    assert arrivals(rows) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(("step_h", "far", "near"), [(24, 60.0, 72.0), (0, 72.0, 22.0)])
def test_a_step_of_priority_outweighs_a_shorter_empty_leg(
    step_h: float, far: float, near: float
) -> None:
    """F --- 1000 km --- B --- 50 km --- N: the one set appears at B at hour 10.

    By steps of 24 h priority 1 at F (20 + 24) goes before priority 3 at N (1 + 72): empty to 30,
    load 36, at B at 56, off 60; then to N 61, 67, 68, off 72. Without steps N is the nearer:
    11, 17, 18, off 22; then to F 42, 48, 68, off 72.
    """
    world = scenario(
        [node("f"), node("b"), node("n")],
        [rail("fb", "f", "b", 1000), rail("bn", "b", "n", 50)],
        [terminal("railhead", name) for name in "fbn"],
        [TRAIN],
        [fleet("train", "b", 0, callup=1)],
        [
            unit("far", "f", "b", {"wheeled": [30]}, priority=1),
            unit("near", "n", "b", {"wheeled": [30]}, priority=3),
        ],
        callup_start_rail=10,
        priority_step=step_h,
    )

    _, rows = play(world)

    expected = {"far/wheeled/00": far, "near/wheeled/00": near}
    assert arrivals(rows) == pytest.approx(expected, abs=1e-9)


def test_wagons_called_up_appear_one_after_another() -> None:
    """None held, two called up over 20 h from hour 10: at 20 and 30; loads end at 70 and 80."""
    world = scenario(
        [node("a"), node("b")],
        [rail("ab", "a", "b", 2000)],
        [terminal("railhead", "a", 9), terminal("railhead", "b", 9)],
        [asset_type("train", "rail", {"wheeled": 30.0})],
        [fleet("train", "a", 0, callup=2)],
        [trains(2)],
        callup_start_rail=10,
        callup_ramp_rail=20,
    )

    _, rows = play(world)

    assert sorted(arrivals(rows).values()) == pytest.approx([70, 80], abs=1e-9)


def test_a_type_that_nobody_holds_carries_nothing() -> None:
    """There are trains in the table of types, but in no fleet: no way, not a train for nothing."""
    world = replace(line(trains(1), horizon_h=240.0), fleets={})

    end, rows = play(world)

    assert of(rows, "load") == []
    assert [waiting.lot for waiting in end.waiting] == ["u/wheeled/00"]
