"""Differences of runs that met different luck, worked out by hand."""

import math

import pytest
from tests.unit.measures.closings import closings

from eastflank.measures.compare.pairing import COLUMNS, penalty
from eastflank.measures.compare.unpaired import unpaired_penalty, welch_interval
from eastflank.measures.uncertainty.intervals import student_t
from eastflank.model.sampling import Draws, Sampling


def test_the_interval_is_that_of_welch() -> None:
    """Means 2 and 5, variances 1 and 4 over 3 and 3: error √(5/3), degrees (5/3)² / (17/18)."""
    mean, low, high = welch_interval([1, 2, 3], [3, 5, 7])

    half = student_t((5 / 3) ** 2 / (1 / 18 + 16 / 18)) * math.sqrt(5 / 3)
    assert (mean, low, high) == pytest.approx((-3, -3 - half, -3 + half))


def test_replications_that_share_a_draw_count_as_one() -> None:
    """Means of draws 1, 2, 3 and 3, 5, 7: the interval of six values."""
    shared = Draws(sampling=Sampling.PLAIN, luck_per_draw=2)

    found = welch_interval([0, 2, 1, 3, 2, 4], [3, 3, 5, 5, 7, 7], (shared, shared))

    assert found == pytest.approx(welch_interval([1, 2, 3], [3, 5, 7]))


def test_a_single_draw_has_no_interval() -> None:
    mean, low, _ = welch_interval([4.0], [1.0, 2.0])

    assert mean == 2.5
    assert math.isnan(low)


def test_unpaired_is_wider_where_pairing_helps_and_has_the_same_rows() -> None:
    """Days 10, 20, 30, 40 against five days later each: paired exactly 5, unpaired not."""
    days = [10.0, 20.0, 30.0, 40.0]
    base = closings({each: {"U1": 24 * day} for each, day in enumerate(days)})
    cut = closings({each: {"U1": 24 * (day + 5)} for each, day in enumerate(days)})

    loose, tight = unpaired_penalty(base, cut), penalty(base, cut)

    keys = ["measure", "level", "where", "unit"]
    assert list(loose.columns) == COLUMNS
    assert loose[keys].to_numpy().tolist() == tight[keys].values.tolist()
    row = loose.loc[loose["measure"] == "days_later"].iloc[0]
    assert row["mean"] == 5
    assert row["high"] - row["low"] > 40
    assert (row["base"], row["cut"]) == (20, 25)


def test_what_never_closes_counts_as_the_horizon_on_either_side() -> None:
    base = closings({0: {"U1": 240.0}, 1: {"U1": 240.0}})
    cut = closings({5: {"U1": math.inf}, 6: {"U1": 480.0}})

    table = unpaired_penalty(base, cut, horizon_day=120.0)

    row = table.loc[table["measure"] == "days_later"].iloc[0]
    assert row["mean"] == (120 + 20) / 2 - 10
    assert (row["unfinished_base"], row["unfinished_cut"]) == (0, 1)
