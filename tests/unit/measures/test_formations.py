"""Formations by hand: two heavy brigades and a light one in two replications."""

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd

from eastflank.measures.closure.formations import (
    battalions_closed,
    day_of_brigades,
    first_brigade_day,
)

UNITS = (  # unit, nation, brigade, weight, type
    ("a1", "DE", "A", "heavy", "tank_bn"),
    ("a2", "DE", "A", "heavy", "mech_bn"),
    ("a3", "DE", "A", "support", "logistics_heavy"),
    ("b1", "FR", "B", "heavy", "tank_bn"),
    ("c1", "FR", "C", "light", "airborne_bn"),
    ("d1", "US", "", "heavy", "tank_bn"),
)


def closures(*days: Sequence[float]) -> pd.DataFrame:
    """When each unit closes, in days, in each replication."""
    rows: list[dict[str, Any]] = [
        {
            "replication": number,
            "unit": unit,
            "nation": nation,
            "brigade": brigade,
            "weight": weight,
            "destination_country": "LT",
            "troops": 500,
            "closed_095_h": 24.0 * day,
        }
        for number, closed in enumerate(days)
        for (unit, nation, brigade, weight, _), day in zip(UNITS, closed, strict=True)
    ]
    return pd.DataFrame(rows)


TWO = closures((10, 12, 20, 8, 5, 1), (10, 12, math.inf, 9, 4, 1))
TYPES = pd.Series({unit: kind for unit, *_, kind in UNITS})


def test_the_day_of_so_many_brigades_is_that_of_the_last_of_them() -> None:
    """B closes at 8 and 9, A with its last unit at 20 and never; C is light, D belongs to none."""
    assert day_of_brigades(TWO, 1, weight="heavy").to_list() == [8.0, 9.0]
    assert day_of_brigades(TWO, 2, weight="heavy").to_list() == [20.0, math.inf]
    assert day_of_brigades(TWO, 3, weight="heavy").to_list() == [math.inf, math.inf]


def test_the_first_brigade_of_a_nation_may_be_of_any_weight() -> None:
    assert first_brigade_day(TWO, "FR").to_list() == [5.0, 4.0]
    assert first_brigade_day(TWO, "DE").to_list() == [20.0, math.inf]
    assert first_brigade_day(TWO, "GB").to_list() == [math.inf, math.inf]


def test_battalions_that_manoeuvre_are_counted_on_the_day_and_nations_may_be_left_out() -> None:
    """By day 10: a1, b1, c1 and d1; without FR and US a1 alone. Logistics never count."""
    assert battalions_closed(TWO, TYPES, by_day=10).to_list() == [4, 4]
    assert battalions_closed(TWO, TYPES, by_day=10, without=("FR", "US")).to_list() == [1, 1]
    assert battalions_closed(TWO, TYPES, by_day=99).to_list() == [5, 5]
