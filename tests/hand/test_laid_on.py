"""Assets that are laid on, worked out on paper: they stand where a lot loads when it is ready."""

from dataclasses import replace

import pytest

from eastflank.model.scenario import Dispatch, Frame, Readiness, Scenario
from tests.hand.test_rail import FREE
from tests.small import (
    TRAIN,
    arrivals,
    cut,
    evidence,
    fleet,
    node,
    of,
    play,
    rail,
    scenario,
    terminal,
    unit,
)

LOT, NEAR = "1st/tracked/00", "near/tracked/00"


def set_far_away(notice_h: float, *, lay_on_h: float, warning_h: float = 0.0) -> Scenario:
    """A trainload for B at A, 6 + 10 + 4 = 20 h; the only set stands at H, 20 h from A."""
    world = scenario(
        [node("h"), node("a"), node("b")],
        [rail("ha", "h", "a", 1000, **FREE), rail("ab", "a", "b", 500, **FREE)],
        [terminal("railhead", place) for place in ("h", "a", "b")],
        [TRAIN],
        [fleet("train", "h", 1)],
        [unit("1st", "a", "b", {"tracked": [30]}, notice_h=notice_h)],
    )
    frame = Frame(readiness=Readiness.TIERS, warning_h=warning_h)
    return replace(world, frame=frame, dispatch=Dispatch.PLANNED, lay_on_h=lay_on_h)


@pytest.mark.parametrize(
    ("lay_on_h", "there_h"),
    [
        (0.0, 70.0),  # ready at 30, the set comes at 50
        (10.0, 60.0),  # sent for at 20, it comes at 40
        (24.0, 50.0),  # sent for at 6, it comes at 26 and waits until 30
        (400.0, 50.0),  # not before the order
    ],
)
def test_a_set_that_is_sent_for_in_time_waits_where_the_lot_gets_ready(
    lay_on_h: float, there_h: float
) -> None:
    _, rows = play(set_far_away(30.0, lay_on_h=lay_on_h))

    assert arrivals(rows) == pytest.approx({LOT: there_h}, abs=1e-9)


@pytest.mark.parametrize(
    ("lay_on_h", "warning_h", "there_h"),
    [
        (0.0, 48.0, 40.0),  # ready on C-day, the set comes at 20
        (24.0, 48.0, 20.0),  # it comes four hours before C-day
        (24.0, 12.0, 28.0),  # sent for when the order comes: it is there at 8
        (24.0, 0.0, 40.0),  # the order comes on C-day
    ],
)
def test_days_of_warning_bring_the_set_to_where_units_load_on_c_day(
    lay_on_h: float, warning_h: float, there_h: float
) -> None:
    world = set_far_away(0.0, lay_on_h=lay_on_h, warning_h=warning_h)

    _, rows = play(replace(world, frame=replace(world.frame, readiness=Readiness.READY)))

    assert arrivals(rows) == pytest.approx({LOT: there_h}, abs=1e-9)


def test_nobody_lays_on_assets_where_no_staff_plans() -> None:
    world = set_far_away(30.0, lay_on_h=24.0)

    _, rows = play(replace(world, dispatch=Dispatch.USER_OPTIMAL))

    assert arrivals(rows) == pytest.approx({LOT: 70.0}, abs=1e-9)


def test_a_path_is_ordered_when_the_set_is_sent_for() -> None:
    """Ordered at 6 it is given at 42; loaded at 36 the train waits for it."""
    world = set_far_away(30.0, lay_on_h=24.0)

    _, rows = play(replace(world, evidence=evidence(path_order=36.0)))

    assert arrivals(rows) == pytest.approx({LOT: 56.0}, abs=1e-9)


def test_a_set_whose_lot_goes_another_way_serves_others() -> None:
    """The set for A is under way to it when the line to B closes; a lot at N needs it from 40.

    It comes to A at 26 and stays until the lot is ready at 30 and finds no way; the lot at N is
    10 h away. So the set loads there at 40: 6 + 10 + 4 h.
    """
    world = scenario(
        [node("h"), node("a"), node("b"), node("n"), node("c")],
        [
            rail("ha", "h", "a", 1000, **FREE),
            rail("ab", "a", "b", 500, **FREE),
            rail("an", "a", "n", 500, **FREE),
            rail("nc", "n", "c", 500, **FREE),
        ],
        [terminal("railhead", place) for place in ("h", "a", "b", "n", "c")],
        [TRAIN],
        [fleet("train", "h", 1)],
        [
            unit("1st", "a", "b", {"tracked": [30]}, notice_h=30.0),
            unit("near", "n", "c", {"tracked": [30]}, notice_h=40.0),
        ],
        disruptions=(cut("ab", start=10.0),),
        horizon_h=200.0,
    )
    frame = Frame(readiness=Readiness.TIERS, warning_h=0.0)

    _, rows = play(replace(world, frame=frame, dispatch=Dispatch.PLANNED, lay_on_h=24.0))

    assert arrivals(rows) == pytest.approx({NEAR: 60.0}, abs=1e-9)
    assert [row.towards for row in of(rows, "empty")][:2] == ["a", "n"]
