"""Which railhead: a place's own is tried even where the road to others looks quicker."""

from itertools import pairwise

import pytest

from eastflank.model.scenario import Scenario
from tests.small import (
    DAY_AND_NIGHT,
    HET,
    MARCH,
    TRAIN,
    arrivals,
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

WAY = ["a", "p", "q", "r", "b"]


def motorway_beside(cargo: str) -> Scenario:
    """A - P - Q - R - B by rail at 50 km/h, 50 km each, and by a motorway at 100 km/h.

    There is a transporter, but on an island.
    """
    pairs = list(pairwise(WAY))
    return scenario(
        [node(name) for name in [*WAY, "island"]],
        [
            *(rail(f"{x}{y}", x, y, 50) for x, y in pairs),
            *(road(f"{x}{y}-road", x, y, 50, "motorway") for x, y in pairs),
        ],
        [terminal("railhead", name) for name in WAY],
        [TRAIN, MARCH, HET],
        [fleet("train", "a", 1), fleet("het", "island", 1)],
        [unit("u", "a", "b", {cargo: [30]})],
        march_speed_motorway=100,
        march_limit=120,
        **DAY_AND_NIGHT,
    )


def test_tracks_load_at_home_where_no_transporter_leads_to_a_nearer_railhead() -> None:
    """Every hour by road instead of rail looks like one gained, but nothing can take the tracks.

    Load 6, 200 km at 50 km/h, unload 4: 14 h from A to B.
    """
    end, rows = play(motorway_beside("heavy_tracked"))

    assert arrivals(rows) == pytest.approx({"u/heavy_tracked/00": 14.0}, abs=1e-9)
    assert end.waiting == ()


def test_wheels_load_at_home_where_forming_a_march_costs_more_than_it_gains() -> None:
    """A march of 50 km gains half an hour of running, and costs one to form and one to disperse."""
    _, rows = play(motorway_beside("wheeled"))

    assert arrivals(rows) == pytest.approx({"u/wheeled/00": 14.0}, abs=1e-9)
    assert {row.asset_type for row in of(rows, "transit")} == {"train"}
