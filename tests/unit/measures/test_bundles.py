"""Bundles of levers: the front of price against promise, and what is worth runs."""

import pandas as pd
import pytest

from eastflank.measures.compare.bundles import (
    Offer,
    front,
    promised_chance,
    safe_gain,
    to_confirm,
)

WAGONS = Offer(lever="wagons", price_meur=10.0, troops=1000.0, most=2)
FERRY = Offer(lever="ferry", price_meur=30.0, troops=2500.0, most=1)
RAMP = Offer(lever="ramp", price_meur=5.0, troops=0.0, most=3)


def test_the_front_holds_what_no_other_bundle_beats() -> None:
    """Wagons twice (20, 2,000) before the ferry (30, 2,500); a ramp that brings nothing never."""
    promises = front([WAGONS, FERRY, RAMP])

    assert [(each.price_meur, each.troops) for each in promises] == [
        (0.0, 0.0),
        (10.0, 1000.0),
        (20.0, 2000.0),
        (30.0, 2500.0),
        (40.0, 3500.0),
        (50.0, 4500.0),
    ]
    assert promises[-1].steps == (("ferry", 1), ("wagons", 2))


def test_the_order_of_the_levers_changes_nothing() -> None:
    assert front([WAGONS, FERRY]) == front([FERRY, WAGONS])


def test_a_gain_is_less_its_standard_error_and_never_below_nothing() -> None:
    """900, 1,000, 1,100: mean 1,000, standard error 100 / √3."""
    assert safe_gain(pd.Series([900.0, 1000.0, 1100.0])) == pytest.approx(1000 - 100 / 3**0.5)
    assert safe_gain(pd.Series([-5000.0, 5000.0])) == 0.0


def test_a_promised_chance_counts_draws_that_would_reach_the_target() -> None:
    """With 10 more 85 and 80 reach 90, 75 does not; nobody has more than the force."""
    troops = pd.Series([85.0, 80.0, 75.0])

    assert promised_chance(troops, 10.0, target=90.0, force=100.0) == pytest.approx(2 / 3)
    assert promised_chance(troops, 1000.0, target=101.0, force=100.0) == 0.0


def test_worth_runs_are_the_cheapest_that_promises_one_with_margin_and_the_most() -> None:
    """Enough at 2,000; half as much again is 3,000, which 40 million promise; the most is 4,500."""
    promises = front([WAGONS, FERRY])
    chances = {each.steps: float(each.troops >= 2000.0) for each in promises}

    chosen = to_confirm(promises, chances, 0.8, 2000.0)

    assert [each.price_meur for each in chosen] == [20.0, 40.0, 50.0]


def test_where_nothing_promises_enough_the_most_is_run_all_the_same() -> None:
    promises = front([WAGONS])

    chosen = to_confirm(promises, dict.fromkeys([each.steps for each in promises], 0.0), 0.8, 9e9)

    assert [each.steps for each in chosen] == [(("wagons", 2),)]
