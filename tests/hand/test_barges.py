"""Barges of 10 km/h: 100 km of still water from A to B, 60 km from B to C with the current.

Loading and unloading take 4 h each; nothing else is on the way unless a test says so.
"""

import pytest

from eastflank.compile.feasibility import reach_report
from eastflank.model.causes import CauseKind
from eastflank.model.ids import NodeId
from eastflank.model.modes import MODES, Mode
from eastflank.model.scenario import AnnouncedEnd, Disruption, Link, Scenario
from tests.cells import LinkCells, Value
from tests.small import arrivals, asset_type, cut, fleet, node, of, play, scenario, terminal, unit
from tests.small import waterway as water

STILL = water("ab", "a", "b", 100)
STREAM = water("bc", "b", "c", 60, downstream=NodeId("c"), current_kmh=5)


def river(
    lots: int = 1,
    *,
    way: tuple[str, str] = ("a", "c"),
    links: tuple[Link, ...] = (STILL, STREAM),
    disruptions: tuple[Disruption, ...] = (),
    beam_m: float = 11.4,
    horizon_h: float = 2880.0,
    **values: Value,
) -> Scenario:
    """One lot a barge, and as many barges and berths as lots."""
    start, end = way
    barge = asset_type("large", "barge", {"wheeled": 40.0}, speed_kmh=10.0, beam_m=beam_m)
    return scenario(
        [node("a"), node("b", 1.0), node("c", 2.0)],
        links,
        [terminal("inland_port", place, lots) for place in "abc"],
        [barge],
        [fleet("large", start, lots)],
        [unit("u", start, end, {"wheeled": [40.0] * lots})],
        disruptions=disruptions,
        horizon_h=horizon_h,
        given=values,
    )


def test_a_barge_goes_link_by_link_and_faster_with_the_current() -> None:
    """4 + 100 / 10 + 60 / (10 + 5) + 4 = 22 h."""
    _, rows = play(river())

    links = [(row.place, row.work_h, row.to_h) for row in of(rows, "link")]
    assert links == [("ab", 4.0, 14.0), ("bc", 14.0, 18.0)]
    assert arrivals(rows) == {"u/wheeled/00": 22.0}


def test_against_the_current_it_is_slower() -> None:
    """4 + 60 / (10 - 5) + 100 / 10 + 4 = 30 h."""
    _, rows = play(river(way=("c", "a")))

    assert arrivals(rows) == {"u/wheeled/00": 30.0}


def test_the_waterway_limits_its_speed_through_the_water() -> None:
    """5 km/h on still water: 4 + 20 + 4 + 4 = 32 h."""
    _, rows = play(river(links=(water("ab", "a", "b", 100, limit_kmh=5), STREAM)))

    assert arrivals(rows) == {"u/wheeled/00": 32.0}


def test_crews_that_sail_half_the_day_take_twice_as_long_and_it_turns_at_both_ends() -> None:
    """4 + 1 + 2 x (10 + 4) + 1 + 4 = 38 h."""
    _, rows = play(river(barge_day=12, inland_port_approach=1))

    assert arrivals(rows) == {"u/wheeled/00": 38.0}


def test_each_lock_takes_its_time_and_the_slowest_lets_in_one_barge_after_another() -> None:
    """Three locks of 0.5 h: 11.5 h. One barge every 2 h: the second enters at 6 and not at 4."""
    locked = water("ab", "a", "b", 100, locks=3, paths_per_day_each_way=12)

    _, rows = play(river(2, links=(locked, STREAM)))

    over = [row for row in of(rows, "link") if row.place == "ab"]
    assert sorted((row.work_h, row.to_h) for row in over) == [(4.0, 15.5), (6.0, 17.5)]
    waited = [row for row in over if row.work_h > row.from_h]
    assert [(row.cause, row.cause_thing) for row in waited] == [(CauseKind.PATH, "ab")]


def test_links_that_pass_one_lock_share_its_turns_each_way() -> None:
    """Both links pass the lock that lets in one barge a day: 4, and 28 = 4 + 24 at the second."""
    group: LinkCells = {"paths_per_day_each_way": 1.0, "lock_group": "lock"}
    links = (water("ab", "a", "b", 100, **group), water("bc", "b", "c", 60, **group))

    _, rows = play(river(links=links))

    assert [(row.place, row.work_h) for row in of(rows, "link")] == [("ab", 4.0), ("bc", 28.0)]


def test_a_barge_too_wide_for_a_lock_has_no_way() -> None:
    narrow = (STILL, water("bc", "b", "c", 60, beam_m=9.5))

    end, _ = play(river(links=narrow, horizon_h=200.0))

    assert [lot.cause.thing for lot in end.waiting] == ["no_route,c;no_waterway,barge"]


def test_it_lies_before_a_closed_link_until_it_opens() -> None:
    """BC closes at 6 h and opens at 40 h: it lies at B from 14 h; 40 + 4 + 4 = 48 h."""
    shut = cut("bc", start=6.0, end=40.0, announced_end=AnnouncedEnd.KNOWN)

    _, rows = play(river(disruptions=(shut,)))

    waits = [row for row in of(rows, "wait") if row.cause == CauseKind.CLOSED_LINK]
    assert [(row.place, row.from_h, row.to_h) for row in waits] == [("b", 14.0, 40.0)]
    assert arrivals(rows) == {"u/wheeled/00": 48.0}


def test_before_a_link_that_stays_closed_it_is_unloaded() -> None:
    """Known at 12 h, it hears at B at 14 h; the lot lies there at 18 h and has no way on."""
    end, rows = play(river(disruptions=(cut("bc", start=6.0),), horizon_h=200.0))

    assert [(row.place, row.to_h) for row in of(rows, "unload")] == [("b", 18.0)]
    assert [lot.place for lot in end.waiting] == ["b"]


def test_low_water_leaves_room_for_fewer_pieces() -> None:
    """At 0.5 a lot of 40 needs two barges."""
    _, rows = play(river(2, barge_low_water=0.5))

    assert {row.pieces for row in of(rows, "link")} == {20.0}


def test_check_says_that_the_way_goes_by_barge() -> None:
    (row,) = reach_report(river())

    assert row.ways == (MODES[Mode.BARGE].crossing,)


@pytest.mark.parametrize("mode", [Mode.SEA, Mode.AIR])
def test_a_ship_or_an_aircraft_does_not_sail_on_a_waterway(mode: Mode) -> None:
    assert MODES[mode].home_kind is not MODES[Mode.BARGE].home_kind
