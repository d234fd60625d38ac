"""How knowledge is drawn: Latin as ever, Sobol by dimension, plain; several lucks to a draw."""

from collections.abc import Sequence

import pytest
from tests.small import evidence

from eastflank.model.luck import Luck
from eastflank.model.sampling import Draws, Knowledge, Sampling
from eastflank.model.streams import BLOCK, knowledge_uniform

GROUPS = ("cranes", "notice", "wagons")
SOBOL = Draws(sampling=Sampling.SOBOL)
PLAIN = Draws(sampling=Sampling.PLAIN)


def drawn(
    draws: Draws, replication: int, group: str = "wagons", groups: Sequence[str] = GROUPS
) -> float:
    return Knowledge(draws, 7, replication, groups).uniform(group)


def test_latin_draws_are_those_of_the_keyed_permutations() -> None:
    assert drawn(Draws(), 70) == knowledge_uniform(7, 70, "wagons")


@pytest.mark.parametrize("draws", [Draws(), SOBOL])
def test_a_block_meets_each_stratum_of_a_group_once(draws: Draws) -> None:
    block = [drawn(draws, replication) for replication in range(BLOCK, 2 * BLOCK)]

    assert sorted(int(each * BLOCK) for each in block) == list(range(BLOCK))


def test_a_block_of_sobol_points_fills_squares_of_two_groups() -> None:
    """64 points in 8 x 8 squares of the first two dimensions: one each."""
    points = {
        (int(8 * drawn(SOBOL, r, "cranes")), int(8 * drawn(SOBOL, r, "notice")))
        for r in range(BLOCK)
    }

    assert len(points) == BLOCK


def test_a_group_that_sorts_last_leaves_the_sobol_draws_of_the_others() -> None:
    assert drawn(SOBOL, 9) == drawn(SOBOL, 9, groups=(*GROUPS, "yards"))
    assert drawn(SOBOL, 9) != drawn(SOBOL, 9, groups=("airfields", *GROUPS))


def test_plain_draws_do_not_keep_to_strata() -> None:
    block = [drawn(PLAIN, replication) for replication in range(BLOCK)]

    assert len({int(each * BLOCK) for each in block}) < BLOCK


@pytest.mark.parametrize("sampling", list(Sampling))
def test_replications_share_a_draw_and_not_their_luck(sampling: Sampling) -> None:
    rows = evidence(rail_speed=(30, 50, 60), train_load=(3, 6, 12))
    shared = Draws(sampling=sampling, luck_per_draw=4)
    four, five = (Luck(rows, 1, replication, shared) for replication in (4, 7))

    assert four.value("rail_speed") == five.value("rail_speed")
    assert four.draw("train_load", "lot") != five.draw("train_load", "lot")
    assert four.value("rail_speed") != Luck(rows, 1, 8, shared).value("rail_speed")


@pytest.mark.parametrize("sampling", list(Sampling))
def test_luck_does_not_know_the_sampling(sampling: Sampling) -> None:
    rows = evidence(train_load=(3, 6, 12))

    other = Luck(rows, 1, 5, Draws(sampling=sampling, luck_per_draw=3))

    assert other.draw("train_load", "lot") == Luck(rows, 1, 5).draw("train_load", "lot")


def test_draws_that_are_not_independent_are_counted_together() -> None:
    assert Draws(luck_per_draw=4).together == 256
    assert Draws(sampling=Sampling.PLAIN, luck_per_draw=4).together == 4
