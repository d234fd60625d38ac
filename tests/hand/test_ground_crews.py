"""Ground crews of airfields, worked out on paper."""

from dataclasses import replace

import pytest

from eastflank.engine.clock import Clock, Signal
from eastflank.engine.state.servers import Servers
from eastflank.model.scenario import Scenario
from eastflank.routing.flights import ALWAYS, Hours, crew_hours_of
from tests.small import (
    DAY_AND_NIGHT,
    asset_type,
    evidence,
    fleet,
    node,
    of,
    play,
    scenario,
    terminal,
    unit,
    why,
)

PLANE = asset_type("c17", "air", {"wheeled": 10.0}, speed_kmh=500.0, range_km=9000.0)
GROUND_H = 2.25


def bridge(sorties: int, crew_h: float, spots: int = 1, open_h: float = 0.0) -> Scenario:
    """A ~~~ B: planes enough, spots enough at A; the field B opens at ``open_h`` for 16 h."""
    plain = scenario(
        [node("a"), node("b", 4.5, country="LT")],
        [],
        [
            terminal("airfield", "a", 99),
            terminal("airfield", "b", spots, open_h=open_h, close_h=(open_h + 16) % 24),
        ],
        [PLANE],
        [fleet("c17", "a", 99)],
        [unit("u", "a", "b", {"wheeled": [10.0] * sorties})],
        **DAY_AND_NIGHT,
    )
    rows = evidence(
        airfield_crew_hours=crew_h,
        ground_military_load=0,
        ground_military_unload=GROUND_H,
        **DAY_AND_NIGHT,
    )
    return replace(plain, evidence=rows)


@pytest.mark.parametrize("spots", [1, 2])
def test_a_field_of_sixteen_hours_begins_eight_sorties_a_spot_and_day(spots: int) -> None:
    """16 h of 2.25 h are 7.1 sorties: seven end in them, and the eighth that has begun goes on."""
    _, rows = play(bridge(sorties=20 * spots, crew_h=16.0, spots=spots))

    begun = [row.work_h for row in of(rows, "serve") if row.place == "airfield:b"]
    assert sum(24 <= hour < 48 for hour in begun) == 8 * spots
    assert all(hour % 24 <= 16.0 + 1e-9 for hour in begun)
    ended = [row.to_h for row in of(rows, "serve") if row.place == "airfield:b"]
    within = sum(24 <= hour <= 40 + 1e-9 for hour in ended)
    assert within == 7 * spots


def test_who_lands_after_the_shift_waits_for_the_crews_and_says_so() -> None:
    """Crews of 8 h from 0 on: of five sorties the fifth would begin at 9 h and begins at 24."""
    _, rows = play(bridge(sorties=5, crew_h=8.0))

    last = max(of(rows, "unload"), key=lambda row: row.to_h)
    assert (last.work_h, why(last)) == (24.0, "ground_crew airfield:b")


def test_crews_begin_when_their_field_opens_by_the_clock_of_the_place() -> None:
    """Open from 6 on, crews for 10 h: from 6 to 16; over midnight from 20 to 4, crews to 0."""
    assert crew_hours_of(Hours(6.0, 16.0), 10.0) == Hours(6.0, 10.0)
    assert crew_hours_of(Hours(20.0, 8.0), 4.0) == Hours(20.0, 4.0)
    assert crew_hours_of(Hours(6.0, 8.0), 10.0) == Hours(6.0, 8.0)


def test_crews_of_24_hours_work_at_a_closed_field_too() -> None:
    assert crew_hours_of(Hours(6.0, 16.0), 24.0) == ALWAYS


@pytest.mark.parametrize(
    ("from_h", "to_h", "hours"), [(0, 24, 8), (0, 8, 4), (3, 23, 4), (-24, 48, 24), (5, 19, 0)]
)
def test_open_hours_between_two(from_h: float, to_h: float, hours: float) -> None:
    """Open from 20 to 4."""
    assert Hours(20.0, 8.0).open_h(from_h, to_h) == hours


def test_who_waits_at_night_is_served_by_rank_when_the_crews_begin() -> None:
    clock = Clock()
    spots = Servers(clock, 0, 1, Hours(6.0, 8.0))
    late, early = spots.request((2.0,)), spots.request((1.0,))
    assert isinstance(late, Signal)
    assert isinstance(early, Signal)

    clock.run_until(clock.hours(5.0))
    assert (early.fired, late.fired) == (False, False)
    clock.run_until(clock.hours(1.0))
    clock.run_until(clock.hours(0.1))

    assert (early.fired, late.fired) == (True, False)
