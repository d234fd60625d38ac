"""Shapes: a triangle keeps the mode, the median or the mean that its row says."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eastflank.model.evidence import (
    Assumption,
    Distribution,
    Likely,
    Scope,
    log_peak_of,
    log_triangular,
    peak_of,
    triangular,
)
from eastflank.model.ids import EvidenceKey

SHARES = [(i + 0.5) / 2_000 for i in range(2_000)]
share = st.floats(0.0, 1.0)


def row(
    shape: Distribution, low: float, likely: float, high: float, peak: float | None = None
) -> Assumption:
    return Assumption(
        key=EvidenceKey("border_stop"),
        unit="h",
        low=low,
        likely=likely,
        high=high,
        distribution=shape,
        scope=Scope.LUCK,
        group="border_stop",
        grade="D",
        peak=peak,
    )


def test_a_triangle_is_highest_where_its_mean_wants_it() -> None:
    """(0 + 3 + 9) / 3 = 4: a mean of 4 between 0 and 9 puts the peak at 3."""
    assert peak_of(0.0, 4.0, 9.0, Likely.MEAN) == pytest.approx(3.0)


@pytest.mark.parametrize("median", [3.0, 4.0, 5.0, 6.5])
def test_half_of_a_triangle_falls_below_its_median(median: float) -> None:
    peak = peak_of(0.0, median, 10.0, Likely.MEDIAN)

    assert triangular(0.0, peak, 10.0, 0.5) == pytest.approx(median)


def test_the_draws_of_a_triangle_have_the_mean_that_was_asked_for() -> None:
    peak = peak_of(0.5, 5.0, 11.5, Likely.MEAN)

    draws = [triangular(0.5, peak, 11.5, each) for each in SHARES]

    assert sum(draws) / len(draws) == pytest.approx(5.0, rel=1e-3)


def test_a_median_that_no_triangle_has_puts_the_peak_outside() -> None:
    """A triangle from 0 to 10 has its median between 10 - sqrt(50) = 2.93 and 7.07."""
    assert peak_of(0.0, 2.9, 10.0, Likely.MEDIAN) < 0.0
    assert peak_of(0.0, 3.0, 10.0, Likely.MEDIAN) > 0.0


def test_a_half_and_a_double_are_equally_far_on_a_scale_of_factors() -> None:
    """0.25, 0.5, 1: a quarter below 0.5 is as likely as a quarter above, as factors."""
    low, high = (log_triangular(0.25, 0.5, 1.0, each) for each in (0.2, 0.8))

    assert log_triangular(0.25, 0.5, 1.0, 0.5) == pytest.approx(0.5)
    assert low * high == pytest.approx(0.5**2)


def test_the_median_of_a_lopsided_log_triangle_is_kept() -> None:
    peak = log_peak_of(0.3, 0.8, 2.0, Likely.MEDIAN)

    assert log_triangular(0.3, peak, 2.0, 0.5) == pytest.approx(0.8)


@given(share, share)
def test_a_greater_share_never_has_a_smaller_value(one: float, other: float) -> None:
    less, more = sorted((one, other))

    for shape in (Distribution.TRIANGULAR, Distribution.LOG_TRIANGULAR, Distribution.UNIFORM):
        border = row(shape, 0.5, 2.0, 12.0)
        assert 0.5 <= border.quantile(less) <= border.quantile(more) <= 12.0


def test_the_ends_of_a_log_triangle_are_its_ends() -> None:
    limit = row(Distribution.LOG_TRIANGULAR, 1300.0, 2000.0, 2500.0)

    assert limit.quantile(1.0) == pytest.approx(2500.0)
    assert limit.quantile(0.0) == pytest.approx(1300.0)


def test_a_row_draws_from_its_peak_and_tells_its_likely_value() -> None:
    skewed = row(Distribution.TRIANGULAR, 0.0, 4.0, 9.0, peak=3.0)

    assert skewed.likely == 4.0
    assert skewed.quantile(3.0 / 9.0) == pytest.approx(3.0)  # a third lies below the peak


def test_a_log_triangle_is_a_triangle_of_logarithms() -> None:
    logs = triangular(math.log(2.0), math.log(5.0), math.log(40.0), 0.3)

    assert log_triangular(2.0, 5.0, 40.0, 0.3) == pytest.approx(math.exp(logs))
