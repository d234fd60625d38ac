"""Variance components: what is not known and what varies, apart."""

import numpy as np
import pandas as pd
import pytest

from eastflank.measures.uncertainty.components import variance_components
from tests.frames import number


def nested(rng: np.random.Generator, draws: int, size: int, between: float) -> pd.Series:
    knowledge = np.repeat(rng.standard_normal(draws), size) * np.sqrt(between)
    return pd.Series(knowledge + rng.standard_normal(draws * size) * np.sqrt(1 - between))


def test_the_share_between_draws_is_covered_as_promised() -> None:
    """600 runs with three quarters of the variance between draws; 95 % less three errors."""
    rng = np.random.default_rng(2)
    told = [variance_components("m", nested(rng, 32, 4, 0.75), luck_per_draw=4) for _ in range(600)]

    covered = [number(row["low"]) <= 0.75 <= number(row["high"]) for row in told]

    assert np.mean(covered) >= 0.95 - 3 * np.sqrt(0.95 * 0.05 / 600)
    assert np.mean([row["between_share"] for row in told]) == pytest.approx(0.75, abs=0.02)


def test_without_knowledge_the_band_of_luck_is_the_wider() -> None:
    told = variance_components("m", nested(np.random.default_rng(1), 200, 4, 0.0), luck_per_draw=4)

    assert told["low"] == 0
    assert number(told["luck_p90"]) > 1.5 * number(told["knowledge_p90"])


def test_draws_that_are_not_whole_are_left_out() -> None:
    answer = pd.Series([1.0, 1.0, 3.0, 3.0, 9.0], index=[0, 1, 2, 3, 5])

    told = variance_components("m", answer, luck_per_draw=2)

    assert told["draws"] == 2
    assert told["between_share"] == 1.0


def test_one_replication_a_draw_has_no_components() -> None:
    told = variance_components("m", pd.Series([1.0, 2.0]), luck_per_draw=1)

    assert told["note"]
