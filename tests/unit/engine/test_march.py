"""The clock of a march: from 6:00 to 22:00 local time, eight hours a day."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eastflank.engine.state.endurance import MarchClock


def clock(limit_h: float = 8.0) -> MarchClock:
    return MarchClock(start=6.0, length_h=16.0, limit_h=limit_h)


@pytest.mark.parametrize(
    ("start_h", "drive_h", "end_h"),
    [
        (6, 8, 14),  # a day's driving
        (0, 1, 7),  # waits for six o'clock
        (6, 9, 31),  # the ninth hour is tomorrow's first
        (20, 4, 32),  # two hours before the night, two after it
        (23, 1, 31),  # in the night
        (6, 24, 62),  # three days: 14 + 24 + 24
        (30, 1, 31),  # the second day
    ],
)
def test_driving_is_interrupted_by_the_limit_and_the_night(
    start_h: float, drive_h: float, end_h: float
) -> None:
    assert clock().after(start_h, drive_h, 0.0) == pytest.approx(end_h, abs=1e-9)


def test_the_hours_of_a_day_add_up_over_calls() -> None:
    """Five hours, then five: three today, two tomorrow."""
    march = clock()

    assert march.after(6.0, 5.0, 0.0) == 11.0
    assert march.after(11.0, 5.0, 0.0) == pytest.approx(32.0, abs=1e-9)


def test_an_offset_moves_the_day() -> None:
    """UTC+2: six o'clock is 4:00 UTC. UTC-5: 11:00 UTC."""
    assert clock().after(0.0, 1.0, 2.0) == 5.0
    assert clock().after(5.0, 1.0, -5.0) == 12.0


@settings(derandomize=True, deadline=None, max_examples=200)
@given(
    start_h=st.floats(0, 500),
    drives=st.lists(st.floats(0.01, 30), min_size=1, max_size=6),
    offset_h=st.sampled_from([-5.0, 0.0, 1.0, 3.0]),
)
def test_a_march_is_as_long_as_its_parts_and_never_ends_at_night(
    start_h: float, drives: list[float], offset_h: float
) -> None:
    whole, parts, hour = clock(), clock(), start_h

    for drive_h in drives:
        before_h, hour = hour, parts.after(hour, drive_h, offset_h)
        assert hour >= before_h + drive_h - 1e-6
        assert 6.0 - 1e-6 <= math.fmod(hour + offset_h + 24.0, 24.0) <= 22.0 + 1e-6

    assert whole.after(start_h, sum(drives), offset_h) == pytest.approx(hour, abs=1e-6)
