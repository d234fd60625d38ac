"""Heavy transporters that drive at night: 40 km/h, two hours to load and two to unload."""

from dataclasses import replace
from typing import Any

import pytest

from eastflank.engine.run import plan_book
from eastflank.engine.state.endurance import MarchClock
from eastflank.model.scenario import HeavyRoad, Scenario
from tests.small import (
    HET,
    MARCH,
    arrivals,
    crossings,
    fleet,
    node,
    of,
    play,
    road,
    scenario,
    unit,
)

HEAVY = replace(HET, mlc=100.0)


def lift(
    *links: float,
    rule: HeavyRoad = HeavyRoad.NIGHT,
    cargo: str = "heavy_tracked",
    east: float = 0.0,
    stands: str = "n0",
    **values: float,
) -> Scenario:
    """One piece over links of so many kilometres, ready at 8; the platoon is at ``stands``."""
    places = [f"n{i}" for i in range(len(links) + 1)]
    nodes = [replace(node(place), utc_offset_h=east) for place in places]
    return scenario(
        nodes,
        [road(f"r{i}", places[i], places[i + 1], km) for i, km in enumerate(links)],
        [],
        [HEAVY, MARCH],
        [fleet("het", stands, 1)],
        [unit("u", places[0], places[-1], {cargo: [1]}, nation="PL")],
        heavy_road=rule,
        permission=8.0,
        given=values,
    )


def arrival(world: Scenario) -> float:
    _, rows = play(world)
    (hour,) = arrivals(rows).values()
    return hour


def test_a_heavy_transporter_leaves_at_nine_in_the_evening() -> None:
    """Loaded at 10, it may go at 21; 160 km are 4 h, over midnight: 25, unloaded 27."""
    assert arrival(lift(160)) == pytest.approx(27.0, abs=1e-9)


def test_it_may_go_on_at_once_while_the_night_lasts() -> None:
    """Ready at 22, loaded at 24: 3 h of 120 km to 27, unloaded 29."""
    assert arrival(lift(120, permission=22)) == pytest.approx(29.0, abs=1e-9)


def test_it_rests_at_five_in_the_morning() -> None:
    """Ready at 25, loaded 27: two hours are left of the night, to 29; the other two 45-47: 49."""
    assert arrival(lift(160, permission=25)) == pytest.approx(49.0, abs=1e-9)


def test_the_hours_at_the_wheel_are_those_of_one_night_though_it_has_two_dates() -> None:
    """6 h a night, 400 km = 10 h: 21-27, 45-49, unloaded 51. By dates it would be 21-24, 24-30."""
    assert arrival(lift(400, driving_hours_per_day=6)) == pytest.approx(51.0, abs=1e-9)


def test_a_night_spans_the_links() -> None:
    """Two links of 200 km are one drive of 10 h: 21-26, 26-27, rest, 45-49, unloaded 51."""
    _, rows = play(lift(200, 200, driving_hours_per_day=6))

    assert arrivals(rows) == pytest.approx({"u/heavy_tracked/00": 51.0}, abs=1e-9)
    assert [out for _, _, _, out in crossings(rows)] == pytest.approx([26, 49], abs=1e-9)


def test_the_night_is_local() -> None:
    """At UTC+2 nine in the evening is 19:00 UTC: 19-23, unloaded 25."""
    assert arrival(lift(160, east=2.0)) == pytest.approx(25.0, abs=1e-9)


def test_by_day_it_keeps_the_hours_of_columns() -> None:
    """Loaded at 10, 10-14, unloaded 16."""
    assert arrival(lift(160, rule=HeavyRoad.DAY)) == pytest.approx(16.0, abs=1e-9)


def test_at_any_hour_only_the_hours_at_the_wheel_count() -> None:
    """Loaded at 10; 400 km = 10 h, 6 in 24 from when it set out: 10-16, 34-38, unloaded 40."""
    world = lift(400, rule=HeavyRoad.ANY, driving_hours_per_day=6)

    assert arrival(world) == pytest.approx(40.0, abs=1e-9)


def test_an_empty_transporter_waits_for_the_night_as_well() -> None:
    """Called at 8 from 80 km away: 21-23 empty, loaded 25, 2 h back over them to 27: 29."""
    _, rows = play(lift(80, stands="n1"))

    (empty, *_) = of(rows, "empty")
    assert (empty.from_h, empty.to_h) == pytest.approx((8, 23), abs=1e-9)
    assert arrivals(rows) == pytest.approx({"u/heavy_tracked/00": 29.0}, abs=1e-9)


def test_the_hours_of_an_empty_leg_are_hours_at_the_wheel() -> None:
    """6 h a day: called at 8, 160 km empty 8-12, loaded 14; 2 h to 16, 2 more 30-32, unloaded 34.

    Were the drivers fresh for each lift, the platoon would be there at 20.
    """
    world = lift(160, rule=HeavyRoad.DAY, stands="n1", driving_hours_per_day=6)

    assert arrival(world) == pytest.approx(34.0, abs=1e-9)


def test_a_step_west_over_a_time_zone_does_not_give_a_new_day() -> None:
    """The day opens at 6: 5 of 6 h from 6:00 at UTC+2; at UTC+1 it is 10:00, one hour is left."""
    clock = MarchClock(start=6.0, length_h=16.0, limit_h=6.0)

    assert clock.after(4.0, 5.0, 2.0) == 9.0
    assert clock.after(9.0, 2.0, 1.0) == 24.0 + 5.0 + 1.0


def test_columns_keep_the_day() -> None:
    """Vehicles on their own wheels: formed at 9, 9-13, dispersed 14."""
    assert arrival(lift(160, cargo="wheeled")) == pytest.approx(14.0, abs=1e-9)


@pytest.mark.parametrize(
    ("rule", "hours"), [(HeavyRoad.DAY, 6), (HeavyRoad.NIGHT, 4), (HeavyRoad.ANY, 6)]
)
def test_movement_control_knows_how_short_the_night_is(rule: HeavyRoad, hours: float) -> None:
    """From 23 to 3 o'clock are 4 hours of the 6 at the wheel; columns keep theirs."""
    short: dict[str, Any] = {
        "heavy_night_start": 23,
        "heavy_night_end": 3,
        "driving_hours_per_day": 6,
    }
    catalogue = plan_book(lift(160, rule=rule, **short)).catalogue

    assert catalogue.road_day_h((HEAVY.id,)) == hours
    assert catalogue.road_day_h((MARCH.id,)) == 6


@pytest.mark.parametrize("start", [0.1, 5.3, 21.7, 1e5 / 3])
def test_a_clock_that_opens_at_an_odd_hour_always_ends(start: float) -> None:
    """Ten windows of one hour in each 24: the tenth ends 216 h after the first began, plus one."""
    clock = MarchClock(start=None, length_h=24.0, limit_h=1.0)

    assert clock.after(start, 10.0, 0.0) == pytest.approx(start + 217.0, abs=1e-6)
