"""The tape says what the records say: positions, lifts under way, waits, and what has closed."""

import functools
from typing import Any

import numpy as np
import pandas as pd
import pytest
from tests import made
from tests.blocks import unpacked

from eastflank.measures.closure.curves import troops_closed
from eastflank.measures.use.queues import queue_curves
from eastflank.measures.use.waiting import causes_of, wait_spells
from eastflank.model.records import Stage
from eastflank.report.replay.tape import PARTS, Tape, tape_block
from eastflank.report.replay.vehicles import progress, under_way
from eastflank.runs.stored import StoredRun

HOURS = [0.0, 3.3, 7.9, 20.1, 30.4, 47.7, 60.2, 90.6]


@pytest.fixture(scope="module")
def source() -> StoredRun:
    return StoredRun(made.run("theatre-cut"))


@pytest.fixture(scope="module")
def tape(source: StoredRun) -> Tape:
    return Tape(source)


@pytest.fixture(scope="module")
def block(tape: Tape) -> tuple[dict[str, Any], dict[str, Any]]:
    return unpacked(tape_block(tape))


@functools.cache
def moves(source: StoredRun) -> pd.DataFrame:
    rows = source.told.records
    return rows.loc[rows["stage"].isin([Stage.LINK, Stage.FLIGHT, Stage.VOYAGE])]


@pytest.mark.parametrize("hour", HOURS)
def test_the_lifts_shown_are_those_under_way_in_the_records(
    source: StoredRun, tape: Tape, hour: float
) -> None:
    rows = moves(source)
    told = set(rows.loc[(rows["from_h"] <= hour) & (hour < rows["to_h"]), "lift"].astype(str))

    shown = under_way(tape.legs, hour)

    assert set(shown["lift"]) - {""} == told


def test_something_is_under_way_at_some_of_the_hours_asked_for(tape: Tape) -> None:
    assert sum(len(under_way(tape.legs, hour)) for hour in HOURS) > 0


def test_a_lift_stands_at_the_start_until_work_begins_and_is_through_at_the_end(tape: Tape) -> None:
    legs = tape.legs.loc[tape.legs["start"] != tape.legs["towards"]]
    for place in range(0, len(legs), max(1, len(legs) // 20)):
        leg = legs.iloc[[place]]
        work_h, to_h = float(leg["work_h"].iloc[0]), float(leg["to_h"].iloc[0])

        assert progress(leg, work_h)[0] == 0.0
        assert progress(leg, (work_h + to_h) / 2)[0] == pytest.approx(0.5)
        assert progress(leg, to_h)[0] == pytest.approx(1.0)


def test_each_stretch_begins_where_the_lift_was(tape: Tape) -> None:
    legs = tape.legs.loc[tape.legs["lift"] != ""]
    before = legs.groupby("lift")["towards"].shift()

    follows = before.notna()
    assert follows.any()
    assert (before[follows] == legs.loc[follows, "start"]).all()


@pytest.mark.parametrize("hour", HOURS)
def test_what_waits_is_what_the_measure_says(
    source: StoredRun, block: tuple[dict[str, Any], dict[str, Any]], hour: float
) -> None:
    header, arrays = block
    told = source.told
    spells = wait_spells(told.records, told.waiting, told.end_h)
    spells = spells.loc[spells["place"].isin(list(source.network.names))]  # a slot's queue: an area
    step = round(hour / 6.0) * 6.0 + 0.01
    begun = (spells["start_h"] <= step) & (step < spells["end_h"])

    tick = (step - header["first_h"]) * header["ticks_per_h"]
    waits = (arrays["wait_from"] <= tick) & (tick < arrays["wait_to"])

    parts = float(spells.loc[begun, "part"].sum())
    assert arrays["wait_part"][waits].sum() / PARTS == pytest.approx(parts, abs=0.02 * (1 + parts))
    assert len(set(causes_of(spells))) == len(header["causes"])
    assert "a ramp at Bergen" in header["causes"]


def test_the_waits_of_the_tape_are_those_of_the_queue_curves(source: StoredRun) -> None:
    told = source.told
    spells = wait_spells(told.records, told.waiting, told.end_h)
    curves = queue_curves(
        told.records, sorted(set(causes_of(spells))), told.waiting, end_h=told.end_h, last_day=2.0
    )
    for day, rows in curves.groupby("day"):
        hour = 24.0 * float(str(day))
        waiting = (spells["start_h"] <= hour) & (hour < spells["end_h"])
        assert rows["lots"].sum() == pytest.approx(spells.loc[waiting, "part"].sum())


@pytest.mark.parametrize("hour", HOURS)
def test_the_curve_is_the_measure_of_troops_closed(
    source: StoredRun, block: tuple[dict[str, Any], dict[str, Any]], hour: float
) -> None:
    header, _ = block
    closures = source.told.closures

    shown = sum(
        unit["troops"]
        for unit in header["units"]
        if unit["closed_h"] is not None and unit["closed_h"] <= hour
    )

    assert shown == troops_closed(closures, by_day=hour / 24.0).iloc[0]


def test_every_unit_has_a_story_and_the_cut_its_links(
    block: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    header, arrays = block

    for unit in header["units"]:
        story = unit["story"]
        assert story["opening"][0].startswith(unit["id"])
        assert all(lot["steps"][0].startswith("ready at C+") for lot in story["lots"])
        assert sum(lot["last"] for lot in story["lots"]) == 1
    assert header["cuts"][0]["courses"]
    assert max(header["cuts"][0]["courses"]) < len(arrays["course_at"]) - 1


def test_equal_runs_give_equal_blocks(source: StoredRun) -> None:
    assert tape_block(Tape(source)) == tape_block(Tape(StoredRun(source.root)))


def test_times_keep_to_half_a_tick(
    tape: Tape, block: tuple[dict[str, Any], dict[str, Any]]
) -> None:
    header, arrays = block
    told = arrays["leg_from"] / header["ticks_per_h"] + header["first_h"]

    assert np.abs(told - tape.legs["from_h"]).max() <= 0.51 / header["ticks_per_h"]
