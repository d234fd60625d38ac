"""Who uses a link, in small runs that fit on paper."""

import math

import pandas as pd
import pytest
from tests import made
from tests.frames import cell, cells

from eastflank.measures.use.link_users import (
    parts_over,
    planned_parts,
    ready_hours,
    users,
    users_total,
)
from eastflank.runs.stored import StoredRun

MODES = {"train": "rail", "boxes": "rail", "march": "road"}


def units(name: str) -> pd.DataFrame:
    return StoredRun(made.run(name)).units


def test_a_shared_train_is_shared_out_as_it_was_loaded() -> None:
    """22.5 pieces of U1 and 7.5 of U2: three quarters and a quarter of one train over both links.

    It is loaded from 0 to 6, over A-M at 10 and over M-B at 14.
    """
    parts = parts_over(made.records("shared"), {"AM", "MB"}, MODES)
    table, totals = users(parts, units("shared")), users_total(parts, units("shared"))

    assert table[["unit", "nation", "mode"]].to_numpy().tolist() == [
        ["U1", "DE", "rail"],
        ["U2", "DE", "rail"],
    ]
    assert table["loads"].tolist() == [0.75, 0.25]
    assert table["tonnes"].tolist() == [225, 75]
    assert cells(table, 0, "first_day", "last_day") == [6 / 24, 14 / 24]
    assert totals[["nation", "mode", "units", "loads", "tonnes"]].to_numpy().tolist() == [
        ["DE", "rail", 2, 1, 300],
        ["all", "rail", 2, 1, 300],
        ["all", "all", 2, 1, 300],
    ]


def test_what_fell_out_on_the_way_is_not_counted_until_it_follows() -> None:
    """Nine of ten vehicles enter N-B together, the tenth after its repair."""
    parts = parts_over(made.records("breakdown"), {"NB"}, MODES)

    assert parts.sort_values("from_h")["tonnes"].tolist() == pytest.approx([90, 10])


def test_empty_lifts_and_other_links_are_nobodys_use() -> None:
    """One of the four trains over A-M is empty."""
    over = parts_over(made.records("ramp"), {"AM"}, MODES)
    elsewhere = parts_over(made.records("ramp"), {"XY"}, MODES)

    assert users(over, units("ramp"))["loads"].tolist() == [3]
    assert users(elsewhere, units("ramp")).empty
    assert users_total(elsewhere, units("ramp")).empty


def test_supplies_stand_apart_from_the_units() -> None:
    table = users(parts_over(made.records("supplies"), {"AM"}, MODES), units("supplies"))

    assert table[["unit", "nation", "tonnes"]].to_numpy().tolist() == [
        ["supplies", "", 90.0],
        ["U1", "DE", 900.0],
    ]


def test_planned_use_begins_when_the_lot_is_ready() -> None:
    """Ready at hour 96, on the link from 12 to 24 hours later; the other lot never got ready."""
    ways = pd.DataFrame(
        {
            "lot": ["U1/wheeled/00", "B/x/01"],
            "unit": ["U1", "B"],
            "mode": "rail",
            "troops": 0,
            "tonnes": [300.0, 100.0],
            "loads": [0.75, 0.25],
            "lead_h": 12.0,
            "through_h": 24.0,
        }
    )
    planned = planned_parts(ways, ready_hours(made.records("hosts")))

    table = users(planned, units("hosts")).set_index("unit")

    assert cells(table, "U1", "first_day", "last_day") == [4.5, 5.0]
    assert math.isnan(cell(table, "B", "first_day"))
    assert table["tonnes"].to_dict() == {"U1": 300, "B": 100}
