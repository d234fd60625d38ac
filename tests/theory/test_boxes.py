"""Boxes find planted regions, say nothing of noise, and are judged on draws they have not seen."""

import numpy as np
import pandas as pd
import pytest

from eastflank.measures.uncertainty.boxes import (
    MOST_SIDES,
    Score,
    Side,
    find_box,
    inside,
    ordered_by_strength,
    score,
    unseen_score,
)
from eastflank.model.streams import knowledge_uniform, uniform


def uniforms(count: int, names: str) -> pd.DataFrame:
    return pd.DataFrame(
        {name: [knowledge_uniform(5, r, name) for r in range(count)] for name in names}
    )


def test_a_planted_box_is_found_with_its_edges() -> None:
    """Met where a > 0.6 and b < 0.5, whatever c to f are: 0.4 × 0.5 of 256 draws."""
    draws = uniforms(256, "abcdef")
    hits = np.asarray((draws["a"] > 0.6) & (draws["b"] < 0.5))

    box = find_box(draws, hits)

    assert {side.group for side in box} == {"a", "b"}
    sides = {side.group: side for side in box}
    assert sides["a"].low == pytest.approx(0.6, abs=0.05)
    assert sides["b"].high == pytest.approx(0.5, abs=0.05)
    found = score(box, draws, hits)
    assert found.density > 0.9
    assert found.coverage > 0.9


def test_a_planted_box_holds_on_draws_that_did_not_make_it() -> None:
    draws = uniforms(128, "abcdef")
    hits = np.asarray((draws["a"] > 0.6) & (draws["b"] < 0.5))

    unseen = unseen_score(draws, hits)

    assert unseen.density > 0.8
    assert unseen.by_chance < 1e-6


def test_noise_looks_good_on_its_own_draws_and_not_on_others() -> None:
    """Of forty groups that mean nothing some box fits 48 draws; unseen draws give it away."""
    draws = pd.DataFrame(
        {f"g{n}": [knowledge_uniform(5, r, f"g{n}") for r in range(48)] for n in range(40)}
    )
    hits = np.asarray([uniform(9, r, "coin", "") < 0.3 for r in range(48)])

    seen, unseen = score(find_box(draws, hits), draws, hits), unseen_score(draws, hits)

    assert seen.balance > 0.65
    assert unseen.balance < 0.5
    assert unseen.by_chance > 0.05


def test_a_box_has_no_more_sides_than_a_reader_keeps_in_mind() -> None:
    draws = uniforms(256, "abcdef")
    hits = np.asarray((draws > 0.3).all(axis=1))

    assert len(find_box(draws, hits)) <= MOST_SIDES


def test_the_unseen_draws_of_a_fold_take_no_part_in_its_box() -> None:
    """With two folds each half is judged by the box of the other half alone."""
    draws = uniforms(64, "ab")
    hits = np.asarray(draws["a"] > 0.5)
    even = np.arange(64) % 2 == 0

    by_hand = np.zeros(64, dtype=bool)
    for held in (even, ~even):
        by_hand[held] = inside(find_box(draws.loc[~held], hits[~held]), draws.loc[held])

    unseen = unseen_score(draws, hits, folds=2)
    assert unseen.inside == by_hand.sum()
    assert unseen.hits_inside == (by_hand & hits).sum()


def test_the_scores_are_shares_of_counts() -> None:
    """4 draws, hits 1 1 0 0, inside 1 0 1 0: density 1 of 2, coverage 1 of 2, base 2 of 4."""
    draws = pd.DataFrame({"a": [0.9, 0.1, 0.8, 0.2]})
    hits = np.array([True, True, False, False])

    found = score((Side(group="a", low=0.5),), draws, hits)

    assert found == Score(draws=4, hits=2, inside=2, hits_inside=1)
    assert (found.density, found.coverage, found.base_rate) == (0.5, 0.5, 0.5)
    assert found.by_chance == pytest.approx(0.75)  # 1 - 0.5²


def test_the_group_that_the_answer_follows_comes_first() -> None:
    draws = uniforms(64, "abc")

    hits = np.asarray(draws["c"] < 0.3)

    assert next(iter(ordered_by_strength(draws, hits).columns)) == "c"
