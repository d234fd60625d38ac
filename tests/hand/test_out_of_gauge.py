"""Trains of heavy tracked pieces are out of gauge, worked out on paper: load 6 h, 50 km/h."""

import pytest

from eastflank.engine.run import plan_book
from eastflank.model.scenario import Scenario
from eastflank.routing.legs import Closures
from tests.hand.test_rail import line
from tests.small import (
    TRAIN,
    crossings,
    fleet,
    node,
    of,
    play,
    rail,
    scenario,
    terminal,
    unit,
)


def against_each_other(cargo: str, share: float, tracks: int = 2) -> Scenario:
    """A --- 100 km --- B, a path an hour each way; a train from each end is loaded at 6."""
    return scenario(
        [node("a"), node("b")],
        [rail("ab", "a", "b", 100, tracks=tracks, paths_per_day_each_way=24.0)],
        [terminal("railhead", "a", 2), terminal("railhead", "b", 2)],
        [TRAIN],
        [fleet("train", "a", 1), fleet("train", "b", 1)],
        [unit("u", "a", "b", {cargo: [30]}), unit("v", "b", "a", {cargo: [30]})],
        out_of_gauge_meetings=share,
    )


@pytest.mark.parametrize(
    ("cargo", "share", "entered"),
    [
        ("heavy_tracked", 1.0, [6.0, 7.0]),
        ("heavy_tracked", 0.5, [6.0, 6.5]),  # the likely run takes the share of a separation
        ("heavy_tracked", 0.0, [6.0, 6.0]),
        ("tracked", 1.0, [6.0, 6.0]),
    ],
)
def test_two_trains_out_of_gauge_enter_a_double_section_a_separation_apart(
    cargo: str, share: float, entered: list[float]
) -> None:
    _, rows = play(against_each_other(cargo, share))

    assert sorted(row[2] for row in crossings(rows)) == pytest.approx(entered, abs=1e-9)


def test_single_track_is_taken_once() -> None:
    """Two a hour for both ways: entries at 6 and 6.5, whatever may not be met."""
    _, rows = play(against_each_other("heavy_tracked", 1.0, tracks=1))

    assert sorted(row[2] for row in crossings(rows)) == pytest.approx([6.0, 6.5], abs=1e-9)


@pytest.mark.parametrize(
    ("cargo", "leaves_h", "cause"),
    [("heavy_tracked", 48.0, "out_of_gauge"), ("tracked", 24.0, "path_order")],
)
def test_the_later_of_path_and_notice_counts(cargo: str, leaves_h: float, cause: str) -> None:
    """A path in 24 h, a notice in 48 h for tanks alone."""
    heavy = unit("u", "a", "b", {cargo: [30]})
    world = line(heavy, km=500.0, path_order=24, out_of_gauge_order=48)

    _, rows = play(world)

    (way,) = of(rows, "transit")
    assert way.from_h == leaves_h
    assert [(row.from_h, row.to_h) for row in of(rows, "wait") if row.cause == cause] == [
        (6.0, leaves_h)
    ]
    (lot,) = world.lots.values()
    question = (lot.origin, lot.destination, lot.cargo, lot.may_fly, Closures())
    assert plan_book(world).options(question).static_h.tolist() == [leaves_h + 14.0]


def test_movement_control_counts_the_track_that_is_kept_clear() -> None:
    """A train an hour each way: 1 h of the way there, half an hour of the way back."""
    world = against_each_other("heavy_tracked", 0.5)
    book = plan_book(world)
    lot = next(each for each in world.lots.values() if each.origin == "a")

    question = (lot.origin, lot.destination, lot.cargo, lot.may_fly, Closures())
    ((needed,), *_) = book.options(question).needs
    work = {
        book.accounts[number]: hours * lot.pieces
        for number, hours in zip(needed.accounts, needed.work_per_piece, strict=True)
    }
    assert work["section", "ab", "b"] == pytest.approx(1.0)
    assert work["section", "ab", "a"] == pytest.approx(0.5)
