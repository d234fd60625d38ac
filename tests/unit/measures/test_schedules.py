"""The movement table and the schedules of terminals, in small runs that fit on paper."""

import math
from typing import Any

import pandas as pd
import pytest
from tests import made
from tests.frames import cell, cells
from tests.rows import force, frame, row
from tests.unit.measures.closings import closings

from eastflank.measures.closure.closures import moving, unit_closures
from eastflank.measures.use.schedules import movement_table, terminal_schedule
from eastflank.model.records import Stage
from eastflank.runs.stored import StoredRun
from eastflank.store.folder import LIKELY

MODES = {"train": "rail", "ship": "sea", "bus": "road"}


def table_of(name: str, replication: int = LIKELY) -> pd.DataFrame:
    folder = StoredRun(made.run(name))
    return movement_table(
        folder.records(replication),
        folder.closures([replication]),
        folder.units,
        modes=folder.situation.modes,
    )


def test_the_sea_leg_is_the_main_one_however_long_the_others_are() -> None:
    """The first lot is on the quay of P at 12, the last at Q at 116."""
    (line,) = table_of("coast").to_dict("records")

    assert (line["poe"], line["pod"], line["mode"]) == ("P", "Q", "sea")
    assert (line["rld"], line["ald"], line["lad"]) == (0.0, 12 / 24, 116 / 24)
    assert (line["rdd"], line["lots"], line["tonnes"]) == (30.0, 4, 2000.0)


def test_arrivals_are_quantiles_that_know_never() -> None:
    folder = StoredRun(made.run("coast"))
    closed = {0: {"U1": 264.0}, 1: {"U1": 288.0}, 2: {"U1": math.inf}}

    (line,) = movement_table(folder.records(), closings(closed), folder.units, modes=MODES).to_dict(
        "records"
    )

    assert [line[f"closed_{name}"] for name in ("p10", "p50", "p90")] == [11.0, 12.0, math.inf]


def test_lots_that_go_apart_have_rows_of_their_own() -> None:
    """With the cut some lots of one unit sail and some go by rail."""
    table = table_of("theatre-cut")

    apart = table.groupby("unit")["mode"].nunique()
    assert apart.max() > 1
    assert table["lots"].sum() == pytest.approx(12 * 7)


def test_on_land_the_longest_leg_is_the_main_one() -> None:
    people: dict[str, Any] = {"unit": "U1", "lot": "U1/people/0", "pieces": 150.0, "troops": 150}
    rows = [
        row(Stage.TRANSIT, place="H", towards="M", hours=(0, 0, 3), asset_type="bus", **people),
        row(Stage.TRANSIT, place="M", towards="B", hours=(5, 5, 53), asset_type="train", **people),
    ]

    (line,) = movement_table(
        frame(rows), closings({0: {"U1": 60.0}}), force({"uln": "U1"}), modes=MODES
    ).to_dict("records")

    assert (line["poe"], line["mode"]) == ("M", "rail")


def test_a_unit_that_never_left_has_a_row() -> None:
    table = table_of("short").set_index("unit")

    assert pd.isna(cell(table, "U2", "poe"))
    assert table.loc["U1", "poe"] == "A"


@pytest.mark.parametrize("name", ["theatre", "theatre-cut"])
def test_every_soldier_stands_in_the_movement_table_once(name: str) -> None:
    folder = StoredRun(made.run(name))
    force_there = moving(folder.units)["personnel"].sum()
    closed = unit_closures(folder.records(), folder.units)

    table = movement_table(folder.records(), closed, folder.units, modes=folder.situation.modes)

    assert table["troops"].sum() == pytest.approx(force_there)


def test_a_schedule_counts_a_lift_with_two_lots_once() -> None:
    """The shared train leaves A loaded at 6, is at B at 14."""
    table = terminal_schedule(made.records("shared"), modes=MODES).set_index(["place", "way"])

    assert cells(table, ("A", "out"), "day", "lifts", "tonnes") == [0, 1, 300.0]
    assert cells(table, ("B", "in"), "day", "lifts", "tonnes") == [0, 1, 300.0]


def test_a_schedule_tells_the_day_in_which_a_lift_leaves_and_arrives() -> None:
    """The third train of the ramp leaves at 32 and is there at 40."""
    table = terminal_schedule(made.records("ramp"), modes=MODES)

    assert table.loc[table["way"] == "out", ["day", "lifts"]].to_numpy().tolist() == [
        [0, 2],
        [1, 1],
    ]
