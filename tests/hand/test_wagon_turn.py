"""Wagon sets turn round after unloading, worked out on paper."""

import pytest

from eastflank.model.ids import EvidenceKey
from eastflank.routing.book import Itineraries
from eastflank.routing.legs import Closures
from tests.hand.test_rail import line, trains
from tests.small import (
    TRAIN,
    arrivals,
    asset_type,
    fleet,
    node,
    of,
    play,
    rail,
    scenario,
    terminal,
    unit,
)

COACH = asset_type(
    "train",
    "rail",
    {"people": 30.0},
    load_key=EvidenceKey("coach_load"),
    unload_key=EvidenceKey("coach_unload"),
)


def test_twelve_sets_bring_thirty_loads_in_three_rounds() -> None:
    """100 h out, 16 h of turn at the far end, 100 h back: 2 x 216 + 100 = 532 h."""
    world = line(
        trains(30), km=5000.0, sets=12, ramps=(99, 99), train_load=0, train_unload=0, wagon_turn=16
    )

    _, rows = play(world)

    assert max(arrivals(rows).values()) == pytest.approx(532.0, abs=1e-9)
    turns = of(rows, "turn")  # the last six sets turn when the run is over
    assert [row.place for row in turns] == ["b"] * 24
    assert [row.to_h - row.from_h for row in turns] == pytest.approx([16.0] * 24)


def test_the_ramp_is_free_when_a_train_is_unloaded_and_the_wagons_are_not() -> None:
    """Two sets, one ramp at B: loaded at 6 and 12, off at 20 and 26 while the first still turns."""
    _, rows = play(line(trains(2), km=500.0, sets=2, wagon_turn=16))

    assert sorted(arrivals(rows).values()) == pytest.approx([20.0, 26.0], abs=1e-9)


def test_a_passenger_train_goes_again_at_once() -> None:
    """Two loads on one train: 1 h on, 10 h there, 1 h off, 10 h back, and there again at 34."""
    people = unit("u", "a", "b", {"people": [30.0, 30.0]})

    _, rows = play(line(people, km=500.0, train=COACH, wagon_turn=16))

    assert max(arrivals(rows).values()) == pytest.approx(34.0, abs=1e-9)


def test_near_side_wagons_turn_round_where_the_gauge_breaks() -> None:
    """6 + 4 to Y, transfer 8: free at 18, and turned at 34; back at A at 38 for the next load."""
    wide = asset_type("wide", "rail", {"wheeled": 30.0}, gauge_mm=1520)
    world = scenario(
        [node("a"), node("y"), node("b")],
        [rail("ay", "a", "y", 200), rail("yb", "y", "b", 200, gauge_mm=1520)],
        [
            terminal("railhead", "a"),
            terminal("transfer_yard", "y", far_gauge_mm=1520),
            terminal("railhead", "b", gauge_mm=1520),
        ],
        [TRAIN, wide],
        [fleet("train", "a", 1), fleet("wide", "y", 2)],
        [unit("u", "a", "b", {"wheeled": [30.0, 30.0]})],
        wagon_turn=16,
    )

    _, rows = play(world)

    assert sorted(row.from_h for row in of(rows, "load")) == pytest.approx([0.0, 38.0], abs=1e-9)


def test_movement_control_counts_the_turn_among_the_hours_of_a_set() -> None:
    """Load 6, 10 h there and back, unload 4, turn 16: 46 h of a set for 30 pieces."""
    book = Itineraries(line(trains(1), km=500.0, wagon_turn=16))

    (lot,) = book.scenario.lots.values()
    options = book.options((lot.origin, lot.destination, lot.cargo, lot.may_fly, Closures()))
    (needed,) = options.needs[0]
    by_account = dict(zip(needed.accounts.tolist(), needed.work_per_piece.tolist(), strict=True))
    pool = next(i for i, account in enumerate(book.accounts) if account[0] == "pool")
    assert by_account[pool] == pytest.approx(46.0 / 30.0)
