"""The verdict table, worked out by hand."""

import math

import pandas as pd
import pytest
from tests.unit.measures.closings import closings

from eastflank.cli.text.whole_verdict import verdict_text
from eastflank.measures.closure.verdict import verdict, verdict_csv
from eastflank.measures.frames import quantile
from eastflank.measures.uncertainty.intervals import mean_interval, share_interval, student_t
from eastflank.model.errors import PlannerError
from eastflank.runs.wording.verdicts import ONE_RUN

HALF_IN_TIME = {each: {"U1": 240.0, "U2": 700.0 if each < 10 else 800.0} for each in range(20)}


def line(table: pd.DataFrame, measure: str, level: float) -> pd.Series:
    return table.loc[(table["measure"] == measure) & (table["level"] == level)].iloc[0]


def test_a_quantile_is_an_observed_value_and_never_is_a_value() -> None:
    assert quantile([1.0, 2.0, 3.0, math.inf], 0.5) == 2.0
    assert quantile([1.0, 2.0, 3.0, math.inf], 0.9) == math.inf
    assert math.isnan(quantile([], 0.5))


def wilson(hits: int, trials: int) -> tuple[float, float]:
    """The interval of a share of plain replications."""
    found = share_interval([True] * hits + [False] * (trials - hits))
    return found.low, found.high


def test_wilson_agrees_with_the_textbook() -> None:
    # 10 of 20: centre 0.5, half width 1.96 / 23.84 * sqrt(20 * 0.25 + 3.8415 / 4) = 0.2007
    low, high = wilson(10, 20)

    assert low == pytest.approx(0.2993, abs=1e-4)
    assert high == pytest.approx(0.7007, abs=1e-4)


def test_wilson_has_width_where_all_or_none_hit() -> None:
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=1e-4)
    assert wilson(20, 20) == pytest.approx((0.8389, 1.0), abs=1e-4)
    assert (wilson(0, 20)[0], wilson(20, 20)[1]) == (0.0, 1.0)


def test_students_t_is_that_of_any_table() -> None:
    assert student_t(30) == pytest.approx(2.042, abs=1e-3)
    assert student_t(40) == pytest.approx(2.021, abs=2e-3)


def test_the_mean_of_one_value_has_no_interval() -> None:
    mean, low, high = mean_interval([5.0])

    assert mean == 5.0
    assert math.isnan(low)
    assert math.isnan(high)


def test_the_mean_interval_is_students() -> None:
    # mean 2, standard deviation 1, three values: 4.303 / sqrt(3) = 2.484
    assert mean_interval([1.0, 2.0, 3.0]) == pytest.approx((2.0, -0.484, 4.484), abs=1e-3)


def test_probability_counts_replications_that_reach_the_share() -> None:
    table = verdict(closings(HALF_IN_TIME))

    assert line(table, "probability", 0.5)["probability"] == 1.0
    assert line(table, "probability", 0.95)["probability"] == 0.5
    assert line(table, "probability", 0.95)["low"] == pytest.approx(0.2993, abs=1e-4)


def test_under_twenty_replications_there_is_no_probability() -> None:
    few = {each: units for each, units in HALF_IN_TIME.items() if each < 19}

    table = verdict(closings(few))

    assert table.loc[table["measure"] == "probability", "probability"].isna().all()
    assert "19 replications, no probability under 20" in verdict_text({"few": table})


def test_a_single_run_says_that_it_is_no_forecast() -> None:
    text = verdict_text({"likely": verdict(closings({-1: {"U1": 240.0}}))})

    assert f"likely: {ONE_RUN}" in text


def test_days_that_never_come_are_said_to_be_never() -> None:
    table = verdict(closings({0: {"U1": 240.0, "U2": math.inf}}))

    assert line(table, "day_closed", 0.5)["p50"] == 10.0
    assert line(table, "day_closed", 0.95)["p50"] == math.inf
    assert "never" in verdict_text({"run": table})


def test_the_baltic_states_stand_beside_the_total() -> None:
    closures = closings({0: {"U1": 240.0, "U2": 240.0, "U3": math.inf}})
    closures["destination_country"] = ["PL", "EE", "LV"]

    table = verdict(closures)

    assert line(table, "troops_closed", 30)["p50"] == 2000
    assert line(table, "baltic_troops_closed", 30)["p50"] == 1000
    assert line(table, "baltic_troops_closed", 30)["of"] == 2000


def test_brigades_closed_are_counted_by_the_target_day() -> None:
    closures = closings({0: {"U1": 240.0, "U2": 800.0}}).assign(brigade=["B1", "B2"])

    row = line(verdict(closures), "brigades_closed", 30)

    assert row["p50"] == 1
    assert row["of"] == 2


def test_several_experiments_stand_side_by_side_and_the_headline_is_marked() -> None:
    table = verdict(closings(HALF_IN_TIME))

    text = verdict_text({"open": table, "cut": table}, order_day=-10.0)

    headline = next(each for each in text.splitlines() if "<< headline" in each)
    assert headline.count("0.50 (0.30–0.70)") == 2
    assert "C+30 is day 40 after it" in text


def test_the_csv_names_the_experiment_of_each_line() -> None:
    text = verdict_csv({"open": verdict(closings({0: {"U1": 240.0}}))})

    assert text.splitlines()[0].startswith("experiment,measure,level,unit,of,p10")
    assert text.splitlines()[1].startswith("open,troops_closed,10,troops,1000,1000")


def test_no_experiment_is_the_readers_mistake() -> None:
    with pytest.raises(PlannerError, match="no experiment"):
        verdict_text({})
