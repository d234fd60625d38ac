"""Where a lift ends: a lot keeps its plan unless another gains more than the margin."""

import pytest

from eastflank.model.scenario import Scenario
from tests.small import (
    DAY_AND_NIGHT,
    arrivals,
    asset_type,
    fleet,
    node,
    of,
    play,
    rail,
    road,
    scenario,
    terminal,
    unit,
)


def two_ways_on(**values: float) -> Scenario:
    """A --- 100 km of 1435 mm --- M === 80 km of road and 50 km of 1520 mm === B.

    One platoon stands at M; a unit at M with two heavy lots has the first call on it.
    """
    het = asset_type("het", "road", {"tracked": 30, "heavy_tracked": 30})
    near = asset_type("near", "rail", {"tracked": 30})
    wide = asset_type("wide", "rail", {"tracked": 30}, gauge_mm=1520)
    return scenario(
        [node("a"), node("m"), node("b")],
        [
            rail("am", "a", "m", 100),
            rail("mb", "m", "b", 50, gauge_mm=1520),
            road("road", "m", "b", 80),
        ],
        [
            terminal("railhead", "a"),
            terminal("railhead", "m"),
            terminal("railhead", "m", gauge_mm=1520, suffix="-wide"),
            terminal("railhead", "b", gauge_mm=1520),
        ],
        [het, near, wide],
        [fleet("het", "m", 1), fleet("near", "a", 1), fleet("wide", "m", 1)],
        [
            unit("rival", "m", "b", {"heavy_tracked": [30, 30]}, priority=1),
            unit("u", "a", "b", {"tracked": [30]}),
        ],
        given=values,
        **DAY_AND_NIGHT,
    )


def second_leg(world: Scenario) -> tuple[str, float]:
    """By what the lot goes on from M, and when it is there."""
    _, rows = play(world)
    (leg,) = [row for row in of(rows, "transit") if row.lot == "u/tracked/00" and row.place == "m"]
    return leg.asset_type, arrivals(rows)["u/tracked/00"]


def test_a_small_gain_does_not_turn_a_lot_from_its_plan() -> None:
    """Landed at 6 + 2 + 4 = 12. The platoon is back from its second trip at 16: 16 + 6 = 22.

    It looks like 8 more hours of waiting, 14 in all against 6 + 1 + 4 = 11 by the wide train.
    """
    kind, there_h = second_leg(two_ways_on(switch_margin=24))

    assert kind == "het"
    assert there_h == pytest.approx(22.0, abs=1e-9)


def test_a_gain_beyond_the_margin_does() -> None:
    """The same with a margin of nothing: 12 + 11 = 23 by the wide train."""
    kind, there_h = second_leg(two_ways_on(switch_margin=0))

    assert kind == "wide"
    assert there_h == pytest.approx(23.0, abs=1e-9)
