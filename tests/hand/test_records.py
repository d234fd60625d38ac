"""What rows say beside the hours of work: what held a lot, since when a server was asked for."""

from dataclasses import replace
from typing import Any

import pytest

from eastflank.model.ids import NodeId
from eastflank.model.scenario import Readiness, Scenario
from tests.hand.test_rail import FREE, line
from tests.small import TRAIN, fleet, node, of, play, rail, scenario, terminal, unit, why


def ready(world: Scenario) -> tuple[float, str]:
    """When the only lot was ready, and what held it."""
    (row,) = of(play(world)[1], "ready")
    return row.to_h, why(row)


def notified(notice_h: float, **values: Any) -> Scenario:
    """A lot whose unit follows its notice, ordered a day before C-day."""
    foreign = unit("u", "a", "b", {"wheeled": [30]}, notice_h=notice_h, nation="PL")
    world = line(foreign, **values)
    return replace(world, frame=replace(world.frame, readiness=Readiness.TIERS, warning_h=24.0))


def test_a_lot_says_what_held_it_until_it_was_ready() -> None:
    """Order at -24 h. Notice 20 h, permission 22 h: C-day. 48 h: notice. 60 h: permission."""
    assert ready(notified(20.0, permission=22.0)) == (0.0, "c_day")
    assert ready(notified(48.0, permission=22.0)) == (24.0, "notice")
    assert ready(notified(48.0, permission=60.0)) == (36.0, "permission DE")


def test_stored_kit_is_drawn_last() -> None:
    """The kit stands at A, the unit at B's other side: 24 h of notice left, then a draw of 10 h."""
    world = notified(48.0, prepositioned_draw=10.0)
    (whole,) = world.units.values()
    world = replace(world, units={whole.id: replace(whole, kit_origin=NodeId("c"))})

    assert ready(world) == (34.0, "stored_kit")


def test_a_lift_at_a_ramp_says_since_when_it_asked() -> None:
    """Two sets stand at A's only ramp from hour 0; the second loads from 6 to 12 h."""
    world = scenario(
        [node("a"), node("b")],
        [rail("ab", "a", "b", 2000, **FREE)],
        [terminal("railhead", "a", 1), terminal("railhead", "b", 2)],
        [TRAIN],
        [fleet("train", "a", 2)],
        [unit("u", "a", "b", {"wheeled": [30.0, 30.0]})],
    )

    loads = [row for row in of(play(world)[1], "serve") if row.place == "railhead:a"]

    hours = [hour for row in loads for hour in (row.from_h, row.work_h, row.to_h)]
    assert hours == pytest.approx([0.0, 0.0, 6.0, 0.0, 6.0, 12.0])
