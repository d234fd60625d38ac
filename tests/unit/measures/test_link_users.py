"""Who uses a link, worked out by hand."""

import math

import pandas as pd
import pytest
from tests.records import force, frame, row

from eastflank.measures.use.link_users import (
    parts_over,
    planned_parts,
    ready_hours,
    users,
    users_total,
)
from eastflank.model.records import Stage

MODES = {"flat": "rail", "roro": "sea"}
UNITS = force({"uln": "A", "nation": "DE"}, {"uln": "B", "nation": "NL"})


def load(unit: str, lift: str, pieces: float, tonnes: float, troops: int = 0) -> object:
    return row(
        Stage.LOAD, unit=unit, lot=f"{unit}/x/01", lift=lift, asset_type="flat", pieces=pieces,
        tonnes=tonnes, troops=troops,
    )  # fmt: skip


def passage(lift: str, link: str, entered_h: float, left_h: float, **carried: float) -> object:
    return row(
        Stage.LINK, place=link, towards="Q", lift=lift, asset="F/0", asset_type="flat",
        hours=(entered_h - 1, entered_h, left_h), **carried,
    )  # fmt: skip


def test_a_shared_train_is_shared_out_as_it_was_loaded() -> None:
    """30 pieces of A and 10 of B: three quarters and a quarter of one train over both links."""
    full = {"pieces": 40.0, "tonnes": 400.0, "troops": 0}
    records = frame(
        [
            load("A", "t1", 30, 300), load("B", "t1", 10, 100),
            passage("t1", "L1", 24, 36, **full), passage("t1", "L2", 36, 48, **full),
        ]
    )  # fmt: skip

    parts = parts_over(records, {"L1", "L2"}, MODES)
    table, totals = users(parts, UNITS), users_total(parts, UNITS)

    assert table[["unit", "nation", "mode"]].to_numpy().tolist() == [
        ["A", "DE", "rail"], ["B", "NL", "rail"],
    ]  # fmt: skip
    assert table["loads"].tolist() == [0.75, 0.25]
    assert table["tonnes"].tolist() == [300, 100]
    assert table.loc[0, ["first_day", "last_day"]].tolist() == [1, 2]
    assert totals[["nation", "mode", "units", "loads", "tonnes"]].to_numpy().tolist() == [
        ["DE", "rail", 1, 0.75, 300], ["NL", "rail", 1, 0.25, 100],
        ["all", "rail", 2, 1, 400], ["all", "all", 2, 1, 400],
    ]  # fmt: skip


def test_what_fell_out_on_the_way_is_not_counted() -> None:
    """A column of 30 that enters with 29 has brought 29/30 of its 60 tonnes."""
    records = frame([load("A", "c1", 30, 60), passage("c1", "L1", 2, 3, pieces=29.0, tonnes=58.0)])

    assert parts_over(records, {"L1"}, MODES)["tonnes"].tolist() == pytest.approx([58])


def test_empty_lifts_and_other_links_are_nobodys_use() -> None:
    records = frame(
        [
            load("A", "t1", 30, 300), passage("t1", "L9", 2, 3, pieces=30.0, tonnes=300.0),
            passage("t2", "L1", 2, 3),
        ]
    )  # fmt: skip

    parts = parts_over(records, {"L1"}, MODES)

    assert users(parts, UNITS).empty
    assert users_total(parts, UNITS).empty


def test_supplies_stand_apart_from_the_units() -> None:
    records = frame(
        [load("SUPPLY-LT", "t1", 5, 50), passage("t1", "L1", 2, 3, pieces=5.0, tonnes=50.0)]
    )

    table = users(parts_over(records, {"L1"}, MODES), UNITS)

    assert table[["unit", "nation"]].to_numpy().tolist() == [["supplies", ""]]


def test_planned_use_begins_when_the_lot_is_ready() -> None:
    """Ready at hour 24, on the link from 12 to 24 hours later; the other lot never got ready."""
    records = frame([row(Stage.READY, unit="A", lot="A/x/01", hours=(0.0, 0.0, 24.0))])
    ways = pd.DataFrame(
        {
            "lot": ["A/x/01", "B/x/01"], "unit": ["A", "B"], "mode": "rail", "troops": 0,
            "tonnes": [300.0, 100.0], "loads": [0.75, 0.25], "lead_h": 12.0, "through_h": 24.0,
        }
    )  # fmt: skip

    table = users(planned_parts(ways, ready_hours(records)), UNITS)

    assert table.loc[0, ["first_day", "last_day"]].tolist() == [1.5, 2.0]
    assert math.isnan(table.loc[1, "first_day"])
    assert table["tonnes"].tolist() == [300, 100]
