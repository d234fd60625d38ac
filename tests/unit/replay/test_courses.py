"""Ships on the replay follow the lane between two ports, loaded, empty or sent on elsewhere."""

from typing import Any, Final

import numpy as np
import pandas as pd
import pytest

from eastflank.charts.projection import FLANK, Points
from eastflank.model.records import Stage
from eastflank.report.replay.courses import Courses
from eastflank.report.replay.vehicles import vehicle_legs

ROUND_THE_CAPE: Final = [(0.0, 50.0), (2.0, 56.0), (4.0, 50.0)]
LINKS: Final = {"lane": ("west", "east")}
NODES: Final = {"west": (0.0, 50.0), "east": (4.0, 50.0)}


def straight(start: str, end: str) -> Points:
    return np.array([NODES[start], NODES[end]])


def courses() -> Courses:
    return Courses({"lane": ROUND_THE_CAPE}, straight, {frozenset(("west", "east")): "lane"})


def leg(mode: str, start: str, towards: str, *, link: str = "") -> pd.DataFrame:
    return pd.DataFrame([{"link": link, "mode": mode, "start": start, "towards": towards}])


@pytest.mark.parametrize("link", ["", "diverted"])
def test_a_ship_without_a_link_follows_the_lane_between_its_ports(link: str) -> None:
    drawn = courses()

    (there,) = drawn.numbers_of(leg("sea", "west", "east", link=link), LINKS)
    (back,) = drawn.numbers_of(leg("sea", "east", "west", link=link), LINKS)

    assert drawn.points[there[0]] == pytest.approx(FLANK(ROUND_THE_CAPE))
    assert (there, back) == ((0, False), (0, True))


def test_an_aircraft_between_two_ports_does_not_follow_the_lane() -> None:
    drawn = courses()

    ((number, _),) = drawn.numbers_of(leg("air", "west", "east"), LINKS)

    assert len(drawn.points[number]) != len(ROUND_THE_CAPE)


def test_a_ship_that_is_sent_on_starts_where_it_was_and_has_not_turned_back() -> None:
    voyage: dict[str, Any] = {
        "asset": "a",
        "asset_type": "roro",
        "lift": "l",
        "lot": "",
        "pieces": 1.0,
        "troops": 0,
    }
    rows = pd.DataFrame(
        [
            {"stage": Stage.VOYAGE, "place": "lane", "towards": "east", **hours(0.0, 9.0)},
            {"stage": Stage.VOYAGE, "place": "diverted", "towards": "north", **hours(9.0, 12.0)},
        ]
    ).assign(**voyage)

    legs = vehicle_legs(rows, LINKS, {"roro": "sea"})

    assert list(legs["start"]) == ["west", "east"]
    assert list(legs["reach"]) == [1.0, 1.0]


def hours(start_h: float, end_h: float) -> dict[str, float]:
    return {"from_h": start_h, "work_h": start_h, "to_h": end_h}
