"""A network by hand for each stage of a move, through the real input files.

Trains load 6 h, run at 50 km/h and unload 4 h; columns march at 40 km/h, form and disperse in an
hour each; ships load 12 h, sail at 37 km/h and unload 24 h; aircraft stand 2 h at either end and
fly 500 km/h. Everything else is nothing unless the test says so. So one train from A to B, 2000 km,
takes 6 + 40 + 4 = 50 h.
"""

from pathlib import Path

import pytest

from tests.small import DAY_AND_NIGHT, arrivals, of, play, why
from tests.worlds import (
    Part,
    airfield,
    asset,
    fleet,
    line,
    march,
    place,
    port,
    rail,
    railhead,
    road,
    sea,
    staging,
    transfer_yard,
    world,
)

ENDS = (*place("a"), *place("b", 2000, country="PL"))
RAILWAY = (*ENDS, *rail("ab", "a", "b", 2000), *railhead("a"), *railhead("b"))
TRAIN = (*asset("train", wheeled=30, tracked=30), *fleet("train", "a", 5))
ONE = line("u", "a", "b", wheeled=30)
TIERS = 'readiness = "tiers", warning_days = 4.0'
IDLE_HET = (*asset("het", heavy_tracked=1), *fleet("het", "a", 1))


@pytest.mark.parametrize(("permission_h", "ready_h"), [(200, 162), (300, 204)])
def test_a_unit_leaves_at_the_latest_of_its_notice_and_its_permission(
    tmp_path: Path, permission_h: float, ready_h: float
) -> None:
    """Ordered at -96. Notice 10 d, slips of 12 and 6 h: -96 + 258 = 162. Permission: -96 + 300."""
    unit = line("u", "a", "b", {"notice_d": 10}, wheeled=30)

    _, rows = play(
        world(
            tmp_path,
            RAILWAY,
            TRAIN,
            unit,
            frame=TIERS,
            permission=permission_h,
            notice_slip_national=12,
            notice_slip_unit=6,
        )
    )

    (ready,) = of(rows, "ready")
    assert (ready.from_h, ready.to_h) == pytest.approx((-96.0, ready_h), abs=1e-9)
    assert arrivals(rows) == pytest.approx({"u/wheeled/01": ready_h + 50.0}, abs=1e-9)


def test_stored_kit_is_drawn_before_it_leaves(tmp_path: Path) -> None:
    """People from B to C by coach: 1 + 10 + 1 = 12. Kit from A: 30, then 6 + 50 + 4 = 90 h."""
    unit = line("u", "b", "c", {"kit_node_id": "a"}, personnel=40, wheeled=30)
    parts = (
        RAILWAY,
        place("c", 2500, country="LT"),
        rail("bc", "b", "c", 500),
        railhead("c"),
        TRAIN,
        asset("coach", people=100),
        fleet("coach", "b", 1),
        unit,
    )

    _, rows = play(world(tmp_path, *parts, prepositioned_draw=30))

    expected = {"u/people/01": 12.0, "u/wheeled/01": 90.0}
    assert arrivals(rows) == pytest.approx(expected, abs=1e-9)


def test_held_wagons_are_there_so_long_after_the_order(tmp_path: Path) -> None:
    """Ordered at -96, ready 116 h later: at 20. 20 + 50 = 70, and the wait names the wagons."""
    _, rows = play(world(tmp_path, RAILWAY, TRAIN, ONE, frame=TIERS, held_ready_rail=116))

    (wait,) = of(rows, "wait")
    assert (wait.from_h, wait.to_h, why(wait)) == (0.0, 20.0, "asset train")
    assert arrivals(rows) == pytest.approx({"u/wheeled/01": 70.0}, abs=1e-9)


def test_call_forward_keeps_a_train_at_home_until_there_is_room_for_it(tmp_path: Path) -> None:
    """One place at B: the second loads when the first is off, 50 + 50 = 100 h."""
    parts = (
        ENDS,
        rail("ab", "a", "b", 2000),
        railhead("a"),
        railhead("b", 2, call_forward_limit=1),
        TRAIN,
        line("u", "a", "b", wheeled=60),
    )

    _, rows = play(world(tmp_path, *parts))

    assert sorted(arrivals(rows).values()) == pytest.approx([50, 100], abs=1e-9)
    assert "call_forward RH_b" in {why(row) for row in of(rows, "wait")}


def test_a_slow_terminal_and_the_scale_of_all_times_multiply(tmp_path: Path) -> None:
    """6 x 1.5 x 1.2 = 10.8 h at A, 40, 4 x 1.2 = 4.8 h at B: 55.6 h."""
    parts = (
        ENDS,
        rail("ab", "a", "b", 2000),
        railhead("a", service_factor=1.5),
        railhead("b"),
        TRAIN,
    )

    _, rows = play(world(tmp_path, *parts, ONE, service_scale=1.2))

    assert arrivals(rows) == pytest.approx({"u/wheeled/01": 55.6}, abs=1e-9)


def test_a_border_costs_each_train_its_stop(tmp_path: Path) -> None:
    """The line crosses from DE to PL: 50 + 3."""
    _, rows = play(world(tmp_path, RAILWAY, TRAIN, ONE, border_stop=3))

    assert arrivals(rows) == pytest.approx({"u/wheeled/01": 53.0}, abs=1e-9)


