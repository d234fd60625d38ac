"""Reception, staging, onward movement and integration; and what is left at the horizon."""

from dataclasses import replace
from typing import Any

import pytest

from eastflank.model.scenario import CargoClass, Scenario
from tests.hand.test_rail import line
from tests.small import (
    TRAIN,
    arrivals,
    fleet,
    node,
    of,
    play,
    rail,
    scenario,
    terminal,
    unit,
    why,
)


def test_staging_and_integration_follow_the_last_leg() -> None:
    """50 h to B, staging 5, integration 24: closed at 79."""
    world = line(unit("u", "a", "b", {"wheeled": [30]}), staging=5, integration=24)

    end, rows = play(world)

    (closed,) = of(rows, "integration")
    assert arrivals(rows) == pytest.approx({"u/wheeled/00": 55.0}, abs=1e-9)
    assert (closed.from_h, closed.work_h, closed.to_h) == pytest.approx((55, 55, 79), abs=1e-9)
    assert end.end_h == pytest.approx(79.0, abs=1e-9)


@pytest.mark.parametrize(
    ("pieces", "theta", "closed_h"),
    [([28.5, 1.5], 0.95, 50.0), ([28.5, 1.6], 0.95, 140.0), ([28.5, 1.5], 1.0, 140.0)],
)
def test_a_unit_closes_when_the_share_theta_is_there(
    pieces: list[float], theta: float, closed_h: float
) -> None:
    """One set with room for 28.5: the first lot is there at 50, the second at 140.

    28.5 / 30 = 0.95 is enough, 28.5 / 30.1 = 0.947 is not.
    """
    narrow = replace(TRAIN, capacity={CargoClass.WHEELED: 28.5})
    world = line(unit("u", "a", "b", {"wheeled": pieces}), train=narrow, theta=theta)

    _, rows = play(world)

    (closed,) = of(rows, "integration")
    assert closed.to_h == pytest.approx(closed_h, abs=1e-9)


def test_the_share_present_is_the_least_over_the_cargo_classes() -> None:
    """All wheels at 50, all tracks at 140: 0 % is present until 140."""
    _, rows = play(line(unit("u", "a", "b", {"wheeled": [30], "tracked": [30]})))

    (closed,) = of(rows, "integration")
    assert arrivals(rows)["u/wheeled/00"] != arrivals(rows)["u/tracked/00"]
    assert closed.from_h == pytest.approx(140.0, abs=1e-9)


def test_a_single_vehicle_that_is_missing_keeps_its_unit_open() -> None:
    """Thirty tracks are there at 50: 30 of 31 pieces, but none of its one wheel until 140."""
    _, rows = play(line(unit("u", "a", "b", {"tracked": [30], "wheeled": [1]})))

    (closed,) = of(rows, "integration")
    assert arrivals(rows) == pytest.approx({"u/tracked/00": 50.0, "u/wheeled/00": 140.0})
    assert closed.from_h == pytest.approx(140.0, abs=1e-9)


def three_units_and_one_slot(**more: Any) -> Scenario:
    """HOME lives at B, LOW comes 100 km, HIGH 300 km; one slot of integration at B."""
    return scenario(
        [node(name) for name in "abc"],
        [rail("ab", "a", "b", 100), rail("cb", "c", "b", 300)],
        [
            *(terminal("railhead", name, 3) for name in "abc"),
            terminal("staging_area", "b", servers=1),
        ],
        [TRAIN],
        [fleet("train", "a", 1), fleet("train", "c", 1)],
        [
            unit("home", "b", "b", {"wheeled": [30]}, priority=3),
            unit("low", "a", "b", {"wheeled": [30]}, priority=5),
            unit("high", "c", "b", {"wheeled": [30]}, priority=1),
        ],
        integration=24,
        **more,
    )


def test_integration_slots_are_given_by_priority() -> None:
    """One slot of 24 h. The unit that lives there takes it 0-24; at 24 priority 1 goes before 5.

    LOW is there at 6 + 2 + 4 = 12, HIGH at 6 + 6 + 4 = 16: HIGH 24-48, LOW 48-72.
    """
    _, rows = play(three_units_and_one_slot())

    assert {row.unit: (row.from_h, row.work_h, row.to_h) for row in of(rows, "integration")} == {
        "home": (0.0, 0.0, 24.0),
        "low": (12.0, 48.0, 72.0),
        "high": (16.0, 24.0, 48.0),
    }


def test_a_wait_for_an_integration_slot_is_named() -> None:
    """HOME finds the slot free, the two others wait for it by name."""
    _, rows = play(three_units_and_one_slot())

    assert {row.unit: why(row) for row in of(rows, "integration")} == {
        "home": "",
        "low": "integration staging_area:b",
        "high": "integration staging_area:b",
    }


def test_who_waits_for_a_slot_at_the_end_is_listed_with_it() -> None:
    """At 40 HIGH holds the slot and LOW waits for it."""
    end, _ = play(three_units_and_one_slot(horizon_h=40.0))

    assert {waiting.unit: why(waiting) for waiting in end.waiting} == {
        "low": "integration staging_area:b",
        "high": "under_way",
    }


def test_what_has_not_closed_at_the_horizon_is_listed() -> None:
    """One set, horizon 60: the first lot staged at 50, the second waits for the set since 0."""
    world = line(unit("u", "a", "b", {"wheeled": [30, 30]}), horizon_h=60.0)

    end, _ = play(world)

    assert end.end_h == 60.0
    listed = {str(waiting.lot): waiting for waiting in end.waiting}
    assert listed["u/wheeled/00"].state == "in_rsom"
    assert why(listed["u/wheeled/00"]) == "rest_of_unit u"
    second = listed["u/wheeled/01"]
    assert (second.state, second.since_h, second.explained) == ("at_origin", 0.0, True)
    assert why(second) == "asset train"


def test_the_run_ends_when_the_last_lot_is_staged_though_its_unit_has_closed_before() -> None:
    """19 of 20 lots are 95 %: closed when the 19th is there; the run waits for the 20th."""
    world = line(unit("u", "a", "b", {"wheeled": [30] * 20}), sets=20)

    end, rows = play(world)

    # one ramp at each end: the 19th is loaded at 19 x 6 = 114, there at 154, off at 158
    (closed,) = [row.to_h for row in rows if row.stage == "integration"]
    assert closed == pytest.approx(158.0, abs=1e-9)
    assert end.end_h == pytest.approx(164.0, abs=1e-9)
    assert len(arrivals(rows)) == 20
    assert end.waiting == ()
