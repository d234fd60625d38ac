"""Closed airspace: what a table may say, and that no shipped flight crosses what is closed."""

from itertools import combinations, pairwise
from pathlib import Path
from typing import Final

import numpy as np
import pytest
from matplotlib.path import Path as Outline

from eastflank.gallery.flights import great_circle
from eastflank.routing.airways import Airways
from eastflank.tables.no_fly import outline_of
from eastflank.tables.theatre import NoFlyRow, read_theatre

ROOT: Final = Path(__file__).parents[3]


def shipped() -> tuple[list[str], Airways]:
    theatre = read_theatre(ROOT, "eastern-flank")
    assert theatre.no_fly is not None
    at = {row.node_id: (row.x_coord, row.y_coord) for row in theatre.node.rows}
    fields = sorted({row.node_id for row in theatre.terminal.rows if row.kind == "airfield"})
    closed = [outline_of(row) for row in theatre.no_fly.rows if row.closed]
    return fields, Airways(tuple(at[field] for field in fields), [area for area in closed if area])


def row(outline: str) -> NoFlyRow:
    return NoFlyRow(
        file="no_fly.csv",
        row=2,
        area_id="A",
        name="A",
        closed=True,
        outline=outline,
        grade="E",
        source=("own",),
        note="",
    )


def test_no_shipped_flight_crosses_closed_airspace() -> None:
    fields, airways = shipped()
    ways = [airways.way(i, j) for i, j in combinations(range(len(fields)), 2)]
    points = np.vstack([great_circle(a, b) for way in ways for a, b in pairwise(way)])

    inside = [Outline(np.array(area)).contains_points(points).sum() for area in airways.areas]

    assert len(points) > len(ways)
    assert inside == [0] * len(airways.areas)


def test_flights_between_poland_and_lithuania_go_round_kaliningrad() -> None:
    fields, airways = shipped()
    start, end = fields.index("PL_EPSY"), fields.index("LT_EYPA")
    straight = Airways(airways.places)

    assert len(airways.way(start, end)) > 2
    assert airways.km[start, end] > 1.2 * straight.km[start, end]


def test_an_outline_is_its_corners_once() -> None:
    assert outline_of(row("POLYGON ((1 2, 3 4, 5 2, 1 2))")) == ((1, 2), (3, 4), (5, 2))


@pytest.mark.parametrize(
    "outline",
    [
        "",
        "1 2, 3 4, 5 2, 1 2",
        "POLYGON ((1 2, 3 4, 5 2))",
        "POLYGON ((1 2, 3 4, 1 2))",
        "POLYGON ((1 2, 3, 5 2, 1 2))",
        "POLYGON ((1 2, 3 four, 5 2, 1 2))",
        "POLYGON ((200 2, 3 4, 5 2, 200 2))",
        "MULTIPOLYGON (((1 2, 3 4, 5 2, 1 2)))",
    ],
)
def test_what_is_no_polygon_is_refused(outline: str) -> None:
    assert outline_of(row(outline)) is None
