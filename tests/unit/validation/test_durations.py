"""Durations by hand: two trains of a unit, with the hours in the rows."""

import math
from typing import Any

import pandas as pd
import pytest
from tests.rows import frame, row

from eastflank.model.causes import CauseKind, WaitCause
from eastflank.model.records import Stage, StageRecord
from eastflank.validation.durations import duration_h
from eastflank.validation.timing import At, Clock, Duration, Each, Moment, Take

MODES = {"flat": "rail", "march": "road"}
RAMP = WaitCause(CauseKind.UNLOADING, "RH_B")
LOADED = Moment(stage=Stage.LOAD, at=At.ENDED, mode="rail")
ASKED = Moment(stage=Stage.UNLOAD, at=At.ASKED, mode="rail")
THERE = Moment(stage=Stage.STAGING, at=At.ASKED, places=("B",))


def train(
    lot: str, lift: str, loaded_h: float, there_h: float, off_h: float, pieces: float = 10.0
) -> list[StageRecord]:
    """A lot on a train: loaded for 8 h, then on its way, then a wait for the ramp and 3 h there."""
    cells: dict[str, Any] = {
        "unit": lot.split("/", maxsplit=1)[0],
        "lot": lot,
        "lift": lift,
        "asset_type": "flat",
        "pieces": pieces,
    }
    return [
        row("load", place="A", hours=(loaded_h - 8, loaded_h - 8, loaded_h), **cells),
        row("unload", place="B", hours=(there_h, off_h - 3, off_h), cause=RAMP, **cells),
    ]


def ready(lot: str, pieces: float = 10.0) -> StageRecord:
    return row("ready", place="A", lot=lot, unit=lot.split("/", maxsplit=1)[0], pieces=pieces)


def staged(lot: str, there_h: float, pieces: float = 10.0) -> StageRecord:
    unit = lot.split("/", maxsplit=1)[0]
    hours = (there_h, there_h, there_h + 6)
    return row("staging", place="B", hours=hours, lot=lot, unit=unit, pieces=pieces)


def two_trains() -> pd.DataFrame:
    """Loaded at 8 and 20 h, at the far end at 58 and 90 h, off at 61 and 95 h."""
    return frame(
        [
            ready("U1/tracked/01"),
            *train("U1/tracked/01", "t1", 8, 58, 61),
            staged("U1/tracked/01", 61),
            ready("U2/wheeled/01"),
            *train("U2/wheeled/01", "t2", 20, 90, 95),
            staged("U2/wheeled/01", 95),
            row("integration", place="SA_B", unit="U1", hours=(70, 70, 100)),
            row("integration", place="SA_B", unit="U2", hours=(101, 101, 130)),
        ]
    )


def timed(
    each: str, take: str, start: Moment | Clock = LOADED, end: Moment = ASKED, **more: Any
) -> Duration:
    return Duration(each=Each(each), take=Take(take), start=start, end=end, **more)


def hours(what: Duration, records: pd.DataFrame | None = None) -> float:
    told = two_trains() if records is None else records
    return duration_h(told, what, modes=MODES, order_h=-24.0)


def test_the_mean_of_trains_is_from_loaded_to_arrived() -> None:
    """(58 − 8 + 90 − 20) / 2 = 60 h; the waits for the ramp are left out."""
    assert hours(timed("lift", "mean")) == 60.0


def test_the_first_train_is_the_one_that_arrives_first() -> None:
    assert hours(timed("lift", "first")) == 50.0
    assert hours(timed("lift", "last")) == 70.0


def test_a_move_lasts_from_its_first_start_to_its_last_end() -> None:
    """95 − 8 = 87 h, whichever lot it was."""
    assert hours(timed("move", "last", end=THERE)) == 87.0


def test_patterns_choose_the_lots_that_are_timed() -> None:
    assert hours(timed("move", "last", end=THERE, lots=("U2/*",))) == 75.0
    assert hours(timed("lift", "count", lots=("*/tracked/*",))) == 1.0


def test_a_clock_starts_without_a_row() -> None:
    """The order was given a day before C-day: 61 + 24 and 61 h."""
    assert hours(timed("lot", "first", start=Clock.ORDER, end=THERE)) == 85.0
    assert hours(timed("lot", "first", start=Clock.C_DAY, end=THERE)) == 61.0


def test_a_brigade_has_closed_when_its_last_unit_has() -> None:
    closed = Moment(stage=Stage.INTEGRATION, at=At.ENDED)

    assert hours(timed("move", "last", start=Clock.C_DAY, end=closed)) == 130.0
    assert hours(timed("unit", "first", start=Clock.C_DAY, end=closed)) == 100.0


def test_the_mode_and_the_place_of_a_moment_choose_its_rows() -> None:
    by_road = Moment(stage=Stage.LOAD, at=At.ENDED, mode="road")
    elsewhere = Moment(stage=Stage.LOAD, at=At.ENDED, places=("C",))

    assert hours(timed("lift", "count", start=by_road)) == 0.0
    assert hours(timed("lift", "count", start=elsewhere)) == 0.0
    assert hours(timed("lift", "mean", start=by_road)) == math.inf


def test_a_lift_that_left_and_never_came_makes_the_mean_endless() -> None:
    records = frame([ready("U1/tracked/01"), *train("U1/tracked/01", "t1", 8, 58, 61)[:1]])

    assert hours(timed("lift", "mean"), records) == math.inf


@pytest.mark.parametrize(("share", "expected"), [(0.9, 53.0), (0.95, 87.0), (1.0, 87.0)])
def test_a_move_ends_when_its_share_of_the_pieces_has(share: float, expected: float) -> None:
    """18 of 20 pieces at 61 h, the last two at 95 h; the first train was loaded at 8 h."""
    records = frame(
        [
            ready("U1/tracked/01", 18.0),
            *train("U1/tracked/01", "t1", 8, 58, 61, 18.0),
            staged("U1/tracked/01", 61, 18.0),
            ready("U1/tracked/02", 2.0),
            *train("U1/tracked/02", "t2", 20, 90, 95, 2.0),
            staged("U1/tracked/02", 95, 2.0),
        ]
    )

    assert hours(timed("move", "last", end=THERE, share=share), records) == expected


def test_a_lot_of_which_one_piece_never_came_has_not_ended() -> None:
    records = frame(
        [
            ready("U1/tracked/01"),
            *train("U1/tracked/01", "t1", 8, 58, 61),
            staged("U1/tracked/01", 61, 9.0),
        ]
    )

    assert hours(timed("lot", "mean", end=THERE), records) == math.inf
    assert hours(timed("lot", "mean", end=THERE, share=0.9), records) == 53.0
