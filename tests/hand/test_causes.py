"""What rows say that was waited for: a queue is a queue, a closure is named by what closed it."""

from dataclasses import replace

import pytest

from eastflank.model.ids import TerminalId
from eastflank.model.records import StageRecord
from eastflank.model.scenario import Caught, CutPolicy
from tests.hand.test_rail import FREE, line, trains
from tests.small import (
    TRAIN,
    arrivals,
    cut,
    fleet,
    node,
    of,
    play,
    rail,
    scenario,
    terminal,
    unit,
    why,
)


def waits(rows: list[StageRecord], stage: str) -> list[tuple[float, float, str]]:
    """(asked, begun, for what) of every row of a stage that waited."""
    found = [row for row in of(rows, stage) if row.work_h > row.from_h]
    return sorted((row.from_h, row.work_h, why(row)) for row in found)


def test_a_train_in_a_queue_for_paths_waits_for_its_turn() -> None:
    """Two trains are loaded at 6; one path every 24 h: the second is on A-B from 30."""
    _, rows = play(line(trains(2), sets=2, ramps=(2, 2), link={"paths_per_day_each_way": 1.0}))

    assert waits(rows, "link")[0] == (6.0, 30.0, "path ab")


@pytest.mark.parametrize(("from_h", "cause"), [(20.0, "closed_link mb cut"), (40.0, "path mb")])
def test_a_wait_before_a_link_is_a_closures_if_that_took_more_than_half_of_it(
    from_h: float, cause: str
) -> None:
    """Two trains are at M at 16, a path every 48 h: U is on M-B at 16 and clears, V from 64.

    Closed until 60: from 20 on that is 40 of V's 48 h, from 40 on 20.
    """
    world = scenario(
        [node(name) for name in "amb"],
        [rail("am", "a", "m", 500, **FREE), rail("mb", "m", "b", 500, paths_per_day_each_way=0.5)],
        [terminal("railhead", "a", 2), terminal("railhead", "b", 2)],
        [TRAIN],
        [fleet("train", "a", 2)],
        [unit("u", "a", "b", {"wheeled": [30, 30]})],
        disruptions=(cut("mb", start=from_h, end=60.0),),
        policy=CutPolicy.NONE,
    )

    _, rows = play(replace(world, caught=Caught.CLEAR))

    assert waits(rows, "link") == [(16.0, 64.0, cause)]


def test_two_disruptions_that_close_a_link_are_both_named() -> None:
    """Loaded at 6; A-B is closed by the one until 30 and by the other until 50."""
    world = replace(
        line(trains(1)),
        disruptions=(
            cut("ab", start=1, end=30, id="flood"),
            cut("ab", start=20, end=50, id="raid"),
        ),
        policy=CutPolicy.NONE,
    )

    _, rows = play(world)

    assert waits(rows, "link") == [(6.0, 50.0, "closed_link ab flood;raid")]


@pytest.mark.parametrize("stage", ["serve", "unload"])
def test_a_train_before_a_closed_railhead_waits_for_what_has_closed_it(stage: str) -> None:
    """At B at 46, struck until 60; a second set is there at 52 and has the ramp from 64."""
    struck = cut(start=10, end=60, terminals=(TerminalId("railhead:b"),), id="strike")
    world = replace(line(trains(2), sets=2), disruptions=(struck,), policy=CutPolicy.NONE)

    _, rows = play(world)

    assert waits(rows, stage)[-2:] == [
        (46.0, 60.0, "closed_terminal railhead:b strike"),
        (52.0, 64.0, "closed_terminal railhead:b strike"),
    ]


def test_who_is_unloaded_after_another_waits_for_the_ramp() -> None:
    """Both at B at 46, one ramp: the second waits for the 4 h of the first."""
    _, rows = play(line(trains(2), sets=2, ramps=(2, 1)))

    assert waits(rows, "unload") == [(46.0, 50.0, "unloading railhead:b")]


def test_a_lot_that_waits_to_be_loaded_in_a_closed_railhead_names_what_has_closed_it() -> None:
    """The set is there at 0, the railhead of A is struck until 20."""
    struck = cut(start=0, end=20, terminals=(TerminalId("railhead:a"),), id="strike")
    world = replace(line(trains(1)), disruptions=(struck,), policy=CutPolicy.NONE)

    _, rows = play(world)

    assert waits(rows, "wait") == [(0.0, 20.0, "closed_terminal railhead:a strike")]
    assert waits(rows, "serve") == [(0.0, 20.0, "closed_terminal railhead:a strike")]


@pytest.mark.parametrize(
    ("end_h", "cause"), [(80.0, "closed_terminal staging_area:b strike"), (60.0, "")]
)
def test_who_waits_for_a_slot_of_a_closed_staging_area_names_what_has_closed_it(
    end_h: float, cause: str
) -> None:
    """There at 50, and the area is struck from 40 to 80; to 50 it is not in the way."""
    struck = cut(start=40, end=end_h - 10, terminals=(TerminalId("staging_area:b"),), id="strike")
    world = replace(line(trains(1), integration=24), disruptions=(struck,))

    _, rows = play(world)

    assert arrivals(rows) == {"u/wheeled/00": 50.0}
    assert [why(row) for row in of(rows, "integration")] == [cause]
