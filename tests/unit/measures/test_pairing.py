"""The penalty of a cut, worked out by hand."""

import math

import pandas as pd
import pytest
from tests.frames import cell, cells
from tests.unit.measures.closings import closings

from eastflank.cli.text.penalties import penalty_text
from eastflank.measures.compare.pairing import (
    BALTIC,
    difference_curve,
    paired_days,
    paired_troops,
    penalty,
)
from eastflank.measures.uncertainty.intervals import student_t
from eastflank.model.errors import PlannerError
from eastflank.model.sampling import Draws

OPEN = closings({0: {"U1": 240.0, "U2": 480.0}, 1: {"U1": 360.0, "U2": 600.0}})
CUT = closings({0: {"U1": 240.0, "U2": 960.0}, 1: {"U1": 480.0, "U2": 720.0}})


def line(table: pd.DataFrame, measure: str, level: float, where: str = "all") -> pd.Series:
    found = (table["measure"] == measure) & (table["level"] == level) & (table["where"] == where)
    return table.loc[found].iloc[0]


def test_troops_short_are_counted_replication_by_replication() -> None:
    pair = paired_troops(OPEN, CUT, by_day=30)

    assert pair["short"].tolist() == [1000, 0]


def test_days_later_are_those_of_the_same_replication() -> None:
    pair = paired_days(OPEN, CUT, share=1.0)

    assert pair["late"].tolist() == [20.0, 5.0]


def test_what_never_closes_counts_as_the_horizon_and_is_told() -> None:
    cut = closings({0: {"U1": 240.0, "U2": math.inf}, 1: {"U1": 480.0, "U2": 720.0}})

    row = line(penalty(OPEN, cut, horizon_day=120.0), "days_later", 0.95)

    assert row["mean"] == ((120 - 20) + (30 - 25)) / 2
    assert row["unfinished_cut"] == 1
    assert row["unfinished_base"] == 0
    assert row["note"] == "unfinished counted as C+120"


def test_pairing_removes_what_both_runs_share() -> None:
    days = [10.0, 20.0, 30.0, 40.0]
    base = closings({each: {"U1": 24 * day} for each, day in enumerate(days)})
    cut = closings({each: {"U1": 24 * (day + 5)} for each, day in enumerate(days)})

    row = line(penalty(base, cut), "days_later", 0.5)

    assert (row["mean"], row["low"], row["high"]) == (5.0, 5.0, 5.0)
    assert row["saved_by_pairing"] == math.inf


def test_the_baltic_states_and_each_country_have_their_own_penalty() -> None:
    base = OPEN.assign(destination_country=OPEN["unit"].map({"U1": "PL", "U2": "EE"}))
    cut = CUT.assign(destination_country=CUT["unit"].map({"U1": "PL", "U2": "EE"}))

    table = penalty(base, cut)

    assert line(table, "troops_short", 30, "PL")["mean"] == 0
    assert line(table, "troops_short", 30, "EE")["mean"] == 500
    assert line(table, "troops_short", 30, BALTIC)["mean"] == 500


def test_a_difference_of_p_needs_both_away_from_all_or_nothing() -> None:
    early, late = 240.0, 800.0
    base = closings({each: {"U1": early if each < 15 else late} for each in range(20)})
    some = closings({each: {"U1": early if each < 10 else late} for each in range(20)})
    none = closings({each: {"U1": late} for each in range(20)})

    told = line(penalty(base, some), "probability_difference", 0.95)
    silent = line(penalty(base, none), "probability_difference", 0.95)

    assert told["mean"] == pytest.approx(-0.25)
    assert math.isnan(silent["mean"])
    assert "not both within 0.05..0.95" in silent["note"]


def test_only_replications_that_both_have_are_compared() -> None:
    table = penalty(OPEN, CUT.loc[CUT["replication"] == 1])

    assert line(table, "troops_short", 30)["replications"] == 1


def test_no_common_replication_is_the_readers_mistake() -> None:
    with pytest.raises(PlannerError, match="no replication in common"):
        penalty(OPEN, CUT.assign(replication=7))


def test_the_difference_over_time_is_paired() -> None:
    curve = difference_curve(OPEN, CUT).set_index("day")

    assert cells(curve, 20.0, "p10", "p90") == [0, 1000]  # day 20: 1,000 and 0 short
    assert cell(curve, 60.0, "mean") == 0


def test_the_text_says_how_the_runs_compare() -> None:
    text = penalty_text(penalty(OPEN, CUT), base="baseline", cut="baseline-cut")

    assert "baseline-cut against baseline, paired over 2 replications" in text
    assert "Troops short at C+30" in text
    assert "under 20 replications" in text


def test_one_run_each_is_no_forecast() -> None:
    one = OPEN.loc[OPEN["replication"] == 0]

    assert "one run, not a forecast" in penalty_text(penalty(one, one))


def test_replications_that_share_a_draw_count_as_one() -> None:
    """Two draws of two: 1,000 and 0 short on average, so 500 ± t(1) · 500."""
    base = closings({each: {"U1": 240.0, "U2": 240.0} for each in range(4)})
    late = {0: 960.0, 1: 960.0, 2: 240.0, 3: 240.0}
    cut = closings({each: {"U1": hour, "U2": 240.0} for each, hour in late.items()})
    shared = Draws(luck_per_draw=2)

    row = line(penalty(base, cut, draws=shared), "troops_short", 30)
    alone = line(penalty(base, cut), "troops_short", 30)

    assert row["mean"] == alone["mean"] == 500
    assert row["high"] == pytest.approx(500 + student_t(1) * 500)
    assert row["high"] > 4 * alone["high"]
