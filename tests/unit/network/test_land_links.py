"""The shipped railways and roads: what the review of the rows found stays mended."""

from typing import Final

import numpy as np
import pytest
from tests.unit.network.shipped import (
    Points,
    drawing,
    length_km,
    links,
    longest_run,
    on_land,
    places,
    rows,
    sampled,
)

TANK_COMPANY_T: Final = 15 * (62 + 32)  # 14 tanks and a recovery vehicle, on six-axle flats
MOUNTAIN_LINES: Final = {"RL0918", "RL0919"}  # Zwardoń and Łupków
OVER_WATER_KM: Final = 8.0  # a river mouth, or what the outline of a coast leaves out
BRIDGES_AND_TUNNELS: Final = {  # Channel, Øresund, Great Belt
    "RL0457",
    "RD0298",
    "RL0127",
    "RD0728",
    "RL0130",
    "RD0245",
}


def between(mode: str, a: str, b: str) -> list[str]:
    """The links of a mode between two places."""
    return [
        name
        for name, link in links().items()
        if link["allowed_uses"] == mode and {link["from_node_id"], link["to_node_id"]} == {a, b}
    ]


def shapes() -> dict[str, Points]:
    return {
        feature["properties"]["link_id"]: np.array(feature["geometry"]["coordinates"])
        for feature in drawing("link_shape.geojson")["features"]
    }


def drawn() -> dict[str, Points]:
    """Each land link as maps draw it: by its shape, else straight."""
    straight = {
        name: np.array([places()[link["from_node_id"]], places()[link["to_node_id"]]])
        for name, link in links().items()
        if link["allowed_uses"] in {"rail", "road"}
    }
    return straight | shapes()


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("DE_GORLITZ", "PL_ZGORZELEC"),
        ("HU_MISKOLC", "SK_KOSICE"),
        ("BG_SVILENGRAD", "TR_EDIRNE"),
        ("BG_PLOVDIV", "BG_SVILENGRAD"),
        ("AT_WIEN", "SK_BRATISLAVA"),
        ("RO_BUZAU", "RO_FOCSANI"),
    ],
)
def test_motorways_over_borders_take_the_heaviest_transporters(a: str, b: str) -> None:
    (link,) = between("road", a, b)
    road = {row["link_id"]: row for row in rows("road.csv")}[link]

    assert road["road_class"] == "motorway"
    assert float(road["bridge_mlc"]) >= 120


@pytest.mark.parametrize(
    ("mode", "a", "b"),
    [
        ("road", "GR_ALEXANDROUPOLIS", "GR_ORMENIO"),
        ("rail", "DE_ANGERMUNDE", "PL_SZCZECIN"),
        ("rail", "CZ_OSTRAVA", "PL_KEDZIERZYN"),
        ("rail", "CZ_CESKATREBOVA", "PL_WROCLAW"),
        ("rail", "PL_KATOWICE", "SK_ZILINA"),
        ("rail", "PL_RZESZOW", "SK_KOSICE"),
        ("rail", "AT_WIEN", "SK_BRATISLAVA"),
        ("rail", "LT_SIAULIAI", "LV_JELGAVA"),
    ],
)
def test_crossings_that_were_missing_are_there(mode: str, a: str, b: str) -> None:
    assert len(between(mode, a, b)) == 1


def test_there_is_one_bridge_over_the_oresund_and_no_crossing_at_cierna_nad_tisou() -> None:
    danish = {name for name in places() if name.startswith("DK_")}
    roads = [
        name
        for name, link in links().items()
        if link["allowed_uses"] == "road"
        and "DK-SE" in {link["border"], "-".join(sorted(link["border"].split("-")))}
    ]

    assert danish
    assert roads == between("road", "SE_MALMO", "DK_COPENHAGEN")
    assert between("rail", "HU_ZAHONY", "SK_CIERNA") == []
    assert between("road", "HU_ZAHONY", "SK_CIERNA") == []


@pytest.mark.parametrize(
    "port",
    ["DE_MUKRAN", "DE_WILHELMSHAVEN", "DE_NORDENHAM", "UK_HARWICH", "FI_KOTKA", "IT_BRINDISI"],
)
def test_the_added_ports_have_berths_ramps_a_railway_and_a_road(port: str) -> None:
    modes = {
        link["allowed_uses"]
        for link in links().values()
        if port in {link["from_node_id"], link["to_node_id"]}
    }
    kinds = {row["kind"] for row in rows("terminal.csv") if row["node_id"] == port}

    assert modes == {"rail", "road", "sea"}
    assert kinds == {"port", "railhead"}


def test_every_line_but_two_over_the_mountains_carries_a_tank_company_in_one_train() -> None:
    light = {
        row["link_id"] for row in rows("rail.csv") if float(row["train_mass_t"]) < TANK_COMPANY_T
    }

    assert light == MOUNTAIN_LINES


def test_a_shape_ends_where_its_link_does_and_is_no_longer_than_the_link() -> None:
    for name, shape in shapes().items():
        link = links()[name]
        ends = np.array([places()[link["from_node_id"]], places()[link["to_node_id"]]])

        assert shape[[0, -1]] == pytest.approx(ends, abs=0.001), name
        assert length_km(shape) <= 1.02 * float(link["length"]), name


def test_no_train_and_no_column_is_drawn_over_open_water() -> None:
    lines = {name: sampled(line) for name, line in drawn().items()}
    wet = ~on_land(np.vstack(list(lines.values())))
    ends = np.cumsum([len(line) for line in lines.values()])[:-1]
    runs = dict(zip(lines, map(longest_run, np.split(wet, ends)), strict=True))

    over = {name for name, run in runs.items() if run > OVER_WATER_KM}

    assert over == BRIDGES_AND_TUNNELS