def break_of_gauge(*parts: Part) -> tuple[Part, ...]:
    """A - 1000 km of 1435 mm - Y - 1000 km of 1520 mm - B; one transfer track at Y."""
    return (
        ENDS,
        place("y", 1000, country="PL"),
        rail("ay", "a", "y", 1000),
        rail("yb", "y", "b", 1000, gauge_mm=1520),
        railhead("a"),
        railhead("b", gauge_mm=1520),
        transfer_yard("y", 1),
        *parts,
    )


def test_a_break_of_gauge_is_a_transfer_to_wagons_of_the_far_side(tmp_path: Path) -> None:
    """6 + 20, transfer 8, 20 + 4 = 58 h; the second waits for the only track: 66 h."""
    parts = break_of_gauge(
        asset("train", tracked=30),
        fleet("train", "a", 2),
        asset("wide", tracked=30),
        fleet("wide", "y", 2),
        line("u", "a", "b", tracked=60),
    )

    _, rows = play(world(tmp_path, *parts))

    assert sorted(arrivals(rows).values()) == pytest.approx([58, 66], abs=1e-9)
    assert [row.to_h - row.work_h for row in of(rows, "transfer")] == pytest.approx([8, 8])


def test_a_column_rests_at_night_by_local_time(tmp_path: Path) -> None:
    """480 km at 40 km/h = 12 h, 8 a day from 6:00 local, which is 5:00 UTC: 5-13, 29-33, +1: 34."""
    parts = (
        place("a"),
        place("b", 480, country="PL"),
        road("ab", "a", "b", 480),
        march(),
        IDLE_HET,
        ONE,
    )

    _, rows = play(world(tmp_path, *parts))

    assert arrivals(rows) == pytest.approx({"u/wheeled/01": 34.0}, abs=1e-9)


def test_a_loaded_transporter_is_slower_and_shuttles(tmp_path: Path) -> None:
    """160 km at 40 x 0.5 = 8 h, loaded or empty: 2 + 8 + 2 = 12; back at 20; 20 + 12 = 32."""
    parts = (
        place("a"),
        place("b", 160, country="PL"),
        road("ab", "a", "b", 160),
        asset("het", {"mlc": 100}, tracked=30),
        fleet("het", "a", 1),
        line("u", "a", "b", tracked=60),
    )

    _, rows = play(world(tmp_path, *parts, het_speed_factor=0.5, **DAY_AND_NIGHT))

    (empty,) = of(rows, "empty")
    assert sorted(arrivals(rows).values()) == pytest.approx([12, 32], abs=1e-9)
    assert (empty.from_h, empty.to_h) == pytest.approx((12.0, 20.0), abs=1e-9)


def test_an_aircraft_comes_from_its_base_and_rests_there(tmp_path: Path) -> None:
    """Base C, 1 h behind A; A to B 2 h; at most 12 h of flying a day.

    C-A 1, load 2, A-B 2, unload 2: 7 h. B-C 3: home at 10 with 6 h flown, which take 12 h: rests
    until 12. Again 12 + 7 = 19.
    """
    parts = (
        place("c", -500),
        place("a"),
        place("b", 1000, country="PL"),
        place("x", 1100, country="PL"),
        road("bx", "b", "x", 100),
        airfield("a"),
        airfield("b"),
        airfield("c"),
        asset("plane", {"utilisation_h_per_day": 12}, wheeled=30),
        fleet("plane", "c", 1),
        line("u", "a", "b", wheeled=60),
    )

    _, rows = play(world(tmp_path, *parts))

    assert sorted(arrivals(rows).values()) == pytest.approx([7, 19], abs=1e-9)


def test_a_voyage_is_canal_approaches_and_as_much_handling_as_cargo(tmp_path: Path) -> None:
    """Half full: load 6, two approaches of 2, canal 8, 1850 km at 37 km/h = 50, unload 12: 80 h."""
    parts = (
        place("a"),
        place("b", 1500, country="PL"),
        sea("ab", "a", "b", 1850, kiel_canal=1),
        port("a"),
        port("b"),
        asset("ship", wheeled=60),
        fleet("ship", "a", 1),
        ONE,
    )

    _, rows = play(world(tmp_path, *parts, port_approach=2, canal_transit=8))

    assert arrivals(rows) == pytest.approx({"u/wheeled/01": 80.0}, abs=1e-9)


def test_staging_and_then_a_slot_of_integration_by_priority(tmp_path: Path) -> None:
    """Both staged at 50 + 5; one slot of 24 h: priority 1 closes at 79, priority 2 at 103."""
    parts = (
        RAILWAY,
        TRAIN,
        staging("b", 1),
        line("low", "a", "b", {"priority": 2}, wheeled=30),
        line("high", "a", "b", {"priority": 1}, wheeled=30),
    )

    _, rows = play(world(tmp_path, *parts, staging=5, integration=24))

    closed = {row.unit: row.to_h for row in of(rows, "integration")}
    assert closed == pytest.approx({"high": 79.0, "low": 103.0}, abs=1e-9)


@pytest.mark.parametrize(("returns", "home"), [(1, ["a"]), (0, [])])
def test_an_asset_that_nobody_calls_goes_home_if_its_type_does(
    tmp_path: Path, returns: int, home: list[str]
) -> None:
    """Off at 50, at A again at 90; the run ends at 100, when the unit has integrated for 50 h."""
    parts = (
        RAILWAY,
        asset("train", {"returns_home": returns}, wheeled=30),
        fleet("train", "a", 1),
        ONE,
    )

    _, rows = play(world(tmp_path, *parts, integration=50))

    assert [row.towards for row in of(rows, "empty")] == home
    assert [row.to_h for row in of(rows, "empty")] == ([90.0] if home else [])
