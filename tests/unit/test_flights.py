"""Flights: the block time, and the first hour that suits two fields."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.small import asset_type, terminal

from eastflank.routing.flights import ALWAYS, Hours, block_h, departure_h, hours_of

QUARTERS = st.integers(0, 95).map(lambda quarter: quarter / 4)
SPANS = st.integers(1, 95).map(lambda quarter: quarter / 4)
windows = st.builds(Hours, QUARTERS, SPANS)


def test_the_block_time_is_cruise_and_a_fixed_part() -> None:
    """800 km at 400 km/h and half an hour: 2.5 h; no flight takes no time."""
    plane = asset_type("plane", "air", {"people": 1.0}, speed_kmh=400.0)

    assert block_h(plane, 800.0, 0.5) == 2.5
    assert block_h(plane, 0.0, 0.5) == 0.0


@pytest.mark.parametrize(
    ("local", "offset_h", "utc"),
    [
        ((0, 24), 2, Hours(22.0, 24.0)),
        ((6, 22), 0, Hours(6.0, 16.0)),
        ((6, 22), 2, Hours(4.0, 16.0)),
        ((6, 22), -5, Hours(11.0, 16.0)),
        ((20, 4), 1, Hours(19.0, 8.0)),
    ],
)
def test_local_hours_become_a_span_of_the_utc_day(
    local: tuple[float, float], offset_h: float, utc: Hours
) -> None:
    field = terminal("airfield", "a", open_h=local[0], close_h=local[1])

    assert hours_of(field, offset_h) == utc


def test_opening_and_closing_belong_to_the_hours() -> None:
    night = Hours(20.0, 8.0)

    opened = [night.is_open(hour) for hour in (19.9, 20.0, 24.0, 28.0, 28.1, 44.0)]

    assert opened == [False, True, True, True, False, True]


def test_one_hour_a_day_suits_both() -> None:
    """One opens 6 to 12, the other 13 to 20, 2 h apart: off between 11 and 12, on any day."""
    leave, enter = Hours(6.0, 6.0), Hours(13.0, 7.0)

    assert departure_h(0.0, 2.0, leave, enter) == 11.0
    assert departure_h(11.5, 2.0, leave, enter) == 11.5
    assert departure_h(12.5, 2.0, leave, enter) == 35.0


def test_hours_that_never_meet_are_known() -> None:
    """One opens 6 to 8, the other 12 to 14, 2 h apart: down between 8 and 10."""
    assert departure_h(0.0, 2.0, Hours(6.0, 2.0), Hours(12.0, 2.0)) == math.inf


@given(now=QUARTERS, flight_h=SPANS, leave=windows, enter=windows)
def test_no_quarter_of_an_hour_suits_before_the_departure(
    now: float, flight_h: float, leave: Hours, enter: Hours
) -> None:
    """All hours are quarters, so that looking at every quarter of two days finds the first."""
    later = (now + quarter / 4 for quarter in range(4 * 48))
    suits = (at for at in later if leave.is_open(at) and enter.is_open(at + flight_h))

    assert departure_h(now, flight_h, leave, enter) == pytest.approx(next(suits, math.inf))


@given(now=QUARTERS, flight_h=SPANS, long=st.integers(48, 95), opens=st.tuples(QUARTERS, QUARTERS))
def test_fields_that_open_for_half_the_day_always_meet(
    now: float, flight_h: float, long: int, opens: tuple[float, float]
) -> None:
    leave, enter = (Hours(hour, long / 4) for hour in opens)

    assert departure_h(now, flight_h, leave, enter) <= now + 24.0
    assert departure_h(now, flight_h, ALWAYS, ALWAYS) == now
