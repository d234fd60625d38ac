"""What a constraint costs, worked out by hand: five units of a thousand troops."""

import math

import pytest
from tests.unit.measures.closings import closings

from eastflank.measures.compare.ablation import ablation_table
from eastflank.model.sampling import Draws

BASE = closings({0: {"U1": 240, "U2": 480, "U3": 600, "U4": 840, "U5": 960}})
EARLIER = closings({0: {"U1": 240, "U2": 480, "U3": 600, "U4": 720, "U5": 960}})
LATER = closings({0: {"U1": 240, "U2": 480, "U3": 744, "U4": math.inf, "U5": math.inf}})


def test_a_constraint_costs_the_troops_and_the_days_that_are_gained_without_it() -> None:
    """Three of five closed by C+30, without it four; the fourth on day 30 instead of 35."""
    row = ablation_table({"ramps": (BASE, EARLIER)}).iloc[0]

    assert (row["troops_with"], row["troops_without"], row["more_troops"]) == (3000, 4000, 1000)
    assert (row["day_80_with"], row["day_80_without"], row["days_sooner"]) == (35.0, 30.0, 5.0)
    assert math.isnan(row["low"])
    assert math.isnan(row["days_low"])


def test_what_never_closes_counts_as_the_horizon() -> None:
    """Two of five closed; four never: day 60 of the horizon instead of day 35."""
    row = ablation_table({"call-forward": (BASE, LATER)}, horizon_day=60.0).iloc[0]

    assert row["more_troops"] == -1000
    assert math.isinf(row["day_80_without"])
    assert row["days_sooner"] == 35.0 - 60.0


def test_the_constraint_that_costs_most_stands_first() -> None:
    table = ablation_table(
        {"a": (BASE, BASE), "call-forward": (BASE, LATER), "ramps": (BASE, EARLIER)}
    )

    assert table["constraint"].tolist() == ["ramps", "a", "call-forward"]


def test_replications_are_paired() -> None:
    """By C+30: 1 and 2 units with, 2 and 2 without: +1000 and 0, mean 500 ± 12.7062 · 500."""
    base = closings({0: {"U1": 240, "U2": 960}, 1: {"U1": 240, "U2": 480}})
    without = closings({0: {"U1": 240, "U2": 480}, 1: {"U1": 240, "U2": 480}})

    row = ablation_table({"ramps": (base, without)}).iloc[0]

    assert row["replications"] == 2
    assert row["more_troops"] == 500
    assert (row["low"], row["high"]) == pytest.approx((500 - 12.7062 * 500, 500 + 12.7062 * 500))


def test_replications_that_share_a_draw_count_as_one() -> None:
    """Two replications of one draw are one draw: no interval."""
    base = closings({0: {"U1": 240, "U2": 960}, 1: {"U1": 240, "U2": 480}})

    row = ablation_table({"ramps": (base, base)}, draws=Draws(luck_per_draw=2)).iloc[0]

    assert row["more_troops"] == 0
    assert math.isnan(row["low"])
    assert math.isnan(row["days_low"])
