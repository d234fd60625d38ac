"""Day by day and stage by stage: sums worked out by hand, and those of small runs."""

import pandas as pd
import pytest
from tests import made

from eastflank.measures.closure.stage_days import stage_days, unit_days
from eastflank.measures.use.busy_days import fleet_days, hours_by_day, terminal_days
from eastflank.runs.stored import StoredRun


def test_the_hours_of_a_spell_fall_on_its_days() -> None:
    keys, start, end = pd.Series(["a", "a"]), pd.Series([18.0, 30.0]), pd.Series([54.0, 36.0])

    hours = hours_by_day(keys, start, end, last_day=2)

    assert list(hours.loc["a"]) == [6.0, 24.0 + 6.0, 6.0]


def test_a_terminal_is_set_against_what_its_servers_could_do() -> None:
    """One ramp of 6 h a train could do 4 a day: two on the first, 12 h, one on the second."""
    folder = StoredRun(made.run("ramp"))

    daily = terminal_days(folder.records(), folder.table("terminals"), last_day=1)

    ramp = daily.loc[daily["terminal_id"] == "railhead:A"]
    assert ramp["lifts"].tolist() == [2, 1]
    assert ramp["per_day"].tolist() == [4.0, 4.0]
    assert ramp["busy_share"].tolist() == [12 / 24, 6 / 24]


def test_a_fleet_is_at_work_on_the_way_at_servers_and_empty() -> None:
    """Day 0: one set 0-24; the other waits for the ramp from 0 and works to 24 as well."""
    table = fleet_days(made.records("ramp"), last_day=1)

    assert table["busy_share"].tolist() == [pytest.approx(1.0), pytest.approx((2 + 18) / 48)]


def test_the_days_of_a_unit_add_up_and_what_is_not_told_is_waiting() -> None:
    spells = pd.DataFrame(
        [
            ("u", "l", "rail", 1.0, 3.0),
            ("u", "l", "road", 2.0, 3.0),
            ("u", "l", "staging", 4.0, 5.0),
        ],
        columns=["unit", "lot", "doing", "start", "end"],
    )

    days = unit_days(spells).set_index("doing")["days"].to_dict()

    # day 0-1 and 3-4 are not told; day 2-3 is shared by two parts
    assert days == {"rail": 1.5, "road": 0.5, "staging": 1.0, "waiting": 2.0}


def test_stages_weigh_units_by_their_troops() -> None:
    spells = pd.DataFrame(
        [("u", "l", "rail", 0.0, 4.0), ("v", "m", "rail", 0.0, 8.0)],
        columns=["unit", "lot", "doing", "start", "end"],
    )
    units = pd.DataFrame({"unit": ["u", "v"], "troops": [300, 100], "nation": ["DE", "DE"]})

    table = stage_days(unit_days(spells), units, by="nation")

    assert table["days"].tolist() == [5.0]  # (300 x 4 + 100 x 8) / 400
