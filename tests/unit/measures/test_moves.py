"""Where lots went, worked out by hand: one corridor L1 from P to Q."""

from typing import Any

import pandas as pd
from tests.records import force, frame, row

from eastflank.measures.compare.moves import Moved, moves_table, risen_waits, ways_of_lots
from eastflank.model.records import Stage, StageRecord

MODES = {"flat": "rail", "roro": "sea", "c17": "air", "march": "road"}
UNITS = force({"uln": "A", "destination_country": "LT"}, {"uln": "B", "destination_country": "PL"})
LOTS = pd.DataFrame(
    {
        "lot": ["A/people/01", "A/wheeled/01", "B/wheeled/01"], "unit": ["A", "A", "B"],
        "troops": [150, 0, 0], "tonnes": [15.0, 300.0, 200.0],
    }
)  # fmt: skip


def leg(
    lot: str, lift: str, kind: str, *ways: tuple[str, str, str], at: float
) -> list[StageRecord]:
    """A lot loaded at the start of a leg, over links (link, from, to) of an hour each."""
    told: dict[str, Any] = {"unit": lot[0], "lot": lot, "pieces": 10.0, "asset_type": kind}
    start, end, last = ways[0][1], ways[-1][2], at + len(ways)
    passed = [
        row(
            Stage.LINK, place=link, towards=to, lift=lift, asset="F/0", asset_type=kind,
            pieces=10.0, hours=(at + i, at + i, at + i + 1),
        )
        for i, (link, _, to) in enumerate(ways)
    ]  # fmt: skip
    return [
        row(Stage.LOAD, place=start, lift=lift, hours=(at - 1, at - 1, at), **told),
        *passed,
        row(Stage.TRANSIT, place=start, towards=end, lift=lift, hours=(at, at, last), **told),
    ]


def moved(*rows: list[StageRecord]) -> pd.DataFrame:
    records = frame([each for part in rows for each in part])
    return ways_of_lots(
        Moved(records=records, lots=LOTS, units=UNITS, corridor={"L1"}, modes=MODES)
    )


OPEN = moved(
    leg("A/people/01", "t1", "flat", ("L0", "O", "P"), ("L1", "P", "Q"), at=10),
    leg("A/wheeled/01", "t2", "flat", ("L0", "O", "P"), ("L2", "P", "R"), ("L3", "R", "P"), at=10),
    leg("A/wheeled/01", "m1", "march", ("L1", "P", "Q"), at=20),
    leg("B/wheeled/01", "t3", "flat", ("L0", "O", "P"), at=10),
)
CUT = moved(
    leg("A/people/01", "f1", "c17", ("", "O", "Q"), at=10),
    leg("A/wheeled/01", "t2", "flat", ("L0", "O", "P"), ("L1", "P", "P"), at=10),
)


def way(table: pd.DataFrame, lot: str) -> tuple[str, str]:
    found = table.loc[table["lot"] == lot].iloc[0]
    return found["mode"], found["route"]


def test_a_lot_has_the_mode_of_its_main_leg_and_the_route_by_which_it_passed() -> None:
    assert way(OPEN, "A/people/01") == ("rail", "rail over the corridor")
    assert way(OPEN, "A/wheeled/01") == ("rail", "road over the corridor")
    assert way(OPEN, "B/wheeled/01") == ("rail", "land, not over it")


def test_what_flew_went_by_air_and_what_turned_back_did_not_pass() -> None:
    assert way(CUT, "A/people/01") == ("air", "air")
    assert way(CUT, "A/wheeled/01") == ("rail", "land, not over it")
    assert way(CUT, "B/wheeled/01") == ("not moved", "not moved")


def test_both_runs_add_up_to_the_same_force() -> None:
    table = moves_table(OPEN, CUT)

    whole = table.loc[table["where"] == "all"].groupby("by")[["tonnes_base", "tonnes_cut"]].sum()
    assert whole.to_numpy().tolist() == [[515, 515], [515, 515]]


def test_each_destination_has_its_own_rows() -> None:
    table = moves_table(OPEN, CUT).set_index(["where", "by", "way"])

    assert set(table.index.get_level_values("where")) == {"all", "LT"}
    assert table.loc[("LT", "route", "air"), ["troops_base", "troops_cut"]].tolist() == [0, 150]
    assert table.loc[("LT", "mode", "rail"), ["tonnes_base", "tonnes_cut"]].tolist() == [315, 300]


def test_waits_that_rose_most_stand_first() -> None:
    """Two replications open: 10 and 20 hours for ships; with the cut 45 and 5 for a berth."""

    def waits(**hours: float) -> pd.DataFrame:
        return pd.DataFrame({"cause": list(hours), "kind": "lift", "lot_hours": hours.values()})

    table = risen_waits(
        [waits(ship=10.0), waits(ship=20.0)],
        [waits(ship=45.0), waits(**{"ship": 45.0, "berth": 10.0, "the rest of A": 999.0})],
    )

    assert table[["cause", "lot_hours_base", "lot_hours_cut", "rise"]].to_numpy().tolist() == [
        ["ship", 15, 45, 30], ["berth", 0, 5, 5],
    ]  # fmt: skip
