"""Quantiles and their intervals: between two order statistics of the replications."""

import math
import re

import numpy as np
import pytest
from scipy.stats import binom
from tests.unit.measures.closings import closings

from eastflank.cli.text.quantiles import quantile_text
from eastflank.measures.closure.verdict import verdict
from eastflank.measures.uncertainty.intervals import quantile_interval, share_interval
from eastflank.measures.uncertainty.quantiles import QUANTILES, quantile_table
from eastflank.model.sampling import Draws, Sampling

TWENTY = closings({each: {"U1": 24.0 * (each + 1), "U2": math.inf} for each in range(20)})
EVERY_P = np.linspace(0.001, 0.999, 999)


def ranks(count: int, share: float) -> tuple[float, float]:
    """Between which order statistics of so many replications the quantile lies."""
    found = quantile_interval(np.arange(1.0, count + 1), share)
    return found.low, found.high


def coverage(count: int, share: float) -> float:
    """P(low-th value <= quantile <= high-th value): so many fall below it, by the binomial."""
    low, high = ranks(count, share)
    first, last = (0 if math.isnan(low) else low), (count + 1 if math.isnan(high) else high)
    return float(binom(count, share).cdf(last - 1) - binom(count, share).cdf(first - 1))


def test_the_ends_are_those_of_the_binomial_table() -> None:
    """Of 20 the median lies between the 6th and the 15th: 1 - 2 P(X <= 5) = 0.9586."""
    assert ranks(20, 0.5) == (6, 15)
    assert ranks(64, 0.5) == (24, 41)
    assert ranks(64, 0.1) == (2, 12)
    assert ranks(64, 0.9) == (53, 63)
    assert coverage(20, 0.5) == pytest.approx(0.9586, abs=1e-4)


def test_of_twenty_p10_has_no_lower_end_and_p90_no_upper_one() -> None:
    low, high = ranks(20, 0.1), ranks(20, 0.9)

    assert math.isnan(low[0])
    assert low[1] == 6
    assert high[0] == 15
    assert math.isnan(high[1])


@pytest.mark.parametrize("count", [20, 64, 100, 256])
@pytest.mark.parametrize("share", QUANTILES)
def test_a_quantile_lies_within_its_interval_with_95_percent_at_least(
    count: int, share: float
) -> None:
    assert coverage(count, share) >= 0.95


@pytest.mark.parametrize(("count", "mean", "least"), [(20, 0.95, 0.917), (64, 0.95, 0.929)])
def test_the_score_interval_of_few_plain_replications_covers_as_the_page_says(
    count: int, mean: float, least: float
) -> None:
    """Exactly, by the binomial: on average over P, and at worst for P from 0.05 to 0.95."""
    hits = np.arange(count + 1)
    score = share_interval(np.tri(count + 1, count, -1))  # row by row one hit more
    covers = (score.low <= EVERY_P[:, None]) & (EVERY_P[:, None] <= score.high)

    found = (binom.pmf(hits, count, EVERY_P[:, None]) * covers).sum(axis=1)

    assert found.mean() >= mean
    assert found[(EVERY_P >= 0.05) & (EVERY_P <= 0.95)].min() >= least


def test_replications_of_one_draw_count_as_one() -> None:
    once = quantile_interval(np.arange(20.0), 0.5)
    twice = quantile_interval(
        np.repeat(np.arange(20.0), 2), 0.5, Draws(sampling=Sampling.PLAIN, luck_per_draw=2)
    )

    assert (twice.low, twice.high) == (once.low, once.high)


@pytest.mark.parametrize("count", [2, 7, 10, 30, 70, 110])
def test_the_estimates_are_those_of_the_verdict(count: int) -> None:
    closures = closings({each: {"U1": 24.0 * each, "U2": 30.0 * each} for each in range(count)})

    table = quantile_table(closures).pivot_table(
        index=["measure", "level"], columns="quantile", values="estimate"
    )

    told = verdict(closures).set_index(["measure", "level"])[["p10", "p50", "p90"]]
    expected = told.reindex(table.index)
    assert table.to_numpy().tolist() == expected.to_numpy().tolist()


def test_what_never_closed_is_never_and_a_missing_end_is_a_dash() -> None:
    """Half closes on days 1 to 20, the rest never."""
    table = quantile_table(TWENTY)

    lines = [re.split(r" {2,}", line) for line in quantile_text(table).splitlines()]
    cells = {line[0]: line[1:] for line in lines}
    assert cells["50 % closed on C+"] == [
        "2.0 (– to 6.0)",
        "10.0 (6.0 to 15.0)",
        "18.0 (15.0 to –)",
    ]
    assert cells["100 % closed on C+"] == [
        "never (– to never)",
        "never (never to never)",
        "never (never to –)",
    ]
