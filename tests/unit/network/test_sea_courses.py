"""The shipped courses of ships: each lane has one, over water, as long as its link says."""

import csv
import functools
import json
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest
from matplotlib.path import Path as Outline
from numpy.typing import NDArray

from eastflank.gallery.topology import lines_of
from eastflank.model.units import great_circle_km

NETWORK: Final = Path(__file__).parents[3] / "networks" / "eastern-flank"
PLACED_DEGREES: Final = 0.001
LENGTH_SLACK: Final = 0.05
ON_LAND_KM: Final = 6.0  # from the middle of a port town to its water, and over a small island
BESIDE_KM: Final = 2.0  # of the line of a river or a canal: there a ship is on water
DEGREE_KM: Final = 111.2

Points = NDArray[np.float64]


def rows(name: str) -> list[dict[str, str]]:
    with (NETWORK / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def drawing(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((NETWORK / name).read_text(encoding="utf-8"))
    return content


@functools.cache
def courses() -> dict[str, Points]:
    lines = lines_of(drawing("sea_course.topojson"))
    return {link: np.array(line, dtype=float) for link, line in lines.items()}


@functools.cache
def lanes() -> dict[str, dict[str, str]]:
    return {row["link_id"]: row for row in rows("link.csv") if row["allowed_uses"] == "sea"}


@functools.cache
def places() -> dict[str, tuple[float, float]]:
    return {
        row["node_id"]: (float(row["x_coord"]), float(row["y_coord"])) for row in rows("node.csv")
    }


def ports() -> list[str]:
    return sorted(row["node_id"] for row in rows("terminal.csv") if row["kind"] == "port")


def length_km(line: Points) -> float:
    return sum(great_circle_km(*start, *end) for start, end in pairwise(line.tolist()))


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


def sampled(arc: Points) -> Points:
    """A point on each kilometre."""
    parts = []
    for start, end in pairwise(arc):
        count = max(1, round(great_circle_km(*start, *end)))
        share = (np.arange(count) + 0.5)[:, None] / count
        parts.append(start + share * (end - start))
    return np.vstack(parts)


def on_land(points: Points) -> NDArray[np.bool_]:
    """Whether points lie in a country, by the outlines themselves and not by the tool's raster."""
    inside = np.zeros(len(points), dtype=bool)
    for feature in drawing("backdrop.geojson")["features"]:
        shape = feature["geometry"]
        for part in [shape["coordinates"]] if shape["type"] == "Polygon" else shape["coordinates"]:
            outline, *holes = (np.array(ring) for ring in part)
            near = np.all((points >= outline.min(axis=0)) & (points <= outline.max(axis=0)), axis=1)
            found = Outline(outline).contains_points(points[near])
            for hole in holes:
                found &= ~Outline(hole).contains_points(points[near])
            inside[near] |= found
    return inside


def gap_km(point: Points, line: Points) -> float:
    """How far a point lies from a line, on the flat."""
    flat = np.array([np.cos(np.radians(point[1])), 1.0])
    start, end, at = line[:-1] * flat, line[1:] * flat, point * flat
    along = end - start
    share = np.clip(((at - start) * along).sum(axis=1) / (along**2).sum(axis=1), 0.0, 1.0)
    return float(np.hypot(*(start + share[:, None] * along - at).T).min() * DEGREE_KM)


def rivers() -> list[Points]:
    return [
        np.array(feature["geometry"]["coordinates"])
        for feature in drawing("waterway.geojson")["features"]
        if feature["properties"]["kind"] in {"fairway", "canal"}
    ]


def longest_run(flags: NDArray[np.bool_]) -> int:
    """The most flags in a row."""
    bounds = np.flatnonzero(np.diff(np.concatenate([[0], flags.astype(int), [0]])))
    return int(np.diff(bounds)[::2].max(initial=0))


def arcs() -> list[Points]:
    """The stretches that courses are made of, sampled."""
    return [sampled(np.array(arc)) for arc in drawing("sea_course.topojson")["arcs"]]


def test_no_course_crosses_land_by_more_than_a_few_kilometres() -> None:
    stretches = arcs()
    points = np.vstack(stretches)
    dry = on_land(points)
    for at in np.flatnonzero(dry):
        dry[at] = all(gap_km(points[at], river) > BESIDE_KM for river in rivers())

    ends = np.cumsum([len(stretch) for stretch in stretches])[:-1]
    runs = [longest_run(part) for part in np.split(dry, ends)]

    assert max(runs) <= ON_LAND_KM


def test_no_course_takes_the_canal_of_corinth_or_leads_through_the_moonsund() -> None:
    boxes = {
        feature["properties"]["name"]: np.array(feature["geometry"]["coordinates"][0])
        for feature in drawing("waterway.geojson")["features"]
        if feature["properties"]["kind"] == "closed"
    }
    points = np.vstack(arcs())

    for name in ("Isthmus of Corinth", "Moonsund", "Limfjord"):
        assert not Outline(boxes[name]).contains_points(points).any(), name
