"""Flights go round closed airspace by its corners, and nowhere else farther than they must."""

import math
from itertools import pairwise
from typing import Final

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eastflank.model.units import great_circle_km
from eastflank.routing.airways import BERTH_KM, Airways

WEST, EAST, NORTH = (-5.0, 0.0), (5.0, 0.0), (0.0, 9.0)
# 4 degrees wide, reaching 1 degree north of the line between the two and 6 degrees south of it
WALL: Final = ((-2.0, -6.0), (2.0, -6.0), (2.0, 1.0), (-2.0, 1.0))
NOTCHED: Final = ((-2.0, -6.0), (2.0, -6.0), (2.0, 1.0), (0.0, -5.0), (-2.0, 1.0))

degrees = st.tuples(st.floats(-30, 30), st.floats(-30, 30))


def test_without_closed_areas_a_flight_is_a_great_circle() -> None:
    airways = Airways((WEST, EAST))

    assert airways.km[0, 1] == pytest.approx(great_circle_km(*WEST, *EAST))
    assert airways.way(0, 1) == (WEST, EAST)


def test_round_a_wall_a_flight_turns_at_the_two_nearer_corners() -> None:
    """Up to the northern corners and along: the southern ones are six degrees off."""
    corners = ((-2.0, 1.0), (2.0, 1.0))
    around = sum(great_circle_km(*a, *b) for a, b in pairwise((WEST, *corners, EAST)))

    airways = Airways((WEST, EAST), (WALL,))

    assert airways.km[0, 1] == pytest.approx(around, abs=4 * BERTH_KM)
    assert airways.km[0, 1] > around
    assert np.array(airways.way(0, 1))[1:3] == pytest.approx(np.array(corners), abs=0.05)


def test_a_flight_past_the_wall_is_not_lengthened_by_it() -> None:
    airways = Airways((WEST, NORTH), (WALL,))

    assert airways.km[0, 1] == pytest.approx(great_circle_km(*WEST, *NORTH))


def test_a_notch_in_an_area_is_no_way_through() -> None:
    whole, notched = Airways((WEST, EAST), (WALL,)), Airways((WEST, EAST), (NOTCHED,))

    assert notched.km[0, 1] == pytest.approx(whole.km[0, 1], abs=4 * BERTH_KM)


def test_two_areas_that_share_a_border_leave_no_gap_between_them() -> None:
    upper = ((-2.0, 1.0), (2.0, 1.0), (2.0, 8.0), (-2.0, 8.0))

    both = Airways((WEST, EAST), (WALL, upper))

    way = both.way(0, 1)
    assert min(abs(lat) for _, lat in way[1:-1]) > 5.9, way


def test_the_far_side_of_the_earth_closes_nothing() -> None:
    behind = tuple((lon + 180.0, lat) for lon, lat in WALL)

    airways = Airways((WEST, EAST), (behind,))

    assert airways.km[0, 1] == pytest.approx(great_circle_km(*WEST, *EAST))


def test_a_place_that_is_walled_in_is_not_reached() -> None:
    inside = (0.0, -2.0)

    assert Airways((WEST, inside), (WALL,)).km[0, 1] == math.inf


@given(places=st.lists(degrees, min_size=2, max_size=5, unique=True))
def test_distances_are_the_same_both_ways_and_the_length_of_the_way(
    places: list[tuple[float, float]],
) -> None:
    airways = Airways(tuple(places), (WALL,))

    for i, j in zip(*np.nonzero(np.isfinite(airways.km)), strict=True):
        way_km = sum(great_circle_km(*a, *b) for a, b in pairwise(airways.way(int(i), int(j))))
        assert airways.km[i, j] == pytest.approx(airways.km[j, i], abs=1e-6)
        assert airways.km[i, j] == pytest.approx(way_km, abs=1e-3)


@given(places=st.lists(degrees, min_size=3, max_size=5, unique=True))
def test_no_stop_on_the_way_makes_a_flight_shorter(places: list[tuple[float, float]]) -> None:
    km = Airways(tuple(places), (WALL,)).km

    with np.errstate(invalid="ignore"):
        assert not (km[:, :, None] > km[:, None, :] + km.T[None, :, :] + 1e-6).any()
