"""Queues over time, delays and last lots, worked out by hand."""

import math

import pandas as pd
import pytest
from tests.records import Synthetic, frame, row, synthetic_force
from tests.unit.measures.closings import closings

from eastflank.measures.closure.last_lots import last_lot_spells
from eastflank.measures.closure.lateness import closing_days, lateness
from eastflank.measures.use.queues import queue_curves
from eastflank.measures.use.waiting import waits_by_cause
from eastflank.model.records import Stage, StageRecord
from eastflank.model.units import HOURS_PER_DAY

LOT = {"unit": "U1", "lot": "U1/tracked/0", "pieces": 10.0, "tonnes": 300.0}
TRAIN = {"lift": "t1", "asset": "A1", "asset_type": "flat4_1435"}


def at(curve: pd.DataFrame, day: float) -> float:
    return float(curve.loc[curve["day"] == day, "lots"].iloc[0])


def wait(hours: tuple[float, float], pieces: float = 10.0) -> StageRecord:
    """A wait for trains, of a part of the lot."""
    part = {**LOT, "pieces": pieces}
    whole = (hours[0], hours[0], hours[1])
    return row(Stage.WAIT, hours=whole, waited_for="asset flat4_1435", **part)


def test_a_queue_is_what_has_begun_to_wait_less_what_has_ceased() -> None:
    ready = row(Stage.READY, hours=(0, 0, 0), **LOT)
    rows = frame([ready, wait((0, 48)), wait((24, 72), pieces=5.0)])

    curve = queue_curves(rows, ["asset flat4_1435"])

    assert [at(curve, day) for day in (0.5, 1.5, 2.5, 3.5)] == [1.0, 1.5, 0.5, 0.0]


def test_what_still_waits_stands_in_the_queue_to_the_end() -> None:
    rows = frame([row(Stage.READY, hours=(0, 0, 0), **LOT)])
    waiting = [{"lot": "U1/tracked/0", "for_what": "asset het", "since_h": 24.0}]

    curve = queue_curves(rows, ["asset het"], waiting, end_h=96.0)

    assert [at(curve, day) for day in (0.5, 2.0, 5.0)] == [0.0, 1.0, 0.0]


def test_the_area_under_a_queue_is_the_time_that_was_waited() -> None:
    rows = frame(Synthetic(synthetic_force(10)).rows(0))
    waits = waits_by_cause(rows).set_index("cause")["lot_hours"]
    cause = str(waits.index[0])

    curve = queue_curves(rows, [cause], last_day=200.0)

    area_h = curve["lots"].sum() * 0.25 * HOURS_PER_DAY
    assert area_h == pytest.approx(waits.iloc[0], rel=0.02)  # a grid of six hours


def test_delays_fall_into_their_classes_at_the_bounds() -> None:
    hours = {"A": 720.0, "B": 721.0, "C": 720.0 + 120, "D": 720.0 + 121, "E": 1200.0, "F": math.inf}
    closures = closings({0: hours}).assign(required_delivery_h=720.0, priority=1)

    table = lateness(closures, by="priority").set_index("late")["units"]

    assert table.to_dict() == {
        "in time": 1, "up to 5 days": 2, "5 to 10 days": 1, "over 10 days": 1, "never": 1
    }  # fmt: skip


def test_the_latest_unit_comes_first_and_never_is_latest() -> None:
    closures = closings({0: {"A": 24.0, "B": math.inf, "C": 48.0}})
    closures = closures.assign(required_delivery_h=720.0, priority=1, name="")

    assert closing_days(closures)["unit"].tolist() == ["B", "C", "A"]


def test_the_last_lot_tells_its_days_without_a_gap() -> None:
    rows = [
        row(Stage.READY, hours=(0, 0, 24), **LOT),
        wait((24, 72)),
        row(Stage.LOAD, hours=(72, 72, 78), **TRAIN, **LOT),
        row(Stage.TRANSIT, hours=(78, 78, 96), **TRAIN, **LOT),
        row(Stage.UNLOAD, hours=(96, 102, 108), **TRAIN, **LOT),
        row(Stage.STAGING, hours=(108, 108, 120), **LOT),
        row(Stage.INTEGRATION, unit="U1", hours=(120, 132, 144)),
    ]

    spells = last_lot_spells(frame(rows))

    assert spells["doing"].tolist() == [
        "getting ready", "waiting", "at a terminal", "rail", "waiting", "at a terminal", "staging",
        "waiting for integration", "integration",
    ]  # fmt: skip
    assert (spells["end"] - spells["start"]).sum() == 144 / 24


def test_the_lot_that_let_integration_begin_is_the_last() -> None:
    """A lot beyond the closing share comes later and holds nothing up."""
    late = {**LOT, "lot": "U1/tracked/1"}
    rows = [
        row(Stage.STAGING, hours=(0, 0, 48), **LOT),
        row(Stage.STAGING, hours=(0, 0, 480), **late),
        row(Stage.INTEGRATION, unit="U1", hours=(48, 48, 72)),
    ]

    assert set(last_lot_spells(frame(rows))["lot"]) == {"U1/tracked/0"}


def test_of_a_unit_that_never_closes_the_lot_that_still_waits_is_the_last() -> None:
    stuck = {**LOT, "lot": "U1/tracked/1"}
    rows = [
        row(Stage.STAGING, hours=(0, 0, 480), **LOT),
        row(Stage.READY, hours=(0, 0, 24), **stuck),
    ]
    waiting = [{"lot": "U1/tracked/1", "for_what": "asset het", "since_h": 24.0}]

    spells = last_lot_spells(frame(rows), waiting, end_h=960.0)

    assert spells[["doing", "end"]].to_numpy().tolist() == [["getting ready", 1.0], ["waiting", 40]]
