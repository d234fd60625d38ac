"""Closed airspace: outlines as well-known text, and what must hold of them."""

import re
from collections.abc import Iterator
from typing import Final

from eastflank.model.errors import PlannerError
from eastflank.model.units import Outline
from eastflank.tables.theatre import NodeRow, NoFlyRow, Theatre

POLYGON: Final = re.compile(r"POLYGON\s*\(\(([^()]*)\)\)")
FEWEST: Final = 3  # corners of an area
FARTHEST_EAST: Final = 180.0
FARTHEST_NORTH: Final = 90.0


def no_fly_errors(theatre: Theatre) -> Iterator[PlannerError]:
    """All that is wrong with the areas."""
    if theatre.no_fly is None:
        return
    fields = {row.node_id for row in theatre.terminal.rows if row.kind == "airfield"}
    for area in theatre.no_fly.rows:
        outline = outline_of(area)
        if outline is None:
            yield _unreadable(area)
            continue
        for node in theatre.node.rows if area.closed else ():
            if node.node_id in fields and _holds(outline, node):
                yield _over_field(area, node)


def outline_of(area: NoFlyRow) -> Outline | None:
    """The corners of an area, the first not twice; None if the text is no simple polygon."""
    found = POLYGON.fullmatch(area.outline.strip())
    pairs = [pair.split() for pair in found.group(1).split(",")] if found else []
    try:
        corners = tuple((float(lon), float(lat)) for lon, lat in pairs)
    except ValueError:
        return None
    if not corners:
        return None
    placed = all(abs(x) <= FARTHEST_EAST and abs(y) <= FARTHEST_NORTH for x, y in corners)
    closed = corners[:-1] if corners[0] == corners[-1] else ()
    return closed if placed and len(closed) >= FEWEST else None


def _holds(outline: Outline, node: NodeRow) -> bool:
    """Whether a place lies in an area: an odd number of its sides lies to the east."""
    odd = False
    for (lon_a, lat_a), (lon_b, lat_b) in zip(outline, (*outline[1:], outline[0]), strict=True):
        if (lat_a > node.y_coord) != (lat_b > node.y_coord):
            share = (node.y_coord - lat_a) / (lat_b - lat_a)
            odd ^= lon_a + share * (lon_b - lon_a) > node.x_coord
    return odd


def _unreadable(area: NoFlyRow) -> PlannerError:
    return PlannerError(
        where=area.where("outline"),
        found=f"the outline of {area.area_id!r} is no polygon of longitudes and latitudes.",
        right="Write POLYGON ((lon lat, lon lat, lon lat, lon lat)), the first corner again at "
        "the end.",
    )


def _over_field(area: NoFlyRow, node: NodeRow) -> PlannerError:
    return PlannerError(
        where=area.where("outline"),
        found=f"{area.area_id!r} is closed and covers the airfield at {node.node_id!r}.",
        right="Draw the outline beside it, or write 0 in the column closed.",
    )
