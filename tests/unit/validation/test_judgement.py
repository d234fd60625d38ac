"""Judgement by hand: where a figure lies among a hundred draws."""

import math

import pytest

from eastflank.validation.judgement import judge
from eastflank.validation.timing import Found

HUNDRED = [float(value) for value in range(1, 101)]  # P5 is 5, P95 is 95


@pytest.mark.parametrize(
    ("published", "found"),
    [
        (4.9, Found.SLOW),
        (5.0, Found.INSIDE),
        (50.0, Found.INSIDE),
        (95.0, Found.INSIDE),
        (95.1, Found.QUICK),
    ],
)
def test_a_figure_from_p5_to_p95_is_inside(published: float, found: Found) -> None:
    judged = judge(HUNDRED, published)

    assert (judged.p5, judged.p50, judged.p95) == (5.0, 50.0, 95.0)
    assert judged.found is found
    assert judged.width == 19.0


def test_the_rank_is_the_share_of_draws_below_and_half_of_those_that_equal_it() -> None:
    assert judge(HUNDRED, 0.0).rank == 0.0
    assert judge(HUNDRED, 25.5).rank == 0.25
    assert judge(HUNDRED, 30.0).rank == pytest.approx(0.295)
    assert judge(HUNDRED, 200.0).rank == 1.0


def test_draws_that_never_end_are_counted_and_not_dropped() -> None:
    """Eleven of a hundred never end: P95 is never, and a long figure is inside."""
    judged = judge([*HUNDRED[:89], *[math.inf] * 11], 94.0)

    assert judged.p95 == math.inf
    assert judged.found is Found.INSIDE
    assert judged.rank == 0.89
