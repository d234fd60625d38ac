"""Yards at both ends of the way of a train, worked out on paper."""

from typing import TypedDict

import pytest

from eastflank.engine.run import plan_book
from eastflank.model.scenario import Scenario
from eastflank.routing.legs import Closures
from tests.hand.test_rail import line, trains
from tests.hand.test_wagon_turn import COACH
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


class Hours(TypedDict):
    """The rows of a train's hours at both ends."""

    train_load: float
    train_prepare: float
    train_place: float
    train_unload: float


YARDS: Hours = {"train_load": 8, "train_prepare": 6, "train_place": 3, "train_unload": 3}


def test_a_train_is_put_together_before_its_way_and_placed_after_it() -> None:
    """Load 8 + prepare 6 + run 10 + place 3 + unload 3 = 30 h; the second loads from hour 8."""
    _, rows = play(line(trains(2), km=500.0, sets=2, **YARDS))

    assert sorted(arrivals(rows).values()) == pytest.approx([30.0, 38.0], abs=1e-9)
    assert sorted(row.from_h for row in of(rows, "load")) == pytest.approx([0.0, 8.0], abs=1e-9)
    assert {(row.place, row.to_h - row.from_h) for row in of(rows, "prepare")} == {("a", 6.0)}
    assert {(row.place, row.to_h - row.from_h) for row in of(rows, "place")} == {("b", 3.0)}


def test_the_far_ramp_serves_another_train_while_one_is_placed() -> None:
    """Both arrive at 18, one ramp at B: placed at 21, unloaded by 24 and 27."""
    _, rows = play(
        line(trains(2), km=500.0, sets=2, ramps=(2, 1), train_load=8, train_place=3, train_unload=3)
    )

    assert sorted(arrivals(rows).values()) == pytest.approx([24.0, 27.0], abs=1e-9)


def test_a_passenger_train_goes_through_no_yard() -> None:
    """1 h on, 10 h there, 1 h off: 12 h."""
    people = unit("u", "a", "b", {"people": [30.0]})

    _, rows = play(line(people, km=500.0, train=COACH, **YARDS))

    assert arrivals(rows) == pytest.approx({"u/people/00": 12.0}, abs=1e-9)


def through_a_gauge_break() -> Scenario:
    """A --- 200 km --- Y === 200 km === B."""
    wide = asset_type("wide", "rail", {"wheeled": 30.0}, gauge_mm=1520)
    return scenario(
        [node("a"), node("y"), node("b")],
        [rail("ay", "a", "y", 200), rail("yb", "y", "b", 200, gauge_mm=1520)],
        [
            terminal("railhead", "a"),
            terminal("transfer_yard", "y", far_gauge_mm=1520),
            terminal("railhead", "b", gauge_mm=1520),
        ],
        [TRAIN, wide],
        [fleet("train", "a", 1), fleet("wide", "y", 1)],
        [trains(1)],
        **YARDS,
    )


def test_a_transfer_yard_has_its_own_time() -> None:
    """Load 8 + prepare 6 + 4 h to Y + transfer 8 + 4 h + place 3 + unload 3 = 36 h."""
    _, rows = play(through_a_gauge_break())

    assert arrivals(rows) == pytest.approx({"u/wheeled/00": 36.0}, abs=1e-9)


@pytest.mark.parametrize(
    ("world", "hours"),
    [(line(trains(1), km=500.0, **YARDS), 30.0), (through_a_gauge_break(), 36.0)],
)
def test_movement_control_expects_the_hours_in_yards(world: Scenario, hours: float) -> None:
    book = plan_book(world)
    (lot,) = world.lots.values()

    question = (lot.origin, lot.destination, lot.cargo, lot.may_fly, Closures())
    assert book.options(question).static_h.tolist() == pytest.approx([hours])


@pytest.mark.parametrize(("order_h", "leaves_h"), [(24.0, 24.0), (6.0, 8.0)])
def test_a_train_leaves_when_it_is_loaded_and_has_its_path(order_h: float, leaves_h: float) -> None:
    """Loading 8 h: an order of 24 h is given at 24, one of 6 h before it is loaded."""
    _, rows = play(line(trains(1), km=500.0, train_load=8, path_order=order_h))

    assert [row.from_h for row in of(rows, "transit")] == pytest.approx([leaves_h], abs=1e-9)
    waited = [(row.from_h, row.to_h) for row in of(rows, "wait") if row.cause == "path_order"]
    assert waited == ([(8.0, 24.0)] if order_h > 8.0 else [])


def test_the_path_is_ordered_while_wagons_are_waited_for() -> None:
    """The first leaves at 24, the set is back at 48 and loaded at 54: its path was ordered at 0."""
    _, rows = play(line(trains(2), km=500.0, path_order=24))

    assert sorted(row.from_h for row in of(rows, "transit")) == pytest.approx([24.0, 54.0])
    second = max(of(rows, "load"), key=lambda row: row.to_h)
    assert second.to_h == pytest.approx(54.0)


def test_movement_control_expects_the_later_of_yard_and_order() -> None:
    """Load 8, order 24: leaves at 24; with 17 h in the yard at 25. Run 10, unload 4."""
    for prepare_h, hours in ((6.0, 38.0), (17.0, 39.0)):
        world = line(trains(1), km=500.0, train_load=8, path_order=24, train_prepare=prepare_h)
        (lot,) = world.lots.values()

        question = (lot.origin, lot.destination, lot.cargo, lot.may_fly, Closures())
        assert plan_book(world).options(question).static_h.tolist() == pytest.approx([hours])
