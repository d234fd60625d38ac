"""The shipped courses of ships: each lane has one, over water, as long as its link says."""

import functools
from itertools import combinations
from typing import Final

import numpy as np
import pytest
from matplotlib.path import Path as Outline
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

from eastflank.gallery.topology import lines_of

PLACED_DEGREES: Final = 0.001
LENGTH_SLACK: Final = 0.05
ON_LAND_KM: Final = 6.0  # from the middle of a port town to its water, and over a small island
BESIDE_KM: Final = 2.0  # of the line of a river or a canal: there a ship is on water
DEGREE_KM: Final = 111.2


@functools.cache
def courses() -> dict[str, Points]:
    lines = lines_of(drawing("sea_course.topojson"))
    return {link: np.array(line, dtype=float) for link, line in lines.items()}


def lanes() -> dict[str, dict[str, str]]:
    return {name: link for name, link in links().items() if link["allowed_uses"] == "sea"}


def ports() -> list[str]:
    return sorted(row["node_id"] for row in rows("terminal.csv") if row["kind"] == "port")


def arcs() -> list[Points]:
    """The stretches that courses are made of, sampled."""
    return [sampled(np.array(arc)) for arc in drawing("sea_course.topojson")["arcs"]]


def waterways(*kinds: str) -> dict[str, Points]:
    return {
        feature["properties"]["name"]: np.array(feature["geometry"]["coordinates"]).squeeze()
        for feature in drawing("waterway.geojson")["features"]
        if feature["properties"]["kind"] in kinds
    }


def canal_km() -> tuple[float, float]:
    """The canal as drawn, and as long as it is published to be."""
    (canal,) = (
        feature
        for feature in drawing("waterway.geojson")["features"]
        if feature["properties"]["kind"] == "canal"
    )
    return length_km(np.array(canal["geometry"]["coordinates"])), canal["properties"]["length_km"]


def test_every_sea_link_has_a_course_and_every_course_a_link() -> None:
    assert set(courses()) == set(lanes())


def test_a_ship_can_sail_from_any_port_to_any_other() -> None:
    joined = {frozenset((lane["from_node_id"], lane["to_node_id"])) for lane in lanes().values()}

    assert [pair for pair in combinations(ports(), 2) if frozenset(pair) not in joined] == []


def test_a_course_runs_from_the_first_port_of_its_link_to_the_second() -> None:
    for link, lane in lanes().items():
        ends = places()[lane["from_node_id"]], places()[lane["to_node_id"]]

        assert courses()[link][[0, -1]] == pytest.approx(np.array(ends), abs=PLACED_DEGREES), link


def test_the_length_of_a_link_is_that_of_its_course() -> None:
    drawn_km, told_km = canal_km()
    by_canal = {row["link_id"] for row in rows("sea.csv") if row["kiel_canal"] == "1"}

    wrong = {}
    for link, lane in lanes().items():
        extra = told_km - drawn_km if link in by_canal else 0.0
        share = float(lane["length"]) / (length_km(courses()[link]) + extra)
        if abs(share - 1.0) > LENGTH_SLACK:
            wrong[link] = share

    assert wrong == {}


def gap_km(point: Points, line: Points) -> float:
    """How far a point lies from a line, on the flat."""
    flat = np.array([np.cos(np.radians(point[1])), 1.0])
    start, end, at = line[:-1] * flat, line[1:] * flat, point * flat
    along = end - start
    share = np.clip(((at - start) * along).sum(axis=1) / (along**2).sum(axis=1), 0.0, 1.0)
    return float(np.hypot(*(start + share[:, None] * along - at).T).min() * DEGREE_KM)


def test_no_course_crosses_land_by_more_than_a_few_kilometres() -> None:
    stretches, rivers = arcs(), waterways("fairway", "canal").values()
    points = np.vstack(stretches)
    dry = on_land(points)
    for at in np.flatnonzero(dry):
        dry[at] = all(gap_km(points[at], river) > BESIDE_KM for river in rivers)

    ends = np.cumsum([len(stretch) for stretch in stretches])[:-1]
    runs = [longest_run(part) for part in np.split(dry, ends)]

    assert max(runs) <= ON_LAND_KM


@pytest.mark.parametrize(
    "name", ["Isthmus of Corinth", "Moonsund", "Limfjord", "Territorial sea of Kaliningrad"]
)
def test_no_course_leads_through_waters_that_are_closed(name: str) -> None:
    """But for a kilometre at their edge, where a corner of the raster is cut."""
    closed = Outline(waterways("closed")[name])

    assert max(longest_run(closed.contains_points(arc)) for arc in arcs()) <= 2
