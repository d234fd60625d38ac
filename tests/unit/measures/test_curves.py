"""Troops over time, worked out by hand."""

import math

import pandas as pd
from tests.frames import cells
from tests.unit.measures.closings import closings

from eastflank.measures.closure.curves import (
    brigades_curve,
    country_closed,
    day_of_share,
    troops_closed,
    troops_curves,
)


def at(curve: pd.DataFrame, day: float) -> pd.Series:
    return curve.loc[curve["day"] == day].iloc[0]


def test_troops_count_whole_and_at_the_hour_itself() -> None:
    closures = closings({0: {"U1": 720.0, "U2": 720.1}})

    assert troops_closed(closures, by_day=30).to_dict() == {0: 1000}


def test_a_replication_in_which_nothing_closes_counts_as_none() -> None:
    closures = closings({0: {"U1": 10.0}, 1: {"U1": math.inf}})

    assert troops_closed(closures, by_day=30).to_dict() == {0: 1000, 1: 0}


def test_the_day_of_a_share_is_that_of_the_unit_that_completes_it() -> None:
    closures = closings({0: {"U1": 24.0, "U2": 48.0, "U3": 72.0, "U4": math.inf}})

    assert day_of_share(closures, share=0.5).to_dict() == {0: 2.0}  # 2,000 of 4,000
    assert day_of_share(closures, share=0.75).to_dict() == {0: 3.0}
    assert day_of_share(closures, share=0.76).to_dict() == {0: math.inf}


def test_the_curve_steps_on_the_day_and_holds_the_band() -> None:
    hours = {each: {"U1": 24.0 * (each + 1)} for each in range(10)}  # closes on day 1, 2, ... 10

    curve = troops_curves(closings(hours), readings=["closed_095"], last_day=12.0)

    assert at(curve, 1.0)[["p10", "p50", "p90"]].tolist() == [0, 0, 0]
    assert at(curve, 5.0)["p50"] == 0  # 5 of 10 closed: the lower middle one is not
    assert at(curve, 6.0)["p50"] == 1000
    assert at(curve, 10.0)[["p10", "p50", "p90"]].tolist() == [1000, 1000, 1000]


def test_one_replication_has_a_band_of_no_width() -> None:
    curve = troops_curves(closings({0: {"U1": 24.0}}))

    assert (curve["p10"] == curve["p90"]).all()
    assert set(curve["replications"]) == {1}


def test_brigades_are_counted_when_all_their_units_are_closed() -> None:
    closures = closings({0: {"U1": 24.0, "U2": 48.0}}).assign(brigade="B1")

    curve = brigades_curve(closures, last_day=3.0)

    assert at(curve, 1.0)["p50"] == 0
    assert at(curve, 2.0)["p50"] == 1


def test_countries_keep_replications_in_which_none_of_theirs_closes() -> None:
    closures = closings({0: {"U1": 24.0, "U2": 24.0}, 1: {"U1": math.inf, "U2": 24.0}})
    closures["destination_country"] = closures["unit"].map({"U1": "EE", "U2": "PL"})

    table = country_closed(closures, by_day=30).set_index("destination_country")

    assert cells(table, "EE", "required", "p10", "p90") == [1000, 0, 1000]
    assert table.loc["PL", "p10"] == 1000
