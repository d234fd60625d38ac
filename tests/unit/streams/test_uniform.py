"""Luck belongs to a purpose, a thing and a visit, and to nothing else."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from eastflank.model.streams import BLOCK, knowledge_uniform, uniform

SEEDS = st.integers(0, 2**63 - 1)
REPLICATIONS = st.integers(0, 10_000)


@given(seed=SEEDS, replication=REPLICATIONS)
def test_another_draw_does_not_disturb_a_draw(seed: int, replication: int) -> None:
    alone = uniform(seed, replication, "train_load", "lot-1", 1)

    uniform(seed, replication, "canal_transit", "lot-1", 1)
    beside = uniform(seed, replication, "train_load", "lot-1", 1)

    assert alone == beside


@given(seed=SEEDS, replication=REPLICATIONS, thing=st.text(), visit=st.integers(0, 99))
def test_a_draw_lies_strictly_between_nought_and_one(
    seed: int, replication: int, thing: str, visit: int
) -> None:
    assert 0.0 < uniform(seed, replication, "train_load", thing, visit) < 1.0


@given(seed=SEEDS, replication=REPLICATIONS)
def test_every_part_of_the_key_matters(seed: int, replication: int) -> None:
    draws = {
        uniform(seed, replication, "load", "lot", 0),
        uniform(seed + 1, replication, "load", "lot", 0),
        uniform(seed, replication + 1, "load", "lot", 0),
        uniform(seed, replication, "unload", "lot", 0),
        uniform(seed, replication, "load", "other", 0),
        uniform(seed, replication, "load", "lot", 1),
    }

    assert len(draws) == 6


def test_keys_that_run_together_are_told_apart() -> None:
    assert uniform(1, 12, "load", "lot") != uniform(11, 2, "load", "lot")


@given(seed=SEEDS, block=st.integers(0, 20))
def test_a_block_of_knowledge_meets_each_stratum_once(seed: int, block: int) -> None:
    replications = range(block * BLOCK, (block + 1) * BLOCK)

    draws = [knowledge_uniform(seed, replication, "wagons") for replication in replications]

    assert sorted(int(draw * BLOCK) for draw in draws) == list(range(BLOCK))


def test_knowledge_of_one_group_says_nothing_of_another() -> None:
    # 640 pairs of independent uniforms: the correlation has a standard deviation of 0.04.
    replications = range(640)
    wagons = [knowledge_uniform(7, replication, "wagons") for replication in replications]
    notice = [knowledge_uniform(7, replication, "notice") for replication in replications]

    assert abs(np.corrcoef(wagons, notice)[0, 1]) < 0.16


def test_draws_are_the_same_on_every_machine() -> None:
    # Stored once: a change here changes every result.
    assert uniform(20260101, 17, "train_load", "lot-1", 2) == STORED[0]
    assert knowledge_uniform(20260101, 17, "wagons") == STORED[1]


STORED = (0.7816727383165942, 0.754172337793891)
