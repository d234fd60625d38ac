"""The movement table and the schedules of terminals, worked out by hand."""

import math

import pandas as pd
import pytest
from tests.records import Synthetic, force, frame, row, synthetic_force
from tests.unit.measures.closings import closings

from eastflank.measures.closure.closures import unit_closures
from eastflank.measures.use.schedules import movement_table, terminal_schedule
from eastflank.model.records import Stage, StageRecord

LOT = {"unit": "U1", "lot": "U1/tracked/0", "pieces": 10.0, "tonnes": 300.0, "troops": 0}
PEOPLE = {"unit": "U1", "lot": "U1/people/0", "pieces": 150.0, "tonnes": 15.0, "troops": 150}


def leg(kind: str, way: tuple[str, str], hours: tuple[float, float], **what: object) -> StageRecord:
    """A leg of one lift, named after its kind of asset."""
    place, towards = way
    carried = {"lift": f"{kind}-1", "asset": f"{kind}-1", "asset_type": kind, **what}
    return row(Stage.TRANSIT, place=place, towards=towards, hours=(hours[0], *hours), **carried)


def by_rail_and_sea() -> list[StageRecord]:
    """Ready at hour 24; rail for 48 h, a wait for the ship from hour 72, sea to hour 120."""
    ship = {"lift": "roro_civil-1", "asset": "roro_civil-1", "asset_type": "roro_civil"}
    return [
        row(Stage.READY, place="DE_BERGEN", hours=(0, 0, 24), **LOT),
        leg("flat4_1435", ("DE_BERGEN", "DE_ROSTOCK"), (24, 72), **LOT),
        row(Stage.WAIT, place="DE_ROSTOCK", hours=(72, 96, 96), **ship, **LOT),
        leg("roro_civil", ("DE_ROSTOCK", "LT_KLAIPEDA"), (96, 120), **LOT),
        leg("het", ("LT_KLAIPEDA", "LT_RUKLA"), (120, 240), **LOT),
    ]


def table_of(rows: list[StageRecord]) -> pd.DataFrame:
    closed = {0: {"U1": 264.0}, 1: {"U1": 288.0}, 2: {"U1": math.inf}}
    return movement_table(frame(rows), closings(closed), force({"uln": "U1"}))


def test_the_sea_leg_is_the_main_one_however_long_the_others_are() -> None:
    (line,) = table_of(by_rail_and_sea()).to_dict("records")

    assert (line["poe"], line["pod"], line["mode"]) == ("DE_ROSTOCK", "LT_KLAIPEDA", "sea")
    assert (line["rld"], line["ald"], line["lad"]) == (1.0, 3.0, 5.0)  # hours 24, 72 and 120
    assert line["rdd"] == 30.0
    assert line["tonnes"] == 300.0


def test_arrivals_are_quantiles_that_know_never() -> None:
    (line,) = table_of(by_rail_and_sea()).to_dict("records")

    assert [line[f"closed_{name}"] for name in ("p10", "p50", "p90")] == [11.0, 12.0, math.inf]


def test_lots_that_go_apart_have_rows_of_their_own() -> None:
    flight = leg("airliner", ("DE_KOELN", "LT_KAUNAS"), (0, 6), **PEOPLE)

    table = table_of([*by_rail_and_sea(), flight])

    assert table[["mode", "troops"]].to_numpy().tolist() == [["sea", 0.0], ["air", 150.0]]


def test_on_land_the_longest_leg_is_the_main_one() -> None:
    rows = [
        leg("bus", ("DE_BERGEN", "DE_HANNOVER"), (0, 3), **PEOPLE),
        leg("coach_1435", ("DE_HANNOVER", "LT_KAUNAS"), (5, 53), **PEOPLE),
    ]

    (line,) = table_of(rows).to_dict("records")

    assert (line["poe"], line["mode"]) == ("DE_HANNOVER", "rail")


def test_a_unit_that_never_left_has_a_row() -> None:
    (line,) = table_of([row(Stage.READY, place="DE_BERGEN", hours=(0, 0, 24), **LOT)]).to_dict(
        "records"
    )

    assert line["unit"] == "U1"
    assert pd.isna(line["poe"])


def test_every_soldier_stands_in_the_movement_table_once() -> None:
    units = synthetic_force(12)
    rows = frame(Synthetic(units).rows(0))
    sent = rows.loc[rows["stage"] == Stage.READY, "troops"].sum()

    table = movement_table(rows, unit_closures(rows, units), units)

    assert table["troops"].sum() == pytest.approx(sent)


def test_a_schedule_counts_a_lift_with_two_lots_once() -> None:
    other = {**LOT, "lot": "U1/tracked/1"}
    rows = [leg("flat4_1435", ("A", "B"), (30, 50), **lot) for lot in (LOT, other)]

    table = terminal_schedule(frame(rows)).set_index(["place", "way"])

    assert table.loc[("A", "out"), "day"] == 1  # hour 30 lies in the second day
    assert table.loc[("B", "in"), "day"] == 2
    assert table.loc[("B", "in"), "lifts"] == 1
    assert table.loc[("B", "in"), "tonnes"] == 600.0
