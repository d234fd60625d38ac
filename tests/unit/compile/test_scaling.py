"""A force is scaled by whole units: who is first in the queue of a nation and tier."""

from dataclasses import replace
from typing import Any

import pytest

from eastflank.compile.scaling import Line, first_of, middles, places, share_of


def line(uln: str, troops: int = 100, **more: Any) -> Line:
    plain = Line(uln=uln, nation="DE", tier=1, brigade="", weight="light", goal="LT", troops=troops)
    return replace(plain, **more)


def brigade(name: str, units: int, weight: str = "light", **more: Any) -> list[Line]:
    return [
        line(f"{name}-{number}", brigade=name, weight=weight, **more)
        for number in range(1, units + 1)
    ]


def test_the_place_of_a_stretch_is_its_middle() -> None:
    """100, 200 and 100 end to end: 0 to 0.25, to 0.75, to 1."""
    assert middles([100, 200, 100]) == [0.125, 0.5, 0.875]


def test_lines_without_people_queue_by_their_number() -> None:
    assert middles([0, 0]) == [0.25, 0.75]


def test_two_nations_are_cut_at_one_place() -> None:
    """Four German units stand at 1/8, 3/8, 5/8, 7/8, two French at 1/4, 3/4; three of six go."""
    force = [*brigade("D", 4), *brigade("F", 2, nation="FR")]

    assert first_of(force, 300) == {"D-1", "F-1", "D-2"}
    assert first_of(force, 299) == {"D-1", "F-1"}
    assert first_of(force, 600) == {each.uln for each in force}
    assert first_of(force, 99) == set()


def test_tiers_queue_apart() -> None:
    """Half of 200 and 200 is one unit of each tier, not both of the first."""
    force = [line("A1"), line("A2"), line("B1", tier=2), line("B2", tier=2)]

    assert first_of(force, 200) == {"A1", "B1"}


def test_a_brigade_comes_whole_before_the_next_begins() -> None:
    """Two light brigades of three: three of six units are the first brigade."""
    force = [*brigade("N", 3), *brigade("M", 3)]

    assert first_of(force, 300) == {"M-1", "M-2", "M-3"}


def test_heavy_and_light_come_in_proportion() -> None:
    """Two heavy and two light brigades of 200: half is one of each."""
    force = [
        *brigade("H1", 2, "heavy"),
        *brigade("H2", 2, "heavy"),
        *brigade("L1", 2),
        *brigade("L2", 2),
    ]

    assert first_of(force, 400) == {"H1-1", "H1-2", "L1-1", "L1-2"}


def test_a_brigade_weighs_what_its_heaviest_unit_weighs() -> None:
    """Of 400 in a heavy brigade and two light units, a light unit is nearest to a quarter.

    At 1/4 it leaves 50 heavy too few and 50 light too many, the brigade 100 at 1/2.
    """
    mixed = [line("X-1", brigade="X", weight="support"), line("X-2", brigade="X", weight="heavy")]
    force = [*mixed, line("Y"), line("Z")]

    assert first_of(force, 100) == {"Y"}
    assert first_of(force, 300) == {"Y", "X-1", "X-2"}


def test_destinations_come_in_proportion() -> None:
    """Two units to Lithuania and two to Romania: half is one of each."""
    force = [line("A"), line("B"), line("C", goal="RO"), line("D", goal="RO")]

    assert first_of(force, 200) == {"A", "C"}


def test_a_small_nation_sends_first_what_a_large_one_does_not() -> None:
    """Germany's first half goes to Lithuania, so that of France goes to Romania."""
    large = [line("A", 300), line("B", 300, goal="RO")]
    small = [line("F", nation="FR"), line("G", nation="FR", goal="RO")]

    assert first_of([*large, *small], 400) == {"A", "G"}


@pytest.mark.parametrize(
    ("share", "going"),
    [(0.0, 0), (0.125, 0), (0.126, 1), (0.5, 2), (0.87, 3), (0.9, 4), (1.0, 4)],
)
def test_a_share_takes_the_units_whose_middle_lies_below_it(share: float, going: int) -> None:
    assert len(share_of(brigade("D", 4), share)) == going


def test_a_last_line_without_people_goes_with_the_whole() -> None:
    """Its place is 1: nothing lies above it."""
    assert places([line("A"), line("B", 0)])["B"] == 1.0
    assert share_of([line("A"), line("B", 0)], 1.0) == {"A", "B"}
