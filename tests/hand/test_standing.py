"""What trains stand for on their way, worked out on paper: load 6 h, 50 km/h, unload 4 h."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eastflank.engine.run import plan_book
from eastflank.model.ids import LinkId
from tests.hand.test_rail import line, trains
from tests.small import (
    TRAIN,
    arrivals,
    crossings,
    fleet,
    node,
    of,
    play,
    rail,
    scenario,
    terminal,
)


def test_a_train_stands_as_long_as_its_way_is() -> None:
    """100 km at 50 km/h and 1.5 h aside: 6 + 2 + 1.5 + 4 = 13.5 h."""
    _, rows = play(line(trains(1), km=100.0, train_stand=1.5))

    assert arrivals(rows) == pytest.approx({"u/wheeled/00": 13.5}, abs=1e-9)
    ((place, towards, since_h, to_h),) = [
        (row.place, row.towards, row.from_h, row.to_h) for row in of(rows, "stand")
    ]
    assert (place, towards, since_h, to_h) == ("ab", "b", 8.0, 9.5)


def test_splitting_a_section_adds_no_standing() -> None:
    """Two sections of 50 km with 0.75 h each: 13.5 h as well."""
    world = scenario(
        [node(name) for name in "amb"],
        [rail("am", "a", "m", 50), rail("mb", "m", "b", 50)],
        [terminal("railhead", "a"), terminal("railhead", "b")],
        [TRAIN],
        [fleet("train", "a", 1)],
        [trains(1)],
        train_stand=1.5,
    )

    _, rows = play(world)

    assert arrivals(rows) == pytest.approx({"u/wheeled/00": 13.5}, abs=1e-9)
    assert [row.to_h - row.from_h for row in of(rows, "stand")] == pytest.approx([0.75, 0.75])


def test_the_next_train_enters_after_the_separation_and_not_after_the_standing() -> None:
    """A path an hour and 1.5 h aside: loaded at 6, on the line at 6 and 7, there at 13.5, 14.5."""
    world = line(trains(2), km=100.0, sets=2, ramps=(2, 2), link={}, train_stand=1.5)

    _, rows = play(world)

    assert [entered for _, _, entered, _ in crossings(rows)] == pytest.approx([6, 7], abs=1e-9)
    assert sorted(arrivals(rows).values()) == pytest.approx([13.5, 14.5], abs=1e-9)


def test_standing_counts_as_hours_of_the_crew() -> None:
    """2 h run and 1.5 h aside on each of three links of 100 km: a shift of 7 h ends at q.

    6 + 3 x 3.5 + a relief of 1 + 4 = 21.5 h. Hours of running alone are 6, and nobody is relieved.
    """
    places = "apqb"
    world = scenario(
        [node(name) for name in places],
        [rail(f"{x}{y}", x, y, 100) for x, y in pairwise(places)],
        [terminal("railhead", "a"), terminal("railhead", "b")],
        [TRAIN],
        [fleet("train", "a", 1)],
        [trains(1)],
        train_stand=1.5,
        crew_shift=7,
        crew_change=1,
    )

    _, rows = play(world)

    assert arrivals(rows) == pytest.approx({"u/wheeled/00": 21.5}, abs=1e-9)
    assert [row.place for row in of(rows, "crew")] == ["q"]


def test_movement_control_expects_that_trains_stand() -> None:
    """Free flow of 100 km with 1.5 h aside: 3.5 h."""
    world = line(trains(1), km=100.0, train_stand=1.5)

    assert plan_book(world).network.rail_plan_h(LinkId("ab")) == pytest.approx(3.5)


@settings(max_examples=20, deadline=None)
@given(st.floats(0.0, 3.0), st.floats(0.1, 3.0))
def test_loaded_trains_are_slower_from_end_to_end_where_they_stand_longer(
    stand_h: float, more_h: float
) -> None:
    def hours(stand_h: float) -> float:
        _, rows = play(line(trains(2), km=300.0, sets=2, train_stand=stand_h))
        return sum(row.to_h - row.from_h for row in of(rows, "transit"))

    assert hours(stand_h + more_h) == pytest.approx(hours(stand_h) + 2 * 3 * more_h)
