"""Queues over time, delays and last lots, in small runs that fit on paper."""

import math
from typing import Any

import pandas as pd
import pytest
from tests import made
from tests.rows import frame, row
from tests.unit.measures.closings import closings

from eastflank.measures.closure.last_lots import last_lot_spells
from eastflank.measures.closure.lateness import closing_days, lateness
from eastflank.measures.use.queues import queue_curves, queues_at
from eastflank.measures.use.waiting import causes_of
from eastflank.model.records import Stage
from eastflank.model.units import HOURS_PER_DAY
from eastflank.runs.stored import StoredRun
from eastflank.runs.usage import usage_of
from eastflank.store.folder import LIKELY

LOT: dict[str, Any] = {"unit": "U1", "lot": "U1/tracked/0", "pieces": 10.0, "tonnes": 300.0}


def at(curve: pd.DataFrame, day: float) -> float:
    return float(curve.loc[curve["day"] == day, "lots"].iloc[0])


def spells(name: str, *, end_h: float = math.nan) -> pd.DataFrame:
    """What the last lots of a run did."""
    folder = StoredRun(made.run(name))
    return last_lot_spells(
        folder.records(),
        folder.replication(LIKELY).waiting,
        modes=folder.situation.modes,
        end_h=end_h,
    )


# -- queues ---------------------------------------------------------------------------------------


def test_a_queue_is_what_has_begun_to_wait_less_what_has_ceased_to() -> None:
    """Three lots wait for room on the land of P from 0: until 24, 48 and 72 h."""
    curve = queue_curves(made.records("coast"), [("port_land", "port:P", "")])

    assert [at(curve, day) for day in (0.5, 1.5, 2.5, 3.5)] == [3.0, 2.0, 1.0, 0.0]


def test_what_still_waits_stands_in_the_queue_to_the_end() -> None:
    """Three lots wait for a set from the first hour to the end, at 56 h."""
    folder = StoredRun(made.run("short"))

    curve = queue_curves(
        folder.records(), [("asset", "train", "")], folder.replication(LIKELY).waiting, end_h=56.0
    )

    assert [at(curve, day) for day in (2.25, 2.5)] == [3.0, 0.0]


@pytest.mark.parametrize("replication", [LIKELY, 1])
def test_the_area_under_a_queue_is_the_time_that_was_waited(replication: int) -> None:
    records = made.records("theatre", replication)
    waits = usage_of(StoredRun(made.run("theatre")), replication).tables["waits"]

    curve = queue_curves(records, causes_of(waits)[:1], last_day=200.0)

    area_h = curve["lots"].sum() * 0.25 * HOURS_PER_DAY
    assert area_h == pytest.approx(waits["lot_hours"].iloc[0], rel=0.02)  # a grid of six hours


def test_waiting_is_told_where_it_stood() -> None:
    """144 h for land and none for trains at H, 10 h for a ship at P, 4 x 2 h for trains at Q."""
    table = queues_at(made.records("coast"))

    assert table.to_dict("list") == {"place": ["H", "P", "Q"], "lot_days": [6.0, 10 / 24, 8 / 24]}


def test_a_lot_that_still_waits_stands_where_it_is() -> None:
    """One for the rest of its unit at B since 18, one at M, one without a way at A since 36."""
    folder = StoredRun(made.run("stranded"))

    table = queues_at(folder.records(), folder.replication(LIKELY).waiting, end_h=240.0)

    waited = dict(zip(table["place"], table["lot_days"], strict=True))
    assert waited["B"] == (240 - 18) / 24
    assert waited["A"] == (240 - 36 + 26) / 24  # another waited 26 h there for a set
    assert set(waited) == {"A", "B", "M"}


# -- delays ---------------------------------------------------------------------------------------


def test_delays_fall_into_their_classes_at_the_bounds() -> None:
    hours = {"A": 720.0, "B": 721.0, "C": 720.0 + 120, "D": 720.0 + 121, "E": 1200.0, "F": math.inf}
    closures = closings({0: hours}).assign(required_delivery_h=720.0, priority=1)

    table = lateness(closures, by="priority").set_index("late")["units"]

    assert table.to_dict() == {
        "in time": 1,
        "up to 5 days": 2,
        "5 to 10 days": 1,
        "over 10 days": 1,
        "never": 1,
    }


def test_the_latest_unit_comes_first_and_never_is_latest() -> None:
    closures = closings({0: {"A": 24.0, "B": math.inf, "C": 48.0}})
    closures = closures.assign(required_delivery_h=720.0, priority=1, name="")

    assert closing_days(closures)["unit"].tolist() == ["B", "C", "A"]


# -- last lots ------------------------------------------------------------------------------------


def test_the_last_lot_tells_its_days_without_a_gap() -> None:
    """U2 is ready at 0, stands an hour before a path, is there at 19 and integrates 42-66."""
    told = spells("slots")
    last = told.loc[told["unit"] == "U2"]

    assert last["doing"].tolist() == [
        "at a terminal",
        "rail",
        "at a terminal",
        "waiting for integration",
        "integration",
    ]
    assert (last["end"] - last["start"]).sum() == pytest.approx(66 / 24)


def test_a_ship_that_waits_in_port_is_not_at_sea_meanwhile() -> None:
    """Loaded at 24, the lane is open from 80: 56 h of waiting and 10 h at sea."""
    records = made.records("lane")
    first = records.loc[(records["lot"] == "U1/wheeled/00") | (records["stage"] == "integration")]
    modes = {"train": "rail", "ship": "sea"}

    told = last_lot_spells(first, modes=modes)

    by_sea = told.loc[told["doing"] == "sea"]
    assert (by_sea["end"] - by_sea["start"]).tolist() == pytest.approx([10 / 24])
    waited = told.loc[(told["doing"] == "waiting") & (told["end"] - told["start"] > 1)]
    assert (waited["end"] - waited["start"]).tolist() == pytest.approx([56 / 24])


def test_the_lot_that_let_integration_begin_is_the_last() -> None:
    """A lot beyond the closing share comes later and holds nothing up."""
    late = {**LOT, "lot": "U1/tracked/1"}
    rows = [
        row(Stage.STAGING, hours=(0, 0, 48), **LOT),
        row(Stage.STAGING, hours=(0, 0, 480), **late),
        row(Stage.INTEGRATION, unit="U1", hours=(48, 48, 72)),
    ]

    assert set(last_lot_spells(frame(rows), modes={})["lot"]) == {"U1/tracked/0"}


def test_of_a_unit_that_never_closes_a_lot_that_still_waits_is_the_last() -> None:
    """The three lots of U1 wait, one of them without a way since 36, to the end at 240."""
    told = spells("stranded", end_h=240.0)

    assert set(told["lot"]) == {"U1/wheeled/02"}
    assert told[["doing", "start", "end"]].to_numpy().tolist() == [["waiting", 1.5, 10.0]]
