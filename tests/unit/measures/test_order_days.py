"""Latest days of the order, worked out by hand."""

import math

import pandas as pd
import pytest

from eastflank.measures.closure.order_days import (
    bound_for,
    days_needed,
    order_days,
    warning_needed,
)
from eastflank.model.errors import PlannerError
from eastflank.model.sampling import Draws


def closures(*days: float, country: str = "LT") -> pd.DataFrame:
    """Two units of 50 in each replication: one closes on day 1, the other on the day given."""
    rows = [
        {
            "replication": replication,
            "unit": unit,
            "troops": 50,
            "destination_country": country,
            "closed_095_h": 24.0 * day,
        }
        for replication, last in enumerate(days)
        for unit, day in (("first", 1.0), ("last", last))
    ]
    return pd.DataFrame(rows)


def test_the_days_needed_are_counted_from_the_order() -> None:
    """Closed on C+20, and C-day comes ten days after the order: 30 days."""
    needed = days_needed(closures(20.0, 25.0), share=0.95, countries=(), warning_days=10.0)

    assert needed.to_list() == [30.0, 35.0]


def test_a_smaller_share_needs_the_first_unit_alone() -> None:
    needed = days_needed(closures(20.0), share=0.5, countries=("LT",), warning_days=0.0)

    assert needed.to_list() == [1.0]


def test_units_bound_elsewhere_do_not_count() -> None:
    both = pd.concat([closures(20.0), closures(90.0, country="PL")])

    assert days_needed(both, share=1.0, countries=("LT",), warning_days=0.0).to_list() == [20.0]
    assert days_needed(both, share=1.0, countries=(), warning_days=0.0).to_list() == [90.0]


def test_a_country_that_nobody_goes_to_is_refused_with_those_there_are() -> None:
    with pytest.raises(PlannerError, match="There are LT"):
        bound_for(closures(20.0), ("LV",))


def test_confidence_is_the_share_of_replications_that_need_no_more() -> None:
    """Needs 1 to 10 days: half need 5 or fewer, eight in ten 8, nine in ten 9."""
    told = order_days(pd.Series(range(1, 11)), Draws())

    assert [each.days_before for each in told] == [5.0, 8.0, 9.0]


def test_the_least_warning_is_the_one_from_which_on_every_longer_one_does() -> None:
    """By day 30: the first does with 5 days and 10; the second with 0 and 10 but not with 5."""
    tables = {0.0: closures(40.0, 29.0), 5.0: closures(30.0, 31.0), 10.0: closures(20.0, 20.0)}

    needed = warning_needed(tables, share=0.95, countries=(), by_day=30.0)

    assert needed.to_list() == [5.0, 10.0]


def test_where_not_even_the_longest_warning_does_there_is_no_day() -> None:
    tables = {0.0: closures(40.0), 10.0: closures(31.0)}

    needed = warning_needed(tables, share=0.95, countries=(), by_day=30.0)

    assert needed.to_list() == [math.inf]
