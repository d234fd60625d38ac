"""Luck: likely values in the deterministic run, else draws that belong to things."""

from dataclasses import replace

import pytest
from tests.small import evidence

from eastflank.model.evidence import Assumption, Scope
from eastflank.model.ids import EvidenceKey
from eastflank.model.luck import Luck

ROWS = evidence(rail_speed=(30, 50, 60), train_load=(3, 6, 12), news_delay=(1, 6, 24))


def test_the_deterministic_run_takes_every_row_at_its_likely_value() -> None:
    luck = Luck(ROWS, seed=1, replication=None)

    assert luck.value("rail_speed") == 50
    assert luck.draw("train_load", "lot", 3) == 6
    assert luck.national("news_delay", "DE") == 6


def test_knowledge_is_one_value_a_replication() -> None:
    luck = Luck(ROWS, seed=1, replication=5)

    assert luck.draw("rail_speed", "one") == luck.draw("rail_speed", "other", 7)
    assert luck.value("rail_speed") != Luck(ROWS, seed=1, replication=6).value("rail_speed")


def test_luck_belongs_to_the_thing_and_the_visit() -> None:
    luck = Luck(ROWS, seed=1, replication=5)

    draws = {luck.draw("train_load", lot, visit) for lot in ("a", "b") for visit in (0, 1)}
    again = luck.draw("train_load", "a", 0)

    assert len(draws) == 4
    assert again in draws
    assert all(3 <= draw <= 12 for draw in draws)


def test_rows_of_a_group_share_one_draw() -> None:
    """Both at the same quantile of their own triangle."""
    rows = dict(ROWS)
    for key in ("rail_speed", "news_delay"):
        row = rows[EvidenceKey(key)]
        rows[EvidenceKey(key)] = replace(row, group="both", scope=Scope.KNOWLEDGE)
    luck = Luck(rows, seed=1, replication=5)

    shares = [
        share_of(rows[EvidenceKey(key)], luck.value(key)) for key in ("rail_speed", "news_delay")
    ]

    assert shares[0] == pytest.approx(shares[1], abs=1e-9)


def share_of(row: Assumption, value: float) -> float:
    """The share of a triangle below a value, by bisection of its quantile."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if row.quantile(middle) < value else (low, middle)
    return low


def test_nations_have_their_own_draw() -> None:
    luck = Luck(ROWS, seed=1, replication=5)

    assert luck.national("news_delay", "DE") != luck.national("news_delay", "PL")
    assert luck.national("news_delay", "DE") == luck.national("news_delay", "DE")
