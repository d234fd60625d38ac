"""Hours of airfields: flights of 2 h from A to B, ground time 2 h, an aircraft without rests."""

from dataclasses import replace

import pytest

from eastflank.model.ids import NodeId, TerminalId
from eastflank.model.records import StageRecord
from eastflank.model.scenario import Disruption, Scenario
from eastflank.model.units import great_circle_km
from tests.small import (
    DAY_AND_NIGHT,
    MARCH,
    Force,
    arrivals,
    asset_type,
    cut,
    fleet,
    node,
    of,
    play,
    road,
    scenario,
    terminal,
    unit,
    why,
)

PLANE = asset_type(
    "plane", "air", {"people": 100.0, "wheeled": 100.0}, speed_kmh=great_circle_km(0, 0, 10, 0) / 2
)
ALWAYS = (0.0, 24.0)


def bridge(
    *units: Force,
    a: tuple[float, float] = ALWAYS,
    b: tuple[float, float] = ALWAYS,
    offset_h: float = 0.0,
    disruptions: tuple[Disruption, ...] = (),
    theta: float = 0.95,
    **values: float,
) -> Scenario:
    """A (open by local hours) and B (by its own clock), 2 h apart; C 3 h from A, a road to B."""
    world = scenario(
        [node("a", 0.0), node("b", 10.0), node("c", 15.0)],
        [road("cb", "c", "b", 400)],
        [
            terminal("airfield", "a", open_h=a[0], close_h=a[1]),
            terminal("airfield", "b", open_h=b[0], close_h=b[1]),
            terminal("airfield", "c"),
        ],
        [PLANE, MARCH],
        [fleet("plane", "a", 1)],
        units or (unit("u", "a", "b", {"people": [100]}),),
        disruptions=disruptions,
        theta=theta,
        given=values,
        **DAY_AND_NIGHT,
    )
    there = replace(world.nodes[NodeId("b")], utc_offset_h=offset_h)
    return replace(world, nodes={**world.nodes, there.id: there})


def ground_waits(rows: list[StageRecord]) -> list[tuple[float, float, str]]:
    """From when to when loaded aircraft stood on the ground, and for what."""
    waits = [row for row in of(rows, "wait") if why(row).startswith("field_hours")]
    return [(row.from_h, row.to_h, why(row)) for row in waits]


def test_a_flight_leaves_so_that_it_lands_when_the_field_opens() -> None:
    """B opens at 6: load 0-2, off at 4 and not at 2, down 6, unloaded 8."""
    _, rows = play(bridge(b=(6, 22)))

    assert arrivals(rows) == {"u/people/00": 8.0}
    assert ground_waits(rows) == [(2.0, 4.0, "field_hours airfield:b")]
    assert [(row.from_h, row.to_h) for row in of(rows, "transit")] == [(4.0, 6.0)]


def test_a_closed_field_loads_and_nothing_takes_off_from_it() -> None:
    """A opens at 8: load 0-2 all the same, off at 8, down 10, unloaded 12."""
    _, rows = play(bridge(a=(8, 20)))

    assert arrivals(rows) == {"u/people/00": 12.0}
    assert [row.to_h for row in of(rows, "load")] == [2.0]
    assert ground_waits(rows) == [(2.0, 8.0, "field_hours airfield:a")]


def test_hours_go_over_midnight() -> None:
    """B opens from 20 to 4. Loaded at 2 it lands at 4, the last moment; at 3 it waits until 18."""
    _, in_time = play(bridge(b=(20, 4)))
    _, too_late = play(bridge(b=(20, 4), ground_military_load=3.0))

    assert arrivals(in_time) == {"u/people/00": 6.0}
    assert ground_waits(in_time) == []
    assert arrivals(too_late) == {"u/people/00": 22.0}


@pytest.mark.parametrize(("offset_h", "unloaded_h"), [(2.0, 6.0), (0.0, 8.0), (-2.0, 10.0)])
def test_hours_are_those_of_the_local_clock(offset_h: float, unloaded_h: float) -> None:
    """B opens at 6 by its own clock: at 4 UTC two hours east, at 8 UTC two hours west."""
    _, rows = play(bridge(b=(6, 22), offset_h=offset_h))

    assert arrivals(rows) == {"u/people/00": unloaded_h}


def test_both_fields_must_be_open_each_at_its_time() -> None:
    """A opens 6 to 12 and B 13 to 20: off at 11, down 13, unloaded 15."""
    _, rows = play(bridge(a=(6, 12), b=(13, 20)))

    assert arrivals(rows) == {"u/people/00": 15.0}


def test_fields_that_are_never_both_open_are_no_way() -> None:
    """A opens 6 to 8 and B 12 to 14: down between 8 and 10. To C and on by road: 8, 11, 13, 25."""
    world = bridge(unit("u", "a", "b", {"wheeled": [100]}), a=(6, 8), b=(12, 14))

    _, rows = play(world)

    assert [row.towards for row in of(rows, "flight")] == ["c"]
    assert arrivals(rows) == pytest.approx({"u/wheeled/00": 6 + 3 + 2 + 12}, abs=1e-9)


def test_an_empty_aircraft_waits_for_the_hours_of_its_base() -> None:
    """A opens from 0 to 6. Unloaded at B at 6 it could be home at 8: off at 22, home 24.

    The second load: 24-26, down 28, unloaded 30.
    """
    world = bridge(unit("u", "a", "b", {"people": [100, 100]}), a=(0, 6), theta=1.0)

    _, rows = play(world)

    (empty, *_) = of(rows, "empty")
    assert (empty.from_h, empty.work_h, empty.to_h) == pytest.approx((6.0, 22.0, 24.0), abs=1e-9)
    assert why(empty) == "field_hours airfield:a"
    assert sorted(arrivals(rows).values()) == pytest.approx([6.0, 30.0], abs=1e-9)


def test_news_finds_an_aircraft_that_waits_on_the_ground() -> None:
    """B opens at 10 and is struck at 3, known at 4: the load is taken off at A, 4-6, and goes by C.

    Load 6-8, down at C 11, off 13, by road 1 + 10 + 1: 25 h.
    """
    struck = cut(start=3, terminals=(TerminalId("airfield:b"),))
    lots = unit("u", "a", "b", {"wheeled": [100]})

    _, rows = play(bridge(lots, b=(10, 22), disruptions=(struck,), news_delay=1.0))

    assert ground_waits(rows) == [(2.0, 4.0, "field_hours airfield:b")]
    assert next((row.place, row.to_h) for row in of(rows, "unload")) == ("a", 6.0)
    assert arrivals(rows) == pytest.approx({"u/wheeled/00": 25.0}, abs=1e-9)


def test_news_of_something_else_does_not_part_a_wait() -> None:
    """The road far from the flight closes at 3: the wait from 2 to 4 stays one row."""
    elsewhere = cut("cb", start=3, end=50)
    _, rows = play(bridge(b=(6, 22), disruptions=(elsewhere,), news_delay=0.0))

    assert ground_waits(rows) == [(2.0, 4.0, "field_hours airfield:b")]
