"""Day by day and stage by stage: sums worked out by hand."""

import pandas as pd
import pytest
from tests.records import frame, row

from eastflank.measures.closure.stage_days import stage_days, unit_days
from eastflank.measures.use.busy_days import fleet_days, hours_by_day, terminal_days
from eastflank.measures.use.queues import queues_at
from eastflank.model.records import Stage


def test_the_hours_of_a_spell_fall_on_its_days() -> None:
    keys, start, end = pd.Series(["a", "a"]), pd.Series([18.0, 30.0]), pd.Series([54.0, 36.0])

    hours = hours_by_day(keys, start, end, last_day=2)

    assert hours.loc["a"].tolist() == [6.0, 24.0 + 6.0, 6.0]


def test_a_terminal_is_set_against_what_its_servers_could_do() -> None:
    rows = [
        row(
            Stage.SERVE,
            place="RH",
            asset=f"a{n}",
            asset_type="flat4_1435",
            hours=(0, 6 * n, 6 * n + 6),
        )
        for n in range(3)
    ]
    terminals = pd.DataFrame({"terminal_id": ["RH"], "servers": [2]})

    first = terminal_days(frame(rows), terminals, last_day=1).iloc[0]

    assert first["lifts"] == 3
    assert first["per_day"] == 8  # 2 ramps x 24 h / 6 h
    assert first["busy_share"] == pytest.approx(18 / 48)


def test_a_fleet_is_at_work_on_the_way_at_servers_and_empty() -> None:
    ship = {"asset": "s1", "asset_type": "roro_civil"}
    rows = [
        row(Stage.TRANSIT, lot="u/wheeled/0", lift="l1", unit="u", hours=(6, 6, 12), **ship),
        row(Stage.SERVE, lift="l1", hours=(0, 2, 6), **ship),
        row(Stage.EMPTY, hours=(12, 12, 18), **ship),
    ]

    table = fleet_days(frame(rows), last_day=0)

    assert table["busy_share"].tolist() == [18 / 24]


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


def test_waiting_is_told_where_it_stood() -> None:
    rows = [
        row(Stage.WAIT, place="A", lot="u/wheeled/0", hours=(0, 48, 48), waited_for="asset c17"),
        row(Stage.WAIT, place="B", lot="u/wheeled/1", hours=(0, 24, 24), waited_for="asset c17"),
    ]

    table = queues_at(frame(rows))

    assert table.to_dict("list") == {"place": ["A", "B"], "lot_days": [2.0, 1.0]}
