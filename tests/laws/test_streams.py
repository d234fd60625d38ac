"""Laws of luck: a draw belongs to its purpose, thing and visit, and to nothing else."""

from hypothesis import given
from hypothesis import strategies as st

from eastflank.model.streams import BLOCK, knowledge_uniform, uniform

seeds = st.integers(0, 2**63 - 1)
names = st.text(st.characters(exclude_characters="\x1f", codec="utf-8"), max_size=12)


@given(seed=seeds, replication=st.integers(0, 10_000), thing=names, visit=st.integers(0, 50))
def test_another_draw_does_not_disturb_a_draw(
    seed: int, replication: int, thing: str, visit: int
) -> None:
    alone = uniform(seed, replication, "train_load", thing, visit)

    uniform(seed, replication, "weather", "baltic", 1)
    knowledge_uniform(seed, replication, "rail_speed")
    beside = uniform(seed, replication, "train_load", thing, visit)

    assert alone == beside
    assert 0.0 < alone < 1.0


@given(seed=seeds, purpose=names, thing=names, other=names)
def test_different_things_have_different_luck(
    seed: int, purpose: str, thing: str, other: str
) -> None:
    keys = {(purpose, thing, 0), (purpose, thing, 1), (purpose, other, 0)}

    draws = {uniform(seed, 7, *key) for key in keys}

    assert len(draws) == len(keys)


@given(seed=seeds, group=names, block=st.integers(0, 20))
def test_a_latin_hypercube_meets_each_stratum_once_in_64(seed: int, group: str, block: int) -> None:
    replications = range(block * BLOCK, (block + 1) * BLOCK)

    draws = [knowledge_uniform(seed, replication, group) for replication in replications]

    assert sorted(int(draw * BLOCK) for draw in draws) == list(range(BLOCK))


@given(seed=seeds, block=st.integers(0, 20))
def test_two_groups_are_not_ordered_alike(seed: int, block: int) -> None:
    replications = range(block * BLOCK, (block + 1) * BLOCK)

    first = [int(knowledge_uniform(seed, r, "rail_speed") * BLOCK) for r in replications]
    second = [int(knowledge_uniform(seed, r, "news_delay") * BLOCK) for r in replications]

    assert first != second


def test_draws_are_uniform() -> None:
    """20,000 draws: mean 1/2 within 4 standard errors (0.2887 / sqrt(n)), a tenth in each tenth."""
    draws = [uniform(3, r, "train_load", f"lot-{i}", 0) for r in range(20) for i in range(1000)]

    tenths = [sum(1 for draw in draws if int(10 * draw) == k) for k in range(10)]
    assert abs(sum(draws) / len(draws) - 0.5) < 4 * 0.2887 / 20_000**0.5
    assert all(abs(count - 2000) < 4 * (20_000 * 0.1 * 0.9) ** 0.5 for count in tenths)
